"""Where the journal and the sent messages of a long life go: to the caller, who may keep files; the hub keeps none."""

from __future__ import annotations

from typing import Protocol

from edielkit.hub.core.journal import JournalEntry
from edielkit.hub.core.queues import Outgoing

__all__ = ("Sink",)


class Sink(Protocol):
    """What takes in, one by one, what a hub would else keep in `Hub.journal` and `Hub.sent`."""

    def enter(self, entry: JournalEntry) -> None:
        """Take what has come in, before anything is done with it.

        What this raises goes to the caller, and the hub has not changed: a journal that is written here first holds
        everything that the hub has answered.

        Args:
            entry: What came in.
        """

    def send(self, outgoing: Outgoing) -> None:
        """Take a message that has been sent; it waits in its queue all the same.

        What this raises goes to the caller; what was done stays done.

        Args:
            outgoing: The message, with who gets it.
        """
