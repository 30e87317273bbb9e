"""What end users and third parties do at the portal: requests for consent looked up, accesses listed, withdrawn, ended, shared."""

from __future__ import annotations

import attrs
import pytest
from tests.hub.test_contracts import refused
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    AREA,
    BERIT,
    CARL,
    EMPTY,
    FIRM,
    GRID,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    POINT,
    THIRD,
    UNKNOWN,
    at,
    day,
    gsrn,
    master_data,
    parties,
    point,
    points,
    structure,
    uuid,
)

from edielkit.emif.values import Code
from edielkit.hub import GridArea, Hub, Market, Structure
from edielkit.hub.processes.consent_checks import CHANGE, ERROR_CODES, MOVE_IN

ASK = {"kind": CHANGE, "supplier": NEW, "customer": ANNA, "point": POINT}
# What is asked for otherwise, by the code that it gets.
WRONG = {
    "missing_requested_by": {"supplier": ""},
    "invalid_requested_by": {"supplier": "708"},
    "requested_by_not_found": {"supplier": GRID},
    "missing_requested_from": {"customer": ""},
    "invalid_requested_from": {"customer": "0102"},
    "requested_to_requested_from_mismatch": {"requested_to": BERIT},
    "missing_requested_from_name": {"customer_name": " "},
    "missing_metering_point_id": {"point": ""},
    "invalid_metering_point_id": {"point": "7070575"},
    "metering_point_not_found": {"point": UNKNOWN},
    "missing_metering_point_address": {"address": ""},
    "missing_balance_supplier_name": {"supplier_name": ""},
    "missing_balance_supplier_contract_name": {"contract_name": ""},
    "metering_point_blocked_for_switching": {"point": gsrn(50)},
    "requested_from_not_metering_point_end_user": {"customer": BERIT},
    "requested_from_is_metering_point_end_user": {"kind": MOVE_IN},
    "move_in_date_not_back_in_time": {"kind": MOVE_IN, "customer": BERIT, "move_in_date": day(1).isoformat()},
    "invalid_redirect_uri": {"redirect_uri": "http://supplier.example"},
    "redirect_uri_not_matching_ediel": {"redirect_uri": "https://elsewhere.example/"},
}
# These need somebody who is not active or not digital, and have tests of their own.
ELSEWHERE = {"not_active_requested_by", "requested_from_not_found"}


@pytest.mark.parametrize(("code", "wrong"), WRONG.items(), ids=list(WRONG))
def test_a_request_for_consent_is_looked_up(make_hub, code, wrong):
    """Each fault has the code of the Access API, and changes nothing; without it the customer is asked and told."""
    hub = make_hub(point(gsrn(50), data=master_data(blocked=True)))
    before = hub.snapshot()
    with pytest.raises(ValueError, match=f"^{code}: expected"):
        hub.call("request_consent", now=MORNING, **{**ASK, **wrong})

    assert before.tables == hub.snapshot().tables
    assert hub.call("request_consent", now=MORNING, **ASK)
    assert ["consent requested"] == [notice["about"] for notice in hub.end_user_notices(ANNA)]


def test_every_code_has_a_case():
    """No code of the table is without a request that gets it."""
    assert set(ERROR_CODES) == set(WRONG) | ELSEWHERE


def test_nobody_is_named_in_a_refusal(market):
    """A birth number is in no words."""
    with pytest.raises(ValueError, match="requested_from_not") as error:
        market.call("request_consent", now=MORNING, **{**ASK, "customer": BERIT})
    assert BERIT not in str(error.value)


def test_who_cannot_answer_on_the_net_is_not_asked(make_hub, say):
    """A request is refused, and a start of supply needs no consent; both are as ever once the customer is digital."""
    hub = make_hub(consent_required=True)
    hub.call("set_digital_end_user", now=MORNING, customer=ANNA, digital=False)
    with pytest.raises(ValueError, match="requested_from_not_found"):
        hub.call("request_consent", now=MORNING, **ASK)
    assert () == hub.receive(say.start("101", day(3)), now=MORNING).reasons
    hub.call("set_digital_end_user", now=MORNING, customer=ANNA, digital=True)
    assert ("E14",) == refused(hub, say.start("101", day(4)))


