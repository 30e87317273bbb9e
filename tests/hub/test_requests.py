"""Queries, written requests, the look-up before a supply, and third parties."""

from __future__ import annotations

import attrs
import pytest
from tests.support.hub_contracts import refused, send
from tests.support.hub_fixtures import (
    AGENT,
    ANNA,
    BERIT,
    EMPTY,
    EXCHANGE,
    FIRM,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    UNKNOWN,
    at,
    day,
    gsrn,
    master_data,
    message_lines,
    point,
    uuid,
)

import edielkit
from edielkit.emif.messages import MeterFacility
from edielkit.hub import Access, answer_query
from edielkit.hub.core.state_tables import SEEN

METERED = gsrn(60)


def metered():
    """Return a point with a meter and a third party with limited access."""
    here = point(
        METERED, data=attrs.evolve(master_data(), meter=MeterFacility(meter_identification="M-7")), user=BERIT
    )
    return attrs.evolve(
        here, timeline=attrs.evolve(here.timeline, accesses=(Access(start=day(-9), party=AGENT),))
    )


@pytest.mark.parametrize(
    ("what", "sender", "role", "kind"),
    [
        ("MDMP", OLD, "DDQ", "NotifyMeteringPointCharacteristics"),
        ("MDCU", OLD, "DDQ", "NotifyCustomerInformation"),
        ("MDMP", GRID, "DDM", "NotifyMeteringPointCharacteristics"),
        ("MDCU", GRID, "DDM", "NotifyCustomerInformation"),
        ("MDMP", AGENT, "AG", "NotifyMeteringPointCharacteristics"),
    ],
)
def test_master_data_is_answered(make_hub, say, what, sender, role, kind):
    """Each party that has a right to it gets the data, with a reference to its query."""
    hub = make_hub(metered())
    identification = send(hub, say.ask(what, sender=sender, role=role, target=METERED))

    assert [f"{kind} 303 {role} 21"] == message_lines(hub, sender)
    message = hub.sent[-1].message
    payload = (
        message.payload_master_data_mp_event if "Customer" in kind else message.payload_masterdata_mp_event[0]
    )
    assert identification == payload.original_business_document_reference


@pytest.mark.parametrize(
    ("what", "sender", "role", "target", "code"),
    [
        ("MDMP", NEW, "DDQ", METERED, "E0H"),
        ("MDCU", AGENT, "AG", METERED, "E0H"),
        ("MDMP", AGENT, "AG", POINT, "E0H"),
        ("MDMP", NEIGHBOUR, "DDM", METERED, "E0H"),
        ("MDCU", GRID, "DDM", EMPTY, "EH016"),
        ("MDMP", GRID, "DDM", UNKNOWN, "E10"),
    ],
)
def test_master_data_is_refused(make_hub, say, what, sender, role, target, code):
    """A party without a contract or a right to it on the day gets a negative Acknowledgement."""
    assert (code,) == refused(make_hub(metered()), say.ask(what, sender=sender, role=role, target=target))


def test_a_supplier_sees_its_own_period_only(market, say):
    """After a change of supplier the new one sees nothing of the days before."""
    send(market, say.start("102", day(0), user=BERIT))

    assert ("E0H",) == refused(market, say.ask("MDCU", sender=NEW, at=at(day(-1))))
    send(market, say.ask("MDCU", sender=NEW))
    assert ("E0H",) == refused(market, say.ask("MDCU", sender=OLD))
    send(market, say.ask("MDCU", sender=OLD, at=at(day(-1))))


def test_a_letter_to_the_grid_company(market, say):
    """The request goes on to the grid company, its answer back; the private part is for the asking supplier alone."""
    identification = send(market, say.letter())
    (forwarded,) = market.poll(GRID, "DDM", now=MORNING).messages
    assert "for you" == forwarded.payload_mp_event.request_private
    send(market, say.reply(forwarded.header.identification))

    answer = market.poll(OLD, "DDQ", now=MORNING).messages[-1]
    assert (identification, "because") == (
        answer.payload_response_event.original_business_document_reference,
        answer.payload_response_event.feedback_private,
    )
    assert ("E0I",) == refused(market, say.reply(identification, sender=NEIGHBOUR))
    assert ("E47",) == refused(market, say.reply(uuid(999)))
    assert ("E16",) == refused(market, say.letter(sender=NEW))
    send(market, say.start("102", day(0), user=BERIT))
    later, own = (market.call("read_requests", now=MORNING, point=POINT, party=who)[0] for who in (NEW, OLD))
    assert ("for all", None, []) == (later["public"], later["private"], later["feedback_private"])
    assert ("for you", ["because"]) == (own["private"], own["feedback_private"])


