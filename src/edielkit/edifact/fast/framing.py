"""The segments of one message out of its bytes, in the character set that the interchange names."""

from __future__ import annotations

from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import DEFAULT, Segment

__all__ = ("segments_below",)


def segments_below(head: bytes, message: bytes) -> tuple[Segment | None, tuple[Segment, ...]]:
    """Return the head of an interchange, None when there is none, and the segments of a message.

    Args:
        head: The bytes of a UNB, which names the character set; empty for the first set.
        message: The bytes of a message, from UNH on, with the usual service characters.

    >>> unb, segments = segments_below(b"UNB+UNOC:3+A+B+260101:0000+1'", b"UNH+1'UNT+2+1'")
    >>> unb.get(2), [segment.tag for segment in segments]
    ('A', ['UNH', 'UNT'])
    """
    # a UNA may stand before anything
    segments = tokenize(DEFAULT.una + head + message).segments
    return (segments[1], segments[2:]) if head else (None, segments[1:])
