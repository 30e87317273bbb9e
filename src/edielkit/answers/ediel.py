"""Answers as a partner of Ediel gives them: CONTRL about the syntax, APERAK about the content.

Sources: see `edielkit.answers.edifact_table`. CONTRL is never answered with CONTRL, nor CONTRL or APERAK with APERAK.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import attrs

from edielkit.answers.aperak import Answered, aperaks
from edielkit.answers.aperak_codes import GERMAN_ERRORS
from edielkit.answers.contrl import ContrlFault, ContrlPlaces, contrl, is_syntax
from edielkit.answers.doubts import Doubts
from edielkit.answers.edifact_table import (
    CONTRL_FORMS,
    CONTRL_UN,
    CONTRL_UN_4,
    AperakForm,
    ContrlForm,
    aperak_form,
)
from edielkit.answers.message_parts import parts_of
from edielkit.answers.values import Answers
from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.check.guides import allows_code
from edielkit.edifact.check.syntax_errors import LEVELS, UNSPECIFIED
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.messages import Message
from edielkit.edifact.profiles import detect_profile
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.references import compact_uuid
from edielkit.errors import BuildError
from edielkit.findings import Finding, Report, Severity

__all__ = ("answer_interchanges",)

# The rule that says that further findings are not listed: of what they are about nobody knows that it is right.
_NOT_LISTED = "EDI003"
_SERVICE_MESSAGES = frozenset({"CONTRL", "APERAK"})
_RECEIPT = "2"
_REFERENCE = 14
# of an answer to an original whose own syntax does not exist, or is none of answers
_SYNTAX, _SYNTAX_VERSION, _SYNTAX_VERSIONS = "UNOC", "3", frozenset({"1", "2", "3", "4"})
_WANTED = "AB"
_UTILTS, _EBIX = "utilts", "260"
# Svenska kraftnät, general technical guide 24-A-6 and UTILTS guide 25-A-4: the third level of the check
_NO_ERR = (
    "UTILTS ERR is not written: of its fields the status (STS+E01) and its references are public, the others are not; "
    "APERAK 42 carries the reasons that it would have"
)


@attrs.frozen(kw_only=True)
class _Task:
    """One interchange to answer, and how."""

    interchange: Interchange
    now: dt.datetime
    new_id: Callable[[], str]
    positive: bool | None
    profile: str
    doubts: Doubts = Doubts()


def answer_interchanges(
    interchanges: Sequence[Interchange],
    report: Report,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    positive: bool | None,
    profile: str | None,
) -> Answers:
    """Return the answers to the interchanges of one input.

    Args:
        interchanges: The originals, as they were read from bytes.
        report: What `validate` said of the input.
        now: Aware instant of the answer.
        new_id: Gives an identification at each call; its last characters make references.
        positive: True to accept without being asked: the caller has decided what is unknown; False never to; None as UNB
            0031 and BGM 4343 ask, where nothing is doubtful and all that the guide requires is known.
        profile: Profile to answer by; the one that each interchange shows if None.
    """
    answers = []
    warnings = [f for f in report.findings if f.severity is Severity.WARNING or f.code == _NOT_LISTED]
    for interchange, findings, doubtful in zip(
        interchanges,
        _by_interchange(interchanges, report.errors),
        _by_interchange(interchanges, warnings),
        strict=True,
    ):
        shown = detect_profile(interchange)
        task = _Task(
            interchange=interchange,
            now=now,
            new_id=new_id,
            positive=positive,
            profile=profile or (shown.code if shown else ""),
        )
        doubts = _doubts(task, doubtful, report.not_checked)
        answers.append(_answer(attrs.evolve(task, doubts=doubts), findings))
    return Answers.joined(answers)


def _by_interchange(interchanges: Sequence[Interchange], findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of each interchange; one without a byte belongs to the first."""
    starts = [next((s.offset or 0 for s in interchange.segments), 0) for interchange in interchanges]
    groups: list[list[Finding]] = [[] for _ in interchanges]
    for finding in findings:
        at = bisect_right(starts, finding.position.offset or 0) - 1
        # what is not listed any more may stand in later ones too
        last = len(groups) if finding.code == _NOT_LISTED else max(at, 0) + 1
        for group in groups[max(at, 0) : last]:
            group.append(finding)
    return groups


def _doubts(task: _Task, warnings: Sequence[Finding], notes: tuple[str, ...]) -> Doubts:
    if task.positive is not None:
        return Doubts()
    places = ContrlPlaces(task.interchange) if warnings else None
    owners = [places.owner(finding) for finding in warnings] if places else []
    owned = tuple(
        # what is not listed any more may stand anywhere
        (None, 0, finding) if finding.code == _NOT_LISTED else (at.message, at.number, finding)
        for at, finding in zip(owners, warnings, strict=False)
    )
    return Doubts(warnings=owned, notes=notes, profile=task.profile)


