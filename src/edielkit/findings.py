"""What a validation says: findings at positions, gathered in a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, TypeVar

import attrs

from edielkit.harmless import name_of_something, without_birth_numbers, without_persons

__all__ = (
    "CRASHED",
    "LEVELS",
    "Finding",
    "Position",
    "Reading",
    "Reason",
    "Report",
    "Rule",
    "Severity",
    "Trust",
    "Verdict",
    "guarded",
    "payload_name",
)

# How far a validation goes; each level includes those before it.
LEVELS = ("syntax", "schema", "codes", "process", "business")


class Severity(Enum):
    """How much a finding weighs; never part of its code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    # 0 for an error, 1 for a warning, 2 for information
    rank: int


for _rank, _severity in enumerate(Severity):
    _severity.rank = _rank


class Trust(Enum):
    """Where a rule comes from.

    A sourced rule may be an error; an inferred or derived one is a warning until a source makes it more; one from memory
    is off. Two kinds are errors for another reason: a limit is the toolkit's own and no fact of the market, and a
    reference hub has to answer one way or the other, so that its refusals (HUB) stand with the trust they have.
    """

    SOURCED = "sourced"
    INFERRED = "inferred"
    DERIVED = "derived"
    MEMORY = "memory"
    LIMIT = "limit"


class Verdict(Enum):
    """What becomes of an input: taken, refused, no message at all, or a document that holds none, as it may."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    EMPTY = "empty"


@attrs.frozen(kw_only=True)
class Position:
    """Where in the input something stands.

    Attributes:
        path: XPath with readable prefixes, or segment group path (``SG6[2]/SG9[1]/QTY[3]``).
        line: Line, from 1, if the wire has lines.
        column: Column, from 1, if known; in EDIFACT the element's place in its segment is in ``segment``.
        offset: First byte, from 0, if known.
        segment: EDIFACT place in words of the wire: ``QTY`` or ``QTY/1/2`` (segment, element, component).
    """

    path: str = ""
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    segment: str = ""

    def __str__(self) -> str:
        """Return the place in words, most useful first.

        >>> str(Position(path="/CollectedData/Header", line=3, column=5))
        'line 3, column 5, /CollectedData/Header'
        """
        parts = []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        if self.offset is not None:
            parts.append(f"byte {self.offset}")
        if self.path:
            parts.append(self.path)
        if self.segment and not self.path.endswith(self.segment):
            parts.append(self.segment)
        return ", ".join(parts)

    @property
    def order(self) -> tuple[int, int, int]:
        """A key that sorts positions of one input in reading order."""
        far = 1 << 62
        return (
            far if self.offset is None else self.offset,
            far if self.line is None else self.line,
            self.column or 0,
        )


@attrs.frozen
class Reason:
    """A reason code of the market with its agency, such as ``EH075`` of ``89``."""

    code: str
    agency: str

    def __str__(self) -> str:
        return f"{self.code}/{self.agency}"


# rules are keys of caches that are asked for each finding
@attrs.frozen(kw_only=True, cache_hash=True)
class Rule:
    """A rule that findings may name.

    Attributes:
        code: Permanent code, such as ``EDI029``.
        title: What the rule asks, in a few words.
        severity: The weight that its findings have unless they say otherwise.
        source: Document and row, or address, of the rule.
        trust: How well the source is known.
        reason: The market's own code for a breach, if it has one.
        text: Why the rule exists, what is wrong, what is right.
    """

    code: str
    title: str
    severity: Severity
    source: str
    trust: Trust = Trust.SOURCED
    reason: Reason | None = None
    text: str = ""

    def finding(
        self,
        message: str,
        position: Position,
        *,
        severity: Severity | None = None,
        reason: Reason | None = None,
        payload: str | None = None,
    ) -> Finding:
        """Return a finding of this rule at *position*."""
        return _masked(
            self.code,
            severity or self.severity,
            without_persons(message),
            _without_numbers(position),
            reason or self.reason,
            self,
            payload_name(payload),
        )


def payload_name(identification: Any) -> str | None:
    """Return how findings call the payload with *identification*: itself, with a mask where it may be somebody's.

    >>> payload_name("TS-1"), payload_name("01819010043"), payload_name(None)
    ('TS-1', '•••', None)
    """
    return None if identification is None else name_of_something(str(identification))


def _without_numbers(position: Position) -> Position:
    path, segment = without_birth_numbers(position.path), without_birth_numbers(position.segment)
    if path == position.path and segment == position.segment:
        return position
    return attrs.evolve(position, path=path, segment=segment)


@attrs.frozen(kw_only=True)
class Finding:
    """One broken rule at one place.

    Attributes:
        code: Permanent code of the rule.
        severity: Error, warning or information.
        message: What was found, and what would be right; birth numbers and quoted words are masked.
        position: Where; birth numbers are masked in its path.
        reason: The market's own code, if it has one.
        rule: The rule with title, source and trust.
        payload: Identification of the payload that the finding is about, if it is about one, as `payload_name` shows it.
    """

    code: str
    severity: Severity
    message: str = attrs.field(converter=without_persons)
    position: Position = attrs.field(factory=Position, converter=_without_numbers)
    reason: Reason | None = None
    rule: Rule | None = attrs.field(default=None, repr=False)
    payload: str | None = attrs.field(default=None, converter=payload_name)

    def with_reason(self, reason: Reason) -> Finding:
        """Return the finding with the reason that a market gives; what it says is masked already.

        Args:
            reason: The market's code.
        """
        return _masked(self.code, self.severity, self.message, self.position, reason, self.rule, self.payload)

    def about(self, payload: str | None) -> Finding:
        """Return the finding as one about a payload; what it says is masked already.

        Args:
            payload: Identification of the payload, as the message has it.
        """
        return self._copy(self.position, payload_name(payload))

    def at(self, position: Position) -> Finding:
        """Return the finding at another place; what it says is masked already.

        Args:
            position: The place.
        """
        return self._copy(_without_numbers(position), self.payload)

    def elsewhere(self, offset: int | None, payload: str | None) -> Finding:
        """Return the finding at another byte, about another payload; what it says is masked already.

        Args:
            offset: The first byte, if known.
            payload: How findings call the payload, as `payload_name` shows it.
        """
        at = self.position
        position = Position(path=at.path, line=at.line, column=at.column, offset=offset, segment=at.segment)
        return self._copy(position, payload)

    def _copy(self, position: Position, payload: str | None) -> Finding:
        return _masked(self.code, self.severity, self.message, position, self.reason, self.rule, payload)

    def is_about(self, identification: str) -> bool:
        """Tell whether the finding is about the payload with *identification*, as the message has it."""
        return self.payload == payload_name(identification)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data, in the form of the command line's JSON."""
        rule = self.rule
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "reason": self.reason.code if self.reason else None,
            "agency": self.reason.agency if self.reason else None,
            "payload": self.payload,
            "path": self.position.path or None,
            "line": self.position.line,
            "column": self.position.column,
            "offset": self.position.offset,
            "segment": self.position.segment or None,
            "rule": None
            if rule is None
            else {"title": rule.title, "source": rule.source, "trust": rule.trust.value},
        }


