"""The steps of a period: how many of a resolution fill it, and when each begins, on the calendar of a message."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from edielkit.edifact.timestamps import Clock
from edielkit.market_time import OSLO, Period, Resolution, shown_by

__all__ = ("GAS_CLOCK", "calendar_zones", "day_zones", "is_whole_days", "start_of", "steps_in")

# the gas day begins at 06:00 on the clock of Central Europe (Regulation (EU) 312/2014)
_GAS_DAY = dt.timedelta(hours=6)


class _GasClock(dt.tzinfo):
    """The year's clock of Central Europe, set back so that its midnight is the beginning of the gas day."""

    def utcoffset(self, local: dt.datetime | None) -> dt.timedelta | None:
        """Return the offset of a time on this clock."""
        if local is None:
            return None
        try:
            civil = local.replace(tzinfo=OSLO) + _GAS_DAY
        except OverflowError:
            civil = local.replace(tzinfo=OSLO)
        offset = civil.utcoffset()
        return None if offset is None else offset - _GAS_DAY

    def dst(self, _local: dt.datetime | None) -> dt.timedelta | None:
        """Return nothing: only the offset is asked for."""
        return None

    def tzname(self, _local: dt.datetime | None) -> str:
        """Return what the clock is, in words."""
        return "the gas day"

    def fromutc(self, instant: dt.datetime) -> dt.datetime:
        """Return the time that this clock shows at an instant in UTC.

        Raises:
            OverflowError: The calendar does not reach so far.
        """
        civil = instant.replace(tzinfo=dt.UTC).astimezone(OSLO)
        return (civil.replace(tzinfo=None, fold=0) - _GAS_DAY).replace(tzinfo=self)


GAS_CLOCK = _GasClock()


def calendar_zones(clock: Clock | None) -> tuple[dt.tzinfo, ...]:
    """Return the zones in which the days, months and years of a market begin, the likelier first.

    Messages of one market are seen with days of the year's clock beside days of normal time, so Oslo is always one.

    >>> from edielkit.edifact.timestamps import CLOCKS
    >>> [len(calendar_zones(CLOCKS[market])) for market in ("no", "se")], calendar_zones(None)
    ([1, 3], ())
    """
    if clock is None:
        return ()
    return tuple(dict.fromkeys((clock.calendar, OSLO, *((GAS_CLOCK,) if clock.gas else ()))))


def day_zones(clock: Clock | None) -> tuple[dt.tzinfo, ...]:
    """Return the zones in which days can be counted: those of the market, then the one that the message writes its times in.

    What is whole days in the first is some for all rules; what is so in the last alone can be counted, and is told of.

    >>> from edielkit.edifact.timestamps import CLOCKS
    >>> [str(zone) for zone in day_zones(CLOCKS["no"])]
    ['Europe/Oslo', 'UTC+01:00']
    """
    return () if clock is None else tuple(dict.fromkeys((*calendar_zones(clock), clock.zone)))


def is_whole_days(period: Period, clock: Clock | None) -> bool:
    """Tell whether a period begins and ends with days of a market.

    Args:
        period: Half-open period of aware instants.
        clock: Where days begin; without one nobody knows.

    >>> from edielkit.edifact.timestamps import CLOCKS, read_period
    >>> texts = ("202406032300202406042300", "202406040000202406050000")
    >>> [is_whole_days(read_period(text, "719", CLOCKS["no"]), CLOCKS["no"]) for text in texts]
    [True, False]
    """
    try:
        return any(
            _is_midnight(period.start.astimezone(zone)) and _is_midnight(period.end.astimezone(zone))
            for zone in calendar_zones(clock)
        )
    except OverflowError:
        return False


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
    first, last = shown_by(zone, period.start), shown_by(zone, period.end)
    if first is None or last is None or not (_is_midnight(first) and _is_midnight(last)):
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
