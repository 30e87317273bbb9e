"""pydifact as a second opinion: where it is right we agree, and where it is not the test says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydifact import Segment as TheirSegment
from pydifact.parser import Parser
from pydifact.segments import SegmentFactory
from tests.support.edifact_messages import UNA, UNB, interchange, message

from edielkit.edifact.compat import (
    from_pydifact,
    interchange_from_pydifact,
    interchange_to_pydifact,
    to_pydifact,
)
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError

HEAD = UNA + UNB


class Plain(SegmentFactory):
    """Segments as they come, without the directories that pydifact lacks and warns about."""

    @staticmethod
    def create_segment(name, *elements, **_options):
        return TheirSegment(name, *elements)


def parsed(data: bytes) -> list[TheirSegment]:
    return [s for s in Parser(Plain()).parse(data.decode("latin-1")) if s.tag != "UNA"]


def theirs(data: bytes) -> list[Segment]:
    return [from_pydifact(s) for s in parsed(data)]


def ours(data: bytes) -> list[Segment]:
    return [Segment.of(s.tag, *s.elements) for s in tokenize(data).segments if s.tag != "UNA"]


values = st.text(st.sampled_from("AB z19.,:+?'-/Æø"), max_size=6)
built = st.builds(
    lambda tag, rows: Segment.of(tag, *rows),
    st.sampled_from(["QTY", "FTX", "NAD", "LIN"]),
    st.lists(st.lists(values, min_size=1, max_size=4), min_size=1, max_size=5),
).filter(lambda segment: segment.elements)


@settings(max_examples=150, deadline=None)
@given(st.lists(built, max_size=6))
def test_we_agree_on_segments(segments):
    """Both readers see the same tags and values, down to empty parts in the middle."""
    data = HEAD.encode() + to_bytes(segments) + b"UNZ+0+R1'"
    assert theirs(data) == ours(data)


def test_they_lose_empty_components_at_the_end():
    """`QTY+136:1:` has three components; pydifact keeps two, so a trailing separator cannot be found there."""
    data = (HEAD + "QTY+136:1:'UNZ+0+R1'").encode()
    assert ("136", "1", "") == tokenize(data).segments[2].elements[0]
    assert ("136", "1") == theirs(data)[1].elements[0]


def test_they_lose_the_difference_of_element_and_composite():
    """`QTY+136::` becomes a plain text there."""
    data = (HEAD + "QTY+136::'UNZ+0+R1'").encode()
    assert ("136", "", "") == tokenize(data).segments[2].elements[0]
    (quantity,) = [s for s in parsed(data) if s.tag == "QTY"]
    assert ["136"] == quantity.elements


def test_they_skip_text_before_una():
    """Text before UNA passes unseen there; here it is no interchange."""
    from edielkit.errors import ParseError

    data = b"hello'" + (HEAD + "UNZ+0+R1'").encode()
    assert "UNB" in {s.tag for s in theirs(data)}
    with pytest.raises(ParseError):
        tokenize(data)


def test_they_refuse_a_release_before_a_line_break():
    """A released line break is data, as any released character; pydifact raises there."""
    from pydifact.exceptions import EDISyntaxError

    data = (HEAD + "FTX+AAO+++a?\nb'UNZ+0+R1'").encode()
    assert "a\nb" == tokenize(data).segments[2].get(4)
    with pytest.raises(EDISyntaxError):
        theirs(data)


def test_segments_go_there_and_back():
    """A segment without empty parts at the end survives the way through pydifact."""
    for segment in (Segment.of("UNS", "D"), Segment.of("LIN", "1", "", ("9011", "", "", "DK"))):
        assert segment == from_pydifact(to_pydifact(segment))


def test_they_warn_of_a_tag_alone():
    """A mandatory segment without data is a tag alone; pydifact takes it, with a warning."""
    with pytest.warns(SyntaxWarning, match="NAD is empty"):
        assert Segment.of("NAD") == from_pydifact(to_pydifact(Segment.of("NAD")))


@pytest.mark.parametrize("una", [UNA, "UNA:+,? '"])
def test_interchanges_go_there_and_back(una):
    """Header, messages and service characters survive; UNZ is made anew from the messages."""
    data = interchange(message(), una=una, unb=UNB.replace("+R1'", "+R1++23-DDQ-E66-S++1'"))
    (mine,), _ = parse_interchanges(data)
    other = interchange_to_pydifact(mine)
    assert 1 == len(list(other.get_messages()))
    assert data.decode() == other.serialize()
    again = interchange_from_pydifact(other)
    assert list(mine.segments) == list(again.segments)
    assert mine.separators == again.separators


def test_a_header_without_a_date_cannot_go_there():
    """pydifact needs a date and time, so a placeholder there is named."""
    (mine,), _ = parse_interchanges(interchange(message(), unb=UNB.replace("260201", "{{date}}")))
    with pytest.raises(BuildError) as caught:
        interchange_to_pydifact(mine)
    assert "UNB/4" == caught.value.field
