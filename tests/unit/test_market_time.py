"""Days, clock changes, periods and steps."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.market_time import (
    OSLO,
    Period,
    Resolution,
    day_period,
    expected_count,
    hours_in_day,
    is_local_midnight,
    local_day,
    local_days,
    whole_days_fault,
    years_before,
)

# the hour that comes twice, in Norwegian time
FIRST = dt.datetime(2024, 10, 27, 2, 30, tzinfo=OSLO)
SECOND = dt.datetime(2024, 10, 27, 2, 0, tzinfo=OSLO, fold=1)


def test_the_hour_that_comes_twice_is_two_hours():
    """Local times of one zone are compared as instants, not by the clock on the wall."""
    period = Period(FIRST, SECOND)

    assert dt.timedelta(minutes=30) == period.duration
    assert 2 == expected_count(period, Resolution.of("PT15M"))
    assert (dt.date(2024, 10, 27),) == local_days(period)
    assert dt.datetime(2024, 10, 27, 2, 45, tzinfo=OSLO) in period
    assert SECOND not in period
    assert dt.datetime(2024, 10, 27, 2, 30, tzinfo=OSLO, fold=1) not in period


@pytest.mark.parametrize(
    ("start", "end", "resolution", "count"),
    [
        ("2024-03-31", "2024-04-01", "PT1H", 23),
        ("2024-10-27", "2024-10-28", "PT15M", 100),
        ("2024-01-01", "2025-01-01", "P1D", 366),
        ("2024-01-01", "2025-01-01", "P1M", 12),
        ("2024-01-01", "2025-01-01", "P1Y", 1),
        ("2024-01-02", "2024-02-01", "P1M", None),
        ("2024-01-01", "2024-07-01", "P1Y", None),
        ("2024-01-02", "2024-01-01", "PT1H", None),
    ],
)
def test_counts_on_the_norwegian_calendar(start, end, resolution, count):
    """How many steps fill the days from *start* to *end*."""
    period = Period(*(day_period(dt.date.fromisoformat(day)).start for day in (start, end)))

    assert count == expected_count(period, Resolution.of(resolution))


def test_days_that_are_cut():
    """A period that does not start and end at midnight touches its first and last day, and has no count of days."""
    noon = dt.datetime(2024, 6, 4, 12, tzinfo=dt.UTC)
    period = Period(noon, noon + dt.timedelta(days=1))

    assert (dt.date(2024, 6, 4), dt.date(2024, 6, 5)) == local_days(period)
    assert expected_count(period, Resolution.of("P1D")) is None
    assert () == local_days(Period(noon, noon))


def test_a_period_needs_instants():
    """Times without a zone are no instants."""
    with pytest.raises(ValueError, match="end must be an aware instant"):
        Period(dt.datetime(2024, 6, 4, tzinfo=dt.UTC), dt.datetime(2024, 6, 5))


def test_midnight_is_local():
    """The day starts at 22:00 UTC in summer and at 23:00 UTC in winter."""
    for month, hour in ((6, 22), (12, 23)):
        instant = dt.datetime(2024, month, 3, hour, tzinfo=dt.UTC)
        assert is_local_midnight(instant)
        assert dt.date(2024, month, 4) == local_day(instant)
        assert not is_local_midnight(instant + dt.timedelta(hours=1))


def test_steps_have_one_kind_of_length():
    """Fixed steps have seconds, calendar steps have none."""
    assert dt.timedelta(minutes=15) == Resolution.of("PT15M").step
    assert Resolution.of("P1D").step is None
    assert Resolution.of("N") is None


NORMAL_TIME = dt.timezone(dt.timedelta(hours=1))


def period(start: str, end: str) -> Period:
    """Return a period of ISO texts."""
    return Period(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


WHOLE = [
    ("2026-01-15T00:00+01:00", "2026-01-16T00:00+01:00"),
    ("2026-03-28T23:00Z", "2026-03-29T22:00Z"),
    ("2026-10-24T22:00Z", "2026-10-25T23:00Z"),
    ("2026-01-31T23:00Z", "2026-02-28T23:00Z"),
    ("2025-12-31T23:00Z", "2026-12-31T23:00Z"),
    ("2026-06-30T22:00Z", "2026-06-30T22:00Z"),
]


@pytest.mark.parametrize(("start", "end"), WHOLE)
def test_days_months_and_years_are_whole_days(start, end):
    """Days of 23, 24 and 25 hours, months and years; of a period without length nothing is said."""
    assert whole_days_fault(period(start, end)) is None


FAULTS = [
    # the clock change was forgotten, both ways, and a day that is an hour off by itself
    ("2026-03-28T23:00Z", "2026-03-29T23:00Z", "it ends at 01:00; 2026-03-29 has 23 hours and ends at 2026-03-30T00:00+0200"),
    ("2026-10-24T22:00Z", "2026-10-25T22:00Z", "it ends at 23:00; 2026-10-25 has 25 hours and ends at 2026-10-26T00:00+0100"),
    ("2026-01-14T23:00Z", "2026-01-16T00:00Z", "it ends at 01:00; 2026-01-15 has 24 hours and ends at 2026-01-16T00:00+0100"),
    ("2026-02-28T23:00Z", "2026-03-31T23:00Z", "it ends at 01:00; 2026-03-31 has 24 hours and ends at 2026-04-01T00:00+0200"),
    # days of another clock
    (
        "2026-01-15T00:00Z",
        "2026-01-16T00:00Z",
        "it begins at 01:00; 00:00 UTC is 01:00 in Oslo, where 2026-01-15 begins at 2026-01-15T00:00+0100",
    ),
    (
        "2026-06-15T00:00Z",
        "2026-06-16T00:00Z",
        "it begins at 02:00; 00:00 UTC is 02:00 in Oslo, where 2026-06-15 begins at 2026-06-15T00:00+0200",
    ),
    (
        "2026-06-15T00:00+01:00",
        "2026-06-16T00:00+01:00",
        "it begins at 01:00; 00:00 UTC+1 is 01:00 in Oslo, where 2026-06-15 begins at 2026-06-15T00:00+0200",
    ),
    (
        "2026-01-15T00:00+02:00",
        "2026-01-16T00:00+02:00",
        "it begins at 23:00; 00:00 UTC+2 is 23:00 in Oslo, where 2026-01-15 begins at 2026-01-15T00:00+0100",
    ),
    # the last minute
    (
        "2026-01-15T00:00+01:00",
        "2026-01-15T23:59+01:00",
        "it ends at 23:59:00; a period ends where the next one begins, at 2026-01-16T00:00+0100",
    ),
    (
        "2026-06-15T10:00+02:00",
        "2026-06-15T23:59:59+02:00",
        "it ends at 23:59:59; a period ends where the next one begins, at 2026-06-16T00:00+0200",
    ),
    # parts of days
    (
        "2026-02-01T09:00Z",
        "2026-02-01T11:00Z",
        "it is 10:00 to 12:00 of a day that lasts from 2026-02-01T00:00+0100 to 2026-02-02T00:00+0100",
    ),
    (
        "2026-02-01T09:00Z",
        "2026-02-01T23:00Z",
        "it is 10:00 to 00:00 of a day that lasts from 2026-02-01T00:00+0100 to 2026-02-02T00:00+0100",
    ),
    ("2026-01-31T23:00Z", "2026-02-02T11:00Z", "it ends at 2026-02-02T12:00+0100, days end at 00:00 in Oslo"),
    (
        "2026-02-01T09:00Z",
        "2026-02-02T11:00Z",
        "it begins at 2026-02-01T10:00+0100 and ends at 2026-02-02T12:00+0100, days begin and end at 00:00 in Oslo",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "words"), FAULTS)
def test_what_a_period_probably_should_have_been(start, end, words):
    """A forgotten clock change, another clock, the last minute or a part: each is told by its own words."""
    assert words == whole_days_fault(period(start, end))


def test_days_of_another_calendar():
    """Sweden's days begin at 00:00 of normal time, in summer too."""
    right, wrong = (
        period("2026-06-14T23:00Z", "2026-06-15T23:00Z"),
        period("2026-06-14T22:00Z", "2026-06-15T22:00Z"),
    )

    assert whole_days_fault(right, NORMAL_TIME) is None
    assert (
        "it begins at 23:00; 00:00 UTC+2 is 23:00 by UTC+1, where 2026-06-15 begins at 2026-06-15T00:00+0100"
        == whole_days_fault(wrong, NORMAL_TIME)
    )


