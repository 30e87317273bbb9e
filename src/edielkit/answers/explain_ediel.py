"""What a partner's answers say: CONTRL down to the component of the original, APERAK and UTILTS ERR down to its transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from edielkit.answers.answered_message import AnsweredMessage, FindingsByPlace, documents_of
from edielkit.answers.aperak_codes import EDIEL_ERRORS, GERMAN_ERRORS, SPECIAL
from edielkit.answers.explain_err import explain_err, is_err
from edielkit.answers.explanation import Explained, ExplainedAnswer
from edielkit.codes import CodeTrust, code_list
from edielkit.edifact.check.guides import fields
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.messages import Aperak, Contrl, read_message
from edielkit.edifact.messages.contrl import MessageResponse
from edielkit.edifact.segments import Segment, place
from edielkit.edifact.write.references import compact_uuid
from edielkit.findings import Finding, Position, Report
from edielkit.harmless import name_of_something

__all__ = ("explain_interchanges",)

_UN = "UN"
_REFUSED = "4"
_EBIX_LIST = "Elhub_ResponseReasonCode"
_ACW = "ACW"


def explain_interchanges(
    answers: Sequence[Interchange], originals: Sequence[Interchange], report: Report, *, has_original: bool
) -> Iterator[ExplainedAnswer]:
    """Yield each CONTRL, APERAK and UTILTS ERR in *answers*.

    Args:
        answers: Interchanges with answers.
        originals: Interchanges that may be answered by them.
        report: Findings on the originals.
        has_original: An original is at hand.
    """
    index = FindingsByPlace(report)
    documents = documents_of(originals)
    for interchange in answers:
        for raw in interchange.messages:
            message = read_message(raw)
            if isinstance(message, Contrl):
                yield _contrl(message, originals, index, has_original=has_original)
            elif isinstance(message, Aperak):
                yield _aperak(message, documents, index, has_original=has_original)
            elif is_err(raw):
                yield explain_err(raw, documents, index, has_original=has_original)


def _names(code: str, data_element: str = "0085") -> dict[str, Any]:
    entry = code_list(data_element, wire="edifact").codes.get(code)
    if entry is None:
        return {}
    return {"name": entry.name, "name_no": entry.name_no, "trust": entry.trust, "source": entry.source}


# -- CONTRL


def _contrl(
    answer: Contrl, originals: Sequence[Interchange], index: FindingsByPlace, *, has_original: bool
) -> ExplainedAnswer:
    head = answer.interchange
    reference = head.reference if head else ""
    original = next((interchange for interchange in originals if _is_named(interchange, head)), None)
    reasons: list[Explained] = []
    if head is not None:
        unb = original.unb if original else None
        reasons += _own("interchange", f"interchange {reference}", head, unb, index)
        messages = _by_reference(original.messages if original else ())
        for part in answer.messages:
            reasons += _message(part, messages.get(part.reference), index)
        groups = _by_reference(original.groups if original else ())
        for group in answer.groups:
            ung = groups.get(group.reference)
            reasons += _own("group", f"group {group.reference}", group, ung.ung if ung else None, index)
            for part in group.messages:
                reasons += _message(part, messages.get(part.reference), index)
    return ExplainedAnswer(
        kind="CONTRL",
        accepted=None if head is None else _accepted(answer, reasons),
        original=reference,
        original_found=original is not None if has_original else None,
        reasons=tuple(reasons),
    )


def _accepted(answer: Contrl, reasons: Sequence[Explained]) -> bool | None:
    """An interchange that is taken with some messages refused is neither."""
    return None if answer.accepted and reasons else answer.accepted


def _is_named(original: Interchange, head: Any) -> bool:
    if head is None or original.reference[:14] != head.reference[:14]:
        return False
    # sender, recipient and reference tell an interchange from others
    parties = ((head.sender, original.sender), (head.recipient, original.recipient))
    return all(not stated or stated == party for stated, party in parties)


def _by_reference(parts: Sequence[Any]) -> dict[str, Any]:
    """Return messages or groups by their reference, the first of equals."""
    return {part.reference: part for part in reversed(parts)}


def _own(
    level: str, name: str, part: Any, service: Segment | None, index: FindingsByPlace
) -> Iterator[Explained]:
    """Yield what a UCI, UCF or UCM says of its own level."""
    if not part.error:
        if part.action == _REFUSED and not getattr(part, "segments", ()):
            yield Explained(
                code=_REFUSED,
                agency=_UN,
                level=level,
                about=f"{name} as a whole",
                position=place(service) if service else None,
                text="refused without a code",
                findings=index.syntax() if level == "interchange" else (),
                **_names(_REFUSED, "0083"),
            )
        return
    segment = service if service is not None and part.service_segment in {"", service.tag} else None
    element, component = _number(part.element), _number(part.component)
    about = f"{part.service_segment} of {name}" if part.service_segment else name
    yield Explained(
        code=part.error,
        agency=_UN,
        level=level,
        about=about + _inside(element, component),
        payload=part.reference or None,
        position=_position(segment, element, component),
        findings=index.within(segment, part.error) if segment is not None else (),
        **_names(part.error),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _inside(element: int, component: int) -> str:
    """Name an element as EDIFACT positions do: 0098 counts the tag, we do not.

    >>> _inside(2, 1)
    ', element 1, component 1'
    """
    if element < 2:
        return ""
    return f", element {element - 1}" + (f", component {component}" if component else "")


def _position(segment: Segment | None, element: int, component: int) -> Position | None:
    return None if segment is None else place(segment, max(element - 1, 0), component)


def _message(part: MessageResponse, raw: RawMessage | None, index: FindingsByPlace) -> Iterator[Explained]:
    name = f"message {part.reference}"
    service: Segment | None = None
    if raw is not None:
        service = raw.unt if part.service_segment == "UNT" else raw.unh
    yield from _own("message", name, part, service, index)
    for refused in part.segments:
        number = _number(refused.segment)
        segment = None
        if raw is not None and 0 < number <= len(raw.segments):
            segment = raw.segments[number - 1]
        tag = f" ({name_of_something(segment.tag)[:8]})" if segment is not None else ""
        about = f"segment {refused.segment}{tag} of {name}"
        if refused.error:
            at = _At(segment=segment, about=about, message=part.reference)
            yield _fault(refused.error, at, index)
        for inner in refused.elements:
            element, component = _number(inner.element), _number(inner.component)
            at = _At(
                segment=segment,
                about=about + _inside(element, component),
                message=part.reference,
                element=element,
                component=component,
            )
            yield _fault(inner.error, at, index)


@attrs.frozen(kw_only=True)
class _At:
    """A segment or element that a CONTRL names; element 0 is the segment itself."""

    segment: Segment | None
    about: str
    message: str
    element: int = 0
    component: int = 0


def _fault(code: str, at: _At, index: FindingsByPlace) -> Explained:
    inside = index.within(at.segment, code) if at.segment is not None else ()
    spots = {f"{at.element - 1}/{at.component or 1}", str(at.element - 1)}
    exact = [f for f in inside if at.element > 1 and f.position.segment.partition("/")[2] in spots]
    return Explained(
        code=code,
        agency=_UN,
        level="element" if at.element else "segment",
        about=at.about,
        payload=at.message or None,
        position=_position(at.segment, at.element, at.component),
        findings=tuple(exact or inside),
        **_names(code),
    )


# -- APERAK


def _aperak(
    answer: Aperak, documents: Mapping[str, RawMessage], index: FindingsByPlace, *, has_original: bool
) -> ExplainedAnswer:
    named = _named(answer)
    raw = next((documents[n] for n in map(compact_uuid, named) if n in documents), None)
    original = AnsweredMessage(raw) if raw is not None else None
    return ExplainedAnswer(
        kind="APERAK",
        accepted=_agreed(answer),
        original=named[0] if named else "",
        original_found=original is not None if has_original else None,
        reasons=tuple(_error(error, original, index) for error in answer.errors),
    )


def _agreed(answer: Aperak) -> bool | None:
    """Return what an APERAK decides; one that accepts and names an error decides nothing."""
    refusals = [error for error in answer.errors if error.code not in _NO_REFUSALS]
    return None if answer.accepted and refusals else answer.accepted


# an acceptance, and what is said beside one
_NO_REFUSALS = frozenset({"", "40", "100"})


def _named(answer: Aperak) -> tuple[str, ...]:
    """Return the identifications by which an APERAK may name the original, the document's first."""
    documents = [document.number for document in answer.documents]
    references = {reference.function: reference.number for reference in answer.references}
    inside = [r.number for error in answer.errors for r in error.references if r.function == "AGO"]
    wanted = [*documents, *inside, *(references.get(name, "") for name in ("ACW", "AGO", "ACE"))]
    return tuple(dict.fromkeys(filter(None, wanted)))


