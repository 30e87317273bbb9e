"""Amounts of a line in one unit."""

import numpy as np
import pytest

from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.value_codes import LineUnit, in_unit, line_unit


def block(amounts, units=("",), which=None, unparsed=()):
    quantity = np.array(amounts, np.int64)
    return Block(
        start=quantity, end=quantity, quantity=quantity, status=np.zeros(len(quantity), np.uint8),
        units=units, unit_rows=None if which is None else np.array(which), unparsed=unparsed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "own", "implied", "unit"),
    [
        ("KWH", ("",), None, LineUnit("KWH", "KWH", "KWH")),
        ("KWH", ("MWH",), None, LineUnit("KWH", "KWH", "KWH")),
        ("MWH", ("KWH", ""), None, LineUnit("KWH", "MWH", "MWH")),
        ("GWH", ("MWH", "KWH"), None, LineUnit("KWH", "GWH", "GWH")),
        ("", ("MWH", "KWH"), None, LineUnit("KWH", "", "MWH")),
        ("", ("MWH",), "KWH", LineUnit("MWH", "KWH", "MWH")),
        ("", ("MWH", ""), "KWH", LineUnit("KWH", "KWH", "KWH")),
        ("", ("",), "KWH", LineUnit("KWH", "KWH", "KWH")),
        ("KWH", ("KVR",), None, LineUnit("KWH", "KWH", "KWH")),
        ("", ("",), None, LineUnit(None, "")),
        ("", (), "KWH", LineUnit("KWH", "KWH", "KWH")),
    ],
)
def test_a_series_is_in_the_finest_unit_of_its_line(stated, own, implied, unit):
    """So that no amount has to be divided."""
    assert unit == line_unit(stated, own, implied)


@pytest.mark.parametrize(
    ("own", "counts", "implied", "product", "line"),
    [
        # what the product measures, however few values do
        (("KVR", ""), (1, 95), "KWH", None, "KWH"),
        (("KVR", ""), (95, 1), "KWH", None, "KWH"),
        (("KVR", "KWH"), (95, 1), None, "KWH", "KWH"),
        (("ZZZ", ""), (1, 3), "KVR", None, "KVR"),
        # in another size of it: that of most values, else the product's own
        (("KVR", "MWH"), (3, 1), "KWH", None, "MWH"),
        (("MWH", ""), (95, 1), "KWH", None, "MWH"),
        (("MWH", ""), (1, 95), "KWH", None, "KWH"),
        (("MWH", "KWH"), (2, 2), None, "KWH", "KWH"),
        # of a product that no value measures, and without one: that of most values, else the first
        (("KVR", "MTQ"), (1, 2), "KWH", None, "MTQ"),
        (("KVR", "KWH"), (1, 3), None, None, "KWH"),
        (("KVR", "KWH"), (2, 2), None, None, "KVR"),
        (("", "KWH"), (2, 2), None, None, "KWH"),
        (("KWH", ""), (1, 3), None, None, ""),
    ],
)
def test_the_unit_of_a_line_is_its_product_s_or_that_of_most_values(own, counts, implied, product, line):
    """One wrong unit does not blame the others."""
    assert line == line_unit("", own, implied, product=product, counts=counts).line


def test_one_unit_changes_nothing():
    """The columns are the very same."""
    values = block([1000, 2000], ("KWH",))

    assert values is in_unit(values, LineUnit("KWH", "KWH"))


def test_amounts_are_scaled_or_kept_as_text():
    """Thousandths stay whole; what was no number before keeps its text."""
    values = block([1500, -2000, 0, 7000], ("MWH", "", "KVR"), [0, 1, 0, 2], unparsed=((2, "x"),))
    scaled = in_unit(values, LineUnit("KWH", "KWH"))

    assert [1_500_000, -2000, 0, 0] == scaled.quantity.tolist()
    assert [0, 0, 0, 5] == scaled.status.tolist()
    assert ((2, "x"), (3, "7:KVR")) == scaled.unparsed
