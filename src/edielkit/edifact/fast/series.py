"""The fast path: the QTY groups of MSCONS straight from bytes into columns, never an object for a value.

Everything but the values, some segments a line, goes through the typed messages, so both ways share all that
gives a series its meaning. A line goes the exact way when anything in its values is not plain: a release
character, another order, a third DTM, an STS, a long number, a time that is none. The result is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from edielkit.edifact.fast.chunks import Chunk
from edielkit.edifact.fast.lines import Follower, Found, blocks_of
from edielkit.edifact.fast.utilts import is_plain, utilts_messages
from edielkit.edifact.messages import Message, read_message
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.quality import SeriesOptions
from edielkit.edifact.series.typed import LineContext, line_contexts, line_series, placed_series
from edielkit.series import TimeSeries

__all__ = ("MessageColumns", "read_columns", "read_messages")

_BLANK = b" \t\r\n"


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
    for found in read_messages(data, options, chunk=chunk):
        for _, each in found.series:
            yield each


@attrs.frozen(kw_only=True, eq=False)
class MessageColumns:
    """A message with its series.

    Attributes:
        unb: The head of the interchange that it stands in, if there is one.
        message: The typed message, None for a type that has none. Lines that went the fast way have no values here.
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
        yield from _exact_input(data, chosen)
        return
    if is_plain(data):
        for unb, message, series in utilts_messages(data, chosen):
            yield MessageColumns(unb=unb, message=message, series=series)
        return
    follower = Follower(data)
    at = start
    while at < len(data):
        end = _cut(data, at, chunk)
        if end is None:
            break
        for found in follower.take(Chunk.of(data, at, end)):
            yield _columns(data, found, chosen)
        at = end
    for found in follower.finish(len(data)):
        yield _columns(data, found, chosen)


def _exact_input(data: bytes, options: SeriesOptions) -> Iterator[MessageColumns]:
    interchanges, _ = parse_interchanges(data)
    for interchange in interchanges:
        for message in interchange.messages:
            typed = read_message(message)
            yield MessageColumns(
                unb=interchange.unb,
                message=typed,
                series=_placed(typed, interchange.unb, options),
            )


def _placed(
    message: Message | None, unb: Segment | None, options: SeriesOptions
) -> tuple[tuple[LineContext | Transaction, TimeSeries], ...]:
    if not isinstance(message, Mscons | Utilts):
        return ()
    return tuple(placed_series(message, _with_profile(options, message, unb)))


def _start(data: bytes) -> int | None:
    """Return where the first UNB stands, None when the input needs the exact way from the start."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    at = data.find(head[:4])
    if head.startswith(b"UNA"):
        una = head[:9]
        if una[3:5] != b":+" or una[5:6] not in b".," or una[6:9] != b"? '":
            return None
        # a later interchange may announce other characters
        if data.count(b"UNA") != data.count(una):
            return None
        at += 9
        while data[at : at + 1] and data[at : at + 1] in _BLANK:
            at += 1
    elif b"UNA" in data:
        return None
    # a released terminator ends no segment; a last segment without terminator is the scanner's business
    last = data.rfind(b"'")
    tail = data[last + 1 :].strip(_BLANK)
    plain = data.startswith(b"UNB+", at) and not tail and data.find(b"?'") < 0
    return at if plain else None


def _cut(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY, so that no value is torn apart."""
    if start + size >= len(data):
        last = data.rfind(b"'", start)
        return last + 1 if last >= 0 else None
    end = max(data.rfind(b"'QTY+", start, start + size), data.rfind(b"'UNH+", start, start + size)) + 1
    if end <= start:
        end = data.find(b"'QTY+", start + size) + 1 or data.rfind(b"'", start) + 1
    return end if end > start else None


def _columns(data: bytes, found: Found, options: SeriesOptions) -> MessageColumns:
    """Return a message that was met in *data* with its series."""
    unb = next((each for each in tokenize(found.unb).segments if each.tag == "UNB"), None)
    segments = _tokens(found.unb, b"".join([data[start:end] for start, end in found.stretches]))
    if not found.exact and segments[0].get(2) == Mscons.TYPE:
        message = Mscons.read(segments)
        chosen = _with_profile(options, message, unb)
        contexts = list(line_contexts(message, chosen))
        blocks = blocks_of(data, contexts, found.lines, chosen)
        if blocks is not None:
            series = tuple(
                (context, each)
                for context, block in zip(contexts, blocks, strict=True)
                for each in line_series(context, block, chosen)
            )
            return MessageColumns(unb=unb, message=message, series=series)
    typed = read_message(_tokens(found.unb, data[found.start : found.end]))
    return MessageColumns(unb=unb, message=typed, series=_placed(typed, unb, options))


def _with_profile(options: SeriesOptions, message: Message, unb: Segment | None) -> SeriesOptions:
    return options if options.profile else attrs.evolve(options, profile=profile_of(message, unb))


def _tokens(unb: bytes, message: bytes) -> tuple[Segment, ...]:
    """Return the segments of a message, in the character set of its interchange."""
    segments = tokenize(unb + message).segments
    return tuple(each for each in segments if each.tag not in {"UNB", "UNA"})
