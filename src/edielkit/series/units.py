"""Units of energy: how both wires call them, and what they are in Elhub's.

Source: UN/ECE Recommendation 20, data element 6411, and the unit types of EMIF (sourced).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ("ENERGY_UNITS", "energy_unit")

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