@pytest.mark.parametrize(
    ("brs", "date", "asked", "reasons"),
    [
        ("103", day(-5), day(-5), ()),
        ("103", day(-5), day(-4), ("E14",)),
        ("103", day(-5), None, ("E14",)),
        ("102", day(5), None, ()),
        ("102", day(0), day(0), ("E14",)),
    ],
)
def test_a_consent_for_a_move_in_is_for_its_day(make_hub, say, brs, date, asked, reasons):
    """Back in time the consent names the day of moving in, ahead in time it names none."""
    hub = make_hub(consent_required=True)
    form = {**ASK, "kind": MOVE_IN, "customer": BERIT}
    form["move_in_date"] = None if asked is None else asked.isoformat()
    consent = hub.call("request_consent", now=MORNING, **form)
    hub.call("grant_consent", now=MORNING, identification=consent)

    assert reasons == hub.receive(say.start(brs, date, user=BERIT, consent=consent), now=MORNING).reasons


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ({"user": CARL}, ["the consent is another customer's"]),
        ({"sender": THIRD}, ["the consent is for another supplier"]),
        ({"target": NEXT_DOOR}, ["the consent is for another metering point"]),
    ],
)
def test_a_consent_of_somebody_else(make_hub, say, start, words):
    """What is said of it names what differs, and nothing else."""
    hub = make_hub(consent_required=True)
    form = {**ASK, "kind": MOVE_IN, "customer": BERIT}
    consent = hub.call("request_consent", now=MORNING, **form)
    hub.call("grant_consent", now=MORNING, identification=consent)
    receipt = hub.receive(say.start("102", day(5), consent=consent, **{"user": BERIT, **start}), now=MORNING)

    assert words == [finding.message for finding in receipt.report.errors if finding.code == "HUB018"]


DECLARED = {"supplier": NEW, "customer": BERIT, "point": POINT, "day": day(-5).isoformat()}


@pytest.mark.parametrize(
    ("asked", "declared", "start", "reasons"),
    [
        (False, {}, {"brs": "103"}, ()),
        (True, {}, {"brs": "103"}, ("E14",)),
        (True, {**DECLARED, "basis": "confirmed before"}, {"brs": "103"}, ()),
        (True, {**DECLARED, "basis": "no distance contract"}, {"brs": "103"}, ()),
        (
            True,
            {**DECLARED, "basis": "confirmed before", "day": day(-4).isoformat()},
            {"brs": "103"},
            ("E14",),
        ),
        (True, {**DECLARED, "basis": "confirmed before", "customer": ANNA}, {"brs": "103"}, ("E14",)),
        (True, {}, {"brs": "103", "user": FIRM}, ()),
        (True, {}, {"brs": "102", "date": day(5)}, ()),
        (True, {}, {"brs": "103", "to_last_resort": True}, ()),
    ],
    ids=[
        "not asked for",
        "no basis",
        "confirmed before",
        "no distance contract",
        "of another day",
        "of another customer",
        "a firm",
        "ahead in time",
        "to the last resort",
    ],
)
def test_a_move_in_back_in_time_has_a_basis(make_hub, say, asked, declared, start, reasons):
    """Asked of consumers that a supplier takes back in time, and of nobody else."""
    hub = make_hub(cooling_off_asked=asked)
    if declared:
        hub.call("declare_basis", now=MORNING, **declared)
    message = say.start(**{"date": day(-5), "user": BERIT, **start})

    assert reasons == hub.receive(message, now=MORNING).reasons


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"basis": "a handshake"}, "one of confirmed before, no distance contract"),
        ({"supplier": GRID}, "a balance supplier"),
        ({"point": UNKNOWN}, "that is registered"),
    ],
)
def test_a_basis_that_is_none(market, more, words):
    """Nobody declares what there is not."""
    with pytest.raises(ValueError, match=words):
        market.call("declare_basis", now=MORNING, **{**DECLARED, "basis": "confirmed before", **more})


def shared(hub, **more):
    """Let Anna give the third party access to her point by its URL."""
    ask = {"client_id": AGENT, "request_id": uuid(500), "customer": ANNA, "points": [POINT], **more}
    return hub.call("authorise_by_url", now=MORNING, **ask)


def test_an_access_is_withdrawn_for_all_points_to_come_too(market, say):
    """Nothing is left of it, and who moves in elsewhere gives nothing any more."""
    shared(market, future=True)
    assert [POINT, ""] == [row["point"] for row in market.accesses(customer=ANNA)]
    market.call("withdraw_access", now=at(day(1)), customer=ANNA, party=AGENT)

    assert [(POINT, "ended", day(1).isoformat())] == [
        (row["point"], row["state"], row["end"]) for row in market.accesses(party=AGENT)
    ]
    market.receive(say.start("102", day(1), target=EMPTY, user=ANNA, now=at(day(1))), now=at(day(1)))
    assert None is market.point(EMPTY).access(AGENT, day(1))


