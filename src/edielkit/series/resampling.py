"""Series in another resolution: sums over longer steps, and exact shares over shorter ones.

Longer steps: receivers sum quarters to hours themselves (sourced: Elhub distributes at the registered resolution).
Shorter steps: the 60-to-15 transformation of the Norwegian imbalance settlement.
"""

from __future__ import annotations

from enum import Enum

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.market_time import Resolution
from edielkit.series.combined_status import Merge, merged_rows, quality_columns
from edielkit.series.exact import INT64_MAX, group_sums, largest, muldiv
from edielkit.series.grid import Grid, clean, grid_of
from edielkit.series.joining import Holes
from edielkit.series.time_series import Observations, Status, TimeSeries

__all__ = ("ZeroProfile", "sixty_to_fifteen", "spread", "sum_days", "sum_to")

Ints = npt.NDArray[np.int64]

# `muldiv` divides by at most this much
_PROFILE_LIMIT = 2**62


class ZeroProfile(Enum):
    """What `spread` does with a step whose profile is zero throughout.

    Attributes:
        FLAT: Equal shares (derived: the published text does not say).
        REFUSE: It raises, unless the value is zero, too.
    """

    FLAT = "flat"
    REFUSE = "refuse"


def sum_to(
    series: TimeSeries, resolution: str, *, merge: Merge = Merge.WORST, holes: Holes = Holes.REFUSE
) -> TimeSeries:
    """Return the exact sums of *series* over longer steps: quarters to hours, hours to local days or months.

    Trust: that the receiver sums is sourced (distribution of 15-minute series); the quality of a sum is derived,
    see `Merge`.

    Args:
        series: Energy in fixed steps, or in days; every longer step holds whole steps of it.
        resolution: Code of the longer step; days, months and years are those of the Norwegian calendar.
        merge: Status and codes of a sum.
        holes: A longer step with a hole or a missing value raises, or is missing (without any value: absent).

    Raises:
        ValueError: The longer steps do not fill the period, a value is missing or unparsed, or a sum leaves int64.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = TimeSeries(
    ...     period=day_period(dt.date(2024, 10, 27)),
    ...     resolution="PT15M",
    ...     observations=Observations.metered(["0.001"] * 100),
    ... )
    >>> len(sum_to(day, "PT1H").observations), sum_to(day, "P1D").observations.total
    (25, Decimal('0.100'))
    """
    grid = grid_of(series)
    target = Grid.of(grid.period, resolution)
    bounds = _bounds(grid, target)
    values = clean(series, grid)
    starts = np.searchsorted(values.position, bounds + 1)
    sizes = np.diff(starts)
    filled = sizes > 0
    missing = values.status == Status.MISSING
    partial = filled & (sizes != np.diff(bounds))
    if holes is Holes.REFUSE and (missing.any() or partial.any() or not filled.all()):
        raise ValueError(f"position {_first_hole(values, grid)} of the series has no value")
    first_rows = starts[:-1][filled]
    quantity = group_sums(values.quantity, first_rows, f"a sum over {resolution}")
    worst = merged_rows(values.status, first_rows)
    status, validation, estimation = quality_columns(values, worst, merge)
    gone = partial[filled] | (status == Status.MISSING)
    sums = Observations(
        position=np.flatnonzero(filled).astype(np.int32) + np.int32(1),
        quantity=np.where(gone, 0, quantity),
        status=np.where(gone, np.uint8(Status.MISSING), status),
        validation=np.where(gone, np.uint8(0), validation),
        estimation=np.where(gone, np.uint8(0), estimation),
    )
    return attrs.evolve(series, resolution=resolution, observations=sums)


def sum_days(series: TimeSeries, *, merge: Merge = Merge.WORST, holes: Holes = Holes.REFUSE) -> TimeSeries:
    """Return the sums of the Norwegian days (døgnsummer), as `sum_to` with ``P1D``.

    Args:
        series: A series with period and resolution; a sum is in its unit.
        merge: What becomes of the statuses of the values of a day.
        holes: What becomes of a day that lacks a value.

    Raises:
        ValueError: As those of `sum_to`.
    """
    return sum_to(series, "P1D", merge=merge, holes=holes)


def _first_hole(values: Observations, grid: Grid) -> int:
    """Return the first position that is absent or missing."""
    present = np.zeros(grid.count, bool)
    present[values.position[values.status != Status.MISSING] - 1] = True
    return int(np.argmin(present)) + 1


