"""What an interchange is, at a glance."""

from __future__ import annotations

from edielkit.detected import Kind
from edielkit.edifact.profiles import detect_profile
from edielkit.edifact.read.assembler import parse_interchanges

__all__ = ("detect_edifact",)

# UNB, UNH and the start of the first message stand well within this.
_HEAD = 1 << 16


def detect_edifact(data: bytes) -> Kind:
    """Return what the interchange *data* is.

    Raises:
        ParseError: *data* is no EDIFACT.

    >>> detect_edifact(b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+APERAK:D:96A:UN:EDIEL2'").version
    'D.96A'
    """
    interchanges, _ = parse_interchanges(data[:_HEAD])
    first = interchanges[0]
    message = next(iter(first.messages), None)
    if message is None:
        return Kind(wire="edifact")
    version = f"{message.version}.{message.release}" if message.version and message.release else None
    profile = detect_profile(first)
    return Kind(
        wire="edifact",
        message=message.type or None,
        version=version,
        profile=profile.code if profile else None,
    )
