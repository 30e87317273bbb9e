"""Rows of observations from bytes to columns, many payloads at a time.

All rows of a document are written alike: the first shows how, and each byte of the others is compared with it, but for
the digits of the place and of the quantity, and for the element of the value, whose forms are collected.
"""

from __future__ import annotations

import re
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

__all__ = ("NotUniformError", "RowChunk", "RowForm", "Scanner")

_Int = npt.NDArray[np.int64]
_Word = npt.NDArray[np.uint64]
_Bool = npt.NDArray[np.bool_]

# different elements of a value in one document: the codes of EMIF give fewer than these in any usual order
_MOST_FORMS = 240
# a row is short, whoever writes it: what is longer would be compared with thousands of others
_MOST_BYTES = 512
# EMIF integer4 and decimal153: four digits, twelve before the point and three after it
_SEQUENCE_DIGITS, _WHOLE_DIGITS, _LONGEST = 4, 12, 16


class NotUniformError(Exception):
    """The document is not written in the plain way: the exact path reads it."""


_SPACE = rb"[ \t\r\n]*"
_VALUE = re.compile(rb'<((?:[A-Za-z_][\w.-]*:)?)([A-Za-z]+)((?: [A-Za-z]+="[A-Za-z0-9]*")*)>')
_ROW = re.compile(
    rb'<((?:[A-Za-z_][\w.-]*:)?)Observation Sequence="[0-9]{1,4}">(' + _SPACE + rb")"
    rb'<\1([A-Za-z]+)(?: [A-Za-z]+="[A-Za-z0-9]*")*>[0-9.-]{1,17}</\1\3>(' + _SPACE + rb")</\1Observation>(" + _SPACE + rb")"
)  # fmt: skip


@attrs.frozen(kw_only=True)
class RowForm:
    """How the rows of a document are written.

    Attributes:
        prefix: Prefix of the elements with its colon, or empty.
        before: White space before each row.
        above: White space between a row's tag and its value.
        below: White space between the value and the row's closing tag.
    """

    prefix: bytes
    before: bytes
    above: bytes
    below: bytes

    @classmethod
    def at(cls, data: bytes, start: int) -> RowForm:
        """Return the form of the row that begins at *start*.

        Raises:
            NotUniformError: No plain row begins there.
        """
        match = _ROW.match(data, start, start + _MOST_BYTES)
        if match is None:
            raise NotUniformError
        another = data.startswith(b"<" + match[1] + b"Observation ", match.end())
        # a series of one row shows what is before it alone
        before = match[5] if another else _space_before(data, start)
        return cls(prefix=match[1], before=before, above=match[2], below=match[4])

    @property
    def lines(self) -> int:
        """Number of line breaks of each row, with the white space before it."""
        return (self.before + self.above + self.below).count(b"\n")

    @property
    def opening(self) -> bytes:
        """What stands before the digits of a place, with the white space before the row."""
        return self.before + b"<" + self.prefix + b'Observation Sequence="'

    @property
    def middle(self) -> bytes:
        """What stands between the digits of a place and the element of the value."""
        return b'">' + self.above

    @property
    def closing(self) -> bytes:
        """The closing tag of a row."""
        return b"</" + self.prefix + b"Observation>"

    def row(self, place: int, value: bytes) -> bytes:
        """Return the row at *place* with the amount 0 in the element that *value* opens."""
        number = str(place).encode()
        return self.opening + number + self.middle + value + b"0" + self.after_value(value) + self.closing

    def after_value(self, value: bytes) -> bytes:
        """Return what stands between the digits of an amount and the row's closing tag."""
        match = _VALUE.fullmatch(value)
        assert match is not None
        return b"</" + match[1] + match[2] + b">" + self.below


def _space_before(data: bytes, start: int) -> bytes:
    text = data[max(0, start - 256) : start]
    return text[len(text.rstrip(b" \t\r\n")) :]


@attrs.frozen(kw_only=True, eq=False)
class RowChunk:
    """The rows of some payloads.

    Attributes:
        ends: Where the rows of each payload end.
        position: Places of the rows.
        quantity: Amounts in thousandths.
        form: For each row, which element its value has; None where all have the first.
        negative: The rows whose amount has a minus sign.
        regular: For each payload, whether its places are 1, 2, 3 and so on.
        rising: For each payload, whether its places rise.
    """

    ends: list[int]
    position: npt.NDArray[np.int32]
    quantity: npt.NDArray[np.int64]
    form: npt.NDArray[np.uint8] | None
    negative: _Int
    regular: _Bool
    rising: _Bool


