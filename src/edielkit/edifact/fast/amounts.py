"""Many loads from the bytes of an input at once, and the amounts that stand there."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = (
    "COMMA",
    "DECIMALS",
    "DIGIT",
    "ONES4",
    "ONES8",
    "SHORT",
    "SIGN",
    "Amounts",
    "Loads",
    "are_digits",
    "decimals",
    "eight_digits",
    "load",
    "qualifier_text",
    "quantities",
)

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Word = npt.NDArray[np.uint32]
_Long = npt.NDArray[np.uint64]
_Byte = npt.NDArray[np.uint8]
# thousandths, which are plain, how each is written, qualifiers, units
Amounts = tuple[_Int, _Bool, _Byte, _Word, _Word]

# marks a qualifier of two characters
SHORT = 1 << 24
# how an amount is written: its decimals, a sign, a comma, the number of its digits
DECIMALS, SIGN, COMMA, DIGIT = 3, 4, 8, 16
ONES8, ONES4 = 0x0101010101010101, 0x01010101

# what codes are made of
_IS_CODE = np.zeros(256, bool)
_IS_CODE[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")] = True


def load(text: bytes) -> Any:
    """Return up to eight bytes as one number, little end first."""
    kind = np.uint32 if len(text) <= 4 else np.uint64
    return kind(int.from_bytes(text, "little"))


def qualifier_text(code: int) -> str:
    """Return the qualifier (6063) that a number of `quantities` stands for.

    >>> qualifier_text(int(load(b"136"))), qualifier_text(int(load(b"67")) | SHORT)
    ('136', '67')
    """
    return code.to_bytes(4, "little")[: 2 if code & SHORT else 3].decode("latin-1")


class Loads:
    """Four or eight bytes at any offset as one number, little end first; of the last ones where the input ends before."""

    def __init__(self, data: bytes) -> None:
        self._four = np.ndarray((max(len(data) - 3, 0),), "<u4", data, strides=(1,))
        self._eight = np.ndarray((max(len(data) - 7, 0),), "<u8", data, strides=(1,))
        self.data = data
        self.octets = np.frombuffer(data, np.uint8)

    def four(self, at: _Int) -> _Word:
        """Return four bytes at each offset."""
        return np.asarray(self._four[np.minimum(at, len(self._four) - 1)])

    def eight(self, at: _Int) -> _Long:
        """Return eight bytes at each offset."""
        return np.asarray(self._eight[np.minimum(at, len(self._eight) - 1)])


def are_digits(word: npt.NDArray[Any], kind: Any, ones: int) -> _Bool:
    """Tell whether all bytes are digits.

    Args:
        word: The bytes.
        kind: Their type.
        ones: 0x0101...01.
    """
    off = word ^ kind(0x30 * ones)
    return np.asarray(((off | (off + kind(0x76 * ones))) & kind(0x80 * ones)) == 0)


def eight_digits(word: _Long) -> _Int:
    """Return the number that eight digits are, the first of them in the lowest byte."""
    w = word & np.uint64(0x0F0F0F0F0F0F0F0F)
    w = (w * np.uint64(10) + (w >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    w = (w * np.uint64(100) + (w >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    w = (w * np.uint64(10000) + (w >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return w.astype(np.int64)


# -- quantities


def quantities(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read ``QTY+qualifier:amount[:unit]``: thousandths, which are plain, their form, qualifiers and units.

    Args:
        loads: The input.
        start: First byte of each segment.
        end: Its terminator.
    """
    value, good, form, qualifier, unit = _like_the_first(loads, start, end)
    others = np.flatnonzero(~good)
    if len(others):
        columns = _of_any_form(loads, start[others], end[others])
        value[others], good[others], form[others], qualifier[others], unit[others] = columns
    return value, good, form, qualifier, unit


