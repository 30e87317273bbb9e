"""The verb: from a message and its report to the answers, whichever wire it came on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.answers.values import Answers
from edielkit.errors import ParseError
from edielkit.findings import Finding, Report
from edielkit.inputs import Input, XmlInput, is_edifact, is_emif, open_input
from edielkit.market_time import as_instant

if TYPE_CHECKING:
    from edielkit.answers.values import Outgoing
    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

__all__ = ("acknowledge", "answer")


def acknowledge(
    data_or_message: bytes | Input | Message | SoapDocument | Interchange,
    report: Report,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    positive: bool | None = None,
    profile: str | None = None,
) -> list[Outgoing]:
    """Return what Elhub, or a partner of Ediel, answers to a message; it never raises on any bytes.

    Args:
        data_or_message: What was validated: bytes (plain or gzip), an open input, or a value.
        report: What `edielkit.validate` said of it, with what it read. Only its errors are answered, with the market's
            own codes.
        now: Aware instant of the answer.
        new_id: Gives a UUID in lower case at each call.
        positive: None to accept where the original asks for it, the process allows it and nothing is unknown: what only a
            hub can decide is not confirmed, and ``notes`` of `answer` say so; True to accept, also without being asked:
            the caller has decided what is unknown; False never to accept.
        profile: EDIFACT profile; the one that the interchange shows if None.

    Returns:
        Messages, SOAP faults and interchanges that `edielkit.serialize` writes; empty when nothing is answered.
        Errors that no answer carries are in ``unanswered`` of `answer`.

    Raises:
        ValueError: *now* has no zone.

    >>> import datetime as dt, edielkit
    >>> data = b"UNB+UNOC:3+7080000000012:14+7080000000029:14+260101:0000+R'UNZ+1+R'"
    >>> (contrl,) = acknowledge(
    ...     data,
    ...     edielkit.validate(data),
    ...     now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    ...     new_id=lambda: "00000000-0000-4000-8000-00000000000f",
    ... )
    >>> contrl.messages[0].segments[1].get(4)
    '4'
    """
    answers = answer(data_or_message, report, now=now, new_id=new_id, positive=positive, profile=profile)
    return list(answers.messages)


def answer(
    data_or_message: bytes | Input | Message | SoapDocument | Interchange,
    report: Report,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    positive: bool | None = None,
    profile: str | None = None,
) -> Answers:
    """Return the answers as `acknowledge` does, with the errors that no answer carries and why.

    Args:
        data_or_message: What was validated.
        report: What `edielkit.validate` said of it.
        now: Aware instant of the answer.
        new_id: Gives a UUID in lower case at each call.
        positive: See `acknowledge`.
        profile: See `acknowledge`.

    Raises:
        ValueError: *now* has no zone.
        TypeError: *report* is no report.
    """
    if not isinstance(report, Report):
        raise TypeError(f"expected the report of validate, found {type(report).__name__}")
    if now.utcoffset() is None:
        raise ValueError("expected now to be an instant with its zone, such as datetime.now(UTC)")
    options: dict[str, Any] = {"now": as_instant(now), "new_id": new_id, "positive": positive}
    if is_edifact(data_or_message):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return _of_edifact(interchange_to_bytes(data_or_message), report, options, profile)
    if is_emif(data_or_message):
        from edielkit.answers.elhub import answer_document

        return answer_document(data_or_message, report, **options)
    try:
        opened = open_input(data_or_message, verb="acknowledge")
    except ParseError as error:
        if error.code == "SYS010":
            return Answers(unanswered=report.errors, notes=("an empty input has no sender",))
        return _fault_or_none(report, options["now"])
    if isinstance(opened, XmlInput):
        return _of_xml(opened.content, report, options)
    return _of_edifact(opened.content, report, options, profile)


def _fault_or_none(report: Report, now: dt.datetime, content: bytes | None = None) -> Answers:
    """Return the fault that the first step's findings get; without one nothing is answered."""
    from edielkit.answers.faults import fault

    refusal = fault(report.findings, now, content)
    return Answers(unanswered=report.errors) if refusal is None else Answers(messages=(refusal,))


def _of_xml(content: bytes, report: Report, options: dict[str, Any]) -> Answers:
    from edielkit.answers.elhub import answer_document
    from edielkit.emif.fast.reading import read_document

    try:
        (document,) = report.documents_of(content) or (read_document(content),)
    except ParseError:
        return _fault_or_none(report, options["now"], content)
    return answer_document(document, report, content=content, **options)


def _of_edifact(data: bytes, report: Report, options: dict[str, Any], profile: str | None) -> Answers:
    from edielkit.answers.ediel import answer_interchanges
    from edielkit.edifact.read.envelopes import read_interchanges

    try:
        interchanges = report.documents_of(data) or read_interchanges(data)
    except ParseError:
        return Answers(unanswered=report.errors, notes=("the bytes name no sender: nobody can be answered",))
    return answer_interchanges(interchanges, _placed(data, report, profile), profile=profile, **options)


def _placed(data: bytes, report: Report, profile: str | None) -> Report:
    """Return *report* with bytes for the findings of a value: its report has paths alone."""
    if all(finding.position.offset is not None for finding in report.errors):
        return report
    offsets: dict[Any, list[int | None]] = defaultdict(list)
    for finding in reversed(_with_places(data, report, profile)):
        offsets[_key(finding)].append(finding.position.offset)
    return attrs.evolve(report, findings=tuple(_with_offset(finding, offsets) for finding in report.findings))


def _with_places(data: bytes, report: Report, profile: str | None) -> tuple[Finding, ...]:
    """Return the findings of the bytes: those that the report was made from, else those of another look."""
    from edielkit.edifact.check.interchanges import check

    reading = report.reading
    if reading is not None and reading.findings and reading.content == data:
        return reading.findings
    return check(data, profile=profile).findings


def _key(finding: Finding) -> tuple[str, str, str, str | None, str]:
    at = finding.position
    return finding.code, at.path, at.segment, finding.payload, finding.message


def _with_offset(finding: Finding, offsets: dict[Any, list[int | None]]) -> Finding:
    if finding.position.offset is not None:
        return finding
    offsets_left = offsets.get(_key(finding))
    offset = offsets_left.pop() if offsets_left else None
    if offset is None:
        return finding
    return attrs.evolve(finding, position=attrs.evolve(finding.position, offset=offset))
