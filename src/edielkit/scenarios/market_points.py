"""Metering points that a scenario begins with: kind, settlement, address, meter, channels, contracts, in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING

from edielkit.emif.messages import (
    DetailMeteringPointCharacteristic,
    EstimatedAnnualVolumeDetail,
    InvoiceeAddress,
    MeasurementDefinition,
    MeterFacility,
    MPAddress,
    ProductCharacteristic,
    TaxationProfileMeteringPoint,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub.core.market_records import (
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
from edielkit.scenarios.scenario_fields import Fields
from edielkit.scenarios.series_values import PRODUCTS, resolution_of

if TYPE_CHECKING:
    from edielkit.scenarios.names import MarketNames

__all__ = ("STATUSES", "master_data", "postal_address", "registered_point")

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
    """Return the master data that ``kind``, ``settlement``, ``meter``, ``annual``, ``blocked``, codes and the address describe."""
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
            metering_point_sub_type_production=_coded(fields, "production code"),
            installed_capacity=fields.number("capacity"),
            blocked_for_switching=fields.yes("blocked") or False,
            meter_reading_occurrence=None if profiled else resolution,
        ),
        address=MPAddress(
            street_name=where.street_name,
            building_number=where.building_number,
            postcode=where.postcode,
            city_name=where.city_name,
            municipality_code=fields.text("municipality"),
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
        taxation=None
        if "consumption code" not in fields
        else TaxationProfileMeteringPoint(consumption_code=fields.text("consumption code")),
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


def _coded(fields: Fields, key: str) -> Code | None:
    text = fields.text(key)
    return None if text is None else Code(text, "89")


def _chosen(fields: Fields, key: str, words: Mapping[str, str], default: str) -> str:
    word = fields.text(key, default) or default
    if word not in words:
        raise fields.wrong(f"expected one of {', '.join(words)}; found {word!r}", key)
    return words[word]


def registered_point(fields: Fields, number: str, names: MarketNames) -> Point:
    """Return the metering point that a mapping under ``points`` describes.

    Args:
        fields: The keys of the point.
        number: GSRN of the point.
        names: The names.

    Raises:
        ScenarioError: A key is not what it should be.
    """
    since = fields.date("since", dt.date(2024, 1, 1))
    created = fields.date("made", dt.date(2020, 1, 1))
    data = master_data(fields)
    return Point(
        identification=number,
        area=names.area(fields.needed("area"), fields.at("area")),
        timeline=_timeline(fields, names, since),
        statuses=(StatusChange(start=created, status=_chosen(fields, "status", STATUSES, "active")),),
        versions=(Version(start=created, data=data),),
        settlement_point=str(data.detail.metering_point_type) != KINDS["exchange"],
    )


def _timeline(fields: Fields, names: MarketNames, since: dt.date) -> Timeline:
    user, supplier = fields.text("user"), fields.text("supplier")
    role = fields.text("role", "DDQ") or "DDQ"
    supplied = fields.date("supplied since", since)
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
