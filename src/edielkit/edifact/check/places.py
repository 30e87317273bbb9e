"""Where in a message a segment stands: its group path, and the part of the message that is answered by itself."""

from __future__ import annotations

from functools import cached_property

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Position

__all__ = ("MessagePlaces",)

# The segment that begins a part of a message which is answered by itself, and the element that names it.
_PARTS = {"UTILTS": ("IDE", 2)}
_LONGEST_NAME = 40


@attrs.frozen(eq=False, slots=False)
class MessagePlaces:
    """The places of one message; paths and parts are sought when something is first to be reported.

    Attributes:
        message: The message.
        tree: Its groups, None when its structure is not known.
        like: The places of a message of the same segments, whose groups are those of this one.
    """

    message: RawMessage
    tree: Group | None = None
    like: MessagePlaces | None = None

    def of(self, segment: Segment, element: int = 0, component: int = 0) -> Position:
        """Return the place of a segment, or of an element and component of it, from 1."""
        return place(segment, element, component, path=self._paths.get(id(segment), ""))

    def payload(self, segment: Segment) -> str | None:
        """Return what names the part that a segment stands in: its transaction, else the message."""
        return self._payloads.get(id(segment))

    @cached_property
    def _paths(self) -> dict[int, str]:
        if self.like is not None:
            same = zip(self.message.segments, self.like.message.segments, strict=True)
            return {id(segment): self.like.of(other).path for segment, other in same}
        return {id(segment): path for path, segment in self.tree.paths()} if self.tree else {}

    @cached_property
    def _payloads(self) -> dict[int, str | None]:
        tag, element = _PARTS.get(self.message.type, ("", 0))
        payload: str | None = self.message.reference[:_LONGEST_NAME] or None
        payloads = {}
        for segment in self.message.segments:
            if segment.tag == tag:
                payload = segment.get(element)[:_LONGEST_NAME] or payload
            payloads[id(segment)] = payload
        return payloads
