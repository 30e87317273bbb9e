"""Queries for metering values (BRS-NO-315): who may ask for what, and what the answer holds."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import (
    AGENT,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    OLD,
    POINT,
    PROFILED,
    THIRD,
    UNKNOWN,
    at,
    customer,
    day,
    gsrn,
    master_data,
    point,
)
from tests.support.metering import ENERGY, collected, days, receive_days, series, value_query, values

from edielkit.hub import Access, Hub, Occupancy, Supply
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.value_queries import visible
from edielkit.hub.values.store import block_of
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period

YESTERDAY = days(day(-1))


def answers(hub: Hub) -> list:
    """Return the messages that answer queries."""
    return [
        outgoing.message
        for outgoing in hub.sent
        if outgoing.message.kind() == "NotifyValidatedDataForBillingEnergy"
        and str(outgoing.message.header.document_type) == "21"
    ]


def payloads(hub: Hub) -> list:
    """Return the payloads of all answers, in order."""
    return [payload for answer in answers(hub) for payload in answer.payload_energy_time_series]


def fill(hub: Hub, key: ChannelKey, first: dt.date, count: int, minutes: int = 60) -> Hub:
    """Return a hub that holds values of *count* days, inserted six hours after the last."""
    period = days(first, count)
    code = {15: "PT15M", 60: "PT1H"}[minutes]
    when = period.end + dt.timedelta(hours=6)
    stored = block_of(period.start, code, values(period, minutes), registered=when, inserted=when)
    snapshot = hub.snapshot()
    table = {**snapshot.table(VALUES), key: (stored,)}
    return Hub.restore(attrs.evolve(snapshot, tables={**snapshot.tables, "values": table}))


def test_the_answer_names_the_query_and_the_times_of_the_values(market):
    """The latest version comes, with its registration and insertion."""
    later = MORNING + dt.timedelta(hours=1)
    receive_days(market, [series(YESTERDAY)], MORNING)
    market.receive(collected(series(YESTERDAY, registered=later, first=5)), now=later)
    query = value_query(YESTERDAY, sender=OLD)
    receipt = market.receive(query, now=later)
    (payload,) = payloads(market)

    assert (True, ()) == (receipt.accepted, receipt.reasons)
    assert query.header.identification == payload.request_reference
    assert (later, later) == (payload.registration_date_time, payload.insert_date_time)
    assert tuple(range(5, 29)) == tuple(payload.observation.quantity.tolist())
    assert [(OLD, "DDQ")] == [(e.party, e.role) for e in market.sent if e.message in answers(market)]


@pytest.mark.parametrize(
    ("sender", "role", "expected"),
    [
        (OLD, "DDQ", []),
        (NEW, "DDQ", ["E0H"]),
        (LAST, "SLR", ["E0H"]),
        (GRID, "DDM", []),
        (GRID, "MDR", []),
        (NEIGHBOUR, "DDM", ["E0H"]),
        (AGENT, "AG", ["E0H"]),
    ],
)
def test_who_may_ask(market, sender, role, expected):
    """The supplier of the period and the grid owner may, others may not."""
    receive_days(market, [series(YESTERDAY)], MORNING)
    receipt = market.receive(value_query(YESTERDAY, sender=sender, role=role), now=MORNING)

    assert expected == list(receipt.reasons)
    assert len(answers(market)) == (not expected)


@pytest.mark.parametrize(
    ("period", "query_fields", "expected"),
    [
        (YESTERDAY, {"query": "MDMP"}, "EH015"),
        (YESTERDAY, {"point": None}, "EH015"),
        (YESTERDAY, {"point": UNKNOWN}, "E10"),
        (Period(YESTERDAY.end, YESTERDAY.start), {}, "E50"),
        (days(day(-367), 367), {}, "E50"),
        (days(day(-365), 366), {}, "E50"),
        (days(dt.date(1800, 1, 1)), {}, "E50"),
        (days(day(-20)), {}, "E0H"),
        (days(day(-365 * 9), 365 * 9), {"query": "MVRV", "sender": GRID, "role": "DDM"}, "E0H"),
        (days(day(-365 * 11), 365 * 11), {"query": "MVRV", "sender": GRID, "role": "DDM"}, "E50"),
    ],
)
def test_what_a_query_must_be(market, period, query_fields, expected):
    """One point, a period of at most a year (ten for readings), and something to find."""
    receive_days(market, [series(YESTERDAY)], MORNING)
    receipt = market.receive(value_query(period, **{"sender": OLD, **query_fields}), now=MORNING)

    assert expected in receipt.reasons
    assert [] == answers(market)


def test_a_supplier_asks_for_its_own_time(make_hub):
    """Before its start and after its end a supplier sees nothing; a gap between two contracts neither."""
    old = point(gsrn(81))
    supplies = (
        Supply(start=day(-10), end=day(-8), supplier=OLD),
        Supply(start=day(-8), end=day(-6), supplier=NEW),
        Supply(start=day(-6), end=day(-4), supplier=OLD),
        Supply(start=day(-4), supplier=OLD),
    )
    accesses = (Access(start=day(-9), end=day(-5), party=AGENT),)
    timeline = attrs.evolve(old.timeline, supplies=supplies, accesses=accesses)
    hub = make_hub(attrs.evolve(old, timeline=timeline))
    receive_days(hub, [series(days(day(-12), 12), point=gsrn(81))], MORNING)

    def reasons(party: str, role: str, first: int, count: int) -> list[str]:
        query = value_query(days(day(first), count), point=gsrn(81), sender=party, role=role)
        return list(hub.receive(query, now=MORNING).reasons)

    assert [[], ["E0H"], ["E0H"], []] == [
        reasons(OLD, "DDQ", *days_back) for days_back in ((-10, 2), (-10, 3), (-11, 2), (-6, 5))
    ]
    assert [[], ["E0H"]] == [reasons(NEW, "DDQ", *days_back) for days_back in ((-8, 2), (-8, 3))]
    assert [[], ["E0H"]] == [reasons(AGENT, "AG", *days_back) for days_back in ((-9, 4), (-9, 5))]


def test_after_a_portfolio_move_the_new_supplier_sees_the_customers_time(make_hub):
    """From the last move-in on (EI-1381); who takes over a customer by a change of supplier does not."""
    moved, switched = gsrn(82), gsrn(83)
    occupancies = (
        Occupancy(start=dt.date(2024, 1, 1), end=day(-20), customer=customer(), addresses=()),
        Occupancy(start=day(-20), customer=customer(), addresses=()),
    )
    supplies = (
        Supply(start=dt.date(2024, 1, 1), end=day(-20), supplier=OLD),
        Supply(start=day(-20), supplier=OLD),
    )
    moved_point = point(moved)
    occupancies = tuple(
        attrs.evolve(occupancy, addresses=moved_point.timeline.occupancies[0].addresses)
        for occupancy in occupancies
    )
    moved_point = attrs.evolve(
        moved_point, timeline=attrs.evolve(moved_point.timeline, occupancies=occupancies, supplies=supplies)
    )
    plain = point(switched)
    taken = (
        Supply(start=dt.date(2024, 1, 1), end=day(-5), supplier=THIRD),
        Supply(start=day(-5), supplier=NEW, process="0"),
    )
    plain = attrs.evolve(plain, timeline=attrs.evolve(plain.timeline, supplies=taken))
    hub = make_hub(moved_point, plain)
    for identification in (moved, switched):
        receive_days(hub, [series(days(day(-30), 30), point=identification)], MORNING)
    hub.call("move_portfolio", now=MORNING, old=OLD, new=NEW, day=day(1).isoformat())
    now = at(day(2))

    def reasons(target: str, first: int, count: int) -> list[str]:
        query = value_query(days(day(first), count), point=target, sender=NEW, now=now)
        return list(hub.receive(query, now=now).reasons)

    assert [[], ["E0H"]] == [reasons(moved, *days_back) for days_back in ((-20, 22), (-21, 22))]
    assert [[], ["E0H"]] == [reasons(switched, *days_back) for days_back in ((-5, 5), (-6, 5))]


def test_long_periods_are_answered_in_parts(market):
    """A message for each 31 days; no payload reaches over the change of a part or of a delivery."""
    hub = fill(market, ChannelKey(POINT, ENERGY, "Out"), day(-200), 200)
    hub.receive(value_query(days(day(-180), 170), sender=OLD), now=MORNING)
    period = [payload.observation_period_time_series_period for payload in payloads(hub)]

    assert 6 == len(answers(hub))
    assert [days(day(-180)).start, *(part.end for part in period[:-1])] == [part.start for part in period]
    assert days(day(-11)).end == period[-1].end
    assert days(day(-180), 170).duration // dt.timedelta(hours=1) == sum(
        len(payload.observation) for payload in payloads(hub)
    )


def test_a_query_within_a_day_gets_the_values_within(market):
    """Values that begin and end in the period are meant, whatever the minute that was asked for."""
    receive_days(market, [series(YESTERDAY)], MORNING)
    asking = Period(
        YESTERDAY.start + dt.timedelta(minutes=7), YESTERDAY.start + dt.timedelta(hours=3, minutes=40)
    )
    market.receive(value_query(asking, sender=OLD), now=MORNING)

    assert [[1001, 1002]] == [payload.observation.quantity.tolist() for payload in payloads(market)]


def test_a_profiled_point_gives_what_the_hub_has_calculated(market):
    """Estimated and metered profiled consumption come with their kinds; what is nobody's business does not."""
    hub = fill(market, ChannelKey(PROFILED, ENERGY, "Out", "HP02"), day(-5), 3)
    hub = fill(hub, ChannelKey(PROFILED, ENERGY, "Out", "HP04"), day(-9), 4)
    hub = fill(hub, ChannelKey(PROFILED, ENERGY, "Out", "6015"), day(-9), 4, 15)
    hub.receive(value_query(days(day(-9), 9), point=PROFILED, sender=OLD), now=MORNING)

    assert [("HP02", 72), ("HP04", 96)] == [
        (
            str(payload.mp_detail_measurement_metering_point_characteristic.business_type),
            len(payload.observation),
        )
        for payload in payloads(hub)
    ]


