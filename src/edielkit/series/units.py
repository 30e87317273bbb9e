"""Units of energy and power: how both wires call them, how large they are, and what they are in Elhub's.

Source: UN/ECE Recommendation 20, data element 6411, and the unit types of EMIF (sourced).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ("ENERGY_UNITS", "energy_unit", "unit_size")

# 6411 -> unit of EMIF and factor. Power (KWT, MAW) is no energy and has no row.
ENERGY_UNITS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "KWH": ("kWh", 1),
        "MWH": ("kWh", 1000),
        "GWH": ("kWh", 1_000_000),
        "KVR": ("kvarh", 1),
    }
)
# what EMIF and others write, and the plain names of 6411's codes
_OTHER_NAMES = {"KVARH": "KVR", "K3": "KVR"}


def energy_unit(unit: str) -> tuple[str, int] | None:
    """Return the unit of EMIF and the factor to it, whatever the case; None for what is no unit of energy here.

    >>> energy_unit("MWH"), energy_unit("kvarh"), energy_unit("KWT")
    (('kWh', 1000), ('kvarh', 1), None)
    """
    code = unit.upper()
    return ENERGY_UNITS.get(_OTHER_NAMES.get(code, code))


# 6411 of power: the base unit and how many of it
_POWER_UNITS: Mapping[str, tuple[str, int]] = MappingProxyType({"KWT": ("kW", 1), "MAW": ("kW", 1000)})


def unit_size(unit: str) -> tuple[str, int]:
    """Return the base unit of what *unit* measures, and how many of it one is; an unknown unit is its own base.

    Amounts in two units can be compared when the base is the same.

    >>> unit_size("MWH"), unit_size("MAW"), unit_size("MTQ")
    (('kWh', 1000), ('kW', 1000), ('MTQ', 1))
    """
    code = unit.upper()
    return energy_unit(code) or _POWER_UNITS.get(code) or (code, 1)