_new = object.__new__
# what writes each field of a finding, past the converters: findings are made by the ten thousand
_put_code, _put_severity, _put_message, _put_position, _put_reason, _put_rule, _put_payload = (
    getattr(Finding, field.name).__set__ for field in attrs.fields(Finding)
)


def _masked(  # noqa: PLR0917  (the fields in order: names would cost more than what they name)
    code: str,
    severity: Severity,
    message: str,
    position: Position,
    reason: Reason | None,
    rule: Rule | None,
    payload: str | None,
) -> Finding:
    """Return a finding of texts that are masked already."""
    finding = _new(Finding)
    _put_code(finding, code)
    _put_severity(finding, severity)
    _put_message(finding, message)
    _put_position(finding, position)
    _put_reason(finding, reason)
    _put_rule(finding, rule)
    _put_payload(finding, payload)
    return finding


# what a check says: findings, and of one wire what stands for findings that are only counted
_Said = TypeVar("_Said")

CRASHED = Rule(
    code="SYS001",
    title="a check runs to its end",
    severity=Severity.ERROR,
    source="this package",
    trust=Trust.LIMIT,
    text="Why: a check that fails has checked nothing. Wrong: a fault in this package. Right: report it.",
)


def guarded(
    check: Callable[[], Iterable[_Said]], name: str, at: Callable[[], Position] = Position
) -> Iterator[_Said | Finding]:
    """Yield the findings of a check; a crash in it is a finding of its own (SYS001) and hides no other.

    Args:
        check: Gives the findings.
        name: What the check is called, such as ``rule BRS008``.
        at: Gives the place of what was checked; asked for after a crash alone.

    >>> [finding.message for finding in guarded(lambda: [][0], "rule BRS008")]
    ['rule BRS008 could not be run to its end (IndexError)']
    """
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001  (whatever is wrong with one check, the others go on)
        # the text of the error may hold what the message says, so its name alone is shown
        yield CRASHED.finding(f"{name} could not be run to its end ({type(error).__name__})", at())


