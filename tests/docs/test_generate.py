"""The generated pages of the documentation are fresh, and complete."""

from __future__ import annotations

import pytest
from docs.generate import FOLDER, PAGES, PARTS, contents, with_parts
from docs.generators import coverage, portal, rules

from docs import generate
from edielkit import catalogue
from edielkit.hub.engine.portal import CALLS
from edielkit.process_rules import checks
from edielkit.process_rules.data import processes


@pytest.mark.parametrize("name", [*PAGES, *PARTS])
def test_the_page_is_fresh(name):
    """Run ``make docs`` when this fails."""
    text = (FOLDER / name).read_text("utf-8")
    if name in PAGES:
        assert PAGES[name]() == text
    else:
        assert with_parts(text, PARTS[name]) == text


def test_a_part_without_a_place_is_refused():
    """A page that lost its marks is not passed over."""
    page = "# Page\n<!-- begin a: made by make docs -->\n\nold\n\n<!-- end a -->\n"

    assert "# Page\n<!-- begin a: made by make docs -->\n\nnew\n\n<!-- end a -->\n" == with_parts(
        page, {"a": lambda: "new\n"}
    )
    with pytest.raises(ValueError, match="begin b"):
        with_parts(page, {"b": lambda: "new\n"})


def test_only_what_is_stale_is_written(tmp_path, monkeypatch, capsys):
    """The first run names what it writes, the second writes nothing."""
    (tmp_path / "part.md").write_text("<!-- begin a: made by make docs -->\n\n\n<!-- end a -->\n", "utf-8")
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    monkeypatch.setattr(generate, "PAGES", {"page.md": lambda: "page\n"})
    monkeypatch.setattr(generate, "PARTS", {"part.md": {"a": lambda: "part\n"}})
    generate.main()

    assert "written: docs/page.md\nwritten: docs/part.md\n" == capsys.readouterr().out
    generate.main()
    assert not capsys.readouterr().out
    assert "page\n" == contents()["page.md"]


def test_every_rule_has_its_chapter():
    """No rule is missing from the page of rules."""
    page = rules.page()

    assert all(f"\n### {code}\n" in page for code in catalogue.rules())


def test_coverage_speaks_of_every_process_and_its_gaps():
    """Each process has a line, and what no public page says is named."""
    page = coverage.page()

    for row in processes():
        name = f"BRS-NO-{row['brs']}" if row["brs"].isdigit() else row["brs"]
        assert f"\n| {name} |" in page
        assert row["unknown"] in page
    assert all(code in page for code, check in checks().items() if check.processes)


def test_every_call_of_the_portal_and_every_argument_is_told():
    """Each call has a heading, and no argument is left without words."""
    lines = portal.page().splitlines()

    assert list(CALLS) == [line[3:] for line in lines if line.startswith("## ")]
    assert [] == [line for line in lines if "|  |" in line.removesuffix("|  |")]
