"""Faults of form as a guide with numbered fields names them: Sweden answers a time or a number that is none with its field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import attrs

from edielkit.edifact.check.guides.fields import fields
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Reason, Rule

__all__ = ("with_field",)

# a time or a number that cannot be read is refused by its field, before anybody looks at the series
_OF_FORM = frozenset({"SER002", "SER003", "SER035"})
# Svenska kraftnät UTILTS guide 25-A-4: incorrect data
_INCORRECT = Reason("42", "260")
# a group of a value: of the fields that a segment may hold, the last one is that of a value
_OF_A_VALUE = "SG11["


def with_field(finding: Finding, segments: Sequence[Segment], profile: str) -> Finding:
    """Return a finding with the number of its field and the code that a partner answers it with.

    Args:
        finding: What a rule on series says.
        segments: The message, with the places of its segments.
        profile: Code of the market.
    """
    offset = finding.position.offset
    if finding.code not in _OF_FORM or finding.rule is None or offset is None or not segments:
        return finding
    at = bisect_right(segments, offset, key=lambda segment: segment.offset or 0) - 1
    message_type = segments[0].get(2)
    numbers = [
        field.number
        for (kind, _), field in fields(profile).items()
        if kind == message_type and field.pattern.matches(segments[at])
    ]
    if not numbers:
        return finding
    number = numbers[-1] if _OF_A_VALUE in finding.position.path else numbers[0]
    return attrs.evolve(finding, rule=_row_rule(finding.rule, number), reason=_INCORRECT)


@lru_cache(maxsize=64)
def _row_rule(rule: Rule, number: str) -> RowRule:
    return RowRule(
        code=rule.code,
        title=rule.title,
        severity=rule.severity,
        source=f"{rule.source}; field {number}",
        trust=rule.trust,
        text=rule.text,
        field=number,
    )
