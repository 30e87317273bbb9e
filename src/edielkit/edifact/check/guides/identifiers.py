"""Identifiers on this wire: which place holds which kind, and what is wrong with what stands there.

The rules and codes (IDN) are those of the other wire; how much a finding weighs is said by the row of its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

import attrs

from edielkit.edifact.check.guides.guide_files import GuideFile, Row, identifier_rows
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.collector import Surplus, never_full
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Reason, Rule, Severity, Trust
from edielkit.identifiers import CHECK_DIGIT_RULES, KINDS
from edielkit.identifiers.rules import faults

__all__ = ("IdentifierRow", "check_identifiers", "identifier_places")

_ANY = "*"
# Network locations and controllable resources are points of the German market too; their form was not found.
_OTHER_POINT = re.compile(r"[CE][0-9A-Z]{10}", re.ASCII)
# 0065 is an..6; what is longer is no type, and cut it stays none
_LONGEST_TYPE = 7


@attrs.frozen(cache_hash=True)
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
        name: What the identification is called, empty for the name of its kind.
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
    name: str = ""

    def kind(self, text: str) -> str:
        """Return the kind of identifier that *text* is meant to be."""
        if len(self.kinds) == 1:
            return self.kinds[0]
        return min(self.kinds, key=lambda kind: abs(KINDS[kind].length - len(text)))


def check_identifiers(
    places: MessagePlaces,
    profile: str,
    *,
    unb: Segment | None = None,
    is_full: Callable[[str], bool] = never_full,
) -> Iterator[Finding | Surplus]:
    """Yield what is wrong with the identifiers of a message.

    Args:
        places: The message.
        profile: Code of the market, empty when none is known.
        unb: The interchange header when it is to be checked too: it is that of all its messages.
        is_full: Tells whether further findings of a rule are only counted.

    >>> from edielkit.edifact.interchange import RawMessage
    >>> message = RawMessage((Segment.of("LOC", "90", ("707057500012345672", "", "9")),))
    >>> [(f.code, f.position.segment) for f in check_identifiers(MessagePlaces(message), "no")]
    [('IDN002', 'LOC/2/1')]
    """
    rows = identifier_places(profile, places.message.type[:_LONGEST_TYPE])
    for segment in (*((unb,) if unb else ()), *places.message.segments):
        if segment.tag not in rows:
            continue
        met: set[tuple[int, int]] = set()
        for row in rows[segment.tag]:
            spot = (row.element, row.component)
            if spot not in met and segment.get(*spot) and row.pattern.matches(segment):
                met.add(spot)
                yield from _faults(row, segment, places, is_full)


def _faults(
    row: IdentifierRow, segment: Segment, places: MessagePlaces, is_full: Callable[[str], bool]
) -> Iterator[Finding | Surplus]:
    text = segment.get(row.element, row.component)
    kind = row.kind(text)
    if kind == "malo" and _OTHER_POINT.fullmatch(text):
        return
    broken = (_faults_of if len(text) <= _LONGEST_KEPT else _faults_of.__wrapped__)(kind, text)
    if not broken:
        return
    is_foreign = any(KINDS[foreign].is_valid(text) for foreign in row.foreign)
    for rule, fault in broken:
        weight = Severity.WARNING if is_foreign else _weight(row, rule)
        if weight is None:
            continue
        if is_full(rule.code):
            yield Surplus(rule.code, segment.offset)
        else:
            yield _row_rule(rule, row).finding(
                fault.replace(KINDS[kind].title, row.name, 1) if row.name else fault,
                places.of(segment, row.element, row.component),
                severity=weight,
                reason=row.reason,
                payload=places.payload(segment),
            )


# no long text goes into the cache, which stays in the memory of the process and is shown nowhere
_LONGEST_KEPT = 40


@lru_cache(maxsize=1024)
def _faults_of(kind: str, text: str) -> tuple[tuple[Rule, str], ...]:
    """Return what is wrong with an identifier; those of the parties stand in every message."""
    return tuple(faults(kind, text))


def _weight(row: IdentifierRow, rule: Rule) -> Severity | None:
    if rule.code in CHECK_DIGIT_RULES:
        return row.check
    # a detail of the form that only warns, such as a leading zero, does so everywhere
    return row.form if row.form is None or rule.severity is Severity.ERROR else rule.severity


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
        source=file.head_text(row["source"]),
        name=row["name"],
    )
