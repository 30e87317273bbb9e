"""Sentences in bokmål: whole, in parts, and what is left in English; which language is asked for."""

from __future__ import annotations

import re

import pytest
from tests.support.translatable import SOURCE

from edielkit.translation import catalogue, language_of
from edielkit.translation.languages import DOMAINS
from edielkit.translation.po_files import read_po

SENTENCES = {
    "expected End after Start": "forventet End etter Start",
    "Share: expected a decimal number with a point, found '0,25'; write 0.25": (
        "Share: forventet et desimaltall med punktum, fant '0,25'; skriv 0.25"
    ),
    "expected 92 values of PT15M for A to B (2024-03-31 has 23 hours), found 96": (
        "forventet 92 verdier på PT15M for A til B (2024-03-31 har 23 timer), fant 96"
    ),
    "expected a day from 30 working days back to today, found 2026-03-03 on 2026-03-02": (
        "forventet en dag fra 30 virkedager tilbake til i dag, fant 2026-03-03 den 2026-03-02"
    ),
    "did you mean DDE (Metered data collector)?": "mente du DDE (Måledatainnsamler)?",
    "did you mean B18 (Wind offshore)?": "mente du B18 (Vindkraft til havs)?",
    "did you mean NO (Norway)?": "mente du NO (Norge)?",
    "did you mean Manual or Active?": "mente du Manual eller Active?",
    "QTY+136:1": "QTY+136:1",
}


@pytest.mark.parametrize("english", SENTENCES)
def test_sentences(english):
    """What a sentence says of the input stays as it is, the rest is bokmål."""
    translated = catalogue("nb").sentence(english)

    assert (SENTENCES[english], True) == (translated.text, translated.complete)


@pytest.mark.parametrize(
    "english", ["the cat sat on the mat", "expected a fish and chips, found none", "x y " * 3000]
)
def test_what_is_not_known_is_told(english):
    """A sentence that the catalogue does not know is not complete."""
    assert not catalogue("nb").sentence(english).complete


def test_values_are_not_translated():
    """What stands in quotes is the sender's, whatever it says."""
    assert "fant 'expected one'" in catalogue("nb").sentence("expected a number, found 'expected one'").text


@pytest.mark.parametrize("domain", DOMAINS)
def test_places_of_translations(domain):
    """A translation has no place that its text has not; no text stands in two files."""
    folder = SOURCE / "locale" / "nb" / "LC_MESSAGES"
    pairs = list(read_po((folder / f"{domain}.po").read_text("utf-8")))
    others = {
        original
        for other in DOMAINS
        if other != domain
        for original, _ in read_po((folder / f"{other}.po").read_text("utf-8"))
    }

    assert [] == [
        original
        for original, translated in pairs
        if not set(re.findall(r"\{\d+\}", translated)) <= set(re.findall(r"\{\d+\}", original))
    ]
    assert [] == [original for original, _ in pairs if original in others]
    assert len(pairs) == len(dict(pairs))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LC_ALL": "nb_NO.UTF-8", "LANG": "en_US"}, "nb"),
        ({"LC_MESSAGES": "C", "LANG": "nb_NO"}, "en"),
        ({"LANGUAGE": "nb:en", "LANG": "en_GB"}, "nb"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "northern"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale(environment, language):
    """Norwegian locales of any form give bokmål, all others English."""
    assert language == language_of(environment)


def test_a_language_that_is_not_there():
    """It is refused in words."""
    with pytest.raises(ValueError, match="expected a language of en, nb, found 'sv'"):
        catalogue("sv")
