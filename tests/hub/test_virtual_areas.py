"""Virtual grid areas: values shared between grid companies without messages of their own."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_contracts import send
from tests.support.hub_fixtures import (
    AREA,
    GRID,
    MORNING,
    NEIGHBOUR,
    day,
    faults_of,
    gsrn,
    parties,
    points,
    structure,
)
from tests.support.hub_sharing import data, fresh, member, morning_after, series, stored, values
from tests.support.hub_updates import Speaker

from edielkit.emif.build import context, header
from edielkit.emif.messages import MeteringPoint, Period, RequestDataFromElhub, RequestDataFromElhubPayload
from edielkit.emif.values import Identifier
from edielkit.hub import GridArea, Hub, Ids, Market, Structure
from edielkit.identifiers.registry import eic_character
from edielkit.market_time import day_period

VIRTUAL = "50YTESTAREA-00V" + (eic_character("50YTESTAREA-00V") or "")
SOURCE, COPY, OWN, FRESH = (gsrn(n) for n in range(401, 405))
START = day(1)
DAY = dt.timedelta(days=1)


def market(*more):
    """Return the market with a virtual grid area of the neighbour."""
    market_parties = tuple(
        attrs.evolve(party, roles={"DDM", "DDE", "MDR"}) if party.gln == NEIGHBOUR else party
        for party in parties()
    )
    areas = (*structure().areas.values(), GridArea(identification=VIRTUAL, owner=NEIGHBOUR, virtual=True))
    return Market(parties=market_parties, structure=Structure.of(areas), points=(*points(), *more))


def virtual(target, kind="E17", minutes=60):
    """Return a point in the virtual grid area."""
    return member(target, kind, minutes, method="Z01", area=VIRTUAL, user=None)


@pytest.fixture
def hub():
    """Give a hub with a source, its copy in the virtual area, and a point that the owner sends for itself."""
    elhub = Hub(market(member(SOURCE, "E17"), virtual(COPY), virtual(OWN)), ids=Ids("virtual"))
    yield elhub
    assert [] == [
        fault
        for outgoing in elhub.sent
        for fault in faults_of(outgoing.message, outgoing.message.header.creation)
    ]


def copied(hub):
    """Copy the source to the virtual area."""
    row = {"direction": "Out"}
    hub.call(
        "set_up_calculation",
        now=MORNING,
        template="copy",
        start=START.isoformat(),
        inputs=[{"point": SOURCE, **row}],
        targets=[{"point": COPY, **row}],
    )


def points_received(hub, who):
    """Return the points that a party got values of."""
    return [
        str(p.metering_point_used_domain_location.identification)
        for outgoing in hub.sent
        if outgoing.party == who and outgoing.message.kind() == "NotifyValidatedDataForBillingEnergy"
        for p in outgoing.message.payload_energy_time_series
    ]


def test_a_copy_reaches_the_owner_of_the_virtual_area(hub):
    """The neighbour gets the copy; the grid company that sends gets its own point's values alone."""
    copied(hub)
    now = morning_after(START)
    send(hub, values(series(SOURCE, "Out", START, list(range(24))), now=now), now=now)

    assert list(range(24)) == stored(hub, COPY, "Out", day_period(START), 60)
    assert [COPY] == points_received(hub, NEIGHBOUR)
    assert [SOURCE] == points_received(hub, GRID)


def test_the_sender_does_not_get_its_values_back(hub):
    """What a grid company sends to a virtual area is stored, and goes back to nobody."""
    now = morning_after(START)
    send(hub, values(series(OWN, "Out", START, 5), sender=NEIGHBOUR, now=now), now=now)

    assert [5] * 24 == stored(hub, OWN, "Out", day_period(START), 60)
    assert [] == points_received(hub, NEIGHBOUR)


