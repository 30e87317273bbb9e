"""Decimal numbers of an input as columns of thousandths."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ("decimals",)

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]


def decimals(octets: npt.NDArray[np.uint8], left: _Int, right: _Int) -> tuple[_Int, _Bool]:
    """Read decimal numbers as thousandths, and tell which are plain.

    Args:
        octets: The input.
        left: First byte of each number.
        right: The byte after it.

    Returns:
        Thousandths, and whether the number has at most fifteen digits and three decimals.

    >>> text = np.frombuffer(b"12.5;-3;x", np.uint8)
    >>> decimals(text, np.array([0, 5, 8]), np.array([4, 7, 9]))[0].tolist()[:2]
    [12500, -3000]
    """
    size = right - left
    good = (size > 0) & (size <= 17)
    value = np.zeros(len(left), np.int64)
    places = np.full(len(left), -1, np.int64)
    digits = np.zeros(len(left), np.int64)
    negative = good & (octets[np.minimum(left, len(octets) - 1)] == 0x2D)
    for column in range(int(size[good].max()) if good.any() else 0):
        within = good & (column < size)
        sign = octets[np.minimum(left + column, len(octets) - 1)]
        digit = sign - np.uint8(0x30)
        number = within & (digit <= 9)
        mark = within & ((sign == 0x2E) | (sign == 0x2C))
        value = np.where(number, value * 10 + digit, value)
        digits += number
        places += number & (places >= 0)
        # a mark needs digits before it, and there is only one
        good &= ~within | number | (mark & (places < 0) & (digits > 0)) | (negative & (column == 0))
        places = np.where(mark, 0, places)
    good &= (digits > 0) & (digits <= 15) & (places != 0) & (places <= 3)
    value *= _SCALES[np.clip(places, 0, 3)]
    return np.where(negative, -value, value), good


_SCALES = np.array([1000, 100, 10, 1], np.int64)
