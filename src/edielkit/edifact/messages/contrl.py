"""CONTRL: the answer to the syntax of an interchange, short (Ediel 2:2) or with places (D:3 and 4:1)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from edielkit.edifact.messages.message import Message, Part, Trailer, at, many, single

__all__ = (
    "Contrl",
    "ElementError",
    "GroupResponse",
    "InterchangeResponse",
    "MessageResponse",
    "SegmentError",
)


@attrs.frozen(kw_only=True)
class ElementError(Part):
    """UCD: a fault of an element: code (0085), element (0098, tag = 1), component (0104)."""

    TAG: ClassVar[str] = "UCD"
    error: str = at(1)
    element: str = at(2, 1)
    component: str = at(2, 2)


@attrs.frozen(kw_only=True)
class SegmentError(Part):
    """UCS: a fault of a segment: its number (0096, UNH = 1), code (0085), elements."""

    TAG: ClassVar[str] = "UCS"
    segment: str = at(1)
    error: str = at(2)
    elements: tuple[ElementError, ...] = many(ElementError)


@attrs.frozen(kw_only=True)
class MessageResponse(Part):
    """UCM: the answer to one message.

    Attributes:
        reference: The message's reference (0062).
        type: Its type (0065); ``version``, ``release``, ``agency`` and ``association`` go with it.
        action: ``7`` accepted, ``4`` refused (0083).
        error: Code (0085).
        service_segment: Tag of the service segment at fault (0013).
        element: Element of it (0098).
        component: Component of it (0104).
        segments: UCS.
    """

    TAG: ClassVar[str] = "UCM"
    reference: str = at(1)
    type: str = at(2, 1)
    version: str = at(2, 2)
    release: str = at(2, 3)
    agency: str = at(2, 4)
    association: str = at(2, 5)
    action: str = at(3)
    error: str = at(4)
    service_segment: str = at(5)
    element: str = at(6, 1)
    component: str = at(6, 2)
    segments: tuple[SegmentError, ...] = many(SegmentError)


@attrs.frozen(kw_only=True)
class GroupResponse(Part):
    """UCF: the answer to one functional group, with those to its messages."""

    TAG: ClassVar[str] = "UCF"
    reference: str = at(1)
    sender: str = at(2, 1)
    sender_qualifier: str = at(2, 2)
    recipient: str = at(3, 1)
    recipient_qualifier: str = at(3, 2)
    action: str = at(4)
    error: str = at(5)
    service_segment: str = at(6)
    element: str = at(7, 1)
    component: str = at(7, 2)
    messages: tuple[MessageResponse, ...] = many(MessageResponse)


@attrs.frozen(kw_only=True)
class InterchangeResponse(Part):
    """UCI: the answer to the interchange.

    Attributes:
        reference: Reference of the original (0020).
        sender: Sender of the original (0004), with qualifier (0007) and routing address (0008).
        recipient: Recipient of the original (0010), likewise.
        action: 0083: ``7`` accepted, ``8`` received, ``4`` refused; Ediel's 2:2 says ``1`` and ``4``.
        error: Code (0085).
        service_segment: Tag of the service segment at fault (0013).
        element: Element of it (0098).
        component: Component of it (0104).
    """

    TAG: ClassVar[str] = "UCI"
    reference: str = at(1)
    sender: str = at(2, 1)
    sender_qualifier: str = at(2, 2)
    sender_address: str = at(2, 3)
    recipient: str = at(3, 1)
    recipient_qualifier: str = at(3, 2)
    recipient_address: str = at(3, 3)
    action: str = at(4)
    error: str = at(5)
    service_segment: str = at(6)
    element: str = at(7, 1)
    component: str = at(7, 2)


@attrs.frozen(kw_only=True)
class Contrl(Message):
    """The answer to an interchange: taken, received or refused, down to the component at fault.

    Attributes:
        interchange: UCI.
        messages: UCM of messages outside groups.
        groups: UCF with their UCM.
    """

    TYPE: ClassVar[str] = "CONTRL"

    interchange: InterchangeResponse | None = single(InterchangeResponse)
    messages: tuple[MessageResponse, ...] = many(MessageResponse)
    groups: tuple[GroupResponse, ...] = many(GroupResponse)
    trailer: Trailer | None = single(Trailer)

    @property
    def accepted(self) -> bool | None:
        """True for actions 1, 7 and 8, False for 4, None without an answer."""
        action = self.interchange.action if self.interchange else ""
        return {"1": True, "7": True, "8": True, "4": False}.get(action)
