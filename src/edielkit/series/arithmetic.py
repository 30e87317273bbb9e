"""Values calculated with values: sums and differences of series, factors, comparison.

Two series are calculated with at the same instants: same unit, same length of step, same period. Rows that the
columns cannot hold (``unparsed``) are refused. What the series do not have in common (metering point, product,
direction and so on) is None in the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.series.combined_status import Merge, quality_columns, ranks
from edielkit.series.exact import INT64_MAX, add_checked, largest, subtract_checked, total
from edielkit.series.grid import clean, concatenated, grid_of, same_grid
from edielkit.series.joining import Holes
from edielkit.series.time_series import Observations, Status, TimeSeries, decimal, thousandths

__all__ = ("Comparison", "Rounding", "add", "compare", "negate", "scale", "signed_parts", "subtract")

Ints = npt.NDArray[np.int64]


class Rounding(Enum):
    """What `scale` does with a product of more than three decimals.

    Attributes:
        REFUSE: It raises.
        HALF_EVEN: To the nearest thousandth, a tie to the even one.
        HALF_UP: To the nearest thousandth, a tie away from zero.
    """

    REFUSE = "refuse"
    HALF_EVEN = "half even"
    HALF_UP = "half up"


def add(*series: TimeSeries, merge: Merge = Merge.WORST, holes: Holes = Holes.REFUSE) -> TimeSeries:
    """Return the sum of series, value by value.

    Trust: derived; the quality of a sum is that of `Merge`.

    Args:
        series: At least one; same unit, length of step and period.
        merge: Status and codes of a sum.
        holes: Where one series has no value, the operation raises, or the sum is missing; where none has one,
            it is absent.

    Raises:
        ValueError: The series do not match, a value is missing or unparsed, or a sum leaves int64.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "P1D"}
    >>> series = TimeSeries(**day, observations=Observations.metered(["0.1"]))
    >>> add(series, series, series).observations.total
    Decimal('0.300')
    """
    return _combine(series, merge, holes, sign=1)


def subtract(
    series: TimeSeries, *others: TimeSeries, merge: Merge = Merge.WORST, holes: Holes = Holes.REFUSE
) -> TimeSeries:
    """Return *series* less all *others*, value by value.

    Trust, arguments and errors as `add`. The result may be below zero: no EMIF message can hold it then.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "P1D"}
    >>> series = TimeSeries(**day, observations=Observations.metered(["0.1"]))
    >>> subtract(series, series, series).observations.total
    Decimal('-0.100')
    """
    return _combine((series, *others), merge, holes, sign=-1)


def _combine(series: Sequence[TimeSeries], merge: Merge, holes: Holes, *, sign: int) -> TimeSeries:
    if not series:
        raise ValueError("expected at least one series")
    blocks = _matched(series)
    count = grid_of(series[0]).count
    quantity, present = np.zeros(count, np.int64), np.zeros(count, np.int64)
    worst, row = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    start = 0
    for n, block in enumerate(blocks):
        at = block.position - 1
        operate = add_checked if n == 0 or sign > 0 else subtract_checked
        quantity[at] = operate(quantity[at], block.quantity, "a sum of series")
        present[at] += block.status != Status.MISSING
        rank = ranks(block.status)
        worse = rank > worst[at]
        worst[at[worse]] = rank[worse]
        row[at[worse]] = start + np.flatnonzero(worse)
        start += len(block)
    if holes is Holes.REFUSE and (present != len(blocks)).any():
        raise ValueError(
            f"position {int(np.argmax(present != len(blocks))) + 1} has no value in every series"
        )
    valued = worst >= 0
    together = concatenated(blocks)
    columns = quality_columns(together, row[valued], merge)
    gone = present[valued] != len(blocks)
    status, validation, estimation = (
        np.where(gone, np.uint8(empty), column)
        for column, empty in zip(columns, (Status.MISSING, 0, 0), strict=True)
    )
    result = Observations(
        position=(np.flatnonzero(valued) + 1).astype(np.int32),
        quantity=np.where(gone, 0, quantity[valued]),
        status=status,
        validation=validation,
        estimation=estimation,
    )
    return attrs.evolve(series[0], observations=result, **_shared(series))


def _matched(series: Sequence[TimeSeries]) -> list[Observations]:
    """Return the clean values of series that share unit and grid.

    Raises:
        ValueError: They do not.
    """
    grids = [grid_of(item) for item in series]
    for item, grid in zip(series, grids, strict=True):
        if item.unit != series[0].unit:
            raise ValueError(f"expected one unit, found {series[0].unit!r} and {item.unit!r}")
        if attrs.evolve(grid.resolution, code="") != attrs.evolve(grids[0].resolution, code=""):
            raise ValueError(
                f"expected one resolution, found {grids[0].resolution.code} and {grid.resolution.code}"
            )
        if not same_grid(grid, grids[0]):
            raise ValueError(
                f"expected one period, found {_text(grids[0].period)} and {_text(grid.period)}; cut or align first"
            )
    return [clean(item, grid) for item, grid in zip(series, grids, strict=True)]


def _text(period: Any) -> str:
    return f"{period.start.isoformat()} to {period.end.isoformat()}"


def _shared(series: Sequence[TimeSeries]) -> dict[str, Any]:
    """Return the fields that all series have in common, the others as None."""
    names = ("metering_point", "grid_area", "product", "direction", "registered", "identification")
    first = series[0]
    return {
        name: getattr(first, name)
        if all(getattr(item, name) == getattr(first, name) for item in series)
        else None
        for name in names
    }


def negate(series: TimeSeries) -> TimeSeries:
    """Return *series* with the sign of every value changed; the direction field stays as it is.

    Trust: derived.

    Raises:
        ValueError: A row is unparsed, a position occurs twice, or a value has no opposite in int64.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "P1D"}
    >>> negate(TimeSeries(**day, observations=Observations.metered([1]))).observations.total
    Decimal('-1.000')
    """
    values = clean(series, grid_of(series))
    opposite = subtract_checked(np.zeros_like(values.quantity), values.quantity, "an opposite value")
    return attrs.evolve(series, observations=attrs.evolve(values, quantity=opposite))


def signed_parts(series: TimeSeries) -> tuple[TimeSeries, TimeSeries]:
    """Return the part of *series* above zero, and the part below zero without its sign; the first less the second is it.

    Trust: derived. Both have all rows of *series* with their status and codes, and keep its other fields.

    Raises:
        ValueError: A value has no opposite in int64.

    >>> series = TimeSeries(observations=Observations.metered([5, -7]))
    >>> [part.observations.quantity.tolist() for part in signed_parts(series)]
    [[5000, 0], [0, 7000]]
    """
    values = series.observations
    opposite = subtract_checked(np.zeros_like(values.quantity), values.quantity, "an opposite value")
    above, below = (
        attrs.evolve(series, observations=attrs.evolve(values, quantity=np.maximum(side, 0)))
        for side in (values.quantity, opposite)
    )
    return above, below


def scale(
    series: TimeSeries,
    factor: Decimal | Fraction | int | str,
    *,
    unit: str | None = None,
    rounding: Rounding = Rounding.REFUSE,
) -> TimeSeries:
    """Return *series* times *factor*, exact to the thousandth.

    Trust: derived.

    Args:
        series: A series with a period; missing values stay missing.
        factor: A number or a ratio, never a float: ``1000``, ``"0.25"``, ``Fraction(1, 3)``.
        unit: Unit of the result, if the factor changes it (MWh to kWh); None keeps the unit.
        rounding: What happens to more than three decimals. Rounded values need not add up to the scaled sum.

    Raises:
        ValueError: A product has too many decimals or leaves int64, the factor is too long, or a row is unparsed.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "P1D"}
    >>> mwh = TimeSeries(**day, unit="MWH", observations=Observations.metered(["1.5"]))
    >>> scale(mwh, 1000, unit="kWh").observations.total
    Decimal('1500.000')
    """
    if isinstance(factor, float):  # a float is a Fraction, too, but seldom the one that was meant
        raise TypeError("expected an exact factor, found a float")
    exact = Fraction(factor)
    values = clean(series, grid_of(series))
    product = _product(values, exact, rounding)
    return attrs.evolve(
        series,
        unit=series.unit if unit is None else unit,
        observations=attrs.evolve(values, quantity=product),
    )


def _product(values: Observations, factor: Fraction, rounding: Rounding) -> Ints:
    quantity, over, under = values.quantity, abs(factor.numerator), factor.denominator
    # quantity = whole * under + remainder, and remainder * over stays below 2**62
    if over * under >= 1 << 62:
        raise ValueError("expected a factor whose numerator times denominator is below 2**62")
    whole, remainder = np.divmod(quantity, under)
    if largest(whole) * over > INT64_MAX - over:
        raise ValueError("a scaled value does not fit 64 bits in thousandths")
    more, left = np.divmod(remainder * over, under)
    product = whole * over + more
    if left.any():
        if rounding is Rounding.REFUSE:
            row = int(np.argmax(left != 0))
            raise ValueError(
                f"the value at position {values.position[row]} would have more than three decimals"
            )
        twice = 2 * left
        tie_up = product % 2 != 0 if rounding is Rounding.HALF_EVEN else product >= 0
        product = product + ((twice > under) | ((twice == under) & tie_up))
    return -product if factor < 0 else product


@attrs.frozen(kw_only=True, hash=False)
class Comparison:
    """Where two series differ.

    Attributes:
        compared: How many positions both have a value for.
        position: int32, positions where they differ by more than the tolerance.
        first: int64, thousandths of the first series there.
        second: int64, thousandths of the second series there.
        only_first: int32, positions where only the first has a value.
        only_second: int32, positions where only the second has a value.
        largest: The largest difference of all positions compared, without sign.
        difference: First less second, summed over the positions compared.
    """

    compared: int
    position: npt.NDArray[np.int32] = attrs.field(eq=attrs.cmp_using(eq=np.array_equal))
    first: Ints = attrs.field(eq=attrs.cmp_using(eq=np.array_equal))
    second: Ints = attrs.field(eq=attrs.cmp_using(eq=np.array_equal))
    only_first: npt.NDArray[np.int32] = attrs.field(eq=attrs.cmp_using(eq=np.array_equal))
    only_second: npt.NDArray[np.int32] = attrs.field(eq=attrs.cmp_using(eq=np.array_equal))
    largest: Decimal
    difference: Decimal

    @property
    def equal(self) -> bool:
        """Whether the series agree: no difference beyond the tolerance, and the same holes."""
        return not (len(self.position) or len(self.only_first) or len(self.only_second))


def compare(first: TimeSeries, second: TimeSeries, *, tolerance: Decimal | int | str = 0) -> Comparison:
    """Compare the quantities of two series, position by position; status and codes do not count.

    Trust: derived; no published tolerance is built in.

    Args:
        first: A series with a period.
        second: A series with the same unit, length of step and period. The points and directions may differ.
        tolerance: The largest difference, in the unit of the series, that counts as equal.

    Raises:
        ValueError: The series do not match, a row is unparsed, a difference leaves int64, or the tolerance is below
            zero.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "P1D"}
    >>> first, second = (TimeSeries(**day, observations=Observations.metered([n])) for n in ("1", "1.002"))
    >>> compare(first, second).equal, compare(first, second, tolerance="0.002").equal
    (False, True)
    """
    limit = thousandths(tolerance)
    if limit < 0:
        raise ValueError(f"expected a tolerance of at least zero, found {tolerance}")
    blocks = [_valued(values) for values in _matched((first, second))]
    left, right = (np.isin(a.position, b.position) for a, b in (blocks, blocks[::-1]))
    a, b = blocks[0].quantity[left], blocks[1].quantity[right]
    gap = subtract_checked(a, b, "a difference of series")
    beyond = (gap > limit) | (gap < -limit)
    return Comparison(
        compared=len(gap),
        position=blocks[0].position[left][beyond],
        first=a[beyond],
        second=b[beyond],
        only_first=blocks[0].position[~left],
        only_second=blocks[1].position[~right],
        largest=decimal(largest(gap)),
        difference=decimal(total(gap)),
    )


def _valued(values: Observations) -> Observations:
    """Return the rows of *values* that are not missing."""
    valued = values.status != Status.MISSING
    return attrs.evolve(
        values,
        **{
            name: getattr(values, name)[valued]
            for name in ("position", "quantity", "status", "validation", "estimation")
        },
    )
