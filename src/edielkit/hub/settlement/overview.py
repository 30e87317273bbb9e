"""Consumption, production and exchange of grid areas or price areas at a glance (EI-630), from what has passed the settlement.

The report is named in the user forum of 2024; its content is NOT FOUND. Shown is what the settlement sums, with the names that the
open data sets have for exchange.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.settlement_records import AreaDay
from edielkit.hub.settlement.settlement_reports import each_day, passed_areas
from edielkit.hub.settlement.sum_codes import physical_loss
from edielkit.series import decimal

__all__ = ("overview_rows",)

_USED = ("interval", "hourly", "profiled")
_HOUR = 60


def overview_rows(
    transaction: Transaction,
    first: dt.date,
    last: dt.date,
    *,
    price_areas: bool = False,
    hourly: bool = False,
) -> dict[str, Any]:
    """Return consumption, production, exchange and loss of each area and day, in kWh.

    Args:
        transaction: The step.
        first: First usage day.
        last: Last usage day.
        price_areas: Sums of price areas; exchange between two of its grid areas is in both directions then.
        hourly: A row for each hour, not for the day.

    Returns:
        ``rows`` with gridArea or priceArea, startTime, endTime, consumptionQuantityKwh, productionQuantityKwh,
        exchangeInQuantityKwh, exchangeOutQuantityKwh and calculatedLossQuantityKwh; ``without``: days of areas that have
        not passed.

    Raises:
        ValueError: The last day lies before the first, or more than a year after it.
    """
    rows: list[dict[str, Any]] = []
    without: list[dict[str, str]] = []
    for day in each_day(first, last):
        for name, value, records, lacking in passed_areas(transaction, day, price_areas=price_areas):
            without += [{"gridArea": area, "day": day.isoformat()} for area in lacking]
            if records and not lacking:
                rows += _rows({name: value}, records, hourly=hourly)
    return {"rows": rows, "without": without}


def _rows(head: dict[str, str], records: list[AreaDay], *, hourly: bool) -> list[dict[str, Any]]:
    minutes, period = records[0].minutes, records[0].period
    columns = {
        "consumptionQuantityKwh": _sum([record.column(name) for record in records for name in _USED]),
        "productionQuantityKwh": _sum([record.column("production") for record in records]),
        "exchangeInQuantityKwh": _sum([record.column("incoming") for record in records]),
        "exchangeOutQuantityKwh": _sum([record.column("outgoing") for record in records]),
        "calculatedLossQuantityKwh": _sum([physical_loss(record) for record in records]),
    }
    steps = _HOUR // minutes if hourly else records[0].count
    sums = {name: column.reshape(-1, steps).sum(axis=1).tolist() for name, column in columns.items()}
    length = dt.timedelta(minutes=minutes * steps)
    return [
        {
            **head,
            "startTime": (period.start + place * length).isoformat(),
            "endTime": (period.start + (place + 1) * length).isoformat(),
            **{name: str(decimal(values[place])) for name, values in sums.items()},
        }
        for place in range(records[0].count // steps)
    ]


def _sum(columns: list[Ints]) -> Ints:
    total: Ints = np.sum(np.stack(columns), axis=0)
    return total
