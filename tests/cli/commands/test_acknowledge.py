"""The command acknowledge: files, status, what stays unanswered."""

from __future__ import annotations

import gzip

import pytest

import edielkit as library

NOW = ("--now", "2026-03-02T10:00:00Z")
REFUSED = "broken/edifact-unz-count.edi"
SCHEMA = "broken/emif-decimal-comma.xml"
CONTRL = "edifact/contrl-un-places.edi"


def test_answers_are_written_into_a_folder(edielkit, fixtures, tmp_path):
    """A file for each answer, named after the input and the kind; each reads and validates."""
    names = [fixtures / REFUSED, fixtures / SCHEMA]
    ran = edielkit("acknowledge", *NOW, "-o", tmp_path / "out", *names)
    files = sorted((tmp_path / "out").iterdir())

    assert 0 == ran.status
    assert ["edifact-unz-count.1.CONTRL.edi", "emif-decimal-comma.1.Fault-XSD.xml"] == [f.name for f in files]
    assert sorted(str(f) for f in files) == sorted(ran.text.split("\n")[:-1])
    assert [()] * 2 == [library.validate(f.read_bytes()).errors for f in files]


def test_an_answer_goes_to_standard_output(edielkit, fixtures):
    """Without a folder the bytes are the output, and the words go to standard error."""
    ran = edielkit("acknowledge", *NOW, fixtures / REFUSED)

    assert b"+CONTRL:2:2:UN:EDIEL2'" in ran.out
    assert "edifact-unz-count.edi: CONTRL" in ran.err


def test_the_input_comes_from_standard_input(edielkit, fixtures, tmp_path):
    """A packed message in a pipe is answered too."""
    data = gzip.compress((fixtures / SCHEMA).read_bytes())
    ran = edielkit("acknowledge", *NOW, "-o", tmp_path, "-", stdin=data)

    assert (0, ["standard-input.1.Fault-XSD.xml"]) == (ran.status, [f.name for f in tmp_path.iterdir()])


def test_unanswered_errors_are_told(edielkit, fixtures):
    """No answer carries them: status 1 and their words."""
    path = fixtures / "broken/edifact-contrl-version.edi"
    ran = edielkit("acknowledge", *NOW, path)

    assert (1, b"") == (ran.status, ran.out)
    assert "unanswered EDI041" in ran.err
    assert "CONTRL is never answered" in ran.err


@pytest.mark.parametrize(
    ("option", "expected"), [((), False), (("--positive",), True), (("--no-positive",), False)]
)
def test_an_acceptance_can_be_forced(edielkit, fixtures, option, expected):
    """As the original asks, always, or never."""
    ran = edielkit("acknowledge", "--now", "message", *option, fixtures / "edifact/mscons-no-four-hours.edi")

    assert (0, expected) == (ran.status, b"CONTRL" in ran.out)
    assert expected or "no answer" in ran.err


def test_answers_do_not_overwrite_each_other(edielkit, fixtures, tmp_path):
    """Two inputs of one name get two files."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.edi").write_bytes((fixtures / REFUSED).read_bytes())
    ran = edielkit("acknowledge", *NOW, "-o", tmp_path / "out", tmp_path / "a", tmp_path / "b")

    assert 0 == ran.status
    assert ["one.1.CONTRL-2.edi", "one.1.CONTRL.edi"] == sorted(f.name for f in (tmp_path / "out").iterdir())


def test_the_clock_is_the_time_of_answers_of_every_kind(edielkit, fixtures, tmp_path):
    """Without --now the instant has microseconds, which no answer may trip over."""
    names = ("broken/edifact-control-total.edi", REFUSED, SCHEMA, "edifact/mscons-no-areas.edi")
    ran = edielkit(
        "acknowledge",
        "--positive",
        "-o",
        tmp_path,
        *(fixtures / name for name in names),
        fixtures / "edifact",
    )
    kinds = {f.name.split(".")[-2] for f in tmp_path.iterdir()}

    assert {"APERAK", "CONTRL", "Fault-XSD"} <= {kind.partition("-2")[0] for kind in kinds}
    assert ran.status in {0, 1}
    assert [()] * 4 == [library.validate(f.read_bytes()).errors for f in sorted(tmp_path.iterdir())[:4]]


def test_a_broken_archive_stops_no_other_input(edielkit, fixtures, tmp_path):
    """What cannot be opened has no sender: it is told, with status 1, and the others are answered."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "b.edi").write_bytes((fixtures / REFUSED).read_bytes())
    ran = edielkit("acknowledge", *NOW, "-o", tmp_path / "out", tmp_path)

    assert (1, ["b.1.CONTRL.edi"]) == (ran.status, [f.name for f in (tmp_path / "out").iterdir()])
    assert "unanswered SYS012" in ran.err


@pytest.mark.parametrize("arguments", [["nowhere.xml"], ["--profile", "xx", "-"], []])
def test_what_cannot_run_has_status_2(edielkit, arguments):
    """A missing file, a wrong option, no path."""
    assert 2 == edielkit("acknowledge", *arguments).status


def test_a_folder_that_cannot_be_made(edielkit, fixtures, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "out").write_bytes(b"")
    ran = edielkit("acknowledge", "-o", tmp_path / "out", fixtures / REFUSED)

    assert (2, True) == (ran.status, "cannot be written" in ran.err)