def _bounds(fine: Grid, coarse: Grid) -> Ints:
    """Return where each step of *coarse* starts in steps of *fine*, and the count of all as the last.

    Raises:
        ValueError: A step of *coarse* does not hold a whole number of steps of *fine*.
    """
    long, short = coarse.resolution, fine.resolution
    if long.seconds and short.seconds:
        ratio, remainder = divmod(long.seconds, short.seconds)
        if remainder or not ratio:
            raise ValueError(f"steps of {long.code} do not hold whole steps of {short.code}")
        return np.arange(coarse.count + 1, dtype=np.int64) * ratio
    if long.seconds or (long.days and short.months) or (long.months and long.months < short.months):
        raise ValueError(f"steps of {long.code} do not hold whole steps of {short.code}")
    if long.days:
        return np.append(fine.day_starts()[1], fine.count)
    return _month_bounds(fine, coarse)


def _month_bounds(fine: Grid, coarse: Grid) -> Ints:
    """Return the bounds of steps of months in steps of *fine*."""
    if fine.resolution.months:
        ratio = coarse.resolution.months // fine.resolution.months
        return np.arange(coarse.count + 1, dtype=np.int64) * ratio
    days, starts = fine.day_starts()
    months = coarse.resolution.months
    first = [n for n, day in enumerate(days) if day.day == 1 and (day.month - 1) % months == 0]
    return np.append(starts[first], fine.count)


def spread(
    series: TimeSeries,
    resolution: str,
    profile: TimeSeries | None = None,
    *,
    zero: ZeroProfile = ZeroProfile.FLAT,
    status: Status | None = None,
) -> TimeSeries:
    """Return *series* in shorter steps whose sum is the value of the longer one, to the thousandth.

    Without a profile each step gets the same share (sourced: hourly production and exchange, V/4). With a profile
    the shares are those of the profile within the long step, V * p / sum(p) (derived from the published text on
    consumption and on corrections). The thousandths that division leaves over go, one each, to the steps that
    lost most by rounding down, the earlier one first (derived: no rounding rule is published). The shares of -V
    are those of V with the sign changed.

    Args:
        series: Energy; missing values give missing steps, holes stay holes.
        resolution: Code of the shorter step.
        profile: Shape, in steps of *resolution*, over at least the period of the series; no value below zero,
            none missing where the series has a value. Its unit and product do not matter.
        zero: What to do where the profile is zero.
        status: Status of the shares, without codes; None keeps status and codes of the long step (derived).

    Raises:
        ValueError: The resolutions do not fit, the profile has a hole or a value below zero, or a row is unparsed.

    >>> import datetime as dt
    >>> from edielkit.market_time import Period
    >>> eight = dt.datetime(2024, 6, 4, 8, tzinfo=dt.UTC)
    >>> hour = TimeSeries(
    ...     period=Period(eight, eight + dt.timedelta(hours=1)),
    ...     resolution="PT1H",
    ...     observations=Observations.metered(["0.006"]),
    ... )
    >>> spread(hour, "PT15M").observations.quantity
    array([2, 2, 1, 1])
    >>> shape = spread(attrs.evolve(hour, observations=Observations.metered(["0.018"])), "PT15M")
    >>> spread(hour, "PT15M", shape).observations.total
    Decimal('0.006')
    """
    grid = grid_of(series)
    target = Grid.of(grid.period, resolution)
    bounds = _bounds(target, grid)
    values = clean(series, grid)
    groups = _Groups.of(np.diff(bounds)[values.position - 1])
    rows = groups.rows
    position = bounds[values.position - 1][rows] + groups.within + 1
    if profile is None:
        amount = _flat(_magnitude(values.quantity), groups)
    else:
        shape = _shape(profile, target, position, values.status[rows] != Status.MISSING)
        amount = _profiled(_magnitude(values.quantity), shape, groups, zero)
    if status is not None:
        missing, none = values.status == Status.MISSING, np.zeros_like(values.status)
        new = np.where(missing, values.status, np.uint8(status))
        values = attrs.evolve(values, status=new, validation=none, estimation=none)
    shares = Observations(
        position=position.astype(np.int32),
        quantity=amount * np.sign(values.quantity)[rows],
        status=values.status[rows],
        validation=values.validation[rows],
        estimation=values.estimation[rows],
    )
    return attrs.evolve(series, resolution=resolution, observations=shares)


