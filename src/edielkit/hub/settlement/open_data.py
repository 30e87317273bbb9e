"""What everybody may read, in the fields of the open energy-data API: consumption by group, and installed capacity (EI-1377).

Below the price area consumption is published from 5,000 consumption points of the grid area on (user forum 2024: privacy and
the safety of the power supply), and never for fewer than five metering points (page on data sets). Names of data sets, groups
and fields: public clients of the API. Loss by the hour is `edielkit.hub.settlement.settlement_reports.loss_rows`.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from edielkit.harmless import quoted
from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.channels import ACTIVE_ENERGY, NOT_SETTLED, lengths_of, method_of, type_of
from edielkit.hub.core.market_records import ACTIVE, MasterData, Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.settlement_reports import each_day
from edielkit.hub.values.store import read
from edielkit.hub.values.value_kinds import PROFILES, SENT
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period
from edielkit.series import decimal

__all__ = ("capacity_rows", "consumption_rows", "group_of", "production_rows")

_CONSUMPTION = frozenset({"E17", "E19"})
_PRODUCTION = frozenset({"E18", "E19"})
_HOUR = 60
# Data sets of the API by the area that rows are of.
_CONSUMPTION_SETS = {
    "gridArea": "CONSUMPTION_PER_GROUP_MGA_HOUR",
    "priceArea": "CONSUMPTION_PER_GROUP_MBA_HOUR",
}
_PRODUCTION_SET = "PRODUCTION_PER_GROUP_MBA_HOUR"
_CAPACITY_SETS = {
    "priceAreaId": "INSTALLED_CAPACITY_PER_METERING_POINT_TYPE_GROUP_MBA_DAILY",
    "municipalityId": "INSTALLED_CAPACITY_PER_METERING_POINT_TYPE_GROUP_MUNICIPALITY_DAILY",
}


@cache
def _groups() -> Mapping[tuple[str, str], str]:
    text = (files("edielkit.hub") / "data" / "open_data_groups.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType(
        {(row["kind"], code): row["group"] for row in rows for code in row["codes"].split()}
    )


def group_of(kind: str, code: str | None) -> str | None:
    """Return the group that a code of master data counts in, None when it is in none.

    Args:
        kind: ``consumption`` or ``production``.
        code: ConsumptionCode of the taxation profile, or the code of production.

    >>> group_of("consumption", "35"), group_of("production", "B12"), group_of("consumption", None)
    ('household', 'hydro', None)
    """
    return None if code is None else _groups().get((kind, code))


class _Sums:
    """Hourly sums of one area and group: how many metering points, and a column of thousandths.

    Attributes:
        points: How many metering points there are.
        column: What is known of them, by the hour.
        updated: When the newest value came, None while nothing is known.
    """

    def __init__(self, hours: int) -> None:
        self.points = 0
        self.column: Ints = np.zeros(hours, np.int64)
        self.updated: dt.datetime | None = None

    def add(self, column: Ints, updated: dt.datetime | None) -> None:
        """Add the hours of a metering point."""
        self.points += 1
        self.column = self.column + column
        if updated is not None and (self.updated is None or self.updated < updated):
            self.updated = updated


def consumption_rows(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    group: str | None = None,
) -> dict[str, Any]:
    """Return the consumption by group and hour, of grid areas or price areas, as far as it may be published.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas, not of grid areas.
        group: ``household``, ``cabin``, ``primary``, ``secondary`` or ``tertiary``; all if None.

    Returns:
        ``dataset``; ``rows`` with consumptionGroup, startTime, endTime, gridArea or priceArea, meteringPointCount,
        quantityKwh and lastUpdatedTime; ``withheld``: areas and groups that are too small to be published.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it, or there is no such group.
    """
    names = sorted({name for (kind, _), name in _groups().items() if kind == "consumption"})
    if group is not None and group not in names:
        raise ValueError(f"expected one of {', '.join(names)}; found {quoted(group, 20)}")
    field = "priceArea" if price_areas else "gridArea"
    rows: list[dict[str, Any]] = []
    withheld: dict[tuple[str, str], None] = {}
    for day in each_day(first, last):
        counts, sums = _day_sums(transaction, day, price_areas=price_areas)
        for (area, name), summed in sorted(sums.items()):
            if group not in {None, name}:
                continue
            if not _may_be_published(transaction, counts[area], summed.points, price_areas=price_areas):
                withheld[area, name] = None
                continue
            rows += _hours({"consumptionGroup": name, field: area}, summed, day, counted=True)
    return {
        "dataset": _CONSUMPTION_SETS[field],
        "rows": rows,
        "withheld": [{field: area, "consumptionGroup": name} for area, name in withheld],
    }


def _may_be_published(transaction: Transaction, in_area: int, in_group: int, *, price_areas: bool) -> bool:
    config = transaction.config
    return in_group >= config.open_data_fewest_points and (
        price_areas or in_area >= config.open_data_area_points
    )


def _day_sums(
    transaction: Transaction, day: dt.date, *, price_areas: bool
) -> tuple[dict[str, int], dict[tuple[str, str], _Sums]]:
    """Return the consumption points of each area, and the hourly sums of each area and group."""
    period = day_period(day)
    hours = _hours_of(period)
    counts: dict[str, int] = {}
    sums: dict[tuple[str, str], _Sums] = {}
    for point, data in _settled_points(transaction, day, _CONSUMPTION):
        grid_area = transaction.structure.area(point.area)
        area = point.area if not price_areas or grid_area is None else grid_area.price_area
        counts[area] = counts.get(area, 0) + 1
        code = None if data.taxation is None else data.taxation.consumption_code
        name = group_of("consumption", code)
        if name is None:
            continue
        summed = sums.setdefault((area, name), _Sums(hours))
        summed.add(*_metered(transaction, point, data, period, "Out"))
    return counts, sums


def _settled_points(
    transaction: Transaction, day: dt.date, kinds: frozenset[str]
) -> Iterator[tuple[Point, MasterData]]:
    """Yield the active metering points of *kinds* that are settled on *day*, with their master data."""
    for point in transaction.records(POINTS):
        if point.status(day) == ACTIVE and day >= point.versions[0].start:
            data = point.data(day)
            if type_of(data) in kinds and method_of(data) not in {"", NOT_SETTLED}:
                yield point, data


def _metered(
    transaction: Transaction, point: Point, data: MasterData, period: Period, direction: str
) -> tuple[Ints, dt.datetime | None]:
    """Return what a point has in each hour, as far as it is known, and when the newest of it came."""
    minutes = 15 if "PT15M" in lengths_of(data, ACTIVE_ENERGY, direction) else _HOUR
    column: Ints = np.zeros(_hours_of(period), np.int64)
    newest: dt.datetime | None = None
    # of a profiled point the kind that counts most, which the hub keeps by the settlement interval
    for kind in (SENT, *PROFILES):
        key = ChannelKey(point.identification, ACTIVE_ENERGY, direction, kind)
        history = transaction.get(VALUES, key) or ()
        if not history:
            continue
        length = minutes if kind == SENT else transaction.config.settlement_minutes
        values = read(history, period, length)
        if not values.present.any():
            continue
        places = np.unique(values.origin[values.present]).tolist()
        newest = max(history[place].inserted for place in places)
        return values.quantity.reshape(-1, _HOUR // length).sum(axis=1), newest
    return column, newest


def _hours(
    head: Mapping[str, str], summed: _Sums, day: dt.date, *, counted: bool
) -> Iterator[dict[str, Any]]:
    start, hour = day_period(day).start, dt.timedelta(hours=1)
    if summed.updated is None:
        # nothing is known yet, which is not zero
        return
    for place, value in enumerate(summed.column.tolist()):
        yield {
            **head,
            "startTime": (start + place * hour).isoformat(),
            "endTime": (start + (place + 1) * hour).isoformat(),
            **({"meteringPointCount": summed.points} if counted else {}),
            "quantityKwh": str(decimal(value)),
            "lastUpdatedTime": summed.updated.isoformat(),
        }


def production_rows(transaction: Transaction, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return the production by group and hour, of price areas, as far as it may be published.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.

    Returns:
        ``dataset``; ``rows`` with priceArea, productionGroup, startTime, endTime, quantityKwh and lastUpdatedTime;
        ``withheld``: groups that fewer than five points make up.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    rows: list[dict[str, Any]] = []
    withheld: dict[tuple[str, str], None] = {}
    for day in each_day(first, last):
        period, sums = day_period(day), dict[tuple[str, str], _Sums]()
        for point, data in _settled_points(transaction, day, _PRODUCTION):
            area = transaction.structure.area(point.area)
            if area is not None:
                summed = sums.setdefault((area.price_area, _production_group(data)), _Sums(_hours_of(period)))
                summed.add(*_metered(transaction, point, data, period, "In"))
        for (price_area, name), summed in sorted(sums.items()):
            if summed.points < transaction.config.open_data_fewest_points:
                withheld[price_area, name] = None
            else:
                head = {"priceArea": price_area, "productionGroup": name}
                rows += _hours(head, summed, day, counted=False)
    return {
        "dataset": _PRODUCTION_SET,
        "rows": rows,
        "withheld": [{"priceArea": price_area, "productionGroup": name} for price_area, name in withheld],
    }


def _production_group(data: MasterData) -> str:
    code = data.detail.metering_point_sub_type_production
    return group_of("production", None if code is None else str(code)) or "other"


def _hours_of(period: Period) -> int:
    return int(period.duration.total_seconds()) // 3600


def capacity_rows(
    transaction: Transaction, first: dt.date, last: dt.date, *, municipalities: bool = False
) -> dict[str, Any]:
    """Return the installed production capacity by price area, type of metering point and group, day by day (EI-1377).

    That the rule of 5,000 consumption points holds for a municipality as for a grid area is inferred: it lies below the price
    area too.

    Args:
        transaction: The step.
        first: First day.
        last: Last day.
        municipalities: Sums of municipalities, not of price areas; points without a municipality count in none.

    Returns:
        ``dataset``; ``rows`` with usageDateId (the day as a number), priceAreaId or municipalityId, meteringPointTypeCode
        (E18 or E19), productionGroup, installedCapacity (kW) and lastUpdatedTime; ``withheld``: what is of too few points.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    field = "municipalityId" if municipalities else "priceAreaId"
    rows: list[dict[str, Any]] = []
    withheld: dict[tuple[str, str, str], None] = {}
    for day in each_day(first, last):
        consumers = _consumption_points(transaction, day) if municipalities else {}
        for key, (points, capacity) in sorted(_capacities(transaction, day, field).items()):
            area, kind, group = key
            if not _may_be_published(
                transaction, consumers.get(area, 0), points, price_areas=not municipalities
            ):
                withheld[key] = None
                continue
            rows.append(
                {
                    "usageDateId": int(f"{day:%Y%m%d}"),
                    field: area,
                    "meteringPointTypeCode": kind,
                    "productionGroup": group,
                    "installedCapacity": capacity,
                    "lastUpdatedTime": transaction.now.isoformat(),
                }
            )
    return {
        "dataset": _CAPACITY_SETS[field],
        "rows": rows,
        "withheld": [
            {field: area, "meteringPointTypeCode": kind, "productionGroup": group}
            for area, kind, group in withheld
        ],
    }


def _consumption_points(transaction: Transaction, day: dt.date) -> dict[str, int]:
    """Return how many consumption points each municipality has."""
    counts: dict[str, int] = {}
    for _point, data in _settled_points(transaction, day, _CONSUMPTION):
        name = _municipality(data)
        counts[name] = counts.get(name, 0) + 1
    return counts


def _municipality(data: MasterData) -> str:
    """Return the number of the municipality that a point lies in, empty when nothing says."""
    return (data.address and data.address.municipality_code) or ""


def _capacities(
    transaction: Transaction, day: dt.date, field: str
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return count and capacity in kW of the production of each area, type and group."""
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    for point, data in _settled_points(transaction, day, _PRODUCTION):
        grid_area = transaction.structure.area(point.area)
        if grid_area is None or data.detail.installed_capacity is None:
            continue
        area = grid_area.price_area if field == "priceAreaId" else _municipality(data)
        if not area:
            continue
        key = (area, type_of(data), _production_group(data))
        points, capacity = sums.get(key, (0, 0))
        sums[key] = points + 1, capacity + data.detail.installed_capacity
    return sums
