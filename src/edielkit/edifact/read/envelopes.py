"""Large inputs: the envelopes are read, and of each large message UNH and UNT; what stands between is read when it is asked for.

A message is left unread when its two ends are certain: UNH, later UNT, no other segment of the envelope between them, the
usual service characters. Everything else goes through the tokenizer segment by segment, as it does on small inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from threading import Lock

import attrs

from edielkit.edifact.interchange import Interchange
from edielkit.edifact.read.assembler import Assembler, parse_interchanges
from edielkit.edifact.read.tokenizer import Scanner
from edielkit.edifact.segments import BLANK, Limits, Segment, Tokens
from edielkit.findings import Finding

__all__ = (
    "LEAST",
    "UnreadBody",
    "read_envelopes",
    "read_interchanges",
    "terminators",
    "wrapped_at",
)

# bytes between UNH and UNT from which on a message is left unread
LEAST = 1 << 12

_TERMINATOR, _RELEASE = b"'", b"?"
_BLANKS = re.compile(rb"[ \t\r\n]*")
# the letter that every tag of the envelope begins with, and that is rare in a message of values
_INITIAL = b"U"
_ENVELOPE = frozenset({b"UNG", b"UNH", b"UNT", b"UNE", b"UNZ"})
_ENDS_TAG = (b"+", b"'")
# whatever stands behind them, these change how the next segments are read
_CHANGES_READING = frozenset({b"UNA", b"UNB"})
_LOWER = bytes(range(ord("a"), ord("z") + 1))
_LEVEL_A = "UNOA"


def read_interchanges(
    data: bytes, *, limits: Limits | None = None, least: int = LEAST
) -> tuple[Interchange, ...]:
    """Return the interchanges of an input as `parse_interchanges` does, without looking for faults.

    Args:
        data: One interchange or several.
        limits: Bounds on the input.
        least: Bytes from which on a message is left unread until its segments are asked for.

    Raises:
        ParseError: The bytes are no EDIFACT at all.

    >>> read_interchanges(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")[0].reference
    'R'
    """
    return read_envelopes(data, limits=limits, least=least, counted=False)[0]


def read_envelopes(
    data: bytes, *, limits: Limits | None = None, least: int = LEAST, counted: bool = True
) -> tuple[tuple[Interchange, ...], tuple[Finding, ...]]:
    """Return the interchanges of an input with the findings of `parse_interchanges`, less those within unread messages.

    Args:
        data: One interchange or several.
        limits: Bounds on the input.
        least: Bytes from which on a message is left unread.
        counted: Compare the segments of unread messages with their UNT.

    Raises:
        ParseError: The bytes are no EDIFACT at all.
    """
    bounds = limits or Limits()
    if not least <= len(data) <= bounds.max_bytes or _may_be_many(data, bounds):
        return parse_interchanges(data, limits=bounds)
    scanner = Scanner(data, bounds)
    pos = start = scanner.start()
    work = Assembler(data[:start])
    fed = 0
    for span in _spans(data, pos, least):
        pos = scanner.read(pos, span.unh)
        if pos < span.unh:
            break
        if pos == span.unh and _may_stay_unread(scanner, span):
            body = _read_ends(scanner, span)
            for segment in scanner.segments[fed:-2]:
                work.take(segment)
            fed = len(scanner.segments)
            work.take_unread(body, body.count if counted else None)
            pos = span.end
    else:
        pos = scanner.read(pos, len(data))
    for segment in scanner.segments[fed:]:
        work.take(segment)
    return work.finish(data[pos:]), (*scanner.findings(), *work.findings.result())


def _may_be_many(data: bytes, bounds: Limits) -> bool:
    return len(data) > bounds.max_segments and terminators(data) > bounds.max_segments


def terminators(data: bytes) -> int:
    """Return how many terminators an input has, counted in pieces: quicker than one by one.

    >>> terminators(b"UNT+2+1'UNZ+1+1'")
    2
    """
    import numpy as np

    octets, is_mark = np.frombuffer(data, np.uint8), np.empty(_PIECE, bool)
    pieces = (octets[start : start + _PIECE] for start in range(0, len(octets), _PIECE))
    # memory that is used again: fresh pages cost more than the count
    return sum(
        int(np.count_nonzero(np.equal(piece, ord("'"), out=is_mark[: len(piece)]))) for piece in pieces
    )


_PIECE = 1 << 17


@attrs.frozen
class _Span:
    """A message in the bytes: where UNH stands, the segment behind it, UNT, and the segment behind that."""

    unh: int
    body: int
    unt: int
    end: int


def _may_stay_unread(scanner: Scanner, span: _Span) -> bool:
    """Tell whether the message can be read later as it would be now."""
    if not scanner.separators.are_usual:
        return False
    # in level A letters in lower case are counted over the whole interchange
    body = scanner.data[span.body : span.unt] if scanner.code == _LEVEL_A else b""
    return len(body.translate(None, _LOWER)) == len(body)


def _read_ends(scanner: Scanner, span: _Span) -> UnreadBody:
    scanner.read(span.unh, span.body)
    scanner.read(span.unt, span.end)
    unh, unt = scanner.segments[-2:]
    return UnreadBody(scanner.data, (span.body, span.unt), (unh, unt), scanner.code, scanner.limits)


def _spans(data: bytes, pos: int, least: int) -> Iterator[_Span]:
    """Yield the messages of at least so many bytes whose ends are plain to see."""
    unh = -1
    for at in _envelope(data, pos):
        tag = data[at : at + 3]
        if tag == b"UNT" and unh >= 0:
            span = _span(data, unh, at)
            if span is not None and span.unt - span.body >= least:
                yield span
        unh = at if tag == b"UNH" else -1


def _span(data: bytes, unh: int, unt: int) -> _Span | None:
    body, end = _behind(data, unh), _behind(data, unt)
    # a terminator there would be an empty segment, which belongs to the one before it
    is_torn = (
        body < 0 or end < 0 or body > unt or data[body : body + 1] == b"'" or data[end : end + 1] == b"'"
    )
    return None if is_torn else _Span(unh, body, unt, end)


def _behind(data: bytes, at: int) -> int:
    """Return where the segment behind the one at *at* begins; -1 when a release character stands before its end."""
    end = data.find(_TERMINATOR, at)
    if end < 0 or data[end - 1 : end] == _RELEASE:
        return -1
    blanks = _BLANKS.match(data, end + 1)
    return blanks.end() if blanks else end + 1


def _envelope(data: bytes, pos: int) -> Iterator[int]:
    """Yield where a segment of the envelope begins, as far as the service characters are the usual ones."""
    at = pos - 1
    while (at := data.find(_INITIAL, at + 1)) >= 0:
        tag = data[at : at + 3]
        is_tag = tag in _ENVELOPE and data[at + 3 : at + 4] in _ENDS_TAG
        if (is_tag or tag in _CHANGES_READING) and _begins(data, at):
            yield at


def _begins(data: bytes, at: int) -> bool:
    """Tell whether a terminator that is not released stands before *at*, with nothing but blanks between."""
    before = at
    while before and data[before - 1] in BLANK:
        before -= 1
    if not before or data[before - 1 : before] != _TERMINATOR:
        return False
    before = first = before - 1
    while first and data[first - 1 : first] == _RELEASE:
        first -= 1
    return (before - first) % 2 == 0


class UnreadBody:
    """A message of which UNH and UNT were read.

    Args:
        data: The input.
        between: First byte of the segment behind UNH, and first byte of UNT.
        ends: The message header and the message trailer.
        code: The character set (0001) of its interchange.
        limits: Bounds on the input.
    """

    def __init__(
        self, data: bytes, between: tuple[int, int], ends: tuple[Segment, Segment], code: str, limits: Limits
    ) -> None:
        self.data = data
        self.start, self.stop = between
        self.unh, self.unt = ends
        self._code = code
        self._limits = limits
        self._lock = Lock()
        self._tokens: Tokens | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, UNH and UNT included, the same objects each time."""
        with self._lock:
            if self._tokens is None:
                tokens = self.read(((self.start, self.stop),))
                self._tokens = attrs.evolve(tokens, segments=(self.unh, *tokens.segments, self.unt))
            return self._tokens.segments

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults of the syntax between UNH and UNT."""
        return self._tokens.findings if self.segments and self._tokens else ()

    def read(self, stretches: Iterable[tuple[int, int]]) -> Tokens:
        """Return the segments of stretches of the message, with the faults of their syntax.

        Args:
            stretches: Begin and end of each, both the first byte of a segment.
        """
        scanner = Scanner(self.data, self._limits, separators=self.unh.separators, code=self._code)
        for start, stop in stretches:
            scanner.read(start, stop)
        return Tokens(b"", tuple(scanner.segments), b"", scanner.findings())

    @cached_property
    def count(self) -> int:
        """How many segments the message has."""
        return len(self.segments) if self._inner_count is None else self._inner_count + 2

    @property
    def is_regular(self) -> bool:
        """Every terminator ends a segment."""
        return self._inner_count is not None

    @cached_property
    def _inner_count(self) -> int | None:
        return _segments_between(self.data, self.start, self.stop)


# bytes that are looked at together
_CHUNK = 1 << 18


def _segments_between(data: bytes, start: int, stop: int) -> int | None:
    """Return the number of segments of a stretch, None when terminators are released or segments empty."""
    import numpy as np

    count, is_mark = 0, np.empty(min(_CHUNK, max(stop - start, 0)), bool)
    for begin in range(start, stop, _CHUNK):
        octets = np.frombuffer(data, np.uint8, min(_CHUNK, stop - begin) + 1, begin - 1)
        ends = np.flatnonzero(np.equal(octets[1:], ord("'"), out=is_mark[: len(octets) - 1]))
        before = octets[ends]
        if ((before == ord("?")) | (before == ord("'")) | (before <= ord(" "))).any():
            return None
        count += len(ends)
    return count


# lines of records and of mail: shorter ones are somebody's own arrangement
_SHORTEST_LINE, _LONGEST_LINE, _LINE_BREAK = 40, 1024, 0x0A


def wrapped_at(data: bytes, interchanges: Sequence[Interchange]) -> int | None:
    """Return the length of the lines that an input was broken into, None when it was not.

    Args:
        data: The bytes.
        interchanges: What was read from them; the first one says what ends a segment.
    """
    first = data[: _LONGEST_LINE + 2].find(b"\n")
    if first < _SHORTEST_LINE or not interchanges:
        return None
    width = first + 1
    breaks = range(first, len(data), width)
    if len(breaks) < 2 or any(data[at] != _LINE_BREAK for at in breaks):
        return None
    # all line breaks stand at one distance; the last line may be shorter, and end in one
    last = breaks[-1] + 1
    if data.count(b"\n", 0, last) != len(breaks) or data.count(b"\n", last, len(data) - 1):
        return None
    ends = interchanges[0].separators.terminator.encode("latin-1")
    if all(data[max(at - 2, 0) : at].rstrip(b"\r")[-1:] == ends for at in breaks):
        return None
    return len(data[:first].rstrip(b"\r"))
