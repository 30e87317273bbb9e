"""The grid of a series: which instant each position names, and what an operation may take for granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.market_time import Period, Resolution, day_period, expected_count, local_day
from edielkit.series.time_series import Observations, TimeSeries

__all__ = ("Grid", "clean", "concatenated", "grid_of", "same_grid", "take")

# More than 150 years in steps of five minutes: a longer period is a mistake or an attack on memory.
_STEPS_LIMIT = 2**24


@attrs.frozen
class Grid:
    """The steps of a period.

    Attributes:
        period: Half-open period; its ends are UTC instants.
        resolution: Length of one step, fixed or on the Norwegian calendar.
        count: How many steps fill the period.
    """

    period: Period
    resolution: Resolution
    count: int

    @classmethod
    def of(cls, period: Period, resolution: str) -> Grid:
        """Return the grid of *period* in steps of *resolution*.

        The start lies on a boundary of the step: a whole quarter or hour (sourced: BRS-NO-313, checks 10 and 11),
        local midnight for days, the first of a month for months and of January for years (derived).

        Args:
            period: Half-open period of aware instants.
            resolution: Code of the step, such as ``PT15M``.

        Raises:
            ValueError: The code has no length, or the steps do not fill the period exactly, or lie beyond the calendar.

        >>> import datetime as dt
        >>> from edielkit.market_time import day_period
        >>> Grid.of(day_period(dt.date(2024, 10, 27)), "PT15M").count
        100
        """
        step = Resolution.of(resolution)
        if step is None:
            raise ValueError(f"expected a resolution with a length, found {resolution!r}")
        try:
            utc = Period(period.start.astimezone(dt.UTC), period.end.astimezone(dt.UTC))
            count = expected_count(utc, step) if _on_boundary(utc.start, step) else None
        except OverflowError:
            raise ValueError("expected a period of the years 1 to 9999, in UTC and in Norway") from None
        if count is None:
            raise ValueError(
                f"steps of {step.code} do not fill the period {utc.start.isoformat()} to {utc.end.isoformat()}"
            )
        if count > _STEPS_LIMIT:
            raise ValueError(f"expected at most {_STEPS_LIMIT} steps in a period, found {count}")
        return cls(utc, step, count)

    def offset(self, instant: dt.datetime) -> int:
        """Return how many steps *instant* lies after the start, negative before it.

        Raises:
            ValueError: The instant is no boundary of a step.
        """
        at, start = instant.astimezone(dt.UTC), self.period.start
        steps = expected_count(Period(min(at, start), max(at, start)), self.resolution)
        if steps is None or not _on_boundary(at, self.resolution):
            raise ValueError(
                f"expected a boundary of the {self.resolution.code} steps, found {at.isoformat()}"
            )
        return steps if at >= start else -steps

    def day_starts(self) -> tuple[list[dt.date], npt.NDArray[np.int64]]:
        """Return the Norwegian days that the grid touches, and the first step (from 0) of each.

        A step belongs to the day in which it starts; the first day may be cut by the start of the period.

        Raises:
            ValueError: A midnight lies inside a step, or the steps are longer than a day.
        """
        if self.resolution.months:
            raise ValueError(f"expected steps of at most a day, found {self.resolution.code}")
        if not self.count:
            return [], np.zeros(0, np.int64)
        day, last = local_day(self.period.start), local_day(self.period.end - dt.timedelta(microseconds=1))
        days = [day + dt.timedelta(days=n) for n in range((last - day).days + 1)]
        if self.resolution.days:
            return days, np.arange(len(days), dtype=np.int64)
        first = [0, *(self.offset(day_period(day).start) for day in days[1:])]
        return days, np.array(first, np.int64)


def _on_boundary(instant: dt.datetime, step: Resolution) -> bool:
    if step.seconds:
        return not (instant - _EPOCH) % dt.timedelta(seconds=step.seconds)
    day = local_day(instant)
    if instant != day_period(day).start:
        return False
    return not step.months or (day.day == 1 and (day.month - 1) % step.months == 0)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def grid_of(series: TimeSeries) -> Grid:
    """Return the grid of *series*.

    Raises:
        ValueError: The series has no period or no resolution, or the one does not fill the other.

    >>> grid_of(TimeSeries(observations=Observations.metered([])))
    Traceback (most recent call last):
    ValueError: expected a series with a period and a resolution
    """
    if series.period is None or series.resolution is None:
        raise ValueError("expected a series with a period and a resolution")
    return Grid.of(series.period, series.resolution)


def same_grid(first: Grid, other: Grid) -> bool:
    """Tell whether two grids have the same instants; ``PT1H`` and ``PT60M`` are the same step."""
    return first.period == other.period and first.count == other.count and _same_step(first, other)


def _same_step(first: Grid, other: Grid) -> bool:
    return attrs.evolve(first.resolution, code="") == attrs.evolve(other.resolution, code="")


def take(observations: Observations, rows: npt.NDArray[np.intp], shift: int = 0) -> Observations:
    """Return the chosen *rows* in their order, positions moved by *shift*; unparsed rows go with theirs.

    Args:
        observations: The values.
        rows: Row numbers from 0, each at most once.
        shift: Added to every position.
    """
    unparsed = observations.unparsed
    if unparsed:
        new_row = {row: new for new, row in enumerate(rows.tolist())}
        unparsed = tuple(sorted((new_row[row], text) for row, text in unparsed if row in new_row))
    return Observations(
        position=observations.position[rows] + np.int32(shift),
        quantity=observations.quantity[rows],
        status=observations.status[rows],
        validation=observations.validation[rows],
        estimation=observations.estimation[rows],
        unparsed=unparsed,
    )


def concatenated(blocks: Sequence[Observations]) -> Observations:
    """Return the rows of all *blocks* one after the other, unparsed rows included."""
    lengths = np.cumsum([0, *(len(block) for block in blocks)]).tolist()
    return Observations(
        position=np.concatenate([block.position for block in blocks]),
        quantity=np.concatenate([block.quantity for block in blocks]),
        status=np.concatenate([block.status for block in blocks]),
        validation=np.concatenate([block.validation for block in blocks]),
        estimation=np.concatenate([block.estimation for block in blocks]),
        unparsed=tuple(
            (row + at, text)
            for at, block in zip(lengths, blocks, strict=False)
            for row, text in block.unparsed
        ),
    )


def clean(series: TimeSeries, grid: Grid, *, unparsed: bool = False) -> Observations:
    """Return the observations of *series* in order of position, each position once and inside the period.

    Args:
        series: Any series; holes are fine.
        grid: The grid of the series.
        unparsed: Whether rows that the columns cannot hold are let through.

    Raises:
        ValueError: A position occurs twice or lies outside the period, or a row is unparsed and *unparsed* is false.
    """
    values = series.observations
    if values.unparsed and not unparsed:
        raise ValueError(
            f"row {values.unparsed[0][0]} of the series has no value that can be calculated with"
        )
    position = values.position
    if not len(position):
        return values
    step = np.diff(position.astype(np.int64))
    if (step < 0).any():
        values = take(values, np.argsort(position, kind="stable"))
        position = values.position
        step = np.diff(position.astype(np.int64))
    if not step.all():
        raise ValueError(f"position {position[int(np.argmin(step))]} occurs more than once")
    if position[0] < 1 or position[-1] > grid.count:
        outside = position[0] if position[0] < 1 else position[-1]
        raise ValueError(f"expected positions from 1 to {grid.count}, found {outside}")
    return values
