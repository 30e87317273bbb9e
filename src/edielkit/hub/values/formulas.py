"""What virtual calculations calculate by: pure functions on columns of thousandths, exact in every interval.

That there are templates with weights, limited to zero where asked for, is sourced (Elhub standard, page on virtual
calculations). No public page says how a product is rounded or where a remainder goes: both are derived here so that
no energy is lost. The formulas of shared production (delt produksjon, EI-1216) are derived from the names of the
three kinds: by manual shares, equally, by consumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.apportioning import shared as in_parts
from edielkit.series import QUANTITY_LIMIT

__all__ = (
    "MILLION",
    "Formula",
    "apportioned",
    "fits",
    "floored",
    "gross",
    "millionths",
    "netted",
    "shared",
    "weighted",
)

Mask = npt.NDArray[np.bool_]

MILLION = 10**6
# larger factors are typing errors, and keep products within 64 bits
_WEIGHT_LIMIT = 1000


class Formula(StrEnum):
    """How a shared production is divided (EMIF: FormulaType).

    Attributes:
        MANUAL: By the share that each recipient is given (manuelle andeler).
        EQUAL: The same for each (lik fordeling).
        CONSUMPTION: In proportion to each one's consumption in the interval (dynamisk fordeling).
    """

    MANUAL = "Manual"
    EQUAL = "EquallyDistributed"
    CONSUMPTION = "ConsumptionBased"


def millionths(number: Decimal | int | str) -> int:
    """Return a weight or share in millionths, exact.

    Args:
        number: At most six decimals (EMIF: decimalPercent), magnitude at most 1000.

    Raises:
        ValueError: *number* is no such number.

    >>> millionths("0.25")
    250000
    """
    try:
        # the size first: the whole number behind a large exponent has that many digits
        factor = Decimal(number)
        small = factor.copy_abs() <= _WEIGHT_LIMIT
        whole = int(factor * MILLION) if small else 0
    except (ArithmeticError, ValueError, TypeError):
        raise ValueError("expected a finite decimal number") from None
    if not small or Decimal(whole).scaleb(-6) != factor:
        raise ValueError(
            f"expected at most six decimals and a magnitude of at most {_WEIGHT_LIMIT}, found {number!s:.20}"
        )
    return whole


def fits(columns: Sequence[Ints], weights: Sequence[int]) -> Mask:
    """Tell for each interval whether the sum and all its parts stay within fifteen digits.

    Args:
        columns: Columns of one length, in thousandths.
        weights: A weight for each, in millionths.
    """
    size = np.zeros(len(columns[0]))
    for column, weight in zip(columns, weights, strict=True):
        size += np.abs(column.astype(np.float64)) * (abs(weight) / MILLION)
    # a hair below the limit: the estimate is a float, what is calculated is not
    return np.asarray(size < QUANTITY_LIMIT * 0.999)


def weighted(columns: Sequence[Ints], weights: Sequence[int]) -> Ints:
    """Return the sum of *columns* times *weights*, rounded once, half away from zero.

    Args:
        columns: Columns of one length, in thousandths; all that `fits` says yes to.
        weights: A weight for each, in millionths.

    >>> weighted([np.array([1000, 3]), np.array([1, 0])], [500_000, -1_000_000]).tolist()
    [499, 2]
    """
    whole = np.zeros(len(columns[0]), np.int64)
    remainder = np.zeros(len(columns[0]), np.int64)
    for column, weight in zip(columns, weights, strict=True):
        # in two halves no product of a value below 10**15 and a weight leaves 64 bits
        high, low = np.divmod(column, MILLION)
        whole += high * weight
        remainder += low * weight
    carried, left = np.divmod(remainder, MILLION)
    floor = whole + carried
    up = (2 * left > MILLION) | ((2 * left == MILLION) & (floor >= 0))
    rounded: Ints = floor + up
    return rounded


def floored(values: Ints) -> Ints:
    """Return *values* with zero for what is below.

    >>> floored(np.array([-1, 2])).tolist()
    [0, 2]
    """
    raised: Ints = np.maximum(values, 0)
    return raised


def netted(values: Ints) -> tuple[Ints, Ints]:
    """Return what is taken from the grid (Out) and what is fed in (In) of a net consumption.

    >>> out, into = netted(np.array([5, -3]))
    >>> out.tolist(), into.tolist()
    ([5, 0], [0, 3])
    """
    return floored(values), floored(-values)


def gross(production: Ints, net: Ints) -> Ints:
    """Return the gross consumption behind a net consumption and a production, not below zero.

    Args:
        production: What the plant behind the meter made.
        net: What the meter at the grid took, less what it fed in.

    >>> gross(np.array([10, 10]), np.array([5, -12])).tolist()
    [15, 0]
    """
    return floored(production + net)


def apportioned(whole: Ints, shares: Ints, *, first: int = 0) -> Ints:
    """Return *whole* divided in proportion to *shares*: the parts of each interval sum to it to the thousandth.

    Parts are rounded down, and the thousandths left over go to the largest remainders. Of equal remainders the turn
    goes round from interval to interval, so that nobody gains by a place in a list. Where all shares are zero the
    whole is divided equally.

    Args:
        whole: Thousandths, not below zero, one for each interval.
        shares: Not below zero, a row for each part; one column, or one for each interval.
        first: Number of the first interval since 1970: it makes the turns the same whatever period is calculated.

    >>> apportioned(np.array([100, 100, 1]), np.array([[1], [1], [1]])).tolist()
    [[34, 33, 0], [33, 34, 0], [33, 33, 1]]
    """
    # a row of the one is a column of the other
    parts: Ints = in_parts(whole, shares.T, first=first).T
    return parts


def shared(
    production: Ints, consumption: Ints, formula: Formula, shares: Sequence[int] = (), *, first: int = 0
) -> Ints:
    """Return each recipient's part of a shared production.

    Trust: derived.

    Args:
        production: Thousandths, one for each interval.
        consumption: A row for each recipient; read for `Formula.CONSUMPTION` only.
        formula: How it is divided.
        shares: Share of each recipient in millionths, for `Formula.MANUAL`; they sum to one.
        first: Number of the first interval since 1970.

    >>> one = np.array([1000])
    >>> shared(one, np.array([[300], [100]]), Formula.CONSUMPTION).tolist()
    [[750], [250]]
    """
    if formula is Formula.CONSUMPTION:
        return apportioned(production, consumption, first=first)
    weights = shares if formula is Formula.MANUAL else [1] * len(consumption)
    return apportioned(production, np.array(weights, np.int64).reshape(-1, 1), first=first)
