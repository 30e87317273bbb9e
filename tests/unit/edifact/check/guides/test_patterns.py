"""Patterns of segments and lists of values, as the tables write them."""

import pytest

from edielkit.edifact.check.guides.conditions import Condition
from edielkit.edifact.check.guides.guide import facts
from edielkit.edifact.check.guides.patterns import Pattern, Step, Values
from edielkit.edifact.segments import Segment


@pytest.mark.parametrize(
    ("pattern", "segment", "expected"),
    [
        ("BGM", Segment.of("BGM", "7"), True),
        ("NAD+MS", Segment.of("NAD", "MS", "1"), True),
        ("NAD+MS", Segment.of("NAD", "MR", "1"), False),
        ("NAD+MS|MR", Segment.of("NAD", "MR", "1"), True),
        ("NAD+MS", Segment.of("LOC", "MS"), False),
        ("DTM+354::806", Segment.of("DTM", ("354", "15", "806")), True),
        ("DTM+354::806", Segment.of("DTM", ("354", "1", "802")), False),
        ("CCI+++E12", Segment.of("CCI", "", "", ("E12", "", "260")), True),
        ("CCI+++E12", Segment.of("CCI", "E12"), False),
        ("LOC+239+:SVK", Segment.of("LOC", "239", ("ABC", "SVK", "260")), True),
    ],
)
def test_a_pattern_means_segments(pattern, segment, expected):
    """Parts that are left out mean any value; a bar parts codes that are equally good."""
    assert expected is Pattern(pattern).matches(segment)


@pytest.mark.parametrize(
    ("values", "value", "expected"),
    [
        ("AB NA", "AB", True),
        ("AB NA", "A", False),
        ("23-*", "23-DDQ-E66-T", True),
        ("23-*", "27-DDQ-E66-T", False),
        ("*+00", "202602020500+00", True),
        ("*+00", "202602020500+01", False),
        ("###", "ABC", True),
        ("###", "ABCD", False),
        ("7 ...", "8", True),
    ],
)
def test_values_allow(values, value, expected):
    """Codes, beginnings, ends, lengths, and lists that go on."""
    assert expected is Values(values).allow(value)


def test_values_in_words():
    """A finding can say what would be right."""
    assert "AB, NA" == str(Values("AB NA"))
    assert "3 characters, a value that ends in +00" == str(Values("### *+00"))


def test_a_step_names_a_group_or_a_segment():
    """A component separator in a pattern is no group."""
    assert ("SG2", "NAD") == (Step.of("SG2:NAD+MS").item, Step.of("SG2:NAD+MS").pattern.tag)
    assert "DTM" == Step.of("DTM+354::806").item


def test_conditions_are_read_and_spoken():
    """``and`` binds before ``or``, ``not`` is for one fact; a misspelt fact raises."""
    message_facts = facts("UTILTS", "D.02B")
    condition = Condition.of("exchange and not out_area or in_area", message_facts)
    assert [[("exchange", True), ("out_area", False)], [("in_area", True)]] == [
        [(fact.name, holds) for fact, holds in way] for way in condition.ways
    ]
    assert (
        "the point is an exchange point and the area out (LOC+232) is not named, or the area in (LOC+233) is named"
        == str(condition)
    )
    with pytest.raises(ValueError, match="no fact 'exchnage'"):
        Condition.of("exchnage", message_facts)
