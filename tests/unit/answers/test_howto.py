"""The page on answering is run: its Python answers a message and explains the answer."""

from __future__ import annotations

import re

from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "how-to" / "answer-and-explain.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_runs(capsys, monkeypatch, tmp_path):
    """The blocks run one after the other, on a message that is refused and its answer."""
    first, second = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    message = ROOT / "fixtures" / "broken" / "emif-several-faults.xml"
    (tmp_path / "message.xml").write_bytes(message.read_bytes())
    monkeypatch.chdir(tmp_path)
    names = {}

    exec(compile(first, "page", "exec"), names)
    told = capsys.readouterr().out
    assert "<faultcode>" in told
    assert "tell a person: BRS313-02" in told

    (tmp_path / "answer.xml").write_text(told[: told.index("tell a person")], encoding="utf-8")
    exec(compile(second, "page", "exec"), names)
    assert "XSD Schema validation error" in capsys.readouterr().out
