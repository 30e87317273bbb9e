"""Quantities in another unit, exact or refused."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import BY_NAME

from edielkit.conversion import convert
from edielkit.conversion.scaling import scaled
from edielkit.errors import BuildError
from edielkit.series import Observations

MARCH = BY_NAME["no-march-hours"]


def test_megawatt_hours_are_scaled_exactly():
    """1.2345 MWh is 1234.5 kWh: decimals that thousandths of a MWh cannot hold are kept."""
    data = MARCH.edi.replace(b"MEA+AAZ++KWH'", b"MEA+AAZ++MWH'").replace(b"QTY+136:0.5'", b"QTY+136:1.2345'")
    message = convert(data, "collected-data", options=MARCH.back).message
    quantity = message.payload_energy_time_series[0].observation.quantity

    assert [1_234_500, 637_000] == quantity[:2].tolist()


def test_more_decimals_than_the_target_holds_are_refused():
    """A value that kWh with three decimals cannot hold is an error, not rounded."""
    with pytest.raises(BuildError, match="more than three decimals"):
        convert(MARCH.edi.replace(b"QTY+136:0.5'", b"QTY+136:0.50001'"), "collected-data", options=MARCH.back)


def unparsed(text):
    """Return three values, the second of which is a text that columns could not hold."""
    values = attrs.evolve(Observations.metered([1, 0, 3]), status=np.array([0, 5, 0], np.uint8))
    return attrs.evolve(values, unparsed=((1, text),))


@pytest.mark.parametrize(
    ("text", "amount"), [("0.0005", 500), ("0,0005", 500), ("-0.0005", -500), ("1.2345", 1234_500)]
)
def test_decimals_that_only_the_smaller_unit_holds_are_read_from_their_text(text, amount):
    """A point or a comma, and the status of a metered value."""
    values = scaled(unparsed(text), 1000, "here")

    assert [1000_000, amount, 3000_000] == values.quantity.tolist()
    assert [0, 0, 0] == values.status.tolist()
    assert () == values.unparsed


@pytest.mark.parametrize(
    ("text", "factor", "words"),
    [
        ("0.0005", 1, "the value has more than three decimals, or twelve digits, in the unit of the target"),
        ("1.5000", 1, "the value has more than three decimals"),
        ("x", 1000, "the value is no decimal number"),
        ("9" * 41, 1000, "the value is no decimal number"),
        ("\u0661", 1000, "the value is no decimal number"),
        ("1.2.3", 1000, "the value is no decimal number"),
        ("0.0000005", 1000, "the value has more than three decimals, or twelve digits, in the unit of the target"),
        ("1234567890.1234", 1000, "the value has more than three decimals, or twelve digits, in the unit of the target"),
    ],
)  # fmt: skip
def test_a_value_is_refused_with_its_place(text, factor, words):
    """The row that does not fit, from 1."""
    with pytest.raises(BuildError) as caught:
        scaled(unparsed(text), factor, "here")

    assert f"here, value 2: {words}" == str(caught.value)


def test_columns_are_scaled_up_to_twelve_digits():
    """One more is refused for the whole series."""
    values = Observations.metered([10**9 - 1, -1])

    assert values == scaled(values, 1, "here")
    assert [(10**9 - 1) * 10**6, -(10**6)] == scaled(values, 1000, "here").quantity.tolist()
    for amount in (10**9, -(10**9)):
        with pytest.raises(BuildError, match="here: a quantity times 1000 has more than twelve digits"):
            scaled(Observations.metered([amount]), 1000, "here")
