"""The envelope: accessors, groups, split messages, several interchanges, lossless bytes."""

import pytest
from tests.support.edifact_messages import BODY, UNA, UNB, UNH, interchange, message

from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.write.writer import interchange_to_bytes

FULL_UNB = (
    "UNB+UNOC:3+7080000000012:14:GRID+7080000000029:14:SANMELD+260201:0500+R1+pw:AA+23-DDQ-E66-S+A+1+NO+1'"
)


def codes(data: bytes) -> list[str]:
    return [f.code for f in parse_interchanges(data)[1]]


def group(*messages: str, reference: str = "G1", une: str | None = None) -> str:
    head = f"UNG+MSCONS+A:14+B:14+260201:0500+{reference}+UN+D:96A'"
    return head + "".join(messages) + (f"UNE+{len(messages)}+{reference}'" if une is None else une)


def test_header_is_readable_by_name():
    """Every part of UNB has a name."""
    (one,), _ = parse_interchanges(interchange(message(), unb=FULL_UNB))
    expected = {
        "sender": "7080000000012", "sender_qualifier": "14", "sender_subaddress": "GRID",
        "recipient": "7080000000029", "recipient_qualifier": "14", "recipient_subaddress": "SANMELD",
        "prepared": "2602010500", "reference": "R1", "application_reference": "23-DDQ-E66-S",
        "ack_request": True, "agreement": "NO", "test": True, "syntax_id": "UNOC", "syntax_version": "3",
    }  # fmt: skip
    assert expected == {name: getattr(one, name) for name in expected}


def test_short_header_has_no_options():
    """Absent options read as empty and false."""
    (one,), _ = parse_interchanges(interchange(message()))
    assert ("", False, False, "") == (one.application_reference, one.ack_request, one.test, one.agreement)


def test_message_is_readable_by_name():
    """UNH names type, directory, association, access reference and the part of a split message."""
    unh = "UNH+1+MSCONS:D:96A:ZZ:E2DK02+DK-BT-007-002+1:C'"
    (one,), _ = parse_interchanges(interchange(message(unh=unh)))
    (found,) = one.messages
    assert ("1", "MSCONS", "D", "96A", "ZZ", "E2DK02", "D.96A") == (
        found.reference, found.type, found.version, found.release, found.agency, found.association, found.directory,
    )  # fmt: skip
    assert ("DK-BT-007-002", ("1", "C"), 0) == (found.common_access_reference, found.split, found.index)
    assert "UNT" == found.unt.tag
    assert found.segments[1:-1] == found.body


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
    assert data == b"".join(interchange_to_bytes(each) for each in parse_interchanges(data)[0])


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
    one = interchange(message())
    two = one.replace(b"+R1'", b"+R2'")
    data = b"\xef\xbb\xbf" + one + b"\n\n" + two + b"FTX+AAO'\n" + one.replace(b"+R1'", b"+R3'") + b"end"
    found, findings = parse_interchanges(data)
    assert ["R1", "R2", "R3"] == [each.reference for each in found]
    assert data == b"".join(interchange_to_bytes(each) for each in found)
    assert ["EDI010", "EDI018", "EDI018"] == sorted(f.code for f in findings)
    assert (b"FTX+AAO'\n", b"end") == (found[1].trailing, found[2].trailing)


def test_punctuation_outside_the_remembered_list_is_a_warning():
    """The level A list is known from memory, so a breach of it weighs less."""
    (found,) = parse_interchanges(
        interchange(message(BODY.replace("M1", "M_1")), unb=UNB.replace("UNOC", "UNOA"))
    )[1]
    assert ("EDI017", "warning") == (found.code, found.severity.value)


def test_findings_of_a_message_carry_its_reference():
    """The findings of a message name it, so that an answer can be made for each."""
    from edielkit.edifact.check.validate import check

    data = interchange(
        message(BODY.replace("UNS+D", "UNS+X"), unh=UNH.replace("+1+", "+M77+"), reference="M77")
    )
    (found,) = check(data, level="codes").findings
    assert "M77" == found.payload
