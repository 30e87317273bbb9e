"""What is wrong with the syntax of segments: their tags, separators and characters, and the header of an interchange."""

from __future__ import annotations

from edielkit.edifact.charset import CHARSETS, CharacterFault, faults
from edielkit.edifact.collector import Collector
from edielkit.edifact.segments import Segment, tag_name
from edielkit.findings import Finding, Position
from edielkit.harmless import quoted

__all__ = ("VERSIONS", "SyntaxFaults")

# of the syntax (0002)
VERSIONS = frozenset({"1", "2", "3", "4"})

_FAULT_RULES = {
    CharacterFault.OUTSIDE: "EDI011",
    CharacterFault.LOWER: "EDI011",
    CharacterFault.CONTROL: "EDI016",
    CharacterFault.PUNCTUATION: "EDI017",
}


class SyntaxFaults:
    """Gathers the faults of the syntax of an input."""

    def __init__(self) -> None:
        self.collector = Collector()
        # of letters in lower case in an interchange of level A: where they begin, and in how many segments they are
        self.first_lower: Position | None = None
        self.lower_count = 0

    def result(self) -> tuple[Finding, ...]:
        """Return the faults; none is added after it."""
        self.report_lower()
        return self.collector.result()

    def report_lower(self) -> None:
        """Say once that an interchange has letters in lower case, which level A lacks."""
        if self.first_lower is not None:
            many = "1 segment" if self.lower_count == 1 else f"{self.lower_count} segments, from here on"
            text = f"expected capitals in UNOA, found lower-case letters in {many}; UNOB and UNOC have both"
            self.collector.add("EDI011", text, self.first_lower)
        self.first_lower, self.lower_count = None, 0

    def tag(self, segment: Segment) -> None:
        """Note a tag that is none."""
        text = f"expected a tag of three capitals, found {tag_name(segment.tag)!r}"
        self.collector.at(segment, 0, 0, "EDI008", text)

    def characters(self, segment: Segment, body: bytes, code: str, advice: bytes) -> None:
        """Note the characters of a segment that its set does not have.

        Args:
            segment: The segment.
            body: Its bytes.
            code: The character set (0001).
            advice: The service characters.
        """
        for fault, at in faults(body, code, advice):
            where = Position(
                path=tag_name(segment.tag),
                offset=(segment.offset or 0) + at,
                segment=tag_name(segment.tag),
            )
            if fault is CharacterFault.LOWER:
                self.first_lower = self.first_lower or where
                self.lower_count += 1
                continue
            self.collector.add(
                _FAULT_RULES[fault],
                f"byte {body[at]:#04x} is {fault.value} of {code} ({CHARSETS[code].standard})",
                where,
            )

    def separators(self, segment: Segment) -> None:
        """Note the first separator behind the last value of a segment or an element."""
        for i, row in enumerate(segment.elements, 1):
            if len(row) > 1 and row[-1] == "":
                text = f"expected no separator at the end of element {i} of {tag_name(segment.tag)!r}"
                self.collector.at(segment, i, len(row), "EDI014", text)
                return
        if segment.elements and segment.elements[-1] == ("",):
            text = f"expected no separator at the end of {tag_name(segment.tag)!r}"
            self.collector.at(segment, len(segment.elements), 1, "EDI014", text)

    def unb(self, segment: Segment) -> None:
        """Note a syntax version or a character set that there is not."""
        code, version = segment.get(1), segment.get(1, 2)
        if version and version not in VERSIONS:
            self.collector.at(
                segment, 1, 2, "EDI013", f"expected syntax version 1 to 4, found {quoted(version, 20)}"
            )
        if code and code not in CHARSETS:
            self.collector.at(
                segment,
                1,
                1,
                "EDI012",
                f"expected a syntax identifier UNOA to UNOY, found {quoted(code, 20)}",
                # 46 is of syntax 4; earlier versions have one code for version and level
                reason_code="46" if version == "4" else "2",
            )