@pytest.mark.parametrize(
    ("kind", "extended", "years", "expected"),
    [("E17", False, 2, []), ("E17", False, 4, ["E0H"]), ("E17", True, 4, []), ("E20", False, 9, [])],
)
def test_values_are_kept_three_years_or_ten(make_hub, kind, extended, years, expected):
    """Extended storage is an end user's choice, and holds for every exchange point."""
    since = dt.date(2012, 1, 1)
    target = point(gsrn(84), since=since, data=master_data(kind), user=None)
    if kind == "E17":
        supplied = point(gsrn(84), since=since)
        occupancy = attrs.evolve(
            supplied.timeline.occupancies[0],
            customer=attrs.evolve(customer(), extended_storage_metering_values=extended),
        )
        target = attrs.evolve(supplied, timeline=attrs.evolve(supplied.timeline, occupancies=(occupancy,)))
    target = attrs.evolve(
        target,
        settlement_point=kind != "E20",
        statuses=(attrs.evolve(target.statuses[0], start=since),),
        versions=(attrs.evolve(target.versions[0], start=since),),
    )
    first = day(-365 * years)
    hub = fill(make_hub(target), ChannelKey(gsrn(84), ENERGY, "Out"), first, 3)
    query = value_query(days(first, 3), point=gsrn(84), sender=GRID, role="DDM")

    assert expected == list(hub.receive(query, now=MORNING).reasons)


def test_the_end_of_what_is_kept_is_that_of_a_day(market):
    """The day that three years ago lies in is whole."""
    hub = fill(market, ChannelKey(POINT, ENERGY, "Out"), dt.date(2023, 1, 20), 30)
    asking = days(dt.date(2023, 1, 20), 30)
    receipt = hub.receive(value_query(asking, sender=GRID, role="DDM"), now=MORNING)

    assert () == receipt.reasons
    assert days(dt.date(2023, 2, 2)).start == payloads(hub)[0].observation_period_time_series_period.start


def test_roles_without_a_right_see_nothing(market):
    """What a balance responsible party may see of a point is not public."""
    transaction = Transaction(State.of(market.snapshot()), MORNING)

    assert () == visible(transaction, market.point(POINT), OLD, "DDK")
    assert ((dt.date(2024, 1, 1), None),) == visible(transaction, market.point(POINT), OLD, "DDQ")
