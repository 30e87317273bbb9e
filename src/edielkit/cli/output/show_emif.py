"""An EMIF document in words: who, why, when, and what each payload says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import attrs

from edielkit.cli.language import label, translate
from edielkit.cli.output.code_text import emif_label
from edielkit.cli.output.instant_texts import instant_text, period_text
from edielkit.cli.output.masking import MASK, code_text, is_personal_field, is_personal_id
from edielkit.cli.output.series_lines import series_lines, totals_line
from edielkit.cli.output.show_pairs import SideBySide
from edielkit.cli.output.terminal import dim, dim_name, pairs, strong
from edielkit.emif.declare import Aggregate, Declaration, Message, declarations
from edielkit.emif.quantities import PriceObservations
from edielkit.emif.series import series as series_of
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Unreadable
from edielkit.harmless import name_of_something
from edielkit.market_time import Period
from edielkit.process_rules.data import way_of
from edielkit.series import Observations, TimeSeries

__all__ = ("document_lines", "message_facts", "wrapper_facts", "wrapper_text")

# The standard's long names, said shortly.
_LABELS = {
    "metering_point_used_domain_location": "metering point",
    "metering_grid_area_used_domain_location": "grid area",
    "metering_grid_area_domain_location": "grid area",
    "balance_supplier_involved_energy_party": "balance supplier",
    "balance_responsible_involved_energy_party": "balance responsible",
    "grid_access_provider_involved_energy_party": "grid company",
    "consumer_involved_customer_party": "end user",
    "consumer_involved_customer_address": "address of the end user",
    "mp_address_metering_point_address": "address of the point",
    "mp_address_cadastral": "land register",
    "mp_position_metering_point_geographical_coordinate": "position of the point",
    "mp_detail_metering_point_characteristic": "metering point details",
    "mp_detail_metering_point_characteristics": "metering point details",
    "mp_detail_measurement_metering_point_characteristic": "characteristic",
    "metering_installation_meter_facility": "meter",
    "mp_taxation_profile": "taxes",
    "measurement_definition": "channel",
    "annual_period_estimated_metrics": "expected annual volume",
    "product_included_product_characteristics": "product",
    "observation_period_time_series_period": "period",
    "original_business_document_reference": "answers document",
    "original_payload_reference": "answers payload",
    "response_reason_type": "reason",
    "status_type": "status",
    "start_of_occurrence": "starts",
    "end_of_occurrence": "ends",
    "snap_shot_occurrence": "as known at",
}
_GLN = "Elhub_EnergyPartyIdentifierType"


def document_lines(
    document: Message | SoapDocument, *, version: str, personal: bool, most: int | None, beside: SideBySide
) -> Iterator[str]:
    """Yield the lines of a document.

    Args:
        document: A message, or wrapped messages.
        version: EMIF version to name.
        personal: Show personal data.
        most: How many payloads of a message to show; all if None.
        beside: What to show side by side.
    """
    if isinstance(document, Message):
        yield from _message_lines(document, version, personal=personal, most=most, beside=beside)
        return
    yield strong(wrapper_text(document))
    yield from pairs(wrapper_facts(document))
    for message in document.messages if most is None else document.messages[:most]:
        yield ""
        yield from _message_lines(message, version, personal=personal, most=most, beside=beside)
    if most is not None and most < len(document.messages):
        yield ""
        yield translate(f"… {len(document.messages) - most} more messages; --all shows them")


def wrapper_text(document: SoapDocument) -> str:
    """Return what an envelope is."""
    name = document.element or ("SOAP fault" if document.fault else "SOAP envelope")
    service = translate(f" of service {document.service}") if document.service else ""
    return f"{name}{service}"


def wrapper_facts(document: SoapDocument) -> Iterator[tuple[str, str]]:
    """Yield label and value of what an envelope says."""
    yield "envelope", "SOAP 1.1" if document.enveloped else "none"
    if document.header:
        yield "SOAP header", "present"
    yield "result set", document.identification or ""
    fault = document.fault
    if fault is None:
        yield "messages", "none: nothing waits" if document.nil else str(len(document.messages))
        return
    yield "fault", f"{fault.code}: {fault.text}"
    yield "group", fault.code_group
    yield "description", fault.description
    yield "text", fault.fault_text


def _message_lines(
    message: Message, version: str, *, personal: bool, most: int | None, beside: SideBySide
) -> Iterator[str]:
    area = f", {message.service_area()}" if message.service_area() else ""
    yield f"{strong(message.kind())}  {dim_name(f'EMIF {version}{area}')}"
    payloads = [
        value
        for declared in declarations(type(message))
        if declared.field not in {"header", "process_energy_context"}
        for value in _values(message, declared)
    ]
    yield from pairs([*message_facts(message, personal=personal), ("payloads", str(len(payloads)))])
    every = list(series_of(message))
    ready = iter(every)
    for number, payload in enumerate(payloads if most is None else payloads[:most], 1):
        yield ""
        if isinstance(getattr(payload, "observation", None), Observations):
            yield from _series_payload_lines(payload, next(ready), number, personal=personal)
        else:
            yield f"  {number:>3}  {dim('payload')}"
            yield from _tree(payload, "       ", personal=personal)
    if most is not None and most < len(payloads):
        yield translate(f"  … {len(payloads) - most} more payloads; --all shows them")
    yield from beside.lines(every, most)
    if len(every) > 1:
        yield ""
        yield f"  {translate('together')}: {totals_line(every, personal=personal)}"
    if message.extra:
        yield translate(f"  {len(message.extra)} parts that the standard does not know")


def _values(owner: Aggregate, declared: Declaration) -> tuple[Any, ...]:
    value = getattr(owner, declared.field)
    return tuple(value) if declared.many else () if value is None else (value,)


def message_facts(message: Any, *, personal: bool = False) -> Iterator[tuple[str, str]]:
    """Yield label and value of what the header of a message says.

    Args:
        message: The message.
        personal: Show names that stand where a code or an identification is due.
    """
    coded, gln = partial(_coded, personal=personal), partial(_gln, personal=personal)
    header, context = message.header, message.process_energy_context
    role, way = "", "both"
    if context is not None:
        yield "process", coded("Elhub_BusinessProcessType", context.energy_business_process)
        role = coded("Elhub_BusinessProcessRoleType", context.energy_business_process_role)
    if header is None:
        return
    if context is not None:
        brs = str(context.energy_business_process or "").removeprefix("BRS-NO-")
        code = str(context.energy_business_process_role or "")
        way = way_of(message.kind(), brs, str(header.document_type or ""), code)
    yield "document", coded("Elhub_DocumentNameCodeType", header.document_type)
    yield "created", _time(header.creation, personal=personal)
    sender, physical = gln(header.juridical_sender_energy_party), gln(header.physical_sender_energy_party)
    sent_by = "" if physical == sender else translate(f", sent by {physical}")
    yield "from", f"{sender}{_as(role, way == 'in')}{sent_by}"
    yield "to", f"{gln(header.juridical_recipient_energy_party)}{_as(role, way == 'out')}"
    if way == "both":
        yield "role", role and translate(f"{role}, of the party that is not Elhub")
    wanted = header.request_positive_acknowledgement is True
    yield "answer", translate("wanted also when all is well") if wanted else ""
    yield "id", code_text(header.identification or "", personal=personal)


def _as(role: str, applies: bool) -> str:  # noqa: FBT001  (two facts make one text)
    return translate(f" as {role}") if role and applies else ""


def _gln(party: Any, *, personal: bool) -> str:
    if party is None or party.identification is None:
        return "?"
    return f"GLN {code_text(party.identification, personal=personal)}"


def _coded(type_name: str, value: Any, *, personal: bool) -> str:
    return "" if value is None else emif_label(type_name, code_text(value, personal=personal))


def _time(value: Any, *, personal: bool) -> str:
    return (
        instant_text(value) if isinstance(value, dt.datetime) else code_text(value or "", personal=personal)
    )


# -- payloads


def _series_payload_lines(payload: Any, series: TimeSeries, number: int, *, personal: bool) -> Iterator[str]:
    coded = partial(_coded, personal=personal)
    product = payload.product_included_product_characteristics
    name = "" if product is None else coded("Elhub_ProductIdentifierType", product.identification)
    characteristic = payload.mp_detail_measurement_metering_point_characteristic
    business = getattr(characteristic, "business_type", None)
    note = "" if business is None else coded("Elhub_BusinessTypeType", business)
    yield from series_lines(series, number, product=name, note=note, personal=personal)
    yield from pairs(_beside_the_series(payload, personal=personal), indent="       ")


def _beside_the_series(payload: Any, *, personal: bool) -> Iterator[tuple[str, str]]:
    yield "id", code_text(payload.identification or "", personal=personal)
    yield "registered", _time(payload.registration_date_time, personal=personal)
    for field in ("balance_supplier_involved_energy_party", "balance_responsible_involved_energy_party"):
        party = getattr(payload, field, None)
        yield _LABELS[field], "" if party is None else _gln(party, personal=personal)


def _tree(owner: Aggregate, indent: str, *, personal: bool) -> Iterator[str]:
    """Yield the parts of *owner*; the depth is that of the standard's types."""
    leaves: list[tuple[str, str]] = []
    for declared in declarations(type(owner)):
        for value in _values(owner, declared):
            name = label(_LABELS.get(declared.field, declared.field.replace("_", " ")))
            text = _leaf(owner, declared, value, personal=personal)
            if text is not None:
                leaves.append((name, text))
                continue
            yield from pairs(leaves, indent)
            leaves = []
            yield f"{indent}{name}"
            yield from _tree(value, indent + "  ", personal=personal)
    yield from pairs(leaves, indent)
    if owner.extra:
        yield translate(f"{indent}{len(owner.extra)} parts that the standard does not know")


