"""Findings, their order in a report, and checks that crash."""

from __future__ import annotations

from edielkit.findings import CRASHED, Finding, Position, Reason, Report, Rule, Severity, Verdict, guarded


def finding(code: str = "SER001", severity: Severity = Severity.ERROR, **position: object) -> Finding:
    return Finding(code=code, severity=severity, message=code, position=Position(**position))


def test_findings_stand_in_reading_order():
    """By byte, by line, then by weight and code."""
    late, early = finding("A", offset=9), finding("B", offset=2)
    warning, error = finding("A", Severity.WARNING, line=3), finding("B", line=3)

    assert (early, late) == Report(findings=[late, early]).findings
    assert (error, warning) == Report(findings=[warning, error]).findings


def test_findings_without_a_place_in_bytes_keep_their_order():
    """Those on values stay in the order of the message."""
    first, second = finding("B", path="/b"), finding("A", path="/a")

    assert (first, second) == Report(findings=[first, second]).findings


def test_only_errors_refuse():
    """A warning leaves the input accepted; bytes that are no message are neither."""
    warned = Report(findings=[finding(severity=Severity.WARNING)])

    assert Verdict.ACCEPTED is warned.verdict
    assert Verdict.REJECTED is Report(findings=[*warned, finding()]).verdict
    assert Verdict.UNREADABLE is Report(unreadable=True).verdict


def test_a_crash_becomes_a_finding_after_those_before_it():
    """Its place and the error's name are there, the error's words are not: they may hold what the message says."""

    def check():
        yield finding()
        raise KeyError("secret")

    first, crash = guarded(check, "rule BRS008", lambda: Position(path="/Header"))

    assert "SER001" == first.code
    assert (CRASHED, "/Header") == (crash.rule, crash.position.path)
    assert "rule BRS008 could not be run to its end (KeyError)" == crash.message


def test_a_crash_before_the_first_finding_is_a_finding_too():
    """A function that fails when it is called fails no less."""

    def check():
        raise ZeroDivisionError

    assert ["SYS001"] == [crash.code for crash in guarded(check, "check")]


def test_what_ends_a_program_is_no_finding():
    """An interruption goes through."""

    def check():
        raise KeyboardInterrupt

    try:
        list(guarded(check, "check"))
    except KeyboardInterrupt:
        return
    raise AssertionError("the interruption was swallowed")


def test_a_market_gives_its_reason_and_nothing_else_changes():
    """A finding with another reason is the one that would have been made with it."""
    rule = Rule(code="X", title="t", severity=Severity.WARNING, source="s")
    position = Position(path="a/b", offset=7, segment="b")
    findings = [
        rule.finding("found '01819010043'", position, reason=reason, payload="01819010043")
        for reason in (None, Reason("E50", "260"))
    ]

    assert findings[1] == findings[0].with_reason(Reason("E50", "260"))
    assert findings[1].rule is findings[0].with_reason(Reason("E50", "260")).rule
    assert findings[0].reason is None
