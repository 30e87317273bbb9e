"""APERAK: the application's answer to a message, as Norway, Sweden and Germany write it.

Sources: see `edielkit.answers.edifact_table`. Codes of ERC: 100 accepted, 41 mandatory field missing, 42 incorrect data
(Ediel, agency 260); Z codes (BDEW).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from textwrap import wrap
from typing import Any

import attrs

from edielkit.answers.aperak_codes import GERMAN_ERRORS, OF_FORM
from edielkit.answers.edifact_table import AperakForm
from edielkit.answers.message_parts import MessagePart, part_at, parts_of
from edielkit.edifact.check.guides import RowRule
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.messages.aperak import (
    Aperak,
    AperakParty,
    ApplicationError,
    ErrorReference,
    OriginalDocument,
)
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.parts import Document, FreeText, Reference
from edielkit.edifact.profiles import profile as profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import CLOCKS
from edielkit.errors import BuildError
from edielkit.findings import Finding
from edielkit.market_time import OSLO

__all__ = ("Answered", "aperaks")

_OK, _WRONG, _EDIEL = "100", "42", "260"
_ERROR_TEXT, _LINE, _LINES = "AAO", 70, 5
_EBIX = "260"
# what ERC says of a refusal; any other reason of ebIX goes into the text
_REFUSALS = frozenset({"41", _WRONG})
# Occurrence of ERC in D.96A.
_MOST_ERRORS = 999
# Rules on the form of an identification, and on what a guide wants of it.
_OF_ADDRESSES = ("IDN", "GDE")
# Sweden: an Ediel id, and the list it is from.
_EDIEL_ID, _EDIEL_LIST = re.compile("[0-9]{5}"), "SVK"
# What UNB counts as the code list of GS1, and its agency (3055) in NAD.
_GS1_QUALIFIER, _GS1_AGENCY = "14", "9"


@attrs.frozen(kw_only=True, slots=False)
class Answered:
    """A message with what is answered about it.

    Attributes:
        interchange: The original.
        message: The message.
        findings: Errors with the segment number (0096) where they stand, 0 for the whole message.
        form: How the profile answers.
        now: Aware instant of the answer.
        upper: The character set has no lower case.
        accepts: What has no error is accepted beside what has; else nothing is said of it.
        doubtful: Segment numbers of what is neither known to be right nor wrong: the part that it stands in is not accepted.
    """

    interchange: Interchange
    message: RawMessage
    findings: tuple[tuple[int, Finding], ...]
    form: AperakForm
    now: dt.datetime
    upper: bool = False
    accepts: bool = True
    doubtful: tuple[int, ...] = ()

    @cached_property
    def parts(self) -> tuple[MessagePart, ...]:
        """The parts that are answered by themselves, none where the message is answered as a whole."""
        return parts_of(self.message, self.form)

    @cached_property
    def accepted_parts(self) -> tuple[MessagePart, ...]:
        """The parts that nothing is wrong with; none where the head of the message is wrong or in doubt."""
        odd = [*(number for number, _ in self.findings), *self.doubtful]
        parts = [part_at(self.parts, number) for number in odd]
        if not self.accepts or None in parts:
            return ()
        # an answer knows a transaction by its name: another one of the same name is not accepted beside it
        names = {part.reference.number for part in parts if part is not None}
        return tuple(p for p in self.parts if p.reference.number and p.reference.number not in names)

    @property
    def document(self) -> str:
        """Identification of the original document (BGM 1004)."""
        bgm = next((s for s in self.message.segments if s.tag == "BGM"), None)
        return bgm.get(2) if bgm else ""


def aperaks(answered: Answered, new_own: Callable[[], str]) -> tuple[tuple[Aperak, ...], tuple[Finding, ...]]:
    """Return the answers to one message, and the errors that they cannot say.

    Args:
        answered: The message and its errors; without errors it is accepted.
        new_own: Gives the identification of an answer at each call, at most 32 characters.
    """
    if not answered.document:
        return (), tuple(finding for _, finding in answered.findings)
    return _STYLES[answered.form.style](answered, new_own)


# -- D.96A: Norway, and Sweden's MSCONS, PRODAT and QUOTES

# a sequence error in LIN refuses the message: nobody can say which line an answer is about
_OF_ALL_LINES = frozenset({"GDE007"})


def _ediel(answered: Answered, new_own: Callable[[], str]) -> tuple[tuple[Aperak, ...], tuple[Finding, ...]]:
    del new_own  # a BGM of this form has no identification
    parts = answered.parts
    if parts and all(part_at(parts, n) and f.code not in _OF_ALL_LINES for n, f in answered.findings):
        function, errors = "34", tuple(_object_results(answered, parts))
        if not errors:
            return (), ()
    elif answered.findings:
        function, errors = "27", tuple(_refused(answered, f) for _, f in answered.findings)
    else:
        function, errors = "29", (_accepted(),)
    message = _message(
        answered,
        document=Document(function=function),
        times=(_time(answered, "137"), _time(answered, "178")),
        references=(Reference(function="ACW", number=answered.document),),
        errors=errors[:_MOST_ERRORS],
    )
    return (message,), ()


def _object_results(answered: Answered, parts: Sequence[MessagePart]) -> Iterator[ApplicationError]:
    wrong: dict[int, list[Finding]] = {}
    for number, finding in answered.findings:
        part = part_at(parts, number)
        wrong.setdefault(part.start if part else 0, []).append(finding)
    accepted = {part.start for part in answered.accepted_parts}
    for part in parts:
        for finding in wrong.get(part.start, ()):
            yield attrs.evolve(_refused(answered, finding), references=(part.reference,))
        if part.start in accepted:
            yield attrs.evolve(_accepted(), references=(part.reference,))


# -- D.04A: Sweden's UTILTS


def _utilts(answered: Answered, new_own: Callable[[], str]) -> tuple[tuple[Aperak, ...], tuple[Finding, ...]]:
    """Return a refusal, and apart from it an acceptance of the transactions that nothing is wrong with."""
    messages: list[Aperak] = []
    placed = [(finding, part_at(answered.parts, number)) for number, finding in answered.findings]
    # where the head of the message is wrong the checks end with it
    refused = [(finding, part) for finding, part in placed if part is None] or placed
    later = tuple(finding for finding, part in placed if (finding, part) not in refused)
    if refused:
        own = new_own()
        errors = tuple(
            attrs.evolve(_refused(answered, finding), references=_references(own, n, part))
            for n, (finding, part) in enumerate(refused, 1)
        )
        messages.append(_utilts_message(answered, "313", own, errors, "1"))
    if answered.accepted_parts:
        own = new_own()
        errors = tuple(
            attrs.evolve(_accepted(), references=_references(own, n, part))
            for n, part in enumerate(answered.accepted_parts, 1)
        )
        messages.append(_utilts_message(answered, "312", own, errors, str(len(messages) + 1)))
    return tuple(messages), later


def _references(own: str, n: int, part: MessagePart | None) -> tuple[ErrorReference, ...]:
    named = (part.reference,) if part is not None and part.reference.number else ()
    return (ErrorReference(function="DM", number=f"{own}-{n}"[-35:]), *named)


def _utilts_message(
    answered: Answered, code: str, own: str, errors: tuple[ApplicationError, ...], reference: str
) -> Aperak:
    bgm = next(s for s in answered.message.segments if s.tag == "BGM")
    return _message(
        answered,
        reference=reference,
        document=Document(code=code, number=own, function="9"),
        times=(_time(answered, "137"), Time(function="735", text="+0100", format="406")),
        documents=(OriginalDocument(code=bgm.get(1), agency=bgm.get(1, 3), number=answered.document),),
        errors=errors,
    )


# -- D.07B: Germany


def _bdew(answered: Answered, new_own: Callable[[], str]) -> tuple[tuple[Aperak, ...], tuple[Finding, ...]]:
    unanswered = tuple(finding for _, finding in answered.findings if not _german(finding))
    coded = [finding for _, finding in answered.findings if _german(finding)]
    if answered.findings and not coded:
        return (), unanswered
    # the faults of form are all told, and then the check ends
    form = [finding for finding in coded if _german(finding) in OF_FORM]
    answerable = form or coded
    unanswered += tuple(finding for finding in coded if finding not in answerable)
    references = [
        ErrorReference(function="ACW", number=answered.message.reference),
        ErrorReference(function="AGO", number=answered.document),
    ]
    heads = [Reference(function="ACE", number=answered.interchange.reference, times=_prepared(answered))]
    if not answerable:
        heads.append(Reference(function="AGO", number=answered.document))
    message = _message(
        answered,
        document=Document(code="313" if answerable else "312", number=new_own()),
        times=(_time(answered, "137", "303"),),
        references=tuple(heads),
        errors=tuple(
            ApplicationError(
                code=_german(finding),
                references=(attrs.evolve(references[0], texts=_texts(answered, finding)), references[1]),
            )
            for finding in answerable
        ),
    )
    return (message,), unanswered


def _german(finding: Finding) -> str:
    """Return the German code of a finding, empty when it has none."""
    return finding.reason.code if finding.reason is not None and finding.reason.code in GERMAN_ERRORS else ""


def _prepared(answered: Answered) -> tuple[Time, ...]:
    """Return DTM+171 of the original interchange; UNB is written in local time, the same as Norway's."""
    text = answered.interchange.prepared
    form = "%y%m%d%H%M" if len(text) == 10 else "%Y%m%d%H%M"
    try:
        local = dt.datetime.strptime(text, form).replace(tzinfo=OSLO)
    except ValueError:
        return ()
    return (Time.of("171", local, "303", CLOCKS["de"]),)


