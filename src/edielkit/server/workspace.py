"""A workspace: one hub with its clock, its journal and what was said, behind one lock for everything that changes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.errors import UnforeseenError
from edielkit.hub import Hub, Ids, JournalEntry, Outgoing, Receipt, SharedHub, Snapshot
from edielkit.hub.engine.arguments import call_arguments
from edielkit.market_time import local_day
from edielkit.scenarios import MarketNames, Scenario, play, read_scenario
from edielkit.server.clocks import HubClock
from edielkit.server.fault_plan import FaultPlan
from edielkit.server.intake import Intake
from edielkit.server.journal_file import JournalFile, WorkspaceRecord
from edielkit.server.message_log import MessageLog
from edielkit.server.settings import ServerSettings

__all__ = ("Mark", "Workspace", "WorkspaceDocument")


@attrs.frozen
class Mark:
    """A moment of a workspace that it can go back to.

    Attributes:
        count: How many entries the journal had.
        messages: How many messages had come and gone.
        instant: What the clock showed.
        snapshot: State of the hub.
        record: What the workspace had begun with.
    """

    count: int
    messages: int
    instant: dt.datetime
    snapshot: Snapshot = attrs.field(repr=False)
    record: WorkspaceRecord = attrs.field(repr=False)


@attrs.frozen
class WorkspaceDocument:
    """All that makes a hub: its market, its clock and its journal.

    Attributes:
        record: What the workspace began with.
        now: What the clock showed.
        entries: Everything that came in.
    """

    record: WorkspaceRecord
    now: dt.datetime
    entries: tuple[JournalEntry, ...] = attrs.field(repr=False)


class Workspace:
    """A hub of its own, as its doors see it.

    What changes the hub goes through the methods here: each entry is in the journal before the hub does it. What only
    reads may ask `hub`: every question of `edielkit.hub.SharedHub`.

    Args:
        name: Name in the address, empty for the server's own.
        settings: How the server is set up.
        journal: The file of the journals.
        record: The workspace as the file has it, None for a new one.

    Raises:
        ScenarioError: The market is none.

    >>> workspace = Workspace("", ServerSettings(), JournalFile())
    >>> workspace.receive(b"no message").code_group
    'XSD'
    """

    def __init__(
        self,
        name: str,
        settings: ServerSettings,
        journal: JournalFile,
        record: WorkspaceRecord | None = None,
    ) -> None:
        self.name, self.settings = name, settings
        self.messages = MessageLog(settings.max_messages)
        self.faults = FaultPlan()
        self.marks: dict[str, Mark] = {}
        self._journal = journal
        self._intake = Intake(self._write, self._received)
        self.clock = HubClock(settings.clock, settings.start)
        self._begin(record)

    def _begin(self, record: WorkspaceRecord | None) -> None:
        """Make the hub: of the scenario and its steps, or of what the file holds."""
        if record is None:
            from edielkit.server.own_market import own_market

            head = self.settings.scenario or own_market(self.clock.now())
            if self.settings.start is not None:
                head = {**head, "start": self.settings.start.isoformat(timespec="seconds")}
            scenario = read_scenario(head, files=self.settings.files)
            hub = play(scenario, validate=False).hub
            record = WorkspaceRecord(name=self.name, scenario={**head, "steps": []}, begun=len(hub.journal))
            self._journal.begin(record, hub.journal)
        self._use(record)

    def _use(self, record: WorkspaceRecord, count: int | None = None) -> None:
        """Make the hub that the first *count* entries of the journal make of the market of *record*."""
        scenario = read_scenario(record.scenario)
        hub = Hub(scenario.names.market, config=scenario.config, ids=Ids(scenario.title))
        self.record, self.scenario = record, scenario
        self.hub = SharedHub(hub)
        self.messages.cut()
        self._count = 0
        for entry in self._journal.entries(self.name, most=count):
            self._carry_out(entry)
        self._continue()
        self.clock.turn(self._start(scenario))

    def _continue(self) -> None:
        """Go on behind the entries that the hub has carried out: their count is the next number of the journal."""
        # what is written and what is carried out are two counts as soon as others wait
        self._written, self._last = self._count, self.hub.now

    def _start(self, scenario: Scenario) -> dt.datetime:
        """Return the instant at which the clock goes on: never before the last event."""
        from edielkit.server.clocks import WALL, wall_now

        begin = wall_now() if self.clock.speed == WALL else scenario.start
        return begin if self.hub.now is None else max(begin, self.hub.now)

    @property
    def names(self) -> MarketNames:
        """The names of the market's parties, areas, points and customers."""
        return self.scenario.names

    def now(self) -> dt.datetime:
        """Return the instant that the hub's clock shows."""
        return self.clock.now()

    def today(self) -> dt.date:
        """Return the Norwegian day of the hub's clock."""
        return local_day(self.now())

    # -- what changes the hub

    def receive(self, data: bytes) -> Receipt:
        """Take in a message; it is in the journal before the hub looks at it.

        Args:
            data: A message, wrapped or bare.

        Raises:
            StateFileError: It could not be kept, and nothing has happened.
        """
        return self._intake.take(data)

    def query(self, data: bytes) -> Receipt:
        """Answer a query that is answered in the call (BRS-NO-611): nothing changes."""
        with self._intake.alone():
            self.catch_up()
            now = self.now()
            receipt = self.hub.query(data, now=now)
            self.messages.received(now, data, receipt)
            return receipt

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Do what a portal does, as `edielkit.hub.Hub.call`.

        Raises:
            ValueError: There is no such call, or it is refused.
        """
        # as the journal holds them
        named = call_arguments(name, arguments)
        with self._intake.alone():
            return self._do("call", named)

    def advance(self, instant: dt.datetime) -> tuple[Outgoing, ...]:
        """Set the clock to *instant*, and let fall due what does until then; return what was sent.

        Raises:
            ValueError: *instant* lies before what the clock shows.
        """
        with self._intake.alone():
            before = self.clock.now()
            if instant.utcoffset() is not None and instant >= before:
                # the journal first: a clock that went on alone would not come back
                sent: list[Outgoing] = []
                self._do("advance", {}, now=instant, collect=sent.append)
                self.clock.advance(max(instant, self.clock.now()))
                return tuple(sent)
            self.clock.advance(instant)
            return ()

    def catch_up(self) -> tuple[Outgoing, ...]:
        """Let fall due what the running clock has passed; what is not due leaves no trace."""
        with self._intake.alone():
            due, now = self.hub.next_due, self.now()
            if due is None or due > now:
                return ()
            sent: list[Outgoing] = []
            self._do("advance", {}, now=now, collect=sent.append)
            return tuple(sent)

    # -- going back, and elsewhere

    def reset(self) -> None:
        """Make the hub what it was when the workspace began, with its clock and without planned faults."""
        with self._intake.alone():
            self._journal.cut(self.name, self.record.begun)
            self.faults.lift()
            self._use(self.record)

    def mark(self) -> Mark:
        """Return what is needed to come back to this moment."""
        with self._intake.alone():
            return Mark(self._count, self.messages.count, self.clock.now(), self.hub.snapshot(), self.record)

    def go_back(self, mark: Mark) -> None:
        """Make the hub what it was at a mark; what came since is forgotten, in the file too.

        Raises:
            ValueError: The workspace has been reset or loaded since, so that the mark is of another past.
        """
        with self._intake.alone():
            if mark.record is not self.record or mark.count > self._count:
                raise ValueError("the hub has another past than this snapshot")
            self._journal.cut(self.name, mark.count)
            self.hub = SharedHub(Hub.restore(mark.snapshot))
            self._count = mark.count
            self._continue()
            self.messages.cut(mark.messages)
            self.clock.turn(mark.instant)

    def document(self) -> WorkspaceDocument:
        """Return all that makes the hub, for another server or a later day."""
        with self._intake.alone():
            return WorkspaceDocument(self.record, self.clock.now(), tuple(self._journal.entries(self.name)))

    def load(self, document: WorkspaceDocument) -> None:
        """Make the hub what a document says, in place of what it was.

        Raises:
            ScenarioError: Its market is none.
        """
        with self._intake.alone():
            read_scenario(document.record.scenario)
            record = attrs.evolve(document.record, name=self.name)
            self._journal.begin(record, document.entries)
            self._use(record)
            self.clock.turn(document.now if self.hub.now is None else max(document.now, self.hub.now))

    def journal(self, first: int = 0) -> Iterator[JournalEntry]:
        """Yield what came in, in order, from the entry of that number on."""
        return self._journal.entries(self.name, first)

    # -- how

    def _do(
        self,
        kind: str,
        arguments: dict[str, Any],
        *,
        now: dt.datetime | None = None,
        collect: Callable[[Outgoing], object] | None = None,
    ) -> Any:
        (entry,) = self._enter(now or self.now(), kind, [arguments])
        return self._carry_out(entry, collect=collect, raising=True)

    def _enter(
        self, instant: dt.datetime, kind: str, every: Sequence[dict[str, Any]]
    ) -> tuple[JournalEntry, ...]:
        """Write entries of a kind, with these arguments, behind those that are written."""
        # a clock of the wall may be set back; the journal's time is not
        instant = instant if self._last is None else max(instant, self._last)
        entries = tuple(JournalEntry(now=instant, kind=kind, arguments=arguments) for arguments in every)
        self._journal.append(self.name, self._written, *entries)
        self._written, self._last = self._written + len(entries), instant
        return entries

    def _write(self, messages: Sequence[bytes]) -> tuple[JournalEntry, ...]:
        return self._enter(self.now(), "receive", [{"data": data} for data in messages])

    def _received(self, entry: JournalEntry) -> Receipt:
        receipt: Receipt = self._carry_out(entry, raising=True)
        return receipt

    def _carry_out(
        self,
        entry: JournalEntry,
        *,
        collect: Callable[[Outgoing], object] | None = None,
        raising: bool = False,
    ) -> Any:
        """Let the hub do an entry that is in the journal, and note what was said."""
        self._count += 1
        result: Any = None
        try:
            result = self.hub.carry_out(entry)
        except (PermissionError, ValueError, UnforeseenError):
            # what was refused then is refused now
            if raising:
                raise
        finally:
            if isinstance(result, Receipt) and entry.kind == "receive":
                self.messages.received(entry.now, entry.arguments["data"], result)
            for outgoing in self.hub.sent:
                self.messages.sent(entry.now, outgoing)
                if collect is not None:
                    collect(outgoing)
            # kept in the file and in the log: the hub's own lists would grow with every message
            self.hub.forget()
        return result
