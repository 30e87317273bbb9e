"""Decimal numbers as thousandths, eight bytes at a time.

The last byte of a number is the highest of its word, and what is not of the number reads as zeros in front.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = (
    "LONGEST",
    "ZEROS",
    "all_digits",
    "digits_before",
    "long_thousandths",
    "number",
    "short_thousandths",
)

_Int = npt.NDArray[np.int64]
_Word = npt.NDArray[np.uint64]
_Bool = npt.NDArray[np.bool_]

# EMIF decimal153: twelve digits before the point and three after it
_WHOLE_DIGITS, LONGEST = 12, 16
_ALL = (1 << 64) - 1
ZEROS = np.uint64(0x3030303030303030)
_HIGH = np.uint64(0x8080808080808080)
_OVER_NINE = np.uint64(0x7676767676767676)
# the last so many bytes of a word, eight at most
_KEEP = np.array([_ALL ^ ((1 << (8 * (8 - n))) - 1) if n else 0 for n in range(9)], np.uint64)


def all_digits(off: _Word) -> bool:
    """Tell whether all bytes are digits.

    Args:
        off: Words, each byte with that of the digit 0 taken off (xor).
    """
    return not ((off | (off + _OVER_NINE)) & _HIGH).any()


def digits_before(word: _Word, size: npt.NDArray[np.unsignedinteger]) -> _Word:
    """Return the first *size* bytes of each word as its last ones, that of the digit 0 taken off.

    Args:
        word: Words.
        size: From 1 to 8.
    """
    return np.asarray((word ^ ZEROS) << ((np.uint64(8) - size) * np.uint64(8)))


def number(off: _Word) -> _Word:
    """Return the numbers that eight digits are, each with that of the digit 0 taken off."""
    w = (off * np.uint64(10) + (off >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    w = (w * np.uint64(100) + (w >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return (w * np.uint64(10000) + (w >> np.uint64(32))) & np.uint64(0xFFFFFFFF)


# -- at most four digits before the point: the point always in the fifth byte

# a digit has not this bit, a point has: where a point may be, and where it is brought
_MARKS, _MARK = np.uint64(0x0010101000000000), np.uint64(0x0000001000000000)
_TO_FIRST = np.uint64(36)
# without a point as if one stood behind the last digit
_WITHOUT = np.uint8(32)
# the fifth byte is none when its point is taken out, the others are digits
_OVER = np.uint64(0x7676767F76767676)


def short_thousandths(word: _Word, size: _Int) -> tuple[_Int, _Bool]:
    """Read numbers of at most four digits before the point and three behind it.

    Args:
        word: Eight bytes, of which the last ones are the number.
        size: How many they are: one at least; of those with more than eight the bytes before are not looked at.

    Returns:
        Thousandths, and which of them are right; the others are longer, or no numbers.

    >>> text = np.frombuffer(b"aaaa12.5aaa1.125aaaaaaa7aaaaa1.a", np.uint64)
    >>> thousandths, right = short_thousandths(text, np.array([4, 5, 1, 3]))
    >>> thousandths[:3].tolist(), right.tolist()
    ([12500, 1125, 7000], [True, True, True, False])
    """
    off = word ^ ZEROS
    off &= _KEEP.take(size, mode="clip")
    lowest = off & _MARKS
    lowest >>= _TO_FIRST
    lowest -= np.uint64(1)
    shift = np.minimum(np.bitwise_count(lowest), _WITHOUT).astype(np.uint64)
    moved = off >> shift
    right: _Bool = (moved << shift) == off
    point = moved & _MARK
    # of a point, and of nothing else that has its bit, zero is left
    moved ^= (point << np.uint64(1)) - (point >> np.uint64(3))
    right &= ((moved + _OVER) | moved) & _HIGH == 0
    right &= size <= 8
    return _aligned(moved), right


def _aligned(off: _Word) -> _Int:
    """Return the thousandths of four digits, a byte of zero, and three digits."""
    w = off * np.uint64(10)
    w += off >> np.uint64(8)
    w &= np.uint64(0x00FF00FF00FF00FF)
    low = w >> np.uint64(16)
    w *= np.uint64(100)
    w += low
    w &= np.uint64(0x0000FFFF0000FFFF)
    low = w >> np.uint64(32)
    w &= np.uint64(0xFFFFFFFF)
    w *= np.uint64(1000)
    w += low
    return w.view(np.int64)


# -- any number

# by places after the point: the bytes below it, and those above it
_BELOW = np.array([0, *((1 << (8 * (7 - p))) - 1 for p in (1, 2, 3))], np.uint64)
_ABOVE = np.array([_ALL, *(_ALL ^ ((1 << (8 * (8 - p))) - 1) for p in (1, 2, 3))], np.uint64)
_FRONT = np.array([10**8, 10**7, 10**7, 10**7], np.int64)
_SCALE = np.array([1000, 100, 10, 1], np.int64)


def long_thousandths(front: _Word, word: _Word, size: _Int) -> _Int | None:
    """Read numbers of any length that the type has, None when one of them is none.

    Args:
        front: The eight bytes before the last eight.
        word: The last eight bytes.
        size: How many bytes of both are the number.

    >>> text = np.frombuffer(b"aaaaa123456789.5aaaaaaaaaaaaa.25", np.uint64)
    >>> long_thousandths(text[::2], text[1::2], np.array([11, 3])).tolist()
    [123456789500, 250]
    >>> long_thousandths(text[::2], text[1::2], np.array([12, 3])) is None
    True
    """
    if int(size.min()) < 1 or int(size.max()) > LONGEST:
        return None
    off = (word ^ ZEROS) & _KEEP.take(size, mode="clip")
    places = _places(off)
    off = ((off & _BELOW[places]) << np.uint64(8)) | (off & _ABOVE[places])
    before = (front ^ ZEROS) & _KEEP.take(size - 8, mode="clip")
    if int((size - places - (places > 0)).max()) > _WHOLE_DIGITS or not (
        all_digits(off) and all_digits(before)
    ):
        return None
    value = number(off).astype(np.int64) + number(before).astype(np.int64) * _FRONT[places]
    return np.asarray(value * _SCALE[places])


def _places(off: _Word) -> _Int:
    """Return how many digits stand after a point before the last three, the last two or the last one; 0 without.

    Of a number with two points, or another sign where a point may be, anything is returned: it has no digits alone.
    """
    other = off ^ np.uint64(0x1E1E1E1E1E1E1E1E)
    point = (other - np.uint64(0x0101010101010101)) & ~other & np.uint64(0x0080808000000000)
    # a bit in each of three bytes, weighed by the number of digits after it
    weighed = (point >> np.uint64(39)) * np.uint64(0x030201)
    return ((weighed >> np.uint64(16)) & np.uint64(3)).astype(np.int64)
