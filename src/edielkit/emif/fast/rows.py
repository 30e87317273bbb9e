"""Rows of observations from bytes to columns, many payloads at a time.

All rows of a document are written alike: the first shows how, and each byte of the others is compared with it, but for
the digits of the place and of the quantity, and for the element of the value, whose forms are collected.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.emif.fast.amounts import all_digits, digits_before, long_thousandths, number, short_thousandths
from edielkit.emif.fast.row_form import NotUniformError, RowForm, value_at

__all__ = ("RowChunk", "Scanner")

_Int = npt.NDArray[np.int64]
_Word = npt.NDArray[np.uint64]
_Bool = npt.NDArray[np.bool_]
_Windows = npt.NDArray[np.void]

# different elements of a value in one document: the codes of EMIF give fewer than these in any usual order
_MOST_FORMS = 240
# EMIF integer4
_SEQUENCE_DIGITS, _MOST_PLACES = 4, 9999
# a letter that is rare: of a row without prefix it stands in the name of the place alone
_MARK, _NAME = b"q", b"Observation Sequence"
_TAGS = 4
_WORD, _ONES = 8, 0x0101010101010101


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


@attrs.frozen(eq=False)
class _Counted:
    """Rows whose places are 1, 2, 3 and so on in each payload.

    Attributes:
        counts: How many each payload has.
        text: What stands before each value, up to four bytes behind the first quotation mark.
        position: The places.
        digits: How many digits each has.
    """

    counts: _Int
    text: bytes
    position: npt.NDArray[np.int32]
    digits: _Int

    @classmethod
    def of(cls, counts: _Int, form: RowForm) -> _Counted:
        position = np.arange(1, int(counts.sum()) + 1)
        position -= np.repeat(np.cumsum(counts) - counts, counts)
        text = _numbered(form, 1 << int(counts.max()).bit_length())[position].tobytes()
        digits = 1 + (position > 9) + (position > 99) + (position > 999)
        return cls(counts, text, _read_only(position.astype(np.int32)), digits)


class Scanner:
    """Reads the rows of one document."""

    def __init__(self, data: bytes, form: RowForm) -> None:
        self.data = data
        self.form = form
        self.values: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._octets = np.frombuffer(data, np.uint8)
        self._is_mark: _Bool = np.empty(0, bool)
        self._counted: _Counted | None = None

    def scan(self, starts: list[int], ends: list[int]) -> RowChunk:
        """Return the rows of payloads that follow one another.

        Args:
            starts: Where the first row of each payload begins.
            ends: Where the last row of each payload ends.

        Raises:
            NotUniformError: Something else than plain rows stands there.
        """
        first, last = np.array(starts, np.int64), np.array(ends, np.int64)
        opens, counts = self._opens(first, last)
        bounds = np.cumsum(counts)
        if not (opens[bounds - counts] == first).all():
            raise NotUniformError
        # each row ends where the next one begins, so that no byte is left out
        stops = np.empty_like(opens)
        np.subtract(opens[1:], len(self.form.before), out=stops[:-1])
        stops[bounds - 1] = last
        position, edge, is_counted = self._positions(opens, counts)
        form, begin, closes = self._values(edge, stops)
        quantity, negative = self._amounts(begin, closes)
        every = np.ones(len(bounds), bool)
        regular, rising = (every, every) if is_counted else _order(position, bounds)
        return RowChunk(
            ends=bounds.tolist(),
            position=_read_only(position),
            quantity=_read_only(quantity),
            form=form,
            negative=negative,
            regular=regular,
            rising=rising,
        )

    def _opens(self, first: _Int, last: _Int) -> tuple[_Int, _Int]:
        """Return where each row begins, and how many each payload has."""
        begin, end = int(first[0]), int(last[-1])
        if len(self._is_mark) < end - begin:
            # fresh memory costs more than the comparison
            self._is_mark = np.empty(end - begin, bool)
        is_mark = np.equal(self._octets[begin:end], ord(_MARK), out=self._is_mark[: end - begin])
        marks = np.flatnonzero(is_mark)
        low, high = np.searchsorted(marks, first - begin), np.searchsorted(marks, last - begin)
        # each tag of a row has the prefix
        of_prefix = self.form.prefix.count(_MARK)
        of_row = _TAGS * of_prefix + 1
        sizes = high - low
        if (sizes <= 0).any() or (sizes % of_row).any():
            raise NotUniformError
        if len(marks) > int(sizes.sum()):
            slices = zip(low.tolist(), high.tolist(), strict=True)
            marks = np.concatenate([marks[start:stop] for start, stop in slices])
        if of_prefix:
            marks = marks[of_prefix::of_row].copy()
        marks += begin - len(self.form.prefix) - 1 - _NAME.index(_MARK)
        return marks, sizes // of_row

    def _windows(self, size: int, at: _Int) -> _Windows:
        """Return *size* bytes at each offset: numpy copies them far faster than numbers that are not aligned."""
        if int(at.min()) < 0 or int(at.max()) + size > len(self.data):
            raise NotUniformError
        view: _Windows = np.ndarray((len(self.data) - size + 1,), f"V{size}", self.data, strides=(1,))
        return view[at]

    def _positions(self, opens: _Int, counts: _Int) -> tuple[npt.NDArray[np.int32], _Int, bool]:
        """Return the places, where the digits of each end, and whether they are 1, 2, 3 and so on in each payload."""
        form, before = self.form, len(self.form.before)
        size = len(form.opening)
        text = self._windows(size + _SEQUENCE_DIGITS, opens - before)
        opens += size - before
        if int(counts.max()) <= _MOST_PLACES:
            counted = self._counted
            if counted is None or not np.array_equal(counted.counts, counts):
                counted = self._counted = _Counted.of(counts, form)
            if text.tobytes() == counted.text:
                return counted.position, opens + counted.digits, True
        _same(self._windows(size, opens - size), form.opening)
        word = self._windows(8, opens).view(np.uint64)
        digits = _first_quotation(word)
        if int(digits.min()) < 1 or int(digits.max()) > _SEQUENCE_DIGITS:
            raise NotUniformError
        off = digits_before(word, digits.astype(np.uint64))
        if not all_digits(off):
            raise NotUniformError
        return number(off).astype(np.int32), opens + digits, False

    def _values(self, edge: _Int, stops: _Int) -> tuple[npt.NDArray[np.uint8] | None, _Int, _Int]:
        """Return which form each value has, and where its number begins and ends.

        Args:
            edge: Where the digits of each place end.
            stops: Where each row ends.
        """
        if not self.values:
            self._form_at(int(edge[0]))
        text, after = self._around(0)
        # most rows have the form of the first one
        fits, begin, closes = self._fits(text, edge), edge + len(text), stops - len(after)
        if fits.all():
            _same(self._windows(len(after), closes), after)
            return None, begin, closes
        self._require_behind(after, closes, np.flatnonzero(fits))
        form = np.zeros(len(edge), np.uint8)
        left = np.flatnonzero(~fits)
        while len(left):
            # no two forms fit one row: the first one tells which is to be compared
            number = self._form_at(int(edge[left[0]]))
            text, after = self._around(number)
            fits = self._fits(text, edge[left])
            rows, left = left[fits], left[~fits]
            form[rows], begin[rows], closes[rows] = number, edge[rows] + len(text), stops[rows] - len(after)
            self._require_behind(after, closes, rows)
        return form, begin, closes

    def _around(self, number: int) -> tuple[bytes, bytes]:
        """Return what stands before the amounts of a form, from the digits of the place on, and behind them, up to the end of the row."""
        value = self.values[number]
        return self.form.middle + value, self.form.after_value(value) + self.form.closing

    def _require_behind(self, after: bytes, closes: _Int, rows: _Int) -> None:
        if len(rows):
            _same(self._windows(len(after), closes[rows]), after)

    def _fits(self, text: bytes, at: _Int) -> _Bool:
        """Tell at which offsets *text* stands; before each there is room for seven bytes."""
        more = -len(text) % _WORD
        words = self._windows(len(text) + more, at - more).view(np.uint64).reshape(len(at), -1)
        wanted = np.frombuffer(bytes(more) + text, np.uint64)
        # what stands before is in the lowest bytes of the first word
        fits: _Bool = words[:, 0] >> np.uint64(_WORD * more) == wanted[0] >> np.uint64(_WORD * more)
        for column in range(1, len(wanted)):
            fits &= words[:, column] == wanted[column]
        return fits

    def _form_at(self, edge: int) -> int:
        """Return the number of the form of the value behind the digits of a place, a new one if need be."""
        match = value_at(self.data, edge + len(self.form.middle))
        if match is None or match[1] != self.form.prefix or not self.data.startswith(self.form.middle, edge):
            raise NotUniformError
        number = self._numbers.get(match[0])
        if number is None:
            if len(self.values) == _MOST_FORMS:
                raise NotUniformError
            number = self._numbers[match[0]] = len(self.values)
            self.values.append(match[0])
        return number

    def _amounts(self, begin: _Int, closes: _Int) -> tuple[npt.NDArray[np.int64], _Int]:
        """Return the amounts in thousandths, and the rows that have a minus sign."""
        size = closes - begin
        if int(size.min()) < 1:
            raise NotUniformError
        word = self._windows(_WORD, closes - _WORD).view(np.uint64)
        amount, is_right = short_thousandths(word, size)
        others = np.flatnonzero(~is_right)
        if not len(others):
            return amount, others
        is_minus = self._octets[begin[others]] == ord("-")
        front = self._windows(_WORD, closes[others] - 2 * _WORD).view(np.uint64)
        value = long_thousandths(front, word[others], size[others] - is_minus)
        if value is None:
            raise NotUniformError
        amount[others] = np.where(is_minus, -value, value)
        return amount, others[is_minus]


def _first_quotation(word: _Word) -> _Int:
    """Return how many bytes stand before the first quotation mark of each word, 8 where there is none."""
    off = word ^ np.uint64(_ONES * ord('"'))
    is_zero = (off - np.uint64(_ONES)) & ~off & np.uint64(_ONES * 0x80)
    # the lowest bit of the mark, less one, has eight bits for each byte before it, and seven
    return np.asarray(np.bitwise_count((is_zero & -is_zero) - np.uint64(1)) >> 3, np.int64)


@lru_cache(maxsize=8)
def _numbered(form: RowForm, most: int) -> _Windows:
    """Return what stands before the values of rows 0, 1, 2 and so on, up to four bytes behind the quotation mark."""
    size = len(form.opening) + _SEQUENCE_DIGITS
    behind = form.middle + b"<"
    return np.frombuffer(
        b"".join((form.opening + str(place).encode() + behind)[:size] for place in range(most + 1)),
        f"V{size}",
    )


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


def _same(windows: _Windows, text: bytes) -> None:
    if windows.tobytes() != text * len(windows):
        raise NotUniformError


def _read_only(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    column.flags.writeable = False
    return column