def _error(error: Any, original: AnsweredMessage | None, index: FindingsByPlace) -> Explained:
    references = {reference.function: reference.number for reference in error.references}
    name = next((references[key] for key in (_ACW, "LI", "Z07") if references.get(key)), None)
    segments = original.transactions.get(name or "", ()) if original else ()
    if not segments and original is not None:
        segments = original.raw.segments
        whole = True
    else:
        whole = not segments
    detail = error.text.code if error.text else ""
    field = _field(detail, original, name or "")
    segment = (field[0] if field else None) or (segments[0] if segments else None)
    words = [_text(error.text)] if error.text else []
    words += [_text(text) for reference in error.references for text in reference.texts]
    meaning, extra = _meaning(error.code, detail)
    about = f"transaction {name}" if name else "the message as a whole"
    if field:
        about += f", {field[1]}"
    elif segment is not None and not whole:
        about += f" ({name_of_something(segment.tag)[:8]})"
    findings: tuple[Finding, ...] = ()
    if segment is not None and error.code != "100":
        findings = index.within(segment) if field and field[0] else index.of(segments)
    return Explained(
        code=error.code,
        agency=error.agency,
        level="transaction" if name else "message",
        about=about,
        payload=name,
        position=place(segment) if segment is not None else None,
        text="; ".join(filter(None, (extra, *words))),
        findings=findings,
        **meaning,
    )


