"""What people and protected services read of the settlement, as plain data: nothing here changes a state.

Physical loss by grid area and price area: EI-1360 and EI-1386; names of fields as in the open data sets (gridArea,
priceArea, startTime, endTime, calculatedLossQuantityKwh). Completeness and quality: EI-1352, whose content is NOT FOUND; what
is counted here is what the reminders (BRS-NO-314) and the data sets on completeness speak of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.request import require_days
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import SettlementUse
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY, SettlementMarket, gather, market_of
from edielkit.hub.settlement.infeed_profile import latest
from edielkit.hub.settlement.settlement_records import (
    COLUMNS,
    SETTLEMENTS,
    AreaDay,
    SettlementPhase,
    key_of,
)
from edielkit.hub.settlement.sum_codes import physical_loss, total_loss
from edielkit.hub.values.expected import READY
from edielkit.hub.values.store import read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period
from edielkit.series import Status, decimal
from edielkit.series.exact import total

__all__ = (
    "area_report",
    "completeness",
    "each_day",
    "loss_rows",
    "passed_areas",
    "price_area_sums",
)

_VERSIONS = 5
_LONGEST = 366
_HOUR = 60


def area_report(transaction: Transaction, area: str, day: dt.date) -> list[dict[str, Any]]:
    """Return all versions of an area's day, oldest first: state, what was not passed, who is suspected, sums in kWh."""
    versions = (
        transaction.get(SETTLEMENTS, key_of(area, day, version)) for version in range(1, _VERSIONS + 1)
    )
    return [_version(record) for record in versions if record is not None]


def _version(record: AreaDay) -> dict[str, Any]:
    return {
        "area": record.area,
        "day": record.day.isoformat(),
        "version": f"D+{record.version}",
        "calculated": record.calculated.isoformat(),
        "minutes": record.minutes,
        "state": record.phase.value,
        "locked": record.locked,
        "released": record.released,
        "passed": None if record.passed is None else record.passed.isoformat(),
        "checks": [{"rule": c.rule.value, "state": c.state.value, "text": c.text} for c in record.checks],
        "suspects": [suspect._asdict() for suspect in record.suspects],
        "missing": [missing._asdict() for missing in record.missing],
        "sums": {name: _kwh(record.column(name)) for name in COLUMNS} if record.summed else {},
        "suppliers": [
            {
                "use": group.use.value,
                "supplier": group.supplier,
                "role": group.role,
                "pumped": group.pumped,
                "quantityKwh": _kwh(np.frombuffer(column, "<i8").astype(np.int64)),
            }
            for group, column in record.groups
        ],
    }


def _kwh(column: Ints) -> str:
    return str(decimal(total(column)))


