"""Answers as Elhub gives them."""

from __future__ import annotations

import attrs
import pytest
from tests.support.answering import NOW, answered, counted, errors_of
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers.elhub_table import ANSWERED
from edielkit.catalogue import get
from edielkit.emif.values import Code
from edielkit.findings import Finding, Reason, Report, Severity, Verdict
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CASES
from edielkit.process_rules import MemoryContext

REFUSED = [c for c in CASES if get(c.code).reason is not None and get(c.code).severity is Severity.ERROR]


def fixture(name):
    """Return the message of a fixture."""
    return edielkit.parse((FIXTURES / name).read_bytes())


def refused(*reasons, payload=None, code="BRS999"):
    """Return a report with an error for each reason."""
    findings = [
        Finding(code=code, severity=Severity.ERROR, message="wrong", reason=reason, payload=payload)
        for reason in reasons
    ]
    return Report(findings=tuple(findings))


def said(message):
    """Return reasons with agencies, original and payload of an answer."""
    event = message.payload_response_event
    reasons = [(code.value, code.list_agency_identifier) for code in event.response_reason_type]
    payload = getattr(event, "original_payload_reference", None)
    return reasons, event.original_business_document_reference, payload


@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.code)
def test_a_broken_rule_is_answered_with_its_code_for_its_payload(case):
    """Exactly that code and agency go out, once, for exactly that payload, in an answer that validates."""
    context = MemoryContext.from_dict(case.wrong_context or rule_messages.CONTEXT)
    report = edielkit.validate(case.wrong, now=NOW, context=context)
    original = edielkit.parse(case.wrong)
    answers = answered(case.wrong, report)
    way = ANSWERED.get(original.kind())

    assert Verdict.REJECTED is report.verdict
    if way is None or way.process not in {"", str(original.process_energy_context.energy_business_process)}:
        assert ((), report.errors) == (answers.messages, answers.unanswered)
        return
    reason = get(case.code).reason
    payload = case.payload if way.by_payload else None
    expected = ([(reason.code, reason.agency)], original.header.identification, payload)
    assert [expected] == [said(message) for message in answers.messages]
    assert [way.negative] == [message.kind() for message in answers.messages]
    assert [] == errors_of(answers.messages[0])
    assert () == answers.unanswered


def test_most_rules_are_answered_on_the_wire():
    """The test above looks at refusals of many rules, payload by payload among them."""
    assert len(REFUSED) > 60
    assert sum(case.payload is not None for case in REFUSED) > 5


def test_one_acknowledgement_for_each_rejected_payload():
    """Two of the payloads are refused, each with its own reasons once; the others stand."""
    message = fixture("emif/metering/CollectedData.xml")
    first, *_, last = [payload.identification for payload in message.payload_energy_time_series]
    assert first != last
    e87, eh032 = Reason("E87", "260"), Reason("EH032", "89")
    report = Report(
        findings=(
            *refused(e87, payload=last).findings,
            *refused(eh032, e87, e87, payload=first).findings,
        )
    )
    reference = message.header.identification

    answers = answered(message, report)

    assert [
        ([("EH032", "89"), ("E87", "260")], reference, first),
        ([("E87", "260")], reference, last),
    ] == [said(answer) for answer in answers.messages]
    assert [[], []] == [errors_of(answer) for answer in answers.messages]
    identifications = {answer.header.identification for answer in answers.messages}
    assert 2 == len(identifications)


def test_a_fault_in_the_header_refuses_the_message_once():
    """One answer for the whole message; a payload named beside it would say that the others stand."""
    message = fixture("emif/metering/CollectedData.xml")
    payload = message.payload_energy_time_series[0].identification
    report = Report(
        findings=(
            *refused(Reason("EH013", "89")).findings,
            *refused(Reason("E87", "260"), payload=payload).findings,
        )
    )

    answers = answered(message, report)

    assert [([("EH013", "89")], message.header.identification, None)] == [said(m) for m in answers.messages]


def test_the_heads_of_an_answer():
    """Parties are swapped, process and role repeated, status and document type those of a refusal."""
    message = fixture("emif/metering/CollectedData.xml")
    (answer,) = answered(message, refused(Reason("EH013", "89"))).messages
    heads = answer.header

    assert ("294", "6") == (heads.document_type.value, heads.document_type.list_agency_identifier)
    assert NOW == heads.creation
    assert message.header.juridical_recipient_energy_party == heads.juridical_sender_energy_party
    assert message.header.juridical_recipient_energy_party == heads.physical_sender_energy_party
    assert message.header.juridical_sender_energy_party == heads.juridical_recipient_energy_party
    assert message.process_energy_context == answer.process_energy_context
    assert "41" == answer.payload_response_event.status_type.value