def _field(detail: str, original: AnsweredMessage | None, name: str) -> tuple[Segment | None, str] | None:
    """Return the segment that a Swedish field number names, with its words, None when it names none."""
    kind = original.raw.type if original else "UTILTS"
    field = fields("se").get((kind, detail.upper()))
    if field is None:
        return None
    segment = original.field(name, field.pattern) if original else None
    return segment, f"field {detail}: {field.name} ({field.pattern.words})"


def _meaning(code: str, detail: str) -> tuple[dict[str, Any], str]:
    """Return name and trust of an ERC code, and what the coded text beside it means."""
    name = EDIEL_ERRORS.get(code) or GERMAN_ERRORS.get(code, "")
    meaning = {"name": name, "trust": CodeTrust.SOURCED} if name else {}
    if not detail:
        return meaning, ""
    reason = code_list(_EBIX_LIST).codes.get(detail)
    if detail in SPECIAL:
        return meaning, f"{detail}: {SPECIAL[detail]}"
    if reason is not None:
        return meaning, reason.label if reason.name else f"{detail}: no public source says what it means"
    is_field = any(number == detail.upper() for _, number in fields("se"))
    return meaning, "" if is_field else f"{detail}: no public source says what it means"


def _text(text: Any) -> str:
    parts = (text.text, text.line2, text.line3, text.line4, text.line5)
    return " ".join(part for part in parts if part)
