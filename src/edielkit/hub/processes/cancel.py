"""Cancellation (kansellering): a process that waits is taken back by an E02 with the same process, before its deadline.

Source: process components 1, 10 and 22; test cases of BRS-NO-201 and 211. Nothing has changed and nobody but the
sender has been told, so nobody else is told of the cancellation.
"""

from __future__ import annotations

from edielkit.findings import Finding
from edielkit.hub.core.market_records import Process, ProcessPhase
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import PROCESSES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.lifecycle import moved

__all__ = ("find", "run", "validate")

_REFERENCE = "OriginalBusinessDocumentReference"
# There is nothing left to cancel, whatever the time.
_OVER = frozenset(
    {ProcessPhase.CANCELLED, ProcessPhase.REJECTED, ProcessPhase.ROLLED_BACK, ProcessPhase.SUPERSEDED}
)


def find(transaction: Transaction, request: Request, brs: tuple[str, ...]) -> Process | None:
    """Return the sender's own process that the message refers to, if it is one of *brs* on the same point."""
    process = transaction.process(request.reference)
    if process is None or process.brs not in brs or process.initiator != request.sender:
        return None
    return process if process.point == request.point else None


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the cancellation from being carried out."""
    process = find(transaction, request, (request.brs,))
    if process is None:
        return [finding("HUB014", "expected the sender's own request for this metering point", _REFERENCE)]
    if process.phase in _OVER:
        return [
            finding(
                "HUB014",
                f"expected a request that still waits; the process is {process.phase.value}",
                _REFERENCE,
            )
        ]
    if process.phase is not ProcessPhase.WAITING or transaction.now >= process.deadline:
        words = f"the cancellation deadline has passed; the process is {process.phase.value}"
        return [finding("HUB003", words, _REFERENCE)]
    return []


def run(transaction: Transaction, request: Request) -> None:
    """Take the process back."""
    process = find(transaction, request, (request.brs,))
    assert process is not None
    transaction.put(PROCESSES, process.identification, moved(process, "cancel"))
