"""What a misspelt name was probably meant to be."""

from __future__ import annotations

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
