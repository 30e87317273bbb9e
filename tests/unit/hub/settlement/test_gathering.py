"""Which channels count in an area on a day, and with which values."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import AREA, NEW, OLD, OTHER_AREA
from tests.support.metering import values
from tests.support.settlement_market import (
    CABIN,
    DAY,
    FACTORY,
    LINE,
    PLANT,
    THEIR_LINE,
    cabin,
    data,
    day_series,
    hub,
    line,
    plant,
    user,
)

from edielkit.hub import Point, StatusChange, Supply
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import AreaInputs, Member, SettlementUse
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY, gather, market_of, values_of
from edielkit.hub.values.store import added, block_of, read, withdrawn
from edielkit.hub.values.value_records import VALUES, ChannelKey, History
from edielkit.market_time import Period, day_period

NOW = dt.datetime(2026, 2, 3, 6, tzinfo=dt.UTC)


def transaction_of(*points: Point, **config: int) -> Transaction:
    """Return a step of a hub with *points*."""
    return Transaction(State.of(hub(*points, **config).snapshot()), NOW)


def gathered(transaction: Transaction, area: str = AREA, as_of: dt.datetime | None = None) -> AreaInputs:
    """Return what counts in an area."""
    return gather(transaction, market_of(transaction), area, DAY, as_of=as_of)


def store(
    transaction: Transaction,
    point: str,
    direction: str,
    quantity: int,
    minutes: int = 15,
    inserted: dt.datetime = NOW,
) -> None:
    """Store a day of one value."""
    series = day_series(point, direction, quantity, minutes=minutes)
    key = ChannelKey(point, ACTIVE_ENERGY, direction)
    stored = block_of(
        day_period(DAY).start,
        series.resolution or "",
        series.observations,
        registered=inserted,
        inserted=inserted,
    )
    transaction.put(VALUES, key, (*(transaction.get(VALUES, key) or ()), stored))


def test_each_kind_of_point() -> None:
    """Points count by their type, method and direction, for the supplier of the day."""
    prosumer = user("707057599900900012", directions=("In", "Out"), supplier=NEW)
    transaction = transaction_of(plant(), user(), cabin(annual=77), line(LINE), prosumer)

    assert [
        Member(PLANT, "In", SettlementUse.PRODUCTION, 15, OLD, "DDQ"),
        Member(FACTORY, "Out", SettlementUse.INTERVAL, 15, OLD, "DDQ"),
        Member(CABIN, "Out", SettlementUse.PROFILED, 0, NEW, "DDQ", annual=77),
        Member(LINE, "In", SettlementUse.IMPORT, 15),
        Member(LINE, "Out", SettlementUse.EXPORT, 15),
        Member(prosumer.identification, "In", SettlementUse.PRODUCTION, 15, NEW, "DDQ"),
        Member(prosumer.identification, "Out", SettlementUse.INTERVAL, 15, NEW, "DDQ"),
    ] == gathered(transaction).members


def test_the_neighbour_sees_an_exchange_point_the_other_way_round() -> None:
    """What comes in here goes out there."""
    assert [
        Member(LINE, "In", SettlementUse.EXPORT, 15),
        Member(LINE, "Out", SettlementUse.IMPORT, 15),
    ] == gathered(transaction_of(line(LINE)), OTHER_AREA).members


def test_a_side_that_is_not_reported_counts_nowhere() -> None:
    """A metering point that a registered exchange point names on its other side is in no sum."""
    elhub = hub(line(LINE), line(THEIR_LINE, OTHER_AREA))
    elhub.call(
        "register_exchange_point",
        now=NOW,
        main_area=AREA,
        neighbour=OTHER_AREA,
        incoming=LINE,
        outgoing=LINE,
        opposite=[THEIR_LINE],
    )
    transaction = Transaction(State.of(elhub.snapshot()), NOW)

    assert {LINE} == {member.point for member in gathered(transaction).members}
    assert {LINE} == {member.point for member in gathered(transaction, OTHER_AREA).members}


def test_a_foreign_neighbour_is_no_area() -> None:
    """An exchange with abroad counts on the Norwegian side."""
    elhub = hub(line(LINE))
    elhub.call(
        "register_exchange_point",
        now=NOW,
        main_area=AREA,
        neighbour="10YSE-1--------K",
        incoming=LINE,
        outgoing=LINE,
        foreign=True,
    )
    transaction = Transaction(State.of(elhub.snapshot()), NOW)

    assert 2 == len(gathered(transaction).members)
    assert [] == gathered(transaction, OTHER_AREA).members


def test_what_does_not_count() -> None:
    """Inactive points, points that are not settled, excluded channels and reactive energy are left out."""
    inactive = attrs.evolve(user(), statuses=(StatusChange(start=dt.date(2020, 1, 1), status="E23"),))
    excluded = _with_channel(user(), exclude_from_settlement=True)
    unsettled = user(method="Z01")

    for target in (inactive, excluded, unsettled):
        assert [] == gathered(transaction_of(target)).members


def _with_channel(point: Point, **changes: bool) -> Point:
    [version] = point.versions
    channels = tuple(attrs.evolve(definition, **changes) for definition in version.data.channels)
    return attrs.evolve(
        point, versions=(attrs.evolve(version, data=attrs.evolve(version.data, channels=channels)),)
    )


def test_the_supplier_of_the_day() -> None:
    """A change of supplier at midnight changes whose consumption it is."""
    supplies = (
        Supply(start=dt.date(2024, 1, 1), end=DAY, supplier=OLD),
        Supply(start=DAY, supplier=NEW),
    )
    changing = user()
    moved = attrs.evolve(changing, timeline=attrs.evolve(changing.timeline, supplies=supplies))
    transaction = transaction_of(moved)
    market = market_of(transaction)

    assert NEW == gather(transaction, market, AREA, DAY).members[0].supplier
    assert OLD == gather(transaction, market, AREA, DAY - dt.timedelta(days=1)).members[0].supplier


@pytest.mark.parametrize(
    ("registered", "sent", "settled", "use"),
    [
        (15, 15, 15, SettlementUse.INTERVAL),
        (60, 60, 15, SettlementUse.HOURLY),
        (60, 15, 15, SettlementUse.INTERVAL),
        (15, 60, 15, SettlementUse.HOURLY),
        (60, 60, 60, SettlementUse.INTERVAL),
        (15, 15, 60, SettlementUse.INTERVAL),
    ],
)
def test_the_length_of_the_values_counts(
    registered: int, sent: int, settled: int, use: SettlementUse
) -> None:
    """What was sent says how long a value is, not what the channel is registered with."""
    transaction = transaction_of(user(minutes=registered), settlement_minutes=settled)
    store(transaction, FACTORY, "Out", 7, sent)
    inputs = gathered(transaction)

    assert (use, sent, 0) == (inputs.members[0].use, inputs.members[0].minutes, inputs.missing[0])
    assert {7000} == set(inputs.values[0].tolist())


def test_values_as_of_an_instant() -> None:
    """Later values are left out, and what is missing is zero and counted."""
    transaction = transaction_of(user())
    store(transaction, FACTORY, "Out", 7, inserted=NOW)

    before = gathered(transaction, as_of=NOW - dt.timedelta(seconds=1))
    assert (96, 0) == (before.missing[0], int(before.values[0].sum()))
    after = gathered(transaction, as_of=NOW)
    assert (0, 96 * 7000) == (after.missing[0], int(after.values[0].sum()))


# Start and end of a delivery in hours of the day, its value, when it came, and whether it takes back.
DELIVERIES = st.lists(
    st.tuples(
        st.integers(-24, 24), st.integers(1, 48), st.sampled_from((15, 60)), st.integers(0, 3), st.booleans()
    ),
    max_size=5,
)


@settings(max_examples=100, deadline=None)
@given(DELIVERIES, st.sampled_from((15, 60)), st.integers(0, 3))
def test_the_values_are_those_of_the_store(
    deliveries: list[tuple[int, int, int, int, bool]], minutes: int, until: int
) -> None:
    """Whatever came when, the values are what the store reads, in the length of which there is more."""
    period = day_period(DAY)
    history: History = ()
    for start, length, step, late, taken in deliveries:
        first = period.start + dt.timedelta(hours=start)
        inserted = NOW + dt.timedelta(hours=late)
        span = Period(first, first + dt.timedelta(hours=length))
        if taken:
            block = withdrawn(span, step, registered=inserted, inserted=inserted)
        else:
            block = block_of(
                first,
                {15: "PT15M", 60: "PT1H"}[step],
                values(span, step),
                registered=inserted,
                inserted=inserted,
            )
        history = added(history, block)
    as_of = NOW + dt.timedelta(hours=until)

    wanted = max(
        (read(history, period, length, as_of=as_of) for length in (minutes, 75 - minutes)),
        key=lambda values: int(values.present.sum()) * values.minutes,
    )
    got, missing, length = values_of(history, period, minutes, as_of)
    assert (wanted.minutes, len(wanted.present) - int(wanted.present.sum())) == (length, missing)
    assert wanted.quantity.tolist() == got.tolist()


def test_an_area_that_nobody_lives_in() -> None:
    """An area without points has no members."""
    inputs = gathered(transaction_of(user()), OTHER_AREA)

    assert ([], 96) == (inputs.members, inputs.count)
    assert np.zeros(0).tolist() == inputs.values


def test_an_annual_volume_that_is_about_production() -> None:
    """With directions (EI-270) the expected consumption is the weight."""
    target = cabin()
    [version] = target.versions
    volume = attrs.evolve(version.data.annual[0], direction="In", total=5)
    two = attrs.evolve(volume, direction="Out", total=9)
    both = attrs.evolve(
        target, versions=(attrs.evolve(version, data=attrs.evolve(version.data, annual=(volume, two))),)
    )

    assert 9 == gathered(transaction_of(both)).members[0].annual
    none = attrs.evolve(
        target, versions=(attrs.evolve(version, data=attrs.evolve(data(profiled=True, minutes=60))),)
    )
    assert 0 == gathered(transaction_of(none)).members[0].annual
