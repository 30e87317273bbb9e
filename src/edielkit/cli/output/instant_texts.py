"""Instants in words: as the wire says them, and on the clocks of Norway."""

from __future__ import annotations

import datetime as dt

from edielkit.cli.language import translate
from edielkit.market_time import OSLO, Period, is_local_midnight, local_time
from edielkit.suggest import in_digits

__all__ = ("instant_text", "period_text")


def instant_text(instant: dt.datetime) -> str:
    """Return an instant in UTC and in Oslo's local time; as it is written where Oslo has no such year.

    >>> instant_text(dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC))
    '2026-02-01 23:00 UTC (2026-02-02 00:00 in Oslo)'
    """
    local = local_time(instant)
    if local.tzinfo is not OSLO:
        return _text(local) + f"{local:%z}"
    return translate(f"{_text(instant.astimezone(dt.UTC))} UTC ({_text(local)} in Oslo)")


def period_text(period: Period) -> str:
    """Return a period in local days where it is made of days, else in local times.

    >>> period_text(
    ...     Period(dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC), dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC))
    ... )
    'Sun 2026-02-01, 24 hours'
    """
    start, end = (local_time(instant) for instant in (period.start, period.end))
    hours = period.duration / dt.timedelta(hours=1)
    # six decimals of an hour tell each second from the next
    shown = in_digits(hours, 6)
    length = (
        f"{shown} hour{'' if shown == '1' else 's'}" if abs(hours) <= 48 else f"{in_digits(hours / 24)} days"
    )
    if period.end > period.start and all(map(is_local_midnight, (period.start, period.end))):
        last = (end - dt.timedelta(hours=1)).date()
        if last == start.date():
            return f"{translate(f'{start:%a}')} {start.date()}, {translate(length)}"
        return translate(f"{start.date()} to {last}, {length}")
    if end.tzinfo is not OSLO:
        return f"{_text(start)}{start:%z}/{_text(end)}{end:%z}, {translate(length)}"
    return translate(f"{_text(start)} to {_text(end)} in Oslo, {length}")


def _text(instant: dt.datetime) -> str:
    text = instant.strftime("%Y-%m-%d %H:%M:%S")
    return text.removesuffix(":00")