class Scanner:
    """Reads the rows of one document."""

    def __init__(self, data: bytes, form: RowForm) -> None:
        self.data = data
        self.form = form
        self.values: list[bytes] = []
        self._octets = np.frombuffer(data, np.uint8)

    def scan(self, starts: list[int], ends: list[int]) -> RowChunk:
        """Return the rows of payloads that follow one another.

        Args:
            starts: Where the first row of each payload begins.
            ends: Where the last row of each payload ends.

        Raises:
            NotUniformError: Something else than plain rows stands there.
        """
        first, last = np.array(starts, np.int64), np.array(ends, np.int64)
        tags, counts = self._tags(first, last)
        bounds = np.cumsum(counts)
        opens, values, closes, ends_of = tags.T.copy()
        self._tile(opens, ends_of, bounds, first, last)
        before = len(self.form.before)
        _same(self._windows(len(self.form.opening), opens - before), self.form.opening)
        edge = values - len(self.form.middle)
        position = self._positions(opens + (len(self.form.opening) - before), edge)
        form, begin = self._values(edge, closes)
        quantity, negative = self._amounts(begin, closes)
        regular, rising = _order(position, bounds)
        return RowChunk(
            ends=bounds.tolist(),
            position=_read_only(position),
            quantity=_read_only(quantity),
            form=form,
            negative=negative,
            regular=regular,
            rising=rising,
        )

    def _tags(self, first: _Int, last: _Int) -> tuple[_Int, _Int]:
        """Return where the four tags of each row begin, and how many rows each payload has."""
        begin, end = int(first[0]), int(last[-1])
        tags = np.flatnonzero(self._octets[begin:end] == 0x3C)
        low, high = np.searchsorted(tags, first - begin), np.searchsorted(tags, last - begin)
        sizes = high - low
        if (sizes <= 0).any() or (sizes % 4).any():
            raise NotUniformError
        slices = [tags[start:end] for start, end in zip(low.tolist(), high.tolist(), strict=True)]
        of_rows = np.concatenate(slices)
        of_rows += begin
        return of_rows.reshape(-1, 4), sizes // 4

    def _tile(self, opens: _Int, ends_of: _Int, bounds: _Int, first: _Int, last: _Int) -> None:
        """Require that each row begins where the one before it ended, so that no byte is left out."""
        stops = ends_of + len(self.form.closing)
        follows = np.empty(len(stops), np.int64)
        follows[:-1] = opens[1:] - len(self.form.before)
        follows[bounds - 1] = last
        heads = np.concatenate((np.zeros(1, np.int64), bounds[:-1]))
        if not (stops == follows).all() or not (opens[heads] == first).all():
            raise NotUniformError

    def _windows(self, size: int, at: _Int) -> npt.NDArray[np.void]:
        """Return *size* bytes at each offset: numpy copies them far faster than numbers that are not aligned."""
        if int(at.min()) < 0 or int(at.max()) + size > len(self.data):
            raise NotUniformError
        view: npt.NDArray[np.void] = np.ndarray(
            (len(self.data) - size + 1,), f"V{size}", self.data, strides=(1,)
        )
        return view[at]

    def _positions(self, begin: _Int, end: _Int) -> npt.NDArray[np.int32]:
        size = end - begin
        if int(size.min()) < 1 or int(size.max()) > _SEQUENCE_DIGITS:
            raise NotUniformError
        word = _kept(self._windows(8, end - 8).view(np.uint64), size)
        if not _all_digits(word):
            raise NotUniformError
        return _number(word).astype(np.int32)

    def _values(self, edge: _Int, closes: _Int) -> tuple[npt.NDArray[np.uint8] | None, _Int]:
        """Return which form each value has, and where its number begins.

        Args:
            edge: Where the digits of each place end.
            closes: Where the closing tag of each value begins.
        """
        if not self.values:
            self._new_value(int(edge[0]))
        begin = np.empty(len(edge), np.int64)
        left = np.arange(len(edge))
        form: npt.NDArray[np.uint8] | None = None
        number = 0
        while len(left):
            if number == len(self.values):
                self._new_value(int(edge[left[0]]))
            text = self.form.middle + self.values[number]
            fits = self._matches(text, edge[left] if number else edge)
            mine = left if fits is None else left[fits]
            if len(mine):
                every = len(mine) == len(edge)
                begin[mine] = edge[mine] + len(text)
                after = self.form.after_value(self.values[number]) + self.form.closing
                _same(self._windows(len(after), closes if every else closes[mine]), after)
            left = left[:0] if fits is None else left[~fits]
            if number and len(mine):
                form = np.zeros(len(edge), np.uint8) if form is None else form
                form[mine] = number
            number += 1
        return form, begin

    def _matches(self, text: bytes, at: _Int) -> _Bool | None:
        """Tell at which offsets *text* stands, None for all of them."""
        # a window beyond the end of the document is none of a value
        if int(at.max()) + len(text) > len(self.data):
            raise NotUniformError
        windows = self._windows(len(text), at)
        if windows.tobytes() == text * len(at):
            return None
        octets = windows.view(np.uint8).reshape(-1, len(text))
        return np.asarray((octets == np.frombuffer(text, np.uint8)).all(axis=1))

    def _new_value(self, edge: int) -> None:
        at = edge + len(self.form.middle)
        match = _VALUE.match(self.data, at, at + _MOST_BYTES)
        if match is None or match[1] != self.form.prefix or len(self.values) == _MOST_FORMS:
            raise NotUniformError
        if not self.data.startswith(self.form.middle, edge):
            raise NotUniformError
        self.values.append(match[0])

    def _amounts(self, begin: _Int, end: _Int) -> tuple[npt.NDArray[np.int64], _Int]:
        """Return the amounts in thousandths, and the rows that have a minus sign."""
        minus = np.flatnonzero(self._octets[np.minimum(begin, len(self.data) - 1)] == 0x2D)
        begin[minus] += 1
        size = end - begin
        if int(size.min()) < 1 or int(size.max()) > _LONGEST:
            raise NotUniformError
        word = _kept(self._windows(8, end - 8).view(np.uint64), np.minimum(size, 8))
        places = _places(word)
        if int((size - places - (places > 0)).max()) > _WHOLE_DIGITS:
            raise NotUniformError
        word = ((word & _BELOW[places]) << np.uint64(8)) | (word & _ABOVE[places]) | _ZERO[places]
        if not _all_digits(word):
            raise NotUniformError
        amount = _number(word).astype(np.int64)
        longer = np.flatnonzero(size > 8)
        if len(longer):
            front = _kept(self._windows(8, end[longer] - 16).view(np.uint64), size[longer] - 8)
            if not _all_digits(front):
                raise NotUniformError
            amount[longer] += _number(front).astype(np.int64) * _FRONT[places[longer]]
        amount *= _SCALE[places]
        amount[minus] *= -1
        return amount, minus


