"""The rules of the EDIFACT wire: one table of permanent codes, and the collector that findings go into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from edielkit.edifact._rule_table import RULES
from edielkit.findings import Finding, Position, Reason, Rule, Severity

__all__ = ("MAX_PER_RULE", "RULES", "Collector", "reason")

MAX_PER_RULE = 10_000


def reason(code: str) -> Reason:
    """Return a syntax error code of element 0085 as a reason.

    >>> str(reason("29"))
    '29/UN'
    """
    return Reason(code, "UN")


class Collector:
    """Gathers findings; of one rule no more than a bound, so that hostile input cannot fill the memory."""

    def __init__(self, bound: int = MAX_PER_RULE, *, payload: str | None = None) -> None:
        self._bound = bound
        self._payload = payload
        self._counts: Counter[str] = Counter()
        self._first: dict[str, Position] = {}
        self.findings: list[Finding] = []

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
        rule: Rule = RULES[code]
        if not self._room(code, position):
            return -1
        self.findings.append(
            rule.finding(
                message,
                position,
                severity=severity,
                reason=reason(reason_code) if reason_code else None,
                payload=self._payload,
            )
        )
        return len(self.findings) - 1

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep findings that others made, within the same bound."""
        self.findings.extend(each for each in findings if self._room(each.code, each.position))

    def _room(self, code: str, position: Position) -> bool:
        self._counts[code] += 1
        if self._counts[code] <= self._bound:
            return True
        self._first.setdefault(code, position)
        return False

    def result(self, dropped: Collection[int] = ()) -> tuple[Finding, ...]:
        """Return what was gathered but for *dropped*, with one line for each rule that had more than the bound."""
        more = [
            RULES["EDI003"].finding(
                f"{self._counts[code] - self._bound} more findings of {code} from here on are not listed",
                position,
            )
            for code, position in self._first.items()
        ]
        kept = (finding for i, finding in enumerate(self.findings) if i not in dropped)
        return (*kept, *more)
