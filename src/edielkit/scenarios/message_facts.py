"""What matters of a message from the hub, in the names of a scenario: the facts that expectations are held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from edielkit.emif.as_dict import to_dict
from edielkit.emif.declare import Message
from edielkit.hub.core.request import Request
from edielkit.market_time import local_day
from edielkit.scenarios.names import MarketNames
from edielkit.scenarios.payload_facts import PayloadFacts, facts_of_payloads

__all__ = ("MessageFacts", "facts_of")


@attrs.frozen(kw_only=True)
class MessageFacts:
    """A message from the hub, as people speak of it.

    Attributes:
        to: Name of the recipient.
        role: Role that it is received in.
        message: Name of the message.
        process: ``101`` and so on.
        type: Code of the document.
        queue: Queue that it waits in; empty for an answer in the call.
        day: StartOfOccurrence or EndOfOccurrence, as a day.
        point: Name of the metering point.
        reference: Name of the message that it answers.
        supplier: Name of the balance supplier.
        customer: Name of the end user, never the number.
        status: Status of an Acknowledgement, ``39`` or ``41``.
        reason: ReasonForTransaction.
        reasons: Reason codes of a refusal.
        part: Name of the payload that a refusal is about.
        payloads: Payloads of values, or reminders.
        whole: The whole message.
    """

    to: str
    role: str
    message: str
    process: str
    type: str
    queue: str = ""
    day: dt.date | None = None
    point: str = ""
    reference: str = ""
    supplier: str = ""
    customer: str = ""
    status: str = ""
    reason: str = ""
    reasons: tuple[str, ...] = ()
    part: str = ""
    payloads: tuple[PayloadFacts, ...] = ()
    whole: Any = attrs.field(default=None, repr=False, eq=False)

    @property
    def plain(self) -> Mapping[str, Any]:
        """The whole message as plain data; made anew each time, as few are asked for it."""
        return to_dict(self.whole)

    def __str__(self) -> str:
        parts = [f"{self.message} {self.type} to {self.to} ({self.role})"]
        if self.process:
            parts.append(f"process {self.process}")
        parts += [f"for {self.point}"] if self.point else []
        parts += [f"day {self.day}"] if self.day else []
        parts += [f"status {self.status}"] if self.status else []
        parts += [f"reason {self.reason}"] if self.reason else []
        parts += [f"reasons {', '.join(self.reasons)}"] if self.reasons else []
        parts += [f"about {self.part}"] if self.part else []
        parts += [f"with {'; '.join(map(str, self.payloads[:_SHOWN]))}"] if self.payloads else []
        parts += [f"and {len(self.payloads) - _SHOWN} more"] if len(self.payloads) > _SHOWN else []
        return ", ".join(parts)


# How many payloads are told in a line.
_SHOWN = 3


def facts_of(message: Message, names: MarketNames, ids: Mapping[str, str], queue: str = "") -> MessageFacts:
    """Return the facts of a message.

    Args:
        message: The message.
        names: Names of parties, points and customers.
        ids: Identifications of earlier messages by name.
        queue: Queue that it waits in.
    """
    request, payload = Request.of(message), Request.of(message).payload
    references = {identification: name for name, identification in ids.items()}
    reasons = getattr(payload, "response_reason_type", None) or ()
    instant = next(
        (
            occurrence
            for name in ("start_of_occurrence", "end_of_occurrence")
            if (occurrence := getattr(payload, name, None)) is not None
        ),
        None,
    )
    part = getattr(payload, "original_payload_reference", None) or ""
    return MessageFacts(
        to=names.name_of(request.recipient),
        role=request.role,
        message=request.kind,
        process=request.brs,
        type=request.document_type,
        queue=queue,
        day=None if instant is None else local_day(instant),
        point=names.name_of(request.point) if request.point else "",
        reference=references.get(request.reference, request.reference),
        supplier=_named(payload, "balance_supplier_involved_energy_party", names),
        customer=_named(payload, "consumer_involved_customer_party", names),
        status=str(getattr(payload, "status_type", None) or ""),
        reason=str(getattr(payload, "reason_for_transaction", None) or ""),
        reasons=tuple(str(reason) for reason in reasons),
        part=references.get(part, part),
        payloads=facts_of_payloads(message, names, references),
        whole=message,
    )


def _named(payload: Any, field: str, names: MarketNames) -> str:
    identification = getattr(getattr(payload, field, None), "identification", None)
    return "" if identification is None else names.name_of(str(identification))
