"""What answering gives: the messages to send, and what could not be said in any of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from edielkit.findings import Finding

if TYPE_CHECKING:
    from typing import TypeAlias

    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

    Outgoing: TypeAlias = Message | SoapDocument | Interchange

__all__ = ("Answers",)


@attrs.frozen(kw_only=True)
class Answers:
    """The answers to one input.

    Attributes:
        messages: What is sent, in order: messages of EMIF, a SOAP fault, interchanges with CONTRL or APERAK.
        unanswered: Errors of the report that no answer carries, because the market has no code for them or the
            original cannot be answered at all. The input is refused all the same: a person has to see them.
        notes: Why something is not answered, in words.
    """

    messages: tuple[Outgoing, ...] = ()
    unanswered: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def joined(cls, parts: Iterable[Answers]) -> Answers:
        """Return all *parts*, one after the other; a note that several have stands once."""
        every = tuple(parts)
        return cls(
            messages=tuple(message for part in every for message in part.messages),
            unanswered=tuple(finding for part in every for finding in part.unanswered),
            notes=tuple(dict.fromkeys(note for part in every for note in part.notes)),
        )
