"""Interchanges, groups and raw messages as values: an envelope with the segments in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import attrs

from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.findings import Finding

__all__ = ("FunctionalGroup", "Interchange", "RawMessage", "UnreadMessage")


class UnreadMessage(Protocol):
    """A message of which the two ends were read; the segments between them are read when they are asked for."""

    @property
    def unh(self) -> Segment:
        """The message header."""

    @property
    def unt(self) -> Segment:
        """The message trailer."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, the same objects each time."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults of the syntax between the two ends."""


@attrs.frozen
class RawMessage:
    """A message as its segments, UNH to UNT.

    Of a large message that was read from bytes the segments are made when they are first asked for; the value is the same
    before and after.

    Attributes:
        segments: All segments in order, UNH and UNT included; 0096 of CONTRL is the index here + 1.
        index: Place in the interchange, from 0.
        unread: What the segments are made from when they are asked for, None when they were given.
    """

    segments: tuple[Segment, ...]
    index: int = 0
    unread: UnreadMessage | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @classmethod
    def of_unread(cls, unread: UnreadMessage, index: int = 0) -> RawMessage:
        """Return a message whose segments are read when they are asked for.

        Args:
            unread: Where its segments come from.
            index: Place in the interchange, from 0.
        """
        message = cls.__new__(cls)
        object.__setattr__(message, "index", index)
        object.__setattr__(message, "unread", unread)
        return message

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # an attribute that has not been set: the segments of an unread message
            if name != "segments":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            object.__setattr__(self, "segments", self.unread.segments)
            return self.unread.segments

    def __reduce__(self) -> tuple[Callable[..., RawMessage], tuple[tuple[Segment, ...], int]]:
        """Return how to make the message anew: from its segments, never from the bytes that they were read from."""
        return type(self), (self.segments, self.index)

    @property
    def unh(self) -> Segment:
        """The message header."""
        return self.unread.unh if self.unread is not None else self.segments[0]

    @property
    def unt(self) -> Segment | None:
        """The message trailer, or None when it is missing."""
        if self.unread is not None:
            return self.unread.unt
        last = self.segments[-1]
        return last if last.tag == "UNT" else None

    @property
    def body(self) -> tuple[Segment, ...]:
        """The segments between UNH and UNT."""
        return self.segments[1:-1] if self.unt else self.segments[1:]

    @property
    def is_empty(self) -> bool:
        """Nothing stands between UNH and UNT, or behind a UNH without one."""
        return len(self.segments) == 1 + (self.segments[-1].tag == "UNT")

    @property
    def reference(self) -> str:
        """Message reference number (0062)."""
        return self.unh.get(1)

    @property
    def type(self) -> str:
        """Message type (0065), such as ``MSCONS``."""
        return self.unh.get(2, 1)

    @property
    def version(self) -> str:
        """Message version (0052), such as ``D``."""
        return self.unh.get(2, 2)

    @property
    def release(self) -> str:
        """Message release (0054), such as ``96A``."""
        return self.unh.get(2, 3)

    @property
    def agency(self) -> str:
        """Controlling agency (0051), such as ``UN``."""
        return self.unh.get(2, 4)

    @property
    def association(self) -> str:
        """Association assigned code (0057), such as ``EDIEL2``."""
        return self.unh.get(2, 5)

    @property
    def directory(self) -> str:
        """Version and release as one name, such as ``D.96A``."""
        return f"{self.version}.{self.release}"

    @property
    def common_access_reference(self) -> str:
        """Common access reference (0068)."""
        return self.unh.get(3)

    @property
    def split(self) -> tuple[str, str] | None:
        """Number (0070) and mark (0073: C first, F last) of a part of a split message, or None."""
        number = self.unh.get(4, 1)
        return (number, self.unh.get(4, 2)) if number else None


@attrs.frozen
class FunctionalGroup:
    """Messages of one kind between UNG and UNE.

    Attributes:
        ung: Group header.
        content: Messages, and segments that belong to none, in order.
        une: Group trailer, or None when it is missing.
    """

    ung: Segment
    content: tuple[RawMessage | Segment, ...] = ()
    une: Segment | None = None

    # kept: checks ask for it once a message
    @cached_property
    def messages(self) -> tuple[RawMessage, ...]:
        """The messages of the group."""
        return tuple(item for item in self.content if isinstance(item, RawMessage))

    @property
    def reference(self) -> str:
        """Group reference number (0048)."""
        return self.ung.get(5)

    @property
    def segments(self) -> Iterator[Segment]:
        """All segments in order."""
        yield self.ung
        for item in self.content:
            yield from item.segments if isinstance(item, RawMessage) else (item,)
        if self.une:
            yield self.une


@attrs.frozen
class Interchange:
    """One interchange, UNA or UNB to UNZ, with nothing lost.

    Attributes:
        unb: Interchange header, or None when it is missing.
        content: Messages, groups, and segments that belong to none, in order.
        unz: Interchange trailer, or None when it is missing.
        una: Service string advice, or None.
        separators: The service characters in use.
        leading: Bytes before the first segment.
        trailing: Bytes after the last one that are no part of an interchange.
    """

    unb: Segment | None
    content: tuple[RawMessage | FunctionalGroup | Segment, ...] = ()
    unz: Segment | None = None
    una: Segment | None = None
    separators: Separators = DEFAULT
    leading: bytes = attrs.field(default=b"", repr=False)
    trailing: bytes = attrs.field(default=b"", repr=False)

    # by which `edielkit.inputs.is_edifact` tells it from the values of the other wire
    wire: ClassVar[str] = "edifact"

    # kept: checks ask for it once a message
    @cached_property
    def messages(self) -> tuple[RawMessage, ...]:
        """All messages, those in groups too, in order."""
        messages: list[RawMessage] = []
        for item in self.content:
            if isinstance(item, RawMessage):
                messages.append(item)
            elif isinstance(item, FunctionalGroup):
                messages.extend(item.messages)
        return tuple(messages)

    @cached_property
    def groups(self) -> tuple[FunctionalGroup, ...]:
        """The functional groups, in order."""
        return tuple(item for item in self.content if isinstance(item, FunctionalGroup))

    @property
    def segments(self) -> Iterator[Segment]:
        """All segments in order, UNA to UNZ."""
        yield from (s for s in (self.una, self.unb) if s)
        for item in self.content:
            if isinstance(item, Segment):
                yield item
            else:
                yield from item.segments
        if self.unz:
            yield self.unz

    def _unb(self, element: int, component: int = 1) -> str:
        return self.unb.get(element, component) if self.unb else ""

    @property
    def syntax_id(self) -> str:
        """Syntax identifier (0001), such as ``UNOC``."""
        return self._unb(1)

    @property
    def syntax_version(self) -> str:
        """Syntax version (0002), ``1`` to ``4``."""
        return self._unb(1, 2)

    @property
    def sender(self) -> str:
        """Sender identification (0004)."""
        return self._unb(2)

    @property
    def sender_qualifier(self) -> str:
        """Code list of the sender (0007), ``14`` for GS1."""
        return self._unb(2, 2)

    @property
    def sender_subaddress(self) -> str:
        """Sender's internal address (0008)."""
        return self._unb(2, 3)

    @property
    def recipient(self) -> str:
        """Recipient identification (0010)."""
        return self._unb(3)

    @property
    def recipient_qualifier(self) -> str:
        """Code list of the recipient (0007)."""
        return self._unb(3, 2)

    @property
    def recipient_subaddress(self) -> str:
        """Recipient's internal address (0014)."""
        return self._unb(3, 3)

    @property
    def prepared(self) -> str:
        """Date and time of preparation as written (0017 and 0019), local time by custom."""
        return self._unb(4) + self._unb(4, 2)

    @property
    def reference(self) -> str:
        """Interchange control reference (0020)."""
        return self._unb(5)

    @property
    def application_reference(self) -> str:
        """Application reference (0026), such as ``23-DDQ-E66-S``."""
        return self._unb(7)

    @property
    def ack_request(self) -> bool:
        """A CONTRL is wanted (0031)."""
        return self._unb(9) in {"1", "2"}

    @property
    def agreement(self) -> str:
        """Communications agreement (0032)."""
        return self._unb(10)

    @property
    def test(self) -> bool:
        """The interchange is a test (0035)."""
        return self._unb(11) not in {"", "0"}
