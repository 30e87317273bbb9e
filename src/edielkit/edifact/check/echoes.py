"""Findings that say less than an error at the same place does: the error alone is told."""

from __future__ import annotations

from edielkit.findings import Finding, Severity

__all__ = ("told_once",)

# The rule that something is required; rules on the form of a value and on its code.
_MISSING = "GDE001"
_FORMS_AND_CODES = frozenset({"EDI049", "EDI053", "EDI056", "GDE002"})


def told_once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without those that say less than an error at the same place does.

    Args:
        findings: All that was said of an input.
    """
    places = {f.position.offset for f in findings if _is_echo(f)}
    errors = {
        (f.position.offset, f.position.segment)
        for f in findings
        if f.position.offset in places and f.severity is Severity.ERROR and f.code != _MISSING
    }
    if not errors:
        return findings
    return tuple(
        f for f in findings if not _is_echo(f) or (f.position.offset, f.position.segment) not in errors
    )


def _is_echo(finding: Finding) -> bool:
    """Tell whether a finding is a warning about a form or code, or that something is missing."""
    return finding.code == _MISSING or (
        finding.code in _FORMS_AND_CODES and finding.severity is not Severity.ERROR
    )
