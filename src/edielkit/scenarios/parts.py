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
from edielkit.scenarios.clock import Moments
from edielkit.scenarios.names import STATUSES, Cast, master_data, postal_address
from edielkit.scenarios.reading import Fields, ScenarioError

__all__ = ("PARTS", "Saying")


def _forgotten(_name: str, _identification: str) -> None:
    """Keep nothing."""


@attrs.frozen(kw_only=True)
class Saying:
    """What a step says of a message, and what it may speak of.

    Attributes:
        fields: The short form.
        cast: Names of parties, points and customers.
        moments: The clock.
        ids: Identifications of earlier messages and consents by name.
        sender: GLN of the juridical sender.
        role: Role code of the sender.
        brs: Process, ``101`` and so on.
        new_id: Gives a UUID for a payload.
        keep: Keeps the identification of a payload under its name.
        inner: The fields are those of one payload of several, and what it is called is the payload's name.
    """

    fields: Fields
    cast: Cast
    moments: Moments
    ids: Mapping[str, str]
    sender: str
    role: str
    brs: str
    new_id: Callable[[], str] = str
    keep: Callable[[str, str], None] = _forgotten
    inner: bool = False

    def payload_id(self) -> str:
        """Return a new identification of the payload, and keep it under the name that it has among several."""
        made, name = self.new_id(), self.fields.text("as") if self.inner else None
        if name is not None:
            self.keep(name, made)
        return made

    @property
    def day(self) -> dt.datetime | None:
        """Start of the day that the message names."""
        found = self.fields.text("day")
        return None if found is None else day_period(self.moments.day(found, self.fields.at("day"))).start

    def instant(self, key: str) -> dt.datetime | None:
        """Return the instant under *key*; that of a day is its midnight."""
        found = self.fields.text(key)
        if found is None:
            return None
        try:
            return day_period(self.moments.day(found, self.fields.at(key))).start
        except ScenarioError:
            return self.moments.instant(found, self.fields.at(key))

    @property
    def point(self) -> MeteringPoint | None:
        """The metering point that the message names."""
        found = self.fields.text("point")
        if found is None:
            return None
        return MeteringPoint(identification=Identifier(self.cast.gsrn(found, self.fields.at("point")), "9"))

    @property
    def customer(self) -> CustomerPartyStartOfSupply | None:
        """The end user that the message names."""
        found = self.fields.text("customer")
        return None if found is None else self.cast.customer(found, self.fields.at("customer"))

    def known(self, key: str) -> str | None:
        """Return the identification of the earlier message that *key* names; a UUID stands for itself."""
        found = self.fields.text(key)
        if found is None:
            return None
        if found not in self.ids and len(found) != 36:
            raise self.fields.wrong(
                f"expected one of {', '.join(self.ids) or 'none yet'}; found {found!r}", key
            )
        return self.ids.get(found, found)


def _point(s: Saying) -> dict[str, Any]:
    return {"metering_point_used_domain_location": s.point}


def _start(s: Saying) -> dict[str, Any]:
    return {"start_of_occurrence": s.day}


def _end(s: Saying) -> dict[str, Any]:
    return {"end_of_occurrence": s.day}


def _reference(s: Saying) -> dict[str, Any]:
    return {"original_business_document_reference": s.known("reference")}


def _supplier(s: Saying) -> dict[str, Any]:
    named = s.fields.text("supplier")
    gln = s.cast.gln(named, s.fields.at("supplier")) if named else s.sender if s.role == "DDQ" else None
    party = None if gln is None else EnergyParty(identification=Identifier(gln, "9"))
    return {"balance_supplier_involved_energy_party": party}


def _customer_as(kind: Any) -> Callable[[Saying], dict[str, Any]]:
    names = [each.name for each in attrs.fields(kind)]

    def part(s: Saying) -> dict[str, Any]:
        found = s.customer
        values = {} if found is None else {n: getattr(found, n) for n in names if hasattr(found, n)}
        values.pop("extra", None)
        return {"consumer_involved_customer_party": None if found is None else kind(**values)}

    return part


