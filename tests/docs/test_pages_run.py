"""Pages whose commands run as they are printed: on the fixtures, or on what `edielkit examples` writes."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import run

# page, the folder that it speaks from, the commands with another status than 0, and those that are run elsewhere
PAGES = [
    ("how-to/convert.md", "examples", {"edielkit convert pairs/no-signed-october-quarters.edi --to collected-data": 2, "--refuse": 2}, ("cd examples",)),
    ("how-to/generate-test-messages.md", "", {}, ("generate corpus",)),
    ("how-to/anonymise.md", "rejected", {}, ("urandom",)),
    ("how-to/set-up-an-exchange-point.md", "examples", {"exchange check exchange/one-direction-alone.xml": 1}, ("cd examples",)),
    ("how-to/from-mscons-to-elhub.md", "examples", {}, ("cd examples",)),
    ("how-to/extend-edielkit.md", "", {"ser105/SER105/faulty.xml": 1}, ()),
    ("explanation/trust.md", "", {}, ()),
    ("tutorial/first-steps.md", "fixtures", {"broken": 1}, ("make demo", "source ")),
]  # fmt: skip


def commands_of(page):
    """Give each command of a page with the lines that stand below it, if any."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    runs = [
        part
        for block in blocks
        for part in re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]
    ]
    return [part.partition("\n")[::2] for part in runs]


def stand_in(page, folder, tmp_path, monkeypatch):
    """Make what a page speaks of, and go where it stands."""
    if folder == "examples":
        run(["examples", str(tmp_path)])
    elif folder == "rejected":
        for path in (ROOT / "fixtures" / "broken").glob("emif-*.xml"):
            (tmp_path / folder).mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / folder)
        (tmp_path / "our.key").write_bytes(b"a key of a test, sixteen or more")
    elif folder:
        (tmp_path / folder).symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    # files that the reader saves under the name that stands before them
    text = (ROOT / "docs" / page).read_text("utf-8")
    for name, content in zip(
        re.findall(r"`(\w+\.yml)`", text), re.findall(r"```yaml\n(.*?)```", text, re.DOTALL), strict=False
    ):
        Path(name).write_text(content, "utf-8")


@pytest.mark.parametrize(("page", "folder", "statuses", "elsewhere"), PAGES, ids=[page for page, *_ in PAGES])
def test_the_commands_of_a_page_run(page, folder, statuses, elsewhere, tmp_path, monkeypatch, capsysbinary):
    """With the status that it promises; what stands below a command is what it prints."""
    stand_in(page, folder, tmp_path, monkeypatch)
    capsysbinary.readouterr()
    for line, shown in commands_of(page):
        if any(words in line for words in elsewhere):
            continue
        command, _, target = line.partition(" > ")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(shlex.split(command)[1:])
        out, err = capsysbinary.readouterr()
        expected = [
            code
            for words, code in statuses.items()
            if command.endswith(words) or f" {words} " in command or f"/{words}/" in command
        ]
        assert ([*expected, 0])[0] == status, (line, err.decode())
        assert shown in (out + err).decode(), line
        if target:
            Path(target.strip()).write_bytes(out)


def test_the_python_on_converting_writes_what_it_says(tmp_path, monkeypatch, capsys):
    """Its block runs alone and writes both channels."""
    (code,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/how-to/convert.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "pairs").symlink_to(ROOT / "fixtures" / "pairs")
    monkeypatch.chdir(tmp_path)

    exec(compile(code, "convert.md", "exec"), {})

    assert "CNV106 " in capsys.readouterr().out
    assert 2 == (tmp_path / "october.xml").read_bytes().count(b"<rsm:PayloadEnergyTimeSeries>")


def test_the_python_on_generating_prints_what_it_shows(capsys):
    """Each block alone."""
    text = (ROOT / "docs/how-to/generate-test-messages.md").read_text("utf-8")
    for code, shown in re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL):
        exec(compile(code, "generate-test-messages.md", "exec"), {})
        assert shown == capsys.readouterr().out


def test_the_python_on_files_of_values_prints_what_it_shows(capsys):
    """On the page of their forms."""
    text = (ROOT / "docs/reference/value-files.md").read_text("utf-8")
    ((code, shown),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    exec(compile(code, "value-files.md", "exec"), {})
    assert shown == capsys.readouterr().out


def test_the_python_on_pseudonyms_prints_what_it_shows(capsys):
    """On the page on making messages harmless."""
    text = (ROOT / "docs/how-to/anonymise.md").read_text("utf-8")
    ((code, shown),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    exec(compile(code, "anonymise.md", "exec"), {})
    assert shown == capsys.readouterr().out


def test_the_python_on_engines_prints_what_it_shows(tmp_path, monkeypatch, capsys):
    """One block after the other; that of Spark is run by the tests of the engine."""
    pytest.importorskip("polars", reason="the extra polars is not installed")
    pytest.importorskip("duckdb", reason="the extra duckdb is not installed")
    run(["examples", str(tmp_path / "examples")])
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs/how-to/read-into-polars-duckdb-spark.md").read_text("utf-8")
    blocks = re.findall(r"```python\n((?:(?!```).)*)```\n\n```text\n(.*?)```", text, re.DOTALL)
    capsys.readouterr()
    names = {}
    for code, shown in blocks:
        exec(compile(code, "read-into-polars-duckdb-spark.md", "exec"), names)
        assert shown == capsys.readouterr().out
    assert 4 == len(blocks)


@pytest.mark.parametrize(
    "page",
    [
        "how-to/actors-asyncio-and-threads.md",
        "explanation/exactness.md",
        "explanation/time-and-clock-change.md",
    ],
)
def test_the_python_of_a_page_prints_what_it_shows(page, capsys):
    """One block after the other."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"```python\n((?:(?!```).)*)```\n\n```text\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {}
    for code, shown in blocks:
        exec(compile(code, page, "exec"), names)
        assert shown == capsys.readouterr().out
    assert len(blocks) == text.count("```python")
