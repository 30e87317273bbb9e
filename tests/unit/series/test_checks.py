"""Positions that are absent, twice or outside, and counts against the calendar."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, full, metered_series

from edielkit.market_time import Period
from edielkit.series import (
    DayCount,
    Status,
    counts_by_day,
    cut,
    duplicates,
    fill,
    flat_hours,
    is_complete,
    missing,
    outside,
    sixty_to_fifteen,
)


def test_every_fault_of_position_is_found():
    """Absent, named missing, twice, before and after: each is told by its own function."""
    series = metered_series(
        [], observations=block([1] * 25, [0, *range(1, 22), 21, 25, 24], status=[0] * 24 + [5])
    )

    assert [22, 23, 24] == missing(series).tolist()
    assert [22, 23] == missing(series, named=False).tolist()
    assert [21] == duplicates(series).tolist()
    assert [0, 25] == outside(series).tolist()
    assert not is_complete(series)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (JUNE, 24), (AUTUMN, 25)])
def test_a_day_has_the_values_of_the_calendar(day, hours):
    """23, 24 or 25 hours, 92, 96 or 100 quarters, one day."""
    for resolution, expected in (("PT1H", hours), ("PT15M", 4 * hours), ("P1D", 1)):
        series = full(day, resolution)

        assert (DayCount(day, expected, expected),) == counts_by_day(series)
        assert is_complete(series)


def test_24_values_on_every_day_are_found():
    """Days that take the clock for a simple one are short in October and long in March."""
    short = metered_series([1] * 96, AUTUMN - dt.timedelta(days=1), "PT1H", 4)

    assert [(24, 24), (25, 25), (24, 24), (24, 23)] == [(d.expected, d.present) for d in counts_by_day(short)]
    assert [24] == outside(metered_series([1] * 24, SPRING)).tolist()


def test_a_broken_day_counts_its_own_steps():
    """A day that the period cuts has fewer steps to fill."""
    series = full(JUNE, "PT1H", 2)
    start = series.period.start
    part = cut(series, Period(start + dt.timedelta(hours=20), start + dt.timedelta(hours=30)))

    assert [4, 6] == [day.expected for day in counts_by_day(part)]


def test_unparsed_rows_count_as_missing():
    """A row that cannot be read is no value."""
    series = metered_series(
        [], observations=block([1] * 23 + [0], status=[0] * 23 + [5], unparsed=((23, "?"),))
    )

    assert [24] == missing(series).tolist()
    assert [23] == [day.present for day in counts_by_day(series)]


def test_an_empty_period_has_no_days():
    """No time, no days, nothing missing."""
    empty = metered_series([], period=Period(full().period.start, full().period.start))

    assert () == counts_by_day(empty)
    assert is_complete(empty)


def test_months_have_no_days():
    """Steps longer than a day cannot be counted by day."""
    with pytest.raises(ValueError, match="at most a day"):
        counts_by_day(full(dt.date(2024, 6, 1), "P1M", 30))


def test_duplicates_need_no_period():
    """A series without period can have positions twice all the same."""
    series = attrs.evolve(full(), period=None, observations=block([1, 2, 3], [7, 7, 7]))

    assert [7] == duplicates(series).tolist()


def test_flat_hours_show_an_hourly_meter():
    """Quarters that come from hours are all flat; real ones are not; zeros say nothing."""
    assert (24, 24) == flat_hours(sixty_to_fifteen(full()))
    assert (0, 24) == flat_hours(metered_series(range(96), JUNE, "PT15M"))
    assert (0, 0) == flat_hours(metered_series([0] * 96, JUNE, "PT15M"))
    assert (1, 1) == flat_hours(metered_series([], JUNE, "PT15M", observations=block([5, 6, 6, 5, 1, 1])))
    assert (0, 0) == flat_hours(fill(metered_series([], JUNE, "PT15M"), status=Status.MISSING))


def test_flat_hours_need_quarters():
    """Hours have no quarters to compare."""
    with pytest.raises(ValueError, match="expected a series of quarters"):
        flat_hours(full())
    quarter = Period(full().period.start, full().period.start + dt.timedelta(minutes=15))
    with pytest.raises(ValueError, match="do not fill"):
        flat_hours(metered_series([1], resolution="PT15M", period=quarter))
