"""Quantities in another unit, exact or refused."""

from __future__ import annotations

import pytest
from tests.support.conversion_pairs import BY_NAME

from edielkit.conversion import convert
from edielkit.errors import BuildError

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