def _answer(task: _Task, findings: Sequence[Finding]) -> Answers:
    kinds = {message.type for message in task.interchange.messages}
    if kinds == {"CONTRL"}:
        note = ("CONTRL is never answered",)
        return Answers(unanswered=tuple(findings), notes=note if findings else ())
    syntax = [finding for finding in findings if is_syntax(finding)]
    places = ContrlPlaces(task.interchange, _form(task).syntax) if findings else None
    faults = [places.fault(finding) for finding in syntax] if places else []
    answers = _contrl(task, faults, syntax)
    if any(fault.level in "UF" for fault in faults) or (faults and not _form(task).places):
        # nothing of a refused interchange is processed
        content = tuple(finding for finding in findings if not is_syntax(finding))
        return Answers.joined((answers, Answers(unanswered=content)))
    refused = {fault.message for fault in faults}
    content = tuple(finding for finding in findings if not is_syntax(finding))
    return Answers.joined((answers, *_aperaks(task, content, places, refused)))


# -- CONTRL


def _form(task: _Task) -> ContrlForm:
    form = CONTRL_FORMS.get(task.profile, CONTRL_UN)
    return CONTRL_UN_4 if form is CONTRL_UN and task.interchange.syntax_version == "4" else form


def _contrl(task: _Task, faults: Sequence[ContrlFault], syntax: Sequence[Finding]) -> Answers:
    form = _form(task)
    original = task.interchange
    asked = original.ack_request or task.positive or original.recipient_qualifier in form.always
    if not faults and (not asked or task.positive is False):
        return Answers()
    receipt = original.unb is not None and original.unb.get(9) == _RECEIPT
    doubts = () if faults or receipt or task.positive else task.doubts.about_syntax()
    if doubts:
        return Answers(notes=tuple(f"CONTRL is not written: {why}" for why in doubts))
    reference = _reference(task)
    trouble = "CONTRL cannot be written"
    for attempt in (faults, _short(faults)):
        try:
            message = contrl(original, attempt, form, reference="1", receipt=receipt)
            return Answers(messages=(_envelope(task, [message], reference),))
        except BuildError as error:
            trouble = f"CONTRL cannot be written: {error}"
    return Answers(unanswered=tuple(syntax), notes=(trouble,))


def _short(faults: Sequence[ContrlFault]) -> list[ContrlFault]:
    """Return one fault of the whole interchange, for an original whose parts cannot be named."""
    if not faults:
        return []
    codes = [fault.code for fault in faults if "U" in LEVELS.get(fault.code, "")]
    return [ContrlFault(level="U", code=codes[0] if codes else UNSPECIFIED)]


def _reference(task: _Task) -> str:
    # the end of a UUID is random where its beginning may be a time or a count
    return compact_uuid(task.new_id())[-_REFERENCE:].upper()


def _document(task: _Task) -> str:
    """Return the identification of an answer's document (BGM 1004)."""
    return compact_uuid(task.new_id())[-32:].upper()


def _envelope(task: _Task, messages: Sequence[Message], reference: str, application: str = "") -> Interchange:
    """Return an interchange back to the sender, in the original's syntax as far as that exists and is one of answers."""
    original = task.interchange
    syntax, version = original.syntax_id, original.syntax_version
    forms = [(task.profile, message.type, f"{message.version}.{message.release}") for message in messages]
    is_allowed = all(
        allows_code(*form, "UNB/1/1", syntax) and allows_code(*form, "UNB/1/2", version) for form in forms
    )
    if not is_allowed:
        syntax, version = _SYNTAX, _SYNTAX_VERSION
    if syntax not in CHARSETS:
        syntax = _SYNTAX
    if version not in _SYNTAX_VERSIONS:
        version = _SYNTAX_VERSION
    return build_interchange(
        messages,
        sender=Address(original.recipient, original.recipient_qualifier, original.recipient_subaddress),
        recipient=Address(original.sender, original.sender_qualifier, original.sender_subaddress),
        reference=reference,
        prepared=task.now,
        syntax=syntax,
        version=int(version),
        application_reference=application or None,
        test=original.test,
    )


# -- APERAK


