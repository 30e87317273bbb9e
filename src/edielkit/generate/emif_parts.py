"""The parts of a generated message of EMIF: a walk over the declarations, with values that fit together.

What is required is there, what is optional is there by chance or always; `edielkit.generate.shapes` says where the market
asks for more, or less. A part that hangs together with others (an end user, a period, the master data of a point) is
filled as a whole by a table of `PRESETS`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.codes import agency_of, code_list
from edielkit.emif.declare import Aggregate, Declaration, in_version
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.quantities import ReadQuantity
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleType
from edielkit.emif.values import Code, Identifier
from edielkit.generate.drawn_points import TestPoint
from edielkit.generate.drawn_values import past_midnight, seconds_before
from edielkit.generate.numbers import Numbers
from edielkit.generate.people import Customer, PostalPlace, words
from edielkit.generate.shapes import Shape
from edielkit.market_time import Period

__all__ = ("ABSENT", "Filler", "Preset")

# how often an optional part is there in a message that is not full
_CHANCE = 0.35
# a preset of this says that the part is not there
ABSENT = object()


@attrs.frozen(kw_only=True)
class Preset:
    """The parts of an aggregate that hang together.

    Attributes:
        parts: Value by field; `ABSENT` where the part is not there.
        needs: Fields that are there whenever the aggregate is.
    """

    parts: Mapping[str, Any]
    needs: frozenset[str] = frozenset()


@attrs.define(eq=False, kw_only=True)
class Filler:
    """One message on its way: where chance comes from, and what its parts have in common.

    Attributes:
        rng: Where chance comes from.
        numbers: Where numbers come from.
        now: Aware instant of the message.
        version: EMIF version.
        full: All optional parts are there.
        shape: What the market asks for.
        parties: GLN by role.
        role: Role in the process context.
        area: EIC of the metering grid area.
        point: The metering point that is spoken of.
        direction: Direction of the series that is spoken of.
        form: How the values of a payload are told.
        day: Instant that a process asks for.
        customer: The end user.
        place: Where the metering point is.
        period: What the values of a payload cover.
        channels: Point and direction of each payload.
        is_sum: Values are sums of a grid area.
        formula: How a shared production is divided.
        presets: What fills aggregates as a whole, by the standard's name of the type.
        counts: How often an aggregate stands there, by the standard's name of the type.
        needs: Parts that are there because of the form of the values.
        leaves: Parts that are not there because of it.
    """

    rng: random.Random
    numbers: Numbers
    now: dt.datetime
    version: str
    full: bool
    shape: Shape
    parties: dict[str, str]
    role: str
    area: str
    point: TestPoint
    direction: str = "Out"
    form: str = ""
    day: dt.datetime
    customer: Customer
    place: PostalPlace
    period: Period
    channels: tuple[tuple[TestPoint, str], ...]
    is_sum: bool = False
    formula: str = ""
    presets: Mapping[str, Callable[[Filler, str, int], Preset]] = MappingProxyType({})
    counts: Mapping[str, Callable[[Filler], int]] = MappingProxyType({})
    needs: frozenset[str] = frozenset()
    leaves: frozenset[str] = frozenset()

    def party(self, role: str) -> str:
        """Return the GLN of whoever has a role here."""
        if role not in self.parties:
            self.parties[role] = self.numbers.gln()
        return self.parties[role]

    # -- the walk

    def aggregate(self, cls: type[Aggregate], path: str, number: int = 0) -> Any:
        """Return a value of *cls* that stands at *path* of the payload, the one of that number if it repeats."""
        make = self.presets.get(cls.type_name)
        preset = Preset(parts={}) if make is None else make(self, path, number)
        chosen = self._choice(cls, path, preset)
        parts: dict[str, Any] = {}
        for declared in in_version(cls, self.version):
            where = f"{path}/{declared.name}".lstrip("/")
            value = preset.parts.get(declared.field)
            if value is ABSENT or (declared.choice and declared.field != chosen):
                continue
            if declared.field == chosen or self._is_there(declared, where, preset):
                parts[declared.field] = self._part(declared, where) if value is None else value
        return cls(**parts)

    def _choice(self, cls: type[Aggregate], path: str, preset: Preset) -> str | None:
        """Return the field of a choice that is taken, None for an aggregate without a choice."""
        fields = [
            declared
            for declared in in_version(cls, self.version)
            if declared.choice and preset.parts.get(declared.field) is not ABSENT
        ]
        if not fields:
            return None
        paths = {declared.field: f"{path}/{declared.name}".lstrip("/") for declared in fields}
        asked = [field for field, where in paths.items() if self._asked(where)]
        free = [field for field, where in paths.items() if where not in self.leaves | self.shape.leaves]
        return self.rng.choice(asked or free)

    def _asked(self, where: str) -> bool:
        return self.shape.asks_for(where) or any(
            needed == where or needed.startswith(f"{where}/") for needed in self.needs
        )

    def _is_there(self, declared: Declaration, where: str, preset: Preset) -> bool:
        if declared.min or declared.field in preset.needs or self._asked(where):
            return True
        if where in self.shape.leaves or where in self.leaves:
            return False
        return self.full or self.rng.random() < _CHANCE

    def _part(self, declared: Declaration, where: str) -> Any:
        if not declared.many:
            return self._item(declared, where)
        counted = self.counts.get(declared.type)
        count = (2 if self.full else self.rng.randint(1, 2)) if counted is None else counted(self)
        count = max(declared.min, min(declared.max, count))
        return tuple(self._item(declared, where, number) for number in range(count))

    def _item(self, declared: Declaration, where: str, number: int = 0) -> Any:
        if not declared.is_simple:
            return self.aggregate(AGGREGATES[declared.type], where, number)
        return self.leaf(declared, where)

    # -- single values

    def leaf(self, declared: Declaration, where: str) -> Any:
        """Return a value without parts of its own."""
        if declared.fixed is not None:
            return declared.fixed == "true" if declared.fixed in {"true", "false"} else declared.fixed
        content = SIMPLE_CONTENTS.get(declared.type)
        if content is not None and content.name in _IDENTIFIERS:
            return _IDENTIFIERS[content.name](self, where)
        simple = SIMPLE_TYPES[declared.type if content is None else content.base]
        if content is not None and any(use.name == "MeterReadReasonCode" for use in content.attributes):
            return ReadQuantity(
                Decimal(self.rng.randint(1, 5000)), self.code("MeterReadReasonCodeType", where)
            )
        if simple.codes:
            return self.coded(simple.name, where, plain=content is None or not content.attributes)
        named = _NAMED.get(declared.name)
        return self._simple(simple) if named is None else named(self, simple)

    def coded(self, code_list_name: str, where: str, *, plain: bool) -> Any:
        """Return a code of a list, with its agency unless it is written without one."""
        value = self.code(code_list_name, where)
        return value if plain else Code(value, agency_of(code_list_name, value))

    def code(self, code_list_name: str, where: str) -> str:
        """Return a code of a list that may stand at a place."""
        allowed = self.shape.values.get(where)
        codes = [code.value for code in code_list(code_list_name).in_version(self.version)]
        codes = [code for code in codes if code not in self.shape.without.get(where, ())]
        return self.rng.choice([code for code in codes if allowed is None or code in allowed])

    def _simple(self, simple: SimpleType) -> Any:
        if simple.base == "boolean":
            return self.rng.random() < 0.5
        if simple.base == "dateTime":
            return past_midnight(self.rng, self.now, 1, 900)
        if simple.base in {"int", "long", "decimal"}:
            return self._number(simple)
        return words(self.rng, simple.max_length or 20)

    def _number(self, simple: SimpleType) -> Any:
        most = min(bound for bound in (simple.max_inclusive, simple.max_exclusive, 5000) if bound is not None)
        if simple.base != "decimal":
            return self.rng.randint(1, most)
        places = simple.fraction_digits or 0
        return Decimal(self.rng.randint(1, (most - 1) * 10**places)).scaleb(-places)


def _party(filler: Filler, where: str) -> Identifier:
    return Identifier(filler.party(_PARTIES.get(where.split("/")[-2], filler.role)), "9")


# whose GLN stands in an element
_PARTIES = MappingProxyType(
    {
        "BalanceSupplierInvolvedEnergyParty": "DDQ",
        "BalanceResponsibleInvolvedEnergyParty": "DDK",
        "GridAccessProviderInvolvedEnergyParty": "DDM",
    }
)
_IDENTIFIERS: Mapping[str, Callable[[Filler, str], Any]] = MappingProxyType(
    {
        "Elhub_EnergyPartyIdentifierType": _party,
        "Elhub_MeteringPointIdentifierType": lambda filler, _: Identifier(filler.point.identification, "9"),
        "Elhub_MeteringGridAreaIdentifierType": lambda filler, _: Identifier(filler.area, "305"),
    }
)


def _text(filler: Filler, simple: SimpleType) -> str:
    return words(filler.rng, simple.max_length or 20)


def _before(filler: Filler, _: SimpleType) -> dt.datetime:
    """Return an instant of the last hours before now."""
    return seconds_before(filler.now, filler.rng.randint(1, 20_000))


def _day(filler: Filler, _: SimpleType) -> dt.datetime:
    return filler.day


def _midnight(filler: Filler, _: SimpleType) -> dt.datetime:
    return past_midnight(filler.rng, filler.now, 1, 700)


def _list(name: str) -> Callable[[Filler, SimpleType], Any]:
    return lambda filler, _: filler.rng.choice(list(code_list(name).codes))


# what stands in an element, whatever aggregate it is part of
_NAMED: Mapping[str, Callable[[Filler, SimpleType], Any]] = MappingProxyType(
    {
        "Identification": lambda filler, _: filler.numbers.uuid(),
        "OriginalBusinessDocumentReference": lambda filler, _: filler.numbers.uuid(),
        "OriginalPayloadReference": lambda filler, _: filler.numbers.uuid(),
        "RequestReference": lambda filler, _: filler.numbers.uuid(),
        "ConsentID": lambda filler, _: filler.numbers.uuid(),
        "Id": lambda filler, _: filler.numbers.uuid(),
        "StartOfOccurrence": _day,
        "EndOfOccurrence": _day,
        "SnapShotOccurrence": _before,
        "InsertDateTime": _before,
        "RegistrationDateTime": _before,
        "ReconciliationDate": _before,
        "MeterReadingStartDate": _midnight,
        "LastMeterReadingDate": _midnight,
        "DeliveryObligationDate": _midnight,
        "MeterIdentification": lambda filler, _: filler.numbers.meter(),
        "ConsumptionCode": _list("MPTaxationProfile/ConsumptionCode"),
        "NACE_DivisionCode": lambda filler, _: f"{filler.rng.randint(1, 99):02d}",
        "QueryCategory": lambda filler, _: filler.rng.choice(
            filler.shape.values.get("QueryCategory") or list(code_list("RequestCategory").codes)
        ),
        "StreetName": lambda filler, _: filler.place.street,
        "BuildingNumber": lambda filler, _: filler.place.number,
        "Postcode": lambda filler, _: filler.place.postcode,
        "Description": _text,
    }
)
