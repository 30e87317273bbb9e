"""A built message whose values are columns: bytes at once, and segments for those who ask for them.

What is checked of it is its outline: the message with the first value of each such line. The other values are written by the same
pattern, from whole numbers and times that are known to fit (`edielkit.edifact.write.unmade_values`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.mscons import Line, Mscons, Value
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.pieces import BuiltMessage, Piece, SegmentBlock
from edielkit.edifact.write.unmade_values import ColumnValues

__all__ = ("MessageOutline", "built_message", "columns_of", "outline_of")

# numbers of segments (0074) have six digits
_MOST_SEGMENTS = 10**6


def columns_of(line: Line) -> ColumnValues | None:
    """Return the values of a line as columns, None when it has others.

    Args:
        line: Any line.
    """
    return line.unmade if isinstance(line.unmade, ColumnValues) else None


@attrs.frozen(eq=False)
class MessageOutline:
    """A message with the first value of each line that has columns.

    Attributes:
        message: The message.
        columns: By the id of the segment of each such value, the columns of its line, and how many segments the value has.
    """

    message: Mscons
    columns: dict[int, tuple[ColumnValues, int]]

    def pieces(self, segments: Iterable[tuple[Segment, Segment]]) -> Iterator[Piece]:
        """Yield segments with the columns in the place of first values.

        Args:
            segments: Each segment of the message, and as it is written.
        """
        skipped = 0
        for segment, written in segments:
            if skipped:
                skipped -= 1
                continue
            marked = self.columns.get(id(segment))
            if marked is None:
                yield written
            else:
                columns, count = marked
                skipped = count - 1
                yield columns.block()


def outline_of(message: Mscons) -> MessageOutline | None:
    """Return the outline of a message, None when no line has columns.

    Args:
        message: Any message.
    """
    columns: dict[int, tuple[ColumnValues, int]] = {}
    if all(columns_of(line) is None for _, line in message.lines):
        return None

    def shortened(line: Line) -> Line:
        own = columns_of(line)
        if own is None:
            return line
        first = own.first()
        segment = first.own_segment()
        columns[id(segment)] = own, 1 + len(first.times)
        # written as this very segment, which tells where the columns go
        return line.with_unmade(_FirstValue(attrs.evolve(first, source=segment)))

    deliveries = tuple(
        attrs.evolve(
            delivery,
            points=tuple(
                attrs.evolve(point, lines=tuple(map(shortened, point.lines))) for point in delivery.points
            ),
        )
        for delivery in message.deliveries
    )
    return MessageOutline(attrs.evolve(message, deliveries=deliveries), columns)


@attrs.frozen
class _FirstValue:
    """The first value of a line, as what its values are made from."""

    value: Value

    def values(self) -> tuple[Value, ...]:
        """Return the value."""
        return (self.value,)


def built_message(
    outline: MessageOutline,
    segments: Sequence[Segment],
    written: Sequence[Segment],
    index: int,
    make: Callable[[], tuple[Segment, ...]],
) -> RawMessage | None:
    """Return a message of pieces, None when it has too many segments.

    Args:
        outline: The outline of the message.
        segments: Those of the outline but for UNT.
        written: The form in which each is written.
        index: Place in the interchange, from 0.
        make: Makes all segments of the message.
    """
    pieces = list(outline.pieces(zip(segments, written, strict=True)))
    count = 1 + sum(piece.count if isinstance(piece, SegmentBlock) else 1 for piece in pieces)
    if count >= _MOST_SEGMENTS:
        return None
    first = pieces[0]
    reference = first.get(1) if isinstance(first, Segment) else ""
    trailer = Segment.of("UNT", str(count), reference)
    return RawMessage.of_unread(BuiltMessage((*pieces, trailer), make), index)
