"""Units of electricity and gas: how each wire spells them, what they measure, and how large they are.

The one table of units: reading, checking, converting and writing ask here.
Source: UN/ECE Recommendation 20, data element 6411, and the unit types of EMIF (sourced); the units without a base are
those of Svenska kraftnät's UTILTS guide 25-A-4, field 264, and D54 of an example of BDEW MSCONS MIG 2.4c (sourced).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

__all__ = (
    "BASES",
    "ENERGY_CODES",
    "UNITS",
    "Unit",
    "edifact_unit",
    "energy_unit",
    "is_listed",
    "unit_named",
    "unit_size",
)

_ENERGY = frozenset({"kWh", "kvarh"})


@attrs.frozen
class Unit:
    """A unit.

    Attributes:
        code: What EDIFACT writes, data element 6411.
        name: What EMIF and a `TimeSeries` call it, empty when that is not said.
        base: The unit that its amounts can be compared in, empty when there is none but itself.
        size: How many of the base one is.
        also: Another spelling that is read, in capitals.
    """

    code: str
    name: str = ""
    base: str = ""
    size: int = 1
    also: str = ""

    @property
    def is_energy(self) -> bool:
        """Amounts of it are energy, not power."""
        return self.base in _ENERGY


UNITS: tuple[Unit, ...] = (
    Unit("KWH", "kWh", "kWh"),
    Unit("MWH", "MWh", "kWh", 1000),
    Unit("GWH", "GWh", "kWh", 1_000_000),
    Unit("KVR", "kvarh", "kvarh", also="KVARH"),
    Unit("K3", base="kvarh"),
    Unit("KWT", "kW", "kW"),
    Unit("MAW", "MW", "kW", 1000),
    Unit("KVA", "kVA"),
    *(Unit(code) for code in ("3B", "D54", "D90", "E08", "E46", "HTZ", "MQH", "MTQ", "P1")),
)

_BY_NAME: Mapping[str, Unit] = MappingProxyType({unit.name: unit for unit in UNITS if unit.name})
_BY_CODE: Mapping[str, Unit] = MappingProxyType({unit.code: unit for unit in UNITS})
_BY_SPELLING: Mapping[str, Unit] = MappingProxyType(
    {**_BY_CODE, **{unit.also: unit for unit in UNITS if unit.also}}
)

BASES = frozenset(unit.base for unit in UNITS if unit.base)
ENERGY_CODES = tuple(unit.code for unit in UNITS if unit.is_energy)


def unit_named(name: str) -> Unit | None:
    """Return the unit that EMIF calls so, None when there is none.

    >>> unit_named("kvarh").code, unit_named("KVR")
    ('KVR', None)
    """
    return _BY_NAME.get(name)


def edifact_unit(name: str) -> str:
    """Return what EDIFACT writes (6411) for a unit; what is no name of one is taken for a code.

    >>> edifact_unit("kvarh"), edifact_unit("kW"), edifact_unit("MTQ")
    ('KVR', 'KWT', 'MTQ')
    """
    unit = _BY_NAME.get(name)
    return unit.code if unit else name


def is_listed(code: str) -> bool:
    """Tell whether a code (6411) is a unit of electricity or gas, written as it is listed.

    >>> is_listed("K3"), is_listed("kvarh"), is_listed("KWX")
    (True, False, False)
    """
    return code in _BY_CODE


def energy_unit(unit: str) -> tuple[str, int] | None:
    """Return the unit of EMIF and the factor to it, whatever the case; None for what is no unit of energy here.

    >>> energy_unit("MWH"), energy_unit("kvarh"), energy_unit("KWT")
    (('kWh', 1000), ('kvarh', 1), None)
    """
    row = _BY_SPELLING.get(unit.upper())
    return (row.base, row.size) if row is not None and row.is_energy else None


def unit_size(unit: str) -> tuple[str, int]:
    """Return the base unit of what *unit* measures, and how many of it one is; an unknown unit is its own base.

    Amounts in two units can be compared when the base is the same.

    >>> unit_size("MWH"), unit_size("MAW"), unit_size("MTQ")
    (('kWh', 1000), ('kW', 1000), ('MTQ', 1))
    """
    code = unit.upper()
    row = _BY_SPELLING.get(code)
    return (row.base, row.size) if row is not None and row.base else (code, 1)
