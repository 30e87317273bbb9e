"""Faults as a guide with numbered fields names them: Sweden answers a time, a number or a unit that is wrong with its field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import attrs

from edielkit.edifact.check.guides.fields import fields
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Reason, Rule

__all__ = ("NUMBERED", "with_field")

# the market whose guides number their fields
NUMBERED = "se"

# a time or a number that cannot be read is refused by its field, before anybody looks at the series
_OF_FORM = frozenset({"SER002", "SER003", "SER035"})
# what is said of one element keeps its reason (ebIX, agency 260), and names the field beside it
_OF_AN_ELEMENT = frozenset({"SER001", "SER016", "SER022", "SER026", "SER033", "SER034"})
# what is wrong is the unit, wherever the finding stands
_UNIT = "264"
_OF_UNITS = frozenset({"SER016", "SER026"})
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
    is_of_form = finding.code in _OF_FORM
    if not is_of_form and finding.code not in _OF_AN_ELEMENT:
        return finding
    if finding.rule is None or offset is None or not segments:
        return finding
    number = _number(finding, segments, offset, profile)
    if not number:
        return finding
    reason = None if is_of_form else finding.reason
    return attrs.evolve(finding, rule=_row_rule(finding.rule, number), reason=reason or _INCORRECT)


def _number(finding: Finding, segments: Sequence[Segment], offset: int, profile: str) -> str:
    """Return the number of the field that a finding is about, empty when the guide has none."""
    at = bisect_right(segments, offset, key=lambda segment: segment.offset or 0) - 1
    message_type = segments[0].get(2)
    if finding.code in _OF_UNITS:
        return _UNIT if (message_type, _UNIT) in fields(profile) else ""
    numbers = [
        field.number
        for (kind, _), field in fields(profile).items()
        if kind == message_type and field.pattern.matches(segments[at])
    ]
    if not numbers:
        return ""
    return numbers[-1] if _OF_A_VALUE in finding.position.path else numbers[0]


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
