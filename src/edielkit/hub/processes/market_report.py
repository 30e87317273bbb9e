"""The end-user market of a month in figures (sluttbrukermarkedsrapport, EI-1351): what the hub itself can count.

The user forum of 2024 names the report and that it is to be handed over automatically; what is in it, and to whom it goes, is NOT
FOUND. Counted is what the processes are called by, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from edielkit.hub.core.market_records import ProcessPhase
from edielkit.hub.core.request import require_days
from edielkit.hub.core.state_tables import POINTS, PROCESSES
from edielkit.hub.core.transaction import Transaction

__all__ = ("market_report",)

_DAY = dt.timedelta(days=1)
# Count of the report to the processes that it counts.
_COUNTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "changesOfSupplier": ("101", "104"),
        "moveIns": ("102", "103", "123"),
        "moveOuts": ("201", "211"),
        "endsOfSupply": ("202",),
    }
)


def market_report(transaction: Transaction, month: dt.date) -> list[dict[str, Any]]:
    """Return the figures of a month by grid area.

    Args:
        transaction: The step.
        month: Any day of the month.

    Returns:
        ``gridArea``, ``month`` (``2026-02``), ``endUsers``, ``supplied`` and ``lastResort`` (metering points on the last
        day of the month), and the processes done with a day in it: ``changesOfSupplier``, ``moveIns``, ``moveOuts``,
        ``endsOfSupply``.

    Raises:
        ValueError: Nobody means such a month.
    """
    require_days(month)
    first = month.replace(day=1)
    after = (first + 32 * _DAY).replace(day=1)
    rows: dict[str, dict[str, Any]] = {
        area.identification: {
            "gridArea": area.identification,
            "month": f"{first:%Y-%m}",
            **dict.fromkeys(("endUsers", "supplied", "lastResort", *_COUNTED), 0),
        }
        for area in transaction.structure.areas.values()
        if not area.virtual
    }
    _count_points(transaction, after - _DAY, rows)
    names = {brs: name for name, processes in _COUNTED.items() for brs in processes}
    for process in transaction.records(PROCESSES):
        point = transaction.point(process.point)
        row = None if point is None else rows.get(point.area)
        if process.phase is ProcessPhase.DONE and first <= process.day < after and row is not None:
            name = names.get(process.brs)
            if name is not None:
                row[name] += 1
    return list(rows.values())


def _count_points(transaction: Transaction, day: dt.date, rows: dict[str, dict[str, Any]]) -> None:
    for point in transaction.records(POINTS):
        row, supply = rows.get(point.area), point.supply(day)
        if row is None:
            continue
        row["endUsers"] += point.occupancy(day) is not None
        row["supplied"] += supply is not None
        row["lastResort"] += supply is not None and supply.role == "SLR"
