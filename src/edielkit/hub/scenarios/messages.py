"""Messages from their short form: what a scenario says of a message, filled up to one that a party could send.

A table says for each message which parts of the short form make up its payload. The form is only short: what the
standard wants beyond it, or must not have, is set and dropped by path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.binding import Message
from edielkit.emif.build import context, header
from edielkit.emif.messages import (
    Acknowledgement,
    AcknowledgementPayload,
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
    PollForData,
    PollForDataPayload,
    RejectEventSingleMP,
    RejectStartOfSupply,
    RequestDataFromElhub,
    RequestDataFromElhubPayload,
    RequestEndOfSupply,
    RequestEndOfSupplyPayload,
    RequestStartOfSupply,
    RequestStartOfSupplyPayload,
    RequestToElhub,
    RequestToElhubPayload,
    RequestToGridAccessProvider,
    RequestToGridAccessProviderPayload,
    RequestUpdateCustomerInformation,
    RequestUpdateCustomerInformationPayload,
    RequestUpdateMasterDataMeteringPoint,
    RequestUpdateMasterDataMeteringPointPayload,
    RequestUpfrontMeteringPointCharacteristics,
    RequestUpfrontMeteringPointCharacteristicsPayload,
    ResponseFromGridAccessProvider,
    ResponseFromGridAccessProviderPayload,
    UpdateThirdPartyAccess,
    UpdateThirdPartyAccessPayload,
)
from edielkit.emif.values import Code, Identifier
from edielkit.errors import BuildError
from edielkit.hub.scenarios.cast import STATUSES, Cast, master_data, postal_address
from edielkit.hub.scenarios.moments import Moments
from edielkit.hub.scenarios.reading import Fields
from edielkit.market_time import day_period

__all__ = ("KINDS", "Saying", "made", "message_of")


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
    """

    fields: Fields
    cast: Cast
    moments: Moments
    ids: Mapping[str, str]
    sender: str
    role: str
    brs: str

    @property
    def day(self) -> dt.datetime | None:
        """Start of the day that the message names."""
        found = self.fields.text("day")
        return None if found is None else day_period(self.moments.day(found, self.fields.at("day"))).start

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
    return {"query_type_code": s.fields.needed("query"), "snap_shot_occurrence": s.day}


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


@attrs.frozen
class Form:
    """How a short form becomes a message.

    Attributes:
        message: The message.
        payload: The type of its payload.
        field: The field of the payload.
        document_type: Code of the document, unless the form says another.
        back: Code of the document when the form names an earlier message; empty for the same.
        parts: What makes up the payload.
        many: The payload is one of several.
    """

    message: Any
    payload: Any
    field: str
    document_type: str
    back: str
    parts: tuple[Callable[[Saying], dict[str, Any]], ...]
    many: bool = False


_START, _END = CustomerPartyStartOfSupply, CustomerPartyEndOfSupply
_EVENT, _MASTER, _RESPONSE = "payload_mp_event", "payload_master_data_mp_event", "payload_response_event"
_ASKED = _texts("query_category", "subject", "request_public", "request_private")
_ANSWERED = _texts("query_category", "subject", "feedback_public", "feedback_private")