def sixty_to_fifteen(
    series: TimeSeries, profile: TimeSeries | None = None, *, zero: ZeroProfile = ZeroProfile.FLAT
) -> TimeSeries:
    """Return hours as quarters, the 60-to-15 transformation (6015): four quarters always add up to the hour.

    Hourly production and exchange have no profile: a quarter is V/4 (sourced). Hourly consumption takes the
    adjusted infeed profile (justert innmatingsprofil, JIP) of its grid area (formula derived from the published
    text). A correction after D+5 takes the point's own existing quarters as the profile (formula derived).

    Args:
        series: Hourly values.
        profile: Quarters of the JIP, or the existing quarters of the point.
        zero: What to do in an hour whose profile is zero; the published text does not say, flat is derived.

    Raises:
        ValueError: As `spread`, or the series is not hourly.

    >>> hours = TimeSeries(resolution="PT1H", observations=Observations.metered([1]))
    >>> sixty_to_fifteen(attrs.evolve(hours, resolution="PT15M"))
    Traceback (most recent call last):
    ValueError: expected hourly values, found 'PT15M'
    """
    step = Resolution.of(series.resolution or "")
    if step is None or step.seconds != 3600:
        raise ValueError(f"expected hourly values, found {series.resolution!r}")
    return spread(series, "PT15M", profile, zero=zero)


@attrs.frozen
class _Groups:
    """The short steps of long ones: their counts, their first rows with the end, and group and place of each."""

    sizes: Ints
    starts: Ints
    rows: npt.NDArray[np.intp]
    within: Ints

    @classmethod
    def of(cls, sizes: Ints) -> _Groups:
        rows = np.repeat(np.arange(len(sizes)), sizes)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        return cls(sizes, starts, rows, np.arange(len(rows)) - starts[:-1][rows])


def _magnitude(quantity: Ints) -> Ints:
    if largest(quantity) > INT64_MAX:
        raise ValueError("a quantity does not fit 64 bits in thousandths")
    return np.abs(quantity)


def _flat(amount: Ints, groups: _Groups) -> Ints:
    """Return equal shares; the first steps get what is left over."""
    share, remainder = np.divmod(amount, groups.sizes)
    return share[groups.rows] + (groups.within < remainder[groups.rows])


def _shape(profile: TimeSeries, target: Grid, position: Ints, wanted: npt.NDArray[np.bool_]) -> Ints:
    """Return the profile's value for each position of *target*, zero where none is wanted."""
    grid = grid_of(profile)
    if attrs.evolve(grid.resolution, code="") != attrs.evolve(target.resolution, code=""):
        raise ValueError(f"expected a profile in {target.resolution.code}, found {grid.resolution.code}")
    start, end = grid.offset(target.period.start), grid.offset(target.period.end)
    if start < 0 or end > grid.count:
        raise ValueError(
            f"the profile covers {grid.period.start.isoformat()} to {grid.period.end.isoformat()}, "
            f"the series {target.period.start.isoformat()} to {target.period.end.isoformat()}"
        )
    values = clean(profile, grid)
    weight = np.zeros(grid.count, np.int64)
    present = np.zeros(grid.count, bool)
    weight[values.position - 1] = values.quantity
    present[values.position - 1] = values.status != Status.MISSING
    at = position - 1 + start
    hole = wanted & ~present[at]
    if hole.any():
        raise ValueError(f"position {int(at[int(np.argmax(hole))]) + 1} of the profile has no value")
    shape = np.where(wanted, weight[at], 0)
    if (shape < 0).any():
        raise ValueError(f"position {int(at[int(np.argmin(shape))]) + 1} of the profile is below zero")
    return shape


def _profiled(amount: Ints, shape: Ints, groups: _Groups, zero: ZeroProfile) -> Ints:
    """Return shares by *shape*; steps with the largest remainders get what is left over."""
    rows, first = groups.rows, groups.starts[:-1]
    weight = group_sums(shape, first, "the sum of a profile")
    if largest(weight) > _PROFILE_LIMIT:
        raise ValueError(f"expected a profile whose sums are at most {_PROFILE_LIMIT} thousandths")
    empty = weight == 0
    if empty.any():
        if zero is ZeroProfile.REFUSE and (amount[empty] != 0).any():
            raise ValueError("the profile is zero where the series has a value")
        shape = np.where(empty[rows], 1, shape)
        weight = np.where(empty, groups.sizes, weight)
    share, remainder = muldiv(amount[rows], shape, weight[rows])
    if not len(share):
        return share
    left = amount - np.add.reduceat(share, first)
    return share + (_rank_in_group(remainder, groups) < left[rows])


def _rank_in_group(remainder: Ints, groups: _Groups) -> Ints:
    """Return the place of each row in its group, largest remainder first, the earlier of equal ones first."""
    rank = np.empty(len(remainder), np.int64)
    width = int(groups.sizes[0])
    if (groups.sizes == width).all():
        order = np.argsort(-remainder.reshape(-1, width), axis=1, kind="stable")
        np.put_along_axis(rank.reshape(-1, width), order, np.arange(width), axis=1)
    else:
        rank[np.lexsort((-remainder, groups.rows))] = groups.within
    return rank
