"""Bytes to segments: separators, releases, white space, character sets."""

import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.edifact_messages import UNA, UNB, interchange, message

from edielkit.edifact.read.tokenizer import Scanner, tokenize
from edielkit.edifact.segments import DEFAULT, LEVEL_B, Segment, Separators
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import ParseError

# text of a segment, its elements, the text written from those elements (None: the same)
SEGMENTS = [
    ("UNS+D'", (("D",),), None),
    ("LOC+172'", (("172",),), None),
    ("NAD'", (), None),
    ("BGM+++29'", (("",), ("",), ("29",)), None),
    ("QTY+136:1:'", (("136", "1", ""),), None),
    ("QTY+136::'", (("136", "", ""),), None),
    ("PIA+5+1-1?:1.29.0*255:SRW'", (("5",), ("1-1:1.29.0*255", "SRW")), None),
    ("COM+?+49 10:TE'", (("+49 10", "TE"),), None),
    ("FTX+AAO+++what?'s new??'", (("AAO",), ("",), ("",), ("what's new?",)), None),
    ("FTX+a????+b'", (("a??",), ("b",)), None),
    ("FTX+a???+b'", (("a?+b",),), None),
    ("FTX+?x'", (("x",),), "FTX+x'"),
    ("FTX+???'?''", (("?''",),), None),
]


@pytest.mark.parametrize(("text", "elements", "written"), SEGMENTS, ids=[s[0] for s in SEGMENTS])
def test_segment_reads_and_writes(text, elements, written):
    """Elements and components are what the text says, empty ones too, and write back."""
    data = interchange(text)
    (segment,) = [s for s in tokenize(data) if s.tag not in {"UNA", "UNB", "UNH", "UNT", "UNZ"}]
    assert elements == segment.elements
    assert text.encode() == segment.raw
    assert (written or text).encode() == to_bytes([Segment(segment.tag, segment.elements)])


@pytest.mark.parametrize("between", ["\r\n", "\n\t  ", " "])
def test_white_space_between_segments_is_remembered(between):
    """White space after terminators belongs to the segment before it, and comes back."""
    data = (
        between + UNA + between + UNB + between + message().replace("'", "'" + between) + "UNZ+1+R1'"
    ).encode()
    tokens = tokenize(data)
    assert data == tokens.to_bytes()
    assert [] == list(tokens.findings)
    assert ("\r\n\t ".find(between[0]) >= 0) is tokens.segments[0].raw.endswith(between.encode())


def test_other_separators_from_una():
    """UNA names the characters; values with the usual ones need no release then."""
    data = b"UNA;*,\\ ~UNB*UNOC;3*A*B*260101;0000*R~FTX*AAO***a:b+c\\~d~UNZ*0*R~"
    tokens = tokenize(data)
    assert Separators(";", "*", ",", "\\", " ", "~") == tokens.segments[1].separators
    assert tokens.segments[1].separators.explicit
    assert "a:b+c~d" == tokens.segments[2].get(4)
    assert data == tokens.to_bytes()


def test_level_b_separators_without_una():
    """UNB followed by the information separator is read with level B's characters."""
    data = b"UNB\x1dUNOB\x1f2\x1dA\x1dB\x1d260101\x1f0000\x1dR\x1cUNZ\x1d0\x1dR\x1c"
    tokens = tokenize(data)
    assert ["UNB", "UNZ"] == [s.tag for s in tokens]
    assert LEVEL_B == tokens.segments[0].separators
    assert data == tokens.to_bytes()


def test_no_una_means_the_usual_separators():
    """UNOC without UNA is read with the level A characters, as practice has it."""
    tokens = tokenize(interchange(message(), una=""))
    assert DEFAULT == tokens.segments[0].separators
    assert not tokens.segments[0].separators.explicit


def test_separators_may_change_between_interchanges():
    """Each interchange of a file has its own service characters."""
    data = b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'\nUNA;*.? ~UNB*UNOC;3*A*B*260101;0000*S~UNZ*0*S~UNB+UNOC:3+A+B+260101:0000+T'UNZ+0+T'"
    tokens = tokenize(data)
    assert ["R", "S", "T"] == [s.get(2) for s in tokens if s.tag == "UNZ"]
    assert data == tokens.to_bytes()


def test_invalid_utf8_is_kept_and_found():
    """Broken UTF-8 is a finding at its byte, and the bytes stay."""
    data = b"UNB+UNOW:4+A+B+20260101:0000+R'FTX+AAO+++\xff'UNZ+0+R'"
    tokens = tokenize(data)
    assert [("EDI011", data.index(b"\xff"))] == [(f.code, f.position.offset) for f in tokens.findings]
    assert data == tokens.to_bytes()


def test_position_of_unreadable_bytes():
    """A ParseError says where the message should begin."""
    with pytest.raises(ParseError) as caught:
        tokenize(b"  \r\nhello")
    assert ("EDI001", 4) == (caught.value.code, caught.value.position.offset)


def calls_of(data):
    """Return how many functions, in Python and in C, are called to tokenize *data*."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        tokens = tokenize(data)
    finally:
        sys.setprofile(None)
    assert data == tokens.to_bytes()
    return calls


@pytest.mark.parametrize("pattern", [b"?", b"'", b"+", b"?'", b"x", b"' ", b"UNA:+.? '", b"A+'"])
def test_scanning_stays_linear(pattern):
    """Ten times the bytes take about ten times the calls, on the worst inputs we know."""
    head = (UNA + UNB).encode()
    small, large = (calls_of(head + pattern * (size // len(pattern))) for size in (2_000, 20_000))

    assert large <= 11 * small


def test_segments_that_are_met_again_end_where_they_end():
    """A segment that was read before is recognised by its bytes, never with a released terminator."""
    text = b"UNB+UNOC:3+A+B+1:1+R'FTX+a'FTX+a?'b'FTX+a'\r\nFTX+a??'FTX+a??'FTX+a"
    tokens = tokenize(text)

    assert ["a", "a'b", "a", "a?", "a?", "a"] == [segment.get(1) for segment in tokens.segments[1:]]
    assert text == tokens.to_bytes()
    assert b"FTX+a'\r\n" == tokens.segments[3].raw


@given(
    st.lists(
        st.sampled_from(
            [text for text, *_ in SEGMENTS]
            + ["QtY+1'", "LIN+'", "DTM+:'", "UNZ+0+R'", "'", "ÆØÅ+æ'", "ABC+\n'"]
        )
    )
)
def test_short_segments_are_read_at_once_as_all_are(texts):
    """What is read at once has the segments and findings of what goes through all checks, and so has what stands again."""
    data = (UNA + UNB + "".join(texts * 2)).encode("latin-1")
    at_once = tokenize(data)
    with patch.object(Scanner, "_plain", lambda *_: None):
        one_by_one = tokenize(data)
    assert at_once == one_by_one
    assert [segment.raw for segment in at_once] == [segment.raw for segment in one_by_one]