def test_copies_can_be_asked_for_and_own_values_cannot(hub):
    """A query of the owner is answered with the copy; of what it has sent itself it sees nothing."""
    copied(hub)
    now = morning_after(START)
    send(hub, values(series(SOURCE, "Out", START, 3), now=now), now=now)
    send(hub, values(series(OWN, "Out", START, 5), sender=NEIGHBOUR, now=now), now=now)
    period = day_period(START)
    answers = {}
    for target in (COPY, OWN):
        query = RequestDataFromElhub(
            header=header(
                identification=fresh(),
                document_type="21",
                created=now,
                sender=NEIGHBOUR,
                recipient="7080003824349",
            ),
            process_energy_context=context("BRS-NO-315", "DDM"),
            payload_mp_event=RequestDataFromElhubPayload(
                query_type_code="MVTS",
                period=Period(start=period.start, end=period.end),
                metering_point_used_domain_location=MeteringPoint(identification=Identifier(target, "9")),
            ),
        )
        hub.receive(query, now=now)
        answers[target] = hub.sent[-1].message.kind()

    assert {COPY: "NotifyValidatedDataForBillingEnergy", OWN: "Acknowledgement"} == answers


def rules(hub, message):
    """Return the rules that a message breaks."""
    return {error.code for error in hub.receive(message, now=MORNING).report.errors}


@pytest.mark.parametrize(
    ("expected", "area", "method"),
    [
        (set(), VIRTUAL, "Z01"),
        ({"HUB097"}, VIRTUAL, "E02"),
        ({"HUB097"}, VIRTUAL, "E01"),
        (set(), AREA, "E02"),
    ],
)
def test_new_points_of_a_virtual_area_are_not_settled(hub, expected, area, method):
    """BRS-NO-121 in a virtual area needs settlement method Z01."""
    sender = NEIGHBOUR if area == VIRTUAL else GRID
    message = Speaker().update(
        "121", day(0), sender=sender, target=FRESH, area=area, data=data("E17", method=method)
    )

    assert expected == {code for code in rules(hub, message) if code.startswith("HUB")}
    assert bool(expected) is (hub.point(FRESH) is None)


@pytest.mark.parametrize(
    ("expected", "kind", "method"),
    [({"HUB097"}, "E17", "E02"), ({"HUB098"}, "E20", "Z01"), ({"HUB097", "HUB098"}, "E20", "E02")],
)
def test_points_of_a_virtual_area_stay_what_they_are(hub, expected, kind, method):
    """BRS-NO-302 makes no point of a virtual area settled, or one of exchange."""
    message = Speaker().update("302", day(0), sender=NEIGHBOUR, target=OWN, data=data(kind, method=method))

    assert expected == {code for code in rules(hub, message) if code.startswith("HUB")}


@pytest.mark.parametrize(("kind", "method"), [("E17", "E02"), ("E20", "Z01")])
def test_a_market_does_not_begin_with_them(kind, method):
    """A hub is not set up with a settled point, or one of exchange, in a virtual area."""
    wrong = member(OWN, kind, method=method, area=VIRTUAL, user=None)
    with pytest.raises(ValueError, match="Z01 and no exchange point"):
        Hub(market(wrong))


@pytest.mark.parametrize("brs", ["102", "103", "123"])
def test_nobody_supplies_a_point_of_a_virtual_area(hub, brs):
    """A start of supply there is refused, and told to the sender; the point has no end user afterwards."""
    role = {"sender": NEIGHBOUR, "role": "DDM"} if brs == "123" else {}
    date = day(0) if brs == "123" else day(-1) if brs == "103" else day(3)

    receipt = hub.receive(Speaker().start(brs, date, target=OWN, **role), now=MORNING)

    assert {"HUB099"} <= {finding.code for finding in receipt.report.errors}
    assert "RejectStartOfSupply" == hub.sent[-1].message.kind()
    hub.advance(MORNING + 4 * DAY)
    assert () == hub.point(OWN).timeline.occupancies
