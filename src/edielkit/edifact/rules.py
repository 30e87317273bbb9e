"""The rules of the EDIFACT wire: one table of permanent codes, and the collector that findings go into."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from edielkit.edifact.rule_table import RULES
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Position, Reason, Severity

__all__ = ("MAX_PER_RULE", "RULES", "Collector", "reason")

MAX_PER_RULE = 10_000


def reason(code: str) -> Reason:
    """Return a syntax error code of element 0085 as a reason.

    >>> str(reason("29"))
    '29/UN'
    """
    return Reason(code, "UN")


@attrs.define(eq=False)
class _Kept:
    """What collectors that work together have gathered."""

    bound: int
    findings: list[Finding] = attrs.field(factory=list)
    counts: dict[str, int] = attrs.field(factory=dict)
    # of each rule with more findings than the bound, the place of the first that is not kept
    beyond: dict[str, Position] = attrs.field(factory=dict)
    dropped: set[int] = attrs.field(factory=set)


class Collector:
    """Gathers findings; of one rule no more than a bound, so that hostile input cannot fill the memory.

    Args:
        bound: How many findings of one rule are kept; the others are counted.
        payload: Payload of the findings that are added here.
        within: A collector to gather together with, under one bound.
    """

    def __init__(
        self, bound: int = MAX_PER_RULE, *, payload: str | None = None, within: Collector | None = None
    ) -> None:
        self.kept: _Kept = within.kept if within else _Kept(bound)
        self._payload = payload

    @property
    def findings(self) -> list[Finding]:
        """What was kept so far."""
        return self.kept.findings

    def add(
        self,
        code: str,
        message: str,
        position: Position,
        *,
        reason_code: str = "",
        severity: Severity | None = None,
    ) -> int:
        """Keep a finding of rule *code*, or only count it when there are too many; return its index or -1."""
        if not self._room(code):
            self.kept.beyond.setdefault(code, position)
            return -1
        self.findings.append(
            RULES[code].finding(
                message,
                position,
                severity=severity,
                reason=reason(reason_code) if reason_code else None,
                payload=self._payload,
            )
        )
        return len(self.findings) - 1

    def at(
        self,
        segment: Segment,
        element: int,
        component: int,
        code: str,
        message: str,
        *,
        path: str = "",
        reason_code: str = "",
        severity: Severity | None = None,
    ) -> int:
        """Do as `add` does, at an element of a segment; the place is sought only for what is kept."""
        if code in self.kept.beyond:
            self.kept.counts[code] += 1
            return -1
        position = place(segment, element, component, path=path)
        return self.add(code, message, position, reason_code=reason_code, severity=severity)

    def drop(self, code: str, index: int) -> None:
        """Take back the finding of rule *code* that `add` gave *index* for."""
        self.kept.counts[code] -= 1
        self.kept.dropped.add(index)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep findings that others made, within the same bound."""
        for each in findings:
            if self._room(each.code):
                self.findings.append(each)
            else:
                self.kept.beyond.setdefault(each.code, each.position)

    def _room(self, code: str) -> bool:
        count = self.kept.counts[code] = self.kept.counts.get(code, 0) + 1
        return count <= self.kept.bound

    def result(self) -> tuple[Finding, ...]:
        """Return what was gathered, with one line for each rule that had more than the bound."""
        more = [
            RULES["EDI003"].finding(
                f"{self.kept.counts[code] - self.kept.bound} more findings of {code} from here on are not listed",
                position,
            )
            for code, position in self.kept.beyond.items()
            if self.kept.counts[code] > self.kept.bound
        ]
        kept = (finding for i, finding in enumerate(self.findings) if i not in self.kept.dropped)
        return (*kept, *more)
