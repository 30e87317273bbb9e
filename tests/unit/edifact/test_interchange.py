"""Interchanges and messages by the names of their fields."""

import pickle

import attrs
from tests.support.edifact_messages import interchange, message

from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import Segment

FULL_UNB = (
    "UNB+UNOC:3+7080000000012:14:GRID+7080000000029:14:SANMELD+260201:0500+R1+pw:AA+23-DDQ-E66-S+A+1+NO+1'"
)


def test_header_is_readable_by_name():
    """Every part of UNB has a name."""
    (parsed,), _ = parse_interchanges(interchange(message(), unb=FULL_UNB))
    expected = {
        "sender": "7080000000012", "sender_qualifier": "14", "sender_subaddress": "GRID",
        "recipient": "7080000000029", "recipient_qualifier": "14", "recipient_subaddress": "SANMELD",
        "prepared": "2602010500", "reference": "R1", "application_reference": "23-DDQ-E66-S",
        "ack_request": True, "agreement": "NO", "test": True, "syntax_id": "UNOC", "syntax_version": "3",
    }  # fmt: skip
    assert expected == {name: getattr(parsed, name) for name in expected}


def test_short_header_has_no_options():
    """Absent options read as empty and false."""
    (parsed,), _ = parse_interchanges(interchange(message()))
    assert ("", False, False, "") == (
        parsed.application_reference,
        parsed.ack_request,
        parsed.test,
        parsed.agreement,
    )


def test_message_is_readable_by_name():
    """UNH names type, directory, association, access reference and the part of a split message."""
    unh = "UNH+1+MSCONS:D:96A:ZZ:E2DK02+DK-BT-007-002+1:C'"
    (parsed,), _ = parse_interchanges(interchange(message(unh=unh)))
    (raw,) = parsed.messages
    assert ("1", "MSCONS", "D", "96A", "ZZ", "E2DK02", "D.96A") == (
        raw.reference, raw.type, raw.version, raw.release, raw.agency, raw.association, raw.directory,
    )  # fmt: skip
    assert ("DK-BT-007-002", ("1", "C"), 0) == (raw.common_access_reference, raw.split, raw.index)
    assert "UNT" == raw.unt.tag
    assert raw.segments[1:-1] == raw.body


def test_messages_are_gathered_once():
    """What checks ask for once a message is the same tuple each time, and no part of what is compared, copied or packed."""
    (parsed,), _ = parse_interchanges(interchange(message(), message()))
    (again,), _ = parse_interchanges(interchange(message(), message()))
    messages = parsed.messages
    assert messages is parsed.messages
    assert parsed == again
    assert attrs.evolve(parsed, content=()).messages == ()
    assert pickle.loads(pickle.dumps(parsed)).messages == messages


def test_messages_of_a_group_are_gathered_once():
    """A group gathers its messages once, an interchange its groups."""
    unh = Segment.of("UNH", "1", ("MSCONS", "D", "96A", "UN"))
    group = FunctionalGroup(Segment.of("UNG", "MSCONS"), (RawMessage((unh,)), Segment.of("QTY")))
    whole = Interchange(None, (group, RawMessage((unh,), 1)))
    assert group.messages is group.messages
    assert whole.groups is whole.groups
    assert [0, 1] == [raw.index for raw in whole.messages]
