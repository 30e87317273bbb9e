"""Queries and written requests: master data (303), to the grid company (601), to the hub (602), before a supply (611)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.emif.messages import (
    RequestToGridAccessProvider,
    ResponseFromElhub,
    ResponseFromElhubPayload,
    ResponseFromGridAccessProvider,
)
from edielkit.findings import Finding
from edielkit.hub.core.fields import Seen
from edielkit.hub.core.hub_messages import frame, notify_customer, notify_master_data
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import DIALOGUES, NOTICES, Dialogue
from edielkit.hub.processes.contract_checks import unregistered

__all__ = (
    "answer_from_hub",
    "dialogues",
    "run_data",
    "run_response",
    "run_to_grid",
    "run_to_hub",
    "validate_data",
    "validate_response",
    "validate_to_grid",
    "validate_to_hub",
)

_REFERENCE = "OriginalBusinessDocumentReference"


def _owner(transaction: Transaction, point: Point) -> str:
    area = transaction.structure.area(point.area)
    return "" if area is None else area.owner


# BRS-NO-303


def validate_data(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a query for master data from being answered."""
    payload, point = request.payload, transaction.point(request.point)
    if payload.query_type_code not in {"MDCU", "MDMP"}:
        return [finding("HUB029", "expected query type MDCU or MDMP", "QueryTypeCode")]
    if payload.metering_point_used_domain_location is None:
        return [finding("HUB029", "expected a metering point, found none", "MeteringPointUsedDomainLocation")]
    if point is None:
        return unregistered(transaction, request)
    day = _snapshot_day(transaction, request)
    if day is None:
        return [finding("HUB003", "expected a day between 1900 and 2200", "SnapShotOccurrence")]
    if not _may_see(transaction, request, point, day):
        return [finding("HUB026", f"the sender may not see this of {day}")]
    if payload.query_type_code == "MDCU" and point.occupancy(day) is None:
        return [finding("HUB007", f"the metering point has no end user on {day}")]
    return []


def _snapshot_day(transaction: Transaction, request: Request) -> dt.date | None:
    occurrence = request.payload.snap_shot_occurrence
    return day_of(transaction.now if occurrence is None else occurrence)


def _may_see(transaction: Transaction, request: Request, point: Point, day: dt.date) -> bool:
    """Suppliers see their contract period, the grid company its grid, third parties what the end user lets them."""
    if request.role in {"DDQ", "SLR"}:
        supply = point.supply(day)
        return supply is not None and (supply.supplier, supply.role) == (request.sender, request.role)
    if request.role == "DDM":
        return _owner(transaction, point) == request.sender
    if request.role == "AG":
        access = point.access(request.sender, day)
        return access is not None and (access.full or request.payload.query_type_code == "MDMP")
    return False


def run_data(transaction: Transaction, request: Request) -> None:
    """Answer a query for master data."""
    point, day = transaction.point(request.point), _snapshot_day(transaction, request)
    assert point is not None
    assert day is not None
    seen = Seen(point=point, day=day, occupancy=point.occupancy(day), supply=point.supply(day))
    common: dict[str, Any] = {"to": request.sender, "role": request.role, "brs": "303"}
    if request.payload.query_type_code == "MDCU":
        notify_customer(transaction, seen, **common, document_type="21", reference=request.identification)
        return
    access = point.access(request.sender, day) if request.role == "AG" else None
    notify_master_data(
        transaction, seen, **common, reference=request.identification, full=access is None or access.full
    )


# BRS-NO-601 and 602


