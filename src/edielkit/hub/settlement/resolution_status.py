"""How far the metering points have gone over to quarters of an hour (status 15 minutter), by type.

Source: user forum 2024: a table of production, exchange and consumption with the points of 15 and of 60 minutes and the share of the
former. Counted is the reading resolution of active points, of exchange points that which counts on the day; points
without one (profiled) count as 60 minutes, as the table's number of consumption points says (derived).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from edielkit.hub.core.channels import EXCHANGE, MINUTES, NOT_SETTLED, method_of, type_of
from edielkit.hub.core.exchange_points import reading_minutes
from edielkit.hub.core.market_records import ACTIVE, Point
from edielkit.hub.core.request import require_days
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction

__all__ = ("resolution_rows",)

# Type of a metering point to its row; what produces and consumes is consumption, as prosumers are.
_KINDS: Mapping[str, str] = MappingProxyType(
    {"E18": "production", EXCHANGE: "exchange", "E17": "consumption", "E19": "consumption"}
)
_QUARTERS, _HOUR = 15, 60


def resolution_rows(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return how many active metering points of each type are read by the quarter and by the hour.

    Args:
        transaction: The step.
        day: Day whose master data count.

    Returns:
        ``type`` (``production``, ``exchange``, ``consumption``), ``quarters``, ``hours`` and ``share`` on quarters in percent,
        one decimal.

    Raises:
        ValueError: Nobody means such a day.
    """
    require_days(day)
    counts = {kind: {_QUARTERS: 0, _HOUR: 0} for kind in dict.fromkeys(_KINDS.values())}
    for point in transaction.records(POINTS):
        if point.status(day) != ACTIVE or day < point.versions[0].start:
            continue
        kind = _KINDS.get(type_of(point.data(day)))
        if kind is not None and method_of(point.data(day)) != NOT_SETTLED:
            counts[kind][_minutes(point, day)] += 1
    return [
        {
            "type": kind,
            "quarters": count[_QUARTERS],
            "hours": count[_HOUR],
            "share": _percent(count[_QUARTERS], sum(count.values())),
        }
        for kind, count in counts.items()
    ]


def _minutes(point: Point, day: dt.date) -> int:
    data = point.data(day)
    if type_of(data) == EXCHANGE:
        return _QUARTERS if reading_minutes(point, day) <= _QUARTERS else _HOUR
    return MINUTES.get(str(data.detail.meter_reading_occurrence), _HOUR)


def _percent(part: int, whole: int) -> str:
    share = Decimal(100 * part) / whole if whole else Decimal()
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP))
