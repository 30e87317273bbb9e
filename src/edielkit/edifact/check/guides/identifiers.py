"""Identifiers on this wire: which place holds which kind, and what is wrong with what stands there.

The rules and codes (IDN) are those of the other wire; how much a finding weighs is said by the row of its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.guides.reading import GuideFile, Row, identifier_rows
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Position, Reason, Rule, Severity, Trust
from edielkit.identifiers import CHECK_DIGIT_RULES, KINDS, findings

__all__ = ("IdentifierRow", "check_identifiers", "identifier_places")

_ANY = "*"
_NOWHERE = Position()
# Network locations and controllable resources are points of the German market too; their form was not found.
_OTHER_POINT = re.compile(r"[CE][0-9A-Z]{10}", re.ASCII)
# The part of a message that is answered by itself, by what names it.
_TRANSACTION = {"UTILTS": ("IDE", 2)}
_LONGEST_NAME = 40
# 0065 is an..6; what is longer is no type, and cut it stays none
_LONGEST_TYPE = 7


@attrs.frozen
class IdentifierRow:
    """A place that holds identifiers.

    Attributes:
        pattern: The segment, with the agency or qualifier that says what kind it is.
        element: Element of the identifier, from 1.
        component: Component of it.
        kinds: Kinds of `edielkit.identifiers`; of several the one that is nearest in length.
        foreign: Kinds of other markets: one that is right only warns.
        form: Weight of a wrong form, None where it is not looked at.
        check: Weight of a wrong check digit.
        field: Number of the field in the guide, if it has one.
        reason: What a partner's APERAK answers.
        trust: How well the row is known.
        source: Document that says so.
    """

    pattern: Pattern
    element: int
    component: int
    kinds: tuple[str, ...]
    foreign: tuple[str, ...]
    form: Severity | None
    check: Severity | None
    field: str
    reason: Reason | None
    trust: Trust
    source: str

    def kind(self, text: str) -> str:
        """Return the kind of identifier that *text* is meant to be."""
        return min(self.kinds, key=lambda kind: abs(KINDS[kind].length - len(text)))


def check_identifiers(
    message: RawMessage, tree: Group | None, profile: str, *, unb: Segment | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with the identifiers of a message.

    Args:
        message: The message.
        tree: Its groups, for the paths of findings; None when its structure is not known.
        profile: Code of the market, empty when none is known.
        unb: The interchange header when it is to be checked too: it is that of all its messages.

    >>> segments = (Segment.of("LOC", "90", ("707057500012345672", "", "9")),)
    >>> [(f.code, f.position.segment) for f in check_identifiers(RawMessage(segments), None, "no")]
    [('IDN002', 'LOC/2/1')]
    """
    rows = identifier_places(profile, message.type[:_LONGEST_TYPE])
    yield from (finding for _, finding in _of_segments((unb,) if unb else (), rows))
    faults = list(_of_segments(message.segments, rows))
    if not faults:
        return
    paths = {id(segment): path for path, segment in tree.paths()} if tree else {}
    payloads = _payloads(message, {id(segment) for segment, _ in faults})
    for segment, finding in faults:
        path = paths.get(id(segment)) or finding.position.path
        yield attrs.evolve(
            finding, position=attrs.evolve(finding.position, path=path), payload=payloads[id(segment)]
        )


def _of_segments(
    segments: Iterable[Segment], rows: Mapping[str, tuple[IdentifierRow, ...]]
) -> Iterator[tuple[Segment, Finding]]:
    for segment in segments:
        met: set[tuple[int, int]] = set()
        for row in rows.get(segment.tag, ()):
            spot = (row.element, row.component)
            text = segment.get(*spot)
            if text and spot not in met and row.pattern.matches(segment):
                met.add(spot)
                yield from ((segment, finding) for finding in _faults(row, text, segment))


def _faults(row: IdentifierRow, text: str, segment: Segment) -> Iterator[Finding]:
    kind = row.kind(text)
    if kind == "malo" and _OTHER_POINT.fullmatch(text):
        return
    is_foreign = any(KINDS[foreign].is_valid(text) for foreign in row.foreign)
    for finding in findings(kind, text, _NOWHERE):
        weight = Severity.WARNING if is_foreign else _weight(row, finding)
        if weight is not None and finding.rule is not None:
            rule = _row_rule(finding.rule, row)
            at = place(segment, row.element, row.component)
            yield rule.finding(finding.message, at, severity=weight, reason=row.reason)


def _weight(row: IdentifierRow, finding: Finding) -> Severity | None:
    if finding.code in CHECK_DIGIT_RULES:
        return row.check
    # a detail of the form that only warns, such as a leading zero, does so everywhere
    return row.form if row.form is None or finding.severity is Severity.ERROR else finding.severity


@lru_cache(maxsize=1024)
def _row_rule(rule: Rule, row: IdentifierRow) -> RowRule:
    """Return a rule as the row of a place states it, with the field of its guide."""
    sources = (rule.source, f"{row.source}, field {row.field}") if row.field else (rule.source,)
    return RowRule(
        code=rule.code,
        title=rule.title,
        severity=rule.severity,
        source="; ".join(sources),
        trust=rule.trust if row.trust is Trust.SOURCED else row.trust,
        text=rule.text,
        field=row.field,
    )


def _payloads(message: RawMessage, wanted: set[int]) -> dict[int, str | None]:
    """Return, for each wanted segment by its identity, what names the part of the message that it stands in."""
    tag, element = _TRANSACTION.get(message.type, ("", 0))
    payload: str | None = message.reference[:_LONGEST_NAME] or None
    payloads = {}
    for segment in message.segments:
        if segment.tag == tag:
            payload = segment.get(element)[:_LONGEST_NAME] or payload
        if id(segment) in wanted:
            payloads[id(segment)] = payload
    return payloads


@lru_cache(maxsize=256)
def identifier_places(profile: str, message_type: str) -> Mapping[str, tuple[IdentifierRow, ...]]:
    """Return the places of identifiers in a message type of a market, by segment tag; the first that fits counts.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.

    >>> [row.kinds for row in identifier_places("de", "MSCONS")["LOC"]][0]
    ('malo', 'melo')
    """
    chosen: dict[str, tuple[IdentifierRow, ...]] = {}
    for market, kind, row in _rows():
        if market in {_ANY, profile} and kind in {_ANY, message_type}:
            chosen[row.pattern.tag] = (*chosen.get(row.pattern.tag, ()), row)
    return chosen


@cache
def _rows() -> tuple[tuple[str, str, IdentifierRow], ...]:
    file = identifier_rows()
    return tuple((row["profile"], row["message"], _row(file, row)) for row in file.rows)


def _row(file: GuideFile, row: Row) -> IdentifierRow:
    element, _, component = row["element"].partition("/")
    return IdentifierRow(
        pattern=Pattern(row["segment"]),
        element=int(element),
        component=int(component),
        kinds=tuple(row["kinds"].split()),
        foreign=tuple(row["foreign"].split()),
        form=Severity(row["form"]) if row["form"] else None,
        check=Severity(row["check"]) if row["check"] else None,
        field=row["field"],
        reason=Reason(row["reason"], row["agency"]) if row["reason"] else None,
        trust=Trust(row["trust"]),
        source=file.one(row["source"]),
    )
