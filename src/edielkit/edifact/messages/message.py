"""What all typed messages share: the header UNH, the trailer UNT, reading and writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import attrs

from edielkit.edifact.messages.binding import Part, at, read_part
from edielkit.edifact.messages.parts import Time, Trailer
from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import Clock, clock_of

if TYPE_CHECKING:
    import datetime as dt

__all__ = ("Message", "SegmentSource", "segments_of")


class SegmentSource(Protocol):
    """A raw message of an interchange."""

    @property
    def segments(self) -> Sequence[Segment]:
        """All segments, UNH and UNT included."""


def segments_of(source: SegmentSource | Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments from UNH to UNT of a raw message, or of any segments in order."""
    return tuple(source if isinstance(source, Sequence) else source.segments)


@attrs.frozen(kw_only=True)
class Message(Part):
    """A message from UNH to UNT.

    Attributes:
        reference: Message reference (0062), the same in UNH and UNT.
        type: Message type (0065), such as ``MSCONS``.
        version: Version (0052), mostly ``D``.
        release: Release (0054), such as ``96A``.
        agency: Controlling agency (0051).
        association: Code of the guide (0057), such as ``EDIEL2``.
        access_reference: Common access reference (0068); Denmark's business transaction.
        sequence: Number of the part of a split message (0070).
        transfer: ``C`` first, ``F`` last part (0073).
    """

    TAG: ClassVar[str] = "UNH"
    TYPE: ClassVar[str] = ""

    reference: str = at(1)
    type: str = at(2, 1)
    version: str = at(2, 2)
    release: str = at(2, 3)
    agency: str = at(2, 4)
    association: str = at(2, 5)
    access_reference: str = at(3)
    sequence: str = at(4, 1)
    transfer: str = at(4, 2)
    origin: tuple[Segment, ...] | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def read(cls, source: SegmentSource | Sequence[Segment]) -> Self:
        """Return the message of a raw message, or of its segments from UNH on.

        Nothing is judged here: what does not fit is kept in ``more`` and ``others``.

        Raises:
            ValueError: The first segment is not UNH, or the type is another one.
        """
        segments = segments_of(source)
        if not segments or segments[0].tag != cls.TAG:
            raise ValueError(f"expected UNH first, found {segments[0].tag if segments else 'nothing'!r}")
        if segments[0].get(2) != cls.TYPE:
            raise ValueError(f"expected a message {cls.TYPE}, found {segments[0].get(2)!r}")
        message, _ = read_part(cls, segments)
        return attrs.evolve(message, origin=segments)

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments from UNH to UNT.

        A message that still says what was read gives the very segments that were read, a wrong count in UNT
        included. Any other gets a trailer with the right count and reference.
        """
        written = tuple(self.write())
        if self.origin is not None and written == self.origin:
            return self.origin
        body = [each for each in written if each.tag != "UNT"]
        return (*body, Trailer(count=str(len(body) + 1), reference=self.reference).own_segment())

    def clock(self, profile: str | None = None) -> Clock | None:
        """Return how the times of this message become instants, see `edielkit.edifact.timestamps.clock_of`."""
        return clock_of(getattr(self, "times", ()), profile)

    def time(self, function: str) -> Time | None:
        """Return the first time of the header with this qualifier."""
        times: Iterable[Time] = getattr(self, "times", ())
        return next((each for each in times if each.function == function), None)

    def instant(self, function: str, profile: str | None = None) -> dt.datetime | None:
        """Return a time of the header as an instant in UTC; None when it is absent or cannot be read."""
        found = self.time(function)
        if found is None:
            return None
        try:
            return found.instant(self.clock(profile))
        except ValueError:
            return None
