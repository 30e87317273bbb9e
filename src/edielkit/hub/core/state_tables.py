"""What a table of the state is, and the tables that the core keeps: parties, points, processes, queues.

A table is declared once, as a value with the types of its keys and records: `transaction.get(POINTS, name)` is a
`Point` or None, and a type checker knows. Each room of the hub declares the tables of its own records in its
`*_records.py`, so that no room has to know the records of one above it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Generic, TypeVar

import attrs

from edielkit.exchange import ExchangePoint
from edielkit.hub.core.market_records import Downtime, FailureCase, Point, Process
from edielkit.hub.core.parties import Party
from edielkit.hub.core.queues import Mailbox, Outgoing, PollResult, Queue

__all__ = (
    "COUNTERS",
    "DOWNTIMES",
    "EXCHANGE_POINTS",
    "EXCHANGE_SIDES",
    "FAILURE_CASES",
    "MAIL",
    "MAILBOXES",
    "PARTIES",
    "POINTS",
    "POINT_PROCESSES",
    "POLL_RESULTS",
    "PROCESSES",
    "SEEN",
    "TAKEN_UNTIL",
    "Memo",
    "Table",
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@attrs.frozen
class Table(Generic[K, V]):
    """A table of the state: frozen records of one type, under keys of one type.

    Attributes:
        name: Name of the table in a snapshot, unique in the hub.

    >>> ages: Table[str, int] = Table("ages")
    >>> ages.name
    'ages'
    """

    name: str


@attrs.frozen
class Memo(Generic[K, V]):
    """What one part of a transaction finds out for the next; gone with the transaction.

    Attributes:
        name: Name, unique in the hub.
    """

    name: str


# GLN to the party.
PARTIES: Table[str, Party] = Table("parties")
# GSRN to the metering point.
POINTS: Table[str, Point] = Table("points")
# Identification of the request that began it to the process.
PROCESSES: Table[str, Process] = Table("processes")
# GSRN to the identifications of its processes, oldest first.
POINT_PROCESSES: Table[str, tuple[str, ...]] = Table("history")
# Identification of a message that was taken in to the instant at which it came.
SEEN: Table[str, dt.datetime] = Table("seen")
# Party, queue and number to the message that waits.
MAIL: Table[tuple[str, Queue, int], Outgoing] = Table("mail")
# Party and queue to the numbers of what waits.
MAILBOXES: Table[tuple[str, Queue], Mailbox] = Table("boxes")
# Party, queue and the role that was asked for to the result that is not acknowledged.
POLL_RESULTS: Table[tuple[str, Queue, str | None], PollResult] = Table("results")
# GSRN of a metering point that is reported to the exchange point that it represents.
EXCHANGE_POINTS: Table[str, ExchangePoint] = Table("exchange_points")
# GSRN of a metering point on the other side, or of a part, to the one that is reported.
EXCHANGE_SIDES: Table[str, str] = Table("exchange_sides")
# Name of something that is counted to the last number that was given.
COUNTERS: Table[str, int] = Table("counters")
# Under "", up to which instant a run of the reconciliation has taken what came.
TAKEN_UNTIL: Table[str, dt.datetime] = Table("taken_until")
# Number of a case to what the hub could not do.
FAILURE_CASES: Table[int, FailureCase] = Table("failure_cases")
# First instant of a downtime to the downtime.
DOWNTIMES: Table[dt.datetime, Downtime] = Table("downtimes")
