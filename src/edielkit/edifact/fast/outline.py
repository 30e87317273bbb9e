"""The outline of a large message of values: everything but those plain values that are written as others of it are.

Checks that look at segments look at the outline. Of each run of plain values it has the first and the last, the earliest
and the latest, and one of each kind: qualifier, unit and notation of the times. Of each form of an amount (digits, decimals,
mark, sign) it has one in the message. What is left out differs from what is there in the digits of amounts and times
alone; those are looked at as columns, by `edielkit.edifact.check.series` and in the sums of `LeftOut`.

A check that says something about a value speaks of it alone, or of values of its line: `Outline.lines_at` names the
line, and the outline is made again with all its values (`whole`). Lines with times beside their values have all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import COMMA, DECIMALS
from edielkit.edifact.fast.chunk import Chunk
from edielkit.edifact.fast.chunk_ends import chunk_end
from edielkit.edifact.fast.read import Follower, LineRows, MessageSpan
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding

__all__ = ("LeftOut", "MessageValues", "Outline", "message_values")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

# bytes that are looked at together
_CHUNK = 1 << 18
# segments that say something about values
_TIMES = (b"DTM", b"STS")
# below it no sum of so many thousandths overflows
_SMALL = 1 << 40
_FORMS = 256


@attrs.frozen
class LeftOut:
    """What the values that are left out say together.

    Attributes:
        total: Their sum, with the decimals that they are written with.
        marks: How many of them have each decimal mark.
    """

    total: Decimal
    marks: Mapping[str, int]


@attrs.frozen(eq=False)
class Outline:
    """A message without the values that are as others.

    Attributes:
        message: Its segments, at their places in the bytes.
        original: The message with all segments.
        values: All plain values of MSCONS; None of UTILTS.
        gaps: By the offset of a QTY or SEQ, how many values are left out before it; of an IDE, how many transactions.
        left_out: What these say together.
        findings: Faults of the syntax of what is there.
        runs: Of each run of values of which some are left out, and of each transaction that stands for others, the first byte,
            the end, and the first byte of its line or transaction.
        names: Of transactions that stand for others which are left out, the identifications and the first bytes.
    """

    message: RawMessage
    original: RawMessage
    values: MessageValues | None
    gaps: Mapping[int, int]
    left_out: LeftOut
    findings: tuple[Finding, ...]
    runs: Sequence[tuple[int, int, int]]
    names: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of the outline, UNH and UNT included."""
        return self.message.segments

    def lines_at(self, offsets: Iterable[int | None]) -> frozenset[int]:
        """Return the first bytes of the lines that have one of some places among such values.

        Args:
            offsets: Places in the bytes, None for one that is not known.
        """
        starts = [start for start, _, _ in self.runs]
        lines = set()
        for offset in offsets:
            number = -1 if offset is None else bisect_right(starts, offset) - 1
            if offset is not None and number >= 0 and offset < self.runs[number][1]:
                lines.add(self.runs[number][2])
        return frozenset(lines)


@attrs.frozen(eq=False)
class MessageValues:
    """The plain values of an unread message as columns.

    Attributes:
        message: The message.
        body: Where its segments are read from.
        span: The message as it was met in the bytes, with its lines.
    """

    message: RawMessage
    body: UnreadBody
    span: MessageSpan
    # the segment that a group begins with of which some are left out
    trigger: ClassVar[str] = "QTY"

    def outline(self, whole: Collection[int] = (), rows: Collection[int] = ()) -> Outline:
        """Return the outline of the message.

        Args:
            whole: First bytes of lines of which nothing is left out.
            rows: Numbers of values, from 0 in each line, that are never left out.
        """
        work = _Outliner(rows)
        for line in self.span.lines:
            if not line.exact:
                work.line(line, is_whole=line.start in whole or self._has_times(line))
        stretches = work.stretches + [
            stretch
            for stretch in self.span.frame
            if stretch[0] not in work.firsts and self.body.start <= stretch[0] < self.body.stop
        ]
        tokens = self.body.read(_merged(sorted(stretches)))
        segments = (self.body.unh, *tokens.segments, self.body.unt)
        return Outline(
            message=RawMessage(segments, self.message.index),
            original=self.message,
            values=self,
            gaps=work.gaps,
            left_out=work.left_out(),
            findings=tokens.findings,
            runs=work.runs,
        )

    def _has_times(self, line: LineRows) -> bool:
        """Tell whether times of a line stand beside its values: what is said of all its times may stand there."""
        if not line.parts:
            return False
        chunk, rows = line.parts[0]
        first = int(chunk.start[chunk.first[rows.start]])
        for number in range(line.mark + 1, len(self.span.frame)):
            start, _ = self.span.frame[number]
            if start >= first:
                return False
            if self.body.data[start : start + 3] in _TIMES:
                return True
        return False

    def typed(self, outline: Sequence[Segment]) -> Mscons:
        """Return the typed message, of whose plain values the first QTY of each line is there; what no field holds is not.

        Args:
            outline: The segments of an outline of the message.
        """
        frame = np.array(self.span.frame, np.int64)
        offsets = np.array([segment.offset for segment in outline], np.int64)
        within = offsets < frame[np.searchsorted(frame[:, 0], offsets, "right") - 1, 1]
        frame_segments = tuple([outline[number] for number in np.flatnonzero(within).tolist()])
        return Mscons.read(frame_segments, with_others=False)