def test_a_letter_to_the_hub(market, say):
    """Acknowledged when asked for; answered when somebody answers."""
    identification = send(market, say.letter_to_hub())
    market.call("answer_request", now=MORNING, identification=identification, feedback="so")

    assert ["Acknowledgement 602 DDQ 294", "ResponseFromElhub 602 DDQ 21"] == message_lines(market, OLD)
    with pytest.raises(ValueError, match="request to the hub"):
        market.call("answer_request", now=MORNING, identification=uuid(999), feedback="so")


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"point": POINT}, [POINT]),
        ({"meter": "M-7", "customer": BERIT}, [METERED]),
        ({"meter": "M-7", "postcode": "0001"}, [METERED]),
        ({"customer": ANNA, "postcode": "00*", "street": "Eksem*"}, [POINT, PROFILED, NEXT_DOOR]),
        ({"customer": BERIT, "postcode": "0001", "number": "7"}, [METERED]),
    ],
)
def test_look_up(make_hub, say, criteria, expected):
    """Points are found by the combinations that the process allows."""
    receipt = make_hub(metered()).receive(say.look_up(**criteria), now=MORNING)
    (message,) = receipt.response.messages

    assert [] == [f.message for f in edielkit.validate(edielkit.serialize(receipt.response), now=MORNING)]
    assert expected == [
        str(payload.metering_point_used_domain_location.identification)
        for payload in message.payload_master_data_mp_event
    ]


@pytest.mark.parametrize(
    ("supplier", "role", "since"),
    [
        (OLD, "DDQ", None),
        (LAST, "DDQ", None),
        (LAST, "SLR", "2026-01-22T23:00:00+00:00"),
        (None, "DDQ", None),
    ],
)
def test_look_up_says_since_when_it_is_delivered_by_last_resort(make_hub, say, supplier, role, since):
    """Of a point that somebody has chosen a supplier for, or that has none, there is no such day."""
    target = gsrn(60)
    fresh = point(target, supplier=supplier, role=role, since=day(-10))
    receipt = make_hub(fresh).receive(say.look_up(point=target), now=MORNING)
    (payload,) = receipt.response.messages[0].payload_master_data_mp_event
    began = payload.delivery_obligation_date

    assert since == (None if began is None else began.isoformat())


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ({"customer": ANNA}, "EH015"),
        ({"postcode": "0001", "street": "Eksempelveien"}, "EH015"),
        ({"customer": FIRM, "postcode": "0001", "street": "Eksempelveien"}, "E10"),
        ({"point": UNKNOWN}, "E10"),
        ({"point": EXCHANGE}, "E10"),
    ],
)
def test_look_up_that_finds_nothing(market, say, criteria, code):
    """The answer in the call is a negative Acknowledgement; nothing goes to a queue."""
    receipt = market.receive(say.look_up(**criteria), now=MORNING)
    (message,) = receipt.response.messages

    assert code in [str(reason) for reason in message.payload_response_event.response_reason_type]
    assert [] == [f.message for f in edielkit.validate(edielkit.serialize(message), now=MORNING)]
    assert () == market.sent


def test_look_up_leaves_no_trace(market, say):
    """A query on the hub, or on a snapshot of it while it is down (EI-302), answers the same and changes nothing."""
    query_bytes = edielkit.serialize(say.look_up(point=POINT))
    before = market.snapshot()
    answers = [market.query(query_bytes, now=MORNING), answer_query(before, query_bytes, MORNING)]

    assert answers[0] == answers[1] == market.receive(query_bytes, now=MORNING)
    assert "Other" == market.query(say.start("101", day(5)), now=MORNING).code_group
    assert () == before.table(SEEN) or {} == before.table(SEEN)


def access_of(hub, party=AGENT, date=None):
    """Return a third party's access on a day."""
    return hub.point(POINT).access(party, date or day(0))


def test_third_party_access(market, say):
    """Asked for, approved by the end user, acknowledged; changed; ended at once."""
    identification = send(market, say.access("Add", end=day(100), storage=True))
    assert [] == message_lines(market, AGENT)
    with pytest.raises(ValueError, match="expected the end user"):
        market.call("approve_access", now=MORNING, identification=identification, customer=BERIT)
    market.call("approve_access", now=MORNING, identification=identification, customer=ANNA)

    assert ["Acknowledgement 622 AG 294"] == message_lines(market, AGENT)
    assert (market.point(POINT).occupancy(day(0)).start, day(100), False) == (
        access_of(market).start,
        access_of(market).end,
        access_of(market).full,
    )
    assert market.point(POINT).occupancy(day(0)).customer.extended_storage_metering_values
    assert ("EH017",) == refused(market, say.access("Add"))
    changed = send(market, say.access("Update", end=day(50)))
    market.call("approve_access", now=MORNING, identification=changed, customer=ANNA, full=True)
    assert (day(50), True) == (access_of(market).end, access_of(market).full)
    send(market, say.access("Delete"))
    assert None is access_of(market)
    assert access_of(market, date=day(-1)) is not None
    assert ("E36",) == refused(market, say.access("Delete"))


