"""Messages that come at once: written to the journal together, and carried out in that order.

To write one durably takes the disk longer than it takes a hub to look at some of them. So whoever comes first writes for all that wait,
in one transaction, and lets the hub do them; whoever comes meanwhile is written by the next, while the hub is still at work.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Event, RLock

import attrs

from edielkit.hub import JournalEntry, Receipt
from edielkit.server.journal_file import StateFileError

__all__ = ("Intake",)


@attrs.define(eq=False)
class _Waiting:
    """A message on its way, and what became of it."""

    data: bytes
    entry: JournalEntry | None = None
    receipt: Receipt | None = None
    error: BaseException | None = None
    done: Event = attrs.field(factory=Event)


class Intake:
    """The way into a hub: any thread may come, and each goes when its message is written and carried out.

    Args:
        write: Writes messages in one transaction and returns their entries in the journal; nothing is written if it raises.
        carry_out: Lets the hub do an entry that is written.
    """

    def __init__(
        self,
        write: Callable[[Sequence[bytes]], Sequence[JournalEntry]],
        carry_out: Callable[[JournalEntry], Receipt],
    ) -> None:
        self._write, self._carry_out = write, carry_out
        self._waiting: deque[_Waiting] = deque()
        # always in this order: nobody writes behind the back of one who holds both
        self._writing, self._working = RLock(), RLock()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out, with all that is written carried out, as long as this is open."""
        with self._writing, self._working:
            yield

    def take(self, data: bytes) -> Receipt:
        """Write a message, let the hub do it, and return what it says.

        Raises:
            StateFileError: It could not be written, and nothing has happened.
        """
        own = _Waiting(data)
        self._waiting.append(own)
        if not own.done.is_set():
            self._take_all(own)
        own.done.wait()
        if own.error is not None:
            raise own.error
        assert own.receipt is not None
        return own.receipt

    def _take_all(self, own: _Waiting) -> None:
        """Write and carry out what waits, unless another has written *own* meanwhile."""
        with self._writing:
            if own.entry is not None or own.error is not None:
                return
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            written = self._written(batch)
            # before the next may write: what is written first is carried out first
            self._working.acquire()
        try:
            for waiting in written:
                self._do(waiting)
        finally:
            self._working.release()

    def _written(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Write what waits, together or, where that fails, one by one: what nothing can hold keeps no other out."""
        try:
            entries = self._write([waiting.data for waiting in batch])
        except StateFileError as error:
            if len(batch) == 1:
                _end(batch[0], error)
                return []
            return [waiting for single in batch for waiting in self._written([single])]
        except BaseException as error:
            for waiting in batch:
                _end(waiting, error)
            raise
        for waiting, entry in zip(batch, entries, strict=True):
            waiting.entry = entry
        return batch

    def _do(self, waiting: _Waiting) -> None:
        assert waiting.entry is not None
        try:
            waiting.receipt = self._carry_out(waiting.entry)
        except BaseException as error:  # noqa: BLE001  (it is raised where its message came from; the others go on)
            waiting.error = error
        waiting.done.set()


def _end(waiting: _Waiting, error: BaseException) -> None:
    waiting.error = error
    waiting.done.set()
