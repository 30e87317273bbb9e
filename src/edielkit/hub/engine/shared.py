"""A hub for many threads, and for asyncio: one lock around everything that is done with it.

A hub is one writer's (`edielkit.hub.Hub`): a step takes identifications and places in queues from a state that no other
step may change meanwhile. Here each call waits for those before it and is carried out whole, so the journal holds them in
the order in which they were done, and replaying it gives the same hub.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
from collections.abc import Callable
from threading import RLock
from types import MethodType
from typing import Any, Concatenate, ParamSpec, TypeVar

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.hub.core.journal import JournalEntry
from edielkit.hub.core.queues import Outgoing, PollResult, Queue
from edielkit.hub.core.state import Snapshot
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine.hub import Hub
from edielkit.hub.engine.portal import Portal
from edielkit.hub.engine.questions import Questions
from edielkit.hub.engine.receiving import Receipt

__all__ = ("AsyncHub", "SharedHub")

P = ParamSpec("P")
R = TypeVar("R")


class SharedHub(Questions):
    """A hub that any number of threads may call: one after the other, whoever comes first.

    The methods are those of `Hub`. Threads that read a clock and then wait come in another order than their clocks: an
    instant before that of the last event counts as that of the last event. The pieces of `extract` are made while they are
    taken, without the lock: they hold what counted when the job was done, and nothing that came since.

    Args:
        hub: The hub; nobody else may call it from now on.

    >>> shared = SharedHub(Hub())
    >>> shared.receive(b"no message", now=dt.datetime(2026, 2, 2, tzinfo=dt.UTC)).code_group
    'XSD'
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        # reentrant: a question may be asked while another one of the same thread is answered
        self._lock = RLock()

    def bound(self, function: Callable[Concatenate[Transaction, P], R]) -> Callable[P, R]:
        """Return *function*, which reads, as a function that waits for its turn."""

        def ask(*arguments: P.args, **keywords: P.kwargs) -> R:
            with self._lock:
                return self._hub.bound(function)(*arguments, **keywords)

        ask.__name__, ask.__doc__ = function.__name__, function.__doc__
        ask.__signature__ = inspect.signature(MethodType(function, self))  # type: ignore[attr-defined]
        return ask

    @property
    def asynchronous(self) -> AsyncHub:
        """The same hub for asyncio."""
        return AsyncHub(self)

    @property
    def now(self) -> dt.datetime | None:
        """Instant of the last event, None before the first."""
        with self._lock:
            return self._hub.now

    @property
    def journal(self) -> tuple[JournalEntry, ...]:
        """Everything that came in, in the order in which it was carried out."""
        with self._lock:
            return self._hub.journal

    @property
    def sent(self) -> tuple[Outgoing, ...]:
        """Everything that the hub has sent since it was made or restored, in order."""
        with self._lock:
            return self._hub.sent

    @property
    def next_due(self) -> dt.datetime | None:
        """Instant at which something falls due next, None when nothing will."""
        with self._lock:
            return self._hub.next_due

    def carry_out(self, entry: JournalEntry) -> Any:
        """Do what an entry of a journal says, as `Hub.carry_out` does."""
        with self._lock:
            return self._hub.carry_out(attrs.evolve(entry, now=self._not_before(entry.now)))

    def forget(self) -> None:
        """Drop the journal and what `sent` lists, as `Hub.forget` does."""
        with self._lock:
            self._hub.forget()

    def snapshot(self) -> Snapshot:
        """Return the state between two calls, as an immutable value that any thread may read."""
        with self._lock:
            return self._hub.snapshot()

    def receive(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Take in a message, as `Hub.receive` does."""
        with self._lock:
            return self._hub.receive(data_or_message, now=self._not_before(now))

    def poll(
        self,
        party: str,
        role: str | None = None,
        queue: Queue | str = Queue.MARKET_PROCESSES,
        *,
        now: dt.datetime,
        sender: str | None = None,
    ) -> PollResult | None:
        """Return what waits for a party, as `Hub.poll` does; two that ask at once get the same result."""
        with self._lock:
            return self._hub.poll(party, role, queue, now=self._not_before(now), sender=sender)

    def acknowledge_poll(
        self, result: PollResult | bytes | Message | SoapDocument, *, now: dt.datetime
    ) -> Receipt:
        """Take a poll result off the queue, as `Hub.acknowledge_poll` does."""
        with self._lock:
            return self._hub.acknowledge_poll(result, now=self._not_before(now))

    def advance(self, now: dt.datetime) -> tuple[Outgoing, ...]:
        """Let time pass, as `Hub.advance` does."""
        with self._lock:
            return self._hub.advance(self._not_before(now))

    def call(self, name: str, /, *, now: dt.datetime, **arguments: Any) -> Any:
        """Do what a portal does, as `Hub.call` does."""
        with self._lock:
            return self._hub.call(name, now=self._not_before(now), **arguments)

    def portal(self, now: dt.datetime) -> Portal:
        """Return the calls of the portal at *now*, as methods; each waits for its turn."""
        return Portal(self.call, now)

    def query(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Answer a synchronous query without a trace, as `Hub.query` does."""
        with self._lock:
            return self._hub.query(data_or_message, now=now)

    def _not_before(self, now: dt.datetime) -> dt.datetime:
        """Return *now*, or the instant of the last event where another thread with a later clock came first."""
        last = self._hub.now
        return now if last is None or now.utcoffset() is None else max(now, last)


class AsyncHub:
    """A shared hub for asyncio: each call runs in a thread, so that the loop goes on meanwhile.

    A task that is cancelled while it waits stops waiting; the call is carried out all the same.

    Args:
        shared: The hub; threads may go on to call it.

    >>> call = SharedHub(Hub()).asynchronous.receive(
    ...     b"no message", now=dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
    ... )
    >>> asyncio.run(call).code_group
    'XSD'
    """

    def __init__(self, shared: SharedHub) -> None:
        self.shared = shared

    async def receive(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Take in a message, as `Hub.receive` does."""
        return await asyncio.to_thread(self.shared.receive, data_or_message, now=now)

    async def poll(
        self,
        party: str,
        role: str | None = None,
        queue: Queue | str = Queue.MARKET_PROCESSES,
        *,
        now: dt.datetime,
        sender: str | None = None,
    ) -> PollResult | None:
        """Return what waits for a party, as `Hub.poll` does."""
        return await asyncio.to_thread(self.shared.poll, party, role, queue, now=now, sender=sender)

    async def acknowledge_poll(
        self, result: PollResult | bytes | Message | SoapDocument, *, now: dt.datetime
    ) -> Receipt:
        """Take a poll result off the queue, as `Hub.acknowledge_poll` does."""
        return await asyncio.to_thread(self.shared.acknowledge_poll, result, now=now)

    async def advance(self, now: dt.datetime) -> tuple[Outgoing, ...]:
        """Let time pass, as `Hub.advance` does."""
        return await asyncio.to_thread(self.shared.advance, now)

    async def call(self, name: str, /, *, now: dt.datetime, **arguments: Any) -> Any:
        """Do what a portal does, as `Hub.call` does."""
        return await asyncio.to_thread(self.shared.call, name, now=now, **arguments)

    async def query(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Answer a synchronous query without a trace, as `Hub.query` does."""
        return await asyncio.to_thread(self.shared.query, data_or_message, now=now)

    async def read(self, question: Callable[P, R], *arguments: P.args, **keywords: P.kwargs) -> R:
        """Ask the shared hub something, such as ``read(shared.settlement_report, area, day)``."""
        return await asyncio.to_thread(question, *arguments, **keywords)
