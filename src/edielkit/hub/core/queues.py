"""What waits for a party: messages in queues, and poll results that stay until they are acknowledged."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument

__all__ = ("METERING_KINDS", "METERING_PROCESSES", "Mailbox", "Outgoing", "PollResult", "Queue", "queue_of")


class Queue(StrEnum):
    """The two queues that a party polls: the names of their services."""

    MARKET_PROCESSES = "PollMarketProcesses"
    METERING_VALUES = "PollMeteringValues"


# Source: EMIF service definitions (what a result of each service may hold).
METERING_KINDS = frozenset(
    {
        "NotifyValidatedDataForBillingEnergy",
        "CollectedData",
        "PriceVolumeCombinationForReconciliation",
        "RequestCollectedData",
    }
)
# Processes whose answers wait beside the values. Source: the services' results, both of which may hold an
# Acknowledgement; clients of Elhub find those of metering-value processes and queries in PollMeteringValues.
METERING_PROCESSES = frozenset({"311", "312", "313", "315", "324", "332"})


def queue_of(kind: str, brs: str) -> Queue:
    """Return the queue of messages of *kind*; an Acknowledgement goes where the process that it answers belongs.

    Args:
        kind: Name of the message.
        brs: Process, ``101`` and so on.

    >>> queue_of("NotifyStartOfSupply", "101").value, queue_of("Acknowledgement", "313").value
    ('PollMarketProcesses', 'PollMeteringValues')
    """
    answers_values = kind == "Acknowledgement" and brs in METERING_PROCESSES
    return Queue.METERING_VALUES if answers_values or kind in METERING_KINDS else Queue.MARKET_PROCESSES


@attrs.frozen(kw_only=True)
class Outgoing:
    """A message that the hub sends.

    Attributes:
        message: The message.
        party: GLN of the juridical recipient.
        role: Role that it is received in.
        queue: Queue that it waits in.
        point: GSRN that it is about, empty without one.
        number: Place in the order of everything that the hub has sent.
    """

    message: Message
    party: str
    role: str
    queue: Queue
    point: str = ""
    number: int = 0


@attrs.frozen(kw_only=True)
class Mailbox:
    """The numbers of the messages that wait in a queue, from *first* up to and without *next*."""

    first: int = 0
    next: int = 0


@attrs.frozen(kw_only=True)
class PollResult:
    """A poll's result set (ResultDataSet): whole messages under one identification.

    Attributes:
        identification: UUID of the set; an acknowledgement names it.
        messages: The messages, oldest first.
        party: GLN of the party whose queue it is.
        role: Role that was asked for, None for all.
        queue: The queue.
        created: When it was made first.
    """

    identification: str
    messages: tuple[Message, ...]
    party: str
    role: str | None
    queue: Queue
    created: dt.datetime

    @property
    def document(self) -> SoapDocument:
        """The result as the answer of the service."""
        return SoapDocument(
            service=self.queue.value,
            element="PollForDataResponse",
            messages=self.messages,
            identification=self.identification,
        )

    def to_bytes(self) -> bytes:
        """Return the answer of the service as bytes."""
        from edielkit.emif.write.document import serialize_document

        return serialize_document(self.document)
