"""The tutorial on answers is walked: each command runs and says what the page says."""

from __future__ import annotations

import re
import shlex

import pytest
from tests.support.paths import ROOT

PAGE = (ROOT / "docs/tutorial/answers.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line.removeprefix("$ "))
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
SHOWN = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def walked(edielkit, fixtures, tmp_path, monkeypatch):
    """Run all commands of the page in a folder of its own."""
    (tmp_path / "fixtures").symlink_to(fixtures)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return [edielkit(*command[1:]) for command in COMMANDS]


def test_the_walk_says_what_the_page_says(walked):
    """Status and words of each command; every shown text is somewhere in the output, line by line in a row."""
    said = "".join(ran.out.decode() + ran.err for ran in walked)

    assert {"edielkit"} == {command[0] for command in COMMANDS}
    assert [1, 1, 0, 0, 0, 0, 0, 0] == [ran.status for ran in walked], [ran.err for ran in walked]
    assert 4 == len(SHOWN)
    for text in SHOWN:
        assert text in said


def test_one_log_holds_both_wires(walked):
    """Each of the four inputs has its findings, each finding a line."""
    (run,) = walked[0].plain["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]

    assert 4 == len(run["artifacts"]) == len({place["artifactLocation"]["uri"] for place in places})
    assert all(place["region"]["startLine"] >= 1 for place in places)


def test_every_answer_is_explained_by_our_findings(walked):
    """Beside its original each refusal shows the fault that was planted."""
    told = [ran.text for ran in walked[4:]]

    for text, code in zip(told, ("SER105", "EDI023", "EDI059", "XSD020"), strict=True):
        assert text.startswith("rejected")
        assert f"> we find {code}" in text
