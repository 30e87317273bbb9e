"""What Elhub's answers say: Acknowledgement, Reject*, Confirm* and SOAP faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from edielkit.answers.explanation import Explained, ExplainedAnswer
from edielkit.answers.faults import is_first_step
from edielkit.answers.likely_rules import broken_rules, likely_rules, matching_findings
from edielkit.codes import code_list
from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.findings import Position, Report, Rule

__all__ = ("explain_documents",)

_ANSWERS = {
    "Acknowledgement": None,  # its status says
    "RejectStartOfSupply": False,
    "RejectEndOfSupply": False,
    "ConfirmStartOfSupply": True,
    "ConfirmEndOfSupply": True,
}
_STATUS = {"39": True, "41": False}
_REASONS, _GROUPS = "Elhub_ResponseReasonCode", "ElhubSOAPFault/CodeGroup"


def explain_documents(
    documents: Sequence[Any],
    originals: Sequence[Any],
    report: Report,
    *,
    has_original: bool,
    content: bytes | None = None,
    rules: Sequence[Rule] = (),
) -> Iterator[ExplainedAnswer]:
    """Yield each answer in *documents*.

    Args:
        documents: Messages, or documents with messages or a fault.
        originals: The originals, likewise.
        report: Findings on the originals.
        has_original: An original is at hand.
        content: Bytes of the original, for lines.
        rules: Rules of a hub, which no message shows.
    """
    by_identification = {
        _identification(message): message for original in originals for message in _messages(original)
    }
    for document in documents:
        if isinstance(document, SoapDocument) and document.fault is not None:
            yield _fault(document.fault, report, original_found=has_original or None)
        for message in _messages(document):
            if message.kind() in _ANSWERS:
                answer = _answer(message, by_identification, has_original=has_original)
                original = by_identification.get(answer.original)
                beside = _Beside(original, None if original is None else report, content, rules)
                yield attrs.evolve(answer, reasons=tuple(_reasons(message, answer, beside)))


def _messages(document: Any) -> tuple[Any, ...]:
    return document.messages if isinstance(document, SoapDocument) else (document,)


def _identification(message: Any) -> str:
    """Return the identification of a message, which a broken one may lack."""
    return str(getattr(getattr(message, "header", None), "identification", "") or "")


def _fault(fault: SoapFault, report: Report, *, original_found: bool | None) -> ExplainedAnswer:
    code = code_list(_GROUPS).codes.get(fault.code_group)
    names: dict[str, Any] = {"name": code.name, "trust": code.trust, "source": code.source} if code else {}
    texts = dict.fromkeys(t for t in (fault.text, fault.description, fault.fault_text) if t)
    findings = tuple(finding for finding in report.errors if is_first_step(finding)) if original_found else ()
    reason = Explained(
        code=fault.code_group or fault.code,
        about="the document as a whole: it was not taken in",
        text="; ".join(texts),
        findings=findings,
        **names,
    )
    return ExplainedAnswer(kind="Fault", accepted=False, original_found=original_found, reasons=(reason,))


@attrs.frozen
class _Beside:
    """What an answer is explained beside.

    Attributes:
        original: The message that it answers, None when it is not at hand.
        report: Findings on it, None without one.
        content: Its bytes, for lines.
        rules: Rules of a hub.
    """

    original: Any
    report: Report | None
    content: bytes | None
    rules: Sequence[Rule]


def _answer(message: Any, originals: Mapping[str, Any], *, has_original: bool) -> ExplainedAnswer:
    """Return what an answer decides, without its reasons."""
    kind = message.kind()
    # an answer that the schema refuses may lack any part
    event = getattr(message, "payload_response_event", None)
    reference = str(getattr(event, "original_business_document_reference", None) or "")
    context = getattr(message, "process_energy_context", None)
    accepted = _ANSWERS[kind]
    if kind == "Acknowledgement":
        accepted = _STATUS.get(str(getattr(event, "status_type", None)))
    return ExplainedAnswer(
        kind=kind,
        accepted=accepted,
        process=str(getattr(context, "energy_business_process", None) or ""),
        original=reference,
        original_found=reference in originals if has_original else None,
    )


def _reasons(message: Any, answer: ExplainedAnswer, beside: _Beside) -> Iterator[Explained]:
    event = getattr(message, "payload_response_event", None)
    payload = getattr(event, "original_payload_reference", None)
    place = _place(event, beside.original, payload, beside.content)
    for code in getattr(event, "response_reason_type", ()):
        yield _reason(code, answer, place, beside)


@attrs.frozen
class _Place:
    """What the reasons of an answer are about."""

    level: str
    about: str
    payload: str | None
    position: Position | None


def _place(event: Any, original: Any, payload: str | None, content: bytes | None) -> _Place:
    if payload is None:
        point = getattr(event, "metering_point_used_domain_location", None)
        about = "the document as a whole"
        name = getattr(point, "identification", None)
        if name is not None:
            about = f"the document, metering point {name}"
        return _Place("document", about, None, None)
    payloads = getattr(original, "payload_energy_time_series", ())
    identifications = [str(part.identification) for part in payloads]
    at = identifications.index(payload) + 1 if payload in identifications else None
    if at is None:
        missing = ", which the original does not have" if original is not None else ""
        return _Place("payload", f"payload {payload}{missing}", payload, None)
    point = payloads[at - 1].metering_point_used_domain_location
    name = getattr(point, "identification", None)
    where = "" if name is None else f", metering point {name}"
    index = f"[{at}]" if len(payloads) > 1 else ""
    path = f"/rsm:{original.kind()}/rsm:PayloadEnergyTimeSeries{index}"
    position = Position(path=path, line=_line(content, payload))
    return _Place("payload", f"payload {at} of {len(payloads)}{where}", payload, position)


def _line(content: bytes | None, payload: str) -> int | None:
    """Return the line of a payload's Identification, None when it cannot be told."""
    if content is None or not payload:
        return None
    at = content.find(b">" + payload.encode() + b"<")
    return content.count(b"\n", 0, at) + 1 if at >= 0 else None


def _reason(code: Any, answer: ExplainedAnswer, place: _Place, beside: _Beside) -> Explained:
    value, agency = str(code), getattr(code, "list_agency_identifier", None) or ""
    entry = code_list(_REASONS).codes.get(value)
    names: dict[str, Any] = {}
    if entry is not None:
        names = {
            "name": entry.name,
            "name_no": entry.name_no,
            "trust": entry.trust,
            "source": entry.source,
        }
    text = ""
    if entry is not None and entry.agency and entry.agency != agency:
        text = f"the answer gives agency {agency!r}, the code is one of {entry.agency}"
    elif entry is None:
        text = "the code is not in the list of the standard"
    findings = matching_findings(beside.report, value, place.payload)
    likely = partial(likely_rules, value, answer.process, report=beside.report, others=beside.rules)
    return Explained(
        code=value,
        agency=agency,
        level=place.level,
        about=place.about,
        payload=place.payload,
        position=place.position,
        text=text,
        rules=broken_rules(findings) if findings else likely(),
        findings=findings,
        **names,
    )
