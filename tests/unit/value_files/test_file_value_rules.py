"""The findings of a file: a bounded number, each of a rule."""

from __future__ import annotations

from edielkit.findings import Severity, Trust
from edielkit.value_files.file_value_rules import MOST_FINDINGS, RULES, FileFindings


def test_the_rules_are_limits_of_the_toolkit():
    """They are no facts of the market."""
    assert {Trust.LIMIT} == {rule.trust for rule in RULES.values()}
    assert all("Right:" in rule.text or code == "TAB090" for code, rule in RULES.items())


def test_findings_end_with_the_word_that_there_are_more():
    """However many faults a file has."""
    findings = FileFindings()
    for line in range(MOST_FINDINGS + 50):
        findings.add("TAB010", "expected a number", line=line)

    assert MOST_FINDINGS + 1 == len(list(findings))
    assert findings.is_full
    assert "TAB090" == list(findings)[-1].code


def test_errors_are_told_from_remarks():
    """A remark alone leaves the values as they are."""
    findings = FileFindings()
    findings.add("TAB001", "read as Windows-1252")
    assert not findings.has_errors
    assert Severity.INFO is next(iter(findings)).severity
    findings.add("TAB010", "expected a number")
    assert findings.has_errors
