"""Interchanges as plain data."""

from __future__ import annotations

import json

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit.edifact.as_dict import interchange_to_dict, message_to_dict, part_to_dict
from edielkit.edifact.from_dict import interchange_from_dict, message_from_dict, part_from_dict
from edielkit.edifact.messages import Mscons
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.mscons import Value
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.errors import BuildError

FIXTURES = ROOT / "fixtures" / "edifact"
GROUPED = (
    b"UNB+UNOC:3+A+B+260101:0000+R'UNG+CONTRL+A+B+260101:0000+G+UN+2:2'UNH+1+CONTRL:2:2:UN'UCI+X+A+B+1'UNT+3+1'"
    b"UNE+1+G'UNS+D'UNZ+1+R'trailing"
)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.edi")), ids=lambda p: p.stem)
def test_every_fixture_survives_json(path):
    """An interchange written as JSON and read back is equal to itself."""
    for interchange in edielkit.parse_all(path.read_bytes()):
        plain = json.loads(json.dumps(edielkit.to_dict(interchange)))

        assert interchange == edielkit.from_dict("Interchange", plain)


@pytest.mark.parametrize("ending", [b"'\n", b"'\r\n", b"'", b"'\n\t ", b"''\r\n"])
@pytest.mark.parametrize(
    "name", ["mscons-no-four-hours.edi", "utilts-se-quarters.edi", "contrl-un-places.edi"]
)
def test_line_breaks_survive_json(name, ending):
    """Lines between segments, blanks, even an empty segment: the bytes are the same again."""
    data = (FIXTURES / name).read_bytes().replace(b"'", ending)
    for content in (data, data.rstrip(), b"\xef\xbb\xbf" + data):
        (interchange,) = edielkit.parse_all(content)
        plain = json.loads(json.dumps(edielkit.to_dict(interchange)))

        assert content == edielkit.serialize(edielkit.from_dict("Interchange", plain))


def test_line_breaks_of_groups_survive_json():
    """Groups and loose segments have theirs too, in the order of the bytes."""
    data = GROUPED.replace(b"'", b"'\n").replace(b"UNE+1+G'\n", b"UNE+1+G'\n\n")
    (interchange,), _ = parse_interchanges(data)

    assert data == edielkit.serialize(interchange_from_dict(interchange_to_dict(interchange)))


def test_line_breaks_of_a_message_that_was_changed():
    """A segment more has the line break that most have, and the last one what it had."""
    (interchange,) = edielkit.parse_all(
        (FIXTURES / "contrl-un-places.edi").read_bytes().replace(b"'", b"'\n").rstrip()
    )
    plain = interchange_to_dict(interchange)
    plain["content"].append({"segment": ["FTX", "AAO"]})
    written = edielkit.serialize(interchange_from_dict(plain))

    assert b"'\nFTX+AAO'\nUNZ+" in written
    assert written.endswith(b"'")


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        {"a": 1},
        [["\n", 1]],
        [[1, "x"]],
        [[1, "\n", 2]],
        [[10**30, "\n"]],
        [[-1, "\n"]],
        [[True, "\n"]],
        [1],
        [[1.5, ""]],
    ],
)
def test_line_breaks_that_are_none_are_refused(between):
    """Plain data is checked: a count, and white space."""
    (interchange,) = edielkit.parse_all((FIXTURES / "contrl-un-places.edi").read_bytes())

    with pytest.raises(BuildError, match="between"):
        interchange_from_dict({**interchange_to_dict(interchange), "between": between})


def test_groups_loose_segments_and_remains_survive():
    """A group, a segment outside of messages and bytes behind the end are kept."""
    (interchange,), _ = parse_interchanges(GROUPED)

    assert interchange == interchange_from_dict(interchange_to_dict(interchange))


