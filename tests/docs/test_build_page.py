"""The page on building messages is true: its Python prints what it shows, its commands run, its table is complete."""

from __future__ import annotations

import json
import re

import pytest
from tests.support.paths import ROOT

from edielkit import building
from edielkit.emif.messages import MESSAGES
from edielkit.process_rules.data import every_combination

PAGE = (ROOT / "docs" / "how-to" / "build-messages.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]


def test_the_python_prints_what_stands_below_it(capsys):
    """Each block runs after those before it."""
    names: dict[str, object] = {}
    assert len(PYTHON) == PAGE.count("```python") == 3

    for code, shown in PYTHON:
        exec(compile(code, "build-messages.md", "exec"), names)
        assert shown == capsys.readouterr().out


def test_the_commands_run(capsys, monkeypatch, tmp_path):
    """They run one after the other; the template is refused until it is filled in, and the lines of it are those shown."""
    from edielkit.cli.app import run

    monkeypatch.chdir(tmp_path)
    assert [0, 0, 2] == [run(command.removeprefix("$ edielkit ").split()) for command in COMMANDS]
    assert "payload_mp_event.update_indicator: UpdateIndicator is mandatory" in capsys.readouterr().err
    written = (tmp_path / "access.json").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert lines in written
    plain = json.loads(written)
    plain["header"] |= {
        "identification": "6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
        "creation": "2026-03-02T10:00:00Z",
    }
    for party in ("physical_sender", "juridical_sender", "juridical_recipient"):
        plain["header"][f"{party}_energy_party"]["identification"] = "7080009990116"
    plain["payload_mp_event"]["update_indicator"] = "Add"
    plain["payload_mp_event"]["metering_point_used_domain_location"]["identification"] = "707057599900010012"
    (tmp_path / "access.json").write_text(json.dumps(plain), encoding="utf-8")
    assert 0 == run(COMMANDS[2].removeprefix("$ edielkit ").split())
    assert b"<abie:UpdateIndicator>Add<" in (tmp_path / "access.xml").read_bytes()


@pytest.mark.parametrize("name", [name for name in building.__all__ if name.islower()])
def test_the_table_has_every_function_with_its_processes(name):
    """What the process tables let a party send is what the table says."""
    (kind,) = [kind for kind in MESSAGES if kind.lower() == name.replace("_", "")]
    processes = {
        int(process)
        for (message, process), rows in every_combination().items()
        if message == kind and any(row.way != "out" for row in rows)
    }
    (row,) = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{name}`" in line]
    cell = row.split("|")[2].replace("BRS-NO-", "")
    if name in {"request_to_grid_access_provider", "request_to_elhub"}:
        cell = cell.split(",")[name == "request_to_elhub"]
    shown: set[int] = set()
    for part in cell.split(","):
        first, _, last = part.strip().partition(" to ")
        shown |= set(range(int(first), int(last or first) + 1))

    assert processes == shown
