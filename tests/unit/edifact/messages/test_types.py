"""The message types: which there are, their look-ups, and that they follow the tables."""

import attrs
import pytest

from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.messages import MESSAGES, read_message
from edielkit.edifact.read.tokenizer import tokenize


def segments(data):
    return tokenize(data).segments


def read(data):
    return read_message(segments(data))


def test_types_without_a_value_are_none():
    """INVOIC has no typed value here; no segments are none either."""
    assert read(b"UNH+1+INVOIC:D:96A:UN'UNT+2+1'") is None
    assert read_message(()) is None


def test_answers_say_whether_they_accept():
    """APERAK and CONTRL know what their codes mean."""
    for text, accepted in (
        (b"+++29", True),
        (b"+++27", False),
        (b"+++34", None),
        (b"+312+1", True),
        (b"+313", False),
    ):
        aperak = read(b"UNH+1+APERAK:D:96A:UN'BGM" + text + b"'UNT+3+1'")
        assert accepted is aperak.accepted
    for action, accepted in ((b"1", True), (b"7", True), (b"8", True), (b"4", False), (b"x", None)):
        contrl = read(b"UNH+1+CONTRL:D:3:UN'UCI+1+a+b+" + action + b"'UNT+3+1'")
        assert accepted is contrl.accepted
    assert read(b"UNH+1+APERAK:D:96A:UN'UNT+2+1'").accepted is None
    assert read(b"UNH+1+CONTRL:D:3:UN'UNT+2+1'").accepted is None


def test_every_message_type_is_registered():
    """The five types are found by name and agree with their own."""
    assert ["APERAK", "CONTRL", "MSCONS", "PRODAT", "UTILTS"] == sorted(MESSAGES)
    assert all(name == kind.TYPE for name, kind in MESSAGES.items())


def test_look_ups():
    """Parties, references and characteristics are found by their code."""
    prodat = read(
        b"UNH+1+PRODAT:D:97A:UN:E2SE6A'NAD+FR+1:160:SVK'LIN+1++7::9'CCI++Z13'CAV+Z22'CCI+++E12'CAV+E17'"
        b"RFF+LI:C1'UNT+9+1'"
    )
    item = prodat.items[0]
    assert prodat.party("FR").identification == "1"
    assert prodat.party("DO") is None
    assert ("C1", "") == (item.reference("LI"), item.reference("Z05"))
    assert (["Z22"], ["E17"]) == tuple([v.code for v in item.characteristic(c)] for c in ("Z13", "E12"))
    assert () == item.characteristic("Z99")
    utilts = read(b"UNH+1+UTILTS:D:02B:UN:E5SE5A'NAD+MS+1'NAD+MR+2'UNT+4+1'")
    assert ("1", "2") == (utilts.sender.identification, utilts.recipient.identification)


# tags that no typed message has a field for: they are kept as they are
UNTYPED = {
    "PRC",
    "ALI",
    "AGR",
    "ATT",
    "PCD",
    "GPO",
    "TRU",
    "RCS",
    "HAN",
    "DOC",
    "PGI",
    "DGS",
    "PAC",
    "PCI",
    "HYN",
    "RNG",
}


LAYOUTS = [
    ("MSCONS", "D.96A"), ("MSCONS", "D.99A"), ("MSCONS", "D.04B"), ("APERAK", "D.96A"), ("APERAK", "D.04A"),
    ("APERAK", "D.07B"), ("UTILTS", "D.02B"), ("UTILTS", "D.07B"), ("PRODAT", "D.97A"), ("CONTRL", "D.3"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "directory"), LAYOUTS)
def test_the_types_follow_the_tables(name, directory):
    """Each class takes the segments of its group in the order of the directory, save those without a field."""

    def compare(kind, group):
        tags = [f.metadata["child"].TAG for f in attrs.fields(kind) if "child" in f.metadata]
        below = {
            f.metadata["child"].TAG: f.metadata["child"] for f in attrs.fields(kind) if "child" in f.metadata
        }
        place = 0
        for item in group.items[1:]:
            if item.trigger in UNTYPED:
                continue
            assert item.trigger in tags[place:], (kind.__name__, item.name, item.trigger)
            place = tags.index(item.trigger, place)
            if item.group is not None and tags.count(item.trigger) == 1:
                compare(below[item.trigger], item.group)

    compare(MESSAGES[name], layout(name, directory).root)
