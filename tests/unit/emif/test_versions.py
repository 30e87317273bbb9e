"""Which version of EMIF a value is of: what the current one lacks decides."""

from __future__ import annotations

import attrs
import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.emif.read.document import needed_version, version_of
from edielkit.emif.soap import SoapDocument


def _parsed(name):
    return edielkit.parse((FIXTURES / "emif" / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("metering/CollectedData.xml", "2.4.3"),
        ("metering/CollectedData-annual-volume-EI-270.xml", "EI-270"),
        ("market/RequestStartOfSupply.xml", "2.4.3"),
        ("common/Acknowledgement.xml", "2.4.3"),
    ],
)
def test_a_part_that_the_current_version_lacks_decides(name, version):
    """Where every version fits, the current one is taken."""
    message = _parsed(name)

    assert version == needed_version(message) == version_of(message)


def test_one_message_decides_for_its_document():
    """A wrapper holds messages of one version: the one that cannot be the current one says which."""
    current = _parsed("metering/CollectedData.xml")
    later = _parsed("metering/CollectedData-annual-volume-EI-270.xml")
    document = SoapDocument(
        service="PollMeteringValues", element="PollForDataResponse", messages=(current, later)
    )

    assert "EI-270" == version_of(document)
    assert "2.4.3" == version_of(attrs.evolve(document, messages=(current,)))
    assert "2.4.3" == version_of(attrs.evolve(document, messages=()))
