"""Who and what a scenario is about: parties, grid areas, customers and metering points, each under a name.

The names stand in the scenario and in its story; the numbers behind them travel in the messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.messages import (
    CustomerPartyStartOfSupply,
    DetailMeteringPointCharacteristic,
    EstimatedAnnualVolumeDetail,
    InvoiceeAddress,
    MeasurementDefinition,
    MeterFacility,
    MPAddress,
    ProductCharacteristic,
)
from edielkit.emif.values import Code, Identifier
from edielkit.exchange import ExchangePoint
from edielkit.hub.core.config import Config
from edielkit.hub.core.market import Market
from edielkit.hub.core.parties import Party
from edielkit.hub.core.records import (
    ACTIVE,
    INACTIVE,
    TERMINATED,
    Access,
    MasterData,
    Occupancy,
    Point,
    StatusChange,
    Supply,
    Timeline,
    Version,
)
from edielkit.hub.core.structure import GridArea, Structure
from edielkit.scenarios.border_points import exchange_point
from edielkit.scenarios.generated_ids import assign_numbers
from edielkit.scenarios.scenario_fields import Fields, ScenarioError
from edielkit.scenarios.series_values import PRODUCTS, resolution_of

__all__ = ("STATUSES", "MarketNames", "read_config", "read_names")

# Words of a scenario to codes: Elhub_PhysicalStatusCode, Elhub_MeteringPointTypeCode, Elhub_SettlementMethodTypeCode.
STATUSES: Mapping[str, str] = MappingProxyType(
    {"active": ACTIVE, "inactive": INACTIVE, "terminated": TERMINATED}
)
KINDS: Mapping[str, str] = MappingProxyType(
    {"consumption": "E17", "production": "E18", "combined": "E19", "exchange": "E20"}
)
SETTLEMENTS: Mapping[str, str] = MappingProxyType({"profiled": "E01", "interval": "E02", "none": "Z01"})
_ACTIVE_ENERGY = "8716867000030"
_LIMITED, _FULL = "limited", "full"


@attrs.frozen(kw_only=True)
class MarketNames:
    """The names of a scenario and what they stand for.

    Attributes:
        parties: Market parties by name.
        areas: Grid areas by name.
        customers: End users by name.
        points: Identifications of metering points by name, registered or not.
        registered: The metering points that the market begins with.
        exchange_points: The exchange points that the market begins with.
    """

    parties: Mapping[str, Party]
    areas: Mapping[str, GridArea]
    customers: Mapping[str, CustomerPartyStartOfSupply] = attrs.field(repr=False)
    points: Mapping[str, str]
    registered: tuple[Point, ...] = attrs.field(repr=False)
    exchange_points: tuple[ExchangePoint, ...] = ()

    @property
    def market(self) -> Market:
        """What the hub begins with."""
        return Market(
            parties=tuple(self.parties.values()),
            structure=Structure.of(self.areas.values()),
            points=self.registered,
            exchange_points=self.exchange_points,
        )

    def gln(self, name: str, place: str = "") -> str:
        """Return the GLN of a party; a number stands for itself, so that a stranger can be named too."""
        if name in self.parties:
            return self.parties[name].gln
        return _number(name, 13, "party", self.parties, place)

    def gsrn(self, name: str, place: str = "") -> str:
        """Return the identification of a metering point; a number stands for itself."""
        return self.points.get(name) or _number(name, 18, "metering point", self.points, place)

    def customer(self, name: str, place: str = "") -> CustomerPartyStartOfSupply:
        """Return an end user."""
        if name not in self.customers:
            raise _unknown(name, "customer", self.customers, place)
        return self.customers[name]

    def area(self, name: str, place: str = "") -> str:
        """Return the EIC of a grid area; one that nobody knows stands for itself."""
        if name in self.areas:
            return self.areas[name].identification
        if len(name) == 16:
            return name
        raise _unknown(name, "area", self.areas, place)

    def number_of(self, name: str) -> str:
        """Return the number behind a name of anybody; any other text as it is."""
        if name in self.parties:
            return self.parties[name].gln
        if name in self.areas:
            return self.areas[name].identification
        if name in self.customers:
            return str(self.customers[name].identification)
        return self.points.get(name, name)

    def name_of(self, number: str) -> str:
        """Return the name behind a number; the number of one without a name."""
        return self._names.get(number, number)

    @property
    def _names(self) -> dict[str, str]:
        return {
            **{party.gln: name for name, party in self.parties.items()},
            **{number: name for name, number in self.points.items()},
            **{area.identification: name for name, area in self.areas.items()},
            **{str(customer.identification): name for name, customer in self.customers.items()},
        }


def _number(name: str, length: int, what: str, candidates: Mapping[str, Any], place: str) -> str:
    if name.isascii() and name.isdigit() and len(name) == length:
        return name
    raise _unknown(name, what, candidates, place)


def _unknown(name: str, what: str, candidates: Mapping[str, Any], place: str) -> ScenarioError:
    return ScenarioError(
        f"expected {'an' if what[0] in 'aeiou' else 'a'} {what} of {', '.join(candidates) or 'none'}; found {name!r}",
        place,
    )


# Part of a market to the key of its number, the kind of number, and what says that somebody is new rather than misspelt.
_NUMBERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = MappingProxyType(
    {
        "parties": ("gln", "gln", ("roles",)),
        "areas": ("eic", "eic", ("owner",)),
        "customers": ("number", "end user", ("name", "given name", "family name")),
        "points": ("number", "number", ("area", "registered")),
    }
)


def read_names(*sources: Fields | Mapping[str, Any]) -> MarketNames:
    """Return the names that the parts of one or several mappings describe; a later one adds to those before it.

    Args:
        sources: Mappings with ``parties``, ``areas``, ``customers`` and ``points``, in the language of scenarios.
            Whoever has no number gets an invented one, the same for a name in every run.

    Raises:
        ScenarioError: A part is not what it should be.

    >>> names = read_names({"parties": {"grid": {"roles": ["DDM"]}}, "areas": {"valley": {"owner": "grid"}}})
    >>> names.gln("grid"), names.area("valley")
    ('7080009780960', '50YHUB-JS84SSLV9')
    """
    mappings = tuple(source if isinstance(source, Fields) else Fields(source, "") for source in sources)
    read = {part: _numbered(part, _merged(mappings, part)) for part in _NUMBERS}
    for mapping, source in zip(mappings, sources, strict=True):
        if mapping is not source:
            mapping.done()
    parties = _parties(read["parties"])
    empty = MarketNames(parties=parties, areas={}, customers={}, points={}, registered=())
    areas = _areas(read["areas"], empty)
    customers = {name: _customer(fields) for name, fields in read["customers"].items()}
    gsrns = {name: fields.needed("number") for name, fields in read["points"].items()}
    names = attrs.evolve(empty, areas=areas, customers=customers, points=gsrns)
    points = (
        _point(fields, number)(names)
        for fields, number in zip(read["points"].values(), gsrns.values(), strict=True)
        if fields.yes("registered") is not False
    )
    places = (
        exchange_point(fields, number, names)
        for fields, number in zip(read["points"].values(), gsrns.values(), strict=True)
    )
    complete = attrs.evolve(
        names, registered=tuple(points), exchange_points=tuple(point for point in places if point is not None)
    )
    for part in read.values():
        for fields in part.values():
            fields.done()
    return complete


def _merged(sources: tuple[Fields, ...], part: str) -> dict[str, Fields]:
    """Return the mappings under *part* by name; a name that comes again adds to what stands there."""
    merged: dict[str, dict[str, Any]] = {}
    places: dict[str, str] = {}
    for source in sources:
        for name, fields in source.named(part).items():
            merged[name] = {**merged.get(name, {}), **{key: fields.any(key) for key in fields}}
            places[name] = fields.place
    return {name: Fields(data, places[name]) for name, data in merged.items()}


def _numbered(part: str, named: dict[str, Fields]) -> dict[str, Fields]:
    """Return the mappings with a number each: what has none, and is new, gets an invented one."""
    key, kind, new = _NUMBERS[part]
    stated = {name: text for name, fields in named.items() if (text := fields.text(key)) is not None}
    for name, fields in named.items():
        if name not in stated and not any(marker in fields for marker in new):
            raise fields.wrong(f"expected {key!r}, or {' or '.join(map(repr, new))} of one that is new")
    assigned = assign_numbers(kind, named, stated)
    return {
        name: Fields({**{field: fields.any(field) for field in fields}, key: assigned[name]}, fields.place)
        for name, fields in named.items()
    }


def _parties(named: Mapping[str, Fields]) -> dict[str, Party]:
    glns = {name: fields.needed("gln") for name, fields in named.items()}

    def party(name: str, fields: Fields) -> Party:
        providers = fields.texts("providers") or ()
        missing = [provider for provider in providers if provider not in glns]
        if missing:
            raise _unknown(missing[0], "party", glns, fields.at("providers"))
        try:
            return Party(
                gln=glns[name],
                name=name,
                roles=frozenset(fields.texts("roles") or ()),
                providers=frozenset(glns[provider] for provider in providers),
                organisation_number=fields.text("organisation number", "") or "",
                return_address=fields.text("return address", "") or "",
                active=fields.yes("active") is not False,
            )
        except ValueError as error:
            raise fields.wrong(str(error), "roles") from None

    return {name: party(name, fields) for name, fields in named.items()}


def _areas(named: Mapping[str, Fields], names: MarketNames) -> dict[str, GridArea]:
    eics = {name: fields.needed("eic") for name, fields in named.items()}

    def party(fields: Fields, key: str) -> str:
        text = fields.text(key)
        return "" if text is None else names.gln(text, fields.at(key))

    def area(name: str, fields: Fields) -> GridArea:
        neighbours = fields.texts("neighbours") or ()
        missing = [neighbour for neighbour in neighbours if neighbour not in eics]
        if missing:
            raise _unknown(missing[0], "area", eics, fields.at("neighbours"))
        return GridArea(
            identification=eics[name],
            name=name,
            owner=party(fields, "owner"),
            price_area=fields.text("price area", "") or "",
            last_resort=party(fields, "last resort"),
            loss_supplier=party(fields, "loss supplier"),
            neighbours=frozenset(eics[neighbour] for neighbour in neighbours),
            parent=fields.text("parent", "") or "",
            virtual=fields.yes("virtual") or False,
        )

    return {name: area(name, fields) for name, fields in named.items()}


def _customer(fields: Fields) -> CustomerPartyStartOfSupply:
    number = fields.needed("number")
    firm = len(number) == 9
    return CustomerPartyStartOfSupply(
        identification=Identifier(number, "82" if firm else "Z01"),
        name=fields.text("name", "Eksempel AS") if firm else None,
        given_name=None if firm else fields.text("given name", "Test"),
        family_name=None if firm else fields.text("family name", "Testesen"),
        extended_storage_metering_values=fields.yes("extended storage") or False,
    )


def postal_address(fields: Fields | None = None) -> InvoiceeAddress:
    """Return an invented postal address, with what *fields* say of it."""
    return InvoiceeAddress(
        address_type="postaladr",
        street_name=(fields and fields.text("street")) or "Eksempelveien",
        building_number=(fields and fields.text("house number")) or "7",
        postcode=(fields and fields.text("post code")) or "0001",
        city_name="EKSEMPELBYEN",
        country_code=Code("NO", "5"),
    )


def master_data(fields: Fields) -> MasterData:
    """Return the master data that ``kind``, ``settlement``, ``meter``, ``annual``, ``blocked`` and the address describe."""
    kind = _chosen(fields, "kind", KINDS, "consumption")
    settlement = _chosen(fields, "settlement", SETTLEMENTS, "interval")
    profiled = settlement == SETTLEMENTS["profiled"]
    where = postal_address(fields)
    meter = fields.text("meter")
    resolution = "N" if profiled else resolution_of(fields)
    annual = fields.number("annual")
    directions = {"E18": ("In",), "E19": ("Out", "In"), "E20": ("Out", "In")}.get(kind, ("Out",))
    return MasterData(
        detail=DetailMeteringPointCharacteristic(
            metering_point_type=Code(kind, "260"),
            metering_point_sub_type_consumption=Code("A04", "89") if kind in {"E17", "E19"} else None,
            settlement_method_type=None
            if kind == "E20"
            else Code(settlement, "89" if settlement == "Z01" else "260"),
            blocked_for_switching=fields.yes("blocked") or False,
            meter_reading_occurrence=None if profiled else resolution,
        ),
        address=MPAddress(
            street_name=where.street_name,
            building_number=where.building_number,
            postcode=where.postcode,
            city_name=where.city_name,
            country_code=where.country_code,
        ),
        meter=None
        if meter is None
        else MeterFacility(meter_identification=meter, number_of_digits=6, constant=_constant(fields)),
        channels=tuple(
            MeasurementDefinition(
                product_included_product_characteristics=ProductCharacteristic(
                    identification=Identifier(_ACTIVE_ENERGY, "9"), unit_type="kWh"
                ),
                direction=direction,
                resolution=resolution,
            )
            for direction in directions
        )
        + tuple(_reactive(fields, directions, resolution)),
        annual=()
        if annual is None
        else (EstimatedAnnualVolumeDetail(total=annual, calculation_method="Manual", direction=None),),
    )


def _reactive(
    fields: Fields, directions: tuple[str, ...], resolution: str
) -> Iterator[MeasurementDefinition]:
    """Yield the channels of reactive energy under ``reactive``; in the directions of the active ones."""
    for word in fields.texts("reactive") or ():
        if word not in _REACTIVE:
            raise fields.wrong(f"expected one of {', '.join(_REACTIVE)}; found {word!r}", "reactive")
        for direction in directions:
            yield MeasurementDefinition(
                product_included_product_characteristics=ProductCharacteristic(
                    identification=Identifier(PRODUCTS[word], "9"), unit_type="kvarh"
                ),
                direction=direction,
                resolution=resolution,
            )


_REACTIVE = ("reactive", "capacitive", "inductive")


def _constant(fields: Fields) -> Decimal | None:
    text = fields.text("constant")
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        raise fields.wrong(f"expected a number, found {text!r}", "constant") from None


def _chosen(fields: Fields, key: str, words: Mapping[str, str], default: str) -> str:
    word = fields.text(key, default) or default
    if word not in words:
        raise fields.wrong(f"expected one of {', '.join(words)}; found {word!r}", key)
    return words[word]


def _point(fields: Fields, number: str) -> Any:
    def of(names: MarketNames) -> Point:
        since = _date(fields, "since", dt.date(2024, 1, 1))
        created = _date(fields, "made", dt.date(2020, 1, 1))
        data = master_data(fields)
        return Point(
            identification=number,
            area=names.area(fields.needed("area"), fields.at("area")),
            timeline=_timeline(fields, names, since),
            statuses=(StatusChange(start=created, status=_chosen(fields, "status", STATUSES, "active")),),
            versions=(Version(start=created, data=data),),
            settlement_point=str(data.detail.metering_point_type) != KINDS["exchange"],
        )

    return of


def _timeline(fields: Fields, names: MarketNames, since: dt.date) -> Timeline:
    user, supplier = fields.text("user"), fields.text("supplier")
    role = fields.text("role", "DDQ") or "DDQ"
    supplied = _date(fields, "supplied since", since)
    accesses = fields.fields("access")
    if user is None:
        if supplier is not None:
            raise fields.wrong("a point without user has no supplier", "supplier")
        return Timeline()
    return Timeline(
        occupancies=(
            Occupancy(
                start=since, customer=names.customer(user, fields.at("user")), addresses=(postal_address(),)
            ),
        ),
        supplies=()
        if supplier is None
        else (Supply(start=supplied, supplier=names.gln(supplier, fields.at("supplier")), role=role),),
        accesses=tuple(_access(accesses, name, names, since) for name in accesses),
    )


def _access(fields: Fields, name: str, names: MarketNames, since: dt.date) -> Access:
    level = fields.needed(name)
    if level not in {_LIMITED, _FULL}:
        raise fields.wrong(f"expected {_LIMITED} or {_FULL}, found {level!r}", name)
    return Access(start=since, party=names.gln(name, fields.at(name)), full=level == _FULL)


def _date(fields: Fields, key: str, default: dt.date) -> dt.date:
    text = fields.text(key)
    if text is None:
        return default
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise fields.wrong(f"expected a day such as 2024-01-01, found {text!r}", key) from None


def read_config(fields: Fields) -> Config:
    """Return the settings that a mapping describes: the fields of `Config`, with spaces in place of underscores.

    Raises:
        ScenarioError: There is no such setting, or its value has another shape.
    """
    settings: dict[str, Any] = {}
    for field in attrs.fields(Config):
        key = field.name.replace("_", " ")
        if key in fields:
            kind = str(field.type).removesuffix(" | None")
            settings[field.name] = (
                _date(fields, key, dt.date.min)
                if kind == "dt.date"
                else _SETTINGS.get(kind, Fields.text)(fields, key)
            )
    fields.done()
    try:
        return Config(**settings)
    except ValueError as error:
        raise fields.wrong(str(error.args[0])) from None


# How a setting is read, by its annotation; a text otherwise.
_SETTINGS: Mapping[str, Callable[[Fields, str], Any]] = MappingProxyType(
    {"bool": Fields.yes, "int": Fields.number}
)