def test_the_ends_of_the_calendar_are_no_fault():
    """Where time ends nothing can be said, and nothing raises."""
    last = Period(
        dt.datetime(9999, 12, 31, 22, 30, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC)
    )
    first = Period(dt.datetime(1, 1, 1, tzinfo=NORMAL_TIME), dt.datetime(1, 1, 2, tzinfo=dt.UTC))

    for edge in (first, last):
        assert whole_days_fault(edge) is None or isinstance(whole_days_fault(edge), str)


def test_a_period_that_ends_beyond_the_calendar_in_utc():
    """It has a length, days and steps; its end is no instant in UTC."""
    west = dt.timezone(dt.timedelta(hours=-12))
    start, end = (
        dt.datetime(9999, 12, 31, 12, tzinfo=west),
        dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=west),
    )
    last = Period(start, end)

    assert last.duration == end - start
    assert start in last
    assert dt.datetime(9999, 12, 31, tzinfo=west) not in last
    assert [day.isoformat() for day in local_days(last)] == ["9999-12-31"]
    assert expected_count(last, Resolution.of("PT1H")) is None


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1, 1, 2), dt.date(9999, 12, 30), dt.date.max])
def test_the_first_and_the_last_days_have_their_hours(day):
    """The calendar cuts them, and no clock."""
    assert 24 == hours_in_day(day)


def test_days_at_the_first_instant_of_a_clock_ahead():
    """Nothing is before the first moment of the year 1, in UTC or by a clock that is ahead of it."""
    first = dt.datetime.min
    ahead, further = (first.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours))) for hours in (13, 14))

    assert (dt.date.min,) == local_days(Period(further, ahead))
    assert (dt.date.min,) == local_days(Period(further, first.replace(tzinfo=dt.UTC)))


def test_before_the_year_1_there_is_no_year():
    """Three years before the second is the first moment, for days and for times of any clock."""
    begin = dt.datetime.min.replace(tzinfo=dt.UTC)

    assert dt.date.min == years_before(dt.date(3, 2, 1), 3)
    assert begin == years_before(begin.replace(year=2), 3)
    assert begin == years_before(dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14))), 1)
