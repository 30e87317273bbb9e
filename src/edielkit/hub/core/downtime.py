"""When the hub is down (nedetid), planned or not, and how available it has been (oppetid, SLA).

Source: user forum 2024: a table of uptime, planned and unplanned downtime and a percentage by month, and EI-302: BRS-NO-611 is up
while Elhub is down. Derived from the table's figures: uptime is the hours of the days, 24 each, less the planned downtime, and
the percentage what is left of it after the unplanned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from edielkit.hub.core.market_records import Downtime
from edielkit.hub.core.request import day_of, require_days
from edielkit.hub.core.state_tables import DOWNTIMES
from edielkit.hub.core.transaction import Transaction
from edielkit.market_time import day_period

__all__ = ("availability", "downtime_at", "downtimes_in", "record_downtime")

_DAY = dt.timedelta(days=1)
_LONGEST = 3_660
_TWO, _ONE = Decimal("0.01"), Decimal(1)
_HOURS_A_DAY = 24


def record_downtime(
    transaction: Transaction, *, sender: str, begins: str, ends: str, planned: bool, reason: str = ""
) -> None:
    """Let the hub's staff say when the hub is, will be or has been down.

    While it is down, messages and polls get a SOAP fault of the group System, except the query BRS-NO-611 (EI-302), and the
    daily jobs wait for its end.

    Args:
        transaction: The step.
        sender: GLN of the hub.
        begins: First instant, ISO 8601 with its zone.
        ends: First instant at which it is up again.
        planned: It was announced.
        reason: Why, in words.

    Raises:
        ValueError: The sender is not the hub, the instants are none or in the wrong order, or the hub is down then already.
    """
    if sender != transaction.config.gln:
        raise ValueError("expected the hub as sender")
    start, end = _instant(begins), _instant(ends)
    if end <= start:
        raise ValueError("expected an end after the beginning")
    if any(True for _ in downtimes_in(transaction, start, end)):
        raise ValueError("expected a time in which the hub is not down already")
    transaction.put(DOWNTIMES, start, Downtime(start=start, end=end, planned=planned, reason=reason))


def _instant(text: str) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        instant = dt.datetime.min
    if instant.utcoffset() is None or day_of(instant) is None:
        raise ValueError("expected an instant with its zone, such as 2026-02-02T07:00:00+01:00")
    return instant.astimezone(dt.UTC)


def downtimes_in(transaction: Transaction, start: dt.datetime, end: dt.datetime) -> Iterator[Downtime]:
    """Yield the downtimes that touch a half-open period, in order."""
    down = (record for record in transaction.records(DOWNTIMES) if record.start < end and start < record.end)
    yield from sorted(down, key=lambda record: record.start)


def downtime_at(transaction: Transaction, instant: dt.datetime) -> Downtime | None:
    """Return the downtime that *instant* lies in, None when the hub is up."""
    return next(
        (record for record in transaction.records(DOWNTIMES) if record.start <= instant < record.end),
        None,
    )


def availability(transaction: Transaction, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Return how available the hub has been, month by month and in all, in hours.

    Args:
        transaction: The step.
        first: First day.
        last: Last day.

    Returns:
        ``month`` (``2024-01``, last ``total``), ``uptime`` (24 hours a day less the planned downtime, whole),
        ``plannedDowntime``, ``unplannedDowntime`` (two decimals) and ``percentage``: 100 less the unplanned share of the
        uptime.

    Raises:
        ValueError: The last day lies before the first, or more than ten years after it, or nobody means such days.
    """
    require_days(first, last)
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError("expected at most ten years, the last day not before the first")
    months = [_Month(transaction, start, end) for start, end in _months(first, last)]
    rows = [month.row(f"{month.start:%Y-%m}", month.uptime) for month in months]
    whole = _Month(transaction, first, last + _DAY)
    return [*rows, whole.row("total", sum((month.uptime for month in months), Decimal()))]


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    start, after = first, last + _DAY
    while start < after:
        following = (start.replace(day=1) + 32 * _DAY).replace(day=1)
        yield start, min(following, after)
        start = following


class _Month:
    """The hours of some days, and those of them in which the hub was down."""

    def __init__(self, transaction: Transaction, start: dt.date, end: dt.date) -> None:
        self.start = start
        begin, after = day_period(start).start, day_period(end).start
        hours = {True: Decimal(), False: Decimal()}
        for down in downtimes_in(transaction, begin, after):
            length = min(down.end, after) - max(down.start, begin)
            hours[down.planned] += Decimal(length // dt.timedelta(seconds=1)) / 3600
        self.planned, self.unplanned = hours[True], hours[False]
        self._exact = (end - start).days * _HOURS_A_DAY - self.planned
        self.uptime = self._exact.quantize(_ONE, ROUND_HALF_UP)

    def row(self, name: str, uptime: Decimal) -> dict[str, Any]:
        """Return the row of the table."""
        share = 100 - 100 * self.unplanned / self._exact if self._exact else Decimal(100)
        return {
            "month": name,
            "uptime": str(uptime),
            "plannedDowntime": str(self.planned.quantize(_TWO, ROUND_HALF_UP)),
            "unplannedDowntime": str(self.unplanned.quantize(_TWO, ROUND_HALF_UP)),
            "percentage": str(share.quantize(_TWO, ROUND_HALF_UP)),
        }