def _address(s: Saying) -> dict[str, Any]:
    return {"consumer_involved_customer_address": (postal_address(s.fields.fields("address")),)}


def _consent(s: Saying) -> dict[str, Any]:
    return {"consent_id": s.known("consent"), "move_in_to_slr": s.fields.yes("to last resort")}


def _end_reason(s: Saying) -> dict[str, Any]:
    return {"reason_for_transaction": s.fields.text("reason")}


def _area(s: Saying) -> dict[str, Any]:
    found = s.fields.text("area")
    eic = None if found is None else s.cast.area(found, s.fields.at("area"))
    area = None if eic is None else MeteringGridArea(identification=Identifier(eic, "305"))
    return {"metering_grid_area_used_domain_location": area}


def _area_of_query(s: Saying) -> dict[str, Any]:
    found, said = _area(s)["metering_grid_area_used_domain_location"], s.fields.text("kind")
    kind = None if said is None else Code(said, "89")
    return {"metering_grid_area_domain_location": found, "business_type": kind}


def _master_data(s: Saying) -> dict[str, Any]:
    status = s.fields.text("status")
    if status is not None and status not in STATUSES:
        raise s.fields.wrong(f"expected one of {', '.join(STATUSES)}; found {status!r}", "status")
    if "data" not in s.fields and status is None:
        return {}
    said = s.fields.fields("data")
    data = master_data(said)
    said.done()
    code = None if status is None else Code(STATUSES[status], "260")
    return {
        "mp_address_metering_point_address": data.address,
        "mp_detail_metering_point_characteristic": attrs.evolve(data.detail, physical_status_type=code),
        "metering_installation_meter_facility": data.meter,
        "measurement_definition": tuple(
            MeasurementDefinitionGeneric(
                product_included_product_characteristics=each.product_included_product_characteristics,
                direction=each.direction,
                resolution=each.resolution,
            )
            for each in data.channels
        ),
    }


def _query(s: Saying) -> dict[str, Any]:
    found: dict[str, Any] = {"query_type_code": s.fields.needed("query")}
    if "first" in s.fields:
        first, last = s.instant("first"), s.instant("last")
        if first is None or last is None:
            raise s.fields.wrong("expected first and last")
        found["period"] = Period(start=first, end=last)
    else:
        found["snap_shot_occurrence"] = s.day
    return found


def _texts(*names: str) -> Callable[[Saying], dict[str, Any]]:
    def part(s: Saying) -> dict[str, Any]:
        return {name: s.fields.text(name.replace("_", " ")) for name in names}

    return part


def _search(s: Saying) -> dict[str, Any]:
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


def _access(s: Saying) -> dict[str, Any]:
    longer = s.fields.yes("extended storage")
    return {
        "update_indicator": s.fields.needed("do"),
        "consumer_involved_customer_party": None
        if longer is None
        else EndUser(extended_storage_metering_values=longer),
    }


def _reasons(s: Saying) -> dict[str, Any]:
    return {"response_reason_type": _codes(s)}


def _codes(s: Saying) -> tuple[Code, ...]:
    return tuple(
        Code(each, "89" if each.startswith("EH") else "260") for each in s.fields.texts("reasons") or ()
    )


def _poll(s: Saying) -> dict[str, Any]:
    client = s.fields.text("for")
    gln = None if client is None else s.cast.gln(client, s.fields.at("for"))
    return {"energy_party": None if gln is None else EnergyParty(identification=Identifier(gln, "9"))}


def _received(s: Saying) -> dict[str, Any]:
    return {
        "status_type": Code(s.fields.text("status", "39") or "", "6"),
        "response_reason_type": _codes(s),
        "original_payload_reference": s.known("part"),
    }


# Name of a part to what it puts into a payload, by field.
PARTS: Mapping[str, Callable[[Saying], dict[str, Any]]] = MappingProxyType(
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
