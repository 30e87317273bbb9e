"""Findings and rules in bokmål: what is said, and what stays."""

from __future__ import annotations

from tests.support.paths import FIXTURES

from edielkit import validate
from edielkit.catalogue import get
from edielkit.findings import Finding, Severity
from edielkit.translation import finding_in, report_in, rule_in, text_parts


def test_a_report_in_norwegian():
    """Codes, places, severities and reasons are the same; the sentences are not."""
    report = validate((FIXTURES / "broken" / "emif-decimal-comma.xml").read_bytes())
    norwegian = report_in(report, "nb")

    assert [(f.code, f.position, f.severity) for f in report] == [
        (f.code, f.position, f.severity) for f in norwegian
    ]
    assert (
        "Share: forventet et desimaltall med punktum, fant '0,25'; skriv 0.25" == norwegian.errors[0].message
    )
    assert "verdi av riktig slag" == norwegian.errors[0].rule.title
    assert report.verdict == norwegian.verdict
    assert report == report_in(report, "en")


def test_a_rule_in_norwegian():
    """Title and text, part by part; the source is quoted as it is."""
    rule, norwegian = get("SER104"), rule_in(get("SER104"), "nb")

    assert "en serie slutter etter at den starter" == norwegian.title
    assert ["Melder", "Hvorfor:", "Feil:", "Riktig:"] == [
        line.split()[0] for line in norwegian.text.splitlines()
    ]
    assert rule.source == norwegian.source


def test_a_sentence_without_a_translation():
    """The title of its rule says it, with the English sentence behind; without a rule it stays English."""
    rule = get("SER104")
    finding = rule.finding(
        "the cat sat on the mat", Finding(code="x", severity=Severity.ERROR, message="").position
    )

    assert (
        finding_in(finding, "nb").message
        == "i strid med regelen «en serie slutter etter at den starter» (the cat sat on the mat)"
    )
    bare = Finding(code="X", severity=Severity.ERROR, message="the cat sat on the mat")
    assert bare.message == finding_in(bare, "nb").message


def test_parts_of_a_text():
    """In one line or several, with what comes before the labels."""
    assert [("", "Say when."), ("Why", "a b."), ("Wrong", "c."), ("Right", "d.")] == list(
        text_parts("Say when.\n\nWhy: a\n  b.\nWrong: c.\nRight: d.")
    )
