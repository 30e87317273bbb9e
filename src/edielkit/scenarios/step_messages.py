"""Messages from their short form: what a scenario says of a message, filled up to one that a party could send.

A table says for each message which parts of the short form make up its payload. The form is only short: what the
standard wants beyond it, or must not have, is set and dropped by path.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.as_dict import to_dict
from edielkit.emif.build import context, header
from edielkit.emif.declare import Message
from edielkit.emif.messages import (
    Acknowledgement,
    AcknowledgementPayload,
    CollectedData,
    CollectedDataPayload,
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
    RequestUpdateSharedProduction,
    RequestUpdateSharedProductionPayload,
    RequestUpfrontMeteringPointCharacteristics,
    RequestUpfrontMeteringPointCharacteristicsPayload,
    ResponseFromGridAccessProvider,
    ResponseFromGridAccessProviderPayload,
    UpdateThirdPartyAccess,
    UpdateThirdPartyAccessPayload,
)
from edielkit.errors import BuildError
from edielkit.scenarios.payload_parts import PARTS, StepInput
from edielkit.scenarios.scenario_fields import Fields, ScenarioError
from edielkit.scenarios.sharing_payloads import SHARING
from edielkit.scenarios.value_payloads import VALUES

__all__ = ("KINDS", "build_message", "with_changes")


@attrs.frozen
class MessageForm:
    """How a short form becomes a message.

    Attributes:
        message: The message.
        payload: The type of its payload.
        field: The field of the payload.
        document_type: Code of the document, unless the form says another.
        back: Code of the document when the form names an earlier message; empty for the same.
        parts: What makes up the payload, by name.
        many: The payload is one of several.
        types: Code of the document by process, where it is another there.
    """

    message: Any
    payload: Any
    field: str
    document_type: str
    back: str
    parts: tuple[str, ...]
    many: bool = False
    types: Mapping[str, str] = attrs.field(factory=dict)


_EVENT, _MASTER, _RESPONSE = "payload_mp_event", "payload_master_data_mp_event", "payload_response_event"

# Document types: process components 1, 3, 5, 10, 13, 15, 22 and 34, and the tables of BRS-NO-601 and 611.
KINDS: Mapping[str, MessageForm] = MappingProxyType(
    {
        form.message.kind(): form
        for form in (
            MessageForm(
                RequestStartOfSupply,
                RequestStartOfSupplyPayload,
                _EVENT,
                "392",
                "E02",
                ("start", "reference", "point", "supplier", "consent", "customer of a start", "address"),
            ),
            MessageForm(
                RequestEndOfSupply,
                RequestEndOfSupplyPayload,
                _EVENT,
                "432",
                "E02",
                (
                    "end",
                    "reference",
                    "reason of the end",
                    "point",
                    "supplier",
                    "customer of an end",
                    "address",
                ),
            ),
            MessageForm(
                RejectStartOfSupply,
                RejectEventSingleMP,
                _RESPONSE,
                "414",
                "",
                ("reference", "reasons", "point"),
            ),
            MessageForm(
                RequestUpdateMasterDataMeteringPoint,
                RequestUpdateMasterDataMeteringPointPayload,
                _MASTER,
                "E58",
                "",
                ("start", "reference", "point", "area", "master data", "annual"),
                many=True,
            ),
            MessageForm(
                RequestUpdateSharedProduction,
                RequestUpdateSharedProductionPayload,
                _MASTER,
                "E58",
                "",
                ("start", "shared production"),
            ),
            # process components 4 and 16
            MessageForm(
                CollectedData,
                CollectedDataPayload,
                "payload_energy_time_series",
                "E13",
                "",
                ("point", "collected"),
                many=True,
                types={"311": "E65", "312": "E30", "332": "E30"},
            ),
            MessageForm(
                RequestUpdateCustomerInformation,
                RequestUpdateCustomerInformationPayload,
                _MASTER,
                "E10",
                "",
                ("start", "point", "customer of an update", "address"),
            ),
            MessageForm(
                RequestDataFromElhub,
                RequestDataFromElhubPayload,
                _EVENT,
                "21",
                "",
                ("query", "point", "area of a query"),
            ),
            MessageForm(
                RequestToGridAccessProvider,
                RequestToGridAccessProviderPayload,
                _EVENT,
                "21",
                "",
                ("letter", "point"),
            ),
            MessageForm(
                ResponseFromGridAccessProvider,
                ResponseFromGridAccessProviderPayload,
                _RESPONSE,
                "21",
                "",
                ("reference", "answer", "point"),
            ),
            MessageForm(
                RequestToElhub,
                RequestToElhubPayload,
                _EVENT,
                "21",
                "",
                ("letter to the hub", "point"),
            ),
            MessageForm(
                RequestUpfrontMeteringPointCharacteristics,
                RequestUpfrontMeteringPointCharacteristicsPayload,
                _EVENT,
                "E10",
                "",
                ("point", "search"),
            ),
            MessageForm(
                UpdateThirdPartyAccess,
                UpdateThirdPartyAccessPayload,
                _EVENT,
                "E10",
                "",
                ("end", "access", "point"),
            ),
            MessageForm(PollForData, PollForDataPayload, "payload", "21", "", ("poll",)),
            MessageForm(
                Acknowledgement, AcknowledgementPayload, _RESPONSE, "294", "", ("reference", "received")
            ),
        )
    }
)
_PARTS = {**PARTS, **VALUES, **SHARING}
_UNANSWERED = frozenset(
    {
        "CollectedData",
        "PollForData",
        "Acknowledgement",
        "RequestUpfrontMeteringPointCharacteristics",
        "RequestDataFromElhub",
        "RejectStartOfSupply",
        "ResponseFromGridAccessProvider",
        "RequestToGridAccessProvider",
        "RequestUpdateSharedProduction",
    }
)


def build_message(
    kind: str, step_input: StepInput, *, identification: str, physical: str, recipient: str
) -> Message:
    """Return the message of *kind* that a short form describes.

    Args:
        kind: Name of the message.
        step_input: The short form.
        identification: UUID of the message.
        physical: GLN of the physical sender.
        recipient: GLN of the recipient.

    Raises:
        ScenarioError: The form lacks what the message needs.
    """
    form, fields = KINDS[kind], step_input.fields
    usual = (
        form.back
        if form.back and "reference" in fields
        else form.types.get(step_input.brs, form.document_type)
    )
    code = fields.text("type", usual) or usual
    positive = fields.yes("positive")
    inputs = _payload_inputs(step_input) if form.many and "payloads" in fields else (step_input,)
    if not inputs:
        raise fields.wrong("expected at least one payload, found none", "payloads")
    process = "POLL" if step_input.brs == "POLL" else f"BRS-NO-{step_input.brs}"
    try:
        payloads = tuple(form.payload(**_payload_parts(form, payload_input)) for payload_input in inputs)
        head = header(
            identification=identification,
            document_type=code,
            created=step_input.clock.now,
            sender=step_input.sender,
            recipient=recipient,
            physical_sender=physical,
            request_positive_acknowledgement=(positive is not False or None)
            if kind not in _UNANSWERED or positive
            else None,
        )
        frame = context(process, step_input.role)
    except TypeError as error:
        missing = str(error).partition("argument")[2].lstrip("s: ")
        raise fields.wrong(f"expected more: {kind} needs {missing}") from None
    except ScenarioError:
        raise
    except BuildError as error:
        raise fields.wrong(str(error)) from None
    message: Any = form.message(
        header=head,
        process_energy_context=frame,
        **{form.field: payloads if form.many else payloads[0]},
    )
    return with_changes(message, fields)


def _payload_inputs(step_input: StepInput) -> tuple[StepInput, ...]:
    """Return what is said of each of several payloads; one with ``points`` is said of each of them."""
    items = step_input.fields.items("payloads") or ()
    each_one = (fields for item in items for fields in _of_points(item))
    return tuple(attrs.evolve(step_input, fields=fields, inner=True) for fields in each_one)


def _of_points(item: Fields) -> tuple[Fields, ...]:
    points = item.texts("points")
    if points is None:
        return (item,)
    shared = {key: item.any(key) for key in item if key != "points"}
    return tuple(Fields({**shared, "point": name}, item.place) for name in points)


def _payload_parts(form: MessageForm, step_input: StepInput) -> dict[str, Any]:
    values = {
        name: value
        for part in form.parts
        for name, value in _PARTS[part](step_input).items()
        if value is not None
    }
    if step_input.inner:
        step_input.fields.done()
    return values


def with_changes(message: Message, fields: Fields) -> Message:
    """Return *message* with what ``set`` and ``drop`` say: values by the path of their fields."""
    if "set" not in fields and "drop" not in fields:
        return message
    plain = to_dict(message)
    changes = fields.fields("set")
    for path in changes:
        _put(plain, path, changes.any(path), changes)
    for path in fields.texts("drop") or ():
        _put(plain, path, None, changes)
    from edielkit.emif.from_dict import from_dict

    try:
        changed = from_dict(message.kind(), plain)
    except (BuildError, TypeError) as error:
        raise fields.wrong(str(error), "set") from None
    assert isinstance(changed, Message)
    return changed


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
