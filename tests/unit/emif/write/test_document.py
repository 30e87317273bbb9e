"""Documents that are not written: wrappers and headers that no service has."""

from __future__ import annotations

import attrs
import pytest
from tests.support.emif_samples import collected

import edielkit
from edielkit.emif.declare import Message
from edielkit.emif.read.document import parse_document
from edielkit.emif.soap import SoapDocument
from edielkit.emif.write.document import serialize_document
from edielkit.errors import BuildError
from edielkit.findings import Verdict

PLAIN = collected()


def _message() -> Message:
    message = parse_document(PLAIN.encode())
    assert isinstance(message, Message)
    return message


@pytest.mark.parametrize("header", ["<a/>", "<a", "text", "\udc00"])
def test_a_header_that_is_none(header: str) -> None:
    """What is no Header element is not written."""
    with pytest.raises(BuildError, match="header"):
        serialize_document(SoapDocument(messages=(_message(),), header=header))


def _document(**changes: object) -> SoapDocument:
    document = SoapDocument(
        service="MeteringValues", element="CollectedDataRequest", messages=(_message(),), enveloped=False
    )
    return attrs.evolve(document, **changes)


REFUSED = [
    (_document(element="NoSuch"), "element", "MeteringValues has no NoSuch"),
    (_document(messages=()), "messages", "expected exactly one message in CollectedDataRequest, found 0"),
    (_document(messages=(_message(),) * 2), "messages", "found 2"),
    (_document(element="AcknowledgeRequest"), r"messages\[0\]", "cannot hold CollectedData"),
    (_document(nil=True), "nil", "only an empty poll result can be nil"),
    (
        _document(service="PollMeteringValues", element="PollForDataResponse"),
        "identification",
        "expected 36 characters",
    ),
    (
        _document(service="PollMeteringValues", element="PollForDataResponse", messages=()),
        "messages",
        "at least one message",
    ),
    (SoapDocument(service="MeteringValues", messages=(_message(),)), "element", "name of the wrapper"),
    (SoapDocument(messages=(_message(),) * 2), "messages", "at most one message in a SOAP body, found 2"),
    (SoapDocument(messages=(_message(),), enveloped=False), "messages", "SOAP body"),
]


@pytest.mark.parametrize(("document", "field", "words"), REFUSED)
def test_wrappers_that_are_not_written(document: SoapDocument, field: str, words: str) -> None:
    """A document that its service would refuse is not written, and the error names the field."""
    with pytest.raises(BuildError, match=field) as caught:
        serialize_document(document)
    assert words in caught.value.message
    assert Verdict.ACCEPTED is not edielkit.validate(document).verdict


def test_a_wrapper_of_a_later_version_is_not_written() -> None:
    """An operation that a version lacks is refused by its name."""
    document = SoapDocument(service="MarketProcesses", element="RequestUpdateSharedProductionRequest")
    with pytest.raises(BuildError, match=r"version 2\.3 has no RequestUpdateSharedProductionRequest"):
        serialize_document(document, version="2.3")
