"""The table of units: what each wire calls them, and what can be compared with what."""

from __future__ import annotations

import pytest

from edielkit.conversion.options import ACTIVE_UNITS
from edielkit.edifact.series.value_codes import unit_of_product
from edielkit.process_rules.data import units
from edielkit.series.units import UNITS, edifact_unit, energy_unit, is_listed, unit_named, unit_size

PRODUCTS_ON_BOTH_WIRES = ("8716867000030", "8716867000047", "8716867000139", "8716867000146")


def test_no_spelling_means_two_units():
    """Codes, names and other spellings, in capitals as they are compared."""
    spellings = [
        spelling for unit in UNITS for spelling in {unit.code, unit.name.upper(), unit.also} if spelling
    ]

    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("KWH", ("kWh", 1)),
        ("kWh", ("kWh", 1)),
        ("MWh", ("kWh", 1000)),
        ("GWH", ("kWh", 1_000_000)),
        ("kvarh", ("kvarh", 1)),
        ("K3", ("kvarh", 1)),
        ("KWT", ("kW", 1)),
        ("MAW", ("kW", 1000)),
        ("KVA", ("KVA", 1)),
        ("mtq", ("MTQ", 1)),
        ("KWX", ("KWX", 1)),
    ],
)
def test_sizes(text, size):
    """Recommendation 20: a MWh is a thousand kWh; what has no base is its own."""
    assert size == unit_size(text)


@pytest.mark.parametrize("text", ["KWT", "MAW", "KVA", "MTQ", "", "KWX"])
def test_what_is_no_energy(text):
    """Power, volume and what nobody knows."""
    assert energy_unit(text) is None


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.name], ids=lambda unit: unit.code)
def test_a_name_is_written_as_its_code(unit):
    """And a code is written as it is."""
    assert unit.code == edifact_unit(unit.name) == edifact_unit(unit.code)
    assert unit_named(unit.name) is unit
    assert is_listed(unit.code)


def test_the_wires_agree_on_the_unit_of_a_product():
    """Elhub's products and those of ebIX that EDIFACT names."""
    for product in PRODUCTS_ON_BOTH_WIRES:
        assert units()[product] == energy_unit(unit_of_product(product))[0]


def test_active_energy_is_written_in_its_own_units():
    """What the options of a conversion offer is in the table."""
    assert ["kWh", "kWh"] == [unit_size(code)[0] for code in ACTIVE_UNITS]
