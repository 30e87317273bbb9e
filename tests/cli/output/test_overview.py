"""Many inputs at a glance."""

from __future__ import annotations

import re

from edielkit.cli.output.overview import worst_first
from edielkit.cli.output.reports import InputReport
from edielkit.findings import Finding, Report, Severity


def report(name, *severities, unreadable=False):
    findings = tuple(Finding(code="XSD001", severity=severity, message="m") for severity in severities)
    return InputReport(name, Report(findings=findings, unreadable=unreadable))


def test_worst_first():
    """Unreadable, then errors, then warnings; equal ones as they came."""
    error, warning = Severity.ERROR, Severity.WARNING
    inputs = [
        report("fine"),
        report("one warning", warning),
        report("one error", error),
        report("no message", error, unreadable=True),
        report("two errors", error, error),
        report("another error", error),
        report("error and warning", error, warning),
    ]

    assert [
        "no message", "two errors", "error and warning", "one error", "another error", "one warning", "fine",
    ] == [source.name for source in worst_first(inputs)]  # fmt: skip


def test_quiet_is_a_line_for_each_refused_input(edielkit, fixtures):
    """The broken fixtures on a screenful, with what their reports count; --all lists all."""
    listed = edielkit("validate", fixtures / "broken", "--format", "json").plain
    refused = [file["path"] for file in listed["files"] if file["verdict"] != "accepted"]
    lines = edielkit("validate", fixtures / "broken", "--quiet").text.splitlines()
    every = edielkit("validate", fixtures / "broken", "--quiet", "--all").text.splitlines()

    assert 42 == len(lines)
    assert f"and {len(refused) - 40} more; --all lists them" == lines[40]
    assert set(refused) == {line.split()[-1] for line in every[:-1]}
    assert re.search(rf"^{len(listed['files'])} inputs: .* {listed['summary']['errors']} errors", lines[-1])


def test_statistics_count_by_rule(edielkit, fixtures):
    """Each code once, errors first, with the number of findings and of inputs of the report."""
    listed = edielkit("validate", fixtures / "broken", "--format", "json").plain
    findings = [finding["code"] for file in listed["files"] for finding in file["findings"]]
    lines = edielkit("validate", fixtures / "broken", "--statistics").text.splitlines()
    rows = [re.match(r" *(\d+)  in (\d+) +(error|warning|info) +(\w+-?\w*)", line) for line in lines[:-1]]
    counts = {row[4]: int(row[1]) for row in rows if row}

    assert {code: findings.count(code) for code in findings} == counts
    severities = [row[3] for row in rows if row]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_files_are_listed(edielkit, fixtures):
    """--show-files reads nothing and lists what would be read."""
    lines = edielkit("validate", fixtures / "edifact", "--show-files").text.splitlines()

    assert [str(file) for file in sorted((fixtures / "edifact").glob("*.edi"))] == lines