def _aperaks(
    task: _Task, findings: Sequence[Finding], places: ContrlPlaces | None, refused: set[int | None]
) -> Iterator[Answers]:
    by_message: dict[int | None, list[tuple[int, Finding]]] = defaultdict(list)
    for finding in findings:
        owner = places.owner(finding) if places else None
        by_message[owner.message if owner else None].append((owner.number if owner else 0, finding))
    # without a place the only message is meant; among several nobody knows which
    nowhere = by_message.pop(None, [])
    if nowhere and len(task.interchange.messages) == 1:
        by_message[0] = nowhere + by_message[0]
        nowhere = []
    yield Answers(unanswered=_without_numbers(nowhere))
    for index, message in enumerate(task.interchange.messages):
        numbered = by_message.get(index, [])
        if message.type in _SERVICE_MESSAGES or index in refused:
            yield Answers(unanswered=_without_numbers(numbered))
        elif numbered or _is_wanted(task, message):
            yield _answer_to(task, message, numbered)


def _answer_to(task: _Task, message: RawMessage, numbered: Sequence[tuple[int, Finding]]) -> Answers:
    """Return the refusal of a message or of its parts, or the acceptance where nothing is doubtful."""
    form = aperak_form(task.profile, message.type)
    if task.positive or form is None:
        return _aperak(task, message, numbered, accepts=True)
    parts = parts_of(message, form)
    doubts = task.doubts.about_message(message)
    general = task.doubts.about_head(message, parts) if parts else doubts
    # an answer by object has a result for each; transactions are accepted in a message apart, where one is wanted
    asked = not numbered or form.style != "utilts" or _is_wanted(task, message)
    accepts = not general and task.positive is None and asked
    answers = _aperak(task, message, numbered, accepts=accepts) if numbered or accepts else Answers()
    if not doubts or (numbered and not parts):
        return answers
    notes = tuple(f"APERAK 100 is not written: {why}" for why in doubts)
    return attrs.evolve(answers, notes=(*answers.notes, *notes))


def _is_functional(finding: Finding) -> bool:
    """Tell whether Sweden's guide refuses an error at its third level, of the content, with a reason of ebIX."""
    reason = finding.reason
    return reason is not None and reason.agency == _EBIX and reason.code.startswith("E")


def _why_not(finding: Finding, form: AperakForm) -> str:
    """Return in words why an answer does not carry a finding."""
    if form.style == "bdew" and (finding.reason is None or finding.reason.code not in GERMAN_ERRORS):
        return "APERAK has no code for some errors: no answer carries them"
    first = "form" if form.style == "bdew" else "head of the message"
    return f"the {first} is checked first: other errors are not answered yet"


def _without_numbers(numbered: Iterable[tuple[int, Finding]]) -> tuple[Finding, ...]:
    return tuple(finding for _, finding in numbered)


def _is_wanted(task: _Task, message: RawMessage) -> bool:
    """Tell whether an acceptance is asked for: BGM 4343 AB."""
    if task.positive is not None:
        return task.positive
    bgm = next((s for s in message.segments if s.tag == "BGM"), None)
    return bgm is not None and bgm.get(4) == _WANTED


def _aperak(
    task: _Task, message: RawMessage, numbered: Sequence[tuple[int, Finding]], *, accepts: bool
) -> Answers:
    findings = _without_numbers(numbered)
    form = aperak_form(task.profile, message.type)
    if form is None:
        named = f"{message.type[:6]} in the profile {task.profile}" if task.profile else message.type[:6]
        note = (f"APERAK to {named}: no public form",)
        return Answers(unanswered=findings, notes=note)
    system = tuple(finding for finding in findings if finding.code.startswith("SYS"))
    answered = Answered(
        interchange=task.interchange,
        message=message,
        findings=tuple(pair for pair in numbered if not pair[1].code.startswith("SYS")),
        form=form,
        now=task.now,
        upper=task.interchange.syntax_id == "UNOA",
        accepts=accepts,
        doubtful=() if task.positive else task.doubts.places(message),
    )
    if system and not answered.findings:
        return Answers(unanswered=system)
    try:
        built, unanswered = aperaks(answered, partial(_document, task))
    except BuildError as error:
        return Answers(unanswered=findings, notes=(f"APERAK cannot be written: {error}",))
    notes = tuple(dict.fromkeys(_why_not(finding, form) for finding in unanswered))
    if form.style == _UTILTS and any(map(_is_functional, findings)):
        notes = (*notes, _NO_ERR)
    if not built:
        return Answers(unanswered=system + unanswered, notes=notes)
    try:
        sent = _envelope(task, built, _reference(task), task.interchange.application_reference)
    except BuildError as error:
        return Answers(unanswered=findings, notes=(f"APERAK cannot be written: {error}",))
    return Answers(messages=(sent,), unanswered=system + unanswered, notes=notes)