@pytest.mark.parametrize(
    ("name", "kind", "document_type"),
    [
        ("emif/market/RequestStartOfSupply.xml", "RejectStartOfSupply", ("414", "6")),
        ("emif/market/RequestEndOfSupply.xml", "RejectEndOfSupply", ("406", "6")),
    ],
)
def test_start_and_end_of_supply_are_rejected_by_their_own_messages(name, kind, document_type):
    """The metering point and the document type are those of the request; a cancellation keeps E02."""
    message = fixture(name)
    cancelled = attrs.evolve(message, header=attrs.evolve(message.header, document_type=Code("E02", "260")))
    point = message.payload_mp_event.metering_point_used_domain_location
    for original, expected in ((message, document_type), (cancelled, ("E02", "260"))):
        (answer,) = answered(original, refused(Reason("E10", "260"))).messages
        code = answer.header.document_type

        assert (kind, expected) == (answer.kind(), (code.value, code.list_agency_identifier))
        assert point == answer.payload_response_event.metering_point_used_domain_location
        assert [("E10", "260")] == said(answer)[0]
        assert [] == errors_of(answer)


ASKING = [
    ("emif/market/RequestStartOfSupply.xml", "ConfirmStartOfSupply"),
    ("emif/market/RequestEndOfSupply.xml", "ConfirmEndOfSupply"),
    ("emif/masterdata/RequestUpdateMasterDataMeteringPoint.xml", "Acknowledgement"),
    ("emif/masterdata/RequestUpdateCustomerInformation.xml", "Acknowledgement"),
    ("emif/thirdpartyaccess/UpdateThirdPartyAccess.xml", "Acknowledgement"),
    ("emif/query/RequestToGridAccessProvider.xml", "Acknowledgement"),
    ("emif/query/RequestToElhub.xml", "Acknowledgement"),
    ("emif/query/ResponseFromGridAccessProvider.xml", "Acknowledgement"),
]


@pytest.mark.parametrize(("name", "kind"), ASKING)
def test_a_positive_answer_is_given_by_who_decides(name, kind):
    """The caller has decided: there is one, that validates, asked for or not; what only a hub knows is confirmed by nobody else."""
    message = fixture(name)
    asks = attrs.evolve(message, header=attrs.evolve(message.header, request_positive_acknowledgement=True))
    silent = attrs.evolve(message, header=attrs.evolve(message.header, request_positive_acknowledgement=None))
    (answer,) = answered(asks, Report(), positive=True).messages
    undecided = answered(asks, Report())

    assert kind == answer.kind()
    assert () == undecided.messages
    assert "known to a hub alone" in undecided.notes[0]
    assert message.header.identification == answer.payload_response_event.original_business_document_reference
    assert [] == errors_of(answer)
    assert ((), ()) == (answered(silent, Report()).messages, answered(silent, Report()).notes)
    assert () == answered(asks, Report(), positive=False).messages
    assert [kind] == [answer.kind() for answer in answered(silent, Report(), positive=True).messages]


@pytest.mark.parametrize("name", ["emif/metering/CollectedData.xml", "emif/query/RequestDataFromElhub.xml"])
def test_no_positive_answer_where_the_process_has_none(name):
    """Asking is no use where the process forbids it, and forcing neither."""
    assert () == answered(fixture(name), Report(), positive=True).messages


def test_an_error_without_a_code_is_for_a_person():
    """It goes on no wire, the caller sees it, and no positive answer hides it."""
    message = fixture("emif/market/RequestStartOfSupply.xml")
    asks = attrs.evolve(message, header=attrs.evolve(message.header, request_positive_acknowledgement=True))
    report = refused(None)
    answers = answered(asks, report, positive=True)

    assert ((), report.errors) == (answers.messages, answers.unanswered)
    assert answers.notes


@pytest.mark.parametrize("reason", [Reason("EH999", "89"), Reason("E10", "89"), Reason("29", "UN")])
def test_a_code_that_the_wire_lacks_stays_off_it(reason):
    """Only codes of the standard's list under their agency are sent."""
    report = refused(reason)
    answers = answered(fixture("emif/metering/CollectedData.xml"), report)

    assert ((), report.errors) == (answers.messages, answers.unanswered)


def test_warnings_refuse_nothing():
    """Only errors are answered."""
    warning = Finding(code="BRS999", severity=Severity.WARNING, message="odd", reason=Reason("E87", "260"))
    answers = answered(fixture("emif/metering/CollectedData.xml"), Report(findings=(warning,)))

    assert ((), ()) == (answers.messages, answers.unanswered)


def test_what_elhub_is_likely_to_refuse_is_not_confirmed():
    """A warning with a reason code of the market stands in the way of a positive answer, and its note says which."""
    warning = Finding(
        code="BRS103-B01", severity=Severity.WARNING, message="too late", reason=Reason("E17", "260")
    )
    refusal = answered(
        fixture("emif/market/RequestStartOfSupply.xml"), Report(findings=(warning,)), positive=True
    )

    assert () == refusal.messages
    assert "BRS103-B01" in refusal.notes[0]


