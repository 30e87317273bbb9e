"""Typed EDIFACT messages: frozen values that read and write the same segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from edielkit.edifact.messages.aperak import Aperak
from edielkit.edifact.messages.contrl import Contrl
from edielkit.edifact.messages.message import Message, SegmentSource, segments_of
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.prodat import Prodat
from edielkit.edifact.messages.utilts import Utilts
from edielkit.edifact.segments import Segment

__all__ = (
    "MESSAGES",
    "Aperak",
    "Contrl",
    "Message",
    "Mscons",
    "Prodat",
    "Utilts",
    "read_message",
)

MESSAGES: Mapping[str, type[Message]] = {kind.TYPE: kind for kind in (Mscons, Aperak, Contrl, Utilts, Prodat)}


def read_message(source: Message | SegmentSource | Sequence[Segment]) -> Message | None:
    """Return the typed value of a raw message, None for a type that this package has no value for.

    Args:
        source: A raw message of an interchange, or segments from UNH on; a typed message is given back.

    >>> unh = Segment.of("UNH", "1", ("CONTRL", "2", "2", "UN", "EDIEL2"))
    >>> uci = Segment.of("UCI", "R", ("A", "14"), ("B", "14"), "1")
    >>> read_message([unh, uci, Segment.of("UNT", "3", "1")]).accepted
    True
    """
    if isinstance(source, Message):
        return source
    segments = segments_of(source)
    kind = MESSAGES.get(segments[0].get(2)) if segments and segments[0].tag == "UNH" else None
    return None if kind is None else kind.read(segments)
