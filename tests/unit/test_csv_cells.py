"""Cells of CSV files: marks of texts come and go, and nothing else changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edielkit.csv_cells import as_text_cell, is_shortened, of_text_cell


@given(st.text(alphabet="'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20A1.,", max_size=8) | st.text(max_size=20))
def test_every_text_comes_back(text):
    """A mark is taken away exactly where one was set."""
    assert text == of_text_cell(as_text_cell(text))


@given(st.text(alphabet="'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20A1.", min_size=2, max_size=8))
def test_no_cell_begins_as_a_formula(text):
    """Only numbers begin with a sign."""
    cell = as_text_cell(text)

    assert cell[0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" or cell[1:].replace(".", "", 1).isdigit()


def test_a_shortened_number_is_known():
    """An exponent with its sign, as spreadsheets write it; identifications have none."""
    assert all(map(is_shortened, ("7.07058E+17", "7,07058E+17", "7E+17")))
    assert not any(map(is_shortened, ("707057500000000008", "E17", "7e17", "50YAREA-A------0", "")))
