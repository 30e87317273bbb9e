"""What a misspelt name was probably meant to be."""

from __future__ import annotations

import difflib
import random
from unittest.mock import patch

import pytest

from edielkit.suggest import LOOSE, near_names, nearest, one_of

NAMES = ("StartOfOccurrence", "EndOfOccurrence")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("EndOfOccurence", "EndOfOccurrence"),
        ("endofoccurrence", "EndOfOccurrence"),
        (" EndOfOccurrence ", "EndOfOccurrence"),
        ("Occurre", None),
        ("xyz", None),
        ("", None),
        ("e" * 100, None),
    ],
)
def test_a_near_name_is_suggested(word, expected):
    """A far one and a very long one have none."""
    assert expected == nearest(word, NAMES)


def test_less_likeness_lets_more_names_in():
    """Where any name of a short list may be meant."""
    assert "EndOfOccurrence" == nearest("Occurre", NAMES, likeness=LOOSE)


def test_several_names_come_nearest_first():
    """No more than were asked for."""
    codes = ("BRS001", "XSD020", "XSD021", "XSD022", "XSD023")

    assert ["XSD022"] == near_names("XSD22", codes, count=1)
    assert 3 == len(near_names("xsd02", codes))
    assert [] == near_names("SYS", codes)


def test_a_list_reads_as_a_sentence():
    """One name stands alone, the last of several after or."""
    assert ["A", "A or B", "A, B or C"] == [one_of("A"), one_of("AB"), one_of("ABC")]


def _changed(choice: random.Random, word: str) -> str:
    at = choice.randrange(len(word) + 1)
    return choice.choice(
        (word[:at] + word[at + 1 :], word[:at] + "e1" + word[at:], word[at:] + word[:at], word.upper())
    )


def test_names_are_as_near_as_their_letters_say():
    """The nearest are those that difflib gives, whatever stands in the way of comparing all of them."""
    choice = random.Random(1)
    codes = tuple(f"eh{number:03}" for number in range(140)) + tuple(map(str.casefold, NAMES))
    for _ in range(500):
        word = _changed(choice, choice.choice(codes)).casefold()
        expected = [word] if word in codes else difflib.get_close_matches(word, codes, n=3, cutoff=0.5)
        assert expected == near_names(word, codes, likeness=0.5), word


def test_few_names_are_compared_letter_by_letter():
    """A message may have a wrong code in each of its elements, and a list hundreds of codes."""
    codes = tuple(f"EH{number:03}" for number in range(200))
    with patch.object(
        difflib.SequenceMatcher, "ratio", autospec=True, side_effect=difflib.SequenceMatcher.ratio
    ) as ratio:
        assert [nearest(f"{number:03}EH", codes) for number in range(100)] == [None] * 100
    assert ratio.call_count < 100