def _like_the_first(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read the quantities of the qualifier and the unit of the first one, with at most eight digits and no sign."""
    count = len(start)
    head = loads.eight(start)
    qualifier = np.full(count, head[0] >> np.uint64(32) & np.uint64(0xFFFFFF) if count else 0, np.uint32)
    unit = np.zeros(count, np.uint32)
    if not count or not _is_usual_head(int(head[0])):
        return np.zeros(count, np.int64), np.zeros(count, bool), np.zeros(count, np.uint8), qualifier, unit
    good = head == head[0]
    right = end
    tail = loads.data[int(end[0]) - 4 : int(end[0])]
    if tail[:1] == b":" and _IS_CODE[list(tail[1:])].all() and end[0] - start[0] > 12:
        good &= loads.four(end - 4) == load(tail)
        unit[:] = load(tail)
        right = end - 4
    size = right - start - 8
    good &= (size > 0) & (size <= 8)
    value, exact, form = _short_decimals(loads.eight(right - 8), np.where(good, size, 8))
    return value, good & exact, form, qualifier, unit


def _is_usual_head(head: int) -> bool:
    """Tell whether eight bytes are ``QTY+136:`` or the same with other letters and digits."""
    text = head.to_bytes(8, "little")
    return text[7:] == b":" and bool(_IS_CODE[list(text[4:7])].all())


# of eight bytes with so many decimals behind a mark: those before the mark, those behind it, a digit in front
_BEFORE = np.array([0, *((1 << 8 * (7 - n)) - 1 for n in (1, 2, 3))], np.uint64)
_BEHIND = np.array([(1 << 64) - 1, *((1 << 64) - (1 << 8 * (8 - n)) for n in (1, 2, 3))], np.uint64)
_FRONT = np.array([0, 0x30, 0x30, 0x30], np.uint64)


def _short_decimals(word: _Long, size: _Int) -> tuple[_Int, _Bool, _Byte]:
    """Read the last *size* of eight bytes as thousandths; the others have another way."""
    unused = ((8 - size) * 8).astype(np.uint64)
    is_zero_first = (word >> unused & np.uint64(0xFF)) == 0x30
    word = (word >> unused) << unused
    word |= np.uint64(0x30 * ONES8) & ((np.uint64(1) << unused) - np.uint64(1))
    comma = np.zeros(len(word), np.uint8)
    places = np.zeros(len(word), np.uint8)
    for number in (1, 2, 3):
        sign = (word >> np.uint64(8 * (7 - number))).astype(np.uint8)
        is_comma = sign == 0x2C
        comma |= is_comma
        places += ((sign == 0x2E) | is_comma) * np.uint8(number)
    # of two marks one stays among the digits
    places = np.minimum(places, 3)
    digits = (word & _BEHIND[places]) | ((word & _BEFORE[places]) << np.uint64(8)) | _FRONT[places]
    # a mark needs digits before it
    good = are_digits(digits, np.uint64, ONES8) & ((size > places + 1) | (places == 0))
    count = size - (places > 0)
    # zeros that lead are a fault, of which the exact path speaks
    good &= ~(is_zero_first & (count - places > 1))
    form = count.astype(np.uint8) * np.uint8(DIGIT) + comma * np.uint8(COMMA) + places
    return eight_digits(digits) * _SCALES[places], good, form


def _of_any_form(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read quantities of any qualifiers, units and numbers of digits."""
    octets = loads.octets
    top = len(octets) - 1
    short = octets[np.minimum(start + 6, top)] == 0x3A
    good = short | (octets[np.minimum(start + 7, top)] == 0x3A)
    qualifier = loads.four(start + 4) & np.uint32(0xFFFFFF)
    qualifier = np.where(short, (qualifier & np.uint32(0xFFFF)) | np.uint32(SHORT), qualifier)
    # an annual estimate is no value of an interval
    good &= qualifier != np.uint32(load(b"31") | np.uint32(SHORT))
    good &= _IS_CODE[octets[start + 4]] & _IS_CODE[octets[np.minimum(start + 5, top)]]
    good &= short | _IS_CODE[octets[np.minimum(start + 6, top)]]
    left = start + np.where(short, 7, 8)
    right = end.copy()
    for width in (3, 2):
        has_unit = (
            (right == end) & (octets[np.maximum(right - width - 1, 0)] == 0x3A) & (right - width - 1 > left)
        )
        right -= np.where(has_unit, width + 1, 0)
    value, exact, form = decimals(octets, left, right)
    good &= (right == end) | (
        _IS_CODE[octets[right + 1 - (right == end)]] & _IS_CODE[octets[end - 2]] & _IS_CODE[octets[end - 1]]
    )
    # of the separator and the unit, four bytes at most, the ones that are there
    unit = loads.four(right) & _MASKS[np.minimum(end - right, 4)]
    return value, good & exact, form, qualifier, unit


_MASKS = np.array([(1 << (8 * width)) - 1 for width in range(5)], np.uint32)


# -- numbers


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
    value *= _SCALES[places]
    form = digits * DIGIT + comma * COMMA + negative * SIGN + places
    return np.where(negative, -value, value), good, form.astype(np.uint8)


_SCALES = np.array([1000, 100, 10, 1], np.int64)
