"""A move-in on an inactive metering point: it waits until the grid company activates the point, or refuses to.

Source: test cases sys-ddm102-03 and sys-ddq102-04: the grid company is told by NotifyStartOfSupply, activates by
BRS-NO-122, or sends RejectStartOfSupply with EH095, which goes on to the supplier. Which document its reference names
is NOT FOUND: both the notice and the supplier's request are taken.
"""

from __future__ import annotations

import attrs

from edielkit.findings import Finding, Reason
from edielkit.hub.core.market_records import ACTIVE, Process, ProcessPhase
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import NOTICES
from edielkit.hub.processes.contract_checks import unregistered
from edielkit.hub.processes.lifecycle import refuse, take_effect

__all__ = ("activated", "run_refusal", "validate_refusal")

_REFERENCE = "OriginalBusinessDocumentReference"


def activated(transaction: Transaction, point: str) -> None:
    """Let the move-ins go on that waited for *point* to become active."""
    for process in transaction.history(point):
        metering_point = transaction.point(point)
        if (
            process.phase is ProcessPhase.AWAITING_ACTIVATION
            and metering_point
            and metering_point.status(process.day) == ACTIVE
        ):
            take_effect(transaction, process, "activate")


def _waiting(transaction: Transaction, request: Request) -> Process | None:
    began = transaction.get(NOTICES, request.reference) or request.reference
    process = transaction.process(began)
    return process if process is not None and process.point == request.point else None


def validate_refusal(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the grid company's refusal from being carried out."""
    point, process = transaction.point(request.point), _waiting(transaction, request)
    if point is None:
        return unregistered(transaction, request)
    area = transaction.structure.area(point.area)
    if area is None or area.owner != request.sender:
        return [finding("HUB004", "expected the grid owner of the metering point's grid area as sender")]
    if process is None or process.phase is not ProcessPhase.AWAITING_ACTIVATION:
        return [finding("HUB014", "no move-in waits for this metering point to be activated", _REFERENCE)]
    return []


def run_refusal(transaction: Transaction, request: Request) -> None:
    """End the move-in, and send the grid company's reasons on to the supplier."""
    process = _waiting(transaction, request)
    assert process is not None
    base = finding("HUB025", "the grid company cannot activate the metering point")
    reasons = [
        attrs.evolve(base, reason=Reason(code.value, code.list_agency_identifier or "89"))
        for code in request.payload.response_reason_type
    ]
    refuse(transaction, process, reasons, "refuse")
