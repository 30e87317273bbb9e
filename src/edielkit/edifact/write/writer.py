"""Segments and interchanges to bytes: what was read goes out as it came in, what was built is released and encoded."""

from __future__ import annotations

from collections.abc import Iterable

from edielkit.edifact.charset import CHARSETS, encode
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.errors import BuildError

__all__ = ("interchange_to_bytes", "to_bytes")


def interchange_to_bytes(interchange: Interchange) -> bytes:
    """Return *interchange* as bytes: what was read goes out as it came in.

    Raises:
        BuildError: A character is not in the character set of UNB.

    >>> unb = Segment.of("UNB", ("UNOC", "3"), "A", "B", ("260101", "0000"), "R")
    >>> interchange_to_bytes(Interchange(unb, unz=Segment.of("UNZ", "0", "R")))
    b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"
    """
    segments = to_bytes(interchange.segments, interchange.separators, interchange.syntax_id or "UNOC")
    return interchange.leading + segments + interchange.trailing


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
