"""From bytes to messages with their series: the fast path for what is written plainly, the exact one for the others.

What is plain, and why both give the same, stands in `edielkit.edifact.fast`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np

from edielkit.edifact.fast.amounts import SHORT
from edielkit.edifact.fast.chunk import Chunk, codes_of, joined_rows
from edielkit.edifact.fast.chunk_ends import chunk_end
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.fast.utilts import plain_messages, utilts_columns, utilts_series
from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.envelopes import terminators
from edielkit.edifact.read.tokenizer import message_segments
from edielkit.edifact.segments import Limits, Segment, regular_start
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.mscons import LineContext, block_of, line_contexts, line_series, no_energy
from edielkit.edifact.series.typed import MessageColumns, exact_message, read_exactly
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier
from edielkit.series import Status, TimeSeries

__all__ = (
    "MANY_BYTES",
    "Follower",
    "LineRows",
    "MessageSpan",
    "blocks_of",
    "qualifier_text",
    "read_columns",
    "read_messages",
)


# bytes from which on lines are likely to have the times of an earlier one
_LARGE = 1 << 14
# and to be written as an earlier line altogether
MANY_BYTES = 1 << 16


def read_columns(
    data: bytes, options: SeriesOptions | None = None, *, chunk: int = 1 << 19
) -> Iterator[TimeSeries]:
    """Yield the series of all messages of an input, in order, as `edielkit.edifact.series.typed.series` gives them.

    Args:
        data: One interchange or several; MSCONS and UTILTS have series, other messages none.
        options: What the messages do not say.
        chunk: How many bytes are looked at together.

    Raises:
        ParseError: The bytes are no EDIFACT.

    >>> sum(len(s.observations) for s in read_columns(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"))
    0
    """
    start = _start(data) if len(data) >= MANY_BYTES else None
    if start is not None:
        yield from _series_of_many(data, start, options or SeriesOptions(), chunk)
        return
    for columns in read_messages(data, options, chunk=chunk):
        for _, time_series in columns.series:
            yield time_series


def _series_of_many(data: bytes, start: int, options: SeriesOptions, chunk: int) -> Iterator[TimeSeries]:
    """Yield the series of a large input; of lines that are written alike the amounts alone are read."""
    from edielkit.edifact.fast.alike import AlikeMessages

    follower, table = Follower(data), TimeTable()

    def ordinary_series(begin: int, stop: int) -> Iterator[TimeSeries]:
        for is_utilts, part in _parts(data, begin, stop):
            if is_utilts:
                yield from utilts_series(data[part], follower.head, options, enclosed=follower.enclosed)
                continue
            for span in _spans(follower, table, (part.start, part.stop), chunk):
                yield from (time_series for _, time_series in _columns(data, span, options).series)

    def placed(message: bytes) -> list[tuple[tuple[int, int, int], TimeSeries]]:
        series = (pair for columns in read_messages(message, options) for pair in columns.series)
        return [(line.place, time_series) for line, time_series in series if isinstance(line, LineContext)]

    alike = AlikeMessages(data, placed)
    yield from alike.all_series(
        start, ordinary_series, lambda: follower.head if follower.enclosed else b"", chunk
    )


def read_messages(
    data: bytes, options: SeriesOptions | None = None, *, chunk: int = 1 << 19
) -> Iterator[MessageColumns]:
    """Yield all messages of an input in order, each with its series.

    Args:
        data: One interchange or several; MSCONS and UTILTS have series, other messages none.
        options: What the messages do not say.
        chunk: How many bytes are looked at together.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    chosen = options or SeriesOptions()
    start = _start(data)
    if start is None:
        yield from read_exactly(data, chosen)
        return
    table = TimeTable() if len(data) > min(chunk, _LARGE) else None
    yield from _messages(Follower(data), table, (start, len(data)), chunk, chosen)


def _messages(
    follower: Follower, table: TimeTable | None, part: tuple[int, int], size: int, options: SeriesOptions
) -> Iterator[MessageColumns]:
    """Yield the messages of a part of an input with their series; those of UTILTS have a way of their own."""
    data = follower.data
    for is_utilts, stretch in _parts(data, *part):
        if is_utilts:
            yield utilts_columns(data[stretch], follower.head, options, enclosed=follower.enclosed)
            continue
        for span in _spans(follower, table, (stretch.start, stretch.stop), size):
            yield _columns(data, span, options)


def _parts(data: bytes, begin: int, stop: int) -> Iterator[tuple[bool, slice]]:
    """Yield the parts of a part of an input: messages of UTILTS that have a way of their own, and what stands between them."""
    has_utilts = data.find(b"+UTILTS:", begin, stop) >= 0
    for message in plain_messages(data, begin, stop) if has_utilts else ():
        yield False, slice(begin, message.start)
        yield True, message
        begin = message.stop
    yield False, slice(begin, stop)


def _spans(
    follower: Follower, table: TimeTable | None, part: tuple[int, int], size: int
) -> Iterator[MessageSpan]:
    """Yield the messages of a part of an input, which is looked at in chunks; the last message ends with the part."""
    data = follower.data
    begin, stop = part
    while begin < stop:
        end = chunk_end(data, begin, size) if begin + size < stop else data.rfind(b"'", begin, stop) + 1
        if not end:
            break
        end = min(end, stop)
        yield from follower.take(Chunk.of(data, begin, end, table))
        begin = end
    yield from follower.finish(stop)


def _start(data: bytes) -> int | None:
    """Return where the first UNB stands, None when the input needs the exact way from the start: it is odd, or meets a limit."""
    start, limits = regular_start(data), Limits()
    if start is None or len(data) > limits.max_bytes:
        return None
    is_within = len(data) <= limits.max_segments or terminators(data) <= limits.max_segments
    return start if is_within else None


def _columns(data: bytes, span: MessageSpan, options: SeriesOptions) -> MessageColumns:
    """Return a message that was met in *data* with its series."""
    frame = b"".join([data[start:end] for start, end in span.stretches])
    unb, segments = _segments(span, frame)
    if not span.exact and segments[0].get(2) == Mscons.TYPE:
        message = Mscons.read(segments)
        chosen = options.with_profile(profile_of(message, unb))
        contexts = list(line_contexts(message, chosen))
        blocks = blocks_of(contexts, span.lines, chosen)
        if blocks is not None:
            series = tuple(
                (context, time_series)
                for context, block in zip(contexts, blocks, strict=True)
                for time_series in line_series(context, block, chosen)
            )
            return MessageColumns(unb=unb, message=message, series=series)
    _, segments = _segments(span, data[span.start : span.end])
    return exact_message(unb, read_message(segments), options)


def _segments(span: MessageSpan, message: bytes) -> tuple[Segment | None, tuple[Segment, ...]]:
    """Return the head of the interchange and the segments of a message, in the character set that the head names."""
    head, segments = message_segments(span.head, message)
    return head if span.enclosed else None, segments


# -- the segments that are no plain values, one by one: whose line a value is of, and where a message ends

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
        # most lines of what is no series have none
        self.parts: Sequence[tuple[Chunk, slice]] = ()
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
        parts = line.parts if isinstance(line.parts, list) else []
        parts.append((chunk, rows))
        line.parts = parts

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


# -- the values of the lines


def blocks_of(
    contexts: Sequence[LineContext],
    lines: Sequence[LineRows],
    options: SeriesOptions,
) -> list[Block] | None:
    """Return the values of each line as columns, None when the whole message has to be read exactly.

    Args:
        contexts: The lines of the message that was read from the frame.
        lines: The lines of the bytes.
        options: What the message does not say.
    """
    if len(contexts) != len(lines):
        return None
    if any(_is_no_energy(*pair, options) for pair in zip(contexts, lines, strict=True)):
        return None
    statuses: dict[int, int] = {}
    blocks: list[Block] = []
    for context, line in zip(contexts, lines, strict=True):
        if line.exact:
            blocks.append(block_of(context, options))
            continue
        # of the plain values the first QTY stands in the frame: it has to be one of this line there
        if len(context.line.values) != bool(line.parts):
            return None
        shift = _shift(line, context)
        if shift is None:
            return None
        blocks.append(
            _block_of_rows(line.parts, shift, statuses=statuses, profile=context.profile, options=options)
        )
    return blocks


def _is_no_energy(context: LineContext, line: LineRows, options: SeriesOptions) -> bool:
    """Tell whether plain values of a line may be plans or annual volumes, which are kept as they are written."""
    kinds = {code for chunk, rows in line.parts for code in codes_of(chunk.qualifier[rows])[0]}
    codes = no_energy(context.profile, options)
    return any(qualifier_text(code) in codes for code in kinds)


def _shift(line: LineRows, context: LineContext) -> int | None:
    """Return the offset in seconds of the times of a line, None when its values need to be read one by one."""
    zoned = [chunk.zoned[rows] for chunk, rows in line.parts]
    if not zoned or all(column.all() for column in zoned):
        return 0
    if any(column.any() for column in zoned):
        return None
    offset = context.clock.zone.utcoffset(None) if context.clock else None
    return None if offset is None else int(offset.total_seconds())


def _block_of_rows(
    parts: Sequence[tuple[Chunk, slice]],
    shift: int,
    *,
    statuses: dict[int, int],
    profile: str | None,
    options: SeriesOptions,
) -> Block:
    """Return the plain values of a line as columns.

    Args:
        parts: Chunks, each with rows of it that are of the line.
        shift: Offset in seconds of the times of the line.
        statuses: What the qualifiers so far say, by their bytes; further ones are added.
        profile: Name of the profile.
        options: What the message does not say.
    """
    if not parts:
        return Block.of_nothing()
    low, high, quantity, qualifier, unit = (
        joined_rows([getattr(chunk, name)[rows] for chunk, rows in parts])
        for name in ("low", "high", "quantity", "qualifier", "unit")
    )
    codes, which = codes_of(qualifier)
    for code in codes:
        if code not in statuses:
            status = status_of_qualifier(qualifier_text(code), profile, options)
            statuses[code] = int(Status.METERED if status is None else status)
    units, unit_rows = codes_of(unit)
    column = np.array([statuses[code] for code in codes], np.uint8)
    return Block(
        start=low - shift,
        end=high - shift,
        # a column of its own: a part of a chunk would keep the chunk
        quantity=quantity.copy() if len(parts) == 1 else quantity,
        status=np.full(len(quantity), column[0]) if which is None else column[which],
        units=tuple(_unit(code) for code in units),
        unit_rows=unit_rows,
    )


def _unit(code: int) -> str:
    """Return the unit that four bytes hold: its separator and two or three letters, or nothing."""
    return code.to_bytes(4, "little")[1:].rstrip(b"\0").decode("latin-1")


def qualifier_text(code: int) -> str:
    """Return the qualifier (6063) that a number of `chunk.quantities` stands for.

    >>> from edielkit.edifact.fast.chunk import load
    >>> qualifier_text(int(load(b"136"))), qualifier_text(int(load(b"67")) | SHORT)
    ('136', '67')
    """
    return code.to_bytes(4, "little")[: 2 if code & SHORT else 3].decode("latin-1")