def message_values(message: RawMessage, table: TimeTable | None = None) -> MessageValues | None:
    """Return the plain values of an unread MSCONS message, None when it has to be read segment by segment.

    Args:
        message: Any message.
        table: Reads the times of values, and recognises those of earlier messages.
    """
    body = message.unread
    if not isinstance(body, UnreadBody) or message.type != Mscons.TYPE or not body.is_regular:
        return None
    begin, end = body.unh.offset or 0, body.stop + len(body.unt.raw or b"")
    follower, table = Follower(body.data), table or TimeTable()
    spans: list[MessageSpan] = []
    while begin < end:
        stop = min(chunk_end(body.data, begin, _CHUNK) or end, end) if begin + _CHUNK < end else end
        spans.extend(follower.take(Chunk.of(body.data, begin, stop, table)))
        begin = stop
    return MessageValues(message, body, spans[0]) if len(spans) == 1 and not spans[0].exact else None


def _merged(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches, those as one that stand one behind the other."""
    begin = end = -1
    for start, stop in stretches:
        if start != end:
            if end >= 0:
                yield begin, end
            begin = start
        end = stop
    if end >= 0:
        yield begin, end


class _Outliner:
    """Chooses the values that stand in an outline."""

    def __init__(self, rows: Collection[int]) -> None:
        self.rows = rows
        self.forms: set[int] = set()
        self.stretches: list[tuple[int, int]] = []
        self.firsts: set[int] = set()
        self.gaps: dict[int, int] = {}
        self.runs: list[tuple[int, int, int]] = []
        self.total = 0
        self.decimals = 0
        self.marked = 0
        self.commas = 0

    def line(self, line: LineRows, *, is_whole: bool) -> None:
        """Choose among the values of a line."""
        number, runs, is_all = 0, [], True
        for chunk, rows in line.parts:
            count = rows.stop - rows.start
            is_short = is_whole or count <= _FEWEST
            chosen = list(range(count)) if is_short else self._chosen(chunk, rows, number)
            starts, ends = chunk.offsets(np.array(chosen, np.int64) + rows.start)
            self.stretches.extend(zip(starts.tolist(), ends.tolist(), strict=True))
            if not number:
                self.firsts.add(int(starts[0]))
            runs.append((int(starts[0]), int(ends[-1]), line.start))
            if len(chosen) < count:
                is_all = False
                self._leave_out(chunk, rows, chosen, starts.tolist())
            number += count
        # what is said of a value may be said of all values of its line
        self.runs.extend(() if is_all else runs)

    def _chosen(self, chunk: Chunk, rows: slice, number: int) -> list[int]:
        count = rows.stop - rows.start
        chosen = {0, count - 1}
        for column in (chunk.low[rows], chunk.high[rows]):
            chosen |= {int(column.argmin()), int(column.argmax())}
        kinds = chunk.kinds
        if kinds is not None:
            chosen |= set(np.unique(kinds[rows], return_index=True)[1].tolist())
        forms = chunk.form[rows]
        for form in np.flatnonzero(np.bincount(forms, minlength=_FORMS)).tolist():
            if form not in self.forms:
                self.forms.add(form)
                chosen.add(int((forms == form).argmax()))
        chosen |= {row - number for row in self.rows if number <= row < number + count}
        return sorted(chosen)

    def _leave_out(self, chunk: Chunk, rows: slice, chosen: list[int], starts: list[int]) -> None:
        for before, row, start in zip(chosen, chosen[1:], starts[1:], strict=False):
            if row - before > 1:
                self.gaps[start] = row - before - 1
        left = np.ones(rows.stop - rows.start, bool)
        left[chosen] = False
        forms, quantity = chunk.form[rows][left], chunk.quantity[rows][left]
        small = bool((np.abs(quantity) < _SMALL).all())
        self.total += int(quantity.sum()) if small else sum(quantity.tolist())
        decimals = forms & DECIMALS
        self.decimals = max(self.decimals, int(decimals.max()))
        self.marked += int(np.count_nonzero(decimals))
        self.commas += int(np.count_nonzero(forms & COMMA))

    def left_out(self) -> LeftOut:
        """Return what the values say together that are left out."""
        # divided exactly: no value has more decimals
        total = Decimal(self.total).scaleb(-3).quantize(Decimal(1).scaleb(-self.decimals))
        return LeftOut(total, {".": self.marked - self.commas, ",": self.commas})


# of fewer values nothing is left out
_FEWEST = 3
