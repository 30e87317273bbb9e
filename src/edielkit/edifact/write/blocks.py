"""An interchange written piece by piece: segments, and between them blocks of segments that are bytes already.

A year of quarters has 35,040 values a channel. Written from columns they are bytes at once; a segment for each would cost
more than all the rest. What is no block is written segment by segment and checked against its directory.
"""

from __future__ import annotations

from collections.abc import Iterable

from edielkit.edifact.check.directory.formats import FormatCheck
from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.check.directory.walker import walk_structure
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import DEFAULT, Segment
from edielkit.edifact.write.pieces import Piece, SegmentBlock
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError
from edielkit.findings import Severity

__all__ = ("write_interchange",)


def write_interchange(unb: Segment, messages: Iterable[Iterable[Piece]]) -> bytes:
    """Return an interchange with the usual UNA, and UNT and UNZ with the right counts.

    Args:
        unb: The header, of syntax version 3.
        messages: Each in order from UNH to what stands before UNT.

    Raises:
        BuildError: A segment does not fit the layout of its directory, or a character is not in the character set.

    >>> unb = Segment.of("UNB", ("UNOC", "3"), ("A", "14"), ("B", "14"), ("260101", "0000"), "R")
    >>> unh = Segment.of("UNH", "1", ("MSCONS", "D", "96A", "UN"))
    >>> write_interchange(unb, [[unh, SegmentBlock(b"QTY+136:1'QTY+136:2'", 2)]])[-36:]
    b"QTY+136:1'QTY+136:2'UNT+4+1'UNZ+1+R'"
    """
    charset = unb.get(1)
    misfit = _misfit([unb], "S.3")
    if misfit is not None:
        _, place, words = misfit
        raise BuildError(words, place)
    parts = [to_bytes([Segment("UNA"), unb], DEFAULT, charset)]
    count = 0
    for pieces in messages:
        parts += _message(list(pieces), charset)
        count += 1
    parts.append(to_bytes([Segment.of("UNZ", str(count), unb.get(5))], DEFAULT, charset))
    return b"".join(parts)


def _message(pieces: list[Piece], charset: str) -> list[bytes]:
    segments = [piece for piece in pieces if isinstance(piece, Segment)]
    count = len(segments) + sum(piece.count for piece in pieces if isinstance(piece, SegmentBlock))
    unh = segments[0]
    unt = Segment.of("UNT", str(count + 1), unh.get(1))
    parts = [
        piece.data if isinstance(piece, SegmentBlock) else to_bytes([piece], DEFAULT, charset)
        for piece in (*pieces, unt)
    ]
    misfit = _misfit(segments, f"{unh.get(2, 2)}.{unh.get(2, 3)}")
    if misfit is not None:
        segment, place, words = misfit
        path = _path(RawMessage((*segments, unt)), segment)
        raise BuildError(words, " ".join(filter(None, (f"message {unh.get(1)}", path, place))))
    return parts


def _path(message: RawMessage, segment: Segment) -> str:
    """Return the group path of a segment, empty where the structure of the message is not known."""
    structure = layout(message.type, message.directory)
    if structure is None:
        return ""
    tree = walk_structure(message, structure, Collector())
    return next((path for path, placed in tree.paths() if placed is segment), "")


def _misfit(segments: Iterable[Segment], directory: str) -> tuple[Segment, str, str] | None:
    """Return the first segment with an element that its layout does not allow, the element, and what is wrong there.

    Equal segments are looked at once.
    """
    formats = FormatCheck(directory, "3")
    distinct: dict[tuple[str, tuple[tuple[str, ...], ...]], Segment] = {}
    for segment in segments:
        distinct.setdefault((segment.tag, segment.elements), segment)
    for segment in distinct.values():
        for fault in formats.faults("", segment):
            if (fault.severity or RULES[fault.code].severity) is Severity.ERROR:
                place = segment.place(fault.element, fault.component)
                return segment, place, f"{fault.message} ({fault.code})"
    return None
