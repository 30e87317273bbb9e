"""What the README promises is run: its Python prints what stands below it, its paths are there."""

from __future__ import annotations

import re

import pytest
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```\n\n(?:```text\n(.*?)```)?", README, re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_python_of_the_readme_runs(capsys, monkeypatch):
    """Each block runs alone and prints what the README shows."""
    monkeypatch.chdir(ROOT)
    assert len(PYTHON) == README.count("```python") >= 2

    for code, shown in PYTHON:
        exec(compile(code, "README.md", "exec"), {})
        assert shown == capsys.readouterr().out


def test_first_example_has_about_ten_lines():
    """Ten lines are promised; blank ones and imports aside."""
    lines = [line for line in PYTHON[0][0].splitlines() if line.strip() and "import" not in line]

    assert len(lines) <= 10


def test_finding_of_the_readme_is_what_the_command_prints(capsys, monkeypatch):
    """The finding that is shown is the one that validate prints."""
    from edielkit.cli.app import run

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    shown = re.search(r"```text\n(✗ rejected.*?)```", README, re.DOTALL)[1]
    path = shown.split()[2]

    run(["validate", "--select", "EDI", path])

    # what is not checked and the sums stand below
    assert shown == capsys.readouterr().out.split("\n\n")[0] + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    """Every link to a file of the repository finds it."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]
