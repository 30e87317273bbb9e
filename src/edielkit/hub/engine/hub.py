"""The hub: a thin holder of a state, around the pure steps that change it.

It keeps no clock and makes no random number: every call brings its instant, and identifications come from the
state's own source. The same calls give the same state and the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any, Concatenate, ParamSpec, TypeVar

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.errors import UnforeseenError
from edielkit.hub.core.config import Config
from edielkit.hub.core.context import HubContext
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.journal import JournalEntry
from edielkit.hub.core.market import Market
from edielkit.hub.core.queues import Outgoing, PollResult, Queue
from edielkit.hub.core.state import Changes, Snapshot, State
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine import daily
from edielkit.hub.engine.arguments import call_arguments
from edielkit.hub.engine.portal import Portal
from edielkit.hub.engine.questions import Questions
from edielkit.hub.engine.receiving import Receipt
from edielkit.hub.engine.sinks import Sink
from edielkit.hub.engine.stepping import answer_query, apply, run_due
from edielkit.hub.extraction import Job
from edielkit.hub.extraction import jobs as extraction_jobs
from edielkit.verbs import as_bytes

__all__ = ("Hub",)

P = ParamSpec("P")
R = TypeVar("R")


class Hub(Questions):
    """A reference hub in memory, as Elhub answers its parties.

    It is one writer's: a thread at a time may call it. For several, and for asyncio, there is
    `edielkit.hub.SharedHub`. A `snapshot` is a value and may be read anywhere.

    Args:
        market: Parties, grid areas and metering points to begin with.
        config: Settings.
        ids: Source of identifications.
        sink: Takes in the journal and the sent messages in place of `journal` and `sent`, which stay empty then; a
            long life costs no memory for them.

    Raises:
        ValueError: A metering point of the market is not whole.

    >>> from edielkit.hub import Hub, Market
    >>> hub = Hub(Market())
    >>> hub.receive(b"no message", now=dt.datetime(2026, 2, 2, tzinfo=dt.UTC)).code_group
    'XSD'
    """

    def __init__(
        self,
        market: Market | None = None,
        *,
        config: Config | None = None,
        ids: Ids | None = None,
        sink: Sink | None = None,
    ) -> None:
        market = market or Market()
        trouble = next(market.troubles(), None)
        if trouble is not None:
            raise ValueError(trouble)
        self._state = State(market, config or Config(), ids or Ids())
        if self._state.config.values_since is not None:
            for when, job in daily.begin(self._state.config.values_since):
                self._state.schedule(when, "daily", job)
        self._journal: list[JournalEntry] = []
        self._sent: list[Outgoing] = []
        # what the call in hand has sent
        self._sent_now: list[Outgoing] = []
        self._sink = sink

    @property
    def context(self) -> HubContext:
        """What the rules may ask the hub (`edielkit.process_rules.RuleContext`): it always answers from the state of now."""
        return HubContext(self._state.table(POINTS), self._state.structure, self._state.config.move_in_back)

    def reader(self) -> Transaction:
        """Return a step that reads the state as it is, and that nothing comes of."""
        return Transaction(self._state, self._state.now or dt.datetime.min.replace(tzinfo=dt.UTC))

    def bound(self, function: Callable[Concatenate[Transaction, P], R]) -> Callable[P, R]:
        """Return *function*, which reads, as a function of this hub as it is."""
        return MethodType(function, self.reader())

    @property
    def journal(self) -> tuple[JournalEntry, ...]:
        """Everything that came in, in order; nothing where a sink takes it."""
        return tuple(self._journal)

    @property
    def sent(self) -> tuple[Outgoing, ...]:
        """Everything that this hub has sent since it was made or restored, in order; nothing where a sink takes it."""
        return tuple(self._sent)

    @property
    def now(self) -> dt.datetime | None:
        """Instant of the last event, None before the first."""
        return self._state.now

    @property
    def next_due(self) -> dt.datetime | None:
        """Instant at which something falls due next, None when nothing will."""
        appointments = self._state.appointments
        return appointments[0].when if appointments else None

    def carry_out(self, entry: JournalEntry) -> Any:
        """Do what an entry of a journal says, and give what the method of its kind gives.

        Args:
            entry: The entry; its instant is not before that of the last one.

        Raises:
            ValueError: As the method of its kind.
            PermissionError: As `poll`.
            UnforeseenError: The hub met an error of its own; nothing but the list of its cases has changed.
        """
        return self._do(entry)

    def forget(self) -> None:
        """Drop the journal and what `sent` lists, which grow with every message; state and queues stay.

        What is forgotten cannot be replayed: take a `snapshot` at the same time for a replay from there.
        """
        self._journal.clear()
        self._sent.clear()

    def receive(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Take in a message as a service of the hub does.

        Args:
            data_or_message: Bytes (plain or gzip, wrapped or bare), or a value.
            now: Aware instant; not before that of the last call.

        Returns:
            Whether it was taken in, a SOAP fault if not, and the body of the answer where the service has one.

        Raises:
            ValueError: *now* has no zone, or lies before that of the last call.
        """
        arguments = {"data": as_bytes(data_or_message)}
        receipt: Receipt = self._do(JournalEntry(now=now, kind="receive", arguments=arguments))
        return receipt

    def poll(
        self,
        party: str,
        role: str | None = None,
        queue: Queue | str = Queue.MARKET_PROCESSES,
        *,
        now: dt.datetime,
        sender: str | None = None,
    ) -> PollResult | None:
        """Return what waits for a party; the same result until it is acknowledged, None when nothing waits.

        Args:
            party: GLN of the market party.
            role: Only messages for this role, all if None.
            queue: ``PollMarketProcesses`` or ``PollMeteringValues``.
            now: Aware instant; not before that of the last call.
            sender: GLN of the service provider that polls for the party; the party itself if None.

        Raises:
            ValueError: *now* is wrong as in `receive`, or *queue* is no queue.
            PermissionError: The party is not known, lacks the role, or *sender* may not act for it.
        """
        arguments = {"party": party, "role": role, "queue": Queue(queue).value, "sender": sender or party}
        result: PollResult | None = self._do(JournalEntry(now=now, kind="poll", arguments=arguments))
        return result

    def acknowledge_poll(
        self, result: PollResult | bytes | Message | SoapDocument, *, now: dt.datetime
    ) -> Receipt:
        """Take a poll result off the queue: all of its messages are safely stored.

        Args:
            result: The result itself, or the acknowledgement of it as message or bytes.
            now: Aware instant; not before that of the last call.

        Returns:
            A SOAP fault when the acknowledgement is not positive and whole; when no such result waits, only where
            `Config.unknown_polls_accepted` is switched off.

        Raises:
            ValueError: *now* is wrong as in `receive`.
        """
        if not isinstance(result, PollResult):
            return self.receive(result, now=now)
        arguments = {"identification": result.identification, "party": result.party}
        receipt: Receipt = self._do(JournalEntry(now=now, kind="acknowledge_poll", arguments=arguments))
        return receipt

    def advance(self, now: dt.datetime) -> tuple[Outgoing, ...]:
        """Let time pass: deadlines, reminders and daily jobs fire in order; return what was sent.

        Raises:
            ValueError: *now* is wrong as in `receive`.
        """
        self._do(JournalEntry(now=now, kind="advance"))
        return tuple(self._sent_now)

    def call(self, name: str, /, *, now: dt.datetime, **arguments: Any) -> Any:
        """Do what a portal does by the name of the call, such as ``request_consent``; `portal` has them as methods.

        Args:
            name: Name of the call.
            now: Aware instant; not before that of the last call.
            arguments: Plain data: texts, numbers, truths and lists of them.

        Raises:
            ValueError: *now* is wrong as in `receive`, the name is not known, or the call cannot be carried out.
        """
        return self._do(JournalEntry(now=now, kind="call", arguments=call_arguments(name, arguments)))

    def portal(self, now: dt.datetime) -> Portal:
        """Return the calls of the portal at *now*, as methods with their own parameters.

        Args:
            now: Aware instant; not before that of the last call.

        >>> from edielkit.testing import MarketHub
        >>> market = MarketHub()
        >>> market.hub.portal(market.now).list_calculations()
        []
        """
        return Portal(self.call, now)

    def order_extraction(
        self,
        *,
        old_supplier: str,
        old_organisation: str,
        new_supplier: str,
        new_organisation: str,
        change_date: dt.date,
        back_to: dt.date | None = None,
        compression: str = "gzip",
        now: dt.datetime,
    ) -> Job:
        """Order the metering values of the points that went from one supplier to another (masseuthenting).

        Args:
            old_supplier: GLN of the supplier that gives.
            old_organisation: Its organisation number.
            new_supplier: GLN of the supplier that takes.
            new_organisation: Its organisation number.
            change_date: First day with the new supplier; one to come is waited for.
            back_to: First day that is wanted, three years before the change at most and if None.
            compression: ``gzip`` or ``zstd``.
            now: Aware instant; not before that of the last call.

        Returns:
            The job, with its files unless it waits.

        Raises:
            ValueError: *now* is wrong as in `receive`, a supplier is not known under both its numbers, the days do
                not fit, or no metering point moved.
        """
        identification = self.portal(now).order_extraction(
            old_supplier=old_supplier,
            old_organisation=old_organisation,
            new_supplier=new_supplier,
            new_organisation=new_organisation,
            change_date=change_date.isoformat(),
            back_to=None if back_to is None else back_to.isoformat(),
            compression=compression,
        )
        return extraction_jobs.job_of(self.reader(), identification)

    def query(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Answer a synchronous query (BRS-NO-611) without a trace: nothing changes, nothing is journaled.

        Args:
            data_or_message: RequestUpfrontMeteringPointCharacteristics.
            now: Aware instant of the query.

        Returns:
            The answer is its ``response``: what was found, or a negative Acknowledgement.
        """
        return answer_query(self._state, as_bytes(data_or_message), now)

    def snapshot(self) -> Snapshot:
        """Return the state as an immutable value; the journal is not part of it."""
        return self._state.snapshot()

    @classmethod
    def restore(cls, snapshot: Snapshot, *, sink: Sink | None = None) -> Hub:
        """Return a hub with the state that *snapshot* holds, and an empty journal.

        Args:
            snapshot: The state.
            sink: As for a new hub.
        """
        hub = cls(sink=sink)
        hub._state = State.of(snapshot)
        return hub

    @classmethod
    def replay(cls, snapshot: Snapshot, journal: Iterable[JournalEntry]) -> Hub:
        """Return the hub that *journal* makes of the state that *snapshot* holds."""
        hub = cls.restore(snapshot)
        for entry in journal:
            try:
                hub._do(entry)  # noqa: SLF001  (its own class)
            except (PermissionError, ValueError, UnforeseenError):
                # what was refused or met something unforeseen then does so now
                continue
        return hub

    def _do(self, entry: JournalEntry) -> Any:
        if entry.now.utcoffset() is None:
            raise ValueError("now must be an aware instant, such as datetime.now(UTC)")
        if self._state.now is not None and entry.now < self._state.now:
            raise ValueError("now lies before the last event")
        if self._sink is None:
            self._journal.append(entry)
        else:
            self._sink.enter(entry)
        self._sent_now = []
        while (appointment := self._state.next_due(entry.now)) is not None:
            self._commit(run_due(self._state, appointment))
        changes, result = apply(self._state, entry)
        self._commit(changes)
        if isinstance(result, UnforeseenError):
            raise result
        return result

    def _commit(self, changes: Changes) -> None:
        self._state.commit(changes)
        self._sent_now.extend(changes.outgoing)
        if self._sink is None:
            self._sent.extend(changes.outgoing)
            return
        for outgoing in changes.outgoing:
            self._sink.send(outgoing)
