"""What an interchange is, at a glance."""

import pytest
from tests.support.edifact_messages import UNB, interchange, message

from edielkit.detected import Kind
from edielkit.edifact.read.detect import detect_edifact
from edielkit.errors import ParseError

NOBODY = "UNB+UNOC:3+A+B+260201:0500+R1'"
DANISH = "UNB+UNOC:3+5790000000012:14+5790000000029:14+260201:0500+R1'"


@pytest.mark.parametrize(
    ("unb", "unh", "expected"),
    [
        (UNB, "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'", ("MSCONS", "D.96A", "no")),
        (DANISH, "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'", ("MSCONS", "D.96A", "dk")),
        (UNB, "UNH+1+MSCONS:D:04B:UN:2.4c'", ("MSCONS", "D.04B", "de")),
        (UNB, "UNH+1+INVOIC:D:96A:UN'", ("INVOIC", "D.96A", "no")),
        (NOBODY, "UNH+1+INVOIC:D:96A:UN'", ("INVOIC", "D.96A", None)),
        (NOBODY, "UNH+1+MSCONS'", ("MSCONS", None, None)),
    ],
)
def test_type_directory_and_profile_of_the_first_message(unb, unh, expected):
    """Guide code and parties tell the market; what is not said is None."""
    message_type, version, profile = expected
    kind = Kind(wire="edifact", message=message_type, version=version, profile=profile)

    assert kind == detect_edifact(interchange(message(unh=unh), unb=unb))


def test_an_envelope_alone_is_edifact():
    """A wire without a message is still that wire."""
    assert Kind(wire="edifact") == detect_edifact(interchange())


def test_other_bytes_are_none():
    """What is no EDIFACT raises, and the caller decides what it may be."""
    with pytest.raises(ParseError):
        detect_edifact(b"<xml/>")