def test_short_form_gets_envelope_and_counts():
    """Parties, reference, time and messages are enough: the rest is made."""
    interchange = interchange_from_dict(
        {
            "sender": "7080003824349",
            "recipient": {"identification": "12345", "qualifier": "ZZ"},
            "reference": "R1",
            "prepared": "2026-03-29T12:00:00+02:00",
            "una": False,
            "messages": [{"segments": [["UNH", "1", ["CONTRL", "2", "2", "UN", "EDIEL2"]],
                                       ["UCI", "X", ["A", "14"], ["B", "14"], "1"], ["UNT", "9", "1"]]}],
        }
    )  # fmt: skip

    assert (
        b"UNB+UNOC:3+7080003824349:14+12345:ZZ+260329:1200+R1'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+X+A:14+B:14+1'"
        b"UNT+3+1'UNZ+1+R1'"
    ) == edielkit.serialize(interchange)


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"unb": ["UNB"], "unknown": 1}, "unknown"),
        ({"unb": "UNB"}, "unb"),
        ({"unb": ["UNB", [1]]}, "unb/1"),
        ({"unb": None, "una": ":+"}, "una"),
        ({"content": [{"kind": "INVOIC"}]}, "content[0].kind"),
        ({"content": [{"kind": "MSCONS", "nonsense": ""}]}, "content[0].nonsense"),
        ({"content": [{"ung": ["UNG"], "content": [{"ung": ["UNG"]}]}]}, "content[0].content[0]"),
        (
            {
                "messages": [{"segments": [["UNH"]]}],
                "sender": "7080003824349",
                "recipient": {"identification": "B", "qualifier": "ZZ"},
                "reference": "R",
                "prepared": "today",
            },
            "prepared",
        ),
        ({"messages": []}, "sender"),
        ({"content": [3]}, "content[0]"),
        ({"content": [{"segments": []}]}, "content[0].segments"),
        ({"content": [{"segments": [["UNH", "1", ["MSCONS"]], 3]}]}, "content[0].segments[1]"),
    ],
)
def test_bad_data_names_its_field(mapping, field):
    """What is no plain data of an interchange is refused with the place."""
    with pytest.raises(BuildError) as caught:
        interchange_from_dict(mapping)

    assert field == caught.value.field


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "messages[0].segments: a message has at least one segment"),
        ([3], "messages[0].segments[0]: "),
        ([["UNH", "1", ["CONTRL"]], 3], "messages[0].segments[1]: "),
        ([["UNH", "1", ["MSCONS"]]], "messages[0].segments[0]: expected UNH with the type CONTRL"),
    ],
)
def test_a_message_of_segments_has_one_and_is_of_the_type_that_is_asked_for(rows, words):
    """Where a type is asked for, its segments are looked at only once all of them are there."""
    with pytest.raises(BuildError) as caught:
        edielkit.from_dict("CONTRL", {"messages": [{"segments": rows}]})

    assert words in str(caught.value)


def test_plain_data_leaves_out_what_says_nothing():
    """Plain data has only the fields that say something, and its kind."""
    value = Value(function="136", amount="1", times=(Time(function="163", text="2", format="203"),))
    plain = {"function": "136", "amount": "1", "times": [{"function": "163", "text": "2", "format": "203"}]}

    assert plain == part_to_dict(value)
    assert value == part_from_dict(Value, plain)
    assert {"kind": "MSCONS", "reference": "1"} == message_to_dict(Mscons(reference="1"))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "INVOIC"},
        {"kind": "MSCONS", "colour": "red"},
        {"kind": "MSCONS", "reference": 1},
        {"kind": "MSCONS", "document": 5},
        {"kind": "MSCONS", "deliveries": [{"points": 3}]},
        {"kind": "MSCONS", "more": [[1]]},
        {"kind": "MSCONS", "others": [{}]},
        {"kind": "MSCONS", "others": ["x"]},
    ],
)
def test_bad_plain_data_is_refused(data):
    """Plain data that is no message raises, and never makes half of one."""
    with pytest.raises(BuildError):
        message_from_dict(data)


def test_plain_data_of_another_type_is_refused():
    """A part takes no keys of another."""
    with pytest.raises(BuildError, match="kind"):
        part_from_dict(Mscons, {"kind": "APERAK"})


def test_a_message_without_its_trailer_gets_none():
    """A message that was cut off stands as its segments: one as fields would be given a UNT when it is read."""
    data = (FIXTURES / "contrl-un-places.edi").read_bytes().partition(b"UNT")[0]
    (interchange,) = edielkit.parse_all(data)

    assert interchange == edielkit.from_dict("Interchange", edielkit.to_dict(interchange))