_STYLES = {"ediel": _ediel, "utilts": _utilts, "bdew": _bdew}


# -- parts of all


def _message(answered: Answered, *, reference: str = "1", **parts: Any) -> Aperak:
    form = answered.form
    versions: Mapping[str, frozenset[str]] = profile_of(form.profile).versions
    own = answered.message.association
    return Aperak(
        reference=reference,
        type="APERAK",
        version="D",
        release=form.directory,
        agency="UN",
        association=own if own in versions.get("APERAK", ()) else form.association,
        parties=tuple(_parties(answered)),
        **parts,
    )


def _parties(answered: Answered) -> Iterator[AperakParty]:
    """Yield sender and recipient: those of the original the other way round, and Sweden's role of UTILTS."""
    form, interchange = answered.form, answered.interchange
    nads = [s for s in _head(answered.message) if s.tag == "NAD"]
    # an address whose form was refused is not repeated: that of the envelope stands for it
    refused = {
        id(answered.message.segments[number - 1])
        for number, finding in answered.findings
        if number and finding.code.startswith(_OF_ADDRESSES)
    }
    unb = {
        form.recipient: (interchange.recipient, interchange.recipient_qualifier),
        form.sender: (interchange.sender, interchange.sender_qualifier),
    }
    for role, source in ((form.sender, form.recipient), (form.recipient, form.sender)):
        nad = next((s for s in nads if s.get(1) == source and s.get(2) and id(s) not in refused), None)
        if nad is not None:
            name, listed, agency = nad.get(2), nad.get(2, 2), nad.get(2, 3)
        else:
            name, qualifier = unb[source]
            listed, agency = "", _GS1_AGENCY if qualifier == _GS1_QUALIFIER else ""
            if form.profile == "se" and _EDIEL_ID.fullmatch(name):
                listed, agency = _EDIEL_LIST, _EDIEL
        yield AperakParty(role=role, identification=name, list_code=listed, agency=agency)
    if form.style == "utilts":
        others = [s.get(1) for s in nads if s.get(1) not in {form.sender, form.recipient}]
        yield from (AperakParty(role=other) for other in others[:1])


