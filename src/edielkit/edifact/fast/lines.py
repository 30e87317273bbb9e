"""Which line each plain value belongs to: the segments of MSCONS that are no plain values, followed one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.chunks import SHORT, Chunk
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier
from edielkit.edifact.series.typed import LineContext, block_of
from edielkit.series import Status

__all__ = ("Follower", "Found", "Line", "blocks_of")

# Segments that may stand between LIN and its first value, and those that end a line.
_BEFORE_VALUES = frozenset({b"PIA", b"IMD", b"PRI", b"MOA", b"MEA", b"CUX"})
_AFTER_VALUES = frozenset({b"CCI", b"MEA", b"DTM"})
_ENDS_LINE = frozenset({b"LIN", b"LOC", b"NAD", b"CNT", b"UNT"})
_ENDS_MESSAGE = frozenset({b"UNH", b"UNE", b"UNZ", b"UNB", b"UNG"})


class Line:
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
class Found:
    """A message as it was met in the bytes.

    Attributes:
        unb: The UNB before it.
        start: First byte of UNH.
        end: The byte after UNT.
        frame: Stretches of bytes that hold everything but the plain values.
        lines: The lines in order.
        exact: A plain value stands in no line.
    """

    unb: bytes
    start: int
    end: int
    frame: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]
    exact: bool

    @property
    def stretches(self) -> Sequence[tuple[int, int]]:
        """The stretches of bytes that hold what has to be read segment by segment."""
        return ((self.start, self.end),) if self.exact else self.frame


class Follower:
    """Follows the segments that are no values, and gives the values to the lines that they belong to."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.unb = b""
        self._reset()

    def _reset(self) -> None:
        self.start = -1
        self.exact = False
        self.frame: list[tuple[int, int]] = []
        self.lines: list[Line] = []
        self.line: Line | None = None

    def take(self, chunk: Chunk) -> Iterator[Found]:
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

    def finish(self, end: int) -> Iterator[Found]:
        """Yield a message that never ended."""
        if self.start >= 0:
            yield self._message(end)

    def _rows(self, chunk: Chunk, rows: slice) -> None:
        if self.line is None:
            self.exact = True
            return
        self.line.exact |= self.line.closed
        self.line.parts.append((chunk, rows))

    def _segment(self, start: int, end: int) -> Iterator[Found]:
        tag = self.data[start : start + 3]
        if tag in _ENDS_MESSAGE:
            if self.start >= 0:
                yield self._message(start)
            if tag == b"UNB":
                self.unb = self.data[start : end + 1]
            elif tag == b"UNH":
                self.start = start
        if self.start < 0:
            return
        line = self.line
        if line is not None and tag in _ENDS_LINE:
            self._end_line(start)
            line = None
        if tag == b"LIN":
            self.line = Line(start, len(self.frame))
            self.lines.append(self.line)
        elif line is not None:
            if line.parts or line.closed:
                line.closed = True
                line.exact |= tag not in _AFTER_VALUES or (tag == b"DTM" and not self._below_cci())
            else:
                line.exact |= tag not in _BEFORE_VALUES and tag != b"CCI"
                line.closed = tag == b"CCI"
        self.frame.append((start, end + 1))
        if tag == b"UNT":
            yield self._message(end + 1)

    def _below_cci(self) -> bool:
        """The last segment is CCI or stands below one, so a DTM here is no time of a value."""
        last = self.frame[-1][0]
        return self.data[last : last + 3] in {b"CCI", b"MEA", b"DTM"}

    def _end_line(self, end: int) -> None:
        line = self.line
        if line is not None and line.exact:
            self.frame[line.mark :] = [(line.start, end)]
        self.line = None

    def _message(self, end: int) -> Found:
        """Return the message that stands before *end*, and be ready for the next one."""
        self._end_line(end)
        found = Found(self.unb, self.start, end, tuple(self.frame), tuple(self.lines), self.exact)
        self._reset()
        return found


def blocks_of(
    data: bytes,
    contexts: Sequence[LineContext],
    lines: Sequence[Line],
    options: SeriesOptions,
) -> list[Block] | None:
    """Return the values of each line as columns, None when the whole message has to be read exactly.

    Args:
        data: The bytes that the lines were met in.
        contexts: The lines of the message that was read from the frame.
        lines: The lines of the bytes.
        options: What the message does not say.
    """
    if len(contexts) != len(lines):
        return None
    statuses: dict[int, int] = {}
    blocks: list[Block] = []
    for context, line in zip(contexts, lines, strict=True):
        if line.exact:
            blocks.append(block_of(context, options))
            continue
        zoned = [chunk.zoned[rows] for chunk, rows in line.parts]
        if any(each.any() for each in zoned) and not all(each.all() for each in zoned):
            return None
        shift = 0
        if zoned and not zoned[0].all():
            offset = context.clock.zone.utcoffset(None) if context.clock else None
            if offset is None:
                return None
            shift = int(offset.total_seconds())
        blocks.append(_block(data, line, shift, statuses=statuses, profile=context.profile, options=options))
    return blocks


def _block(
    data: bytes,
    line: Line,
    shift: int,
    *,
    statuses: dict[int, int],
    profile: str | None,
    options: SeriesOptions,
) -> Block:
    parts = line.parts
    if not parts:
        return _NOTHING
    low, high, quantity, qualifier = (
        _joined([getattr(chunk, name)[rows] for chunk, rows in parts])
        for name in ("low", "high", "quantity", "qualifier")
    )
    codes, which = _codes(qualifier)
    for code in codes:
        if code not in statuses:
            text = code.to_bytes(4, "little")[: 2 if code & SHORT else 3].decode("latin-1")
            known = status_of_qualifier(text, profile, options)
            statuses[code] = int(Status.METERED if known is None else known)
    status = np.array([statuses[code] for code in codes], np.uint8)[which]
    return Block(
        start=low - shift, end=high - shift, quantity=quantity, status=status, unit=_unit(data, parts)
    )


_NOTHING = Block(
    start=np.zeros(0, np.int64),
    end=np.zeros(0, np.int64),
    quantity=np.zeros(0, np.int64),
    status=np.zeros(0, np.uint8),
)


def _unit(data: bytes, parts: list[tuple[Chunk, slice]]) -> str:
    chunk, rows = parts[0]
    segment = int(chunk.first[rows.start])
    amount = data[int(chunk.start[segment]) : int(chunk.end[segment])].split(b":")
    return amount[2].decode("latin-1") if len(amount) > 2 else ""


def _joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return parts[0].copy() if len(parts) == 1 else np.concatenate(parts)


def _codes(qualifier: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Return the different qualifiers, and which of them each value has; mostly there is one."""
    if (qualifier == qualifier[0]).all():
        return [int(qualifier[0])], np.zeros(len(qualifier), np.int64)
    codes, which = np.unique(qualifier, return_inverse=True)
    return [int(each) for each in codes], which