@pytest.mark.parametrize(
    "name",
    [
        "emif/market/ConfirmStartOfSupply.xml",
        "emif/market/NotifyStartOfSupply.xml",
        "emif/metering/NotifyValidatedDataForBillingEnergy.xml",
        "emif/common/Acknowledgement.xml",
        "emif/common/PollForData.xml",
        "emif/soap/Fault.xml",
        "emif/soap/PollForDataResponse-nothing.xml",
    ],
)
def test_what_elhub_sends_is_not_answered(name):
    """Confirmations, notifications, acknowledgements, faults: no answer, and errors stay visible."""
    report = refused(Reason("E10", "260"))
    answers = answered((FIXTURES / name).read_bytes(), report)

    assert ((), report.errors) == (answers.messages, answers.unanswered)


def test_a_refusal_of_a_reading_can_be_refused():
    """In BRS-NO-311 the metered data responsible's Acknowledgement has rules of its own."""
    message = fixture("emif/common/Acknowledgement.xml")
    context = attrs.evolve(message.process_energy_context, energy_business_process=Code("BRS-NO-311", "89"))
    (answer,) = answered(
        attrs.evolve(message, process_energy_context=context), refused(Reason("EH087", "89"))
    ).messages

    assert ("Acknowledgement", [("EH087", "89")]) == (answer.kind(), said(answer)[0])


@pytest.mark.parametrize("name", ["PollForDataResponse-metering.xml", "PollForDataResponse-market.xml"])
def test_a_poll_result_is_confirmed_as_a_whole(name):
    """Status 39 for the outer Identification, in the service's own wrapper, whatever is in it."""
    data = (FIXTURES / "emif/soap" / name).read_bytes()
    result = edielkit.parse(data)
    for report in (Report(), refused(Reason("E10", "260"))):
        answers = answered(data, report)
        (document,) = answers.messages
        (message,) = document.messages

        assert (result.service, "AcknowledgePollRequest") == (document.service, document.element)
        assert "21" == message.header.document_type.value
        assert "POLL" == message.process_energy_context.energy_business_process.value
        assert ("39", result.identification) == (
            message.payload_response_event.status_type.value,
            message.payload_response_event.original_business_document_reference,
        )
        assert report.errors == answers.unanswered
        assert [] == errors_of(document)


def test_a_wrapped_message_is_answered_like_a_bare_one():
    """The envelope changes nothing."""
    data = (FIXTURES / "emif/soap/RequestStartOfSupplyRequest.xml").read_bytes()
    (answer,) = answered(data, refused(Reason("E10", "260"))).messages

    assert "RejectStartOfSupply" == answer.kind()


def test_an_original_that_cannot_be_repeated_is_not_answered():
    """Its own reference is no UUID and its report says nothing of the schema: no broken answer goes out."""
    message = fixture("emif/metering/CollectedData.xml")
    broken = attrs.evolve(message, header=attrs.evolve(message.header, identification="no uuid"))
    report = refused(Reason("EH013", "89"))
    answers = answered(broken, report)

    assert ((), report.errors) == (answers.messages, answers.unanswered)
    assert "cannot be written" in answers.notes[-1]


def test_the_role_is_repeated_under_its_own_agency():
    """The original's wrong agency is the fault that is answered; the answer has none."""
    message = fixture("emif/metering/CollectedData.xml")
    context = attrs.evolve(message.process_energy_context, energy_business_process_role=Code("DDE", "89"))
    wrong = attrs.evolve(message, process_energy_context=context)
    data = edielkit.serialize(wrong)
    (answer,) = answered(data).messages

    assert [("EH025", "89")] == said(answer)[0]
    assert Code("DDE", "6") == answer.process_energy_context.energy_business_process_role
    assert [] == errors_of(answer)


def test_reasons_are_bounded_as_the_schema_has_it():
    """A Reject* holds 99 reasons at most."""
    codes = _reason_codes()
    report = refused(*codes)
    (answer,) = answered(fixture("emif/market/RequestStartOfSupply.xml"), report).messages

    assert len(codes) > 99
    assert 99 == len(answer.payload_response_event.response_reason_type)
    assert [] == errors_of(answer)


def _reason_codes():
    from edielkit.codes import code_list

    return [
        Reason(code.value, code.agency)
        for code in code_list("Elhub_ResponseReasonCode")
        if "2.3" in code.versions
    ]


def test_now_needs_a_zone():
    """A naive instant is refused, not guessed."""
    with pytest.raises(ValueError, match="zone"):
        edielkit.acknowledge(b"", Report(), now=NOW.replace(tzinfo=None), new_id=counted())


def test_the_verb_gives_the_messages():
    """`edielkit.acknowledge` is the list of what is sent."""
    message = fixture("emif/metering/CollectedData.xml")
    report = refused(Reason("EH013", "89"))
    answers = edielkit.acknowledge(message, report, now=NOW, new_id=counted())

    assert list(answered(message, report).messages) == answers
    assert isinstance(answers, list)