def _head(message: RawMessage) -> Iterator[Segment]:
    """Yield the segments before the first transaction, line or section."""
    for segment in message.segments:
        if segment.tag in {"UNS", "IDE", "LIN"}:
            return
        yield segment


def _time(answered: Answered, function: str, form: str = "203") -> Time:
    # the formats end at the minute
    minute = answered.now.replace(second=0, microsecond=0)
    try:
        return Time.of(function, minute, form, CLOCKS[answered.form.profile])
    except ValueError as error:
        raise BuildError(f"the time of the answer: {error}", "now") from None


def _accepted() -> ApplicationError:
    return ApplicationError(code=_OK, agency=_EDIEL, text=FreeText(function=_ERROR_TEXT, text="OK"))


def _refused(answered: Answered, finding: Finding) -> ApplicationError:
    code, detail = _WRONG, ""
    if finding.reason is not None and finding.reason.agency == _EBIX:
        detail = finding.reason.code
    if isinstance(finding.rule, RowRule):
        # the guide's code says what is wrong, its field number where
        if detail in _REFUSALS:
            code, detail = detail, ""
        detail = finding.rule.field or detail
    text = FreeText(
        function=_ERROR_TEXT, code=detail, agency=_EBIX if detail else "", **_lines(answered, finding)
    )
    return ApplicationError(code=code, agency=_EDIEL, text=text)


def _texts(answered: Answered, finding: Finding) -> tuple[FreeText, ...]:
    return (FreeText(function=_ERROR_TEXT, **_lines(answered, finding)),)


def _lines(answered: Answered, finding: Finding) -> dict[str, Any]:
    """Return the words of a finding in five lines of 70 characters of ISO 646, broken between words."""
    words = finding.message.upper() if answered.upper else finding.message
    allowed = "".join(c if " " <= c <= "~" else "?" for c in words)
    if answered.upper:
        allowed = "".join(c if c.isalnum() or c in " .,-()/=!\"%&*;<>'+:?" else " " for c in allowed)
    rows = wrap(allowed[: 2 * _LINE * _LINES], _LINE, break_on_hyphens=False)
    names = ("text", "line2", "line3", "line4", "line5")
    return dict(zip(names, rows, strict=False))
