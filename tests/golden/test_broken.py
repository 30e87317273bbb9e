"""Each broken fixture gets exactly the findings that stand beside it."""

from __future__ import annotations

import json

import pytest
from tests.support import broken

import edielkit


@pytest.mark.parametrize("path", broken.inputs(), ids=lambda p: p.name)
def test_broken_message_gets_its_findings(path):
    """Code, severity and place of all findings are the expected ones, no more and no fewer."""
    expected = json.loads(broken.expected_path(path).read_text())

    assert expected == broken.observed(path, expected["options"])


@pytest.mark.parametrize("path", broken.inputs(), ids=lambda p: p.name)
def test_every_broken_message_is_found_out(path):
    """A file in this folder is broken, so something is said about it, with words and a rule."""
    report = edielkit.validate(path.read_bytes(), **broken.options(path))

    assert report.findings
    assert all(finding.message and finding.rule and finding.rule.title for finding in report)


def test_both_wires_have_broken_messages():
    """At least twenty broken messages, some of either wire."""
    names = [path.name for path in broken.inputs()]

    assert len([n for n in names if n.startswith("emif-")]) >= 20
    assert len([n for n in names if n.startswith("edifact-")]) >= 15


def test_no_expectation_without_its_message():
    """Each expectation belongs to a message."""
    belong = {broken.expected_path(path) for path in broken.inputs()}

    assert set() == {p for p in broken.FOLDER.glob("*.expected.json") if p not in belong}
