"""What answers of Elhub say, in words."""

from __future__ import annotations

import attrs
import pytest
from tests.support.answering import NOW, answered
from tests.support.paths import FIXTURES

import edielkit
from edielkit.codes import CodeTrust, code_list
from edielkit.emif.values import Code
from edielkit.errors import ParseError
from edielkit.findings import Finding, Reason, Report, Severity

COLLECTED = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()


def only(explanation):
    """Return the one answer of an explanation."""
    (answer,) = explanation.answers
    return answer


def refused_payload():
    """Return a report that refuses the last payload of CollectedData, with a finding elsewhere."""
    payload = edielkit.parse(COLLECTED).payload_energy_time_series[-1].identification
    wrong = {"severity": Severity.ERROR, "message": "wrong", "reason": Reason("E87", "260")}
    return payload, Report(findings=(Finding(code="SER105", payload=payload, **wrong),))


def test_an_acknowledgement_beside_its_original():
    """The payload with its metering point and line, the meaning, and our finding on it."""
    payload, report = refused_payload()
    (sent,) = answered(COLLECTED, report).messages
    answer = only(edielkit.explain(edielkit.serialize(sent), original=COLLECTED, report=report))
    (reason,) = answer.reasons
    parsed = edielkit.parse(COLLECTED)
    last = parsed.payload_energy_time_series[-1]
    line = 1 + COLLECTED[: COLLECTED.index(payload.encode())].count(b"\n")

    assert ("Acknowledgement", False, "BRS-NO-313", True) == (
        answer.kind,
        answer.accepted,
        answer.process,
        answer.original_found,
    )
    assert parsed.header.identification == answer.original
    assert ("E87", "260", "payload", payload) == (reason.code, reason.agency, reason.level, reason.payload)
    assert "Number of observations" in reason.name
    assert CodeTrust.CROSS_SOURCE is reason.trust
    assert str(last.metering_point_used_domain_location.identification) in reason.about
    assert line == reason.position.line
    assert f"/rsm:CollectedData/rsm:PayloadEnergyTimeSeries[{len(parsed.payload_energy_time_series)}]" == (
        reason.position.path
    )
    assert report.findings == reason.findings
    assert "SER105" in [rule.code for rule in reason.rules]


def test_an_acknowledgement_alone():
    """Without the original the reason is explained, and nothing is said of a place."""
    _, report = refused_payload()
    (sent,) = answered(COLLECTED, report).messages
    answer = only(edielkit.explain(sent))

    assert None is answer.original_found
    assert None is answer.reasons[0].position
    assert () == answer.reasons[0].findings
    assert answer.reasons[0].words


def test_another_message_is_not_the_original():
    """The reference decides; findings on another message are not shown."""
    _, report = refused_payload()
    (sent,) = answered(COLLECTED, report).messages
    other = (FIXTURES / "emif/metering/CollectedData-15-minutes.xml").read_bytes()
    answer = only(edielkit.explain(sent, original=other, report=report))

    assert False is answer.original_found
    assert () == answer.reasons[0].findings


def test_every_reason_of_the_list_is_said_openly():
    """A name with its trust, or the plain word that nobody says what it means."""
    request = edielkit.parse((FIXTURES / "emif/market/RequestStartOfSupply.xml").read_bytes())
    finding = Finding(code="BRS999", severity=Severity.ERROR, message="wrong", reason=Reason("E10", "260"))
    (sent,) = answered(request, Report(findings=(finding,))).messages
    codes = [code for code in code_list("Elhub_ResponseReasonCode") if code.versions]
    event = attrs.evolve(
        sent.payload_response_event, response_reason_type=tuple(Code(c.value, c.agency) for c in codes)
    )
    answer = only(edielkit.explain(attrs.evolve(sent, payload_response_event=event)))

    assert [code.value for code in codes] == [reason.code for reason in answer.reasons]
    for code, reason in zip(codes, answer.reasons, strict=True):
        expected = "no public source" in reason.words
        assert (code.trust is CodeTrust.NOT_FOUND or not (code.name or code.name_no)) == expected
    assert any("inferred" in reason.words for reason in answer.reasons)


@pytest.mark.parametrize(
    ("code", "words"),
    [(Code("EH075", "260"), "one of 89"), (Code("EH999", "89"), "not in the list")],
)
def test_a_code_under_another_agency_and_one_that_is_none(code, words):
    """Such answers exist: they are explained as far as can be, and what is odd is said."""
    acknowledgement = edielkit.parse((FIXTURES / "emif/common/Acknowledgement.xml").read_bytes())
    event = attrs.evolve(acknowledgement.payload_response_event, response_reason_type=(code,))
    answer = only(edielkit.explain(attrs.evolve(acknowledgement, payload_response_event=event)))

    assert words in answer.reasons[0].text


@pytest.mark.parametrize(
    ("name", "kind", "accepted"),
    [
        ("common/Acknowledgement.xml", "Acknowledgement", False),
        ("common/Acknowledgement-accepted.xml", "Acknowledgement", True),
        ("market/RejectStartOfSupply.xml", "RejectStartOfSupply", False),
        ("market/RejectEndOfSupply.xml", "RejectEndOfSupply", False),
        ("market/ConfirmStartOfSupply.xml", "ConfirmStartOfSupply", True),
        ("market/ConfirmEndOfSupply.xml", "ConfirmEndOfSupply", True),
        ("soap/Fault.xml", "Fault", False),
    ],
)
def test_what_an_answer_of_elhub_decides(name, kind, accepted):
    """Its kind, or its status, says whether it accepts."""
    answer = only(edielkit.explain((FIXTURES / "emif" / name).read_bytes()))

    assert (kind, accepted) == (answer.kind, answer.accepted)
    assert accepted or answer.reasons


def test_a_poll_result_holds_several_answers():
    """Each answer in it is explained; notifications are none."""
    explanation = edielkit.explain((FIXTURES / "emif/soap/PollForDataResponse-market.xml").read_bytes())

    assert {"ConfirmStartOfSupply", "Acknowledgement"} == {answer.kind for answer in explanation.answers}


def test_a_fault_beside_its_original():
    """The group has a name; our schema findings are beside it."""
    data = (FIXTURES / "broken/emif-decimal-comma.xml").read_bytes()
    report = edielkit.validate(data, now=NOW)
    (sent,) = answered(data, report).messages
    (reason,) = only(edielkit.explain(sent, original=data, report=report)).reasons

    assert ("XSD", "Schema validation error") == (reason.code, reason.name)
    assert report.errors == reason.findings


def test_a_fault_on_what_is_no_message():
    """The original may be what the fault says that it is; an answer that names one asks for a message."""
    data = COLLECTED[:2000]
    report = edielkit.validate(data, now=NOW)
    (sent,) = answered(data, report).messages
    answer = only(edielkit.explain(sent, original=data, report=report))
    acknowledgement = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()

    assert (True, report.errors) == (answer.original_found, answer.reasons[0].findings)
    with pytest.raises(ParseError):
        edielkit.explain(acknowledgement, original=data, report=report)
