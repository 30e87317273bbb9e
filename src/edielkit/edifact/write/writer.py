"""Segments and interchanges to bytes: what was read goes out as it came in, what was built is released and encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edielkit.edifact.charset import CHARSETS, encode
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.edifact.write.pieces import BuiltMessage
from edielkit.errors import BuildError

__all__ = ("interchange_to_bytes", "to_bytes")

# signs of every character set that have no meaning of their own
_PLAIN = re.compile(r"[0-9A-Z .-]*")


def interchange_to_bytes(interchange: Interchange) -> bytes:
    """Return *interchange* as bytes: what was read goes out as it came in.

    Raises:
        BuildError: A character is not in the character set of UNB.

    >>> unb = Segment.of("UNB", ("UNOC", "3"), "A", "B", ("260101", "0000"), "R")
    >>> interchange_to_bytes(Interchange(unb, unz=Segment.of("UNZ", "0", "R")))
    b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"
    """
    separators, charset = interchange.separators, interchange.syntax_id or "UNOC"
    head = [segment for segment in (interchange.una, interchange.unb) if segment]
    parts = [interchange.leading, to_bytes(head, separators, charset)]
    for item in interchange.content:
        parts += _item(item, separators, charset)
    if interchange.unz:
        parts.append(to_bytes([interchange.unz], separators, charset))
    return b"".join((*parts, interchange.trailing))


def _item(
    item: RawMessage | FunctionalGroup | Segment, separators: Separators, charset: str
) -> Iterator[bytes]:
    """Yield the bytes of something in an interchange."""
    if isinstance(item, RawMessage):
        yield from _message(item, separators, charset)
    elif isinstance(item, Segment):
        yield to_bytes([item], separators, charset)
    else:
        yield to_bytes([item.ung], separators, charset)
        for inner in item.content:
            yield from _item(inner, separators, charset)
        if item.une:
            yield to_bytes([item.une], separators, charset)


def _message(message: RawMessage, separators: Separators, charset: str) -> Iterator[bytes]:
    """Yield the bytes of a message: as they are where they are known, else segment by segment."""
    unread = message.unread
    if isinstance(unread, UnreadBody) and unread.unh.separators == separators:
        yield unread.unh.raw or b""
        yield unread.data[unread.start : unread.stop]
        yield unread.unt.raw or b""
    elif isinstance(unread, BuiltMessage) and separators == DEFAULT:
        for piece in unread.pieces:
            yield to_bytes([piece], separators, charset) if isinstance(piece, Segment) else piece.data
    else:
        yield to_bytes(message.segments, separators, charset)


def to_bytes(segments: Iterable[Segment], separators: Separators = DEFAULT, charset: str = "UNOC") -> bytes:
    """Write segments, each ended by the terminator.

    A segment that came from bytes with the same service characters goes out as it came in; a built one is
    written with releases where they are needed.

    Args:
        segments: What to write; UNA is written when a segment ``UNA`` is among them.
        separators: The service characters.
        charset: Syntax identifier of the target, ``UNOA`` to ``UNOY``.

    Raises:
        BuildError: A character is not in the character set; the field is ``TAG/element/component``.

    >>> to_bytes([Segment.of("FTX", "AAO", "", "", "what's new?")])
    b"FTX+AAO+++what?'s new??'"
    """
    return b"".join(_written(segment, separators, charset) for segment in segments)


def _written(segment: Segment, separators: Separators, charset: str) -> bytes:
    if segment.raw is not None and (segment.tag == "UNA" or segment.separators == separators):
        return segment.raw
    try:
        return _built(segment, separators, charset)
    except UnicodeEncodeError:
        # the values were checked: a sign between them is it
        raise BuildError(f"a service character is not in {charset}", "una") from None


def _built(segment: Segment, separators: Separators, charset: str) -> bytes:
    if segment.tag == "UNA":
        return separators.una
    if (
        charset in CHARSETS
        and separators == DEFAULT
        and _PLAIN.fullmatch("".join(map("".join, segment.elements)))
    ):
        return f"{'+'.join((segment.tag, *map(':'.join, segment.elements)))}'".encode("ascii")
    parts = [segment.tag]
    for i, row in enumerate(segment.elements, 1):
        checked = [
            _released(value, separators, charset, f"{segment.tag}/{i}/{j}") for j, value in enumerate(row, 1)
        ]
        parts.append(separators.component.join(checked))
    return (separators.element.join(parts) + separators.terminator).encode(CHARSETS[charset].codec)


def _released(value: str, separators: Separators, charset: str, field: str) -> str:
    try:
        encode(value, charset)
    except ValueError as error:
        raise BuildError(str(error), field) from None
    if not any(sign in value for sign in separators.service):
        return value
    if not separators.release:
        raise BuildError("a separator stands in the value and there is no release character", field)
    return "".join(separators.release + c if c in separators.service else c for c in value)
