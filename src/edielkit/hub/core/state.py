"""The hub's state: tables of frozen records, and the one way to change them.

A step reads the state and writes into a `Work`; the state itself is touched only when the work is committed, whole.
`Snapshot` is the state as an immutable value: its tables are copies, the records in them are shared.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.exchange import ExchangePoint
from edielkit.hub.core.config import Config
from edielkit.hub.core.context import HubContext
from edielkit.hub.core.exchange_points import market_troubles, records_of
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.parties import Party
from edielkit.hub.core.queues import Mailbox, Outgoing, PollResult, Queue, queue_of
from edielkit.hub.core.records import Point, Process
from edielkit.hub.core.structure import Structure
from edielkit.hub.core.timeline import troubles as timeline_troubles

__all__ = ("Appointment", "Changes", "Market", "Snapshot", "State", "Work")

# Every table of the state; a record is written under a key, or taken away with None.
TABLES = (
    "parties",
    "points",
    "processes",
    "history",
    "notices",
    "seen",
    "mail",
    "boxes",
    "results",
    "consents",
    "grants",
    "requests",
    # metering values and what is made of them
    "values",
    "volumes",
    "readings",
    "forwarded",
    "subscriptions",
    "reminders",
    "exchange_points",
    "exchange_sides",
    "exchange_reports",
    "calculations",
    "calculation_inputs",
    "calculation_targets",
    "annual",
    "annual_cases",
    "loss_constants",
    "limits",
    "balance_responsible",
    "settlements",
    "prices",
    "reconciliations",
    "final_losses",
    "jobs",
)


@attrs.frozen(kw_only=True)
class Market:
    """What a hub begins with.

    Attributes:
        parties: Market parties and service providers.
        structure: Grid areas.
        points: Metering points that are there already.
        exchange_points: Exchange points that are registered already.
    """

    parties: Iterable[Party] = ()
    structure: Structure = attrs.field(factory=Structure)
    points: Iterable[Point] = ()
    exchange_points: Iterable[ExchangePoint] = ()

    def troubles(self) -> Iterator[str]:
        """Yield what keeps the points from taking part in processes, in words."""
        for each in self.points:
            if self.structure.area(each.area) is None:
                yield f"metering point {each.identification}: grid area {each.area!r} is not known"
            elif self.structure.areas[each.area].virtual:
                yield from _not_of_virtual_area(each)
            if not each.statuses or not each.versions:
                yield f"metering point {each.identification}: expected a status and master data"
            if any(not stay.addresses for stay in each.timeline.stays):
                yield f"metering point {each.identification}: expected an address of each end user"
            for words in timeline_troubles(each.timeline):
                yield f"metering point {each.identification}: {words}"
        known = {each.identification: each for each in self.points}
        yield from market_troubles(self.exchange_points, self.structure, known)


def _not_of_virtual_area(point: Point) -> Iterator[str]:
    # a virtual grid area holds points that are not settled, and none of exchange
    for version in point.versions:
        detail = version.data.detail
        if str(detail.settlement_method_type) != "Z01" or str(detail.metering_point_type) == "E20":
            words = "expected Z01 and no exchange point in a virtual grid area"
            yield f"metering point {point.identification}: {words}"
            return


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
        booked: How many appointments have been made.
        appointments: What falls due, in order.
        tables: The tables of records.
    """

    config: Config
    structure: Structure
    now: dt.datetime | None
    ids: Ids
    sent: int
    booked: int
    appointments: tuple[Appointment, ...]
    tables: Mapping[str, Mapping[Any, Any]]

    def __reduce__(self) -> tuple[Any, ...]:
        # a read-only view cannot be pickled, its dictionary can
        values = {each.name: getattr(self, each.name) for each in attrs.fields(Snapshot)}
        values["tables"] = {name: dict(table) for name, table in self.tables.items()}
        return _snapshot, (values,)


def _snapshot(values: dict[str, Any]) -> Snapshot:
    tables = {name: MappingProxyType(table) for name, table in values["tables"].items()}
    return Snapshot(**{**values, "tables": MappingProxyType(tables)})


