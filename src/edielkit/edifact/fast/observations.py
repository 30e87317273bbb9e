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

from collections.abc import Collection
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import COMMA, DECIMALS
from edielkit.edifact.fast.observation_rows import ObservationReader, ObservationRows, StretchRows
from edielkit.edifact.fast.outline import LeftOut, Outline
from edielkit.edifact.fast.transactions import KEPT, AlikeTransactions, Transactions
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.utilts import Utilts
from edielkit.edifact.read.envelopes import UnreadBody

__all__ = ("MessageObservations", "message_observations")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

# below it no sum of so many thousandths overflows
_SMALL = 1 << 40


@attrs.frozen(eq=False, slots=False)
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

    # what is said of one transaction lets the outline be made again: the bytes are not read again for it
    @cached_property
    def _transactions(self) -> Transactions:
        return Transactions.of(self.body.data, self.body.start, self.body.stop)

    @cached_property
    def _reader(self) -> ObservationReader:
        return ObservationReader(self.body)

    def outline(self, whole: Collection[int] = (), rows: Collection[int] = ()) -> Outline:
        """Return the outline of the message.

        Args:
            whole: First bytes of transactions of which nothing is left out.
            rows: Numbers of observations that are never left out, from 0: those behind the last number that is read are there.
        """
        alike = self._transactions.alike(whole, self.places) if self.is_alone else AlikeTransactions()
        work = _Outliner(self.body, frozenset(whole), frozenset(rows), alike)
        for stretch in self._reader.stretches():
            work.take(stretch)
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
        self.whole = list(whole)
        self.rows = list(rows)
        self.forms: set[int] = set()
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

    def take(self, stretch: StretchRows) -> None:
        """Choose among the observations of a stretch of whole transactions.

        Args:
            stretch: Its observations that are plain.
        """
        rows, heads, behind = stretch.rows, stretch.heads, stretch.behind
        if self.whole:
            is_whole = np.isin(heads, self.whole)
            rows = rows.some(~is_whole[rows.transaction]) if is_whole.any() else rows
        if not len(rows.number):
            return
        is_out = self._alike(rows, heads, behind)
        if is_out.any():
            self._leave_transactions_out(rows.some(is_out[rows.transaction]), is_out, heads, behind)
            rows = rows.some(~is_out[rows.transaction])
        if len(rows.number):
            self._choose(rows, heads, behind)
        self.left.sort()

    def _alike(self, rows: ObservationRows, heads: _Int, behind: _Int) -> _Bool:
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

    def _leave_transactions_out(
        self, rows: ObservationRows, is_out: _Bool, heads: _Int, behind: _Int
    ) -> None:
        """Leave transactions out, of which these are the observations."""
        before = np.append(False, is_out[:-1])
        first, last = np.flatnonzero(is_out & ~before), np.flatnonzero(~is_out & before) - 1
        self.left.extend(zip(heads[first].tolist(), behind[last].tolist(), strict=True))
        self.gaps.update(zip(heads[last + 1].tolist(), (last - first + 1).tolist(), strict=True))
        self._leave_out(rows)

    def _first_of_forms(self, rows: ObservationRows) -> _Int:
        """Return the first observation of each form of a number and an amount that is new."""
        forms, first = self._forms(rows)
        is_new = [form not in self.forms for form in forms.tolist()]
        return first[is_new]

    def _forms(self, rows: ObservationRows) -> tuple[_Int, _Int]:
        digits = (rows.number > 9).astype(np.int64) + (rows.number > 99) + (rows.number > 999)
        forms, first = np.unique(4 * rows.form + digits, return_index=True)
        return forms, first

    def _choose(self, rows: ObservationRows, heads: _Int, behind: _Int) -> None:
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

    def _leave_out(self, rows: ObservationRows) -> None:
        small = bool((rows.quantity < _SMALL).all())
        self.total += int(rows.quantity.sum()) if small else sum(rows.quantity.tolist())
        places = rows.form & DECIMALS
        self.decimals = max(self.decimals, int(places.max()))
        self.marked += int(np.count_nonzero(places))
        self.commas += int(np.count_nonzero(rows.form & COMMA))
