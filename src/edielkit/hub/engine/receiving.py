"""An incoming message, from bytes to its process: read, validated, authorised, answered, carried out.

The three steps are Elhub's: what fails the schema or the authorisation gets a SOAP fault in the call; what fails the
rules of the process or the business gets a negative answer in the sender's queue; the rest is confirmed if asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.answers.faults import fault as schema_fault
from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.findings import Finding, Reason, Report, Severity, Trust, payload_name
from edielkit.harmless import quoted
from edielkit.hub.core.authorisation import authorise, fault
from edielkit.hub.core.hub_messages import confirm_or_reject
from edielkit.hub.core.request import Request
from edielkit.hub.core.state_tables import SEEN
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine.handlers import handler_of, responder_of
from edielkit.hub.engine.polling import acknowledge_document, acknowledges_poll, poll_document

__all__ = ("Receipt", "ask", "receive", "receive_while_down")


@attrs.frozen(kw_only=True)
class Receipt:
    """What the call of a service gives back.

    Attributes:
        accepted: The message was taken in; what the process says of it comes through the queue, a refusal too.
        fault: The SOAP fault, if the message was not taken in.
        response: The body of the answer where the service has one: a poll's result, the answer to BRS-NO-611.
        report: What was found in the message, by rules and by the hub.
    """

    accepted: bool
    fault: SoapDocument | None = None
    response: SoapDocument | None = None
    report: Report = attrs.field(factory=Report, repr=False)

    @property
    def code_group(self) -> str:
        """Elhub's group of the fault, empty without one."""
        return "" if self.fault is None or self.fault.fault is None else self.fault.fault.code_group

    @property
    def reasons(self) -> tuple[str, ...]:
        """Reason codes of what was found, such as ``EH003``, each once."""
        codes = (finding.reason.code for finding in self.report.errors if finding.reason is not None)
        return tuple(dict.fromkeys(codes))

    @property
    def passed(self) -> bool:
        """The message was taken in, and nothing in it is refused."""
        return self.accepted and not self.report.errors

    @property
    def words(self) -> tuple[str, ...]:
        """What is wrong and what would be right: the fault, then a text for each error: reason, rule, message, place."""
        texts = tuple(map(_in_words, self.report.errors))
        # that of the schema only says that there are errors
        return texts if texts and self.code_group == "XSD" else (*_fault_words(self.fault), *texts)


def _in_words(finding: Finding) -> str:
    reason = "" if finding.reason is None else f"{finding.reason.code} "
    place = "" if finding.position is None else f" ({finding.position})"
    return f"{reason}{finding.code}: {finding.message}{place if len(place) > len(' ()') else ''}"


def _fault_words(fault: SoapDocument | None) -> tuple[str, ...]:
    detail = None if fault is None else fault.fault
    return (
        ()
        if detail is None
        else (f"{detail.code_group}: {detail.fault_text or detail.description or detail.text}",)
    )


def receive(transaction: Transaction, data: bytes) -> Receipt:
    """Take in the bytes of a message.

    Args:
        transaction: The step.
        data: A message, wrapped or bare, plain or gzip.
    """
    from edielkit.validation import validate

    report = validate(data, now=transaction.now, context=transaction.context)
    documents = () if report.reading is None else report.reading.documents
    document: Any = documents[0] if len(documents) == 1 else None
    report = _weighed(transaction, report)
    refusal = _first_step(transaction, data, report)
    report = report.without_reading()
    if refusal is not None:
        return Receipt(accepted=False, fault=refusal, report=report)
    if document is None:
        return _refused(transaction, report, "XSD", "the bytes are no message")
    message = _only_message(document)
    if message is None:
        return _refused(transaction, report, "Other", "expected one message of EMIF")
    return _take_in(transaction, message, document, report)


