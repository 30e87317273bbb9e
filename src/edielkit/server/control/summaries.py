"""Messages in the names of the market, for lists and for a look at one of them."""

from __future__ import annotations

from typing import Any

from edielkit.scenarios import MarketNames
from edielkit.server.message_log import LoggedMessage

__all__ = ("detail", "matches", "summary")


def summary(message: LoggedMessage, names: MarketNames) -> dict[str, Any]:
    """Return a message in a line of a list: what it is, who it is from and for, what it is about, what became of it."""
    head, receipt = message.head, message.receipt
    line = {
        "number": message.number,
        "when": message.when,
        "way": "in" if message.incoming else "out",
        "service": message.service,
        "message": head.kind,
        "process": head.process,
        "type": head.type,
        "role": head.role,
        "from": names.name_of(head.sender),
        "to": names.name_of(head.recipient),
        "points": [names.name_of(point) for point in head.points],
        "identification": head.identification,
        "reference": head.reference,
    }
    if receipt is not None:
        line |= {
            "accepted": receipt.accepted,
            "fault": receipt.code_group,
            "reasons": receipt.reasons,
            "errors": len(receipt.report.errors),
        }
    return line


def detail(message: LoggedMessage, names: MarketNames) -> dict[str, Any]:
    """Return a message with what was found in it, in words, and its XML."""
    words = () if message.receipt is None else message.receipt.words
    text = message.to_bytes().decode("utf-8", "replace")
    return {**summary(message, names), "words": words, "xml": text}


def matches(message: LoggedMessage, names: MarketNames, wanted: dict[str, str]) -> bool:
    """Tell whether a message is what is *wanted*: any key of its summary, ``party`` and ``point``; names or numbers."""
    head = message.head
    for key, value in wanted.items():
        if key == "party":
            if not {names.number_of(value)} & {*message.parties, head.sender, head.recipient}:
                return False
        elif key == "point":
            if names.number_of(value) not in head.points:
                return False
        elif key in {"from", "to"}:
            if names.number_of(value) != {"from": head.sender, "to": head.recipient}[key]:
                return False
        elif str(summary(message, names).get(key, "")) != value:
            return False
    return True
