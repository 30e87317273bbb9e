"""The observations of an unread message of UTILTS, read a stretch of whole transactions at a time.

Of a transaction they are plain when it has nothing but observations of an amount and perhaps a status, numbered from 1 without a
hole (`edielkit.edifact.fast.observations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import COMMA, DIGIT, decimals
from edielkit.edifact.fast.chunk import Loads, load, past_blanks
from edielkit.edifact.fast.chunk_ends import next_from
from edielkit.edifact.fast.stretch import short_amounts
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.series.value_codes import status_of_reason
from edielkit.series import Status

__all__ = ("ObservationReader", "ObservationRows", "StretchRows")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

# bytes that are looked at together, and the most observations that are kept for a second outline
_CHUNK, _MOST_KEPT = 1 << 18, 1 << 20
_TERMINATOR = ord("'")
_TRANSACTION = b"IDE+"
# digits of a number that are read
_MOST_DIGITS = 4
# energy of months has a rule about the digits of its amounts (SER033)
_MONTHS = b":802"
# a status of a value; of one that is missing a rule looks at the amount (SER036)
_STATUS = re.compile(rb"STS\+8\+([0-9]{2,3})(?:::260)?'")
_LONGEST_STATUS = 16
# how a quantity begins: energy, a forecast
_QUANTITIES = np.array([load(b"QTY+135:"), load(b"QTY+136:")])


@attrs.frozen(eq=False)
class ObservationRows:
    """Observations in order.

    Attributes:
        start: First byte of each.
        transaction: Which transaction of its stretch it is of; negative for none.
        number: Its number; 0 where that, or the amount, is not plain.
        quantity: Thousandths.
        form: How the amount is written: its bytes times 16, a comma 8, and its decimals.
        kind: Which qualifier and status it has; negative where all such observations stand in the outline.
    """

    start: _Int
    transaction: _Int
    number: _Int
    quantity: _Int
    form: _Int
    kind: _Int

    def some(self, rows: _Bool) -> ObservationRows:
        """Return some of the observations."""
        return ObservationRows(*(column[rows] for column in attrs.astuple(self, recurse=False)))


@attrs.frozen(eq=False)
class StretchRows:
    """A stretch of whole transactions.

    Attributes:
        heads: First byte of each transaction.
        behind: The byte behind each.
        rows: The observations of those that are plain.
    """

    heads: _Int
    behind: _Int
    rows: ObservationRows


class ObservationReader:
    """Reads the observations of one message; as many as memory should hold are read once."""

    def __init__(self, body: UnreadBody) -> None:
        self.body = body
        self.loads = Loads(body.data)
        self.kinds: dict[bytes, int] = {}
        self._kept: dict[int, tuple[int, StretchRows | None]] = {}
        self._count = 0

    def stretches(self) -> Iterator[StretchRows]:
        """Yield the stretches of the message in order that have plain observations."""
        begin = self.body.start
        while begin < self.body.stop:
            kept = self._kept.get(begin)
            end, stretch = kept or self._stretch_at(begin)
            if stretch is not None:
                yield stretch
            if kept is None and self._count < _MOST_KEPT:
                self._kept[begin] = end, stretch
                self._count += 0 if stretch is None else len(stretch.rows.number)
            begin = end

    def _stretch_at(self, begin: int) -> tuple[int, StretchRows | None]:
        """Return the end of the stretch that begins at an offset, and what is in it."""
        stop = self.body.stop
        end = next_from(self.body.data, _TRANSACTION, begin + _CHUNK, stop) if stop - begin > _CHUNK else -1
        end = end if end > begin else stop
        return end, self._read(begin, end)

    def _read(self, begin: int, stop: int) -> StretchRows | None:
        """Return the plain observations of a stretch, None when there are none.

        Args:
            begin: First byte of the message, or of an IDE.
            stop: First byte of a later one, or the end of the message.
        """
        start, end = self._segments(begin, stop)
        tag = self.loads.four(start)
        # control totals stand behind the last observation
        while len(tag) and tag[-1] == load(b"CNT+"):
            start, end, tag, stop = start[:-1], end[:-1], tag[:-1], int(start[-1])
        is_head, is_first = tag == load(_TRANSACTION), tag == load(b"SEQ+")
        heads, first = start[is_head], np.flatnonzero(is_first)
        if not len(heads) or not len(first):
            return None
        transaction = np.cumsum(is_head) - 1
        rows = self._rows(start, end, tag, first, transaction)
        is_odd = self._odd(rows, heads, stop)
        # between the first observation and the next transaction nothing but observations
        is_own = self._are_of_observations(start, tag, is_first)
        before = np.full(len(heads) + 1, len(tag))
        np.minimum.at(before, rows.transaction, first)
        beside = (np.arange(len(tag)) >= before[transaction]) & ~is_own & (transaction >= 0)
        is_odd[transaction[beside]] = True
        is_plain = (rows.transaction >= 0) & ~is_odd[rows.transaction]
        if not is_plain.any():
            return None
        return StretchRows(heads, np.append(heads[1:], stop), rows.some(is_plain))

    def _segments(self, begin: int, stop: int) -> tuple[_Int, _Int]:
        """Return the first byte and the terminator of each segment of a stretch."""
        octets = self.loads.octets[begin:stop]
        end = np.flatnonzero(octets == _TERMINATOR)
        start = np.empty_like(end)
        start[:1] = 0
        start[1:] = end[:-1] + 1
        begins: _Int = past_blanks(octets, start) + begin
        return begins, end + begin

    def _are_of_observations(self, start: _Int, tag: npt.NDArray[np.uint32], is_first: _Bool) -> _Bool:
        """Tell which segments are SEQ, the one quantity of an observation, or its one status."""
        head = self.loads.eight(start)
        is_quantity = np.zeros(len(tag), bool)
        is_quantity[1:] = np.isin(head[1:], _QUANTITIES) & is_first[:-1]
        own: _Bool = is_first | is_quantity
        own[1:] |= (tag[1:] == load(b"STS+")) & is_quantity[:-1]
        return own

    def _rows(
        self,
        start: _Int,
        end: _Int,
        tag: npt.NDArray[np.uint32],
        first: _Int,
        transaction: _Int,
    ) -> ObservationRows:
        octets, last = self.loads.octets, len(start) - 1
        second, third = np.minimum(first + 1, last), np.minimum(first + 2, last)
        left = start[first] + len(b"SEQ++")
        number, good, form = decimals(octets, left, np.minimum(end[first], left + _MOST_DIGITS + 1))
        good &= (end[first] - left <= _MOST_DIGITS) & (form % DIGIT == 0) & (octets[left - 1] == ord("+"))
        good &= np.isin(self.loads.eight(start[second]), _QUANTITIES) & (second > first)
        right = end[second]
        left = np.minimum(start[second] + len(b"QTY+136:"), right)
        quantity, size, exact = short_amounts(self.loads.eight(left), _TERMINATOR)
        exact &= left + size == right
        others = np.flatnonzero(~exact)
        if len(others):
            quantity[others], exact[others], _ = decimals(octets, left[others], right[others])
        # of negative values a rule counts those of each transaction (SER034)
        exact &= octets[left] != ord("-")
        has_status = (tag[third] == load(b"STS+")) & (third > second)
        return ObservationRows(
            start=start[first],
            transaction=transaction[first],
            number=np.where(good & exact, number // 1000, 0),
            quantity=quantity,
            form=_forms(octets, left, right),
            kind=self._kinds(start[second], start[third], end[third], has_status),
        )

    def _kinds(self, quantity: _Int, start: _Int, end: _Int, has_status: _Bool) -> _Int:
        """Return a number of the qualifier and the status of each observation, negative where all have to stand there."""
        kind: _Int = (self.loads.eight(quantity) == _QUANTITIES[0]).astype(np.int64)
        rows = np.flatnonzero(has_status)
        if not len(rows):
            return kind
        begin, stop = start[rows], end[rows] + 1
        words = self.loads.eight(begin), self.loads.eight(np.maximum(stop - 8, 0)), stop - begin
        is_new = np.ones(len(rows), bool)
        is_new[1:] = np.logical_or.reduce([word[1:] != word[:-1] for word in words])
        # of a longer text these words are not all
        is_new |= words[2] > _LONGEST_STATUS
        runs = np.flatnonzero(is_new)
        texts = (self.body.data[a:b] for a, b in zip(begin[runs].tolist(), stop[runs].tolist(), strict=True))
        kinds = np.repeat([self._kind(text) for text in texts], np.diff(np.append(runs, len(rows))))
        kind[rows] = np.where(kinds < 0, kinds, 2 * kinds + kind[rows])
        return kind

    def _kind(self, status: bytes) -> int:
        """Return the number of a status, -1 for one that has to stand in the outline wherever it is."""
        match = _STATUS.fullmatch(status)
        meaning = status_of_reason(match[1].decode("ascii")) if match else None
        if meaning is None or meaning is Status.MISSING:
            return -1
        return self.kinds.setdefault(status, len(self.kinds) + 1)

    def _odd(self, rows: ObservationRows, heads: _Int, stop: int) -> _Bool:
        """Tell of which transactions all observations stand in the outline; a further one stands for none."""
        is_odd = np.append(np.zeros(len(heads), bool), True)
        # 1, 2, 3 ... in each transaction
        position = np.arange(len(rows.number))
        begin = np.ones(len(position), bool)
        begin[1:] = rows.transaction[1:] != rows.transaction[:-1]
        expected = position - np.maximum.accumulate(np.where(begin, position, 0)) + 1
        is_odd[rows.transaction[rows.number != expected]] = True
        at = int(heads[0])
        while (at := self.body.data.find(_MONTHS, at + 1, stop)) >= 0:
            is_odd[np.searchsorted(heads, at, "right") - 1] = True
        return is_odd


def _forms(octets: npt.NDArray[np.uint8], left: _Int, right: _Int) -> _Int:
    """Return how amounts without a sign are written: their bytes times 16, a comma 8, and their decimals."""
    form = (right - left) * DIGIT
    for places in (1, 2, 3):
        mark = octets[right - 1 - places]
        is_comma = mark == ord(",")
        form += (is_comma | (mark == ord("."))) * places + is_comma * COMMA
    return np.asarray(form, np.int64)
