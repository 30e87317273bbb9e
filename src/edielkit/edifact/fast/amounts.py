"""The amounts that are not written as the first one of their chunk: any qualifier, unit and number of digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from edielkit.edifact.fast.chunk import Loads

__all__ = (
    "COMMA",
    "DECIMALS",
    "DIGIT",
    "IS_CODE",
    "SCALES",
    "SHORT",
    "SIGN",
    "Amounts",
    "amounts_of_any_form",
    "decimals",
)

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Word = npt.NDArray[np.uint32]
_Byte = npt.NDArray[np.uint8]
# thousandths, which are plain, how each is written, qualifiers, units
Amounts = tuple[_Int, _Bool, _Byte, _Word, _Word]

# marks a qualifier of two characters
SHORT = 1 << 24
# how an amount is written: its decimals, a sign, a comma, the number of its digits
DECIMALS, SIGN, COMMA, DIGIT = 3, 4, 8, 16

# what codes are made of
IS_CODE = np.zeros(256, bool)
IS_CODE[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")] = True

# thousandths in the last digit of a number of so many decimals
SCALES = np.array([1000, 100, 10, 1], np.int64)

# QTY 6063 of an annual estimate
_ANNUAL = np.uint32(int.from_bytes(b"31", "little") | SHORT)


def amounts_of_any_form(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read quantities of any qualifiers, units and numbers of digits.

    Args:
        loads: The input.
        start: First byte of each segment.
        end: Its terminator.
    """
    octets = loads.octets
    top = len(octets) - 1
    short = octets[np.minimum(start + 6, top)] == 0x3A
    good = short | (octets[np.minimum(start + 7, top)] == 0x3A)
    qualifier = loads.four(start + 4) & np.uint32(0xFFFFFF)
    qualifier = np.where(short, (qualifier & np.uint32(0xFFFF)) | np.uint32(SHORT), qualifier)
    # an annual estimate is no value of an interval
    good &= qualifier != _ANNUAL
    good &= IS_CODE[octets[start + 4]] & IS_CODE[octets[np.minimum(start + 5, top)]]
    good &= short | IS_CODE[octets[np.minimum(start + 6, top)]]
    left = start + np.where(short, 7, 8)
    right = end.copy()
    for width in (3, 2):
        has_unit = (
            (right == end) & (octets[np.maximum(right - width - 1, 0)] == 0x3A) & (right - width - 1 > left)
        )
        right -= np.where(has_unit, width + 1, 0)
    value, exact, form = decimals(octets, left, right)
    good &= (right == end) | (
        IS_CODE[octets[right + 1 - (right == end)]] & IS_CODE[octets[end - 2]] & IS_CODE[octets[end - 1]]
    )
    # of the separator and the unit, four bytes at most, the ones that are there
    unit = loads.four(right) & _MASKS[np.minimum(end - right, 4)]
    return value, good & exact, form, qualifier, unit


_MASKS = np.array([(1 << (8 * width)) - 1 for width in range(5)], np.uint32)


def decimals(octets: _Byte, left: _Int, right: _Int) -> tuple[_Int, _Bool, _Byte]:
    """Read decimal numbers as thousandths, and tell which are plain.

    Args:
        octets: The input.
        left: First byte of each number.
        right: The byte after it.

    Returns:
        Thousandths, whether the number has at most fifteen digits, three decimals and no leading zeros, and how it is written.

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
    comma = np.zeros(len(left), bool)
    is_zero_first = octets[np.minimum(left + negative, len(octets) - 1)] == 0x30
    for column in range(int(size[good].max()) if good.any() else 0):
        within = good & (column < size)
        sign = octets[np.minimum(left + column, len(octets) - 1)]
        digit = sign - np.uint8(0x30)
        number = within & (digit <= 9)
        mark = within & ((sign == 0x2E) | (sign == 0x2C))
        comma |= within & (sign == 0x2C)
        value = np.where(number, value * 10 + digit, value)
        digits += number
        places += number & (places >= 0)
        # a mark needs digits before it, and there is only one
        good &= ~within | number | (mark & (places < 0) & (digits > 0)) | (negative & (column == 0))
        places = np.where(mark, 0, places)
    good &= (digits > 0) & (digits <= 15) & (places != 0) & (places <= 3)
    places = np.clip(places, 0, 3)
    good &= ~(is_zero_first & (digits - places > 1))
    value *= SCALES[places]
    form = digits * DIGIT + comma * COMMA + negative * SIGN + places
    return np.where(negative, -value, value), good, form.astype(np.uint8)