def _order(position: npt.NDArray[np.int32], bounds: _Int) -> tuple[_Bool, _Bool]:
    """Tell of each payload whether its places are 1, 2, 3 and so on, and whether they rise."""
    steps = np.empty(len(position), np.int32)
    np.subtract(position[1:], position[:-1], out=steps[1:])
    heads = np.concatenate((np.zeros(1, np.int64), bounds[:-1]))
    steps[heads] = 1
    regular, rising = position[heads] == 1, np.ones(len(bounds), bool)
    odd = np.flatnonzero(steps != 1)
    if len(odd):
        regular[np.searchsorted(bounds, odd, side="right")] = False
        rising[np.searchsorted(bounds, odd[steps[odd] <= 0], side="right")] = False
    return regular, rising


def _same(windows: npt.NDArray[np.void], text: bytes) -> None:
    if windows.tobytes() != text * len(windows):
        raise NotUniformError


def _read_only(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    column.flags.writeable = False
    return column


# Eight digits at a time: the last digit is in the highest byte, what is not of the number reads as zeros in front.
_ALL = (1 << 64) - 1
_ZEROS = 0x3030303030303030
_KEEP = np.array([_ALL ^ ((1 << (8 * (8 - n))) - 1) if n else 0 for n in range(9)], np.uint64)
# by places after the point: the bytes below it, those above it, and the byte that is free when it is taken out
_BELOW = np.array([0, *((1 << (8 * (7 - p))) - 1 for p in (1, 2, 3))], np.uint64)
_ABOVE = np.array([_ALL, *(_ALL ^ ((1 << (8 * (8 - p))) - 1) for p in (1, 2, 3))], np.uint64)
_ZERO = np.array([0, 0x30, 0x30, 0x30], np.uint64)
_FRONT = np.array([10**8, 10**7, 10**7, 10**7], np.int64)
_SCALE = np.array([1000, 100, 10, 1], np.int64)


def _kept(word: _Word, size: _Int) -> _Word:
    """Return the last *size* bytes of each word, with zeros in front."""
    return np.asarray(((word ^ np.uint64(_ZEROS)) & _KEEP[size]) ^ np.uint64(_ZEROS))


def _places(word: _Word) -> _Int:
    """Return how many digits stand after a point before the last three, the last two or the last one; 0 without.

    Of a number with two points, or another sign where a point may be, anything is returned: it has no digits alone.
    """
    off = word ^ np.uint64(0x2E2E2E2E2E2E2E2E)
    point = (off - np.uint64(0x0101010101010101)) & ~off & np.uint64(0x0080808000000000)
    # a bit in each of three bytes, weighed by the number of digits after it
    weighed = (point >> np.uint64(39)) * np.uint64(0x030201)
    return ((weighed >> np.uint64(16)) & np.uint64(3)).astype(np.int64)


def _all_digits(word: _Word) -> bool:
    off = word ^ np.uint64(_ZEROS)
    return not ((off | (off + np.uint64(0x7676767676767676))) & np.uint64(0x8080808080808080)).any()


def _number(word: _Word) -> _Word:
    w = word & np.uint64(0x0F0F0F0F0F0F0F0F)
    w = (w * np.uint64(10) + (w >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    w = (w * np.uint64(100) + (w >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return (w * np.uint64(10000) + (w >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
