"""Words that people search by: what is found, in the codes and in the rules."""

from __future__ import annotations

import pytest

from edielkit.catalogue import search
from edielkit.codes import find
from edielkit.search_words import folded, spellings


@pytest.mark.parametrize(
    ("text", "plain"),
    [("MÅLEPUNKT", "malepunkt"), ("Øst", "ost"), ("særlig", "saerlig"), ("Prüf", "pruf"), ("E20", "e20")],
)
def test_folded(text, plain):
    """Small letters without accents, Norwegian ones as people write them without."""
    assert plain == folded(text)


@pytest.mark.parametrize(
    ("wanted", "others"),
    [
        ("malepunkt", {"metering point"}),
        ("Leverandørbytte", {"leverandorskifte", "change of supplier"}),
        ("change of supplier", {"leverandorskifte"}),
        ("EH003", set()),
        ("mål", set()),
        ("", set()),
    ],
)
def test_spellings(wanted, others):
    """What else the thing is called, of words that are long enough to mean one."""
    assert others <= set(spellings(wanted)) - {folded(wanted)}
    assert bool(others) == (len(spellings(wanted)) > 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("malepunkt", "BRS-NO-121"),
        ("målepunkt", "BRS-NO-121"),
        ("leverandørbytte", "BRS-NO-101"),
        ("103", "BRS-NO-103"),
        ("eh003", "EH003"),
    ],
)
def test_codes(text, code):
    """Codes by words of both languages, without accents, and by a part of the code."""
    assert code in [entry.value for _, entry in find(text, wire="emif")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("malepunkt", "BRS015"),
        ("leverandorbytte", "HUB011"),
        ("grid area", "EXC009"),
        ("EH003", "BRS213-B04"),
        ("kvarter", "CHN002"),
    ],
)
def test_rules(text, code):
    """Rules by words of both languages."""
    assert code in [rule.code for rule in search(text)]


def test_a_word_that_stands_nowhere():
    """Finds nothing."""
    assert () == search("qwertyuiop")
    assert () == find("qwertyuiop")


def test_the_code_itself_comes_first():
    """Then codes that it is a part of, then names."""
    assert ["E20"] == [entry.value for _, entry in find("e20", wire="emif")][:1]
