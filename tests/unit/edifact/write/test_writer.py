"""Segments to bytes: releases and character sets."""

import pytest

from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import LEVEL_B, Segment, Separators
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError


@pytest.mark.parametrize(
    ("text", "charset", "field"),
    [
        ("Ł", "UNOC", "FTX/4/1"),
        ("æ", "UNOB", "FTX/4/1"),
        ("lower", "UNOA", "FTX/4/1"),
        ("a\nb", "UNOC", "FTX/4/1"),
        ("x", "UNOQ", "FTX/1/1"),
    ],
)
def test_writer_refuses_characters_outside_the_set(text, charset, field):
    """A character that the set has not raises with the field, whichever writes it."""
    with pytest.raises(BuildError) as caught:
        to_bytes([Segment.of("FTX", "AAO", "", "", text)], charset=charset)
    assert field == caught.value.field


def test_writer_without_release_refuses_separators():
    """Level B has no release character, so a separator in a value cannot be written."""
    with pytest.raises(BuildError):
        to_bytes([Segment.of("FTX", "a\x1db")], LEVEL_B)


def test_raw_segments_are_rewritten_for_other_separators():
    """A segment read with one set of characters can be written with another."""
    (_, ftx, _) = tokenize(b"UNB+UNOC:3+A+B+260101:0000+R'FTX+a?+b:c'UNZ+0+R'").segments
    assert b"FTX+a?+b:c'" == to_bytes([ftx])
    assert b"FTX*a+b;c~" == to_bytes([ftx], Separators(";", "*", terminator="~"))


@pytest.mark.parametrize(("charset", "sign"), [("UNOC", "٣"), ("UNOB", "Ł")])
@pytest.mark.parametrize("place", ["component", "element", "reserved", "terminator"])
def test_writer_refuses_service_characters_outside_the_set(charset, sign, place):
    """They are written too, in UNA and between the values."""
    una, free_text = Segment.of("UNA"), Segment.of("FTX", ("AAO", "1"), "A")
    with pytest.raises(BuildError) as caught:
        to_bytes([una, free_text], Separators(**{place: sign}, explicit=True), charset)

    assert "una" == caught.value.field