class State:
    """The tables of a hub. Only `commit` changes them."""

    __slots__ = ("agenda", "booked", "config", "ids", "now", "sent", "structure", "tables")

    def __init__(self, market: Market, config: Config, ids: Ids) -> None:
        self.config = config
        self.structure = market.structure
        self.now: dt.datetime | None = None
        self.ids = ids
        self.sent = 0
        self.booked = 0
        self.agenda: list[Appointment] = []
        self.tables: dict[str, dict[Any, Any]] = {name: {} for name in TABLES}
        self.tables["parties"] = {each.gln: each for each in market.parties}
        self.tables["points"] = {each.identification: each for each in market.points}
        for table, key, record in records_of(market.exchange_points, self.tables["points"]):
            self.tables[table][key] = record

    @classmethod
    def of(cls, snapshot: Snapshot) -> State:
        """Return the state that *snapshot* was taken of."""
        made = cls(Market(structure=snapshot.structure), snapshot.config, snapshot.ids)
        made.now, made.sent, made.booked = snapshot.now, snapshot.sent, snapshot.booked
        made.agenda = list(snapshot.appointments)
        made.tables = {name: dict(table) for name, table in snapshot.tables.items()}
        return made

    def snapshot(self) -> Snapshot:
        """Return the state as a value."""
        return Snapshot(
            config=self.config,
            structure=self.structure,
            now=self.now,
            ids=self.ids,
            sent=self.sent,
            booked=self.booked,
            appointments=tuple(sorted(self.agenda)),
            tables=MappingProxyType(
                {name: MappingProxyType(dict(table)) for name, table in self.tables.items()}
            ),
        )

    def due(self, now: dt.datetime) -> Appointment | None:
        """Return the first appointment that is due at *now*, None when none is."""
        return self.agenda[0] if self.agenda and self.agenda[0].when <= now else None

    def book(self, when: dt.datetime, kind: str, key: str) -> None:
        """Make an appointment before anything has happened."""
        heapq.heappush(self.agenda, Appointment(when, self.booked, kind, key))
        self.booked += 1

    def commit(self, changes: Changes) -> None:
        """Make *changes* the state."""
        for name, records in changes.writes.items():
            table = self.tables[name]
            for key, value in records.items():
                if value is None:
                    table.pop(key, None)
                else:
                    table[key] = value
        for kept in changes.kept:
            heapq.heappop(self.agenda) if kept is None else heapq.heappush(self.agenda, kept)
        self.now, self.ids = changes.now, changes.ids
        self.sent, self.booked = changes.sent, changes.booked


@attrs.frozen(kw_only=True)
class Changes:
    """What one step changes.

    Attributes:
        writes: New records by key, by table; None takes a record away.
        kept: New appointments; None takes the first one off.
        sent: Count of messages sent, after the step.
        booked: Count of appointments made, after the step.
        ids: Source of identifications, after the step.
        now: Instant of the step.
        outgoing: The messages that it sent.
    """

    writes: Mapping[str, Mapping[Any, Any]]
    kept: tuple[Appointment | None, ...]
    sent: int
    booked: int
    ids: Ids
    now: dt.datetime
    outgoing: tuple[Outgoing, ...]


