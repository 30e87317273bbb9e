"""Character sets, read and written."""

import pytest
from tests.support.edifact_messages import BODY, UNB, interchange, message

from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.writer import to_bytes


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("UNOC", "Bærum Åsgård"),
        ("UNOD", "Łódź"),
        ("UNOE", "Москва"),
        ("UNOF", "Ωμέγα"),
        ("UNOL", "10 €"),
        ("UNOW", "电力 €"),
        ("UNOY", "ß"),
    ],
)
def test_character_sets_decode_and_encode(code, text):
    """Text of each set reads back from the bytes that the writer made."""
    unb = Segment.of("UNB", (code, "3"), "A", "B", ("260101", "0000"), "R")
    ftx = Segment.of("FTX", "AAO", "", "", text)
    data = to_bytes([unb, ftx, Segment.of("UNZ", "0", "R")], charset=code)
    assert (unb, ftx) == tokenize(data).segments[:2]
    assert [] == list(tokenize(data).findings)


def test_punctuation_outside_the_remembered_list_is_a_warning():
    """The level A list is known from memory, so a breach of it weighs less."""
    (finding,) = parse_interchanges(
        interchange(message(BODY.replace("M1", "M_1")), unb=UNB.replace("UNOC", "UNOA"))
    )[1]
    assert ("EDI017", "warning") == (finding.code, finding.severity.value)