def ask(transaction: Transaction, data: bytes) -> Receipt:
    """Answer a query of a service that answers in the call; anything else gets a fault."""
    from edielkit.verbs import detect

    if "RequestUpfrontMeteringPointCharacteristics" in (detect(data).message or ""):
        return receive(transaction, data)
    return _refused(transaction, Report(), "Other", "expected a query that is answered in the call")


def receive_while_down(transaction: Transaction, data: bytes, until: dt.datetime) -> Receipt:
    """Answer a query that is answered in the call, as ever (EI-302); anything else gets a fault of the group System.

    Args:
        transaction: The step.
        data: A message, wrapped or bare, plain or gzip.
        until: When the hub is up again.
    """
    from edielkit.verbs import detect

    if "RequestUpfrontMeteringPointCharacteristics" in (detect(data).message or ""):
        return receive(transaction, data)
    return _refused(transaction, Report(), "System", f"the hub is down until {until.isoformat()}")


def _take_in(transaction: Transaction, message: Message, document: Any, report: Report) -> Receipt:
    request = Request.of(message)
    trouble = authorise(transaction, request)
    if trouble is not None:
        return _refused(transaction, report, *trouble)
    if request.kind == "PollForData":
        transaction.put(SEEN, request.identification, transaction.now)
        return _polled(transaction, report, poll_document(transaction, request, _service(document)))
    handler = handler_of(request)
    # an acknowledgement that no process waits for can only mean what was polled
    if request.kind == "Acknowledgement" and (handler is None or acknowledges_poll(transaction, request)):
        transaction.put(SEEN, request.identification, transaction.now)
        return _polled(transaction, report, acknowledge_document(transaction, request))
    if handler is None:
        return _not_taken(transaction, request, report)
    transaction.put(SEEN, request.identification, transaction.now)
    if handler.in_parts:
        # one payload's fault without a code of the market must not keep the others out
        report = attrs.evolve(report, findings=tuple(map(_with_code, report.findings)))
    findings = list(report.errors)
    remaining = _without(request, findings) if handler.in_parts else None if findings else request
    if remaining is not None:
        findings += handler.validate(transaction, remaining)
        remaining = _without(remaining, findings) if handler.in_parts else None if findings else remaining
    whole = attrs.evolve(
        report, findings=(*report.findings, *(f for f in findings if f not in report.findings))
    )
    if handler.respond is not None:
        return Receipt(accepted=True, response=handler.respond(transaction, request, findings), report=whole)
    if findings or not handler.answers_later(request):
        answered = confirm_or_reject(transaction, message, findings, point=request.point)
        if findings and not answered:
            # the market has no code for what is wrong: the call says it, so that nothing is lost in silence
            transaction.remove(SEEN, request.identification)
            return _refused(transaction, whole, "Other", "; ".join(finding.message for finding in findings))
    if remaining is not None:
        handler.run(transaction, remaining)
    return Receipt(accepted=True, report=whole)


def _not_taken(transaction: Transaction, request: Request, report: Report) -> Receipt:
    """Answer a message that no process takes: as one whose table refuses it, else with a fault.

    Another message or document type than those of the process is a row of its table (EH055, EH011): that is the second
    step of validation, and answered in the queue as a breach of the hub's own rules is.
    """
    if any(finding.reason is not None for finding in report.errors):
        respond = responder_of(request)
        if respond is not None:
            transaction.put(SEEN, request.identification, transaction.now)
            response = respond(transaction, request, report.errors)
            return Receipt(accepted=True, response=response, report=report)
        if confirm_or_reject(transaction, request.message, report.errors, point=request.point):
            transaction.put(SEEN, request.identification, transaction.now)
            return Receipt(accepted=True, report=report)
    words = f"{request.kind} of process {quoted(request.brs, 10)} is not offered"
    return _refused(transaction, report, "Other", words)


def _without(request: Request, findings: list[Finding]) -> Request | None:
    """Return the request with the payloads that nothing is wrong with, None when it is wrong as a whole."""
    wrong = {finding.payload for finding in findings}
    if not wrong:
        return request
    return (
        None
        if None in wrong
        else request.keeping(lambda payload: payload_name(payload.identification) not in wrong)
    )


