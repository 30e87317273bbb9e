"""Kept answers: what is written is compared whole, in order, and every answer belongs to a case of its own."""

from __future__ import annotations

import pytest
from tests.support.kept_answers import (
    LONGEST,
    MOST,
    Answer,
    assert_kept,
    kept_in,
    modules_of_answers,
    text_of,
)
from tests.support.kept_commands import answer_of
from tests.support.paths import ROOT

ANSWERS = [Answer("a", ["accepted"]), Answer("b", ["rejected", "EDI001 error"]), Answer("c", [])]


def _kept(folder, answers):
    module = folder / "test_some.py"
    module.with_suffix(".txt").write_text("# head\n" + "".join(map(text_of, answers)))
    return str(module)


def test_the_same_answers_pass(tmp_path):
    """One with lines, and one that says nothing."""
    assert_kept(_kept(tmp_path, ANSWERS), ANSWERS)


@pytest.mark.parametrize(
    "now",
    [
        [Answer("a", ["rejected"]), *ANSWERS[1:]],
        [*ANSWERS[:1], Answer("b", ["rejected"]), *ANSWERS[2:]],
        [Answer("x", ["accepted"]), *ANSWERS[1:]],
        ANSWERS[:2],
        [*ANSWERS, Answer("d", [])],
        [ANSWERS[1], ANSWERS[0], ANSWERS[2]],
    ],
    ids=["another line", "a line less", "another case", "an answer less", "an answer more", "another order"],
)
def test_another_answer_is_seen(tmp_path, now):
    """Whatever differs."""
    with pytest.raises(AssertionError, match="another answer than the kept one"):
        assert_kept(_kept(tmp_path, ANSWERS), now)


def test_what_is_long_is_told_apart():
    """By a digest of the whole: a line that differs far behind, and a line behind the first ones."""
    long = "x" * LONGEST
    lines = ["1"] * (MOST + 3)

    assert text_of(Answer("a", [f"{long}yz"])) != text_of(Answer("a", [f"{long}yy"]))
    assert text_of(Answer("a", [*lines, "2"])) != text_of(Answer("a", [*lines, "3"]))
    assert MOST + 1 == text_of(Answer("a", lines)).count("\n")


def test_an_answer_stays_on_its_lines():
    """Line breaks and what cannot be seen are written out."""
    assert "> a\\nb\n  \\r\\u202e\\ud800 æ\n" == text_of(Answer("a\nb", ["\r\u202e\ud800 æ"]))


def test_a_line_break_is_no_written_one():
    """The backslash is written out as well."""
    assert text_of(Answer("a", ["x\ny"])) != text_of(Answer("a", ["x\\ny"]))
    assert "> a\n  x\\\\ny\n" == text_of(Answer("a", ["x\\ny"]))


@pytest.mark.parametrize(
    ("lines", "others"),
    [(["ab", "c"], ["a", "bc"]), (["a\nb", "c"], ["a", "b\nc"])],
    ids=["joined", "broken"],
)
def test_further_lines_are_told_apart_by_where_they_end(lines, others):
    """The digest of what is not kept knows each line."""
    first = ["1"] * (MOST - 1)

    assert text_of(Answer("a", [*first, *lines])) != text_of(Answer("a", [*first, *others]))


@pytest.mark.parametrize("module", modules_of_answers(), ids=lambda path: path.stem)
def test_cases_stand_once_and_texts_stay_small(module):
    """A case of its own for each answer; a text that nobody can read as a difference is too long."""
    text = module.with_suffix(".txt")
    cases = [answer.partition("\n")[0] for answer in kept_in(text)]

    assert cases
    assert len(cases) == len(set(cases))
    assert text.stat().st_size < 400_000


def test_answers_are_at_their_end_before_one_of_them_is_said_to_be_another(tmp_path):
    """One that is left half way would keep the folder of its commands, and go back out of it while another test is in its own."""
    ended = []

    def answers():
        yield Answer("a", ["1"])
        yield Answer("b", ["2"])
        ended.append(True)

    (tmp_path / "test_odd.txt").write_text("", "utf-8")
    with pytest.raises(AssertionError):
        assert_kept(str(tmp_path / "test_odd.py"), answers())

    assert [True] == ended


def test_no_command_is_run_in_the_repository(monkeypatch):
    """What is not among the files of a test is taken away behind it."""
    monkeypatch.chdir(ROOT)
    with pytest.raises(RuntimeError, match="a folder of the test"):
        answer_of("rules", {})
