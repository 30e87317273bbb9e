"""The segments that are no plain values, followed one by one: whose line a value is of, and where a message ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from edielkit.edifact.fast.chunk import Chunk

__all__ = ("Follower", "LineRows", "MessageSpan")

_ENDS_LINE = frozenset({b"LIN", b"LOC", b"NAD", b"CNT", b"UNT"})
_ENDS_MESSAGE = frozenset({b"UNA", b"UNB", b"UNG", b"UNH", b"UNE", b"UNZ"})
# what stands below a value as long as no characteristic (CCI) has ended the values
_BELOW_VALUE = frozenset({b"DTM", b"STS"})
_ENDS_TAG = b"+'"


class LineRows:
    """A line while its segments go by.

    Attributes:
        start: First byte of its LIN.
        mark: How many stretches of the frame stood before it.
        parts: Its plain values: a chunk and rows of it.
        exact: Something in its values is not plain: the line stands in the frame in full.
        closed: A segment that ends the values was met.
    """

    __slots__ = ("closed", "exact", "mark", "parts", "start")

    def __init__(self, start: int, mark: int) -> None:
        self.start = start
        self.mark = mark
        self.parts: list[tuple[Chunk, slice]] = []
        self.exact = False
        self.closed = False


@attrs.frozen(eq=False)
class MessageSpan:
    """A message as it was met in the bytes.

    Attributes:
        head: The last UNB before it, empty when there is none: it names the character set.
        enclosed: That UNB is the head of the interchange that the message stands in.
        start: First byte of UNH.
        end: The byte after UNT.
        frame: Stretches of bytes that hold everything but the plain values; of these, the first QTY of each line,
            so that what stands behind it is below the same segments as in the message.
        lines: The lines in order.
        exact: A plain value stands in no line.
    """

    head: bytes
    enclosed: bool
    start: int
    end: int
    frame: tuple[tuple[int, int], ...]
    lines: tuple[LineRows, ...]
    exact: bool

    @property
    def stretches(self) -> Sequence[tuple[int, int]]:
        """The stretches of bytes that hold what has to be read segment by segment."""
        return ((self.start, self.end),) if self.exact else self.frame


class Follower:
    """Follows the segments that are no values, and gives the values to the lines that they belong to."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.head = b""
        self.enclosed = False
        self._reset()

    def _reset(self) -> None:
        self.start = -1
        self.exact = False
        self.frame: list[tuple[int, int]] = []
        self.lines: list[LineRows] = []
        self.line: LineRows | None = None

    def take(self, chunk: Chunk) -> Iterator[MessageSpan]:
        """Yield the messages that end in *chunk*."""
        starts, ends = chunk.start[chunk.other].tolist(), chunk.end[chunk.other].tolist()
        done = 0
        for start, end, rows in zip(starts, ends, chunk.rows.tolist(), strict=True):
            if rows > done:
                self._rows(chunk, slice(done, rows))
                done = rows
            yield from self._segment(start, end)
        if done < len(chunk.first):
            self._rows(chunk, slice(done, len(chunk.first)))

    def finish(self, end: int) -> Iterator[MessageSpan]:
        """Yield a message that never ended."""
        if self.start >= 0:
            yield self._message(end)

    def _rows(self, chunk: Chunk, rows: slice) -> None:
        line = self.line
        if line is None:
            self.exact = True
            return
        line.exact |= line.closed
        if not line.parts:
            first = int(chunk.first[rows.start])
            self.frame.append((int(chunk.start[first]), int(chunk.end[first]) + 1))
        line.parts.append((chunk, rows))

    def _tag(self, start: int) -> bytes:
        """Return the tag of the segment at *start*, nothing when it is none of three letters.

        A UNA is known without a separator: the input has been asked that it announces the usual ones.
        """
        tag = self.data[start : start + 3]
        return tag if self.data[start + 3 : start + 4] in _ENDS_TAG or tag == b"UNA" else b""

    def _segment(self, start: int, end: int) -> Iterator[MessageSpan]:
        tag = self._tag(start)
        if tag in _ENDS_MESSAGE:
            if self.start >= 0:
                yield self._message(start)
            self._envelope(tag, start, end)
        if self.start < 0:
            return
        line = self.line
        if line is not None and tag in _ENDS_LINE:
            self._end_line(start)
            line = None
        if tag == b"LIN":
            self.line = LineRows(start, len(self.frame))
            self.lines.append(self.line)
        elif tag == b"CCI" and line is not None:
            line.closed = True
        elif line is not None:
            line.exact |= tag == b"QTY" or (bool(line.parts) and not line.closed and tag in _BELOW_VALUE)
        self.frame.append((start, end + 1))
        if tag == b"UNT":
            yield self._message(end + 1)

    def _envelope(self, tag: bytes, start: int, end: int) -> None:
        """Take note of a segment that stands in no message, or begins one."""
        if tag == b"UNH":
            self.start = start
        elif tag == b"UNB":
            self.head, self.enclosed = self.data[start : end + 1], True
        elif tag == b"UNZ":
            self.enclosed = False
        elif tag == b"UNA":
            # what follows has the first character set again, until its UNB names one
            self.head, self.enclosed = b"", False

    def _end_line(self, end: int) -> None:
        line = self.line
        if line is not None and line.exact:
            self.frame[line.mark :] = [(line.start, end)]
        self.line = None

    def _message(self, end: int) -> MessageSpan:
        """Return the message that stands before *end*, and be ready for the next one."""
        self._end_line(end)
        span = MessageSpan(
            self.head, self.enclosed, self.start, end, tuple(self.frame), tuple(self.lines), self.exact
        )
        self._reset()
        return span
