"""The fields that the Swedish guides number: partners answer with them."""

import pytest

from edielkit.edifact.check.guides import fields
from edielkit.edifact.segments import Segment


@pytest.mark.parametrize(
    ("kind", "number", "segment"),
    [
        ("UTILTS", "203", Segment.of("BGM", "E66", "D1")),
        ("UTILTS", "260B", Segment.of("LOC", "232", "ABC")),
        ("UTILTS", "513", Segment.of("CCI", "", "", "E12")),
        ("UTILTS", "224", Segment.of("RFF", ("SE", "1"))),
        ("PRODAT", "217", Segment.of("CCI", "", "Z04")),
        ("PRODAT", "225", Segment.of("RFF", ("Z02", "1"))),
        ("PRODAT", "262", Segment.of("NAD", "Z02", "1")),
    ],
)
def test_a_field_is_a_segment(kind, number, segment):
    """A number, in capitals, names the segments that hold the field."""
    assert fields("se")[kind, number].pattern.matches(segment)


def test_fields_of_others_are_none():
    """Only Sweden's guides number their fields."""
    assert [{}] * 4 == [fields(profile) for profile in ("no", "dk", "de", "ch")]
