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


def test_a_value_is_refused_with_its_place():
    """The row that does not fit, from 1."""
    values = attrs.evolve(Observations.metered([1, 0, 3]), status=np.array([0, 5, 0], np.uint8), unparsed=((1, "0.0005"),))  # fmt: skip

    assert [1000_000, 500, 3000_000] == scaled(values, 1000, "here").quantity.tolist()
    assert () == scaled(values, 1000, "here").unparsed
    for unparsed, factor in (
        ((1, "0.0005"), 1),
        ((1, "x"), 1000),
        ((1, "0.0000005"), 1000),
        ((1, "9" * 41), 1000),
    ):
        with pytest.raises(BuildError) as caught:
            scaled(attrs.evolve(values, unparsed=(unparsed,)), factor, "here")
        assert "here, value 2" == caught.value.field
    with pytest.raises(BuildError, match="times 1000 has more than twelve digits"):
        scaled(Observations.metered([10**12 - 1]), 1000, "here")
