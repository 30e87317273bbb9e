"""The parts of a message that a partner answers one by one: transactions of UTILTS, objects of PRODAT.

Sources: Svenska kraftnät 25-A-4 (an answer names the transaction, IDE 7402; one whose header is wrong is answered as a
whole) and 26-A (BGM 34: processed, with a result for each object).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import attrs

from edielkit.answers.edifact_table import AperakForm
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.aperak import ErrorReference
from edielkit.edifact.segments import Segment

__all__ = ("MessagePart", "part_at", "parts_of")


@attrs.frozen
class MessagePart:
    """A transaction or object.

    Attributes:
        start: Segment number (0096) that it begins at.
        end: Segment number behind it.
        reference: What an answer names it by; its number is empty where the part has no name.
    """

    start: int
    end: int
    reference: ErrorReference


def parts_of(message: RawMessage, form: AperakForm) -> tuple[MessagePart, ...]:
    """Return the parts of a message that are answered by themselves, none where the message is answered as a whole.

    Args:
        message: The message.
        form: How the profile answers it.
    """
    if form.style == "utilts":
        return tuple(
            MessagePart(start, end, ErrorReference(function="ACW", number=inside[0].get(2)))
            for start, end, inside in _split(message, "IDE")
        )
    if form.profile != "se" or message.type != "PRODAT":
        return ()
    objects = tuple(
        MessagePart(start, end, _of_object(inside)) for start, end, inside in _split(message, "LIN")
    )
    # an object without a name cannot be answered by itself, and so none of its message is
    return objects if all(part.reference.number for part in objects) else ()


def part_at(parts: Sequence[MessagePart], number: int) -> MessagePart | None:
    """Return the part that a segment stands in by its number, None for the head of the message and what follows the parts.

    >>> parts = (MessagePart(5, 9, ErrorReference(function="ACW", number="T1")),)
    >>> part_at(parts, 8) is parts[0], part_at(parts, 4), part_at(parts, 9)
    (True, None, None)
    """
    at = bisect_right(parts, number, key=lambda part: part.start) - 1
    return parts[at] if at >= 0 and number < parts[at].end else None


def _split(message: RawMessage, tag: str) -> list[tuple[int, int, Sequence[Segment]]]:
    """Return the segments from each *tag* to the next or to UNT, with their numbers."""
    segments = message.segments
    starts = [number for number, segment in enumerate(segments, 1) if segment.tag == tag]
    ends = [*starts[1:], len(segments)]
    return [(start, end, segments[start - 1 : end - 1]) for start, end in zip(starts, ends, strict=False)]


def _of_object(inside: Sequence[Segment]) -> ErrorReference:
    """Return the reference to an object of PRODAT: its case, else its point; D.96A has one reference below an error."""
    case = next((s.get(1, 2) for s in inside if s.tag == "RFF" and s.get(1) == "LI" and s.get(1, 2)), "")
    if case:
        return ErrorReference(function="LI", number=case)
    return ErrorReference(function="Z07", number=inside[0].get(3))
