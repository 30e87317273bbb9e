"""The segments of the envelope: in which order they stand, and whether their elements have the form of the service segments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edielkit.edifact.check.directory.formats import FormatCheck
from edielkit.edifact.check.directory.segment_kinds import SegmentFault
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.segments import Segment

__all__ = ("EnvelopeFormats", "envelope_segments")

# segments that are kept to be recognised
_MOST_REMEMBERED = 1 << 10
# Where the reference (0062) of a message stands, from 0, and those of its form (an..14): its segments are alike but for it.
_REFERENCES = {"UNH": 0, "UNT": 1}
_REFERENCE = re.compile("[0-9A-Za-z]{1,14}")


class EnvelopeFormats:
    """Checks the elements of envelope segments, which many interchanges repeat."""

    def __init__(self) -> None:
        self._remembered: dict[tuple[str, str, tuple[tuple[str, ...], ...]], tuple[SegmentFault, ...]] = {}

    def faults(self, syntax_version: str, segment: Segment) -> tuple[SegmentFault, ...]:
        """Return what is wrong with the elements of an envelope segment.

        Args:
            syntax_version: Element 0002 of its interchange.
            segment: The segment.
        """
        kind = (syntax_version, segment.tag, _without_reference(segment))
        faults = self._remembered.get(kind)
        if faults is None:
            faults = tuple(FormatCheck("S.3", syntax_version).faults("", segment))
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[kind] = faults
        return faults


def _without_reference(segment: Segment) -> tuple[tuple[str, ...], ...]:
    """Return the elements of a segment of the envelope, of a message without its reference if that has the right form."""
    place = _REFERENCES.get(segment.tag, -1)
    elements = segment.elements
    if not 0 <= place < len(elements) or not _REFERENCE.fullmatch(elements[place][0]):
        return elements
    return (*elements[:place], ("", *elements[place][1:]), *elements[place + 1 :], ("",))


def envelope_segments(interchange: Interchange) -> Iterator[Segment]:
    """Yield UNB, UNG, UNH, UNT, UNE and UNZ in the order in which they stand."""
    if interchange.unb:
        yield interchange.unb
    for item in interchange.content:
        if isinstance(item, FunctionalGroup):
            yield item.ung
            for message in item.messages:
                yield from _ends(message)
            if item.une:
                yield item.une
        elif isinstance(item, RawMessage):
            yield from _ends(item)
    if interchange.unz:
        yield interchange.unz


def _ends(message: RawMessage) -> Iterator[Segment]:
    yield message.unh
    if message.unt:
        yield message.unt