# Document types: process components 1, 3, 5, 10, 13, 15, 22 and 34, and the tables of BRS-NO-601 and 611.
KINDS: Mapping[str, Form] = MappingProxyType(
    {
        each.message.kind(): each
        for each in (
            Form(
                RequestStartOfSupply,
                RequestStartOfSupplyPayload,
                _EVENT,
                "392",
                "E02",
                (_start, _reference, _point, _supplier, _consent, _customer_as(_START), _address),
            ),
            Form(
                RequestEndOfSupply,
                RequestEndOfSupplyPayload,
                _EVENT,
                "432",
                "E02",
                (_end, _reference, _end_reason, _point, _supplier, _customer_as(_END), _address),
            ),
            Form(
                RejectStartOfSupply,
                RejectEventSingleMP,
                _RESPONSE,
                "414",
                "",
                (_reference, _reasons, _point),
            ),
            Form(
                RequestUpdateMasterDataMeteringPoint,
                RequestUpdateMasterDataMeteringPointPayload,
                _MASTER,
                "E58",
                "",
                (_start, _reference, _point, _area, _master_data),
                many=True,
            ),
            Form(
                RequestUpdateCustomerInformation,
                RequestUpdateCustomerInformationPayload,
                _MASTER,
                "E10",
                "",
                (_start, _point, _customer_as(CustomerParty), _address),
            ),
            Form(RequestDataFromElhub, RequestDataFromElhubPayload, _EVENT, "21", "", (_query, _point)),
            Form(
                RequestToGridAccessProvider,
                RequestToGridAccessProviderPayload,
                _EVENT,
                "21",
                "",
                (_ASKED, _point),
            ),
            Form(
                ResponseFromGridAccessProvider,
                ResponseFromGridAccessProviderPayload,
                _RESPONSE,
                "21",
                "",
                (_reference, _ANSWERED, _point),
            ),
            Form(
                RequestToElhub,
                RequestToElhubPayload,
                _EVENT,
                "21",
                "",
                (_texts("query_category", "subject", "request"), _point),
            ),
            Form(
                RequestUpfrontMeteringPointCharacteristics,
                RequestUpfrontMeteringPointCharacteristicsPayload,
                _EVENT,
                "E10",
                "",
                (_point, _search),
            ),
            Form(
                UpdateThirdPartyAccess,
                UpdateThirdPartyAccessPayload,
                _EVENT,
                "E10",
                "",
                (_end, _access, _point),
            ),
            Form(PollForData, PollForDataPayload, "payload", "21", "", (_poll,)),
            Form(Acknowledgement, AcknowledgementPayload, _RESPONSE, "294", "", (_reference, _received)),
        )
    }
)
_UNANSWERED = frozenset(
    {
        "PollForData",
        "Acknowledgement",
        "RequestUpfrontMeteringPointCharacteristics",
        "RequestDataFromElhub",
        "RejectStartOfSupply",
        "ResponseFromGridAccessProvider",
        "RequestToGridAccessProvider",
    }
)


def made(kind: str, saying: Saying, *, identification: str, physical: str, recipient: str) -> Message:
    """Return the message of *kind* that a short form describes.

    Args:
        kind: Name of the message.
        saying: The short form.
        identification: UUID of the message.
        physical: GLN of the physical sender.
        recipient: GLN of the recipient.

    Raises:
        ScenarioError: The form lacks what the message needs.
    """
    form, fields = KINDS[kind], saying.fields
    usual = form.back if form.back and "reference" in fields else form.document_type
    code = fields.text("type", usual) or usual
    positive = fields.yes("positive")
    parts = {name: value for part in form.parts for name, value in part(saying).items() if value is not None}
    try:
        payload = form.payload(**parts)
        head = header(
            identification=identification,
            document_type=code,
            created=saying.moments.now,
            sender=saying.sender,
            recipient=recipient,
            physical_sender=physical,
            request_positive_acknowledgement=(positive is not False or None)
            if kind not in _UNANSWERED or positive
            else None,
        )
    except TypeError as error:
        missing = str(error).partition("argument")[2].lstrip("s: ")
        raise fields.wrong(f"{kind} needs more: {missing}") from None
    except BuildError as error:
        raise fields.wrong(str(error)) from None
    process = "POLL" if saying.brs == "POLL" else f"BRS-NO-{saying.brs}"
    message: Any = form.message(
        header=head,
        process_energy_context=context(process, saying.role),
        **{form.field: (payload,) if form.many else payload},
    )
    return message_of(message, fields)


def message_of(message: Message, fields: Fields) -> Message:
    """Return *message* with what ``set`` and ``drop`` say: values by the path of their fields."""
    if "set" not in fields and "drop" not in fields:
        return message
    plain = message.to_dict()
    changes = fields.fields("set")
    for path in changes:
        _put(plain, path, changes.any(path), changes)
    for path in fields.texts("drop") or ():
        _put(plain, path, None, changes)
    from edielkit.emif.plain import from_dict

    try:
        found = from_dict(message.kind(), plain)
    except (BuildError, TypeError) as error:
        raise fields.wrong(str(error), "set") from None
    assert isinstance(found, Message)
    return found


def _put(plain: dict[str, Any], path: str, value: Any, fields: Fields) -> None:
    """Set the value at *path*, numbers counting list items; None takes it away."""
    *way, last = path.split(".")
    at: Any = plain
    for name in way:
        if isinstance(at, list) and name.isdigit() and int(name) < len(at):
            at = at[int(name)]
        elif isinstance(at, dict):
            at = at.setdefault(name, {})
        else:
            raise fields.wrong(f"no part {name!r} is there", path)
    if not isinstance(at, dict):
        raise fields.wrong("expected the path of a field", path)
    if value is None:
        at.pop(last, None)
    else:
        at[last] = value
