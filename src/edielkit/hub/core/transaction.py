"""A transaction: one step in the making, which reads the state as it will be and collects what changes.

Everything that the hub does with a message, a call or an appointment, it does through one of these: see
`edielkit.hub.core.state` for how the steps of a hub fit together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import attrs

from edielkit.emif.declare import Message
from edielkit.hub.core.context import HubContext
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.market_records import Point, Process
from edielkit.hub.core.parties import Party
from edielkit.hub.core.queues import Mailbox, Outgoing, PollResult, Queue, queue_of
from edielkit.hub.core.state import Appointment, Changes, State
from edielkit.hub.core.state_tables import (
    MAIL,
    MAILBOXES,
    PARTIES,
    POINT_PROCESSES,
    POINTS,
    POLL_RESULTS,
    PROCESSES,
    TAKEN_UNTIL,
    K,
    Memo,
    Table,
    V,
)

__all__ = ("Transaction", "TransactionPart")

_TICK = dt.timedelta(microseconds=1)


class Transaction:
    """A step in the making: what it writes is read again by itself, and by nobody else before it is committed.

    Args:
        state: The state before the step; it is not touched.
        now: Instant of the step.
    """

    def __init__(self, state: State, now: dt.datetime) -> None:
        self._state = state
        self._tables = state.tables
        self._writes: dict[str, dict[Any, Any]] = {}
        self._memos: dict[str, dict[Any, Any]] = {}
        self._scheduled: list[Appointment] = []
        self._popped = 0
        self._outgoing: list[Outgoing] = []
        self._ids = state.ids
        # how many messages and appointments there were before this step, or this part of one
        self._sent_before, self._appointments_before = state.sent, state.appointments_made
        self.now = now
        self.config = state.config
        self.structure = state.structure

    # -- tables

    def get(self, table: Table[K, V], key: K) -> V | None:
        """Return the record of *table* under *key*, None when there is none."""
        name = table.name
        written = self._writes.get(name)
        if written and key in written:
            record: V | None = written[key]
            return record
        records = self._tables.get(name)
        return None if records is None else records.get(key)

    def require(self, table: Table[K, V], key: K) -> V:
        """Return the record of *table* under *key*, which another record says is there.

        Raises:
            KeyError: It is not.
        """
        record = self.get(table, key)
        if record is None:
            raise KeyError(table.name, key)
        return record

    def put(self, table: Table[K, V], key: K, record: V) -> None:
        """Write *record* under *key*."""
        self._written(table.name)[key] = record

    def put_all(self, table: Table[K, V], records: Mapping[K, V]) -> None:
        """Write each of *records* under its key."""
        self._written(table.name).update(records)

    def remove(self, table: Table[K, V], key: K) -> None:
        """Take away the record under *key*, if there is one."""
        self._written(table.name)[key] = None

    def keys(self, table: Table[K, V]) -> list[K]:
        """Return the keys of *table*, in the order in which they were first written."""
        return _with_written(self._tables.get(table.name, ()), self._writes.get(table.name, {}))

    def records(self, table: Table[K, V]) -> Iterator[V]:
        """Yield the records of *table*, in the order in which their keys were first written."""
        for key in self.keys(table):
            record = self.get(table, key)
            if record is not None:
                yield record

    def memo(self, memo: Memo[K, V]) -> dict[K, V]:
        """Return what a part of the step has left for the next; it is gone with the step."""
        return self._memos.setdefault(memo.name, {})

    def indexes(self, memo: Memo[K, V]) -> dict[K, V]:
        """Return what steps have worked out of records for those to come; it is no part of the state.

        A step may be dropped after it has changed an entry: who takes one out makes sure that it is of the records that
        the step reads, and answers the same without it.
        """
        return self._state.indexes.setdefault(memo.name, {})

    def _written(self, name: str) -> dict[Any, Any]:
        written = self._writes.get(name)
        if written is None:
            written = self._writes[name] = {}
        return written

    def part(self) -> TransactionPart:
        """Return a part of the step that can fail for itself: as a context, an error in it drops what it did.

        Until it is over, the step itself takes no identifications, and sends and schedules nothing.

        >>> from edielkit.hub.core.config import Config
        >>> from edielkit.hub.core.ids import Ids
        >>> from edielkit.hub.core.market import Market
        >>> step = Transaction(State(Market(), Config(), Ids()), dt.datetime(2026, 2, 2, tzinfo=dt.UTC))
        >>> ages: Table[str, int] = Table("ages")
        >>> with step.part() as part:
        ...     part.put(ages, "house", 30)
        >>> step.get(ages, "house")
        30
        """
        return TransactionPart(
            self._state,
            self,
            ids=self._ids,
            sent=self._sent_before + len(self._outgoing),
            appointments=self._appointments_before + len(self._scheduled),
        )

    def join(self, changes: Changes) -> None:
        """Take over what a part of the step has changed."""
        for name, records in changes.writes.items():
            self._written(name).update(records)
        self._scheduled += changes.scheduled
        self._outgoing += changes.outgoing
        self._ids = changes.ids

    # -- parties, points and processes

    @property
    def context(self) -> HubContext:
        """What the rules may ask, as things stood before the step."""
        return HubContext(self._state.table(POINTS), self.structure, self.config.move_in_back)

    def party(self, gln: str) -> Party | None:
        """Return the party with *gln*, None when there is none."""
        return self.get(PARTIES, gln)

    def point(self, identification: str) -> Point | None:
        """Return the metering point, None when there is none."""
        return self.get(POINTS, identification)

    def process(self, identification: str) -> Process | None:
        """Return the process that a request began, None when there is none."""
        return self.get(PROCESSES, identification)

    def history(self, point: str) -> tuple[Process, ...]:
        """Return all processes of a metering point, oldest first."""
        processes = (self.process(name) for name in self.get(POINT_PROCESSES, point) or ())
        return tuple(process for process in processes if process is not None)

    def add_process(self, process: Process) -> None:
        """Write a new process, and remember it with its metering point."""
        names = self.get(POINT_PROCESSES, process.point) or ()
        self.put(POINT_PROCESSES, process.point, (*names, process.identification))
        self.put(PROCESSES, process.identification, process)

    # -- messages

    def new_id(self) -> str:
        """Return a new UUID."""
        identification, self._ids = self._ids.take()
        return identification

    def send(self, message: Message, *, point: str = "", role: str | None = None) -> None:
        """Put *message* into the queue of its juridical recipient.

        Args:
            message: The message.
            point: GSRN that it is about.
            role: Role that it is received in, where the message names the role of its first sender.
        """
        head: Any = message
        party = str(head.header.juridical_recipient_energy_party.identification)
        process = head.process_energy_context
        role = role or str(process.energy_business_process_role)
        queue = queue_of(message.kind(), str(process.energy_business_process).removeprefix("BRS-NO-"))
        number = self._sent_before + len(self._outgoing)
        outgoing = Outgoing(message=message, party=party, role=role, queue=queue, point=point, number=number)
        self._outgoing.append(outgoing)
        box = self.get(MAILBOXES, (party, queue)) or Mailbox()
        self.put(MAIL, (party, queue, box.next), outgoing)
        self.put(MAILBOXES, (party, queue), attrs.evolve(box, next=box.next + 1))

    def waiting(self, party: str, queue: Queue, role: str | None) -> tuple[Outgoing, ...]:
        """Return what waits for a party, at most what a result may hold, oldest first."""
        box = self.get(MAILBOXES, (party, queue)) or Mailbox()
        messages: list[Outgoing] = []
        for number in range(box.first, box.next):
            outgoing = self.get(MAIL, (party, queue, number))
            if outgoing is not None and (role is None or outgoing.role == role):
                messages.append(outgoing)
                if len(messages) == self.config.poll_limit:
                    break
        return tuple(messages)

    def poll_result(self, party: str, queue: Queue, role: str | None) -> PollResult | None:
        """Return the result that waits for an acknowledgement."""
        return self.get(POLL_RESULTS, (party, queue, role))

    # -- appointments

    def schedule(self, when: dt.datetime, kind: str, key: str) -> None:
        """Make an appointment: *kind* of `edielkit.hub.engine.stepping.DUE` falls due for *key* at *when*."""
        number = self._appointments_before + len(self._scheduled)
        self._scheduled.append(Appointment(when, number, kind, key))

    @property
    def arrival(self) -> dt.datetime:
        """The instant that what comes now is written down with: now, and after a run of the reconciliation of the same instant.

        Where the clock stands still, values may come before and after a run at one instant: the run takes the former, the
        next run the latter, so that each is taken once.
        """
        taken = self.get(TAKEN_UNTIL, "")
        return self.now if taken is None or taken < self.now else taken + _TICK

    def pop_due(self) -> None:
        """Take the first appointment off: it is consumed by this step."""
        self._popped += 1

    def changes(self) -> Changes:
        """Return everything that the step changes."""
        return Changes(
            writes=self._writes,
            popped=self._popped,
            scheduled=tuple(self._scheduled),
            sent=self._sent_before + len(self._outgoing),
            ids=self._ids,
            now=self.now,
            outgoing=tuple(self._outgoing),
        )


class TransactionPart(Transaction):
    """A part of a step: reads through to the whole, and is joined to it when it went well, or dropped."""

    def __init__(self, state: State, whole: Transaction, *, ids: Ids, sent: int, appointments: int) -> None:
        super().__init__(state, whole.now)
        self._whole = whole
        self._ids = ids
        self._sent_before, self._appointments_before = sent, appointments

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._whole.join(self.changes())

    def get(self, table: Table[K, V], key: K) -> V | None:
        """Return the record that the part has written, else that of the whole."""
        written = self._writes.get(table.name)
        if written and key in written:
            record: V | None = written[key]
            return record
        return self._whole.get(table, key)

    def keys(self, table: Table[K, V]) -> list[K]:
        """Return the keys of the whole, with those that the part has written."""
        return _with_written(self._whole.keys(table), self._writes.get(table.name, {}))

    def pop_due(self) -> None:
        """Raise TypeError: an appointment is consumed by a step."""
        raise TypeError("an appointment is consumed by a step, not by a part of it")


def _with_written(before: Iterable[K], written: Mapping[Any, Any]) -> list[K]:
    """Return keys with those that a step has written, and without those that it has taken away."""
    keys: dict[K, None] = dict.fromkeys(before)
    for key, record in written.items():
        if record is None:
            keys.pop(key, None)
        else:
            keys[key] = None
    return list(keys)
