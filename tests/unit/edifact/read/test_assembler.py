"""Segments to interchanges: nesting, counts, references, split messages."""

import random

import pytest
from tests.support.edifact_messages import BODY, UNA, UNB, UNH, interchange, message

from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.envelopes import read_interchanges
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import ParseError


def codes(data: bytes) -> list[str]:
    return [f.code for f in parse_interchanges(data)[1]]


def group(*messages: str, reference: str = "G1", une: str | None = None) -> str:
    head = f"UNG+MSCONS+A:14+B:14+260201:0500+{reference}+UN+D:96A'"
    return head + "".join(messages) + (f"UNE+{len(messages)}+{reference}'" if une is None else une)


# what stands between UNB and UNZ, UNZ, findings
ENVELOPES = [
    (group(message()), 1, []),
    (group(message(), message(unh=UNH.replace("+1+", "+2+"), reference="2")), 1, []),
    (group(message(), une="UNE+1+G2'"), 1, ["EDI032"]),
    (group(message(), une="UNE+2+G1'"), 1, ["EDI033"]),
    (group(message(), une=""), 1, ["EDI031"]),
    (group(), 1, ["EDI024"]),
    (group(message(), "UNH+2+APERAK:D:96A:UN:EDIEL2'BGM+++29'UNT+3+2'"), 1, ["EDI036"]),
    (group(message()) + message(unh=UNH.replace("+1+", "+2+"), reference="2"), 1, ["EDI030"]),
    ("UNE+1+G1'" + message(), 1, ["EDI029"]),
    ("UNT+1+1'" + message(), 1, ["EDI029"]),
    (UNH + BODY + message(unh=UNH.replace("+1+", "+2+"), reference="2"), 2, ["EDI025"]),
    ("Bgm+1'" + message(), 1, ["EDI008", "EDI029"]),
]


@pytest.mark.parametrize(("content", "count", "expected"), ENVELOPES)
def test_nesting(content, count, expected):
    """Groups, trailers without headers and the other way round are told apart, and nothing is lost."""
    data = (UNA + UNB + content + f"UNZ+{count}+R1'").encode()
    assert expected == sorted(codes(data))
    assert data == b"".join(interchange_to_bytes(parsed) for parsed in parse_interchanges(data)[0])


def split(*parts: str) -> bytes:
    return interchange(
        *(
            message(unh=f"UNH+{n}+MSCONS:D:04B:UN:2.4c+LIST+{p}'", reference=str(n))
            for n, p in enumerate(parts, 1)
        )
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1:C", "2", "3:F"), []),
        (("1:C", "1:C"), ["EDI035"]),
        (("1:C", "3:F"), ["EDI035"]),
        (("1", "2:F"), ["EDI035"]),
        (("1:C", "2:C"), ["EDI035"]),
    ],
)
def test_split_messages_are_numbered(parts, expected):
    """Parts of a split message count from one; the first is marked C."""
    assert expected == codes(split(*parts))


def test_interchanges_of_a_file_keep_their_bytes():
    """Several interchanges with white space and text between them are the file again."""
    once = interchange(message())
    two = once.replace(b"+R1'", b"+R2'")
    data = b"\xef\xbb\xbf" + once + b"\n\n" + two + b"FTX+AAO'\n" + once.replace(b"+R1'", b"+R3'") + b"end"
    interchanges, findings = parse_interchanges(data)
    assert ["R1", "R2", "R3"] == [parsed.reference for parsed in interchanges]
    assert data == b"".join(interchange_to_bytes(parsed) for parsed in interchanges)
    assert ["EDI010", "EDI018", "EDI018"] == sorted(f.code for f in findings)
    assert (b"FTX+AAO'\n", b"end") == (interchanges[1].trailing, interchanges[2].trailing)


