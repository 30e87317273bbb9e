"""Answers as Elhub gives them: Acknowledgement, Reject* and Confirm*.

Sources: Elhub standard, pages Validation and Acknowledgements; EMIF schemas. A refusal repeats process and role of the
original, swaps the juridical parties, and names the payload where only one of several fails (CollectedData).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import attrs

from edielkit.answers.elhub_table import ANSWERED, CANCELLATION, DOCUMENT_TYPES, Way
from edielkit.answers.faults import fault, is_first_step
from edielkit.answers.values import Answers
from edielkit.codes import agency_of, code_list
from edielkit.emif.build import context, header
from edielkit.emif.declare import Message
from edielkit.emif.messages import (
    Acknowledgement,
    AcknowledgementPayload,
    ConfirmEndOfSupply,
    ConfirmEndOfSupplyPayload,
    ConfirmStartOfSupply,
    ConfirmStartOfSupplyPayload,
    RejectEndOfSupply,
    RejectEventSingleMP,
    RejectStartOfSupply,
)
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code
from edielkit.errors import BuildError
from edielkit.findings import Finding, Reason, Report, Severity, payload_name

__all__ = ("answer_document", "first_step")

_ACCEPTED, _REJECTED = Code("39", "6"), Code("41", "6")
# Occurrence of ResponseReasonType: EMIF schemas, Elhub_Acknowledgement and Elhub_RejectEventSingleMPType.
_MOST_REASONS = {"Acknowledgement": 999, "RejectStartOfSupply": 99, "RejectEndOfSupply": 99}
_REASON_LIST = "Elhub_ResponseReasonCode"


@attrs.frozen(kw_only=True)
class _Task:
    """One message to answer, and with what."""

    original: Any
    now: dt.datetime
    new_id: Callable[[], str]
    positive: bool | None


def answer_document(
    document: Message | SoapDocument,
    report: Report,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    positive: bool | None,
    content: bytes | None = None,
) -> Answers:
    """Return the answers to a document of EMIF.

    Args:
        document: A message, or wrapped messages.
        report: What `validate` said of it.
        now: Aware instant of the answer.
        new_id: Gives a UUID at each call.
        positive: True to confirm: the caller has decided as a hub does; False never to; None where nothing is unknown,
            which for a message to Elhub is never, since contracts and ongoing processes are known to the hub alone.
        content: The bytes of the document, if it came as bytes.
    """
    early = first_step(document, report, now=now, content=content)
    if early is not None:
        return early
    if isinstance(document, SoapDocument) and document.identification is not None:
        return _poll_answer(document, report, now, new_id)
    (message,) = document.messages if isinstance(document, SoapDocument) else (document,)
    way = _way(message)
    assert way is not None
    return _answer(_Task(original=message, now=now, new_id=new_id, positive=positive), way, report)


def first_step(
    document: Message | SoapDocument, report: Report, *, now: dt.datetime, content: bytes | None = None
) -> Answers | None:
    """Return the answers to a document that comes no further than the first step, None where its process answers.

    Args:
        document: A message, or wrapped messages.
        report: What `validate` said of it.
        now: Aware instant of the answer.
        content: The bytes of the document, if it came as bytes.
    """
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    if isinstance(document, SoapDocument) and (document.fault is not None or document.nil):
        return Answers(unanswered=report.errors, notes=("a fault and an empty poll result are not answered",))
    if isinstance(document, SoapDocument) and document.identification is not None:
        return None
    way = _way(messages[0]) if len(messages) == 1 else None
    if messages and way is None:
        kinds = ", ".join(dict.fromkeys(message.kind() for message in messages))
        return Answers(unanswered=report.errors, notes=(f"{kinds}: Elhub answers no such message",))
    refusal = fault(report.findings, now, content)
    if refusal is not None:
        later = tuple(finding for finding in report.errors if not is_first_step(finding))
        note = (
            ("the process is checked after the schema: other errors are not answered yet",) if later else ()
        )
        return Answers(messages=(refusal,), unanswered=later, notes=note)
    if way is None:
        return Answers(unanswered=report.errors, notes=("the envelope holds no message",))
    return None


def _way(message: Message) -> Way | None:
    way = ANSWERED.get(message.kind())
    if way is None or (way.process and way.process != _process(message)):
        return None
    return way


def _process(message: Any) -> str:
    return str(getattr(message.process_energy_context, "energy_business_process", ""))


def _answer(task: _Task, way: Way, report: Report) -> Answers:
    if not report.errors:
        return _positive(task, way, report)
    answerable = [finding for finding in report.errors if _is_on_the_wire(finding.reason)]
    unanswered = [finding for finding in report.errors if not _is_on_the_wire(finding.reason)]
    built: list[Message] = []
    notes = ["the market has no reason code for some errors: no answer carries them"] if unanswered else []
    for payload, findings in _by_payload(task.original, way, answerable):
        try:
            built.append(_checked(partial(_refusal, task, way, findings, payload), way.negative))
        except BuildError as error:
            unanswered += findings
            notes.append(f"{way.negative} cannot be written: {error}")
    return Answers(messages=tuple(built), unanswered=tuple(unanswered), notes=tuple(notes))


def _is_on_the_wire(reason: Reason | None) -> bool:
    if reason is None:
        return False
    code = code_list(_REASON_LIST).codes.get(reason.code)
    return code is not None and code.agency == reason.agency


def _by_payload(
    message: Any, way: Way, findings: Sequence[Finding]
) -> Iterator[tuple[str | None, list[Finding]]]:
    """Yield what is refused with why: the whole message (None), else payload by payload in their order.

    A refusal of the whole covers the payloads: naming one beside it would say that the others stand.
    """
    payloads: dict[str, list[Finding]] = {}
    # findings call a payload by a name, which two may share where it is a mask: both are refused then
    called: dict[str | None, list[str]] = defaultdict(list)
    if way.by_payload:
        names = [payload.identification for payload in message.payload_energy_time_series]
        payloads = {str(name): [] for name in names if name is not None}
        for name in payloads:
            called[payload_name(name)].append(name)
    whole = [finding for finding in findings if finding.payload not in called]
    if whole:
        yield None, whole
        return
    for finding in findings:
        for name in called[finding.payload]:
            payloads[name].append(finding)
    yield from ((name, own) for name, own in payloads.items() if own)


def _reasons(findings: Iterable[Finding], kind: str) -> tuple[Code, ...]:
    """Return each reason once, in the order of the findings."""
    reasons = dict.fromkeys(finding.reason for finding in findings if finding.reason is not None)
    return tuple(Code(reason.code, reason.agency) for reason in reasons)[: _MOST_REASONS[kind]]


def _heads(task: _Task, kind: str) -> dict[str, Any]:
    """Return header and process context of an answer."""
    original = task.original
    asked = original.header
    cancels = asked.document_type.value == CANCELLATION[0] and _may_cancel(kind, original)
    answerer = asked.juridical_recipient_energy_party.identification.value
    return {
        "header": header(
            identification=task.new_id(),
            document_type=Code(*(CANCELLATION if cancels else DOCUMENT_TYPES[kind])),
            created=task.now,
            sender=answerer,
            recipient=asked.juridical_sender_energy_party.identification.value,
        ),
        "process_energy_context": _repeated(original.process_energy_context),
    }


def _may_cancel(kind: str, original: Any) -> bool:
    """Tell whether an answer of that kind is one to a cancellation in its process: a wrong document type is not repeated."""
    if kind == "Acknowledgement":
        return False
    from edielkit.process_rules.data import combinations

    process = str(original.process_energy_context.energy_business_process).removeprefix("BRS-NO-")
    answer_types = combinations(kind, process)
    return not answer_types or any(way.document_type == CANCELLATION[0] for way in answer_types)


def _repeated(heads: Any) -> Any:
    """Return process and role of the original, the role with the agency that issues it: an answer has no fault."""
    role = heads.energy_business_process_role
    agency = agency_of("Elhub_BusinessProcessRole", str(role))
    if agency is None or not isinstance(role, Code):
        return heads
    return attrs.evolve(heads, energy_business_process_role=Code(role.value, agency))


def _refusal(task: _Task, way: Way, findings: Sequence[Finding], payload: str | None) -> Message:
    reasons = _reasons(findings, way.negative)
    heads = _heads(task, way.negative)
    reference = task.original.header.identification
    if way.negative == "Acknowledgement":
        return Acknowledgement(
            **heads,
            payload_response_event=AcknowledgementPayload(
                status_type=_REJECTED,
                response_reason_type=reasons,
                original_business_document_reference=reference,
                original_payload_reference=payload,
            ),
        )
    cls = RejectStartOfSupply if way.negative == "RejectStartOfSupply" else RejectEndOfSupply
    return cls(
        **heads,
        payload_response_event=RejectEventSingleMP(
            original_business_document_reference=reference,
            response_reason_type=reasons,
            metering_point_used_domain_location=task.original.payload_mp_event.metering_point_used_domain_location,
        ),
    )


def _positive(task: _Task, way: Way, report: Report) -> Answers:
    asked = getattr(task.original.header, "request_positive_acknowledgement", None) is True
    if task.positive is False or not (asked or task.positive):
        return Answers()
    if not way.positive or way.asks_in not in {"", _process(task.original)}:
        return Answers(notes=(f"{way.message}: the process has no positive answer",))
    doubts = _doubts(report)
    if doubts or task.positive is None:
        return Answers(
            notes=tuple(f"{way.positive} is not written: {why}" for why in doubts or (_HUB_DECIDES,))
        )
    try:
        return Answers(messages=(_checked(partial(_confirmation, task, way), way.positive),))
    except BuildError as error:
        return Answers(notes=(f"{way.positive} cannot be written: {error}",))


_HUB_DECIDES = (
    "nothing is wrong with the message itself; whether metering point, contracts and ongoing processes allow it "
    "is known to a hub alone"
)


def _doubts(report: Report) -> tuple[str, ...]:
    """Return the warnings of rules that Elhub is likely to refuse by: they have a reason code of the market."""
    return tuple(
        f"{finding.code}, {finding.message}: likely refused with {finding.reason}"
        for finding in report.findings
        if finding.severity is Severity.WARNING and _is_on_the_wire(finding.reason)
    )


def _confirmation(task: _Task, way: Way) -> Message:
    heads = _heads(task, way.positive)
    reference = task.original.header.identification
    if way.positive == "Acknowledgement":
        return Acknowledgement(
            **heads,
            payload_response_event=AcknowledgementPayload(
                status_type=_ACCEPTED, original_business_document_reference=reference
            ),
        )
    event = task.original.payload_mp_event
    shared = {
        "original_business_document_reference": reference,
        "metering_point_used_domain_location": event.metering_point_used_domain_location,
    }
    if way.positive == "ConfirmStartOfSupply":
        start = ConfirmStartOfSupplyPayload(start_of_occurrence=event.start_of_occurrence, **shared)
        return ConfirmStartOfSupply(**heads, payload_response_event=start)
    end = ConfirmEndOfSupplyPayload(end_of_occurrence=event.end_of_occurrence, **shared)
    return ConfirmEndOfSupply(**heads, payload_response_event=end)


def _poll_answer(
    document: SoapDocument, report: Report, now: dt.datetime, new_id: Callable[[], str]
) -> Answers:
    """Confirm a poll result as its receiver: positive only, for the whole result, or it comes again."""
    errors = report.errors
    notes = ("a poll result is confirmed as a whole: errors in it are for a person to see",) if errors else ()
    try:
        answer = _checked(partial(_poll_confirmation, document, now, new_id), "AcknowledgePoll")
    except BuildError as error:
        return Answers(unanswered=errors, notes=(f"the poll result cannot be confirmed: {error}",))
    wrapped = SoapDocument(service=document.service, element="AcknowledgePollRequest", messages=(answer,))
    return Answers(messages=(wrapped,), unanswered=errors, notes=notes)


def _poll_confirmation(document: SoapDocument, now: dt.datetime, new_id: Callable[[], str]) -> Message:
    first: Any = document.messages[0]
    return Acknowledgement(
        header=header(
            identification=new_id(),
            document_type=Code(*DOCUMENT_TYPES["AcknowledgePoll"]),
            created=now,
            sender=first.header.juridical_recipient_energy_party.identification.value,
            recipient=first.header.juridical_sender_energy_party.identification.value,
        ),
        process_energy_context=context("POLL", first.process_energy_context.energy_business_process_role),
        payload_response_event=AcknowledgementPayload(
            status_type=_ACCEPTED, original_business_document_reference=document.identification or ""
        ),
    )


def _checked(build: Callable[[], Message], name: str) -> Message:
    """Return the message that *build* makes.

    Raises:
        BuildError: It would be refused: what it repeats of the original is missing or wrong.
    """
    from edielkit.emif.check.documents import check_document
    from edielkit.emif.read.document import version_of
    from edielkit.emif.write.document import serialize_document

    try:
        message = build()
        version = version_of(message)
        data = serialize_document(message, version=version)
    except (AttributeError, IndexError, TypeError, ValueError):
        # a part that the schema asks for is not there, or is text that its type cannot hold
        raise BuildError("the original lacks what the answer repeats", name) from None
    for finding in check_document(data, version=version).findings:
        if finding.severity is Severity.ERROR:
            raise BuildError(finding.message, finding.position.path)
    return message
