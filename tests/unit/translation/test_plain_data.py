"""What is said of plain data in bokmål: whole sentences, and no name of a field changed."""

from __future__ import annotations

import pytest
from tests.support.translatable import missing_labels, texts_of_plain_data

from edielkit import build
from edielkit.errors import BuildError
from edielkit.generate.template import template
from edielkit.plain_values import COMMENT
from edielkit.translation import catalogue, comments_in, fault_in, label_in


def keys(plain):
    if isinstance(plain, dict):
        return [(key, keys(value)) for key, value in plain.items()]
    return [keys(item) for item in plain] if isinstance(plain, list) else None


def test_every_meaning_is_translated_as_a_whole():
    """What is put together of the words of other sentences is no bokmål."""
    nb = catalogue("nb")
    by_word = [
        text
        for text in dict.fromkeys(texts_of_plain_data())
        if len(text.split()) > 3
        and text not in nb.texts
        and all(fit.weight < 9 for fit, _ in nb.fitting(text))
    ]

    assert [] == by_word


@pytest.mark.parametrize("kind", ["RequestStartOfSupply", "MSCONS"])
def test_a_template_keeps_its_keys(kind):
    """The comments change, the fields do not."""
    english = template(kind, full=True)
    bokmal = comments_in(english, "nb")

    assert keys(english) == keys(bokmal)
    assert any("obligatorisk" in value for key, value in bokmal.items() if key.startswith(COMMENT))


@pytest.mark.parametrize(
    "kind", ["RequestStartOfSupply", "CollectedData", "RequestToElhub", "MSCONS", "UTILTS", "Interchange"]
)
def test_faults_of_an_empty_message_are_bokmal(kind):
    """Nothing of a sentence is left in English, whatever is missing."""
    with pytest.raises(BuildError) as caught:
        build(kind, {})
    english = [words for _, words in caught.value.faults if not catalogue("nb").sentence(words).complete]

    assert [] == english
    assert all("expected" not in fault_in(words, "nb") for _, words in caught.value.faults)


@pytest.mark.parametrize(
    ("english", "bokmal"),
    [
        (
            "expected exactly one of observation, reading; found 0",
            "forventet nøyaktig én av observation, reading; fant 0",
        ),
        ("Header has no 'x'; did you mean creation?", "Header har ikke 'x'; mente du creation?"),
        (
            "expected a code of list DirectionType: In (into the grid), Out (out of the grid); found 'x'",
            "forventet en kode i listen DirectionType: In (inn i nettet), Out (ut av nettet); fant 'x'",
        ),
    ],
)
def test_names_and_codes_stay(english, bokmal):
    """A field and a code are written as they are in a message."""
    assert bokmal == fault_in(english, "nb")


def test_every_label_has_its_bokmal():
    """Names of fields and segments are looked up as a whole; no sentence is read by them."""
    assert [] == missing_labels()


def test_a_code_that_is_a_word_is_no_label_in_a_sentence():
    """Update is a code: what a finding says of it stays."""
    assert label_in("Update", "nb") == "Oppdater"
    assert catalogue("nb").sentence("expected Add, found Update").text == "forventet Add, fant Update"
