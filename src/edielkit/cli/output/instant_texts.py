"""Instants in words: as the wire says them, and on the clocks of Norway."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from edielkit.cli.language import translate
from edielkit.market_time import OSLO, Period, is_local_midnight, local_time
from edielkit.suggest import in_digits, in_hours

__all__ = ("instant_text", "period_text")

_MINUTE, _TWO_DAYS = dt.timedelta(minutes=1), dt.timedelta(days=2)
# two decimals of a day
_SHOWN_OF_A_DAY = dt.timedelta(days=1) / 100


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
    length = _length(period.duration)
    if period.end > period.start and all(map(is_local_midnight, (period.start, period.end))):
        last = (end - dt.timedelta(hours=1)).date()
        if last == start.date():
            return f"{translate(f'{start:%a}')} {start.date()}, {translate(length)}"
        return translate(f"{start.date()} to {last}, {length}")
    if end.tzinfo is not OSLO:
        return f"{_text(start)}{start:%z}/{_text(end)}{end:%z}, {translate(length)}"
    return translate(f"{_text(start)} to {_text(end)} in Oslo, {length}")


def _length(duration: dt.timedelta) -> str:
    """Return a duration in the largest unit that does not round a second, or a part of one, away."""
    if abs(duration) > _TWO_DAYS and not duration % _SHOWN_OF_A_DAY:
        return f"{in_digits(duration / dt.timedelta(days=1))} days"
    if not duration or (abs(duration) >= _MINUTE and not duration.microseconds):
        shown, unit = in_hours(duration.total_seconds()), "hour"
    else:
        # exact, where a float of centuries is not
        micros = duration // dt.timedelta(microseconds=1)
        shown, unit = in_digits(Decimal(micros).scaleb(-6), 6), "second"
    return f"{shown} {unit}{'' if shown == '1' else 's'}"


def _text(instant: dt.datetime) -> str:
    text = instant.strftime("%Y-%m-%d %H:%M:%S")
    return text.removesuffix(":00")
