"""Numbers as the standard writes them."""

import pytest

from edielkit.edifact.messages.parts import amount_text, number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.500", "1.5"),
        ("1E+3", "1000"),
        ("0", "0"),
        ("-0.5", "-0.5"),
        ("0.000", "0"),
        ("007", "7"),
        ("-0", "0"),
    ],
)
def test_numbers_are_written_the_standards_way(value, text):
    """No zeros in front or behind, a digit before the mark, no minus before nothing."""
    from decimal import Decimal

    assert text == amount_text(Decimal(value))
    assert text.replace(".", ",") == amount_text(Decimal(value), ",")


@pytest.mark.parametrize("text", ["", ".5", "1.", "1,", "+1", "1e3", "1.2.3", "1 000", "--1", "NULL", "１"])
def test_what_is_no_number(text):
    """Only digits with one mark between them are a number."""
    assert number(text) is None
