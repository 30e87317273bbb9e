"""The tables of codes agree with what readers take from them."""

from __future__ import annotations

from edielkit.conversion import Carrier, Options

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)


def test_conversion_and_reading_agree_on_obis():
    """The code that is written for a product and a direction is read with that direction and its unit."""
    from edielkit.conversion.code_mappings import OBIS, obis_of, product_of_obis
    from edielkit.edifact.series.quality import direction_of_obis, unit_of_obis
    from edielkit.process_rules.data import units
    from edielkit.series.units import energy_unit

    for product, direction in OBIS:
        code = obis_of(product, direction)
        assert (product, direction) == product_of_obis(code)
        assert direction == direction_of_obis(code)
        assert (units()[product], 1) == energy_unit(unit_of_obis(code))
