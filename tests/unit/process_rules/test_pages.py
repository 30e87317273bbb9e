"""The generated pages are those of the rules as they are."""

from __future__ import annotations

import pytest
from tests.support.paths import ROOT

from edielkit.catalogue import pages, rules
from edielkit.process_rules import checks
from edielkit.process_rules.data import processes
from edielkit.process_rules.pages import coverage_page

FOLDER = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", pages())
def test_the_page_is_fresh(name):
    """Run ``python -m edielkit.catalogue docs/reference`` when this fails."""
    assert pages()[name] == (FOLDER / name).read_text("utf-8")


def test_rules_has_its_chapter():
    """No rule is missing from the page of rules."""
    page = pages()["rules.md"]

    assert all(f"\n### {code}\n" in page for code in rules())


def test_coverage_speaks_of_every_process_and_its_gaps():
    """Each process has a line, and what no public page says is named."""
    page = coverage_page()

    for row in processes():
        name = f"BRS-NO-{row['brs']}" if row["brs"].isdigit() else row["brs"]
        assert f"\n| {name} |" in page
        assert row["unknown"] in page
    assert all(code in page for code, each in checks().items() if each.processes)