_USUAL = b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"
_STARRED = b"UNB*UNOC:3*A*B*260101:0000*R'UNZ*0*R'"
_LEVEL_B = b"UNB\x1dUNOB\x1f2\x1dA\x1dB\x1d260101\x1f0000\x1dR\x1cUNZ\x1d0\x1dR\x1c"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (_USUAL + _USUAL, 2),
        (_USUAL + b"UNB'MEA+AAZ'", 2),
        (_USUAL + b"UNH'UNT'", 2),
        (_USUAL + b"UNG'", 2),
        (_USUAL + b"UNB", 1),
        (_USUAL + b"UNA'", 1),
        (_USUAL + b"UNA:*.? '" + _STARRED, 2),
        (b"UNA:*.? '" + _STARRED + _USUAL, 2),
        (b"UNA:*.? '" + _STARRED + _STARRED, 1),
        (b"UNA:*.? '" + _STARRED + b"UNH*1*CONTRL:2:2:UN:EDIEL2'UNT*2*1'", 1),
        (b"UNA:*.? '" + _STARRED[:29] + _STARRED, 1),
        (b"UNA:*.? '" + _STARRED + b"UNB'UNH*1'", 2),
        (b"UNA:+.? |" + _USUAL.replace(b"'", b"|") + b"UNB|UNZ|", 1),
        (_LEVEL_B + _LEVEL_B, 2),
        (_LEVEL_B + b"UNH\x1d1\x1cUNT\x1d1\x1c", 1),
        (_LEVEL_B.replace(b"UNZ", b"UNH\x1d1\x1cUNZ") + b"UNH\x1d1\x1c", 1),
    ],
)
def test_each_interchange_is_read_again_from_its_own_bytes(data, count):
    """Nothing of one interchange holds for the next: its bytes alone give the same value, and all together the input."""
    interchanges, _ = parse_interchanges(data)
    written = [interchange_to_bytes(interchange) for interchange in interchanges]
    assert count == len(interchanges)
    assert data == b"".join(written)
    assert [(interchange,) for interchange in interchanges] == [
        parse_interchanges(part)[0] for part in written
    ]


def test_service_characters_of_another_interchange_are_said_to_be():
    """A UNA holds for the interchange that it stands before: what follows with its signs is an error, not a message."""
    _, findings = parse_interchanges(b"UNA:*.? '" + _STARRED + _STARRED)
    assert ("EDI018", 46) in [(finding.code, finding.position.offset) for finding in findings]


_PIECES = (
    b"UNA:*.? '", b"UNA:+.? '", b"UNA;*,\\ ~", b"UNA++++++", b"UNA", b"UNB+UNOC:3+A+B+260101:0000+R'", b"UNB*UNOC:3*A*B*1:2*R'",
    b"UNB;1*UNOC;3*A~", b"UNB\x1dUNOB\x1f2\x1c", b"UNB+UNOY:4'", b"UNB'", b"UNB", b"UNG+A'", b"UNE+1+A'", b"UNH+1+MSCONS:D:96A'",
    b"UNH*1*MSCONS:D'", b"UNH\x1d1\x1c", b"UNH'", b"UNT+3+1'", b"UNT*2*1'", b"UNZ+1+R'", b"UNZ*1*R'", b"UNZ\x1d0\x1c", b"UNZ~", b"UNZ'",
    b"QTY+136:1'", b"FTX+a?'b'", b"unz+1'", b"'", b"\n", b"x", b" ",
)  # fmt: skip


def test_whatever_is_mixed_each_interchange_is_read_from_its_own_bytes():
    """Segments of all kinds of signs in any order: nothing is lost, and the bytes of each interchange give it again."""
    choice, many = random.Random(1), 0
    for _ in range(4000):
        data = b"".join(choice.choices(_PIECES, k=choice.randrange(1, 9)))
        try:
            interchanges, _ = parse_interchanges(data)
        except ParseError:
            continue
        written = [interchange_to_bytes(interchange) for interchange in interchanges]
        assert data == b"".join(written)
        assert [(part,) for part in interchanges] == [parse_interchanges(own)[0] for own in written]
        assert interchanges == read_interchanges(data, least=1)
        many += len(interchanges) > 1
    assert many > 100
