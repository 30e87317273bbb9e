"""Formats: the elements of every segment against the segment's layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from edielkit.edifact.check.directory.layouts import ComponentSpec, ElementSpec, SegmentSpec, segment_layout
from edielkit.edifact.check.directory.segment_kinds import SegmentFault
from edielkit.edifact.segments import Segment, tag_name
from edielkit.findings import Severity
from edielkit.harmless import quoted

__all__ = ("NUMERIC", "FormatCheck", "number_fault")

# Numbers that later directories call an: quantity (6060) and measurement value (6314).
NUMERIC = frozenset({"6060", "6314"})
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_EXPONENT = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?(?:E-?[0-9]+)?")
_NO_DIGIT = re.compile(r"-?[.,][0-9]+")
_MARKS = re.compile(r"-?[0-9.,]+")


def number_fault(text: str, syntax_version: str = "3") -> str:
    """Return the rule that a number breaks, or nothing when it is well written.

    >>> [number_fault(text) for text in ("1,5", "1,5x", ".5", "1.000,5", "-3")]
    ['', 'EDI049', 'EDI052', 'EDI053', '']
    """
    pattern = _EXPONENT if syntax_version == "4" else _NUMBER
    if pattern.fullmatch(text):
        return ""
    if _NO_DIGIT.fullmatch(text):
        return "EDI052"
    return "EDI053" if _MARKS.fullmatch(text) and any(c in "0123456789" for c in text) else "EDI049"


_NUMBER_TEXT = {
    "EDI049": "expected a number",
    "EDI052": "expected a digit before the decimal mark",
    "EDI053": "expected one decimal mark with digits after it",
}
_LETTERS = re.compile(r"[^0-9]+")
_EMPTY = ("",)
# A segment of elements without any, and longer than this, was not taken apart by the tokenizer.
_UNREAD = 1 << 12


class FormatCheck:
    """Checks segments of one message or envelope and remembers what it could not check."""

    def __init__(
        self, directory: str, syntax_version: str, may_lack: frozenset[tuple[str, int, int]] = frozenset()
    ) -> None:
        self.directory = directory
        self.may_lack = may_lack
        self.syntax_version = syntax_version
        self.unknown: set[str] = set()
        self.borrowed: dict[str, str] = {}

    def faults(self, _group: str, segment: Segment) -> Iterator[SegmentFault]:
        """Yield what is wrong with the elements of a segment."""
        spec = segment_layout(segment.tag, self.directory, self.syntax_version)
        if spec is None:
            self.unknown.add(segment.tag)
        else:
            yield from self._segment(segment, spec)

    def not_checked(self) -> tuple[str, ...]:
        """Return in words what was not checked, or only against another directory."""
        lines = []
        if self.unknown:
            lines.append(
                f"formats of {', '.join(sorted({tag_name(tag) for tag in self.unknown}))}: no layout for {self.directory} known"
            )
        for name in sorted(set(self.borrowed.values())):
            tags = ", ".join(sorted(tag for tag, source in self.borrowed.items() if source == name))
            lines.append(
                f"formats of {tags}: checked against {name}, as that of {self.directory} is not known"
            )
        return tuple(lines)

    def _segment(self, segment: Segment, spec: SegmentSpec) -> Iterator[SegmentFault]:
        severity = None
        if spec.directory != self.directory and not spec.directory.startswith("S."):
            self.borrowed[segment.tag] = spec.directory
            severity = Severity.WARNING
        if segment.raw is not None and not segment.elements and len(segment.raw) > _UNREAD:
            return  # too large to be read; the tokenizer has said so
        rows = segment.elements
        while rows and rows[-1] == ("",):  # a trailing separator is the tokenizer's finding
            rows = rows[:-1]
        elements = spec.elements
        if len(rows) > len(elements) and not spec.open:
            text = f"expected at most {len(elements)} elements, found {len(rows)}"
            yield SegmentFault("EDI048", text, len(elements) + 1, severity=severity)
        for i, element in enumerate(elements, 1):
            row = rows[i - 1] if i <= len(rows) else _EMPTY
            if row != _EMPTY:
                for fault in self._element(i, row, element, severity):
                    place = (segment.tag, fault.element, fault.component)
                    is_usual = fault.code == "EDI047" and place in self.may_lack
                    yield attrs.evolve(fault, severity=Severity.WARNING) if is_usual else fault
            elif element.mandatory:
                yield SegmentFault("EDI047", f"expected {element.name}, found nothing", i, severity=severity)

    def _element(
        self, number: int, row: tuple[str, ...], element: ElementSpec, severity: Severity | None
    ) -> Iterator[SegmentFault]:
        parts = element.parts
        while len(row) > 1 and row[-1] == "":
            row = row[:-1]
        if len(row) > len(parts) and not element.open:
            text = f"expected at most {len(parts)} components in {element.name}, found {len(row)}"
            yield SegmentFault("EDI048", text, number, len(parts) + 1, severity)
        for j, part in enumerate(parts):
            value = row[j] if j < len(row) else ""
            if value:
                fault = self._value(value, part)
                if fault:
                    code, text, own = fault
                    yield SegmentFault(code, text, number, j + 1, own or severity)
            elif part.mandatory and (any(row) or element.mandatory):
                yield SegmentFault("EDI047", f"expected {part.name}, found nothing", number, j + 1, severity)

    def _value(self, value: str, part: ComponentSpec) -> tuple[str, str, Severity | None] | None:
        """Return the rule a value breaks, the message and a severity of its own, or None."""
        if value.isspace():
            return "EDI015", f"expected a value or nothing for {part.name}, found blanks", None
        length = len(value)
        numeric = part.kind == "n"
        if numeric or (part.name in NUMERIC and value != "NULL"):
            fault = number_fault(value, self.syntax_version)
            if fault:
                # the later directories allow any text for a quantity, so there this much is our inference
                severity = None if numeric else Severity.WARNING
                return fault, f"{_NUMBER_TEXT[fault]} for {part.name}, found {quoted(value, 40)}", severity
        if part.kind == "a" and not _LETTERS.fullmatch(value):
            return "EDI049", f"expected letters for {part.name}, found {quoted(value, 40)}", None
        if numeric:  # mark, sign and exponent are not counted
            length = sum(c.isdigit() for c in value.partition("E")[0])
        shape = f"{part.kind}{'' if part.fixed else '..'}{part.maximum} for {part.name}"
        if part.maximum and length > part.maximum:
            return "EDI050", f"expected {shape}, found {length} characters", None
        if part.fixed and length < part.maximum:
            return "EDI051", f"expected {shape}, found {length} characters", None
        return None
