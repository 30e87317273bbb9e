"""The messages that the hub itself writes: notices, confirmations and refusals, forwarded requests.

Confirmations and refusals are those of `edielkit.answers`; notices are filled by the table of fields.
Document types: process components 6, 11, 14, 18 and 23; that of NotifyMeteringPointCharacteristics outside
BRS-NO-303 is NOT FOUND, the only one that is public for the message (21) is used (assumption).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from edielkit.emif.build import context, header
from edielkit.emif.declare import Message
from edielkit.emif.messages import (
    NotifyCustomerInformation,
    NotifyCustomerInformationPayload,
    NotifyEndOfSupply,
    NotifyEndOfSupplyEvent,
    NotifyMeteringPointCharacteristics,
    NotifyMeteringPointCharacteristicsEvent,
    NotifyStartOfSupply,
    NotifyStartOfSupplyEvent,
)
from edielkit.emif.values import Code
from edielkit.findings import Finding, Report
from edielkit.hub.core.fields import Seen, filled, metering_point
from edielkit.hub.core.transaction import Transaction
from edielkit.market_time import day_period

__all__ = (
    "MOST_PAYLOADS",
    "confirm_or_reject",
    "frame",
    "midnight",
    "notify_customer",
    "notify_end",
    "notify_master_data",
    "notify_start",
)

CANCELLATION = Code("E02", "260")
# EMIF: most payloads of a message of values, annual volumes or reminders.
MOST_PAYLOADS = 9999


def midnight(day: dt.date) -> dt.datetime:
    """Return the start of the Norwegian day as a UTC instant."""
    return day_period(day).start


def frame(
    transaction: Transaction,
    *,
    to: str,
    role: str,
    brs: str,
    document_type: str | Code,
    identification: str | None = None,
) -> dict[str, Any]:
    """Return header and context of a message from the hub.

    Args:
        transaction: The step.
        to: GLN of the juridical recipient.
        role: Role that it receives the message in.
        brs: Process, ``101`` and so on.
        document_type: Code of the document.
        identification: Header identification; a new one if None.
    """
    return {
        "header": header(
            identification=identification or transaction.new_id(),
            document_type=document_type,
            created=transaction.now,
            sender=transaction.config.gln,
            recipient=to,
        ),
        "process_energy_context": context(f"BRS-NO-{brs}", role),
    }


def _about(kind: str, role: str, seen: Seen) -> dict[str, Any]:
    """Return the metering point of a notice, and the fields that its recipient sees."""
    return {
        "metering_point_used_domain_location": metering_point(seen.point.identification),
        **filled(kind, role, seen),
    }


def _send(transaction: Transaction, message: Message, seen: Seen, *, role: str | None = None) -> str:
    """Send a notice and return its identification."""
    transaction.send(message, point=seen.point.identification, role=role)
    head: Any = message
    return str(head.header.identification)


def notify_start(
    transaction: Transaction,
    seen: Seen,
    *,
    to: str,
    role: str,
    brs: str,
    day: dt.date,
    cancelled: bool = False,
) -> str:
    """Send NotifyStartOfSupply and return its identification.

    Args:
        transaction: The step.
        seen: Point, end user and supply that it is about.
        to: GLN of the recipient.
        role: Role of the recipient.
        brs: Process.
        day: First day of the supply.
        cancelled: The start that was announced before does not come (E02).
    """
    message = NotifyStartOfSupply(
        **frame(transaction, to=to, role=role, brs=brs, document_type=CANCELLATION if cancelled else "414"),
        payload_mp_event=NotifyStartOfSupplyEvent(
            start_of_occurrence=midnight(day), **_about("NotifyStartOfSupply", role, seen)
        ),
    )
    return _send(transaction, message, seen)


def notify_end(
    transaction: Transaction,
    seen: Seen,
    *,
    to: str,
    role: str,
    brs: str,
    day: dt.date,
    reason: str | None = None,
) -> str:
    """Send NotifyEndOfSupply and return its identification; *day* is the first day without supply."""
    message = NotifyEndOfSupply(
        **frame(transaction, to=to, role=role, brs=brs, document_type="406"),
        payload_mp_event=NotifyEndOfSupplyEvent(
            end_of_occurrence=midnight(day),
            reason_for_transaction=reason,
            **_about("NotifyEndOfSupply", role, seen),
        ),
    )
    return _send(transaction, message, seen)


def notify_master_data(
    transaction: Transaction,
    seen: Seen,
    *,
    to: str,
    role: str,
    brs: str,
    reference: str | None = None,
    full: bool = True,
) -> str:
    """Send NotifyMeteringPointCharacteristics and return its identification.

    Args:
        transaction: The step.
        seen: Point and day.
        to: GLN of the recipient.
        role: Role of the recipient.
        brs: Process.
        reference: Identification of the query that it answers.
        full: The recipient sees contracts and all master data.
    """
    view = role if full or role != "AG" else "AG-"
    # the public lists of roles know no SLR outside BRS-NO-303: the last resort is named as a supplier (DDQ)
    written = "DDQ" if role == "SLR" and brs != "303" else role
    message = NotifyMeteringPointCharacteristics(
        **frame(transaction, to=to, role=written, brs=brs, document_type="21"),
        payload_masterdata_mp_event=(
            NotifyMeteringPointCharacteristicsEvent(
                original_business_document_reference=reference,
                start_of_occurrence=midnight(seen.day),
                **_about("NotifyMeteringPointCharacteristics", view, seen),
            ),
        ),
    )
    return _send(transaction, message, seen, role=role)


def notify_customer(
    transaction: Transaction,
    seen: Seen,
    *,
    to: str,
    role: str,
    brs: str,
    document_type: str,
    reference: str | None = None,
) -> str:
    """Send NotifyCustomerInformation and return its identification; *seen* has an end user."""
    assert seen.occupancy is not None
    message = NotifyCustomerInformation(
        **frame(transaction, to=to, role=role, brs=brs, document_type=document_type),
        payload_master_data_mp_event=NotifyCustomerInformationPayload(
            original_business_document_reference=reference,
            start_of_occurrence=midnight(seen.occupancy.start),
            snap_shot_occurrence=transaction.now,
            **_about("NotifyCustomerInformation", role, seen),
        ),
    )
    return _send(transaction, message, seen)


def confirm_or_reject(
    transaction: Transaction, message: Message, findings: Sequence[Finding], *, point: str = ""
) -> bool:
    """Send the answers to *message* that `edielkit.acknowledge` gives: a refusal, or a confirmation if asked for.

    Returns:
        Whether anything was sent.
    """
    from edielkit.answers import answer

    report = Report(findings=tuple(findings))
    # a hub knows all that there is to know: it confirms where it is asked to
    head: Any = getattr(message, "header", None)
    asked = getattr(head, "request_positive_acknowledgement", None) is True
    answers = answer(message, report, now=transaction.now, new_id=transaction.new_id, positive=asked).messages
    for reply in answers:
        assert isinstance(reply, Message)
        transaction.send(reply, point=point)
    return bool(answers)
