"""How much a rule weighs in a market, which field it is about there, and what the partner answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import attrs

from edielkit.edifact.check.guides.guide_files import GuideFile, Row, weight_rows
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.findings import Finding, Position, Reason, Rule, Severity, Trust

__all__ = ("Weight", "weights")

_ANY = "*"


@attrs.frozen(cache_hash=True)
class Weight:
    """A rule as it weighs in one market and message type.

    Attributes:
        rule: Code of the rule.
        segment: Pattern of the segment that holds what the rule compares, empty for the rules that know it themselves.
        element: Element of it, from 1.
        component: Component of it.
        within: Where it has to differ: ``interchange``, ``message``, or the tag of a segment that begins a part.
        field: Number of the field in the guide.
        reason: What a partner's APERAK answers.
        severity: Weight of a finding.
        trust: How well that is known.
        source: Document that says so.
        not_in: Processes of which the rule says nothing.
    """

    rule: str
    segment: str
    element: int
    component: int
    within: str
    field: str
    reason: Reason | None
    severity: Severity
    trust: Trust
    source: str
    not_in: frozenset[str]

    def finding(self, rule: Rule, message: str, position: Position, *, payload: str | None) -> Finding:
        """Return a finding of *rule*, weighed."""
        weighed = _weighed(rule, self)
        return weighed.finding(message, position, severity=self.severity, reason=self.reason, payload=payload)


@lru_cache(maxsize=256)
def _weighed(rule: Rule, weight: Weight) -> RowRule:
    field = f", field {weight.field}" if weight.field else ""
    return RowRule(
        code=rule.code,
        title=rule.title,
        severity=weight.severity,
        source=f"{weight.source}{field}",
        trust=weight.trust,
        text=rule.text,
        field=weight.field,
    )


@lru_cache(maxsize=1024)
def weights(rule: str, profile: str, message_type: str, process: str = "") -> tuple[Weight, ...]:
    """Return how a rule weighs, one for each segment that it speaks of; none where it says nothing.

    Args:
        rule: Code of the rule.
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.
        process: The process, as `edielkit.edifact.check.guides.process_of` reads it.

    >>> [(weight.field, weight.severity.value) for weight in weights("SER041", "se", "UTILTS", "E66")]
    [('245', 'error')]
    >>> weights("SER041", "se", "UTILTS", "S02")
    ()
    """
    first: dict[str, Weight] = {}
    for market, kind, weight in _weights():
        if weight.rule == rule and market in {_ANY, profile} and kind in {_ANY, message_type}:
            first.setdefault(weight.segment, weight)
    return tuple(weight for weight in first.values() if not process or process not in weight.not_in)


@cache
def _weights() -> tuple[tuple[str, str, Weight], ...]:
    return tuple(_read(weight_rows()))


def _read(file: GuideFile) -> Iterator[tuple[str, str, Weight]]:
    for row in file.rows:
        yield row["profile"], row["message"], _weight(file, row)


def _weight(file: GuideFile, row: Row) -> Weight:
    element, _, component = row["element"].partition("/")
    return Weight(
        rule=row["rule"],
        segment=row["segment"],
        element=int(element or 0),
        component=int(component or 0),
        within=row["within"],
        field=row["field"],
        reason=Reason(row["reason"], row["agency"]) if row["reason"] else None,
        severity=Severity(row["weight"]),
        trust=Trust(row["trust"]),
        source=file.head_text(row["source"]),
        not_in=frozenset(row["not_in"].split()),
    )
