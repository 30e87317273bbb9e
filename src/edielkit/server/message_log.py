"""The messages that came to a hub and went from it, for people who look on: the last ones, bounded."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from functools import cached_property
from threading import Lock
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.hub import Outgoing, Receipt
from edielkit.server.message_heads import MessageHead, message_in

__all__ = ("LoggedMessage", "MessageLog")

# Bytes of messages that came in and are kept at most.
_MOST_BYTES = 64 << 20


# equal only to itself: it is a place in a list, and its head is read once
@attrs.frozen(kw_only=True, eq=False)
class LoggedMessage:
    """A message that came in, with the hub's receipt, or one that the hub sent.

    Attributes:
        number: Place among all, from 1.
        when: Instant of the hub's clock.
        data: Bytes of a message that came in, empty for one that was sent.
        receipt: What was answered to a message that came in.
        outgoing: The message that was sent.
        door: Service whose door refused it, so that no hub saw it; empty for all others.
    """

    number: int
    when: dt.datetime
    data: bytes = attrs.field(default=b"", repr=False)
    receipt: Receipt | None = None
    outgoing: Outgoing | None = None
    door: str = ""

    @property
    def incoming(self) -> bool:
        """Whether it came in."""
        return self.outgoing is None

    @property
    def message(self) -> Message | None:
        """The message as a value, None when the bytes are none."""
        return message_in(self.data)[0] if self.outgoing is None else self.outgoing.message

    @cached_property
    def head(self) -> MessageHead:
        """What the message says of itself."""
        if self.outgoing is None:
            return MessageHead.of(*message_in(self.data))
        return MessageHead.of(self.outgoing.message, self.outgoing.queue.value)

    @property
    def service(self) -> str:
        """Service that it came through, or queue that it waits in."""
        return self.door or self.head.service

    @property
    def parties(self) -> frozenset[str]:
        """GLNs of those whose message it is, the hub apart: who sent it, or whose queue it waits in."""
        return frozenset((self.head.sender,) if self.outgoing is None else (self.outgoing.party,))

    def to_bytes(self) -> bytes:
        """Return the bytes: those that came, or those of the message that was sent."""
        if self.outgoing is None:
            return self.data
        from edielkit.verbs import serialize

        return serialize(self.outgoing.message)


class MessageLog:
    """The last messages of a hub; any thread may read and add.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._messages: deque[LoggedMessage] = deque()
        self._most, self._bytes, self._count = most, 0, 0
        self._lock = Lock()

    def received(self, when: dt.datetime, data: bytes, receipt: Receipt, door: str = "") -> None:
        """Add a message that came in, with the service whose door refused it."""
        self._add(when=when, data=data, receipt=receipt, door=door)

    def sent(self, when: dt.datetime, outgoing: Outgoing) -> None:
        """Add a message that the hub sent."""
        self._add(when=when, outgoing=outgoing)

    def _add(self, **fields: Any) -> None:
        with self._lock:
            self._count += 1
            message = LoggedMessage(number=self._count, **fields)
            self._messages.append(message)
            self._bytes += len(message.data)
            while len(self._messages) > self._most or (self._bytes > _MOST_BYTES and len(self._messages) > 1):
                self._bytes -= len(self._messages.popleft().data)

    @property
    def count(self) -> int:
        """How many have been added."""
        return self._count

    def cut(self, count: int = 0) -> None:
        """Drop all that were added behind the first *count*."""
        with self._lock:
            while self._messages and self._messages[-1].number > count:
                self._bytes -= len(self._messages.pop().data)
            self._count = min(self._count, count)

    def __iter__(self) -> Iterator[LoggedMessage]:
        with self._lock:
            messages = tuple(self._messages)
        return iter(messages)

    def __len__(self) -> int:
        return len(self._messages)

    def get(self, number: int) -> LoggedMessage | None:
        """Return the message with that number, None when it is not kept."""
        with self._lock:
            first = self._messages[0].number if self._messages else 0
            place = number - first
            return self._messages[place] if 0 <= place < len(self._messages) else None