def test_an_access_that_is_extended_stays_full(market, say):
    """Whoever has seen contract data goes on to see them; a longer time takes nothing away."""
    for action, end, full in (("Add", day(30), True), ("Update", day(60), False)):
        identification = send(market, say.access(action, end=end))
        market.call("approve_access", now=MORNING, identification=identification, customer=ANNA, full=full)

    assert (day(60), True) == (access_of(market).end, access_of(market).full)


@pytest.mark.parametrize(("start", "left"), [(day(0), []), (day(-1), [(day(-1), day(0))])])
def test_an_access_that_is_ended_on_its_first_day_leaves_nothing(make_hub, say, start, left):
    """A period without a day would be an access that nobody ever had; one of a day before stays till today."""
    here = point(POINT, user=ANNA)
    access = Access(start=start, party=AGENT)
    hub = make_hub(attrs.evolve(here, timeline=attrs.evolve(here.timeline, accesses=(access,))))
    send(hub, say.access("Delete"))

    assert left == [(access.start, access.end) for access in hub.point(POINT).timeline.accesses]


def test_accesses_stand_in_the_order_of_their_days(make_hub, say):
    """One that begins before another that is known for later stands before it."""
    here = point(POINT, user=ANNA)
    later = Access(start=day(40), party=OLD)
    hub = make_hub(attrs.evolve(here, timeline=attrs.evolve(here.timeline, accesses=(later,))))
    identification = send(hub, say.access("Add", end=day(30)))
    hub.call("approve_access", now=MORNING, identification=identification, customer=ANNA)

    assert [AGENT, OLD] == [access.party for access in hub.point(POINT).timeline.accesses]


def test_an_end_user_who_refuses_or_is_silent(market, say):
    """EH088 at once, or after three working days: Monday's request ends when Thursday is over."""
    market.call("refuse_access", now=MORNING, identification=send(market, say.access("Add")))
    send(market, say.access("Add"))
    assert ("E14",) == refused(market, say.access("Add"))
    market.advance(at(day(3), 23))
    count = len(market.sent)
    market.advance(at(day(4), 0))

    assert 1 == len(market.sent) - count
    reasons = [
        outgoing.message.payload_response_event.response_reason_type[0].value for outgoing in market.sent
    ]
    assert ["EH088", "E14", "EH088"] == reasons
    assert None is access_of(market)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"target": EMPTY}, "EH016"),
        ({"target": EXCHANGE}, "EH010"),
        ({"target": UNKNOWN}, "E10"),
        ({"end": day(0)}, "EH003"),
    ],
)
def test_access_that_is_refused(market, say, message, code):
    """A point that is not there, not settled or empty, or an end that is over."""
    assert code in refused(market, say.access("Add", **message))


def test_access_by_url_reaches_future_points(market, say):
    """The end user chooses points at the portal, and those to come; the access goes with the move-in, not beyond."""
    ask = {"client_id": AGENT, "request_id": uuid(500), "customer": ANNA, "scope": "Full"}
    back = market.call(
        "authorise_by_url", now=MORNING, **ask, points=[POINT], future=True, end=day(200).isoformat()
    )

    assert (AGENT, uuid(500), [POINT]) == (
        back["receiverGln"],
        back["request_id"],
        [contract["meteringPointId"] for contract in back["contracts"]],
    )
    assert access_of(market).full
    send(market, say.start("102", day(0), target=EMPTY, user=ANNA))
    assert day(200) == market.point(EMPTY).access(AGENT, day(0)).end
    send(market, say.start("102", day(0), user=BERIT))
    assert None is access_of(market)


def test_access_by_url_that_fails(market):
    """EH106 for one who owns no point, EH088 for one who refuses, an error for a third party that is not known."""
    ask = {"client_id": AGENT, "request_id": uuid(500), "points": None}

    assert "EH106" == market.call("authorise_by_url", now=MORNING, **ask, customer=BERIT)["error"]
    assert "EH088" == market.call("authorise_by_url", now=MORNING, **ask, customer=ANNA)["error"]
    with pytest.raises(ValueError, match="return address"):
        market.call("authorise_by_url", now=MORNING, **{**ask, "client_id": NEW}, customer=ANNA)
    with pytest.raises(ValueError, match="metering points of the end user"):
        market.call("authorise_by_url", now=MORNING, **{**ask, "points": [EMPTY]}, customer=ANNA)
