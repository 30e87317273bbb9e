"""What answers say, beside the original or alone."""

from __future__ import annotations

import json

import attrs
import pytest
from tests.support.answering import NOW, answered
from tests.support.edifact_messages import BODY, interchange, message
from tests.support.paths import FIXTURES

import edielkit
from edielkit.codes import CodeTrust, code_list
from edielkit.emif.values import Code
from edielkit.errors import ParseError
from edielkit.findings import Finding, Position, Reason, Report, Severity

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


# -- CONTRL

WRONG = interchange(
    message(
        BODY.replace("QTY+136:1.5'", "QTY+136:1x5'")
        .replace("CNT+1:1.5'", "")
        .replace("UNS+D'", "XXX+1'UNS+D'")
    )
)


def explained_contrl(data):
    """Return the reasons of the CONTRL that *data* gets, beside it."""
    report = edielkit.validate(data, now=NOW)
    (sent,) = answered(data, report, profile="ch").messages
    return only(edielkit.explain(edielkit.serialize(sent), original=data, report=report))


def test_contrl_places_are_resolved():
    """Segment, element and component of the original with their bytes, and the finding of ours there."""
    answer = explained_contrl(WRONG)
    segment, element = answer.reasons

    assert (None, True) == (answer.accepted, answer.original_found)
    assert ("15", "UN", "segment") == (segment.code, segment.agency, segment.level)
    assert WRONG.index(b"XXX+1") == segment.position.offset
    assert "segment 5 (XXX) of message 1" == segment.about
    assert ["EDI043"] == [finding.code for finding in segment.findings]
    assert ("37", "element") == (element.code, element.level)
    assert WRONG.index(b"1x5") == element.position.offset
    assert "QTY/1/2" == element.position.segment
    assert "element 1, component 2" in element.about
    assert ["EDI049"] == [finding.code for finding in element.findings]
    assert "wrong type of characters" == element.name


@pytest.mark.parametrize(
    ("data", "level", "needle"),
    [
        (interchange(message(), unz="UNZ+2+R1'"), "interchange", None),
        (interchange(message().replace("UNT+12", "UNT+99")), "message", b"99+1'"),
    ],
)
def test_contrl_of_a_service_segment(data, level, needle):
    """0013 names the segment; UNH and UNT are those of the message."""
    (reason,) = explained_contrl(data).reasons

    assert level == reason.level
    if needle:
        assert data.index(needle) == reason.position.offset
        assert ["EDI027"] == [finding.code for finding in reason.findings]


def test_a_short_contrl_says_no_more_than_it_says():
    """Refused without a code: our own syntax errors stand beside it."""
    report = edielkit.validate(WRONG, now=NOW)
    (sent,) = answered(WRONG, report).messages
    answer = only(edielkit.explain(sent, original=WRONG, report=report))

    assert False is answer.accepted
    assert ("4", "refused without a code") == (answer.reasons[0].code, answer.reasons[0].text)
    assert {"EDI043", "EDI049"} == {finding.code for finding in answer.reasons[0].findings}


def test_contrl_without_the_original():
    """The places are named as they are counted."""
    (first, _) = only(edielkit.explain((FIXTURES / "edifact/contrl-un-places.edi").read_bytes())).reasons[:2]

    assert ("37", None) == (first.code, first.position)
    assert first.about.startswith("segment 14 of message 1")


def test_contrl_beyond_the_original():
    """A segment number that the original does not have is no crash."""
    contrl = (FIXTURES / "edifact/contrl-un-places.edi").read_bytes().replace(b"UCS+14", b"UCS+999999")
    original = (FIXTURES / "edifact/mscons-no-quarters-two-products.edi").read_bytes()
    answer = only(edielkit.explain(contrl, original=original))

    assert (True, None) == (answer.original_found, answer.reasons[0].position)


# -- APERAK


def test_aperak_names_transaction_and_field():
    """The Swedish field number is resolved to the segment of the transaction."""
    utilts = (FIXTURES / "edifact/utilts-se-quarters.edi").read_bytes()
    aperak = (FIXTURES / "edifact/aperak-se-rejected.edi").read_bytes()
    raw = edielkit.parse(utilts).messages[0]
    bgm = next(s for s in raw.segments if s.tag == "BGM").get(2).encode()
    first = next(s for s in raw.segments if s.tag == "IDE").get(2).encode()
    aperak = aperak.replace(b"UTDOC1", bgm).replace(b"TS-1", first)
    answer = only(edielkit.explain(aperak, original=utilts))
    reason = answer.reasons[0]

    assert ("APERAK", False, True) == (answer.kind, answer.accepted, answer.original_found)
    assert ("42", "260", "incorrect data") == (reason.code, reason.agency, reason.name)
    assert first.decode() == reason.payload
    assert "field 514" in reason.about
    assert utilts.index(b"SEQ", utilts.index(b"IDE")) == reason.position.offset


@pytest.mark.parametrize(
    ("error", "name", "text"),
    [
        ("ERC+42::260'FTX+AAO++E87::260+words'", "incorrect data", "E87 (Number of observations"),
        (
            "ERC+40::260'FTX+AAO++105::260'",
            "special error, the text names its code",
            "105: object not identified",
        ),
        ("ERC+42::260'FTX+AAO++777::260'", "incorrect data", "777: no public source"),
        ("ERC+Z30'", "time series incomplete", ""),
        ("ERC+X99'", "", ""),
    ],
)
def test_codes_of_aperak(error, name, text):
    """Ediel's, Germany's, ebIX's; what nobody knows is said openly."""
    data = (
        "UNB+UNOC:3+B:14+A:14+260101:0000+C'UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++27'DTM+137:202601010000:203'"
        f"RFF+ACW:M1'NAD+FR+7080000000029::9'NAD+DO+7080000000012::9'{error}UNT+9+1'UNZ+1+C'"
    )
    answer = only(edielkit.explain(data.encode(), original=interchange(message())))
    (reason,) = answer.reasons

    assert (True, name) == (answer.original_found, reason.name)
    assert text in reason.text
    assert name or "no public source" in reason.words


def test_an_explanation_is_plain_data():
    """to_dict can go into JSON."""
    for name in (
        "emif/common/Acknowledgement.xml",
        "edifact/contrl-un-places.edi",
        "edifact/aperak-se-rejected.edi",
    ):
        plain = edielkit.explain((FIXTURES / name).read_bytes()).to_dict()

        assert plain == json.loads(json.dumps(plain))
        assert plain["answers"][0]["reasons"]


def test_a_message_that_is_no_answer_has_no_explanation():
    """Nothing is invented, and bytes that are no message raise."""
    assert () == edielkit.explain(COLLECTED).answers
    assert () == edielkit.explain(interchange(message())).answers
    with pytest.raises(edielkit.ParseError):
        edielkit.explain(b"nothing")


def test_wires_do_not_mix():
    """An original of the other wire is none."""
    answer = only(
        edielkit.explain((FIXTURES / "edifact/contrl-un-places.edi").read_bytes(), original=COLLECTED)
    )

    assert False is answer.original_found


def test_a_position_is_plain_data():
    """Each part of a place is there, empty ones as null."""
    reason = only(edielkit.explain((FIXTURES / "emif/common/Acknowledgement.xml").read_bytes())).reasons[0]
    placed = attrs.evolve(reason, position=Position(line=3)).to_dict()["position"]

    assert {"path": None, "line": 3, "column": None, "offset": None, "segment": None} == placed
