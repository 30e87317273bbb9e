"""From bytes to messages with their series: the fast path for what is written plainly, the exact one for the others.

What is plain, and why both give the same, stands in `edielkit.edifact.fast`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.chunk import SHORT, Chunk
from edielkit.edifact.fast.framing import segments_below
from edielkit.edifact.fast.lines import Follower, LineRows, MessageSpan
from edielkit.edifact.fast.utilts import is_plain, utilts_messages
from edielkit.edifact.messages import Message, read_message
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import BLANK, Limits, Segment
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.mscons import LineContext, block_of, line_contexts, line_series
from edielkit.edifact.series.typed import placed_series
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier
from edielkit.series import Status, TimeSeries

__all__ = ("MessageColumns", "blocks_of", "read_columns", "read_exactly", "read_messages")


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
    for columns in read_messages(data, options, chunk=chunk):
        for _, time_series in columns.series:
            yield time_series


@attrs.frozen(kw_only=True, eq=False)
class MessageColumns:
    """A message with its series.

    Attributes:
        unb: The head of the interchange that it stands in, if there is one.
        message: The typed message, None for a type that has none. Of a line that went the fast way the first QTY alone is here.
        series: The series in order, each with the line or transaction that it comes from.
    """

    unb: Segment | None
    message: Message | None
    series: tuple[tuple[LineContext | Transaction, TimeSeries], ...]


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
    if b"+UTILTS:" in data and is_plain(data):
        for unb, message, series in utilts_messages(data, start, chosen):
            yield MessageColumns(unb=unb, message=message, series=series)
        return
    follower = Follower(data)
    begin = start
    while begin < len(data):
        end = _cut(data, begin, chunk)
        if end is None:
            break
        for span in follower.take(Chunk.of(data, begin, end)):
            yield _columns(data, span, chosen)
        begin = end
    for span in follower.finish(len(data)):
        yield _columns(data, span, chosen)


def read_exactly(data: bytes, options: SeriesOptions | None = None) -> Iterator[MessageColumns]:
    """Yield all messages as `read_messages` does, every one segment by segment.

    Args:
        data: One interchange or several.
        options: What the messages do not say.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    chosen = options or SeriesOptions()
    interchanges, _ = parse_interchanges(data)
    for interchange in interchanges:
        for raw in interchange.messages:
            yield _exact_message(interchange.unb, read_message(raw), chosen)


def _exact_message(unb: Segment | None, message: Message | None, options: SeriesOptions) -> MessageColumns:
    series: tuple[tuple[LineContext | Transaction, TimeSeries], ...] = ()
    if isinstance(message, Mscons | Utilts):
        series = tuple(placed_series(message, _with_profile(options, message, unb)))
    return MessageColumns(unb=unb, message=message, series=series)


def _start(data: bytes) -> int | None:
    """Return where the first UNB stands, None when the input needs the exact way from the start."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(BLANK)
    at = data.find(head[:4])
    if head.startswith(b"UNA"):
        una = head[:9]
        if una[3:5] != b":+" or una[5:6] not in b".," or una[6:9] != b"? '":
            return None
        # a later interchange may announce other characters
        if data.count(b"UNA") != data.count(una):
            return None
        at += 9
        while data[at : at + 1] and data[at : at + 1] in BLANK:
            at += 1
    elif b"UNA" in data:
        return None
    return at if data.startswith(b"UNB+", at) and _is_usual(data) else None


def _is_usual(data: bytes) -> bool:
    """Tell whether every terminator ends a segment, nothing follows the last one, and no limit is met."""
    limits = Limits()
    return (
        not data[data.rfind(b"'") + 1 :].strip(BLANK)
        # a released terminator ends no segment
        and b"?'" not in data
        # the information separators of level B
        and b"UNB\x1d" not in data
        and len(data) <= limits.max_bytes
        and data.count(b"'") <= limits.max_segments
    )


def _cut(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY or UNH, so that no value is torn apart."""
    if start + size >= len(data):
        last = data.rfind(b"'", start)
        return last + 1 if last >= 0 else None
    end = max(_last_before(data, mark, start, start + size) for mark in _BORDERS)
    if end <= start:
        later = _next_from(data, _BORDERS[0], start + size)
        end = later if later > start else data.rfind(b"'", start) + 1
    return end if end > start else None


