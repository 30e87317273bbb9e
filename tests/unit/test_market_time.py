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
    is_local_midnight,
    local_day,
    local_days,
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
