"""Time as the Norwegian power market counts it: local days, clock changes, periods, resolutions and whole days.

Days are those of Europe/Oslo; periods are half open and their ends are aware instants.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs

__all__ = (
    "OSLO",
    "RESOLUTIONS",
    "Period",
    "Resolution",
    "as_instant",
    "day_period",
    "expected_count",
    "hours_in_day",
    "in_zone",
    "instant_or_naive",
    "instant_or_none",
    "is_local_midnight",
    "local_day",
    "local_days",
    "local_time",
    "overlapped",
    "shown_by",
    "whole_days_fault",
    "years_before",
)

OSLO = ZoneInfo("Europe/Oslo")
_UTC = dt.UTC
_Day = TypeVar("_Day", dt.date, dt.datetime)


def as_instant(instant: dt.datetime) -> dt.datetime:
    """Return an aware *instant* with the offset that it has, in place of a clock that changes: same text, comparable.

    Python compares and subtracts two times of one zone by the clock on the wall, and takes none of the hour that comes twice
    for equal to the same instant in UTC.

    Args:
        instant: An aware instant on any clock.

    Returns:
        The same instant with the same date and time, in a zone of one offset.

    Raises:
        ValueError: *instant* has no offset: no time zone, or one that tells none.

    >>> first, again = (dt.datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=fold) for fold in (0, 1))
    >>> first == again, as_instant(first) == as_instant(again), as_instant(again).isoformat()
    (True, False, '2026-10-25T02:30:00+01:00')
    """
    # the zones of nearly all, which have one offset
    if type(instant.tzinfo) is dt.timezone:
        return instant
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("expected an aware instant, such as datetime.now(UTC)")
    return instant.replace(tzinfo=dt.timezone(offset), fold=0)


def instant_or_naive(instant: dt.datetime) -> dt.datetime:
    """Return what `as_instant` does; a time without a zone as it is, so that a validator may name the field that needs one.

    Args:
        instant: An instant on any clock, or a time without a zone.

    Returns:
        The instant with the offset that it has, or the time without a zone.

    Raises:
        ValueError: *instant* has a zone that tells no offset.

    >>> instant_or_naive(dt.datetime(2026, 10, 25)).tzinfo is None
    True
    """
    return instant if instant.tzinfo is None else as_instant(instant)


def instant_or_none(instant: dt.datetime | None) -> dt.datetime | None:
    """Return what `instant_or_naive` does, None for None: the converter of fields that may be absent.

    Args:
        instant: An instant on any clock, a time without a zone, or None.

    Returns:
        The instant with the offset that it has, the time without a zone, or None.

    Raises:
        ValueError: *instant* has a zone that tells no offset.

    >>> instant_or_none(None) is None, instant_or_none(dt.datetime(2026, 1, 1, tzinfo=OSLO)).utcoffset()
    (True, datetime.timedelta(seconds=3600))
    """
    return None if instant is None else instant_or_naive(instant)


@attrs.frozen
class Period:
    """A half-open stretch of time: *start* belongs to it, *end* does not.

    Attributes:
        start: Aware instant; one on the clock of a place is kept with the offset that it has there (`as_instant`).
        end: The same; it may lie before the start when a message says so (a finding, not an error).
    """

    start: dt.datetime = attrs.field(converter=instant_or_naive)
    end: dt.datetime = attrs.field(converter=instant_or_naive)

    @start.validator
    @end.validator
    def _aware(self, attribute: attrs.Attribute[dt.datetime], value: dt.datetime) -> None:
        if value.tzinfo is None:
            raise ValueError(f"{attribute.name} must be an aware instant, such as datetime.now(UTC)")

    @property
    def duration(self) -> dt.timedelta:
        """The elapsed time, clock changes included.

        >>> day_period(dt.date(2024, 3, 31)).duration
        datetime.timedelta(seconds=82800)
        """
        return _elapsed(self.end) - _elapsed(self.start)

    def __contains__(self, instant: dt.datetime) -> bool:
        # by elapsed time: Python compares two times of one zone by the clock on the wall, also in the hour that comes twice
        return _elapsed(self.start) <= _elapsed(instant) < _elapsed(self.end)


def _elapsed(instant: dt.datetime) -> dt.timedelta:
    """Return the time from the year 1 in UTC to an aware instant, also of one whose UTC lies beyond the calendar."""
    offset = instant.utcoffset()
    assert offset is not None
    return instant.replace(tzinfo=None) - dt.datetime.min - offset


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


# codes of all step lengths
RESOLUTIONS = tuple(_RESOLUTIONS)


@lru_cache(maxsize=1 << 13)
def day_period(day: dt.date) -> Period:
    """Return the local day (døgn) *day* as a period of UTC instants.

    The first day that Python knows begins where its time begins, the last one ends where it ends.

    Args:
        day: The date in Norway.

    Raises:
        TypeError: *day* is no date, or an instant: which day it lies in depends on the zone.

    >>> day_period(dt.date(2024, 6, 4)).start
    datetime.datetime(2024, 6, 3, 22, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise TypeError(f"expected a date such as datetime.date(2026, 2, 2), found {type(day).__name__}")
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
    period = day_period(day)
    # the calendar of Python cuts its first and its last day, no clock does
    return 24 if day in {dt.date.min, dt.date.max} else period.duration // dt.timedelta(hours=1)


def local_day(instant: dt.datetime) -> dt.date:
    """Return the Norwegian calendar day in which the aware *instant* lies.

    >>> local_day(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC))
    datetime.date(2024, 6, 4)
    >>> local_day(dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC))
    datetime.date(9999, 12, 31)
    """
    # the Norwegian day begins an hour before Python's time does, and ends an hour after it
    return local_time(instant).date()


def local_time(instant: dt.datetime) -> dt.datetime:
    """Return the aware *instant* on the clock of Norway; as it is written where Norway's calendar would have no such year.

    >>> local_time(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC)).isoformat()
    '2024-06-04T00:00:00+02:00'
    >>> local_time(dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC)).isoformat()
    '9999-12-31T23:30:00+00:00'
    """
    return shown_by(OSLO, instant) or instant


def shown_by(zone: dt.tzinfo, instant: dt.datetime) -> dt.datetime | None:
    """Return the time that a clock shows at an aware instant, None where the calendar does not reach so far.

    >>> shown_by(dt.timezone(dt.timedelta(hours=-5)), dt.datetime(1, 1, 1, tzinfo=dt.UTC)) is None
    True
    """
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return None


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
    first, last = local_day(period.start), local_day(_moment_before(period.end))
    return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _moment_before(instant: dt.datetime) -> dt.datetime:
    # beyond the calendar in UTC no clock changes, and before its first moment there is none
    for local in (shown_by(_UTC, instant), instant):
        try:
            return (local or instant) - dt.timedelta(microseconds=1)
        except OverflowError:
            continue
    return instant


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


_Holder = TypeVar("_Holder")


def overlapped(
    spans: Sequence[tuple[Period, _Holder]], period: Period
) -> tuple[int, tuple[Period, _Holder] | None]:
    """Return where a period belongs among others, and which of them it overlaps, None for none.

    Args:
        spans: Periods in order that do not overlap each other, each with what it is of.
        period: A period that ends after it begins.

    >>> days = [(day_period(dt.date(2026, 1, day)), day) for day in (1, 3)]
    >>> overlapped(days, day_period(dt.date(2026, 1, 2))), overlapped(days, days[1][0])[1] is days[1]
    ((1, None), True)
    """
    index = bisect_right(spans, period.start, key=lambda span: span[0].start)
    beside = spans[max(0, index - 1) : index + 1]
    touched = (span for span in beside if span[0].start < period.end and period.start < span[0].end)
    return index, next(touched, None)


def years_before(day: _Day, years: int) -> _Day:
    """Return the same Norwegian day, or the same local time, *years* earlier; for a 29 February that is not there, the 28th.

    Before the year 1 there is none: then it is the first that Python knows.

    Args:
        day: A day, or an aware instant.
        years: How many years.

    >>> years_before(dt.date(2028, 2, 29), 3).isoformat()
    '2025-02-28'
    >>> years_before(dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC), 3).isoformat()
    '2025-02-28T13:00:00+01:00'
    """
    local = local_time(day) if isinstance(day, dt.datetime) else day
    if local.year <= years:
        return _BEGIN_OF_TIME if isinstance(day, dt.datetime) else dt.date.min
    try:
        return local.replace(year=local.year - years)
    except ValueError:
        return local.replace(year=local.year - years, day=28)


# -- whole days: both wires ask here; months and years begin and end with days, so that they are whole days too

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
_NORMAL_TIME, _SUMMER_TIME = (dt.timezone(dt.timedelta(hours=hours)) for hours in (1, 2))
# Clocks that are taken for the market's by mistake, with their names.
_OTHER_CLOCKS: tuple[tuple[dt.tzinfo, str], ...] = (
    (_UTC, "UTC"),
    (_NORMAL_TIME, "UTC+1"),
    (_SUMMER_TIME, "UTC+2"),
)


def whole_days_fault(period: Period, calendar: dt.tzinfo = OSLO, place: str = "Oslo") -> str | None:
    """Return in words why a period is no whole days and what it probably should have been, None when it is some.

    Args:
        period: The period; one without length has no days, and nothing is said of it.
        calendar: Zone in which days begin.
        place: Where the clock of *calendar* is shown, in words, when that is the year's clock.

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
        return next(_whole_days_words(start, end, calendar, in_zone(calendar, place)))
    except OverflowError:
        # the last days that Python knows have no end
        return None


def _whole_days_words(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo, where: str) -> Iterator[str]:
    """Yield the most telling words first."""
    yield from _last_minute(end, calendar)
    if _is_midnight(start):
        yield from _an_hour_beside(start, end, calendar)
    yield from _another_clock(start, end, calendar, where)
    if start.date() == (end - _MINUTE).date():
        day = start.date()
        first, last = _shown(_start_of(day, calendar)), _shown(_start_of(day + _DAY, calendar))
        yield f"it is {_shown_time(start)} to {_shown_time(end)} of a day that lasts from {first} to {last}"
    elif _is_midnight(start):
        yield f"it ends at {_shown(end)}, days end at 00:00 {where}"
    else:
        yield f"it begins at {_shown(start)} and ends at {_shown(end)}, days begin and end at 00:00 {where}"


def _last_minute(end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    if (end.hour, end.minute) == (23, 59):
        right = _shown(_start_of(end.date() + _DAY, calendar))
        yield f"it ends at {end:%H:%M:%S}; a period ends where the next one begins, at {right}"


def _an_hour_beside(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo) -> Iterator[str]:
    """Yield what is said of a period that begins with a day and ends an hour beside one: the clock change was forgotten."""
    instant = end.astimezone(_UTC)
    for near in (instant - _HOUR, instant + _HOUR):
        local = near.astimezone(calendar)
        if _is_midnight(local) and near > start.astimezone(_UTC):
            day = local.date() - _DAY
            hours = (near - _start_of(day, calendar).astimezone(_UTC)) // _HOUR
            yield f"it ends at {_shown_time(end)}; {day} has {hours} hours and ends at {_shown(local)}"


def _another_clock(start: dt.datetime, end: dt.datetime, calendar: dt.tzinfo, where: str) -> Iterator[str]:
    for zone, name in _OTHER_CLOCKS:
        if _is_midnight(start.astimezone(zone)) and _is_midnight(end.astimezone(zone)):
            day = start.astimezone(zone).date()
            first = _start_of(day, calendar)
            shift = f"00:00 {name} is {_shown_time(start)} {where}"
            yield f"it begins at {_shown_time(start)}; {shift}, where {day} begins at {_shown(first)}"


def _is_midnight(local: dt.datetime) -> bool:
    return local.time() == dt.time()


def _start_of(day: dt.date, calendar: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), calendar)


def in_zone(calendar: dt.tzinfo, place: str = "Oslo") -> str:
    """Return in words by which clock something is said.

    Args:
        calendar: A zone.
        place: Where the year's clock is shown.

    >>> in_zone(OSLO), in_zone(OSLO, "Zurich"), in_zone(_NORMAL_TIME)
    ('in Oslo', 'in Zurich', 'by UTC+1')
    """
    return f"in {place}" if calendar is OSLO else f"by {dict(_OTHER_CLOCKS).get(calendar, str(calendar))}"


def _shown_time(local: dt.datetime) -> str:
    return f"{local:%H:%M}"


def _shown(local: dt.datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M%z}"
