"""Whole days: whether a period begins and ends with a day of the market, and what it probably should have been.

Both wires ask here. Months and years begin and end with days, so that they are whole days too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.market_time import OSLO, Period

__all__ = ("whole_days_fault",)

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
_NORMAL_TIME, _SUMMER_TIME = (dt.timezone(dt.timedelta(hours=hours)) for hours in (1, 2))
# Clocks that are taken for the market's by mistake, with their names.
_OTHER_CLOCKS: tuple[tuple[dt.tzinfo, str], ...] = (
    (dt.UTC, "UTC"),
    (_NORMAL_TIME, "UTC+1"),
    (_SUMMER_TIME, "UTC+2"),
)


def whole_days_fault(period: Period, calendar: dt.tzinfo = OSLO) -> str | None:
    """Return in words why a period is no whole days and what it probably should have been, None when it is some.

    Args:
        period: The period; one without length has no days, and nothing is said of it.
        calendar: Zone in which days begin.

    >>> start = dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)
    >>> whole_days_fault(Period(start, start + dt.timedelta(hours=23))) is None
    True
    >>> whole_days_fault(Period(start, start + dt.timedelta(hours=24)))
    'it ends at 01:00; 2026-03-29 has 23 hours and ends at 2026-03-30T00:00+0200'
    >>> start = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
    >>> whole_days_fault(Period(start, start + dt.timedelta(days=1)))
    'it begins at 01:00; 00:00 UTC is 01:00 in Oslo, where 2026-01-15 begins at 2026-01-15T00:00+0100'
    """
    if period.end <= period.start:
        return None
    try:
        start, end = period.start.astimezone(calendar), period.end.astimezone(calendar)
        if _is_midnight(start) and _is_midnight(end):
            return None
        return next(_words(start, end, calendar))
    except OverflowError:
        # the last days that Python knows have no end
        return None


def _words(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    """Yield the most telling words first."""
    yield from _last_minute(end, calendar)
    if _is_midnight(start):
        yield from _an_hour_beside(start, end, calendar)
    yield from _another_clock(start, end, calendar)
    where = _where(calendar)
    if start.date() == (end - _MINUTE).date():
        day = start.date()
        first, last = _show(_midnight(day, calendar)), _show(_midnight(day + _DAY, calendar))
        yield f"it is {_time(start)} to {_time(end)} of a day that lasts from {first} to {last}"
    elif _is_midnight(start):
        yield f"it ends at {_show(end)}, days end at 00:00{where}"
    else:
        yield f"it begins at {_show(start)} and ends at {_show(end)}, days begin and end at 00:00{where}"


def _last_minute(end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    if (end.hour, end.minute) == (23, 59):
        right = _show(_midnight(end.date() + _DAY, calendar))
        yield f"it ends at {end:%H:%M:%S}; a period ends where the next one begins, at {right}"


def _an_hour_beside(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    """Yield what is said of a period that begins with a day and ends an hour beside one: the clock change was forgotten."""
    instant = end.astimezone(dt.UTC)
    for near in (instant - _HOUR, instant + _HOUR):
        local = near.astimezone(calendar)
        if _is_midnight(local) and near > start.astimezone(dt.UTC):
            day = local.date() - _DAY
            hours = (near - _midnight(day, calendar).astimezone(dt.UTC)) // _HOUR
            yield f"it ends at {_time(end)}; {day} has {hours} hours and ends at {_show(local)}"


def _another_clock(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    for zone, name in _OTHER_CLOCKS:
        if _is_midnight(start.astimezone(zone)) and _is_midnight(end.astimezone(zone)):
            day = start.astimezone(zone).date()
            first = _midnight(day, calendar)
            shift = f"00:00 {name} is {_time(start)}{_where(calendar)}"
            yield f"it begins at {_time(start)}; {shift}, where {day} begins at {_show(first)}"


def _is_midnight(local: dt.datetime) -> bool:
    return local.time() == dt.time()


def _midnight(day: dt.date, calendar: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), calendar)


def _where(calendar: dt.tzinfo) -> str:
    if calendar is OSLO:
        return " in Oslo"
    return f" by {dict(_OTHER_CLOCKS).get(calendar, str(calendar))}"


def _time(local: dt.datetime) -> str:
    return f"{local:%H:%M}"


def _show(local: dt.datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M%z}"
