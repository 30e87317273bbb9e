"""The steps of a period: how many of a resolution fill it, and when each begins, on the calendar of a message."""

from __future__ import annotations

import calendar
import datetime as dt

from edielkit.edifact.timestamps import Clock
from edielkit.market_time import Period, Resolution

__all__ = ("start_of", "steps_in", "zones")


def zones(clock: Clock | None) -> tuple[dt.tzinfo, ...]:
    """Return the zones in which days and months of a message may begin, the likelier first."""
    return () if clock is None else (clock.calendar, clock.zone)


def steps_in(period: Period, resolution: Resolution, clock: Clock | None) -> int | None:
    """Return how many steps fill a period exactly, None when they do not.

    Args:
        period: Half-open period of aware instants, its end not before its start.
        resolution: Steps of a fixed length, or of days or months of the calendar.
        clock: Where days and months begin.

    >>> from edielkit.edifact.timestamps import CLOCKS, read_period
    >>> march = read_period("202403010000202404010000", "719", CLOCKS["se"])
    >>> [steps_in(march, Resolution.of(code), CLOCKS["se"]) for code in ("PT1H", "P1D", "P1M", "P1Y")]
    [744, 31, 1, None]
    """
    if resolution.seconds:
        count, remainder = divmod(period.duration, dt.timedelta(seconds=resolution.seconds))
        return None if remainder else count
    for zone in zones(clock):
        count_there = _calendar_steps(period, resolution, zone)
        if count_there is not None:
            return count_there
    return None


def _calendar_steps(period: Period, resolution: Resolution, zone: dt.tzinfo) -> int | None:
    first, last = period.start.astimezone(zone), period.end.astimezone(zone)
    if not (_is_midnight(first) and _is_midnight(last)):
        return None
    if resolution.days:
        count, over = divmod((last.date() - first.date()).days, resolution.days)
    elif first.day != last.day:
        return None
    else:
        count, over = divmod((last.year - first.year) * 12 + last.month - first.month, resolution.months)
    return None if over else count


def _is_midnight(local: dt.datetime) -> bool:
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def start_of(period: Period, resolution: Resolution, place: int, clock: Clock | None) -> dt.datetime | None:
    """Return when the step at a place begins, in UTC; None when the calendar does not reach so far.

    Args:
        period: The period that is counted from.
        resolution: Its steps.
        place: The place, from 1; one behind the last is the end of the last.
        clock: Where days and months begin.
    """
    try:
        if resolution.seconds:
            return period.start + dt.timedelta(seconds=resolution.seconds * (place - 1))
        for zone in zones(clock):
            first = period.start.astimezone(zone)
            if _is_midnight(first):
                return _calendar_start(first, resolution, place - 1).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None
    return None


def _calendar_start(first: dt.datetime, resolution: Resolution, steps: int) -> dt.datetime:
    if resolution.days:
        # civil days: the hours of a clock change are none of the calendar's
        return first + dt.timedelta(days=resolution.days * steps)
    years, month = divmod(first.month - 1 + resolution.months * steps, 12)
    year = first.year + years
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return first.replace(year=year, month=month + 1, day=day)
