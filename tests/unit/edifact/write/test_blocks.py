"""An interchange written in pieces: counts, checks of the segments, blocks as they are."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.blocks import write_interchange
from edielkit.edifact.write.pieces import SegmentBlock
from edielkit.errors import BuildError

UNB = Segment.of("UNB", ("UNOC", "3"), ("A", "14"), ("B", "14"), ("260101", "0000"), "R")


def unh(reference):
    """Return the header of an MSCONS message."""
    return Segment.of("UNH", reference, ("MSCONS", "D", "96A", "UN"))


def test_counts_are_those_of_segments_and_blocks():
    """UNT counts the segments inside blocks, UNZ the messages, and a reader gets the very segments."""
    block = SegmentBlock(b"QTY+136:1'QTY+136:2'QTY+136:3'", 3)
    data = write_interchange(UNB, [[unh("1"), Segment.of("LIN", "1"), block], [unh("2"), block, block]])
    first, second = edielkit.parse(data).messages

    assert ["6", "8"] == [message.unt.get(1) for message in (first, second)]
    assert ["UNH", "LIN", "QTY", "QTY", "QTY", "UNT"] == [segment.tag for segment in first.segments]
    assert data.endswith(b"UNT+8+2'UNZ+2+R'")


@pytest.mark.parametrize(
    ("pieces", "field"),
    [
        # LOC where the structure has no place for it
        ([unh("1"), Segment.of("LOC", "90", "X" * 26)], "message 1 LOC LOC/2/1"),
        (
            [
                unh("1"),
                Segment.of("BGM", "7"),
                Segment.of("NAD", "FR", "A"),
                Segment.of("NAD", "DO", "X" * 36),
            ],
            "message 1 SG2[2]/NAD[1] NAD/2/1",
        ),
        (
            [Segment.of("UNH", "1", ("TEST", "D", "96A", "UN")), Segment.of("NAD", "FR", "X" * 36)],
            "message 1 NAD/2/1",
        ),
        ([unh("1" * 15)], f"message {'1' * 15} UNH[1] UNH/1"),
        ([unh("1"), Segment.of("NAD", "FR", "€")], "NAD/2/1"),
    ],
)
def test_a_segment_that_does_not_fit_is_refused(pieces, field):
    """Formats of the directory and characters of UNOC are checked in what is written segment by segment."""
    with pytest.raises(BuildError) as caught:
        write_interchange(UNB, [pieces])

    assert caught.value.field.startswith(field)


def test_the_header_is_checked_too():
    """UNB has its own layout."""
    with pytest.raises(BuildError, match="0007"):
        write_interchange(Segment.of("UNB", ("UNOC", "3"), ("A", "12345"), "B", ("260101", "0000"), "R"), [])
