"""What a message says of itself: who, to whom, about which points. Read once, for lists of messages."""

from __future__ import annotations

from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.hub.core.request import Request

__all__ = ("MessageHead", "message_in")

_MOST_POINTS = 1000


def message_in(data: bytes) -> tuple[Message | None, str]:
    """Return the first message in the bytes of a document, None when there is none that can be read, and its service."""
    from edielkit.emif.soap import SoapDocument
    from edielkit.errors import ParseError
    from edielkit.verbs import parse

    try:
        document = parse(data)
    except ParseError:
        return None, ""
    if isinstance(document, SoapDocument):
        return (document.messages[0] if document.messages else None), document.service
    return (document if isinstance(document, Message) else None), ""


@attrs.frozen(kw_only=True)
class MessageHead:
    """The head of a message, in numbers; all empty for bytes that are no message.

    Attributes:
        kind: Name of the message.
        service: Service that it came through, empty for a bare message.
        process: ``101`` and so on.
        type: Code of the document.
        role: Role of the party.
        identification: Identification of the message.
        reference: Identification of what it answers.
        sender: GLN of the juridical sender.
        recipient: GLN of the juridical recipient.
        points: GSRNs that it is about, each once; a message of more has the first ones.
    """

    kind: str = ""
    service: str = ""
    process: str = ""
    type: str = ""
    role: str = ""
    identification: str = ""
    reference: str = ""
    sender: str = ""
    recipient: str = ""
    points: tuple[str, ...] = ()

    @classmethod
    def of(cls, message: Message | None, service: str = "") -> MessageHead:
        """Return the head of a message that came through a service."""
        if message is None:
            return cls(service=service)
        try:
            request = Request.of(message)
        except (AttributeError, IndexError, TypeError):
            # what came in may lack any part
            return cls(kind=message.kind(), service=service)
        points = dict.fromkeys(filter(None, map(_point, request.payloads[:_MOST_POINTS])))
        return cls(
            kind=request.kind,
            service=service,
            process=request.brs,
            type=request.document_type,
            role=request.role,
            identification=request.identification,
            reference=request.reference,
            sender=request.sender,
            recipient=request.recipient,
            points=tuple(points),
        )


def _point(payload: Any) -> str:
    place = getattr(payload, "metering_point_used_domain_location", None)
    return str(getattr(place, "identification", None) or "")
