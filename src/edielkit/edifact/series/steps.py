"""The steps of a period: how many of a resolution fill it, and when each begins, on the calendar of a message."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from edielkit.edifact.timestamps import Clock
from edielkit.market_time import OSLO, Period, Resolution

__all__ = ("day_zones", "start_of", "steps_in", "zones")


def zones(clock: Clock | None) -> tuple[dt.tzinfo, ...]:
    """Return the zones in which days and months of a message may begin, the likelier first."""
    return () if clock is None else (clock.calendar, clock.zone)


def day_zones(clock: Clock | None) -> tuple[dt.tzinfo, ...]:
    """Return the zones in which the days of a stated period may begin, the likelier first.

    Messages of one market are seen with days of the year's clock beside days of normal time, so Oslo is always one.

    >>> from edielkit.edifact.timestamps import CLOCKS
    >>> [str(zone) for zone in day_zones(CLOCKS["se"])], day_zones(None)
    (['UTC+01:00', 'Europe/Oslo'], ())
    """
    return () if clock is None else tuple(dict.fromkeys((*zones(clock), OSLO)))


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
    return next((count for _, count in _fitting(period, resolution, clock)), None)


def _fitting(period: Period, resolution: Resolution, clock: Clock | None) -> Iterator[tuple[dt.tzinfo, int]]:
    """Yield the zones whose days or months fill a period, with how many they are."""
    for zone in day_zones(clock):
        count = _calendar_steps(period, resolution, zone)
        if count is not None:
            yield zone, count


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
        fitting = (zone for zone, _ in _fitting(period, resolution, clock))
        # of a period that no zone fills the steps begin where the first of them has its midnight
        for zone in (*fitting, *day_zones(clock)):
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