def test_an_end_is_set_for_points_to_come_too(market):
    """The access and what is given for points to come end on the day; a day that is over is refused."""
    shared(market, future=True)
    market.call("set_access_end", now=MORNING, customer=ANNA, party=AGENT, end=day(9).isoformat())

    assert [day(9).isoformat()] * 2 == [row["end"] for row in market.accesses(customer=ANNA)]
    with pytest.raises(ValueError, match="a day to come"):
        market.call("set_access_end", now=MORNING, customer=ANNA, party=AGENT, end=day(0).isoformat())


@pytest.mark.parametrize(
    ("call", "more"),
    [
        ("withdraw_access", {"customer": BERIT}),
        ("withdraw_access", {"party": NEW}),
        ("withdraw_access", {"point": EMPTY}),
        ("set_access_end", {"customer": BERIT, "end": "2026-03-01"}),
    ],
)
def test_who_has_no_access_loses_none(market, call, more):
    """Another end user, another party or another point: refused, and the access stays."""
    shared(market)
    with pytest.raises(ValueError, match="that has an access"):
        market.call(call, now=MORNING, **{"customer": ANNA, "party": AGENT, **more})
    assert market.point(POINT).access(AGENT, day(0)) is not None


def test_a_listing_needs_somebody(market):
    """Everybody's accesses are nobody's to see."""
    with pytest.raises(ValueError, match="end user or a third party"):
        market.accesses()


def unsettled():
    """Return a metering point that is not settled and has nobody in it."""
    data = master_data()
    detail = attrs.evolve(data.detail, settlement_method_type=Code("Z01", "89"))
    bare = point(gsrn(60), data=attrs.evolve(data, detail=detail))
    return attrs.evolve(bare, timeline=type(bare.timeline)())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"sender": NEIGHBOUR}, "in the grid of the sender"),
        ({"point": POINT}, "not settled"),
        ({"party": NEW}, "a third party"),
        ({"end": "2026-02-02"}, "an end to come"),
    ],
)
def test_a_point_is_shared_by_its_grid_company_alone(make_hub, more, words):
    """Somebody else's point, a settled one, a party that is none, an end that is over: refused."""
    hub = make_hub(unsettled())
    ask = {"sender": GRID, "party": AGENT, "point": gsrn(60), **more}
    with pytest.raises(ValueError, match=words):
        hub.call("share_point", now=MORNING, **ask)


def test_a_point_is_shared_once(make_hub):
    """The access begins today, and is not given twice."""
    hub = make_hub(unsettled())
    ask = {"sender": GRID, "party": AGENT, "point": gsrn(60)}
    hub.call("share_point", now=MORNING, **ask)

    assert [(gsrn(60), "active")] == [(row["point"], row["state"]) for row in hub.accesses(party=AGENT)]
    with pytest.raises(ValueError, match="access already"):
        hub.call("share_point", now=MORNING, **ask)


NEW_POINT = {
    "point": gsrn(70),
    "kind": "plus",
    "description": "copy of a roof",
    "post_code": "0001",
    "place": "EKSEMPELBYEN",
    "channels": [{"direction": "In"}, {"direction": "Out", "resolution": "PT15M"}],
}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"area": AREA}, "a virtual grid area"),
        ({"point": gsrn(70)[:-1] + "x"}, "check digit"),
        ({"point": POINT}, "not registered"),
        ({"kind": "exchange"}, "one of consumption, production, plus"),
        ({"description": " "}, "a description"),
        ({"post_code": "12"}, "post code"),
        ({"channels": []}, "at least one channel"),
        ({"channels": [{"direction": "In"}, {"direction": "In"}]}, "once"),
        ({"channels": [{"direction": "In", "resolution": "P1D"}]}, "PT15M or PT1H"),
    ],
)
def test_a_virtual_point_that_is_not_whole_is_not_made(virtual_hub, more, words):
    """Each part of the request is looked at."""
    hub, area = virtual_hub
    with pytest.raises(ValueError, match=words):
        hub.call("create_virtual_point", now=MORNING, **{**NEW_POINT, "area": area, **more})


def test_a_virtual_point_is_made(virtual_hub):
    """It is active, not settled, has its channels, and nobody supplies it."""
    hub, area = virtual_hub
    hub.call("create_virtual_point", now=MORNING, **NEW_POINT, area=area)
    new = hub.point(gsrn(70))

    assert ("E22", "Z01", 2) == (
        new.status(day(0)),
        str(new.data(day(0)).detail.settlement_method_type),
        len(new.data(day(0)).channels),
    )


@pytest.fixture
def virtual_hub():
    """Return a hub with a virtual grid area, and its EIC."""
    area = GridArea(identification="50YTESTAREA-00VM", owner=NEIGHBOUR, price_area="NO1", virtual=True)
    areas = Structure.of((*structure().areas.values(), area))
    return Hub(Market(parties=parties(), structure=areas, points=points())), area.identification
