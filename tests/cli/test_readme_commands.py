"""Every command line of the README runs as it is printed, on the messages that its first line writes."""

from __future__ import annotations

import re
import shlex

import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import run
from edielkit.cli.commands.hub import serve_command

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.search(r"```console\n(\$ edielkit examples examples.*?)```", README, re.DOTALL)[1]
LINES = [re.split(r"\s+# ", line.removeprefix("$ "))[0] for line in BLOCK.splitlines()]
# the lines that find something, which is what they are there to show
FINDING = ("validate --now message emif/soap/", "validate --format html", "upgrade", "anonymise")


def words(command, folder):
    """Give the arguments of one command of a line as a shell would, without `edielkit`; globs without quotes are filled in."""
    arguments = []
    for bare in shlex.split(command, posix=False)[1:]:
        quoted = bare[0] in "'\""
        names = (
            [] if quoted or "*" not in bare else sorted(str(p.relative_to(folder)) for p in folder.glob(bare))
        )
        arguments += names or shlex.split(bare)
    return arguments


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give the folder that the first line makes; each line finds there what those before it have written."""
    assert "edielkit examples examples && cd examples" == LINES[0]
    place = tmp_path_factory.mktemp("readme") / "examples"
    assert 0 == run(["examples", str(place)])
    return place


@pytest.mark.parametrize("line", LINES[1:-1])
def test_a_line_runs(edielkit, folder, monkeypatch, line):
    """With the status that it should have, and without an error."""
    monkeypatch.chdir(folder)
    piped = b""
    for part in line.split(" | "):
        command, _, target = part.partition(" > ")
        command, _, source = command.partition(" < ")
        ran = edielkit(*words(command, folder), stdin=(folder / source).read_bytes() if source else piped)
        piped = ran.out
        assert "edielkit: " not in ran.err
        assert ran.status == any(command.startswith(f"edielkit {shown}") for shown in FINDING)
        if target:
            (folder / target).write_bytes(ran.out)


def test_the_lines_have_written_what_they_say(folder):
    """The page, the same message again, ten messages, the other wire."""
    assert (folder / "report.html").read_bytes().startswith(b"<!doctype html>")
    assert (folder / "copy.xml").read_bytes() == (folder / "emif/metering/CollectedData.xml").read_bytes()
    assert 10 == len(list((folder / "made").iterdir()))
    assert b"UNB+" in (folder / "values.edi").read_bytes()


def test_the_last_line_serves():
    """What serves for ever is not run here: its options are read."""
    with serve_command.make_context(
        "serve", LINES[-1].removeprefix("edielkit hub serve ").split()
    ) as context:
        assert 8080 == context.params["port"]


def test_what_is_shown_in_norwegian(edielkit, folder, monkeypatch):
    """From a fault to the answer: each command prints what stands below it, and the message that is put right is accepted."""
    section = re.search(r"## På norsk.*?(?=\n## )", README, re.DOTALL)[0]
    lines = re.findall(r"^\$ (edielkit .*)$", section, re.MULTILINE)[1:]
    rejected, explained = re.findall(r"```text\n(.*?)```", section, re.DOTALL)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    ran = [edielkit(*words(line.partition(" > ")[0], folder)) for line in lines[:3]]
    faulty = (folder / "broken/emif-hours-called-quarters.xml").read_text().splitlines(keepends=True)
    faulty[68] = faulty[68].replace("PT15M", "PT1H")
    (folder / "rettet.xml").write_text("".join(faulty))
    fine, page = (edielkit(*words(line.partition(" > ")[0], folder)) for line in lines[3:])

    assert (1, 0, 0, 0, 1) == tuple(ran.status for ran in (*ran, fine, page))
    assert ran[0].text.startswith(rejected)
    assert ran[2].text.startswith(explained)
    assert "✓ godkjent" in fine.text
    assert 'lang="nb"' in page.text
