"""The grid of a series: steps, boundaries, days."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days, full, metered_series

from edielkit.market_time import OSLO, Period
from edielkit.series import Grid, Observations, TimeSeries, grid_of
from edielkit.series.grid import clean, same_grid


@pytest.mark.parametrize(
    ("period", "resolution", "count"),
    [
        (days(SPRING), "PT1H", 23),
        (days(JUNE), "PT1H", 24),
        (days(AUTUMN), "PT1H", 25),
        (days(SPRING), "PT15M", 92),
        (days(JUNE), "PT15M", 96),
        (days(AUTUMN), "PT15M", 100),
        (days(AUTUMN), "PT5M", 300),
        (days(dt.date(2024, 3, 1), 31), "P1D", 31),
        (days(dt.date(2024, 1, 1), 366), "P1M", 12),
        (days(dt.date(2024, 1, 1), 366), "P1Y", 1),
    ],
)
def test_steps_fill_the_period(period, resolution, count):
    """The count of steps follows the Norwegian clock and calendar."""
    assert count == Grid.of(period, resolution).count


NOON = dt.datetime(2024, 6, 4, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("period", "resolution", "words"),
    [
        (Period(NOON, NOON + dt.timedelta(minutes=20)), "PT15M", "do not fill"),
        (Period(NOON + dt.timedelta(minutes=5), NOON + dt.timedelta(minutes=65)), "PT1H", "do not fill"),
        (Period(NOON, NOON + dt.timedelta(days=1)), "P1D", "do not fill"),
        (days(dt.date(2024, 1, 2), 31), "P1M", "do not fill"),
        (days(dt.date(2024, 2, 1), 366), "P1Y", "do not fill"),
        (Period(NOON, NOON - dt.timedelta(hours=1)), "PT1H", "do not fill"),
        (days(JUNE), "P1W", "with a length, found 'P1W'"),
        (days(dt.date(1900, 1, 1), 70_000), "PT5M", "at most 16777216 steps"),
    ],
)
def test_what_is_no_grid_is_refused(period, resolution, words):
    """A period that the steps do not fill, or that would need too many, is an error that says so."""
    with pytest.raises(ValueError, match=words):
        Grid.of(period, resolution)


def test_ends_in_local_time_are_the_same_instants():
    """A period given in Norwegian time has the same grid, also in the hour that comes twice."""
    second_two = dt.datetime(2024, 10, 27, 2, tzinfo=OSLO, fold=1)
    local = Period(second_two, dt.datetime(2024, 10, 27, 4, tzinfo=OSLO))
    start = dt.datetime(2024, 10, 27, 1, tzinfo=dt.UTC)

    assert same_grid(Grid.of(Period(start, start + dt.timedelta(hours=2)), "PT60M"), Grid.of(local, "PT1H"))


def test_offsets_count_steps_both_ways():
    """An offset is the number of steps, negative before the start."""
    grid = grid_of(full(AUTUMN, "PT15M"))

    assert 100 == grid.offset(grid.period.end)
    assert -4 == grid.offset(grid.period.start - dt.timedelta(hours=1))
    with pytest.raises(ValueError, match="boundary of the PT15M steps"):
        grid.offset(grid.period.start + dt.timedelta(minutes=1))


def test_days_start_where_the_clock_says():
    """The first steps of the days around the change of March."""
    names, starts = grid_of(full(dt.date(2024, 3, 30), "PT1H", 3)).day_starts()

    assert [30, 31, 1] == [day.day for day in names]
    assert [0, 24, 47] == starts.tolist()


def test_a_series_without_period_has_no_grid():
    """Neither a period nor a resolution may be absent."""
    for series in (
        TimeSeries(resolution="PT1H", observations=Observations.metered([1])),
        TimeSeries(period=days(JUNE), observations=Observations.metered([1])),
    ):
        with pytest.raises(ValueError, match="a period and a resolution"):
            grid_of(series)


@pytest.mark.parametrize(
    ("observations", "words"),
    [
        (block([1, 2, 3], [1, 3, 3]), "position 3 occurs more than once"),
        (block([1, 2, 3], [3, 1, 3]), "position 3 occurs more than once"),
        (block([1, 2], [0, 1]), "from 1 to 24, found 0"),
        (block([1, 2], [24, 25]), "from 1 to 24, found 25"),
        (block([1, 2], [-(2**31), 2**31 - 1]), "from 1 to 24, found -2147483648"),
        (block([0, 2], status=[5, 0], unparsed=((0, "x"),)), "row 0 of the series has no value"),
    ],
)
def test_what_cannot_be_calculated_with_is_refused(observations, words):
    """Positions twice or outside, and odd rows, are named."""
    series = metered_series([], observations=observations)

    with pytest.raises(ValueError, match=words):
        clean(series, grid_of(series))


def test_rows_out_of_order_are_sorted():
    """The order of rows carries nothing; odd rows stay with their positions."""
    series = metered_series(
        [], observations=block([30, 0, 20], [3, 1, 2], status=[0, 5, 0], unparsed=((1, "x"),))
    )

    assert block([0, 20, 30], status=[5, 0, 0], unparsed=((0, "x"),)) == clean(
        series, grid_of(series), unparsed=True
    )


@pytest.mark.parametrize("resolution", ["PT1H", "P1D", "P1M"])
@pytest.mark.parametrize(
    "period",
    [
        Period(dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        Period(dt.datetime(9999, 12, 31, 22, tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)),
        Period(
            dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            dt.datetime(1, 1, 2, tzinfo=dt.UTC),
        ),
    ],
)
def test_the_ends_of_the_calendar_are_no_overflow(period, resolution):
    """A period that some zone has no time for is refused as any other."""
    with pytest.raises(ValueError, match="period"):
        Grid.of(period, resolution)
