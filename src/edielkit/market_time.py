"""Time as the Norwegian power market counts it: local days, clock changes, periods and resolutions.

Days are those of Europe/Oslo; periods are half open and their ends are aware instants.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs

__all__ = (
    "OSLO",
    "Period",
    "Resolution",
    "day_period",
    "expected_count",
    "hours_in_day",
    "is_local_midnight",
    "local_day",
    "local_days",
    "years_before",
)

OSLO = ZoneInfo("Europe/Oslo")
_UTC = dt.UTC
_Day = TypeVar("_Day", dt.date, dt.datetime)


@attrs.frozen
class Period:
    """A half-open stretch of time: *start* belongs to it, *end* does not.

    Attributes:
        start: Aware instant.
        end: Aware instant; it may lie before the start when a message says so (a finding, not an error).
    """

    start: dt.datetime = attrs.field()
    end: dt.datetime = attrs.field()

    @start.validator
    @end.validator
    def _aware(self, attribute: attrs.Attribute[dt.datetime], value: dt.datetime) -> None:
        if value.tzinfo is None:
            raise ValueError(f"{attribute.name} must be an aware instant")

    @property
    def duration(self) -> dt.timedelta:
        """The elapsed time, clock changes included.

        >>> day_period(dt.date(2024, 3, 31)).duration
        datetime.timedelta(seconds=82800)
        """
        return self.end.astimezone(_UTC) - self.start.astimezone(_UTC)

    def __contains__(self, instant: dt.datetime) -> bool:
        # in UTC: Python compares two times of one zone by the clock on the wall, also in the hour that comes twice
        start, at, end = (moment.astimezone(_UTC) for moment in (self.start, instant, self.end))
        return start <= at < end


@attrs.frozen
class Resolution:
    """The length of one step of a series: so many seconds, or so many calendar months.

    Attributes:
        code: The code of the market, such as ``PT1H``.
        seconds: Length of a step of fixed length, else 0.
        days: Length of a step in local days, else 0.
        months: Length of a step in calendar months, else 0.
    """

    code: str
    seconds: int = 0
    days: int = 0
    months: int = 0

    @classmethod
    def of(cls, code: str) -> Resolution | None:
        """Return the resolution that *code* names, or None for a code without a length here.

        The codes are those of the EMIF list DurationCodeType.

        >>> Resolution.of("PT15M").seconds
        900
        >>> Resolution.of("P1W") is None
        True
        """
        return _RESOLUTIONS.get(code)

    @property
    def step(self) -> dt.timedelta | None:
        """The step as elapsed time, None for calendar steps."""
        return dt.timedelta(seconds=self.seconds) if self.seconds else None


_RESOLUTIONS = {
    resolution.code: resolution
    for resolution in (
        Resolution("PT5M", seconds=300),
        Resolution("PT15M", seconds=900),
        Resolution("PT30M", seconds=1800),
        Resolution("PT60M", seconds=3600),
        Resolution("PT1H", seconds=3600),
        Resolution("P1D", days=1),
        Resolution("P1M", months=1),
        Resolution("P1Y", months=12),
    )
}


@lru_cache(maxsize=1 << 13)
def day_period(day: dt.date) -> Period:
    """Return the local day (døgn) *day* as a period of UTC instants.

    The first day that Python knows begins where its time begins, the last one ends where it ends.

    >>> day_period(dt.date(2024, 6, 4)).start
    datetime.datetime(2024, 6, 3, 22, 0, tzinfo=datetime.timezone.utc)
    """
    start = _midnight(day)
    end = _END_OF_TIME if day == dt.date.max else _midnight(day + dt.timedelta(days=1))
    return Period(start, end)


_BEGIN_OF_TIME, _END_OF_TIME = (
    instant.replace(tzinfo=_UTC) for instant in (dt.datetime.min, dt.datetime.max)
)


def _midnight(day: dt.date) -> dt.datetime:
    if day == dt.date.min:
        return _BEGIN_OF_TIME
    return dt.datetime.combine(day, dt.time(), OSLO).astimezone(_UTC)


def hours_in_day(day: dt.date) -> int:
    """Return the hours of a Norwegian calendar day.

    >>> [hours_in_day(dt.date(2024, m, d)) for m, d in ((3, 31), (6, 1), (10, 27))]
    [23, 24, 25]
    """
    return day_period(day).duration // dt.timedelta(hours=1)


def local_day(instant: dt.datetime) -> dt.date:
    """Return the Norwegian calendar day in which the aware *instant* lies.

    >>> local_day(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC))
    datetime.date(2024, 6, 4)
    >>> local_day(dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC))
    datetime.date(9999, 12, 31)
    """
    try:
        return instant.astimezone(OSLO).date()
    except OverflowError:
        # the Norwegian day begins an hour before Python's time does, and ends an hour after it
        return instant.date()


def is_local_midnight(instant: dt.datetime) -> bool:
    """Tell whether the aware *instant* is the start of a Norwegian day.

    >>> is_local_midnight(dt.datetime(2024, 1, 14, 23, tzinfo=dt.UTC))
    True
    """
    return instant == day_period(local_day(instant)).start


def local_days(period: Period) -> tuple[dt.date, ...]:
    """Return the Norwegian days that *period* touches, in order; none for an empty period.

    >>> p = Period(dt.datetime(2024, 1, 14, 23, tzinfo=dt.UTC), dt.datetime(2024, 1, 16, 23, tzinfo=dt.UTC))
    >>> [d.isoformat() for d in local_days(p)]
    ['2024-01-15', '2024-01-16']
    """
    if period.duration <= dt.timedelta():
        return ()
    first, last = (
        local_day(period.start),
        local_day(period.end.astimezone(_UTC) - dt.timedelta(microseconds=1)),
    )
    return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def expected_count(period: Period, resolution: Resolution) -> int | None:
    """Return how many steps of *resolution* fill *period* exactly, or None when they do not fill it.

    Args:
        period: Half-open period of aware instants.
        resolution: Step length; days and months are counted on the Norwegian calendar.

    >>> hour = Resolution.of("PT1H")
    >>> [expected_count(day_period(dt.date(2024, m, d)), hour) for m, d in ((3, 31), (6, 1), (10, 27))]
    [23, 24, 25]
    """
    if period.duration < dt.timedelta():
        return None
    if resolution.seconds:
        count, remainder = divmod(period.duration, dt.timedelta(seconds=resolution.seconds))
        return None if remainder else count
    if not (is_local_midnight(period.start) and is_local_midnight(period.end)):
        return None
    first, last = local_day(period.start), local_day(period.end)
    if resolution.days:
        count, over = divmod((last - first).days, resolution.days)
        return None if over else count
    if first.day != last.day:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month
    count, over = divmod(months, resolution.months)
    return None if over else count


def years_before(day: _Day, years: int) -> _Day:
    """Return the same Norwegian day, or the same local time, *years* earlier; for a 29 February that is not there, the 28th.

    Args:
        day: A day, or an aware instant.
        years: How many years.

    >>> years_before(dt.date(2028, 2, 29), 3).isoformat()
    '2025-02-28'
    >>> years_before(dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC), 3).isoformat()
    '2025-02-28T13:00:00+01:00'
    """
    local = day.astimezone(OSLO) if isinstance(day, dt.datetime) else day
    try:
        return local.replace(year=local.year - years)
    except ValueError:
        return local.replace(year=local.year - years, day=28)
