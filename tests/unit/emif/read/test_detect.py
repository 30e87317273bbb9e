"""What a document is, at a glance."""

from __future__ import annotations

import pytest
from tests.support.emif_samples import COLLECTED, SOAP, collected

import edielkit
from edielkit.detected import Kind
from edielkit.errors import ParseError

PLAIN = collected()


@pytest.mark.parametrize("text", ["<a/>", f'<CollectedData xmlns="{COLLECTED}x"/>', f'<E xmlns="{SOAP}"/>'])
def test_strangers_are_unknown(text: str) -> None:
    """What is no document of EMIF is unknown at a glance, and a ParseError when parsed."""
    assert Kind.unknown is edielkit.detect(text.encode())
    with pytest.raises(ParseError):
        edielkit.parse(text.encode())


def test_a_large_document_is_told_by_its_start() -> None:
    """Above a megabyte a document is not read whole to tell what it is."""
    data = PLAIN.replace("</rsm:Header>", "</rsm:Header>" + " " * (1 << 20)).encode()
    assert ("CollectedData", "2.4.3") == (edielkit.detect(data).message, edielkit.detect(data).version)
    assert ("CollectedData", "2.4.3") == (
        edielkit.detect(data[:-100]).message,
        edielkit.detect(PLAIN.encode()[:-100]).version,
    )
