"""Templates: which text one was written by, and its values."""

from __future__ import annotations

import pytest

from edielkit.translation.templates import Template


@pytest.mark.parametrize(
    ("template", "text", "values"),
    [
        ("expected {1}, found {2}", "expected 24, found 23", ("24", "23")),
        ("expected {1}, found {2}", "expected 24, found", None),
        ("{1} is there", "End is there", ("End",)),
        ("{1} is there", "is there", None),
        ("{1}{2} for {3}", "an..3 for 1004", ("", "an..3", "1004")),
        ("expected {1}", "expected ", ("",)),
        ("aba{1}aba", "aba", None),
    ],
)
def test_values(template, text, values):
    """What stands at the places, or None."""
    assert values == Template(template, template).values(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 value", ("1", "")),
        ("2 values", ("2", "s")),
        ("the values have no product", None),
        ("2 value: 7", None),
    ],
)
def test_nothing_but_the_ending_of_a_plural_is_dropped(text, values):
    """What the translation has no place for would be lost."""
    assert values == Template("{1} value{2}", "{1} verdier").values(text)


def test_order_of_the_places():
    """A translation may turn them round."""
    assert "b før a" == Template("{1} after {2}", "{2} før {1}").filled(("a", "b"))
