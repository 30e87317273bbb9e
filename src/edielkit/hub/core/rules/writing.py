"""How a rule of the hub is written down, and the sources that many of them share."""

from __future__ import annotations

from edielkit.findings import Reason, Rule, Severity, Trust

__all__ = ("BRS_213", "EBIX", "INFERRED", "NO_CODE", "SOURCED", "STANDARD", "rule")

STANDARD = "https://dok.elhub.no/Elhubstandard/"
BRS_213 = f"{STANDARD}brs-no-213-fjerning-av-malepunkt, business rule"
EBIX = "ebIX code list of reasons; the use is inferred from the meaning"
NO_CODE = "the rule follows from the process text; the market's reason code is NOT FOUND"
SOURCED, INFERRED = Trust.SOURCED, Trust.INFERRED


def rule(
    code: str, title: str, *, reason: str, trust: Trust, source: str, why: str, wrong: str, right: str
) -> Rule:
    """Return a rule of the hub; breaking it is an error.

    Args:
        code: Code of the rule, ``HUB`` and three digits.
        title: What holds where it is kept.
        reason: Reason code of the market, ``E14`` where it is NOT FOUND.
        trust: Whether the rule and its reason are sourced or inferred.
        source: From what.
        why: Why there is such a rule.
        wrong: Example of a breach.
        right: The same put right.
    """
    return Rule(
        code=code,
        title=title,
        severity=Severity.ERROR,
        source=source,
        trust=trust,
        # codes of Elhub begin with EH, the others are of ebIX
        reason=Reason(reason, "89" if reason.startswith("EH") else "260"),
        text=f"Why: {why}.\nWrong: {wrong}.\nRight: {right}.",
    )
