"""What is written: segments, and between them blocks of segments that are bytes already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import attrs

from edielkit.edifact.segments import Segment
from edielkit.findings import Finding

__all__ = ("BuiltMessage", "Piece", "SegmentBlock")


@attrs.frozen(eq=False)
class SegmentBlock:
    """Segments as bytes, such as all values of a line.

    Attributes:
        data: Whole segments with the usual service characters, the last terminator included.
        count: How many segments.
    """

    data: bytes
    count: int


Piece = Segment | SegmentBlock


class BuiltMessage:
    """A message as pieces, most of them bytes already.

    Args:
        pieces: From UNH to UNT.
        make: Makes all its segments.
    """

    def __init__(self, pieces: Sequence[Piece], make: Callable[[], tuple[Segment, ...]]) -> None:
        self.pieces = pieces
        self._make = make

    @property
    def unh(self) -> Segment:
        """The message header."""
        return self._end(0)

    @property
    def unt(self) -> Segment:
        """The message trailer."""
        return self._end(-1)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments."""
        return self._make()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """No faults: it is written as it should be."""
        return ()

    def _end(self, index: int) -> Segment:
        piece = self.pieces[index]
        if isinstance(piece, SegmentBlock):
            raise TypeError("expected a segment at either end of a message")
        return piece