def _leaf(owner: Aggregate, declared: Declaration, value: Any, *, personal: bool) -> str | None:
    """Return the text of a part, None for one that has parts of its own."""
    if isinstance(value, (Observations, PriceObservations)):
        return _block(value)
    if isinstance(value, Aggregate):
        inner = declarations(type(value))
        if type(value).__name__ == "Period":
            return _period(value)
        if len(inner) != 1 or value.extra:
            return None
        only = inner[0]
        part = getattr(value, only.field)
        if part is None or not only.field.endswith(("identification", "direction")):
            return None
        return _leaf(value, only, part, personal=personal)
    if not personal and (is_personal_field(type(owner).__name__, declared.field) or is_personal_id(value)):
        return MASK
    is_due = isinstance(value, Unreadable) or _is_of_a_thing(declared)
    if not personal and is_due and name_of_something(str(value)) != str(value):
        return MASK
    return _simple(declared, value)


def _is_of_a_thing(declared: Declaration) -> bool:
    """Tell whether a part holds a code or an identification, and no words."""
    content = SIMPLE_CONTENTS.get(declared.type)
    simple = SIMPLE_TYPES.get(content.base if content else declared.type)
    return declared.field.endswith(("identification", "reference")) or (
        simple is not None and bool(simple.codes)
    )


def _simple(declared: Declaration, value: Any) -> str:
    if isinstance(value, Unreadable):
        return translate(f"{str(value)!r} (unreadable)")
    if isinstance(value, bool):
        return label("yes" if value else "no")
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if attrs.has(type(value)) and hasattr(value, "quantity"):
        return _quantity(value)
    if declared.type == _GLN:
        return f"GLN {value}"
    return emif_label(declared.type, str(value))


def _quantity(value: Any) -> str:
    reason = getattr(value, "meter_read_reason_code", None)
    meter_reading = f", {label('reading')} {emif_label('MeterReadReasonCodeType', reason)}" if reason else ""
    return f"{name_of_something(str(value.quantity))}{meter_reading}"


def _period(value: Any) -> str | None:
    if isinstance(value.start, dt.datetime) and isinstance(value.end, dt.datetime):
        return period_text(Period(value.start, value.end))
    return None


def _block(block: Observations | PriceObservations) -> str:
    if isinstance(block, Observations):
        return translate(f"{len(block)} values, sum {block.total}")
    volumes = sum((row.balance_volume for row in block), Decimal(0))
    amounts = sum((row.balance_amount for row in block), Decimal(0))
    return translate(f"{len(block)} values, volume {volumes}, amount {amounts}")