def validate_to_grid(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a request to the grid company from being sent on."""
    point = transaction.point(request.point)
    if point is None:
        return unregistered(transaction, request)
    area = transaction.structure.area(point.area)
    supplies = any(s.supplier == request.sender for s in point.timeline.supplies)
    if not supplies and (area is None or area.loss_supplier != request.sender):
        return [finding("HUB013", "the sender has no supply on the metering point")]
    return []


def run_to_grid(transaction: Transaction, request: Request) -> None:
    """Send a supplier's request on to the grid company."""
    point = transaction.point(request.point)
    assert point is not None
    message = RequestToGridAccessProvider(
        **frame(transaction, to=_owner(transaction, point), role=request.role, brs="601", document_type="21"),
        payload_mp_event=request.payload,
    )
    transaction.send(message, point=request.point, role="DDM")
    _keep(transaction, request, message.header.identification)


def _keep(transaction: Transaction, request: Request, forwarded: str = "") -> None:
    dialogue = Dialogue(
        identification=request.identification,
        brs=request.brs,
        point=request.point,
        asker=request.sender,
        role=request.role,
        payload=request.payload,
        forwarded=forwarded,
    )
    transaction.put(DIALOGUES, dialogue.identification, dialogue)
    if forwarded:
        transaction.put(NOTICES, forwarded, dialogue.identification)


def _dialogue(transaction: Transaction, reference: str, brs: str) -> Dialogue | None:
    dialogue = transaction.get(DIALOGUES, transaction.get(NOTICES, reference) or reference)
    return dialogue if dialogue is not None and dialogue.brs == brs else None


def validate_response(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a grid company's answer from being sent on."""
    dialogue = _dialogue(transaction, request.reference, "601")
    if dialogue is None:
        return [finding("HUB014", "expected the request that is answered", _REFERENCE)]
    point = transaction.point(dialogue.point)
    if point is None or _owner(transaction, point) != request.sender:
        return [finding("HUB004", "expected the grid owner of the metering point's grid area as sender")]
    return []


def run_response(transaction: Transaction, request: Request) -> None:
    """Send a grid company's answer on to the supplier that asked."""
    dialogue = _dialogue(transaction, request.reference, "601")
    assert dialogue is not None
    payload = attrs.evolve(request.payload, original_business_document_reference=dialogue.identification)
    message = ResponseFromGridAccessProvider(
        **frame(transaction, to=dialogue.asker, role="DDM", brs="601", document_type="21"),
        payload_response_event=payload,
    )
    transaction.send(message, point=dialogue.point, role=dialogue.role)
    answered = attrs.evolve(dialogue, responses=(*dialogue.responses, payload))
    transaction.put(DIALOGUES, dialogue.identification, answered)


def validate_to_hub(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a request to the hub from being taken."""
    return [] if transaction.point(request.point) is not None else unregistered(transaction, request)


def run_to_hub(transaction: Transaction, request: Request) -> None:
    """Keep a request until the hub's staff answer it."""
    _keep(transaction, request)


def answer_from_hub(transaction: Transaction, *, identification: str, feedback: str) -> None:
    """Answer a written request to the hub (BRS-NO-602), as its staff would.

    Args:
        transaction: The step.
        identification: Identification of the request.
        feedback: The answer, at most 300 characters.

    Raises:
        ValueError: There is no such request.
    """
    dialogue = _dialogue(transaction, identification, "602")
    if dialogue is None:
        raise ValueError("expected the identification of a request to the hub")
    question = dialogue.payload
    payload = ResponseFromElhubPayload(
        original_business_document_reference=dialogue.identification,
        query_category=question.query_category,
        subject=question.subject,
        request=question.request,
        feedback=feedback,
        metering_point_used_domain_location=question.metering_point_used_domain_location,
    )
    message = ResponseFromElhub(
        **frame(transaction, to=dialogue.asker, role=dialogue.role, brs="602", document_type="21"),
        payload_response_event=payload,
    )
    transaction.send(message, point=dialogue.point)
    transaction.put(
        DIALOGUES, dialogue.identification, attrs.evolve(dialogue, responses=(*dialogue.responses, payload))
    )


def dialogues(transaction: Transaction, *, point: str, party: str) -> list[dict[str, Any]]:
    """Return the written requests on a point that *party* may read: private parts only to the one that asked.

    Args:
        transaction: The step.
        point: GSRN.
        party: GLN of a supplier of the point, its grid company, or one that asked.
    """
    metering_point = transaction.point(point)
    if metering_point is None:
        return []
    owner = _owner(transaction, metering_point) == party
    supplier = any(s.supplier == party for s in metering_point.timeline.supplies)
    return list(_readable(transaction, point, party, owner=owner, supplier=supplier))


def _readable(
    transaction: Transaction, point: str, party: str, *, owner: bool, supplier: bool
) -> Iterator[dict[str, Any]]:
    for dialogue in transaction.records(DIALOGUES):
        own = owner or dialogue.asker == party
        if dialogue.point != point or dialogue.brs != "601" or not (own or supplier):
            continue
        yield {
            "identification": dialogue.identification,
            "subject": dialogue.payload.subject,
            "public": dialogue.payload.request_public,
            "private": dialogue.payload.request_private if own else None,
            "feedback_public": [r.feedback_public for r in dialogue.responses],
            "feedback_private": [r.feedback_private for r in dialogue.responses] if own else [],
        }
