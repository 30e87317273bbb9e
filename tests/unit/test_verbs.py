"""The verbs that need no page of their own: one message as a value of its kind, and what is no message."""

from __future__ import annotations

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import Contrl, Mscons, Utilts
from edielkit.emif.messages import Acknowledgement, CollectedData, PollForData
from edielkit.emif.soap import SoapDocument
from edielkit.errors import ParseError
from edielkit.verbs import as_bytes

COLLECTED = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
MSCONS = next((FIXTURES / "edifact").glob("*mscons*.edi")).read_bytes()
WRAPPED = edielkit.serialize(
    SoapDocument(
        service="MeteringValues", element="CollectedDataRequest", messages=(edielkit.parse(COLLECTED),)
    )
)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (CollectedData, COLLECTED),
        (CollectedData, WRAPPED),
        (SoapDocument, WRAPPED),
        (Mscons, MSCONS),
        (Interchange, MSCONS),
    ],
)
def test_the_only_message_comes_as_its_kind(kind, data):
    """Out of a wrapper or an interchange, unless the whole is asked for."""
    assert isinstance(edielkit.parse_message(data, kind), kind)


def test_the_message_is_the_one_that_parse_gives():
    """The kind chooses; it changes nothing."""
    assert edielkit.parse(COLLECTED) == edielkit.parse_message(COLLECTED, CollectedData)
    assert edielkit.parse(COLLECTED) == edielkit.parse_message(WRAPPED, CollectedData)


@pytest.mark.parametrize(
    ("words", "kind", "data"),
    [
        ("expected one Acknowledgement, found CollectedData", Acknowledgement, COLLECTED),
        ("expected one PollForData, found CollectedData", PollForData, WRAPPED),
        ("expected one Utilts, found MSCONS", Utilts, MSCONS),
        ("expected one CollectedData, found MSCONS", CollectedData, MSCONS),
        ("expected one Contrl, found CollectedData", Contrl, COLLECTED),
        ("expected one Contrl, found no message", Contrl, b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"),
    ],
)
def test_another_kind_is_a_parse_error(words, kind, data):
    """It says what was asked for and what came."""
    with pytest.raises(ParseError, match=words):
        edielkit.parse_message(data, kind)


def test_several_messages_are_a_parse_error():
    """There is not the one that was asked for."""
    several = (FIXTURES / "broken/edifact-three-messages-one-wrong.edi").read_bytes()

    with pytest.raises(ParseError, match="expected one Mscons, found 3 messages: MSCONS"):
        edielkit.parse_message(several, Mscons)


@pytest.mark.parametrize("kind", ["CollectedData", None, bytes, int])
def test_what_is_no_class_of_messages_is_a_type_error(kind):
    """A name is no class, and not every class is one of messages."""
    with pytest.raises(TypeError, match="expected a class"):
        edielkit.parse_message(COLLECTED, kind)


@pytest.mark.parametrize("verb", [edielkit.serialize, edielkit.to_dict])
def test_what_is_no_message_cannot_be_written(verb):
    """Bytes are no message yet."""
    with pytest.raises(TypeError, match=r"such as edielkit\.parse gives, found bytes"):
        verb(COLLECTED)


def test_bytes_stay_and_values_are_written():
    """A value becomes the bytes that are judged in its stead."""
    assert COLLECTED == as_bytes(memoryview(COLLECTED))
    assert COLLECTED == as_bytes(edielkit.parse(COLLECTED))
    assert MSCONS == as_bytes(edielkit.parse(MSCONS))
