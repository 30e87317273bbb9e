"""The parts of a short form: what each of its words puts into the payload of a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.messages import (
    CustomerParty,
    CustomerPartyEndOfSupply,
    CustomerPartyStartOfSupply,
    EndUser,
    EndUserIdentification,
    EnergyParty,
    MeasurementDefinitionGeneric,
    MeteringGridArea,
    MeteringPoint,
    MeterSearch,
    MPAddressSearch,
    Period,
)
from edielkit.emif.values import Code, Identifier
from edielkit.market_time import day_period
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.market_points import STATUSES, master_data, postal_address
from edielkit.scenarios.names import MarketNames
from edielkit.scenarios.scenario_fields import Fields, ScenarioError

__all__ = ("PARTS", "StepInput")


def _forgotten(_name: str, _identification: str) -> None:
    """Keep nothing."""


@attrs.frozen(kw_only=True)
class StepInput:
    """What a step says of a message, and what it may speak of.

    Attributes:
        fields: The short form.
        names: Names of parties, points and customers.
        clock: The clock.
        ids: Identifications of earlier messages and consents by name.
        sender: GLN of the juridical sender.
        role: Role code of the sender.
        brs: Process, ``101`` and so on.
        new_id: Gives a UUID for a payload.
        keep: Keeps the identification of a payload under its name.
        inner: The fields are those of one payload of several, and what it is called is the payload's name.
    """

    fields: Fields
    names: MarketNames
    clock: ScenarioClock
    ids: Mapping[str, str]
    sender: str
    role: str
    brs: str
    new_id: Callable[[], str] = str
    keep: Callable[[str, str], None] = _forgotten
    inner: bool = False

    def payload_id(self) -> str:
        """Return a new identification of the payload, and keep it under the name that it has among several."""
        identification, name = self.new_id(), self.fields.text("as") if self.inner else None
        if name is not None:
            self.keep(name, identification)
        return identification

    @property
    def day(self) -> dt.datetime | None:
        """Start of the day that the message names."""
        text = self.fields.text("day")
        return None if text is None else day_period(self.clock.day(text, self.fields.at("day"))).start

    def instant(self, key: str) -> dt.datetime | None:
        """Return the instant under *key*; that of a day is its midnight."""
        text = self.fields.text(key)
        if text is None:
            return None
        try:
            return day_period(self.clock.day(text, self.fields.at(key))).start
        except ScenarioError:
            return self.clock.instant(text, self.fields.at(key))

    @property
    def point(self) -> MeteringPoint | None:
        """The metering point that the message names."""
        name = self.fields.text("point")
        if name is None:
            return None
        return MeteringPoint(identification=Identifier(self.names.gsrn(name, self.fields.at("point")), "9"))

    @property
    def customer(self) -> CustomerPartyStartOfSupply | None:
        """The end user that the message names."""
        name = self.fields.text("customer")
        return None if name is None else self.names.customer(name, self.fields.at("customer"))

    def identification_of(self, key: str) -> str | None:
        """Return the identification of the earlier message that *key* names; a UUID stands for itself."""
        text = self.fields.text(key)
        if text is None:
            return None
        if text not in self.ids and len(text) != 36:
            raise self.fields.wrong(
                f"expected one of {', '.join(self.ids) or 'none yet'}; found {text!r}", key
            )
        return self.ids.get(text, text)


def _point(s: StepInput) -> dict[str, Any]:
    return {"metering_point_used_domain_location": s.point}


def _start(s: StepInput) -> dict[str, Any]:
    return {"start_of_occurrence": s.day}


def _end(s: StepInput) -> dict[str, Any]:
    return {"end_of_occurrence": s.day}


def _reference(s: StepInput) -> dict[str, Any]:
    return {"original_business_document_reference": s.identification_of("reference")}


def _supplier(s: StepInput) -> dict[str, Any]:
    named = s.fields.text("supplier")
    gln = s.names.gln(named, s.fields.at("supplier")) if named else s.sender if s.role == "DDQ" else None
    party = None if gln is None else EnergyParty(identification=Identifier(gln, "9"))
    return {"balance_supplier_involved_energy_party": party}


def _customer_as(kind: Any) -> Callable[[StepInput], dict[str, Any]]:
    names = [field.name for field in attrs.fields(kind)]

    def part(s: StepInput) -> dict[str, Any]:
        customer = s.customer
        values = {} if customer is None else {n: getattr(customer, n) for n in names if hasattr(customer, n)}
        values.pop("extra", None)
        return {"consumer_involved_customer_party": None if customer is None else kind(**values)}

    return part


def _address(s: StepInput) -> dict[str, Any]:
    return {"consumer_involved_customer_address": (postal_address(s.fields.fields("address")),)}


def _consent(s: StepInput) -> dict[str, Any]:
    return {"consent_id": s.identification_of("consent"), "move_in_to_slr": s.fields.yes("to last resort")}


def _end_reason(s: StepInput) -> dict[str, Any]:
    return {"reason_for_transaction": s.fields.text("reason")}


def _area(s: StepInput) -> dict[str, Any]:
    name = s.fields.text("area")
    eic = None if name is None else s.names.area(name, s.fields.at("area"))
    area = None if eic is None else MeteringGridArea(identification=Identifier(eic, "305"))
    return {"metering_grid_area_used_domain_location": area}


def _area_of_query(s: StepInput) -> dict[str, Any]:
    area, kind_text = _area(s)["metering_grid_area_used_domain_location"], s.fields.text("kind")
    kind = None if kind_text is None else Code(kind_text, "89")
    return {"metering_grid_area_domain_location": area, "business_type": kind}


def _master_data(s: StepInput) -> dict[str, Any]:
    status = s.fields.text("status")
    if status is not None and status not in STATUSES:
        raise s.fields.wrong(f"expected one of {', '.join(STATUSES)}; found {status!r}", "status")
    if "data" not in s.fields and status is None:
        return {}
    fields = s.fields.fields("data")
    data = master_data(fields)
    fields.done()
    code = None if status is None else Code(STATUSES[status], "260")
    return {
        "mp_address_metering_point_address": data.address,
        "mp_detail_metering_point_characteristic": attrs.evolve(data.detail, physical_status_type=code),
        "metering_installation_meter_facility": data.meter,
        "measurement_definition": tuple(
            MeasurementDefinitionGeneric(
                product_included_product_characteristics=channel.product_included_product_characteristics,
                direction=channel.direction,
                resolution=channel.resolution,
            )
            for channel in data.channels
        ),
    }


def _query(s: StepInput) -> dict[str, Any]:
    values: dict[str, Any] = {"query_type_code": s.fields.needed("query")}
    if "first" in s.fields:
        first, last = s.instant("first"), s.instant("last")
        if first is None or last is None:
            raise s.fields.wrong("expected first and last")
        values["period"] = Period(start=first, end=last)
    else:
        values["snap_shot_occurrence"] = s.day
    return values


def _texts(*names: str) -> Callable[[StepInput], dict[str, Any]]:
    def part(s: StepInput) -> dict[str, Any]:
        return {name: s.fields.text(name.replace("_", " ")) for name in names}

    return part


def _search(s: StepInput) -> dict[str, Any]:
    street, house, code = (s.fields.text(key) for key in ("street", "house number", "post code"))
    meter, customer = s.fields.text("meter"), s.customer
    return {
        "purpose": s.fields.text("purpose"),
        "consumer_involved_customer_party": None
        if customer is None
        else EndUserIdentification(identification=customer.identification),
        "mp_address_metering_point_address": MPAddressSearch(
            street_name=street, building_number=house, postcode=code
        )
        if street or house or code
        else None,
        "metering_installation_meter_facility": None
        if meter is None
        else MeterSearch(meter_identification=meter),
    }


def _access(s: StepInput) -> dict[str, Any]:
    longer = s.fields.yes("extended storage")
    return {
        "update_indicator": s.fields.needed("do"),
        "consumer_involved_customer_party": None
        if longer is None
        else EndUser(extended_storage_metering_values=longer),
    }


def _reasons(s: StepInput) -> dict[str, Any]:
    return {"response_reason_type": _codes(s)}


def _codes(s: StepInput) -> tuple[Code, ...]:
    return tuple(
        Code(text, "89" if text.startswith("EH") else "260") for text in s.fields.texts("reasons") or ()
    )


def _poll(s: StepInput) -> dict[str, Any]:
    client = s.fields.text("for")
    gln = None if client is None else s.names.gln(client, s.fields.at("for"))
    return {"energy_party": None if gln is None else EnergyParty(identification=Identifier(gln, "9"))}


def _received(s: StepInput) -> dict[str, Any]:
    return {
        "status_type": Code(s.fields.text("status", "39") or "", "6"),
        "response_reason_type": _codes(s),
        "original_payload_reference": s.identification_of("part"),
    }


# Name of a part to what it puts into a payload, by field.
PARTS: Mapping[str, Callable[[StepInput], dict[str, Any]]] = MappingProxyType(
    {
        "start": _start,
        "end": _end,
        "reference": _reference,
        "point": _point,
        "supplier": _supplier,
        "consent": _consent,
        "customer of a start": _customer_as(CustomerPartyStartOfSupply),
        "customer of an end": _customer_as(CustomerPartyEndOfSupply),
        "customer of an update": _customer_as(CustomerParty),
        "address": _address,
        "reason of the end": _end_reason,
        "reasons": _reasons,
        "area": _area,
        "area of a query": _area_of_query,
        "master data": _master_data,
        "query": _query,
        "search": _search,
        "access": _access,
        "poll": _poll,
        "received": _received,
        "letter": _texts("query_category", "subject", "request_public", "request_private"),
        "answer": _texts("query_category", "subject", "feedback_public", "feedback_private"),
        "letter to the hub": _texts("query_category", "subject", "request"),
    }
)
