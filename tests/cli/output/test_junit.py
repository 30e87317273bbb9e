"""Reports as JUnit XML: a suite for each input, failures for errors."""

from __future__ import annotations

import pytest
from lxml import etree

MIXED = ["broken/emif-decimal-comma.xml", "broken/edifact-unt-count.edi", "emif/metering/CollectedData.xml"]


@pytest.fixture
def mixed(edielkit, fixtures, monkeypatch):
    """Give a function that validates XML and EDIFACT together in a format."""
    monkeypatch.chdir(fixtures)

    def call(style, *names):
        return edielkit("validate", "--level", "codes", "--format", style, *(names or MIXED))

    return call


def test_junit_counts_as_it_lists(mixed):
    """A suite for each input; failures for errors; totals that add up."""
    ran = mixed("junit", *MIXED, "broken/no-message-empty.xml")
    root = etree.fromstring(ran.out)
    suites = root.findall("testsuite")

    assert (1, "testsuites") == (ran.status, root.tag)
    assert [*MIXED, "broken/no-message-empty.xml"] == [suite.get("name") for suite in suites]
    for suite in suites:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in suites)
    assert (2, 1) == (int(root.get("failures")), int(root.get("errors")))


def test_junit_of_a_warning_passes(edielkit, fixtures):
    """Only errors fail; the words of a warning are output."""
    ran = edielkit(
        "validate", "--level", "codes", "--format", "junit", fixtures / "broken/emif-check-digit.xml"
    )
    (case,) = etree.fromstring(ran.out).iter("testcase")

    assert ("0", 0) == (etree.fromstring(ran.out).get("failures"), len(case.findall("failure")))
    assert "check digit" in case.findtext("system-out")


def test_junit_holds_foreign_text(edielkit, tmp_path):
    """Excerpts, ampersands and control characters in names and messages stay well-formed XML."""
    path = tmp_path / 'a & "b".edi'
    path.write_bytes(b"UNB+UNOC:3+A+B+260101:0000+<R\x01>&'UNZ+1+\"R'")
    ran = edielkit("validate", "--format", "junit", path)

    assert str(path) == etree.fromstring(ran.out).find("testsuite").get("name")