def each_day(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from first to last, a year at most.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it, or nobody means such a year.
    """
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError(f"expected 1 to {_LONGEST} days, the last not before the first")
    require_days(first, last)
    for count in range((last - first).days + 1):
        yield first + dt.timedelta(days=count)


def _passed(transaction: Transaction, area: str, day: dt.date) -> AreaDay | None:
    """Return the newest version of an area's day if it has passed."""
    record = latest(transaction, area, day)
    return record if record is not None and record.phase is SettlementPhase.DONE else None


def loss_rows(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    hourly: bool = False,
) -> dict[str, Any]:
    """Return the physical loss by interval: the loss in the grid without consumption that has no supplier.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas, not of grid areas.
        hourly: Sums of hours.

    Returns:
        ``rows``, and ``without``: areas and days whose basis has not passed. A price area's day is there when all of
        its areas are.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    rows: list[dict[str, Any]] = []
    without: list[dict[str, str]] = []
    for day in each_day(first, last):
        for name, value, records, lacking in passed_areas(transaction, day, price_areas=price_areas):
            without += [{"gridArea": name, "day": day.isoformat()} for name in lacking]
            if records and not lacking:
                rows += _rows({name: value}, records, physical_loss, hourly=hourly)
    return {"rows": rows, "without": without}


def passed_areas(
    transaction: Transaction, day: dt.date, *, price_areas: bool
) -> Iterator[tuple[str, str, list[AreaDay], list[str]]]:
    """Yield name of the field, its value, the records of a day and the areas that have none that passed.

    Args:
        transaction: The step.
        day: Usage day.
        price_areas: By price area, not by grid area.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for grid_area in transaction.structure.areas.values():
        if latest(transaction, grid_area.identification, day) is not None:
            key = (
                ("priceArea", grid_area.price_area) if price_areas else ("gridArea", grid_area.identification)
            )
            groups.setdefault(key, []).append(grid_area.identification)
    for (name, value), areas in groups.items():
        passed = {identification: _passed(transaction, identification, day) for identification in areas}
        records = [record for record in passed.values() if record is not None]
        yield name, value, records, [area for area, record in passed.items() if record is None]


def _rows(
    head: dict[str, str],
    records: list[AreaDay],
    of: Callable[[AreaDay], Ints],
    *,
    hourly: bool,
) -> Iterator[dict[str, Any]]:
    minutes = records[0].minutes
    column = _added(of(record) for record in records)
    if hourly and minutes < _HOUR:
        column, minutes = column.reshape(-1, _HOUR // minutes).sum(axis=1), _HOUR
    start, step = records[0].period.start, dt.timedelta(minutes=minutes)
    updated = max(record.calculated for record in records)
    for place, value in enumerate(column.tolist()):
        yield {
            **head,
            "startTime": (start + place * step).isoformat(),
            "endTime": (start + (place + 1) * step).isoformat(),
            "calculatedLossQuantityKwh": str(decimal(value)),
            "lastUpdatedTime": updated.isoformat(),
        }


def _added(columns: Iterable[Ints]) -> Ints:
    first, *remaining = columns
    for column in remaining:
        first = first + column
    return first


def price_area_sums(transaction: Transaction, price_area: str, day: dt.date) -> dict[str, Any]:
    """Return the sums of a price area's day by interval, in kWh: those of its grid areas added up.

    Exchange between two grid areas of the price area is import in the one and export in the other, and is in both sums.

    Args:
        transaction: The step.
        price_area: Such as ``NO1``.
        day: Usage day.

    Returns:
        Columns as texts, and ``without``: grid areas whose basis has not passed; their sums are not in the columns.
    """
    areas = [grid_area.identification for grid_area in transaction.structure.in_price_area(price_area)]
    settled = [
        identification for identification in areas if latest(transaction, identification, day) is not None
    ]
    records = [record for area in settled if (record := _passed(transaction, area, day)) is not None]
    there = {record.area for record in records}
    columns: dict[str, list[str]] = {}
    if records:
        of: dict[str, Callable[[AreaDay], Ints]] = {
            **{name: _column(name) for name in COLUMNS},
            "totalLoss": total_loss,
        }
        columns = {
            name: [str(decimal(value)) for value in _added(map(column, records)).tolist()]
            for name, column in of.items()
        }
    return {
        "priceArea": price_area,
        "day": day.isoformat(),
        "minutes": transaction.config.settlement_minutes,
        "areas": [record.area for record in records],
        "without": [identification for identification in settled if identification not in there],
        "columns": columns,
    }


def _column(name: str) -> Callable[[AreaDay], Ints]:
    return lambda record: record.column(name)


def completeness(
    transaction: Transaction, first: dt.date, last: dt.date, area: str | None = None
) -> list[dict[str, Any]]:
    """Return how complete and how good the values of each area's days are, as of now (kompletthet og kvalitet).

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        area: EIC of a grid area; all if None.

    Returns:
        For each area and day that expects values: metering points expected, complete and missing (no value at all),
        values expected and by status, and the shares of complete points and of invoice-ready values with four decimals.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    market = market_of(transaction)
    areas = (
        [area]
        if area is not None
        else [
            identification for identification in transaction.structure.areas if identification in market.own
        ]
    )
    own = SettlementMarket(own=market.own, over={})
    days = list(each_day(first, last))
    rows = (_complete(transaction, own, identification, day) for day in days for identification in areas)
    return [row for row in rows if row["pointsExpected"]]


def _complete(transaction: Transaction, market: SettlementMarket, area: str, day: dt.date) -> dict[str, Any]:
    inputs = gather(transaction, market, area, day)
    points: dict[str, list[tuple[int, int]]] = {}
    statuses = np.zeros(len(Status) + 1, np.int64)
    for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True):
        if member.use is SettlementUse.PROFILED:
            continue
        points.setdefault(member.point, []).append((len(values), missing))
        history = transaction.get(VALUES, ChannelKey(member.point, ACTIVE_ENERGY, member.direction)) or ()
        stored = read(history, day_period(day), member.minutes)
        statuses += np.bincount(stored.status, minlength=len(statuses))
    expected = sum(count for channels in points.values() for count, _ in channels)
    complete = sum(all(not missing for _, missing in channels) for channels in points.values())
    absent = sum(all(count == missing for count, missing in channels) for channels in points.values())
    ready = int(sum(statuses[status] for status in READY))
    return {
        "gridArea": area,
        "day": day.isoformat(),
        "pointsExpected": len(points),
        "pointsComplete": complete,
        "pointsMissing": absent,
        "completeShare": _share(complete, len(points)),
        "valuesExpected": expected,
        "valuesByStatus": {
            status.name.lower(): int(statuses[status]) for status in Status if statuses[status]
        },
        "billingReadyShare": _share(ready, expected),
    }


def _share(part: int, whole: int) -> str:
    """Return a share with four decimals, rounded down, so that 1 is all."""
    return str(Decimal(part * 10_000 // whole if whole else 0).scaleb(-4))
