"""The hub's state: tables of frozen records, and the one way to change them.

Theory of operation
-------------------
The hub is event-sourced. Everything that comes in (a message, a poll, an acknowledgement of a poll, a call of the
portal, or nothing but time) is an `JournalEntry` of its journal, with its instant. A hub is what the journal makes of a
snapshot: replaying the same entries gives the same state, the same identifications and the same bytes.

A step takes the state and one entry, or one appointment that has fallen due, and gives `Changes`. While it is in the
making it is a `Transaction`: it reads the state as it will be, with its own writes in it, and collects what it writes,
sends and schedules. The state is touched only by `State.commit`, which takes the changes whole. A step that raises
has changed nothing.

An `Appointment` is something that falls due: a deadline, the end of a consent, the jobs of 07:00. Before an entry is
applied, the appointments up to its instant are run one after the other, each in a step of its own and at its own
instant: what is due goes before what comes in. Running an appointment consumes it; a job that goes on schedules the
next one.

What nobody foresaw stops nothing. An appointment, a message or a call that meets an error of the hub's own is dropped
whole, and a `FailureCase` is written in its place: see `edielkit.hub.core.failures`. A part of a step that may fail for
itself, such as a job for one grid area of many, is a `Transaction.part`.

A `Snapshot` is the state as an immutable value. It costs a copy of the dictionaries; the records are shared, since
none of them ever changes. It can be pickled, and equal states are equal snapshots. The journal is not part of it.

`State.indexes` are no state either: what steps have worked out of records, so that those to come need not. A hub answers the
same without them.

What a step may do: read and write tables, take identifications from the state's source, send messages, schedule
appointments, all through its transaction; refuse by `ValueError` or `PermissionError`. What it may not: keep anything
outside the state, look at a clock, make a random number, change a record, or depend on the order of a set.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.hub.core.config import Config
from edielkit.hub.core.exchange_points import ExchangeRecords
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.market import Market
from edielkit.hub.core.queues import Outgoing
from edielkit.hub.core.state_tables import EXCHANGE_POINTS, EXCHANGE_SIDES, PARTIES, POINTS, K, Table, V
from edielkit.hub.core.structure import Structure

__all__ = ("Appointment", "Changes", "Snapshot", "State")


@attrs.frozen(order=True)
class Appointment:
    """Something that falls due: instants in order, and what came first goes first.

    Attributes:
        when: Instant at which it is due.
        number: Place in the order of making.
        kind: What is due.
        key: What it is about.
    """

    when: dt.datetime
    number: int
    kind: str
    key: str


@attrs.frozen(kw_only=True)
class Snapshot:
    """The state of a hub as a value; equal states are equal snapshots.

    Attributes:
        config: How the hub was set up.
        structure: Grid areas.
        now: Instant of the last event, None before the first.
        ids: Source of identifications.
        sent: How many messages have been sent.
        appointments_made: How many appointments have been made.
        appointments: What falls due, in order.
        tables: The tables that hold any records, by name; `table` gives one with its types.
    """

    config: Config
    structure: Structure
    now: dt.datetime | None
    ids: Ids
    sent: int
    appointments_made: int
    appointments: tuple[Appointment, ...]
    tables: Mapping[str, Mapping[Any, Any]]

    def table(self, table: Table[K, V]) -> Mapping[K, V]:
        """Return the records of *table* by key."""
        return self.tables.get(table.name, MappingProxyType({}))

    def __reduce__(self) -> tuple[Any, ...]:
        # a read-only view cannot be pickled, its dictionary can
        values = {field.name: getattr(self, field.name) for field in attrs.fields(Snapshot)}
        values["tables"] = {name: dict(records) for name, records in self.tables.items()}
        return _snapshot, (values,)


def _snapshot(values: dict[str, Any]) -> Snapshot:
    return Snapshot(**{**values, "tables": _read_only(values["tables"])})


def _read_only(tables: Mapping[str, Mapping[Any, Any]]) -> Mapping[str, Mapping[Any, Any]]:
    """Return copies of the tables that hold anything."""
    return MappingProxyType(
        {name: MappingProxyType(dict(records)) for name, records in tables.items() if records}
    )


class State:
    """The tables of a hub. Only `commit` changes them."""

    __slots__ = (
        "appointments",
        "appointments_made",
        "config",
        "ids",
        "indexes",
        "now",
        "sent",
        "structure",
        "tables",
    )

    def __init__(self, market: Market, config: Config, ids: Ids) -> None:
        self.config = config
        self.structure = market.structure
        self.now: dt.datetime | None = None
        self.ids = ids
        self.sent = 0
        self.appointments_made = 0
        # a heap: the first one is due first
        self.appointments: list[Appointment] = []
        self.tables: dict[str, dict[Any, Any]] = {}
        # what is worked out of records and can be worked out again: no part of a snapshot
        self.indexes: dict[str, dict[Any, Any]] = {}
        self.table(PARTIES).update({party.gln: party for party in market.parties})
        points = self.table(POINTS)
        points.update({point.identification: point for point in market.points})
        exchange = ExchangeRecords.of(market.exchange_points, points)
        points.update(exchange.points)
        self.table(EXCHANGE_POINTS).update(exchange.places)
        self.table(EXCHANGE_SIDES).update(exchange.sides)

    @classmethod
    def of(cls, snapshot: Snapshot) -> State:
        """Return the state that *snapshot* was taken of."""
        state = cls(Market(structure=snapshot.structure), snapshot.config, snapshot.ids)
        state.now, state.sent = snapshot.now, snapshot.sent
        state.appointments = list(snapshot.appointments)
        state.appointments_made = snapshot.appointments_made
        state.tables = {name: dict(records) for name, records in snapshot.tables.items()}
        return state

    def table(self, table: Table[K, V]) -> dict[K, V]:
        """Return the records of *table* by key, as they are kept: who reads them changes nothing."""
        return self.tables.setdefault(table.name, {})

    def snapshot(self) -> Snapshot:
        """Return the state as a value."""
        return Snapshot(
            config=self.config,
            structure=self.structure,
            now=self.now,
            ids=self.ids,
            sent=self.sent,
            appointments_made=self.appointments_made,
            appointments=tuple(sorted(self.appointments)),
            tables=_read_only(self.tables),
        )

    def next_due(self, now: dt.datetime) -> Appointment | None:
        """Return the first appointment that is due at *now*, None when none is."""
        return self.appointments[0] if self.appointments and self.appointments[0].when <= now else None

    def schedule(self, when: dt.datetime, kind: str, key: str) -> None:
        """Make an appointment before anything has happened."""
        heapq.heappush(self.appointments, Appointment(when, self.appointments_made, kind, key))
        self.appointments_made += 1

    def commit(self, changes: Changes) -> None:
        """Make *changes* the state."""
        for name, records in changes.writes.items():
            table = self.tables.setdefault(name, {})
            for key, record in records.items():
                if record is None:
                    table.pop(key, None)
                else:
                    table[key] = record
        for _ in range(changes.popped):
            heapq.heappop(self.appointments)
        for appointment in changes.scheduled:
            heapq.heappush(self.appointments, appointment)
        self.appointments_made += len(changes.scheduled)
        self.now, self.ids, self.sent = changes.now, changes.ids, changes.sent


@attrs.frozen(kw_only=True)
class Changes:
    """What one step changes.

    Attributes:
        writes: New records by key, by table; None takes a record away.
        popped: How many appointments it takes off, the first ones.
        scheduled: New appointments.
        sent: Count of messages sent, after the step.
        ids: Source of identifications, after the step.
        now: Instant of the step.
        outgoing: The messages that it sent.
    """

    writes: Mapping[str, Mapping[Any, Any]]
    popped: int
    scheduled: tuple[Appointment, ...]
    sent: int
    ids: Ids
    now: dt.datetime
    outgoing: tuple[Outgoing, ...]
