"""The outline of a large message of UTILTS: everything but those observations that are written as others of their transaction are.

An observation is ``SEQ++n'QTY+136:amount'``, or 135 for a forecast, with or without one STS+8. Of a transaction with nothing but such observations, which
are numbered from 1 without a hole, the outline has the first and the last, and those before and behind another status. Of each form
of a number and an amount it has one in the message. What is left out differs from what is there in digits alone, and its
numbers go on from one that is there to the next. Of a transaction in which anything else stands among the observations the outline has all.

Of transactions that are written alike it has two (`edielkit.edifact.fast.transactions`), when the message is alone in its interchange.

What a check says at an observation may be said of another one too: `Outline.lines_at` names the transaction, and the outline is made
again with all that it has.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import COMMA, DECIMALS, DIGIT, decimals
from edielkit.edifact.fast.chunk import Loads, load, past_blanks
from edielkit.edifact.fast.chunk_ends import next_from
from edielkit.edifact.fast.outline import LeftOut, Outline
from edielkit.edifact.fast.stretch import short_amounts
from edielkit.edifact.fast.transactions import KEPT, AlikeTransactions, alike_transactions
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.utilts import Utilts
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.series.value_codes import status_of_reason
from edielkit.series import Status

__all__ = ("MessageObservations", "message_observations")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

# bytes that are looked at together
_CHUNK = 1 << 18
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
# below it no sum of so many thousandths overflows
_SMALL = 1 << 40


@attrs.frozen(eq=False)
class MessageObservations:
    """The observations of an unread message of UTILTS.

    Attributes:
        message: The message.
        body: Where its segments are read from.
        is_alone: No other message of its interchange says something that may be compared with it.
        places: Numbers of transactions, from 0, that are never left out.
    """

    message: RawMessage
    body: UnreadBody
    is_alone: bool = False
    places: frozenset[int] = frozenset()
    # the segment that a group begins with of which some are left out
    trigger: ClassVar[str] = "SEQ"

    def outline(self, whole: Collection[int] = (), rows: Collection[int] = ()) -> Outline:
        """Return the outline of the message.

        Args:
            whole: First bytes of transactions of which nothing is left out.
            rows: Numbers of observations that are never left out, from 0: those behind the last number that is read are there.
        """
        body = self.body
        alike = AlikeTransactions()
        if self.is_alone:
            alike = alike_transactions(body.data, body.start, body.stop, whole, self.places)
        work = _Outliner(body, frozenset(whole), frozenset(rows), alike)
        begin, stop = self.body.start, self.body.stop
        while begin < stop:
            end = (
                next_from(self.body.data, _TRANSACTION, begin + _CHUNK, stop) if stop - begin > _CHUNK else -1
            )
            end = end if end > begin else stop
            work.take(begin, end)
            begin = end
        tokens = self.body.read(work.stretches())
        segments = (self.body.unh, *tokens.segments, self.body.unt)
        return Outline(
            message=RawMessage(segments, self.message.index),
            original=self.message,
            values=None,
            gaps=work.gaps,
            left_out=work.left_out(),
            findings=tokens.findings,
            runs=sorted(work.runs.values()),
            names=alike.names,
        )


def message_observations(
    message: RawMessage, *, is_alone: bool = False, places: Collection[int] = ()
) -> MessageObservations | None:
    """Return the observations of an unread message of UTILTS, None when it has to be read segment by segment.

    Args:
        message: Any message.
        is_alone: No other message of its interchange says something that may be compared with it.
        places: Numbers of transactions, from 0, that are never left out.
    """
    body = message.unread
    if not isinstance(body, UnreadBody) or message.type != Utilts.TYPE or not body.is_regular:
        return None
    return MessageObservations(message, body, is_alone, frozenset(places))


@attrs.frozen(eq=False)
class _Rows:
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

    def some(self, rows: _Bool) -> _Rows:
        """Return some of the observations."""
        return _Rows(*(column[rows] for column in attrs.astuple(self, recurse=False)))


class _Outliner:
    """Chooses the observations that stand in an outline."""

    def __init__(
        self, body: UnreadBody, whole: frozenset[int], rows: frozenset[int], alike: AlikeTransactions
    ) -> None:
        self.body = body
        self.alike = alike
        self.others = np.array(sorted(alike.others), np.int64)
        self.shapes = np.array([alike.others[start] for start in self.others.tolist()], np.int64)
        # of each shape, how many of the transactions that stand for others are plain
        self.plain: dict[int, int] = {}
        self.loads = Loads(body.data)
        self.whole = list(whole)
        self.rows = list(rows)
        self.forms: set[int] = set()
        self.kinds: dict[bytes, int] = {}
        self.left: list[tuple[int, int]] = []
        self.gaps: dict[int, int] = {}
        self.runs: dict[int, tuple[int, int, int]] = {}
        self.total = 0
        self.decimals = 0
        self.marked = 0
        self.commas = 0

    def stretches(self) -> list[tuple[int, int]]:
        """Return what stands between the observations that are left out."""
        starts = [self.body.start, *(stop for _, stop in self.left)]
        stops = [*(start for start, _ in self.left), self.body.stop]
        return [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]

    def left_out(self) -> LeftOut:
        """Return what the observations say together that are left out."""
        # divided exactly: no amount has more decimals
        total = Decimal(self.total).scaleb(-3).quantize(Decimal(1).scaleb(-self.decimals))
        return LeftOut(total, {".": self.marked - self.commas, ",": self.commas})

    def take(self, begin: int, stop: int) -> None:
        """Choose among the observations of a stretch of whole transactions.

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
            return
        transaction = np.cumsum(is_head) - 1
        rows = self._rows(start, end, tag, first, transaction)
        is_odd = self._odd(rows, heads, stop)
        # between the first observation and the next transaction nothing but observations
        is_own = self._are_of_observations(start, tag, is_first)
        before = np.full(len(heads) + 1, len(tag))
        np.minimum.at(before, rows.transaction, first)
        beside = (np.arange(len(tag)) >= before[transaction]) & ~is_own & (transaction >= 0)
        is_odd[transaction[beside]] = True
        chosen = (rows.transaction >= 0) & ~is_odd[rows.transaction]
        if not chosen.any():
            return
        rows, behind = rows.some(chosen), np.append(heads[1:], stop)
        is_out = self._alike(rows, heads, behind)
        if is_out.any():
            self._leave_transactions_out(rows.some(is_out[rows.transaction]), is_out, heads, behind)
            rows = rows.some(~is_out[rows.transaction])
        if len(rows.number):
            self._choose(rows, heads, behind)
        self.left.sort()

    def _alike(self, rows: _Rows, heads: _Int, behind: _Int) -> _Bool:
        """Tell which transactions are left out as a whole."""
        is_out: _Bool = np.zeros(len(heads), bool)
        if not len(self.others):
            return is_out
        # observations that all have the one qualifier, and no status
        is_plain = np.zeros(len(heads), bool)
        is_plain[rows.transaction] = True
        is_plain[rows.transaction[rows.kind != 0]] = False
        for number, head in enumerate(heads.tolist()):
            shape = self.alike.kept.get(head)
            if shape is not None and is_plain[number]:
                self.plain[shape] = self.plain.get(shape, 0) + 1
                self.runs[head] = (head, int(behind[number]), head)
        sure = [shape for shape, count in self.plain.items() if count == KEPT]
        places = np.minimum(np.searchsorted(self.others, heads), len(self.others) - 1)
        is_out = is_plain & (self.others[places] == heads) & np.isin(self.shapes[places], sure)
        # one stays behind those that are left out, and what is the first of its form stays
        is_out[-1] = False
        for row in self._first_of_forms(rows).tolist():
            is_out[rows.transaction[row]] = False
        if self.rows:
            is_out[rows.transaction[np.isin(rows.number - 1, self.rows)]] = False
        return is_out

    def _leave_transactions_out(self, rows: _Rows, is_out: _Bool, heads: _Int, behind: _Int) -> None:
        """Leave transactions out, of which these are the observations."""
        before = np.append(False, is_out[:-1])
        first, last = np.flatnonzero(is_out & ~before), np.flatnonzero(~is_out & before) - 1
        self.left.extend(zip(heads[first].tolist(), behind[last].tolist(), strict=True))
        self.gaps.update(zip(heads[last + 1].tolist(), (last - first + 1).tolist(), strict=True))
        self._leave_out(rows)

    def _first_of_forms(self, rows: _Rows) -> _Int:
        """Return the first observation of each form of a number and an amount that is new."""
        forms, first = self._forms(rows)
        is_new = [form not in self.forms for form in forms.tolist()]
        return first[is_new]

    def _forms(self, rows: _Rows) -> tuple[_Int, _Int]:
        digits = (rows.number > 9).astype(np.int64) + (rows.number > 99) + (rows.number > 999)
        forms, first = np.unique(4 * rows.form + digits, return_index=True)
        return forms, first

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
    ) -> _Rows:
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
        return _Rows(
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

    def _odd(self, rows: _Rows, heads: _Int, stop: int) -> _Bool:
        """Tell of which transactions all observations stand in the outline; a further one stands for none."""
        is_odd = np.append(np.isin(heads, self.whole), True)
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

    def _choose(self, rows: _Rows, heads: _Int, behind: _Int) -> None:
        """Choose among observations that are all plain."""
        is_border = (rows.transaction[1:] != rows.transaction[:-1]) | (rows.kind[1:] != rows.kind[:-1])
        stays = rows.kind < 0
        stays[[0, -1]] = True
        stays[1:] |= is_border
        stays[:-1] |= is_border
        if self.rows:
            stays |= np.isin(rows.number - 1, self.rows)
        forms, first = self._forms(rows)
        for form, row in zip(forms.tolist(), first.tolist(), strict=True):
            if form not in self.forms:
                self.forms.add(form)
                stays[row] = True
        chosen = np.flatnonzero(stays)
        counts = np.diff(chosen) - 1
        jumps = np.flatnonzero(counts)
        if not len(jumps):
            return
        later = rows.start[chosen[jumps + 1]].tolist()
        self.left.extend(zip(rows.start[chosen[jumps] + 1].tolist(), later, strict=True))
        self.gaps.update(zip(later, counts[jumps].tolist(), strict=True))
        begin = np.flatnonzero(np.append(True, rows.transaction[1:] != rows.transaction[:-1]))
        of = rows.transaction[begin]
        columns = rows.start[begin].tolist(), behind[of].tolist(), heads[of].tolist()
        for start, end, head in zip(*columns, strict=True):
            self.runs.setdefault(head, (start, end, head))
        self._leave_out(rows.some(~stays))

    def _leave_out(self, rows: _Rows) -> None:
        small = bool((rows.quantity < _SMALL).all())
        self.total += int(rows.quantity.sum()) if small else sum(rows.quantity.tolist())
        places = rows.form & DECIMALS
        self.decimals = max(self.decimals, int(places.max()))
        self.marked += int(np.count_nonzero(places))
        self.commas += int(np.count_nonzero(rows.form & COMMA))


def _forms(octets: npt.NDArray[np.uint8], left: _Int, right: _Int) -> _Int:
    """Return how amounts without a sign are written: their bytes times 16, a comma 8, and their decimals."""
    form = (right - left) * DIGIT
    for places in (1, 2, 3):
        mark = octets[right - 1 - places]
        is_comma = mark == ord(",")
        form += (is_comma | (mark == ord("."))) * places + is_comma * COMMA
    return np.asarray(form, np.int64)
