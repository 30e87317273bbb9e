"""Series along the axis of time: joined, cut, filled, and set on another period.

These operations move rows and never change a quantity. Rows that the columns cannot hold (``unparsed``) move along;
an operation that would lose one raises.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.market_time import Period, day_period
from edielkit.series.combined_status import ranks
from edielkit.series.grid import Grid, clean, concatenated, grid_of, take
from edielkit.series.time_series import (
    ESTIMATION_CODES,
    VALIDATION_CODES,
    Observations,
    Status,
    TimeSeries,
    thousandths,
)

__all__ = (
    "Holes",
    "Overlap",
    "align",
    "common_period",
    "cut",
    "cut_day",
    "cut_days",
    "fill",
    "join",
)

_SAME = ("metering_point", "grid_area", "product", "unit", "direction")


class Holes(Enum):
    """What an operation does where a value is absent or missing.

    Attributes:
        REFUSE: It raises.
        KEEP: The result has a hole there, too.
    """

    REFUSE = "refuse"
    KEEP = "keep"


class Overlap(Enum):
    """What `join` does with a position that several series have.

    Attributes:
        REFUSE: It raises.
        EQUAL: One of them, if quantity, status and codes are the same; else it raises.
        LAST: That of the series given last. Corrections carry the corrected values only (sourced: VEE 2.2), so
            series in order of registration give the newest version.
        BETTER: The least uncertain status; of equally good ones the last (derived).
    """

    REFUSE = "refuse"
    EQUAL = "equal"
    LAST = "last"
    BETTER = "better"


def join(
    series: Iterable[TimeSeries], *, overlap: Overlap = Overlap.REFUSE, holes: Holes = Holes.REFUSE
) -> TimeSeries:
    """Return the values of several series of one channel as one series.

    Trust: derived; there is no published rule.

    Args:
        series: At least one series, in any order of time. Metering point, grid area, product, unit, direction and
            length of step are the same in all.
        overlap: What happens to a position that several series have.
        holes: Whether the periods may leave time between them uncovered. Holes inside a period stay as they are.

    Returns:
        A series from the earliest start to the latest end. Registration time: the latest, if all have one.
        Identification: kept if all have the same.

    Raises:
        ValueError: The series do not fit together, a position occurs twice, or an unparsed row would be lost.

    >>> whole, noon = day_period(dt.date(2024, 3, 31)), dt.datetime(2024, 3, 31, 10, tzinfo=dt.UTC)
    >>> day = TimeSeries(period=whole, resolution="PT1H", observations=Observations.metered(range(23)))
    >>> join([cut(day, Period(whole.start, noon)), cut(day, Period(noon, whole.end))]) == day
    True
    """
    listed = list(series)
    if not listed:
        raise ValueError("expected at least one series to join")
    grids = [grid_of(item) for item in listed]
    _require_same_channel(listed, grids)
    order = sorted(range(len(listed)), key=lambda n: grids[n].period.start)
    first, last = order[0], max(order, key=lambda n: grids[n].period.end)
    period = Period(_period(listed[first]).start, _period(listed[last]).end)
    whole = Grid.of(period, listed[first].resolution or "")
    if holes is Holes.REFUSE:
        _require_no_gap(grids, order)
    parts = [
        take(rows := clean(item, grid, unparsed=True), np.arange(len(rows)), whole.offset(grid.period.start))
        for item, grid in zip(listed, grids, strict=True)
    ]
    registered = [item.registered for item in listed]
    return attrs.evolve(
        listed[first],
        period=period,
        registered=None if None in registered else max(r for r in registered if r is not None),
        identification=_common(item.identification for item in listed),
        observations=_merged(parts, overlap),
    )


def _period(series: TimeSeries) -> Period:
    if series.period is None:
        raise ValueError("expected a series with a period and a resolution")
    return series.period


def _common(values: Iterable[Any]) -> Any:
    first, *others = values
    return first if all(other == first for other in others) else None


def _require_same_channel(series: list[TimeSeries], grids: list[Grid]) -> None:
    for name in _SAME:
        values = [getattr(item, name) for item in series]
        other = [value for value in values if value != values[0]]
        if other:
            raise ValueError(f"expected one {name.replace('_', ' ')}, found {values[0]!r} and {other[0]!r}")
    steps = [attrs.evolve(grid.resolution, code="") for grid in grids]
    if _common(steps) is None:
        codes = sorted({grid.resolution.code for grid in grids})
        raise ValueError(f"expected one resolution, found {' and '.join(codes)}")


def _require_no_gap(grids: list[Grid], order: list[int]) -> None:
    end = grids[order[0]].period.start
    for n in order:
        start = grids[n].period.start
        if start > end:
            raise ValueError(f"no series covers {end.isoformat()} to {start.isoformat()}")
        end = max(end, grids[n].period.end)


def _merged(parts: list[Observations], overlap: Overlap) -> Observations:
    """Return *parts* as one block in order of position, equal positions resolved by *overlap*."""
    if len(parts) == 1:
        return parts[0]
    block = concatenated(parts)
    if overlap is Overlap.BETTER:
        # the best comes last: worst rank first, equal ones in the order given
        order = np.lexsort((-ranks(block.status), block.position))
    else:
        order = np.argsort(block.position, kind="stable")
    sorted_block = take(block, order)
    again = np.flatnonzero(np.diff(sorted_block.position) == 0)
    if not len(again):
        return sorted_block
    _check_overlap(sorted_block, again, overlap)
    return take(sorted_block, np.delete(np.arange(len(order)), again))


def _check_overlap(block: Observations, again: npt.NDArray[np.intp], overlap: Overlap) -> None:
    """Raise if the rows *again*, each followed by another of its position, must not be dropped."""
    if overlap is Overlap.REFUSE:
        raise ValueError(
            f"{len(again)} positions occur in more than one series, the first is {_at(block, again)}"
        )
    dropped = set(again.tolist())
    if any(row in dropped for row, _ in block.unparsed):
        raise ValueError("a row without a readable value lies where series overlap")
    if overlap is Overlap.EQUAL:
        columns = (block.quantity, block.status, block.validation, block.estimation)
        unequal = np.any([column[again] != column[again + 1] for column in columns], axis=0)
        if unequal.any():
            raise ValueError(f"series differ at position {_at(block, again[unequal])} where they overlap")


def _at(block: Observations, rows: npt.NDArray[np.intp]) -> int:
    return int(block.position[rows[0]])


def cut(series: TimeSeries, period: Period) -> TimeSeries:
    """Return the part of *series* in *period*; positions count from its start.

    Trust: derived.

    Args:
        series: A series with a period; holes stay holes, unparsed rows stay with their positions.
        period: Half-open, inside the period of the series, on the boundaries of its steps, not empty.

    Raises:
        ValueError: *period* is empty, sticks out, or lies between steps; a position occurs twice.

    >>> day = TimeSeries(
    ...     period=day_period(dt.date(2024, 6, 4)),
    ...     resolution="PT1H",
    ...     observations=Observations.metered(range(24)),
    ... )
    >>> cut(day, Period(day.period.start, day.period.start + dt.timedelta(hours=2))).observations.quantity
    array([   0, 1000])
    """
    grid = grid_of(series)
    return _cut(series, clean(series, grid, unparsed=True), grid, period)


def _cut(series: TimeSeries, values: Observations, grid: Grid, period: Period) -> TimeSeries:
    first, last = grid.offset(period.start), grid.offset(period.end)
    if not 0 <= first < last <= grid.count:
        raise ValueError(
            f"expected a period inside {grid.period.start.isoformat()} to {grid.period.end.isoformat()}, "
            f"found {period.start.isoformat()} to {period.end.isoformat()}"
        )
    low, high = np.searchsorted(values.position, [first + 1, last + 1])
    return attrs.evolve(series, period=period, observations=take(values, np.arange(low, high), -first))


def cut_day(series: TimeSeries, day: dt.date) -> TimeSeries:
    """Return the values of one Norwegian day (døgn), which the series covers whole.

    Trust: the length of a day is sourced (VEE 2.2: 23, 24 or 25 hours).

    Raises:
        ValueError: As `cut`.
    """
    return cut(series, day_period(day))


def cut_days(series: TimeSeries) -> tuple[TimeSeries, ...]:
    """Return one series for each Norwegian day that *series* touches, in order.

    The first and the last are shorter where the period does not start or end at local midnight.
    Trust: the length of a day is sourced (VEE 2.2: 23, 24 or 25 hours).

    Args:
        series: A series of fixed steps, or of days.

    Raises:
        ValueError: A position occurs twice or lies outside the period, or the steps are longer than a day.

    >>> three = TimeSeries(
    ...     period=Period(day_period(dt.date(2024, 3, 30)).start, day_period(dt.date(2024, 4, 1)).end),
    ...     resolution="PT15M",
    ...     observations=Observations.metered([1] * 284),
    ... )
    >>> [len(day.observations) for day in cut_days(three)]
    [96, 92, 96]
    """
    grid = grid_of(series)
    values = clean(series, grid, unparsed=True)
    days, _ = grid.day_starts()
    midnights = [day_period(day).start for day in days[1:]]
    bounds = [_period(series).start, *midnights, _period(series).end]
    return tuple(
        _cut(series, values, grid, Period(start, end)) for start, end in itertools.pairwise(bounds) if days
    )


def fill(
    series: TimeSeries,
    quantity: Decimal | int | str = 0,
    *,
    status: Status,
    validation: str = "",
    estimation: str = "",
    missing: bool = True,
) -> TimeSeries:
    """Return *series* with a value at every position of its period.

    Trust: derived, but for the zeros on the unused channel of an exchange point, which may be metered (VEE 4.1).

    Args:
        series: A series with a period.
        quantity: The value for each hole, in the unit of the series.
        status: Status of the filled values; `Status.MISSING` names the holes without a value.
        validation: EMIF ValidationCode of the filled values, or empty.
        estimation: EMIF EstimationCode of the filled values, or empty.
        missing: Whether rows with status missing are filled, too.

    Raises:
        ValueError: The quantity or a code does not fit, or an unparsed row would be filled.

    >>> hole = TimeSeries(
    ...     period=day_period(dt.date(2024, 6, 4)), resolution="PT1H", observations=Observations.metered([1])
    ... )
    >>> fill(hole, 2, status=Status.ESTIMATED).observations.total
    Decimal('47.000')
    """
    if validation not in VALIDATION_CODES or estimation not in ESTIMATION_CODES:
        raise ValueError(f"expected EMIF codes, found {validation!r} and {estimation!r}")
    grid = grid_of(series)
    values = clean(series, grid, unparsed=not missing)
    rows = values.position.astype(np.int64) - 1
    stay = (
        values.status != Status.MISSING
        if missing and status is not Status.MISSING
        else np.full(len(rows), True)
    )
    rows = rows[stay]
    fillers = {
        "quantity": thousandths(quantity),
        "status": int(status),
        "validation": VALIDATION_CODES.index(validation),
        "estimation": ESTIMATION_CODES.index(estimation),
    }
    columns = {}
    for name, filler in fillers.items():
        old = getattr(values, name)
        columns[name] = np.full(grid.count, filler, old.dtype)
        columns[name][rows] = old[stay]
    unparsed = tuple((int(values.position[row]) - 1, text) for row, text in values.unparsed)
    full = Observations(position=np.arange(1, grid.count + 1, dtype=np.int32), unparsed=unparsed, **columns)
    return attrs.evolve(series, observations=full)


def align(series: TimeSeries, period: Period) -> TimeSeries:
    """Return *series* on another period: the same values at the same instants, positions counted anew.

    Trust: derived.

    Args:
        series: A series with a period.
        period: The new period, on the boundaries of the steps. It may be longer (the rest is holes) or shorter as
            long as no value lies outside.

    Raises:
        ValueError: The period lies between steps, or a value lies outside it (`cut` drops values, this does not).

    >>> eight = dt.datetime(2024, 6, 4, 8, tzinfo=dt.UTC)
    >>> hour = TimeSeries(
    ...     period=Period(eight, eight + dt.timedelta(hours=1)),
    ...     resolution="PT1H",
    ...     observations=Observations.metered([5]),
    ... )
    >>> align(hour, day_period(dt.date(2024, 6, 4))).observations.position
    array([11], dtype=int32)
    """
    grid = grid_of(series)
    values = clean(series, grid, unparsed=True)
    shift = -grid.offset(period.start)
    target = Grid.of(period, grid.resolution.code)
    ends = [int(position) + shift for position in values.position[[0, -1]]] if len(values) else [1, 0]
    if ends[0] < 1 or ends[1] > target.count:
        raise ValueError(
            f"the series has values outside {period.start.isoformat()} to {period.end.isoformat()}"
        )
    moved = take(values, np.arange(len(values)), shift)
    return attrs.evolve(series, period=period, observations=moved)


def common_period(series: Iterable[TimeSeries]) -> Period:
    """Return the time that all *series* cover, for `cut`.

    Raises:
        ValueError: They have no time in common, or one has no period.

    >>> day = TimeSeries(period=day_period(dt.date(2024, 6, 4)), observations=Observations.metered([]))
    >>> common_period([day, day]) == day.period
    True
    """
    periods = [_period(item) for item in series]
    if not periods:
        raise ValueError("expected at least one series")
    start = max(period.start.astimezone(dt.UTC) for period in periods)
    end = min(period.end.astimezone(dt.UTC) for period in periods)
    if start >= end:
        raise ValueError("the series have no time in common")
    return Period(start, end)
