"""The page on markets is run: its commands print what it shows, its Python runs."""

from __future__ import annotations

import re
import shlex

from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "how-to" / "generate-a-market.md").read_text("utf-8")


def test_the_commands_print_what_the_page_shows(edielkit, tmp_path, monkeypatch):
    """A market, the hub that settles it, and the balance of its exchange points."""
    monkeypatch.chdir(tmp_path)
    blocks = "".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", "")
    runs = [run.partition("\n") for run in blocks.split("$ ")[1:]]
    assert 3 == len(runs)
    for command, _, output in runs:
        words = shlex.split(command)[1:]
        if words[0] == "exchange":  # the balance is that of messages, not of a scenario
            edielkit("generate", "market", "--points", 60, "--seed", 4, "--days", "2026-03-28", "-o", "market", "--force")  # fmt: skip

        ran = edielkit(*words)

        assert 0 == ran.status, ran.err
        assert not output or output == ran.text


def test_the_python_of_the_page_runs(capsys):
    """It lists files and losses."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

    exec(compile(code, "page", "exec"), {})

    assert "Wh lost" in capsys.readouterr().out