def _polled(
    transaction: Transaction, report: Report, response: SoapDocument | tuple[str, str] | None
) -> Receipt:
    if isinstance(response, tuple):
        return _refused(transaction, report, *response)
    return Receipt(accepted=True, response=response, report=report)


def _service(document: Any) -> str:
    return document.service if isinstance(document, SoapDocument) else ""


def _only_message(document: Any) -> Message | None:
    if isinstance(document, Message):
        return document
    if not isinstance(document, SoapDocument) or len(document.messages) != 1:
        return None
    return None if document.identification is not None else document.messages[0]


def _refused(transaction: Transaction, report: Report, group: str, words: str) -> Receipt:
    return Receipt(accepted=False, fault=fault(group, words, transaction.now), report=report)


def _first_step(transaction: Transaction, data: bytes, report: Report) -> SoapDocument | None:
    """Return the fault that `edielkit.acknowledge` gives to what fails the first step."""
    if not report.errors:
        return None
    if not data.strip():
        return fault("XSD", "Schema validation error", transaction.now, _no_xml(data))
    for reply in _first_answers(transaction, data, report):
        if isinstance(reply, SoapDocument) and reply.fault is not None:
            return reply
    # polls, and what else gets no answer in a queue: the schema holds for every message
    refusal = schema_fault(report.findings, transaction.now, data)
    if refusal is not None or not (report.unreadable or report.kind == ""):
        return refusal
    return fault("XSD", "Schema validation error", transaction.now, _no_xml(data))


def _no_xml(data: bytes) -> str:
    """Return what would be right in place of bytes that are no message of EMIF."""
    from edielkit.verbs import detect

    if not data.strip():
        return "expected a message of EMIF, as XML; the body is empty"
    if detect(data).wire == "edifact":
        return "expected a message of EMIF, as XML; found EDIFACT"
    return "expected a message of EMIF, as XML; found no XML (byte 0)"


def _first_answers(transaction: Transaction, data: bytes, report: Report) -> tuple[Any, ...]:
    """Return what is answered to a message that comes no further than the first step; what its process says comes later."""
    from edielkit.answers import answer
    from edielkit.answers.elhub import first_step

    reading, now = report.reading, transaction.now
    documents = () if reading is None else reading.documents
    if reading is not None and len(documents) == 1 and isinstance(documents[0], Message | SoapDocument):
        answers = first_step(documents[0], report, now=now, content=reading.content)
        return () if answers is None else answers.messages
    return answer(data, report, now=now, new_id=lambda: _NO_ID).messages


# Other reason: the answer where the market's code is NOT FOUND.
_OTHER = Reason("E14", "260")


def _with_code(finding: Finding) -> Finding:
    unnamed = finding.severity is Severity.ERROR and finding.reason is None
    return attrs.evolve(finding, reason=_OTHER) if unnamed else finding


# A fault has no identification of its own: none is taken from the source for it.
_NO_ID = "00000000-0000-4000-8000-000000000000"


def _weighed(transaction: Transaction, report: Report) -> Report:
    """Make errors of the inferred rules with a reason code, where the hub is set up to refuse by them."""
    strict = transaction.config.inferred_rules_reject
    return attrs.evolve(
        report, findings=tuple(_weight(finding, strict=strict) for finding in report.findings)
    )


def _weight(finding: Finding, *, strict: bool) -> Finding:
    if finding.code == "SYS001":
        # a rule that could not be run says nothing about the message
        return attrs.evolve(finding, severity=Severity.WARNING)
    if not strict:
        return finding
    inferred = finding.rule is not None and finding.rule.trust is Trust.INFERRED
    if inferred and finding.reason is not None and finding.severity is Severity.WARNING:
        return attrs.evolve(finding, severity=Severity.ERROR)
    return finding
