"""SOAP faults for what does not pass the first step."""

from __future__ import annotations

import gzip

import pytest
from tests.support.answering import NOW, answered, errors_of
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers import faults
from edielkit.emif.soap import SoapDocument

BROKEN = FIXTURES / "broken"
COLLECTED = FIXTURES / "emif/metering/CollectedData.xml"


def fault_of(data):
    """Return the one fault that *data* is answered with."""
    (document,) = answered(data).messages
    assert isinstance(document, SoapDocument)
    assert [] == errors_of(document)
    return edielkit.parse(edielkit.serialize(document)).fault


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("emif-decimal-comma.xml", "XSD"),
        ("emif-truncated.xml", "XSD"),
        ("emif-doctype.xml", "XSD"),
        ("emif-not-a-message.xml", "XSD"),
        ("emif-several-faults.xml", "XSD"),
        ("emif-no-message-in-envelope.xml", "XSD"),
        ("emif-gzip-cut-off.xml.gz", "Compression"),
        ("emif-wrong-encoding.xml", "Other"),
    ],
)
def test_the_group_of_a_fault(name, group):
    """Client, the group, a description of at most 100 and a text of at most 1000 characters, and when."""
    fault = fault_of((BROKEN / name).read_bytes())

    assert ("Client", group) == (fault.code, fault.code_group)
    assert 0 < len(fault.description) <= 100
    assert 0 < len(fault.fault_text) <= 1000
    assert NOW.isoformat(timespec="seconds") == fault.exception_date_time


def test_the_text_says_what_and_where():
    """The findings' own words and places stand in the text."""
    fault = fault_of((BROKEN / "emif-decimal-comma.xml").read_bytes())

    assert "expected a decimal number with a point" in fault.fault_text
    assert "line 39" in fault.fault_text


@pytest.mark.parametrize(
    "element", ["Header><abie:Identification", "PayloadEnergyTimeSeries><abie:Identification"]
)
def test_an_identification_that_is_no_uuid_has_a_group_of_its_own(element):
    """Capitals in the UUID of the header or of a payload are group UUID, when nothing else is wrong."""
    message = edielkit.parse(COLLECTED.read_bytes())
    first = message.payload_energy_time_series[0].identification
    wanted = message.header.identification if "Header" in element else first
    data = COLLECTED.read_bytes().replace(wanted.encode(), wanted.upper().encode())
    assert wanted != wanted.upper()

    assert "UUID" == fault_of(data).code_group


def test_a_party_number_is_no_uuid():
    """A wrong Identification elsewhere is an ordinary schema fault."""
    data = COLLECTED.read_bytes()
    party = edielkit.parse(data).header.juridical_sender_energy_party.identification.value

    assert "XSD" == fault_of(data.replace(party.encode(), (party + "1" * 10).encode())).code_group


def test_another_encoding_is_refused_though_it_reads():
    """Elhub takes UTF-8 alone: the report says it in the words of the fault."""
    text = COLLECTED.read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"', 1)
    data = text.encode("utf-16")
    report = edielkit.validate(data, now=NOW, level="codes")

    assert ("CollectedData", ["SYS013"]) == (report.kind, [finding.code for finding in report.errors])
    assert ("Other", "Invalid encoding") == (fault_of(data).code_group, fault_of(data).description)
    assert report.errors[0].message in fault_of(data).fault_text


def test_a_message_of_too_many_characters(monkeypatch):
    """Size is counted in characters, not in bytes."""
    text = COLLECTED.read_text(encoding="utf-8")
    padded = text.replace("<rsm:Header>", "<!-- " + "ø" * 1000 + " --><rsm:Header>", 1)
    assert padded != text
    monkeypatch.setattr(faults, "MOST_CHARACTERS", len(padded))
    fits = answered(padded.encode(), edielkit.Report())
    monkeypatch.setattr(faults, "MOST_CHARACTERS", len(padded) - 1)

    assert () == fits.messages
    assert "Size" == fault_of(padded.encode()).code_group


def test_gzip_is_opened_first():
    """The content is checked, not its packing."""
    packed = gzip.compress((BROKEN / "emif-decimal-comma.xml").read_bytes())

    assert "XSD" == fault_of(packed).code_group


def test_the_process_waits_for_the_schema():
    """With a fault, errors of later steps are named as unanswered."""
    answers = answered((BROKEN / "emif-several-faults.xml").read_bytes())

    assert 1 == len(answers.messages)
    assert answers.unanswered
    assert all(finding.code.startswith("BRS") for finding in answers.unanswered)


def test_a_value_gets_a_fault_too():
    """The same message as a value is answered with the same group."""
    data = (BROKEN / "emif-decimal-comma.xml").read_bytes()
    value = edielkit.parse(data)
    (document,) = answered(value, edielkit.validate(value, now=NOW)).messages

    assert "XSD" == document.fault.code_group


@pytest.mark.parametrize("data", [b"", b"  \n", b"no message at all", b"\x00\xff\xfe"])
def test_nobody_is_answered_where_nobody_is_named(data):
    """Bytes without a sender have no answer; the errors are there to see."""
    report = edielkit.validate(data)
    answers = answered(data, report)

    assert ((), report.errors) == (answers.messages, answers.unanswered)
    assert answers.unanswered
