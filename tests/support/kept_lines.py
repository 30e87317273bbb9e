"""What the library says, as lines of text that are kept: one for each thing said, with all of it."""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.findings import Report

__all__ = ("lines_of_report",)


def lines_of_report(report: Report) -> Iterator[str]:
    """Yield the verdict and kind of a report, then each finding with its place, words, reason and payload."""
    unchecked = f"; not checked: {'; '.join(report.not_checked)}" if report.not_checked else ""
    yield f"{report.verdict.value} {report.kind} {report.version}{unchecked}"
    for finding in report:
        fields = (
            f"{finding.code} {finding.severity.value}",
            f"{finding.reason or ''}",
            f"{finding.payload or ''}",
            f"{finding.position}",
            finding.message,
        )
        yield " | ".join(fields)