class _Ordered(tuple[Finding, ...]):
    """Findings that are ordered already: a report that is made of another one does not order them anew."""

    __slots__ = ()


def _by_position(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return findings if isinstance(findings, _Ordered) else _Ordered(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, int, int, str]:
    position = finding.position
    if position.offset is None and position.line is None:
        # findings on values have no place in bytes: they stay in the order of the message
        return (*position.order, 0, "")
    return (*position.order, finding.severity.rank, finding.code)


# Without one of these a text holds neither a birth number nor quoted words; no clean report pays for more.
_SUSPECT = re.compile(r"['\"]|[0-9]{5}")


def _names(names: str) -> str:
    if " " not in names and not _SUSPECT.search(names):
        return names
    return ", ".join(map(name_of_something, names.split(", ")))


def _lines_without_persons(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple([without_persons(line) if _SUSPECT.search(line) else line for line in lines])


@attrs.frozen(eq=False)
class Reading:
    """What was read of an input, so that nobody reads the same bytes again.

    Attributes:
        content: The bytes, unpacked.
        documents: The values: a message or wrapped messages of XML, or the interchanges.
        findings: The findings with their places in *content*, where the report on a value leaves them out.
    """

    content: bytes
    documents: tuple[Any, ...]
    findings: tuple[Finding, ...] = ()


@attrs.frozen(kw_only=True)
class Report:
    """The findings of one input, in reading order, and the verdict.

    A report keeps what was read, which takes as much memory as the bytes and the values together: whoever keeps many
    reports keeps them `without_reading`.

    Attributes:
        findings: All findings, ordered by position.
        not_checked: What could not be checked, and why, in words.
        unreadable: The bytes are no message; the findings say why.
        is_empty: The document holds no message to check, as it may: an empty answer, a SOAP fault.
        kind: What the input is, such as ``CollectedData`` or ``MSCONS``; several are parted by commas.
        version: EMIF version, or directory, whose rules it was held against.
        reading: What was read, None when it was not read to the end; it takes no part in comparison.
    """

    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_by_position)
    not_checked: tuple[str, ...] = attrs.field(default=(), converter=_lines_without_persons)
    unreadable: bool = False
    is_empty: bool = False
    kind: str = attrs.field(default="", converter=_names)
    version: str = attrs.field(default="", converter=_names)
    reading: Reading | None = attrs.field(default=None, eq=False, repr=False)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the input be refused."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def verdict(self) -> Verdict:
        """Accepted without errors, rejected with some, unreadable when the bytes are no message, empty without one.

        >>> Report(is_empty=True).verdict.value
        'empty'
        """
        if self.unreadable:
            return Verdict.UNREADABLE
        if self.errors:
            return Verdict.REJECTED
        return Verdict.EMPTY if self.is_empty else Verdict.ACCEPTED

    def for_payload(self, identification: str, *, whole: bool = False) -> tuple[Finding, ...]:
        """Return the findings about the payload with *identification*.

        Args:
            identification: As the message has it.
            whole: With those about the message as a whole.
        """
        name = payload_name(identification)
        return tuple(f for f in self.findings if f.payload == name or (whole and f.payload is None))

    def documents_of(self, content: bytes) -> tuple[Any, ...] | None:
        """Return what was read when the report is one of *content*, None when it must be read.

        Args:
            content: The bytes of an input, unpacked.
        """
        reading = self.reading
        return reading.documents if reading is not None and reading.content == content else None

    def without_reading(self) -> Report:
        """Return the report without what was read."""
        return attrs.evolve(self, reading=None)

    def to_dict(self) -> dict[str, Any]:
        """Return kind, version, verdict, findings and what was not checked as plain data."""
        return {
            "kind": self.kind or None,
            "version": self.version or None,
            "verdict": self.verdict.value,
            "findings": [f.to_dict() for f in self.findings],
            "not_checked": list(self.not_checked),
        }
