"""What holds for the settlement of a whole hub: areas that exchange energy, corrections at any time, any day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import AREA, GRID, NEIGHBOUR, NEW, OLD, OTHER_AREA, gsrn
from tests.support.settlement_market import (
    AUTUMN,
    DAY,
    EMPTY_HALL,
    FACTORY,
    HOUSE,
    LINE,
    OTHER_PLANT,
    PLANT,
    SECOND_LINE,
    SPRING,
    at,
    cabin,
    day_series,
    hub,
    line,
    plant,
    send,
    user,
)

from edielkit.hub import Hub, Point, Supply
from edielkit.hub.settlement.basis import SettlementUse
from edielkit.hub.settlement.settlement_records import AreaDay, SettlementPhase
from edielkit.hub.values.store import read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period

_DAY = dt.timedelta(days=1)
# metering point, direction, length of values, sender
CHANNELS = (
    (PLANT, "In", 15, GRID),
    (LINE, "In", 15, GRID),
    (LINE, "Out", 15, GRID),
    (SECOND_LINE, "In", 60, NEIGHBOUR),
    (SECOND_LINE, "Out", 60, NEIGHBOUR),
    (FACTORY, "Out", 15, GRID),
    (HOUSE, "Out", 60, GRID),
    (EMPTY_HALL, "Out", 60, GRID),
    (OTHER_PLANT, "In", 15, NEIGHBOUR),
)
# place in CHANNELS, hours after the start of D+1, and what the values are drawn from
DELIVERIES = st.lists(
    st.tuples(st.integers(0, len(CHANNELS) - 1), st.integers(1, 140), st.integers(0, 2**32 - 1)), max_size=16
)


def moving(day: dt.date) -> Point:
    """Return a point whose supplier changes on *day*."""
    mover = user(FACTORY)
    supplies = (Supply(start=dt.date(2024, 1, 1), end=day, supplier=OLD), Supply(start=day, supplier=NEW))
    return attrs.evolve(mover, timeline=attrs.evolve(mover.timeline, supplies=supplies))


def market(day: dt.date, *, profiled: bool, minutes: int) -> Hub:
    """Return a hub with two areas and two lines between them."""
    points = [
        plant(),
        line(LINE),
        line(SECOND_LINE, OTHER_AREA, 60),
        moving(day),
        user(HOUSE, 60, supplier=NEW),
        user(EMPTY_HALL, 60, supplier=None),
        plant(OTHER_PLANT, area=OTHER_AREA),
    ]
    customers = [cabin(), cabin(gsrn(130), annual=1234)] if profiled else []
    elhub = hub(*points, *customers, values_since=day, settlement_minutes=minutes)
    for area, owner in ((AREA, GRID), (OTHER_AREA, NEIGHBOUR)):
        elhub.call(
            "set_loss_parameters",
            now=at(day, "09:00"),
            area=area,
            sender=owner,
            idle="3.217",
            constant="0.00001",
            day="2026-01-01",
        )
    return elhub


def stored(elhub: Hub, record: AreaDay, point: str, direction: str, minutes: int) -> int:
    """Return the sum of a channel's values as they were when the record was made."""
    history = elhub.snapshot().table(VALUES).get(ChannelKey(point, "8716867000030", direction), ())
    return int(read(history, record.period, minutes, as_of=record.as_of).quantity.sum())


@settings(max_examples=60, deadline=None)
@given(DELIVERIES, st.sampled_from((DAY, SPRING, AUTUMN)), st.booleans(), st.sampled_from((15, 60)))
def test_sums_of_every_version(
    deliveries: list[tuple[int, int, int]], day: dt.date, profiled: bool, minutes: int
) -> None:
    """The balance closes in each version, area and price area, and the sums are those of the values of then."""
    elhub = market(day, profiled=profiled, minutes=minutes)
    start = day_period(day + _DAY).start
    for place, hours, seed in sorted(deliveries, key=lambda item: item[1]):
        point, direction, length, sender = CHANNELS[place]
        count = day_period(day).duration // dt.timedelta(minutes=length)
        drawn = np.random.default_rng(seed).integers(0, 300, count).tolist()
        now = start + dt.timedelta(hours=hours)
        send(
            elhub,
            day_series(point, direction, drawn, day, minutes=length, registered=now),
            sender=sender,
            now=now,
        )
    elhub.advance(at(day + 7 * _DAY, "12:00"))

    tables = elhub.snapshot().tables
    records = [record for key, record in tables["settlements"].items() if key.day == day.isoformat()]
    assert 2 * 5 == len(records)
    for record in records:
        if record.summed:
            _closes(record)
            _holds_the_values(elhub, record)
    _lines_cancel(records)
    _price_area(elhub, records, day)


def _closes(record: AreaDay) -> None:
    column = record.column
    left = column("production") + column("incoming")
    used = column("interval") + column("hourly") + column("profiled")
    assert left.tolist() == (used + column("outgoing") + column("loss")).tolist()
    for use in (
        SettlementUse.PRODUCTION,
        SettlementUse.INTERVAL,
        SettlementUse.HOURLY,
        SettlementUse.PROFILED,
    ):
        assert column(use.value).tolist() == record.group(use=use).tolist()


def _holds_the_values(elhub: Hub, record: AreaDay) -> None:
    sums: dict[str, int] = {}
    for point, direction, length, _sender in CHANNELS:
        total = stored(elhub, record, point, direction, length)
        if point in {LINE, SECOND_LINE}:
            ours = (point == LINE) == (record.area == AREA)
            name = "incoming" if (direction == "In") == ours else "outgoing"
        elif (point == OTHER_PLANT) != (record.area == OTHER_AREA):
            continue
        else:
            name = "production" if direction == "In" else "consumption"
        sums[name] = sums.get(name, 0) + total
    metered = record.column("interval") + record.column("hourly")
    assert sums.get("production", 0) == int(record.column("production").sum())
    assert sums["incoming"] == int(record.column("incoming").sum())
    assert sums["outgoing"] == int(record.column("outgoing").sum())
    assert sums.get("consumption", 0) == int(metered.sum())
    if record.area == AREA:
        # the supplier of the day, and nobody for the empty hall
        own = record.group(supplier=NEW, use=SettlementUse.INTERVAL) + record.group(
            supplier=NEW, use=SettlementUse.HOURLY
        )
        wanted = stored(elhub, record, FACTORY, "Out", 15) + stored(elhub, record, HOUSE, "Out", 60)
        assert wanted == int(own.sum())
        assert not record.has_group(supplier=OLD, use=SettlementUse.INTERVAL)


def _lines_cancel(records: list[AreaDay]) -> None:
    by_area = {(record.area, record.version): record for record in records if record.summed}
    for (area, version), here in by_area.items():
        there = by_area.get((OTHER_AREA, version))
        if area == AREA and there is not None:
            assert here.column("incoming").tolist() == there.column("outgoing").tolist()
            assert here.column("outgoing").tolist() == there.column("incoming").tolist()


def _price_area(elhub: Hub, records: list[AreaDay], day: dt.date) -> None:
    newest = [record for record in records if record.version == 5]
    passed = {record.area: record for record in newest if record.phase is SettlementPhase.DONE}
    sums: dict[str, Any] = elhub.price_area_sums("NO1", day)
    assert set(passed) == set(sums["areas"])
    for name, column in sums["columns"].items():
        if name != "totalLoss":
            wanted = sum(int(record.column(name).sum()) for record in passed.values())
            assert wanted == int(sum(Decimal(text) for text in column) * 1000)
