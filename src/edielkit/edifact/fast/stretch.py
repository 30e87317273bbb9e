"""A stretch of bytes in which values are written alike: where they stand, their amounts, and all between the amounts."""

from __future__ import annotations

from typing import NamedTuple

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk import ONES8, Loads

__all__ = ("AlikeValues", "Layout", "Stretch", "Workspace", "short_amounts")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Long = npt.NDArray[np.uint64]
_Byte = npt.NDArray[np.uint8]

_INITIAL = ord("Q")
_ONE = np.uint64(1)
# bytes of the longest amount with the byte behind it: a sign, fifteen digits, a mark
_LONGEST = 18
# ways of writing that one stretch is looked at in
_MOST_LAYOUTS = 4
# places whose bytes are copied at once: what is copied is still near the processor then
_TOGETHER = 1 << 10


class Layout(NamedTuple):
    """How values are written that are read together.

    Attributes:
        head: How many bytes stand before the amount.
        width: How many bytes stand from the end of the amount to the next value.
        stop: The byte behind the amount.
    """

    head: int
    width: int
    stop: int


@attrs.frozen(eq=False)
class AlikeValues:
    """The values of a stretch that is written in one layout.

    Attributes:
        text: Of each value the bytes behind its amount, up to the amount of the next one; until another stretch is looked at.
        quantity: Thousandths.
        stop: The byte behind each amount.
        faulty: Which values have no plain amount, ascending.
    """

    text: bytearray
    quantity: _Int
    stop: _Int
    faulty: list[int]


