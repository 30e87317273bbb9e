"""Integer arithmetic on columns that is exact or raises: sums, products and shares within 64 bits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ("INT64_MAX", "add_checked", "group_sums", "muldiv", "subtract_checked", "total")

Ints = npt.NDArray[np.int64]

INT64_MAX = 2**63 - 1
_LOW = (1 << 32) - 1


def _overflow(what: str) -> ValueError:
    return ValueError(f"{what} does not fit 64 bits in thousandths")


def largest(values: Ints) -> int:
    """Return the largest magnitude of *values*, 0 for none."""
    return max(int(values.max()), -int(values.min())) if len(values) else 0


def add_checked(first: Ints, other: Ints, what: str) -> Ints:
    """Return the sums of two columns.

    Raises:
        ValueError: A sum leaves the range of int64; the text names *what* it is.
    """
    result: Ints = first + other
    # two's complement: an overflow gives a result whose sign neither operand has
    if (((first ^ result) & (other ^ result)) < 0).any():
        raise _overflow(what)
    return result


def subtract_checked(first: Ints, other: Ints, what: str) -> Ints:
    """Return the differences of two columns.

    Raises:
        ValueError: A difference leaves the range of int64; the text names *what* it is.
    """
    result: Ints = first - other
    if (((first ^ other) & (first ^ result)) < 0).any():
        raise _overflow(what)
    return result


def group_sums(values: Ints, starts: npt.NDArray[np.intp] | Ints, what: str) -> Ints:
    """Return the exact sum of each group.

    Args:
        values: The column.
        starts: First row of each group, rising; no group is empty.
        what: Name of a sum in the error.

    Raises:
        ValueError: A sum leaves the range of int64.

    >>> group_sums(np.array([1, 2, 3, 4]), np.array([0, 3]), "a sum")
    array([6, 4])
    """
    if not len(starts):
        return np.zeros(0, np.int64)
    if largest(values) <= INT64_MAX // len(values):
        sums: Ints = np.add.reduceat(values, starts)
        return sums
    # in two halves of 32 bits no sum of fewer than 2**31 rows can overflow
    low = np.add.reduceat(values & _LOW, starts)
    high = np.add.reduceat(values >> 32, starts) + (low >> 32)
    if (high < -(1 << 31)).any() or (high >= 1 << 31).any():
        raise _overflow(what)
    joined: Ints = (high << 32) | (low & _LOW)
    return joined


def total(values: Ints) -> int:
    """Return the exact sum of a column as a Python number of any size.

    >>> total(np.array([2**62, 2**62]))
    9223372036854775808
    """
    return (int((values >> 32).sum()) << 32) + int((values & _LOW).sum())


def muldiv(values: Ints, factor: Ints, divisor: Ints) -> tuple[Ints, Ints]:
    """Return ``values * factor // divisor`` and the remainder, exact where the product needs 128 bits.

    Args:
        values: At least 0.
        factor: From 0 to the divisor of the same row.
        divisor: From 1 to 2**62.

    >>> [c.tolist() for c in muldiv(np.array([7]), np.array([2**61]), np.array([2**62]))]
    [[3], [2305843009213693952]]
    """
    # values = whole * divisor + part, so whole * factor is exact and at most values
    whole, part = np.divmod(values, divisor)
    quotient = whole * factor
    small = largest(part) * largest(factor) <= INT64_MAX
    more, remainder = np.divmod(part * factor, divisor) if small else _long_muldiv(part, factor, divisor)
    return quotient + more, remainder


def _long_muldiv(values: Ints, factor: Ints, divisor: Ints) -> tuple[Ints, Ints]:
    """Multiply and divide bit by bit; needs ``values < divisor <= 2**62`` and ``factor <= divisor``."""
    quotient, remainder = np.zeros_like(values), np.zeros_like(values)
    for bit in range(largest(factor).bit_length() - 1, -1, -1):
        quotient <<= 1
        remainder <<= 1
        for addend in (0, np.where(factor >> bit & 1, values, 0)):
            remainder += addend
            over = remainder >= divisor
            remainder -= np.where(over, divisor, 0)
            quotient += over
    return quotient, remainder
