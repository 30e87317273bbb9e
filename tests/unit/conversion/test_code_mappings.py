"""The tables of codes agree with what readers take from them."""

from __future__ import annotations

import pytest

from edielkit.conversion import Carrier, Options, code_mappings
from edielkit.series import Status

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)


def test_conversion_and_reading_agree_on_obis():
    """The code that is written for a product and a direction is read with that direction and its unit."""
    from edielkit.conversion.code_mappings import OBIS, obis_of, product_of_obis
    from edielkit.edifact.series.value_codes import direction_of_obis, unit_of_obis
    from edielkit.process_rules.data import units
    from edielkit.series.units import energy_unit

    for product, direction in OBIS:
        code = obis_of(product, direction)
        assert (product, direction) == product_of_obis(code)
        assert direction == direction_of_obis(code)
        assert (units()[product], 1) == energy_unit(unit_of_obis(code))


def test_the_tables_are_as_they_were_typed_from_their_sources():
    """OBIS groups of Elhub's two directions, kinds of UTILTS, roles, statuses, agencies of UNB."""
    assert {
        ("8716867000030", "Out"): "1",
        ("8716867000030", "In"): "2",
        ("8716867000047", "Out"): "3",
        ("8716867000047", "In"): "4",
    } == code_mappings.OBIS
    assert {"E66": "E66", "E31": "E31", "E13": "E30", "E30": "E30"} == code_mappings.KIND_OF_DOCUMENT
    assert {"Out": "E17", "In": "E18"} == code_mappings.POINT_OF_DIRECTION
    assert {
        "DDK",
        "DDQ",
        "DDX",
        "DEA",
        "DEC",
        "DER",
        "DGG",
        "DGI",
        "EZ",
        "MDR",
        "PQ",
    } == code_mappings.UTILTS_ROLES
    assert {"9": "14", "293": "500", "332": "502", "260": "ZZ", "SVK": "ZZ"} == code_mappings.AGENCY_OF_UNB
    assert {
        Status.METERED: "",
        Status.ESTIMATED: "56",
        Status.FINAL_ESTIMATED: "56",
        Status.TEMPORARY: "21",
        Status.MISSING: "46",
        Status.CALCULATED: "",
        Status.CALCULATED_FOR_SETTLEMENT: "",
    } == code_mappings.CODE_OF_STATUS


@pytest.mark.parametrize(
    ("code", "channel"),
    [
        ("1-1:1.29.0", ("8716867000030", "Out")),
        ("1-1:2.8.0", ("8716867000030", "In")),
        ("1-0:1.9.0*255", ("8716867000030", "Out")),
        ("4.29.0", ("8716867000047", "In")),
        ("3.8", ("8716867000047", "Out")),
        ("1-1:5.29.0", None),
        ("1-1:1.6.0", None),
        ("7-0:1.8.0", None),
        ("1-1:1.29.0x", None),
        ("1-1:\u0661.29.0", None),
        ("", None),
    ],
)
def test_an_obis_code_has_a_product_and_a_direction(code, channel):
    """Active and reactive energy of both directions; other quantities, tariffs and media are none of Elhub's."""
    assert channel == code_mappings.product_of_obis(code)
