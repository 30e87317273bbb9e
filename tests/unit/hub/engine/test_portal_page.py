"""The page of the portal's calls: made from the calls, fresh, with words for every argument."""

from __future__ import annotations

from tests.support.paths import ROOT

from edielkit.cli.portal_docs import main, page
from edielkit.hub.engine.portal import CALLS

PAGE = ROOT / "docs" / "reference" / "portal.md"


def test_the_page_is_fresh(tmp_path):
    """Run ``python -m edielkit.cli.portal_docs docs/reference/portal.md`` when this fails."""
    main(str(tmp_path / "portal.md"))

    assert (tmp_path / "portal.md").read_text("utf-8") == PAGE.read_text("utf-8") == page()


def test_every_call_and_argument_is_told():
    """Each call has a heading, and no argument is left without words."""
    assert list(CALLS) == [line[3:] for line in page().splitlines() if line.startswith("## ")]
    assert [] == [line for line in page().splitlines() if "|  |" in line.removesuffix("|  |")]
