"""Reports as JUnit XML, for the tools that count tests: a suite for each input, a test for each rule that it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from edielkit.cli.output.reports import InputReport
from edielkit.findings import Finding, Severity, Verdict

__all__ = ("junit_lines",)


@attrs.frozen
class _Suite:
    lines: tuple[str, ...]
    tests: int
    failures: int
    errors: int


def junit_lines(reports: Iterable[InputReport], in_full: bool = False) -> Iterator[str]:  # noqa: FBT001, FBT002  (the formats' one signature)
    """Yield the reports as one JUnit document.

    Errors are failures; warnings and information are tests that pass, with their text as output; an input that is no
    message is an error; one without findings is a single test that passes, one that holds no message a test that is skipped.

    Args:
        reports: The inputs with their reports.
        in_full: Nothing: every finding is there.
    """
    del in_full
    suites = [_suite(source) for source in reports]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    counts = _counts(
        sum(s.tests for s in suites), sum(s.failures for s in suites), sum(s.errors for s in suites)
    )
    yield f'<testsuites name="edielkit" {counts}>'
    for suite in suites:
        yield from suite.lines
    yield "</testsuites>"


def _counts(tests: int, failures: int, errors: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}"'


def _suite(source: InputReport) -> _Suite:
    by_code: dict[str, list[Finding]] = {}
    for finding in source.report:
        by_code.setdefault(finding.code, []).append(finding)
    lines: list[str] = []
    failures = errors = 0
    for code, findings in by_code.items():
        grave = [finding for finding in findings if finding.severity is Severity.ERROR]
        unreadable = bool(grave) and source.report.unreadable
        errors += unreadable
        failures += bool(grave) and not unreadable
        lines += _case(source.name, code, findings, "error" if unreadable else "failure" if grave else "")
    if not by_code:
        lines.append(_without_findings(source))
    tests = len(by_code) or 1
    head = f"  <testsuite name={_attribute(source.name)} {_counts(tests, failures, errors)}>"
    return _Suite((head, *lines, "  </testsuite>"), tests, failures, errors)


def _without_findings(source: InputReport) -> str:
    name = _attribute(source.name)
    if source.report.verdict is Verdict.EMPTY:
        why = _attribute("; ".join(source.report.not_checked))
        return f"    <testcase classname={name} name={_attribute('no message')}><skipped message={why}/></testcase>"
    return f"    <testcase classname={name} name={_attribute('no findings')}/>"


def _case(name: str, code: str, findings: list[Finding], outcome: str) -> Iterator[str]:
    title = f"{code} {findings[0].rule.title}" if findings[0].rule else code
    yield f"    <testcase classname={_attribute(name)} name={_attribute(title)}>"
    # it brings along all that the standard library has for the network
    from xml.sax.saxutils import escape

    words = escape(_clean("\n".join(_line(finding) for finding in findings)))
    if outcome:
        first = next(finding for finding in findings if finding.severity is Severity.ERROR)
        yield f"      <{outcome} type={_attribute(code)} message={_attribute(first.message)}>{words}</{outcome}>"
    else:
        yield f"      <system-out>{words}</system-out>"
    yield "    </testcase>"


def _line(finding: Finding) -> str:
    where = str(finding.position)
    reason = f" (reason {finding.reason})" if finding.reason else ""
    return f"{finding.severity.value}: {finding.message}{reason}{f' at {where}' if where else ''}"


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """Return *text* with what XML cannot hold replaced."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
