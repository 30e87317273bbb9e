"""The lines of a raw MSCONS message with their values as columns, for rules that name the place of a value.

Plain values are read from the bytes all at once; a typed value is made only of one that is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import overload

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.chunk import Chunk
from edielkit.edifact.fast.outline import Outline
from edielkit.edifact.fast.read import Follower, LineRows, blocks_of, qualifier_text
from edielkit.edifact.messages.message import SegmentSource, read_part, segments_of
from edielkit.edifact.messages.mscons import Mscons, Value
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.segments import BLANK, Segment
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.mscons import LineContext, block_of, line_contexts
from edielkit.edifact.series.value_codes import SeriesOptions

__all__ = ("LineValues", "line_values", "offset_of")

# with fewer segments it is quicker to look at each value
_MANY = 256

_Rows = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class LineValues:
    """A line with its values.

    Attributes:
        context: The line with what stands above it; of plain values the line itself has the first QTY alone.
        block: The values as columns.
        values: The same values, typed.
        kinds: Rows that together show every quantity qualifier, each with it; None when each value has to be looked at.
        units: Rows that together show every unit; None when each value has to be looked at.
    """

    context: LineContext
    block: Block
    values: Sequence[Value]
    kinds: Mapping[int, str] | None = None
    units: Sequence[int] | None = None

    @property
    def plain(self) -> bool:
        """No single value has a fault of its own: its number and its times are readable."""
        return self.kinds is not None

    @property
    def qualifiers(self) -> Iterator[tuple[int, str]]:
        """Rows that together show every quantity qualifier (6063), each with it."""
        if self.kinds is not None:
            yield from self.kinds.items()
        else:
            yield from ((row, value.function) for row, value in enumerate(self.values))


def line_values(
    source: Mscons | SegmentSource | Sequence[Segment] | Outline, options: SeriesOptions
) -> tuple[Mscons, Iterator[LineValues]]:
    """Return a message, of whose plain values the first of each line are there, and its lines with all values.

    Segments that no field holds are in the message alone when it is given as one.

    Args:
        source: A typed or raw MSCONS message, or the outline of one.
        options: What the message does not say.
    """
    if isinstance(source, Outline):
        message, lines = _of_outline(source, options)
        if lines is not None:
            return message, lines
        if not source.gaps:
            # nothing is left out: its segments are those of the message, and no columns of them say more
            if message.origin != source.segments:
                message = Mscons.read(source.segments, with_others=False)
            return message, _one_by_one(message, options)
        source = source.original
    if not isinstance(source, Mscons):
        segments = segments_of(source)
        by_columns = _by_columns(segments, options)
        if by_columns is not None:
            return by_columns
        source = Mscons.read(segments, with_others=False)
    return source, _one_by_one(source, options)


def _one_by_one(message: Mscons, options: SeriesOptions) -> Iterator[LineValues]:
    for context in line_contexts(message, options):
        yield LineValues(context=context, block=block_of(context, options), values=context.line.values)


def _by_columns(
    segments: tuple[Segment, ...], options: SeriesOptions
) -> tuple[Mscons, Iterator[LineValues]] | None:
    """Read the plain values from the bytes, None when they are few or the bytes are not written the usual way."""
    if len(segments) < _MANY:
        return None
    if not segments[0].separators.are_usual:
        return None
    data = b"".join([segment.raw or b"" for segment in segments])
    # a released terminator, an empty segment or one without an end: segments and terminators are not one to one
    ends = data.rstrip(BLANK).endswith(b"'")
    if not ends or b"?'" in data or data.count(b"'") != len(segments):
        return None
    chunk = Chunk.of(data, 0, len(data))
    follower = Follower(data)
    spans = [*follower.take(chunk), *follower.finish(len(data))]
    if len(spans) != 1 or spans[0].exact:
        return None
    (span,) = spans
    bounds = np.searchsorted(chunk.start, np.array(span.frame, np.int64)).tolist()
    frame = tuple([segment for start, end in bounds for segment in segments[start:end]])
    message = Mscons.read(frame, with_others=False)
    lines = _lines(message, span.lines, options, partial(_Values, segments))
    return None if lines is None else (message, lines)


def _of_outline(outline: Outline, options: SeriesOptions) -> tuple[Mscons, Iterator[LineValues] | None]:
    """Read an outline with the plain values from its columns, None for these when they are not all of one clock."""
    values = outline.values
    if values is None:
        return Mscons.read(outline.segments, with_others=False), None
    message = values.typed(outline.segments)
    return message, _lines(message, values.span.lines, options, partial(_UnreadValues, values.body))


def _lines(
    message: Mscons,
    rows: Sequence[LineRows],
    options: SeriesOptions,
    values_of: Callable[[Sequence[tuple[Chunk, slice]]], Sequence[Value]],
) -> Iterator[LineValues] | None:
    chosen = attrs.evolve(options, profile=options.profile or profile_of(message))
    contexts = list(line_contexts(message, chosen))
    blocks = blocks_of(contexts, rows, chosen)
    return None if blocks is None else _with_values(contexts, blocks, rows, values_of)


def _with_values(
    contexts: Sequence[LineContext],
    blocks: Sequence[Block],
    lines: Sequence[LineRows],
    values_of: Callable[[Sequence[tuple[Chunk, slice]]], Sequence[Value]],
) -> Iterator[LineValues]:
    for context, block, line in zip(contexts, blocks, lines, strict=True):
        if line.exact:
            yield LineValues(context=context, block=block, values=context.line.values)
            continue
        yield LineValues(
            context=context,
            block=block,
            values=values_of(line.parts),
            kinds=_kinds(_joined([chunk.qualifier[rows] for chunk, rows in line.parts])),
            units=_different(_joined([chunk.unit[rows] for chunk, rows in line.parts])),
        )


def _joined(parts: list[npt.NDArray[np.int64]] | list[npt.NDArray[np.uint32]]) -> _Rows:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _kinds(column: _Rows) -> dict[int, str]:
    """Return the first row of each qualifier that occurs, ascending, with its text."""
    return {row: qualifier_text(int(column[row])) for row in _different(column)}


def _different(column: _Rows) -> list[int]:
    """Return the first row of each value that occurs, ascending.

    >>> _different(np.array([7, 7, 3, 7]))
    [0, 2]
    """
    if not len(column) or (column == column[0]).all():
        return [0] * min(len(column), 1)
    return sorted(np.unique(column, return_index=True)[1].tolist())


def offset_of(values: Sequence[Value], row: int) -> int | None:
    """Return the first byte of a value, which is not read for it where it is plain; None of one that was built.

    Args:
        values: Those of a line.
        row: Which of them, from 0.

    >>> offset_of([Value()], 0)
    """
    return values.offset(row) if isinstance(values, _Values) else values[row].own_segment().offset


class _Values(Sequence[Value]):
    """Plain values, each made from its segments when it is asked for."""

    def __init__(self, segments: tuple[Segment, ...], parts: Sequence[tuple[Chunk, slice]]) -> None:
        self._segments = segments
        self._parts = parts
        self._starts = [0]
        for _, rows in parts:
            self._starts.append(self._starts[-1] + rows.stop - rows.start)

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, row: int) -> Value: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Value]: ...

    def __getitem__(self, row: int | slice) -> Value | Sequence[Value]:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(len(self)))]
        index = range(len(self))[row]
        number = bisect_right(self._starts, index) - 1
        chunk, rows = self._parts[number]
        return read_part(Value, self._value(chunk, rows.start + index - self._starts[number]))[0]

    def offset(self, row: int) -> int | None:
        """Return the first byte of a value."""
        number = bisect_right(self._starts, row) - 1
        chunk, rows = self._parts[number]
        return self._first_byte(chunk, rows.start + row - self._starts[number])

    def _first_byte(self, chunk: Chunk, row: int) -> int | None:
        return self._segments[int(chunk.first[row])].offset

    def _value(self, chunk: Chunk, row: int) -> Sequence[Segment]:
        """Return the segments of a value."""
        return self._segments[int(chunk.first[row]) : int(chunk.last[row]) + 1]


class _UnreadValues(_Values):
    """Plain values, each read from the bytes when it is asked for."""

    def __init__(self, body: UnreadBody, parts: Sequence[tuple[Chunk, slice]]) -> None:
        super().__init__((), parts)
        self._body = body

    def _first_byte(self, chunk: Chunk, row: int) -> int | None:
        return int(chunk.start[chunk.first[row]])

    def _value(self, chunk: Chunk, row: int) -> Sequence[Segment]:
        first, last = int(chunk.first[row]), int(chunk.last[row])
        return self._body.read([(int(chunk.start[first]), int(chunk.end[last]) + 1)]).segments
