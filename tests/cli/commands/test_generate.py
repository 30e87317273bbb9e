"""The command generate: test data as files."""

from __future__ import annotations

import json

import pytest

from edielkit.cli.shared_options import EDIFACT_KINDS, EMIF_KINDS
from edielkit.emif.messages import MESSAGES
from edielkit.generate.edifact_messages import edifact_kinds

NOW = "2026-03-30T11:37:00Z"


def test_the_kinds_of_the_help_are_those_that_there_are():
    """Spelled in the command line, so that help loads nothing."""
    assert sorted(MESSAGES) == list(EMIF_KINDS)
    assert edifact_kinds() == EDIFACT_KINDS


@pytest.mark.parametrize("kind", ["PollForData", "MSCONS"])
def test_one_message_goes_to_standard_output(edielkit, kind):
    """And is valid there."""
    ran = edielkit("generate", "message", kind, "--now", NOW)

    assert (0, "") == (ran.status, ran.err)
    assert 0 == edielkit("validate", "-", "--now", NOW, "--fail-on", "info", stdin=ran.out).status


def test_many_messages_go_to_a_folder(edielkit, tmp_path):
    """A file each, the same at the second time; what is known of its market beside it."""
    arguments = ("generate", "message", "CollectedData", "--process", "313", "--count", "3", "--seed", "7")
    folder = tmp_path / "out"
    ran = edielkit(*arguments, "--now", NOW, "--with-context", "-o", folder)
    names = sorted(path.name for path in folder.iterdir())

    assert 0 == ran.status
    assert ["CollectedData-313-0001.context.json", "CollectedData-313-0001.xml"] == names[:2]
    assert 6 == len(names)
    assert json.loads((folder / names[0]).read_text())["complete"] is True
    assert 0 == edielkit(*arguments, "--now", NOW, "--with-context", "-o", folder).status
    for name in names[::2]:
        status = edielkit(
            "validate",
            folder / name.replace(".context.json", ".xml"),
            "--context",
            folder / name,
            "--now",
            NOW,
            "--fail-on",
            "info",
        ).status
        assert 0 == status


def test_another_file_is_not_written_over(edielkit, tmp_path):
    """But with --force."""
    arguments = ("generate", "message", "PollForData", "--now", NOW, "-o", tmp_path)
    (tmp_path / "PollForData-POLL-0001.xml").write_bytes(b"mine")

    assert 2 == edielkit(*arguments).status
    assert 0 == edielkit(*arguments, "--force").status


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("PollForDat",), "did you mean PollForData"),
        (("CollectedData", "--process", "101"), "expected a process of CollectedData: 313"),
        (("CollectedData", "--count", "2"), "give a folder with -o"),
        (("CollectedData", "--with-context"), "give a folder with -o"),
    ],
)
def test_what_cannot_be_made_is_said(edielkit, arguments, words):
    """Status 2, and what would be right."""
    ran = edielkit("generate", "message", *arguments, "--now", NOW)

    assert 2 == ran.status
    assert words in ran.err


def test_a_fault_goes_to_a_folder_with_its_twin(edielkit, tmp_path):
    """Both messages, what is known of their market, and the finding."""
    ran = edielkit("generate", "fault", "EH042", "-o", tmp_path)
    folder = tmp_path / "BRS213-B03"
    expected = json.loads((folder / "expected.json").read_text())

    assert 0 == ran.status
    assert ["BRS213-B03"] == [finding["code"] for finding in expected["findings"]]
    for name, status in (("valid", 0), ("faulty", 1)):
        context = folder / f"{name}.context.json"
        arguments = (folder / f"{name}.xml", "--context", context, "--now", expected["now"])
        assert status == edielkit("validate", *arguments).status


def test_one_fault_goes_to_standard_output(edielkit):
    """And is what the rule refuses."""
    ran = edielkit("generate", "fault", "EDI027")

    assert 0 == ran.status
    assert "EDI027" in edielkit("validate", "-", stdin=ran.out).text


def test_the_list_says_which_rules_have_a_fault(edielkit):
    """And why the others have none."""
    text = edielkit("generate", "fault", "--list").text

    assert "SER105       CollectedData" in text
    assert "none  it is known from memory only" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give the code of a rule"),
        (("HUB001",), "no message breaks HUB001 by itself"),
        (("EH073",), "2 faults come out"),
        (("XYZ123",), "no rule"),
    ],
)
def test_a_fault_that_there_is_not(edielkit, arguments, words):
    """Status 2 and why."""
    ran = edielkit("generate", "fault", *arguments)

    assert 2 == ran.status
    assert words in ran.err


@pytest.mark.slow
def test_a_corpus_is_written(edielkit, tmp_path):
    """With its index and its description."""
    ran = edielkit("generate", "corpus", tmp_path / "corpus")
    index = json.loads((tmp_path / "corpus" / "index.json").read_text())

    assert 0 == ran.status
    assert (tmp_path / "corpus" / "README.md").is_file()
    assert all((tmp_path / "corpus" / entry["file"]).is_file() for entry in index["messages"])
