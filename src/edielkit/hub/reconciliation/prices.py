"""The prices that corrections are paid at: what Elhub is given for each price area and interval.

Source: https://dok.elhub.no/Elhubstandard/avviksoppgjr: the regulation power price (regulerkraftpris) of the interval. How it
comes to Elhub is in no public table of messages, so a call of the portal gives it. Its unit there is NOT FOUND; here it
is kroner for a MWh, as the market publishes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.money import Ints, price_of
from edielkit.hub.reconciliation.reconciliation_records import PRICES, DayPrices
from edielkit.market_time import Period, Resolution, day_period, expected_count

__all__ = ("prices_of", "set_prices")

_MOST_DAYS = 366
_RESOLUTIONS = ("PT15M", "PT1H", "P1D")


def set_prices(
    transaction: Transaction,
    *,
    price_area: str,
    day: str,
    resolution: str,
    prices: Sequence[str],
    until: str | None = None,
) -> dict[str, Any]:
    """Give the prices of a price area for whole days; what was given before is replaced.

    Args:
        transaction: The step.
        price_area: Price area of grid areas, such as ``NO1``.
        day: First day, as ISO date.
        resolution: ``PT15M``, ``PT1H`` or ``P1D``.
        prices: Kroner for a MWh as texts of at most six decimals, in order of time.
        until: First day without, as ISO date; the day after *day* if None.

    Returns:
        The price area, and how many days were given.

    Raises:
        ValueError: The price area is not known, or period, resolution and prices do not fit together.
    """
    if not transaction.structure.in_price_area(price_area) or not price_area:
        raise ValueError("expected a price area of the structure")
    first = dt.date.fromisoformat(day)
    last = first + dt.timedelta(days=1) if until is None else dt.date.fromisoformat(until)
    if not first < last <= first + dt.timedelta(days=_MOST_DAYS):
        raise ValueError(f"expected 1 to {_MOST_DAYS} days, found {day} to {last}")
    step = Resolution.of(resolution) if resolution in _RESOLUTIONS else None
    if step is None:
        raise ValueError(f"expected a resolution of {', '.join(_RESOLUTIONS)}; found {resolution!r}")
    wanted = expected_count(Period(day_period(first).start, day_period(last).start), step)
    if not isinstance(prices, (list, tuple)) or len(prices) != wanted:
        raise ValueError(f"expected {wanted} prices of {resolution}, found {len(prices)}")
    column = np.array([price_of(price) if isinstance(price, str) else _no_text(price) for price in prices])
    begin = 0
    for usage_day in (first + dt.timedelta(days=n) for n in range((last - first).days)):
        count = expected_count(day_period(usage_day), step) or 0
        part = column[begin : begin + count].astype("<i8")
        transaction.put(
            PRICES,
            (price_area, usage_day.isoformat()),
            DayPrices(column=part.tobytes(), registered=transaction.now),
        )
        begin += count
    return {"priceArea": price_area, "days": (last - first).days}


def _no_text(value: object) -> int:
    raise ValueError(f"expected prices as texts, found {type(value).__name__}")


def prices_of(transaction: Transaction, price_area: str, day: dt.date, minutes: int) -> Ints | None:
    """Return a price for each interval of a day, None when there are none, or none that fit its intervals."""
    prices = transaction.get(PRICES, (price_area, day.isoformat()))
    return None if prices is None else prices.of(day, minutes)
