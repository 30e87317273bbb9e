"""Which rule a reason code of Elhub was given for: the broken one where it is known, else those that share the code.

A reason code says less than a rule: E14 is given for any rule that has no code of its own. What was found in the original is a
fact; without it all that can be said is which rules may have been broken, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from edielkit.findings import Finding, Report, Rule, Severity, Trust

if TYPE_CHECKING:
    from edielkit.process_rules.declare import Check

__all__ = ("OTHER_REASON", "broken_rules", "likely_rules", "matching_findings")

# What is answered where the market's code is NOT FOUND.
OTHER_REASON = "E14"
_TRUSTS = tuple(Trust)
_PROCESS = re.compile(r"BRS-NO-[0-9]+")


def matching_findings(report: Report | None, code: str, payload: str | None) -> tuple[Finding, ...]:
    """Return what was found in an original that a reason code is the answer to.

    Args:
        report: Findings on the original; None when it is not at hand.
        code: The reason code.
        payload: Identification of the payload that the answer names, None for the document.
    """
    if report is None:
        return ()
    findings = report.findings if payload is None else report.for_payload(payload, whole=True)
    own = tuple(finding for finding in findings if finding.reason is not None and finding.reason.code == code)
    if own or code != OTHER_REASON:
        return own
    return tuple(
        finding for finding in findings if finding.reason is None and finding.severity is Severity.ERROR
    )


def broken_rules(findings: tuple[Finding, ...]) -> tuple[Rule, ...]:
    """Return the rules that findings name, each once."""
    from edielkit.process_rules import checks

    rules = (
        finding.rule or (checks()[finding.code].rule if finding.code in checks() else None)
        for finding in findings
    )
    return tuple({rule.code: rule for rule in rules if rule is not None}.values())


def likely_rules(
    code: str, process: str, *, report: Report | None = None, others: Iterable[Rule] = ()
) -> tuple[Rule, ...]:
    """Return the rules that a reason code may be given for in a process, the likeliest first.

    Those of the process itself come first, then those that no message shows (they ask what only a hub knows), then by how well
    their source is known. A rule that was run on the original, and found nothing, is none of them.

    Args:
        code: The reason code.
        process: The process, such as ``BRS-NO-313``.
        report: Findings on the original; None when it is not at hand.
        others: Rules beside those of messages: a hub's own.

    >>> [rule.code for rule in likely_rules("E87", "BRS-NO-313")][:1]
    ['SER105']
    """
    from edielkit.process_rules import checks

    places = [
        (_place(check, code, process, is_read=report is not None), check.rule) for check in checks().values()
    ]
    places += [(_place_of_rule(rule, code, process), rule) for rule in others]
    return tuple(rule for place, rule in sorted(places, key=lambda pair: pair[0] or ()) if place)


def _place(check: Check, code: str, process: str, *, is_read: bool) -> tuple[Any, ...]:
    """Return what orders a rule on messages among the candidates, empty when it is none."""
    from edielkit.process_rules import Need

    rule, is_own = check.rule, process in check.processes
    # rules without a code of their own are so many that only those of the process say anything
    is_unnamed = rule.reason is None and code == OTHER_REASON and is_own
    if not is_unnamed and (rule.reason is None or rule.reason.code != code):
        return ()
    is_hidden = Need.CONTEXT in check.needs
    if not _is_possible(check, process) or (is_read and not is_hidden):
        return ()
    return not is_own, not is_hidden, is_unnamed, _TRUSTS.index(rule.trust), rule.code


def _is_possible(check: Check, process: str) -> bool:
    """Tell whether a rule speaks of any message of a process."""
    from edielkit.process_rules.data import combinations

    if check.processes:
        return process in check.processes
    brs = process.removeprefix("BRS-NO-")
    kinds = [kind for kind in check.scope.kinds or ("",) if check.scope.covers(kind, brs)]
    return not check.scope.kinds or any(combinations(kind, brs) for kind in kinds)


def _place_of_rule(rule: Rule, code: str, process: str) -> tuple[Any, ...]:
    """Return what orders a rule of a hub, empty when it is no candidate; its source says of which processes it speaks."""
    named = _PROCESS.findall(rule.source)
    is_own = process in named
    if rule.reason is None or rule.reason.code != code or (named and not is_own):
        return ()
    return not is_own, False, False, _TRUSTS.index(rule.trust), rule.code
