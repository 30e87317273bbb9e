"""What answering gives: the messages to send, and what could not be said in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from edielkit.findings import Finding

if TYPE_CHECKING:
    from typing import TypeAlias

    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.binding import Message
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

    def __add__(self, other: Answers) -> Answers:
        """Return both, one after the other."""
        return Answers(
            messages=self.messages + other.messages,
            unanswered=self.unanswered + other.unanswered,
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
        )