class Workspace(Loads):
    """An input with memory for what is read of its stretches, one after the other: fresh memory costs more than the reading."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._is_sign: _Bool = np.empty(0, bool)
        self._texts = [bytearray() for _ in range(_MOST_LAYOUTS)]

    def places(self, sign: int, begin: int, end: int) -> _Int:
        """Return where a byte stands between two offsets."""
        if len(self._is_sign) < end - begin:
            self._is_sign = np.empty(end - begin, bool)
        is_sign = np.equal(self.octets[begin:end], sign, out=self._is_sign[: end - begin])
        places: _Int = np.flatnonzero(is_sign)
        places += begin
        return places

    def texts(self, number: int, at: _Int, width: int) -> bytearray:
        """Return the bytes at some offsets, one behind the other; an offset may be nearer to the end.

        Args:
            number: Which of the texts of a stretch they are: they stand where those of that number of the stretch before stood.
            at: The offsets.
            width: How many bytes stand at each.
        """
        if len(self._texts[number]) < len(at) * width:
            self._texts[number] = bytearray(len(at) * width)
        text = self._texts[number]
        rows: npt.NDArray[np.void] = np.frombuffer(text, f"V{width}", len(at))
        sources = np.ndarray((len(self.data) - width + 1,), rows.dtype, self.data, strides=(1,))
        at = np.minimum(at, len(sources) - 1)
        for begin in range(0, len(at), _TOGETHER):
            part = slice(begin, begin + _TOGETHER)
            rows[part] = sources[at[part]]
        return text


class Stretch:
    """A stretch of an input with a row for each letter that a value begins with."""

    def __init__(self, loads: Workspace, begin: int, end: int) -> None:
        """Look at some bytes.

        Args:
            loads: The input.
            begin: First byte.
            end: The byte behind the last one.
        """
        self.loads = loads
        self.begin = begin
        self.end = end
        self.first = loads.places(_INITIAL, begin, end)
        self._values: dict[Layout, AlikeValues | None] = {}

    def __len__(self) -> int:
        return len(self.first)

    def row_at(self, offset: int, expected: int) -> int:
        """Return the row that stands at an offset, -1 when none does.

        Args:
            offset: Where a value begins.
            expected: Where the row is looked for first.
        """
        if not 0 <= expected < len(self.first) or self.first[expected] != offset:
            expected = int(np.searchsorted(self.first, offset))
        return expected if expected < len(self.first) and self.first[expected] == offset else -1

    def values(self, layout: Layout) -> AlikeValues | None:
        """Return the values as far as they are written in a layout, None when it is one too many.

        Args:
            layout: How they are written.
        """
        if layout not in self._values:
            enough = len(self._values) < _MOST_LAYOUTS
            self._values[layout] = self._read(layout) if enough else None
        return self._values[layout]

    def _read(self, layout: Layout) -> AlikeValues | None:
        span = layout.width + layout.head
        if len(self.loads.data) < span or not len(self.first):
            return None
        left = self.first + layout.head
        quantity, size, good = short_amounts(self.loads.eight(left), layout.stop)
        stop = left + size
        others = np.flatnonzero(~good)
        if len(others):
            self._long(layout.stop, left, others, (quantity, stop, good))
        text = self.loads.texts(len(self._values), stop, span)
        return AlikeValues(text, quantity, stop, np.flatnonzero(~good).tolist())

    def _long(self, stop: int, left: _Int, rows: _Int, columns: tuple[_Int, _Int, _Bool]) -> None:
        """Read amounts that eight bytes do not hold, or that have a sign."""
        octets = self.loads.octets
        at = np.minimum(left[rows, None] + np.arange(_LONGEST), len(octets) - 1)
        is_stop = octets[at] == stop
        size = is_stop.argmax(axis=1)
        value, exact, _ = decimals(octets, left[rows], left[rows] + size)
        quantity, stops, good = columns
        quantity[rows], good[rows] = value, exact & is_stop.any(axis=1)
        stops[rows] = left[rows] + size


def short_amounts(word: _Long, stop: int) -> tuple[_Int, _Int, _Bool]:
    """Read amounts of at most four digits before the mark and three behind it, each at the start of eight bytes.

    Args:
        word: Eight bytes each, the first one lowest.
        stop: The byte behind an amount: a terminator or a component separator of the usual ones.

    Returns:
        Thousandths, the number of bytes, and which of them are amounts if the byte behind them is *stop*.

    >>> words = np.frombuffer(b"12.5'DTM0.25'XXX7'TTTTTT", np.uint64)
    >>> [column.tolist() for column in short_amounts(words, ord("'"))]
    [[12500, 250, 7000], [4, 4, 1], [True, True, True]]
    """
    if stop == _COMPONENT:
        word = _with_terminators(word)
    # digits have this bit, a mark and a terminator have not
    others = ~word & _TENS
    first = others & -others
    others ^= first
    second = others & -others
    marked = (word & (first >> _ONE)) != 0
    behind = np.where(marked, second, first)
    at = first >> _FOUR
    of_mark = at * _OCTET
    used = ((behind >> _FOUR) - _ONE) & ~of_mark
    off: _Long = (word & used) ^ (_ZEROS & used)
    good = (off | (off + _OVER_NINE)) & _HIGH == 0
    good &= behind != 0
    good &= ~marked | ((word & (at * _MARK_BITS)) == at * _MARK)
    before = np.bitwise_count(first - _ONE)
    upto = np.bitwise_count(behind - _ONE)
    places = upto - before
    good &= (before >= 12) & (before <= 36) & (places != 8) & (places <= 32)
    # zeros that lead are a fault, of which the exact path speaks
    good &= (before == 12) | (off & _OCTET != 0)
    shift = (np.uint8(36) - before).astype(np.uint64)
    return _aligned(np.asarray(off << shift, np.uint64)), (upto >> 3).astype(np.int64), good


def _aligned(off: _Long) -> _Int:
    """Return the thousandths of four digits, a byte without meaning, and three digits."""
    off = (off * np.uint64(10) + (off >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    off = (off * np.uint64(100) + (off >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return ((off & np.uint64(0xFFFFFFFF)) * np.uint64(1000) + (off >> np.uint64(32))).astype(np.int64)


def _with_terminators(word: _Long) -> _Long:
    """Write a terminator where the first component separator stands."""
    off = word ^ _COMPONENTS
    return word ^ ((((off - _UNITS) & ~off & _HIGH) >> np.uint64(7)) * np.uint64(_COMPONENT ^ 0x27))


_COMPONENT = ord(":")
_FOUR = np.uint64(4)
_OCTET = np.uint64(0xFF)
_UNITS = np.uint64(ONES8)
_TENS = np.uint64(0x10 * ONES8)
_ZEROS = np.uint64(0x30 * ONES8)
_HIGH = np.uint64(0x80 * ONES8)
_OVER_NINE = np.uint64(0x76 * ONES8)
_COMPONENTS = np.uint64(_COMPONENT * ONES8)
# a point and a comma differ in one bit
_MARK = np.uint64(0x2C)
_MARK_BITS = np.uint64(0xFD)
