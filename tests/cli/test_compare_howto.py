"""The page on comparing messages is run: its commands print what it shows, its Python too."""

from __future__ import annotations

import re
import shlex

import pytest
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "how-to" / "compare-messages.md").read_text("utf-8")
MSCONS = (ROOT / "fixtures/edifact/mscons-no-four-hours.edi").read_bytes()


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Stand in a folder with the two files of the page."""
    theirs = MSCONS.replace(b"QTY+136:2.25", b"QTY+136:2.5").replace(b"NAD+FR+7080009990116::9'\n", b"")
    (tmp_path / "ours.edi").write_bytes(MSCONS)
    (tmp_path / "theirs.edi").write_bytes(theirs.replace(b"BGM+7+EDK-2026-1", b"BGM+7+EDK-2026-2"))
    monkeypatch.chdir(tmp_path)


def test_the_commands_print_what_the_page_shows(edielkit, files):
    """Those that compare the two files of the page."""
    runs = [block.partition("\n") for block in re.findall(r"```console\n\$ (.*?)```", PAGE, re.DOTALL)]
    shown = [(command, output) for command, _, output in runs if output]
    assert 2 == len(shown)
    for command, output in shown:
        assert output == edielkit(*shlex.split(command)[1:]).text

    assert 1 == edielkit(*shlex.split(runs[1][0])[1:]).status


def test_the_python_of_the_page_runs(files, capsys):
    """And prints what stands below it."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (output,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)

    exec(compile(code, "page", "exec"), {})

    assert output == capsys.readouterr().out