_BORDERS = (b"QTY+", b"UNH+")


def _last_before(data: bytes, mark: bytes, start: int, stop: int) -> int:
    """Return where the last segment that begins with *mark* stands in a stretch of bytes, -1 for nowhere."""
    at = stop
    while (at := data.rfind(mark, start, at)) > start:
        if _begins_segment(data, at):
            return at
    return -1


def _next_from(data: bytes, mark: bytes, start: int) -> int:
    """Return where the next segment that begins with *mark* stands, -1 for nowhere."""
    at = start - 1
    while (at := data.find(mark, at + 1)) >= 0:
        if _begins_segment(data, at):
            return at
    return -1


def _begins_segment(data: bytes, at: int) -> bool:
    return data[max(at - _MOST_BLANKS, 0) : at].rstrip(BLANK).endswith(b"'")


# behind more blanks no chunk ends
_MOST_BLANKS = 16


def _columns(data: bytes, span: MessageSpan, options: SeriesOptions) -> MessageColumns:
    """Return a message that was met in *data* with its series."""
    frame = b"".join([data[start:end] for start, end in span.stretches])
    unb, segments = _segments(span, frame)
    if not span.exact and segments[0].get(2) == Mscons.TYPE:
        message = Mscons.read(segments)
        chosen = _with_profile(options, message, unb)
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
    return _exact_message(unb, read_message(segments), options)


def _with_profile(options: SeriesOptions, message: Message, unb: Segment | None) -> SeriesOptions:
    return options if options.profile else attrs.evolve(options, profile=profile_of(message, unb))


def _segments(span: MessageSpan, message: bytes) -> tuple[Segment | None, tuple[Segment, ...]]:
    """Return the head of the interchange and the segments of a message, in the character set that the head names."""
    head, segments = segments_below(span.head, message)
    return head if span.enclosed else None, segments


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
        blocks.append(_block(line, shift, statuses=statuses, profile=context.profile, options=options))
    return blocks


def _shift(line: LineRows, context: LineContext) -> int | None:
    """Return the offset in seconds of the times of a line, None when its values need to be read one by one."""
    zoned = [chunk.zoned[rows] for chunk, rows in line.parts]
    if not zoned or all(column.all() for column in zoned):
        return 0
    if any(column.any() for column in zoned):
        return None
    offset = context.clock.zone.utcoffset(None) if context.clock else None
    return None if offset is None else int(offset.total_seconds())


def _block(
    line: LineRows,
    shift: int,
    *,
    statuses: dict[int, int],
    profile: str | None,
    options: SeriesOptions,
) -> Block:
    parts = line.parts
    if not parts:
        return _NOTHING
    low, high, quantity, qualifier, unit = (
        _joined([getattr(chunk, name)[rows] for chunk, rows in parts])
        for name in ("low", "high", "quantity", "qualifier", "unit")
    )
    codes, which = _codes(qualifier)
    for code in codes:
        if code not in statuses:
            text = code.to_bytes(4, "little")[: 2 if code & SHORT else 3].decode("latin-1")
            status = status_of_qualifier(text, profile, options)
            statuses[code] = int(Status.METERED if status is None else status)
    units, unit_rows = _codes(unit)
    return Block(
        start=low - shift,
        end=high - shift,
        quantity=quantity,
        status=np.array([statuses[code] for code in codes], np.uint8)[which],
        units=tuple(_unit(code) for code in units),
        unit_rows=unit_rows if len(units) > 1 else None,
    )


def _unit(code: int) -> str:
    """Return the unit that four bytes hold: its separator and two or three letters, or nothing."""
    return code.to_bytes(4, "little")[1:].rstrip(b"\0").decode("latin-1")


_NOTHING = Block(
    start=np.zeros(0, np.int64),
    end=np.zeros(0, np.int64),
    quantity=np.zeros(0, np.int64),
    status=np.zeros(0, np.uint8),
)


def _joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return parts[0].copy() if len(parts) == 1 else np.concatenate(parts)


def _codes(column: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Return the different codes of a column in order, and which of them each value has; mostly there is one."""
    if (column == column[0]).all():
        return [int(column[0])], np.zeros(len(column), np.int64)
    codes, first, which = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return codes[order].tolist(), place[which]
