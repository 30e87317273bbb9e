"""Cancellation (kansellering): a process that waits is taken back by an E02 with the same process, before its deadline.

Source: process components 1, 10 and 22; test cases of BRS-NO-201 and 211. Nothing has changed and nobody but the
sender has been told, so nobody else is told of the cancellation.
"""

from __future__ import annotations

from edielkit.findings import Finding
from edielkit.hub.core.records import Process, ProcessPhase
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.tables import PROCESSES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.lifecycle import moved

__all__ = ("find", "run", "validate")

_REFERENCE = "OriginalBusinessDocumentReference"


def find(transaction: Transaction, request: Request, brs: tuple[str, ...]) -> Process | None:
    """Return the sender's own process that the message refers to, if it is one of *brs* on the same point."""
    found = transaction.process(request.reference)
    if found is None or found.brs not in brs or found.initiator != request.sender:
        return None
    return found if found.point == request.point else None


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the cancellation from being carried out."""
    found = find(transaction, request, (request.brs,))
    if found is None:
        return [finding("HUB014", "expected the sender's own request for this metering point", _REFERENCE)]
    if found.phase is not ProcessPhase.WAITING or transaction.now >= found.deadline:
        words = f"the cancellation deadline has passed; the process is {found.phase.value}"
        return [finding("HUB003", words, _REFERENCE)]
    return []


def run(transaction: Transaction, request: Request) -> None:
    """Take the process back."""
    found = find(transaction, request, (request.brs,))
    assert found is not None
    transaction.put(PROCESSES, found.identification, moved(found, "cancel"))
