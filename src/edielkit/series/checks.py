"""What is wrong with the positions of a series: absent, missing, twice, outside; counted against the calendar.

These functions take any series with a period, however broken, and change nothing.
"""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.market_time import Resolution
from edielkit.series.grid import Grid, grid_of
from edielkit.series.time_series import Status, TimeSeries

__all__ = ("DayCount", "counts_by_day", "duplicates", "flat_hours", "is_complete", "missing", "outside")

Positions = npt.NDArray[np.int32]


@attrs.frozen
class DayCount:
    """How many values a Norwegian day has.

    Attributes:
        day: The calendar day.
        expected: Steps of the day inside the period of the series: 23, 24 or 25 hours of a whole day.
        present: Positions of the day that have a value.
    """

    day: dt.date
    expected: int
    present: int


def missing(series: TimeSeries, *, named: bool = True) -> Positions:
    """Return the positions of the period that have no value, rising.

    Trust: sourced (BRS-NO-313: a series with holes is rejected).

    Args:
        series: A series with a period.
        named: Whether rows with status missing count as holes; unparsed rows are such.

    Raises:
        ValueError: The series has no period, or the resolution does not fill it.

    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> day = TimeSeries(
    ...     period=day_period(dt.date(2024, 3, 31)),
    ...     resolution="PT1H",
    ...     observations=Observations.metered([1] * 22),
    ... )
    >>> missing(day)
    array([23], dtype=int32)
    """
    return (np.flatnonzero(~_present(series, grid_of(series), named=named)) + 1).astype(np.int32)


def _present(series: TimeSeries, grid: Grid, *, named: bool) -> npt.NDArray[np.bool_]:
    position = series.observations.position
    good = (position >= 1) & (position <= grid.count)
    if named:
        good &= series.observations.status != Status.MISSING
    present = np.zeros(grid.count, bool)
    present[position[good] - 1] = True
    return present


def duplicates(series: TimeSeries) -> Positions:
    """Return the positions that occur more than once, rising, each once; needs no period.

    Trust: sourced (EMIF: Sequence is unique in a payload).

    >>> from edielkit.series import Observation, Observations
    >>> twice = Observations.of([Observation(2, None), Observation(1, None), Observation(2, None)])
    >>> duplicates(TimeSeries(observations=twice))
    array([2], dtype=int32)
    """
    positions, count = np.unique(series.observations.position, return_counts=True)
    return positions[count > 1]


def outside(series: TimeSeries) -> Positions:
    """Return the positions before or after the period, rising, each once.

    Trust: derived from the count of BRS-NO-313, check 13.

    Raises:
        ValueError: The series has no period, or the resolution does not fill it.
    """
    count = grid_of(series).count
    position = series.observations.position
    return np.unique(position[(position < 1) | (position > count)])


def counts_by_day(series: TimeSeries) -> tuple[DayCount, ...]:
    """Return expected and present values of each Norwegian day that the period touches.

    Trust: sourced (VEE 2.2: 23, 24 or 25 hours, 92, 96 or 100 quarters).

    Raises:
        ValueError: The series has no period, the resolution does not fill it, or is longer than a day.

    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> day = TimeSeries(
    ...     period=day_period(dt.date(2024, 10, 27)),
    ...     resolution="PT15M",
    ...     observations=Observations.metered([1] * 96),
    ... )
    >>> counts_by_day(day)
    (DayCount(day=datetime.date(2024, 10, 27), expected=100, present=96),)
    """
    grid = grid_of(series)
    days, starts = grid.day_starts()
    if not days:
        return ()
    present = np.add.reduceat(_present(series, grid, named=True).astype(np.int64), starts)
    expected = np.diff(np.append(starts, grid.count))
    return tuple(DayCount(*row) for row in zip(days, expected.tolist(), present.tolist(), strict=True))


def is_complete(series: TimeSeries) -> bool:
    """Tell whether every position of the period has exactly one value and nothing lies outside.

    Trust: sourced (BRS-NO-313, check 13, and the uniqueness of Sequence).

    Raises:
        ValueError: The series has no period, or the resolution does not fill it.

    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> day = {"period": day_period(dt.date(2024, 3, 31)), "resolution": "PT1H"}
    >>> [is_complete(TimeSeries(**day, observations=Observations.metered([1] * n))) for n in (23, 24)]
    [True, False]
    """
    grid = grid_of(series)
    return len(series.observations) == grid.count and bool(_present(series, grid, named=True).all())


def flat_hours(series: TimeSeries) -> tuple[int, int]:
    """Return how many whole hours of a quarter series have four equal values other than zero, of how many.

    A meter that is set to quarters and measures hours shows itself so (derived; equal within a thousandth, since
    the exact share of an hour differs by that much). A flat 60-to-15 transformation looks the same.

    Args:
        series: Quarters; only hours with four values count.

    Returns:
        Hours with four equal values, and all whole hours whose four values are not all zero.

    Raises:
        ValueError: The series does not consist of quarters, or has no period that starts on the hour.

    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> hour = TimeSeries(
    ...     period=day_period(dt.date(2024, 6, 4)),
    ...     resolution="PT15M",
    ...     observations=Observations.metered([2] * 4),
    ... )
    >>> flat_hours(hour)
    (1, 1)
    """
    step = Resolution.of(series.resolution or "")
    if step is None or step.seconds != 900:
        raise ValueError(f"expected a series of quarters, found {series.resolution!r}")
    grid = grid_of(series)
    hours = Grid.of(grid.period, "PT1H").count
    values = series.observations
    good = (values.status != Status.MISSING) & (values.position >= 1) & (values.position <= grid.count)
    quantity, present = np.zeros(grid.count, np.int64), np.zeros(grid.count, bool)
    quantity[values.position[good] - 1] = values.quantity[good]
    present[values.position[good] - 1] = True
    four = quantity.reshape(hours, 4)
    whole = present.reshape(hours, 4).all(axis=1) & four.any(axis=1)
    # the span of extreme values could leave int64, so the lowest is raised, not the difference taken
    low, high = four.min(axis=1), four.max(axis=1)
    flat = whole & ((high == low) | (high - 1 == low))
    return int(flat.sum()), int(whole.sum())
