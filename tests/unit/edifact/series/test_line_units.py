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
        ("KWH", ("",), None, LineUnit("KWH", "KWH")),
        ("KWH", ("MWH",), None, LineUnit("KWH", "KWH")),
        ("MWH", ("KWH", ""), None, LineUnit("KWH", "MWH")),
        ("GWH", ("MWH", "KWH"), None, LineUnit("KWH", "GWH")),
        ("", ("MWH", "KWH"), None, LineUnit("KWH", "")),
        ("", ("MWH",), "KWH", LineUnit("MWH", "KWH")),
        ("", ("MWH", ""), "KWH", LineUnit("KWH", "KWH")),
        ("", ("",), "KWH", LineUnit("KWH", "KWH")),
        ("KWH", ("KVR",), None, LineUnit("KWH", "KWH")),
        ("", ("",), None, LineUnit(None, "")),
    ],
)
def test_a_series_is_in_the_finest_unit_of_its_line(stated, own, implied, unit):
    """So that no amount has to be divided."""
    assert unit == line_unit(stated, own, implied)


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
