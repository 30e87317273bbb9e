"""Polling: a result set repeats until it is acknowledged, and holds each message once.

Source: Elhub standard, page PollForData: the acknowledgement is positive, names the outer identification, and is for
the whole result. That the same result comes again until then follows from the need to acknowledge (derived). A client of
Elhub reports that an acknowledgement is answered 200 whatever it names (inferred; `Config.unknown_polls_accepted`).
"""

from __future__ import annotations

from typing import Any

from edielkit.emif.soap import SoapDocument
from edielkit.hub.core.authorisation import may_act, may_poll
from edielkit.hub.core.queues import Mailbox, PollResult, Queue
from edielkit.hub.core.request import Request
from edielkit.hub.core.state_tables import MAIL, MAILBOXES, PARTIES, POLL_RESULTS
from edielkit.hub.core.transaction import Transaction

__all__ = (
    "acknowledge",
    "acknowledge_document",
    "acknowledges_poll",
    "poll",
    "poll_document",
    "unknown_result",
)

_ACCEPTED = "39"
_PROCESS = "POLL"


def poll(transaction: Transaction, party: str, role: str | None, queue: Queue) -> PollResult | None:
    """Return the result that waits for an acknowledgement, or a new one of what waits; None for nothing."""
    pending = transaction.poll_result(party, queue, role)
    if pending is not None:
        return pending
    waiting = transaction.waiting(party, queue, role)
    if not waiting:
        return None
    result = PollResult(
        identification=transaction.new_id(),
        messages=tuple(outgoing.message for outgoing in waiting),
        party=party,
        role=role,
        queue=queue,
        created=transaction.now,
    )
    # what is in a result is in no other: it leaves the queue here, and the result at the acknowledgement
    numbers = {outgoing.number for outgoing in waiting}
    box = transaction.require(MAILBOXES, (party, queue))
    place, first = box.first, None
    while numbers:
        outgoing = transaction.get(MAIL, (party, queue, place))
        if outgoing is not None and outgoing.number in numbers:
            numbers.remove(outgoing.number)
            transaction.remove(MAIL, (party, queue, place))
        elif outgoing is not None and first is None:
            first = place
        place += 1
    first = place if first is None else first
    transaction.put(MAILBOXES, (party, queue), Mailbox(first=first, next=box.next))
    transaction.put(POLL_RESULTS, (party, queue, role), result)
    return result


def acknowledge(transaction: Transaction, identification: str, party: str) -> bool:
    """Take the result with *identification* off the queues of *party*; False when none is there."""
    for key in transaction.keys(POLL_RESULTS):
        result = transaction.require(POLL_RESULTS, key)
        if (result.identification, result.party) == (identification, party):
            transaction.remove(POLL_RESULTS, key)
            return True
    return False


def poll_document(transaction: Transaction, request: Request, service: str) -> SoapDocument | tuple[str, str]:
    """Return the service's answer to PollForData, or group and words of a fault."""
    payload: Any = request.payload
    asked = payload.energy_party
    party = request.sender if asked is None else str(asked.identification)
    wanted = payload.energy_business_process_role
    role = None if wanted is None else str(wanted)
    if not may_poll(transaction, party, role, request.physical_sender) or not may_act(
        transaction, request.sender, party
    ):
        return "Security", "the sender may not poll for the party"
    queue = Queue(service) if service in set(Queue) else Queue.MARKET_PROCESSES
    result = poll(transaction, party, role, queue)
    if result is None:
        return SoapDocument(service=queue.value, element="PollForDataResponse", nil=True)
    return result.document


def acknowledges_poll(transaction: Transaction, request: Request) -> bool:
    """Tell whether an Acknowledgement is of a poll result: by its process, or by naming one that is open.

    A client of Elhub acknowledges through the service MeteringValues, with the process of the query that was answered.
    """
    return request.brs == _PROCESS or _open(transaction, request) is not None


def _open(transaction: Transaction, request: Request) -> PollResult | None:
    """Return the open result that a message names, of its sender or of one that its sender acts for."""
    parties = {request.sender, *_clients(transaction, request.sender)}
    for result in transaction.records(POLL_RESULTS):
        if result.identification == request.reference and result.party in parties:
            return result
    return None


def acknowledge_document(transaction: Transaction, request: Request) -> tuple[str, str] | None:
    """Carry out the acknowledgement of a poll: None when it was taken, else group and words of a fault."""
    payload: Any = request.payload
    if str(payload.status_type) != _ACCEPTED or payload.original_payload_reference is not None:
        return "Other", "a poll result is acknowledged positively and whole"
    result = _open(transaction, request)
    if result is not None:
        acknowledge(transaction, result.identification, result.party)
        return None
    return unknown_result(transaction)


def unknown_result(transaction: Transaction) -> tuple[str, str] | None:
    """Return what the acknowledgement of no open result is answered: None for accepted; nothing is taken off."""
    if transaction.config.unknown_polls_accepted:
        return None
    return "Other", "no poll result with this identification waits"


def _clients(transaction: Transaction, provider: str) -> list[str]:
    return [party.gln for party in transaction.records(PARTIES) if provider in party.providers]
