"""Segments as values: components, offsets, empty parts."""

from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import DEFAULT, Segment, Separators


def test_offsets_point_at_every_component():
    """Element and component offsets are those of their first bytes, past releases."""
    data = b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+R'PIA+5+1-1?:1.29.0:SRW++x::y'UNZ+0+R'"
    (pia,) = [s for s in tokenize(data) if s.tag == "PIA"]
    places = {(1, 1): b"5+", (2, 1): b"1-1?:", (2, 2): b"SRW", (4, 1): b"x:", (4, 3): b"y'"}
    for (element, component), text in places.items():
        assert data.startswith(text, pia.at(element, component))
    assert data.startswith(b"PIA", pia.at())
    assert pia.at(4, 4) is None
    assert pia.at(5) is None
    assert Segment.of("QTY", "1").at(1) is None


def test_get_is_forgiving():
    """Absent elements and components are empty; place and index count from one."""
    segment = Segment.of("QTY", ("136", "1"))
    assert ["136", "1", "", "", ""] == [
        segment.get(1),
        segment.get(1, 2),
        segment.get(1, 3),
        segment.get(2),
        segment.get(0),
    ]
    assert ("QTY", "QTY/1", "QTY/1/2") == (segment.place(), segment.place(1), segment.place(1, 2))


def test_built_segments_drop_what_is_empty_at_the_end():
    """Trailing empty components and elements never get written."""
    segment = Segment.of("LIN", "1", "", ("9011", "", ""), ("", ""), "")
    assert (("1",), ("",), ("9011",)) == segment.elements
    assert (b"UNA:+.? '", b"UNA:+,? '") == (DEFAULT.una, Separators(decimal=",").una)
