"""Formats: the elements of every segment against the segment's layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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

    def faults(self, _group: str, segment: Segment) -> Sequence[SegmentFault]:
        """Return what is wrong with the elements of a segment."""
        spec = segment_layout(segment.tag, self.directory, self.syntax_version)
        if spec is None:
            self.unknown.add(segment.tag)
            return ()
        return self._segment(segment, spec)

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

    def _segment(self, segment: Segment, spec: SegmentSpec) -> list[SegmentFault]:
        severity = None
        if spec.directory != self.directory and not spec.directory.startswith("S."):
            self.borrowed[segment.tag] = spec.directory
            severity = Severity.WARNING
        rows = segment.elements
        faults: list[SegmentFault] = []
        if segment.raw is not None and not rows and len(segment.raw) > _UNREAD:
            return faults  # too large to be read; the tokenizer has said so
        while rows and rows[-1] == _EMPTY:  # a trailing separator is the tokenizer's finding
            rows = rows[:-1]
        elements = spec.elements
        if len(rows) > len(elements) and not spec.open:
            text = f"expected at most {len(elements)} elements, found {len(rows)}"
            faults.append(SegmentFault("EDI048", text, len(elements) + 1, severity=severity))
        for i, element in enumerate(elements, 1):
            row = rows[i - 1] if i <= len(rows) else _EMPTY
            if row != _EMPTY:
                self._element(i, row, element, severity, faults)
            elif element.mandatory:
                faults.append(_lack(element.name, i, 0, severity))
        if self.may_lack and faults:
            return [self._weighed(segment.tag, fault) for fault in faults]
        return faults

    def _weighed(self, tag: str, fault: SegmentFault) -> SegmentFault:
        """Return a fault as a warning where messages of the market go without what it misses in its element."""
        is_usual = fault.code == "EDI047" and fault.component > 0
        if is_usual and (tag, fault.element, fault.component) in self.may_lack:
            return attrs.evolve(fault, severity=Severity.WARNING)
        return fault

    def _element(
        self,
        number: int,
        row: tuple[str, ...],
        element: ElementSpec,
        severity: Severity | None,
        faults: list[SegmentFault],
    ) -> None:
        """Add what is wrong with an element."""
        parts = element.parts
        while len(row) > 1 and row[-1] == "":
            row = row[:-1]
        size = len(row)
        if size > len(parts) and not element.open:
            text = f"expected at most {len(parts)} components in {element.name}, found {size}"
            faults.append(SegmentFault("EDI048", text, number, len(parts) + 1, severity))
        for j, part in enumerate(parts):
            value = row[j] if j < size else ""
            if value:
                fault = self._value(value, part, number, j + 1, severity)
                if fault is not None:
                    faults.append(fault)
            elif part.mandatory and (any(row) or element.mandatory):
                faults.append(_lack(part.name, number, j + 1, severity))

    def _value(
        self, value: str, part: ComponentSpec, number: int, component: int, severity: Severity | None
    ) -> SegmentFault | None:
        """Return what is wrong with a value, None when nothing is."""
        if value.isspace():
            text = f"expected a value or nothing for {part.name}, found blanks"
            return SegmentFault("EDI015", text, number, component, severity)
        numeric = part.kind == "n"
        if numeric or (part.name in NUMERIC and value != "NULL"):
            rule = number_fault(value, self.syntax_version)
            if rule:
                # the later directories allow any text for a quantity, so there this much is our inference
                own = severity if numeric else Severity.WARNING
                text = f"{_NUMBER_TEXT[rule]} for {part.name}, found {quoted(value, 40)}"
                return SegmentFault(rule, text, number, component, own)
        if part.kind == "a" and not _LETTERS.fullmatch(value):
            text = f"expected letters for {part.name}, found {quoted(value, 40)}"
            return SegmentFault("EDI049", text, number, component, severity)
        length = len(value)
        if numeric and not value.isdigit():  # mark, sign and exponent are not counted
            length = sum(map(str.isdigit, value.partition("E")[0]))
        if part.maximum and length > part.maximum:
            return _length_fault("EDI050", part, length, (number, component), severity)
        if part.fixed and length < part.maximum:
            return _length_fault("EDI051", part, length, (number, component), severity)
        return None


# what many values have in common is said in the same words


@lru_cache(maxsize=1024)
def _lack(name: str, number: int, component: int, severity: Severity | None) -> SegmentFault:
    return SegmentFault("EDI047", f"expected {name}, found nothing", number, component, severity)


@lru_cache(maxsize=1024)
def _length_fault(
    code: str, part: ComponentSpec, length: int, spot: tuple[int, int], severity: Severity | None
) -> SegmentFault:
    shape = f"{part.kind}{'' if part.fixed else '..'}{part.maximum} for {part.name}"
    text = f"expected {shape}, found {length} characters"
    return SegmentFault(code, text, *spot, severity)