class Work:
    """A step in the making: reads the state as it will be, and collects what changes."""

    def __init__(self, state: State, now: dt.datetime) -> None:
        self._state = state
        self._tables = state.tables
        self._writes: dict[str, dict[Any, Any]] = {}
        self._kept: list[Appointment | None] = []
        self._outgoing: list[Outgoing] = []
        self._ids = state.ids
        self._booked = state.booked
        self.now = now
        # what one part of the step has found out for the next; it is gone with the step
        self.memo: dict[Any, Any] = {}
        self.config = state.config
        self.structure = state.structure

    def get(self, table: str, key: Any) -> Any:
        """Return the record of *table* under *key*, None when there is none."""
        written = self._writes.get(table)
        if written and key in written:
            return written[key]
        return self._tables[table].get(key)

    def put(self, table: str, key: Any, record: Any) -> None:
        """Write *record* under *key*; None takes it away."""
        written = self._writes.get(table)
        if written is None:
            written = self._writes[table] = {}
        written[key] = record

    def keys(self, table: str) -> list[Any]:
        """Return the keys of *table*, in the order in which they were first written."""
        keys = dict.fromkeys(self._tables[table])
        for key, record in self._writes.get(table, {}).items():
            if record is None:
                keys.pop(key, None)
            else:
                keys[key] = None
        return list(keys)

    @property
    def context(self) -> HubContext:
        """What the rules may ask, as things stood before the step."""
        return HubContext(self._state.tables["points"], self.structure)

    def party(self, gln: str) -> Party | None:
        """Return the party with *gln*, None when there is none."""
        found: Party | None = self.get("parties", gln)
        return found

    def point(self, identification: str) -> Point | None:
        """Return the metering point, None when there is none."""
        found: Point | None = self.get("points", identification)
        return found

    def process(self, identification: str) -> Process | None:
        """Return the process that a request began, None when there is none."""
        found: Process | None = self.get("processes", identification)
        return found

    def history(self, point: str) -> tuple[Process, ...]:
        """Return all processes of a metering point, oldest first."""
        found = (self.process(each) for each in self.get("history", point) or ())
        return tuple(each for each in found if each is not None)

    def add_process(self, process: Process) -> None:
        """Write a new process, and remember it with its metering point."""
        self.put(
            "history", process.point, (*(self.get("history", process.point) or ()), process.identification)
        )
        self.put("processes", process.identification, process)

    def new_id(self) -> str:
        """Return a new UUID."""
        made, self._ids = self._ids.take()
        return made

    def send(self, message: Message, *, point: str = "", role: str | None = None) -> None:
        """Put *message* into the queue of its juridical recipient.

        Args:
            message: The message.
            point: GSRN that it is about.
            role: Role that it is received in, where the message names the role of its first sender.
        """
        head: Any = message
        party = str(head.header.juridical_recipient_energy_party.identification)
        role = role or str(head.process_energy_context.energy_business_process_role)
        queue = queue_of(message.kind())
        number = self._state.sent + len(self._outgoing)
        sent = Outgoing(message=message, party=party, role=role, queue=queue, point=point, number=number)
        self._outgoing.append(sent)
        box = self.get("boxes", (party, queue)) or Mailbox()
        self.put("mail", (party, queue, box.next), sent)
        self.put("boxes", (party, queue), attrs.evolve(box, next=box.next + 1))

    def remind(self, when: dt.datetime, kind: str, key: str) -> None:
        """Make an appointment."""
        self._kept.append(Appointment(when, self._booked, kind, key))
        self._booked += 1

    def take_appointment(self) -> None:
        """Take the first appointment off."""
        self._kept.append(None)

    def mailed(self, party: str, queue: Queue, role: str | None) -> tuple[Outgoing, ...]:
        """Return what waits for a party, at most what a result may hold, oldest first."""
        box = self.get("boxes", (party, queue)) or Mailbox()
        found: list[Outgoing] = []
        for number in range(box.first, box.next):
            each: Outgoing | None = self.get("mail", (party, queue, number))
            if each is not None and (role is None or each.role == role):
                found.append(each)
                if len(found) == self.config.poll_limit:
                    break
        return tuple(found)

    def result(self, party: str, queue: Queue, role: str | None) -> PollResult | None:
        """Return the result that waits for an acknowledgement."""
        found: PollResult | None = self.get("results", (party, queue, role))
        return found

    def done(self) -> Changes:
        """Return everything that the step changes."""
        return Changes(
            writes=self._writes,
            kept=tuple(self._kept),
            sent=self._state.sent + len(self._outgoing),
            booked=self._booked,
            ids=self._ids,
            now=self.now,
            outgoing=tuple(self._outgoing),
        )
