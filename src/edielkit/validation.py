"""The verb validate: which checks of which wire look at an input, and one report of what they find."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.errors import BuildError, ParseError
from edielkit.findings import LEVELS, Finding, Position, Reading, Report, Rule, Severity, Trust
from edielkit.inputs import (
    RULES,
    Input,
    XmlInput,
    check_message,
    encoding_fault,
    is_edifact,
    is_emif,
    open_input,
    raw_bytes,
)
from edielkit.market_time import as_instant

if TYPE_CHECKING:
    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.check.documents import CheckedDocument
    from edielkit.emif.declare import Message
    from edielkit.emif.fast.document import FastDocument
    from edielkit.emif.soap import SoapDocument
    from edielkit.process_rules import CheckedMessages

__all__ = ("as_bytes", "check_is_message", "read_large", "validate")


def validate(
    data_or_message: bytes | Input | Message | SoapDocument | Interchange,
    *,
    now: dt.datetime | None = None,
    level: str = "business",
    version: str | None = None,
    profile: str | None = None,
    context: Any = None,
) -> Report:
    """Return all findings on a message; it never raises, whatever the bytes.

    Args:
        data_or_message: Bytes (plain or gzip), or a value that was parsed or built.
        now: Aware instant of the validation; rules that need one are listed as not checked without it.
        level: ``syntax``, ``schema``, ``codes``, ``process`` or ``business``; each includes those before it.
        version: EMIF version; the one that the message needs if None.
        profile: EDIFACT profile; the one that the interchange shows if None.
        context: What a company or a hub knows of its metering points (`edielkit.process_rules.RuleContext`).

    Returns:
        The report. What was read for it stays with it, for `edielkit.acknowledge`: see `edielkit.findings.Report`.

    Raises:
        ValueError: *level* is none of the five, *profile* is no profile, or *now* has no time zone.
        TypeError: *data_or_message* is a text or a path, *now* is no instant or *context* no context; the error says
            what would be right.

    >>> [f.code for f in validate(b"")]
    ['SYS010']
    """
    _check_question(level, now, version, profile, context)
    now = now and as_instant(now)
    is_value = False
    try:
        if is_emif(data_or_message) or is_edifact(data_or_message):
            is_value = True
            opened = open_input(as_bytes(data_or_message))
        else:
            opened = open_input(data_or_message)
            check_is_message(opened)
        if isinstance(opened, XmlInput):
            report = _with_announcement(_validate_xml(opened.content, level, version, now, context))
        else:
            report = _validate_edifact(opened.content, level, profile, now)
    except ParseError as error:
        return Report(findings=(_of_parse_error(error),), unreadable=True)
    except BuildError as error:
        # a wrapper that no service has: there is no form to write it in
        return Report(findings=(_of_build_error(error),), unreadable=True)
    report = _without_memory(report)
    return _without_places(report) if is_value else report


def check_is_message(opened: Input) -> None:
    r"""Refuse an input that is no message: a file of values by its form, as `edielkit.detect` names it, others by their look.

    Args:
        opened: The input.

    Raises:
        ParseError: It is no message (SYS011), or is in an encoding that is not read (SYS013).

    >>> check_is_message(open_input(b"Fra,Til,KWH 60 Forbruk\n"))
    Traceback (most recent call last):
    ...
    edielkit.errors.ParseError: SYS011 expected a message, in XML (it begins with <) or EDIFACT (with UNA or UNB); found the CSV that end users download from Elhub, which show, convert and read_series read; they say what is wrong in it (byte 0)
    """
    seems = ""
    if not isinstance(opened, XmlInput) and not opened.is_interchange:
        from edielkit.value_files import form_of

        form = form_of(opened.content)
        if form is not None:
            seems = f"{form.title}, which show, convert and read_series read; they say what is wrong in it"
    check_message(opened, seems=seems)


def _check_question(level: str, now: Any, version: Any, profile: str | None, context: Any) -> None:
    if level not in LEVELS:
        raise ValueError(f"expected a level of {', '.join(LEVELS)}; found {level!r}")
    if now is not None and not isinstance(now, dt.datetime):
        raise TypeError(f"expected now to be a datetime with its zone, found {type(now).__name__}")
    if now is not None and now.utcoffset() is None:
        raise ValueError("now must be an aware instant, such as datetime.now(UTC)")
    if version is not None and not isinstance(version, str):
        raise TypeError(f"expected version to be a text such as '2.4.3', found {type(version).__name__}")
    if version is not None:
        _check_version(version)
    if profile is not None:
        _check_profile(profile)
    if context is not None and not hasattr(context, "metering_point"):
        raise TypeError(
            f"expected a context such as edielkit.process_rules.MemoryContext, found {type(context).__name__}"
        )


def _check_version(version: str) -> None:
    from edielkit.emif.simple_types import VERSIONS

    if version not in VERSIONS:
        raise ValueError(f"expected a version of {', '.join(VERSIONS)}; found {version[:40]!r}")


def _check_profile(profile: str) -> None:
    from edielkit.edifact.profiles import PROFILES

    if profile not in PROFILES:
        raise ValueError(f"expected a profile of {', '.join(PROFILES)}; found {profile!r}")


def as_bytes(
    data_or_message: bytes | Message | SoapDocument | Interchange, *, verb: str = "validate"
) -> bytes:
    """Return bytes as they are, and a value as it would be written, faults and all.

    Args:
        data_or_message: Bytes, or a value of either wire.
        verb: The public verb that was called, for the text of a TypeError.

    Raises:
        BuildError: There is no form to write the value in.
        TypeError: It is neither.
    """
    if is_edifact(data_or_message):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return interchange_to_bytes(data_or_message)
    if is_emif(data_or_message):
        from edielkit.emif.write.document import serialize_document
        from edielkit.emif.write.writer import OnFault

        return serialize_document(data_or_message, on_fault=OnFault.KEEP)
    return raw_bytes(data_or_message, verb=verb)


# -- XML


def read_large(
    content: bytes, version: str | None = None, *, schema: bool = False, codes: bool = False
) -> FastDocument | None:
    """Return a large message of series that is written in a plain way for the most part, None for anything else.

    Args:
        content: The document, unpacked.
        version: EMIF version whose rules hold; the one that the message needs if None.
        schema: Check by the schema.
        codes: Check identifiers and codes by what the schema does not say.
    """
    from edielkit.emif.fast import LEAST

    if len(content) < LEAST:
        return None
    from edielkit.emif.fast.document import read_fast

    return read_fast(content, version=version, schema=schema, codes=codes)


def _validate_xml(
    content: bytes, level: str, version: str | None, now: dt.datetime | None, context: Any
) -> Report:
    rank = LEVELS.index(level)
    by_rules = rank >= LEVELS.index("process")
    fast = read_large(content, version, schema=rank >= 1, codes=rank >= 2)
    if fast is not None:
        return _report_of(fast, level, now, context)
    from edielkit.emif.check.documents import check_document

    checked = check_document(content, schema=rank >= 1, codes=rank >= 2, version=version, read=by_rules)
    findings, not_checked = (*_of_encoding(content), *checked.findings), checked.not_checked
    if by_rules and checked.messages:
        by_rule = _by_rules(checked, level, now, context)
        findings, not_checked = findings + by_rule.findings, not_checked + by_rule.not_checked
    return Report(
        findings=findings,
        not_checked=not_checked,
        is_empty=checked.is_empty,
        kind=", ".join(dict.fromkeys(checked.kinds)),
        version=checked.version,
        reading=None if checked.document is None else Reading(content, (checked.document,)),
    )


def _by_rules(checked: CheckedDocument, level: str, now: dt.datetime | None, context: Any) -> CheckedMessages:
    """Return what the rules say of the messages of a document."""
    from edielkit.process_rules import check_messages
    from edielkit.process_rules.batch import check_kinds, kinds_of
    from edielkit.process_rules.subject import NodeLines

    if len(checked.messages) == 1:
        message, node = checked.messages[0]
        payloads = kinds_of(message, checked.version, NodeLines(node))
        if payloads is not None:
            return check_kinds(payloads, now=now, level=level, context=context)
    return check_messages(
        [message for message, _ in checked.messages],
        version=checked.version,
        now=now,
        level=level,
        context=context,
        nodes=[node for _, node in checked.messages],
        schema_checked=True,
    )


def _of_encoding(content: bytes) -> tuple[Finding, ...]:
    """Return what Elhub has against the encoding of a document, whoever can read it."""
    fault = encoding_fault(content)
    return () if fault is None else (RULES["SYS013"].finding(fault, Position(line=1)),)


def _report_of(fast: FastDocument, level: str, now: dt.datetime | None, context: Any) -> Report:
    """Return the report on a message that the fast path has read."""
    findings, not_checked = fast.findings, fast.not_checked
    if LEVELS.index(level) >= LEVELS.index("process"):
        from edielkit.process_rules.batch import check_kinds

        by_rule = check_kinds(fast, now=now, level=level, context=context)
        findings, not_checked = findings + by_rule.findings, not_checked + by_rule.not_checked
    return Report(
        findings=findings,
        not_checked=not_checked,
        kind=fast.message.kind(),
        version=fast.version,
        reading=Reading(fast.content, (fast.document,)),
    )


# -- EDIFACT


def _validate_edifact(content: bytes, level: str, profile: str | None, now: dt.datetime | None) -> Report:
    from edielkit.edifact.check.interchanges import check

    checked = check(content, level=level, profile=profile, now=now)
    return Report(
        findings=checked.findings,
        not_checked=checked.not_checked,
        unreadable=checked.unreadable,
        kind=", ".join(dict.fromkeys(kind.type for kind in checked.kinds)),
        version=", ".join(dict.fromkeys(kind.directory for kind in checked.kinds)),
        reading=checked.reading,
    )


# -- both


def _with_announcement(report: Report) -> Report:
    """Say of a version that is only announced that it is."""
    import attrs

    from edielkit.emif.rules import RULES as XML_RULES
    from edielkit.emif.simple_types import ANNOUNCED_VERSIONS, CURRENT_VERSION

    if report.version not in ANNOUNCED_VERSIONS:
        return report
    words = f"version {report.version} is announced and not in force; Elhub takes {CURRENT_VERSION}"
    announced = XML_RULES["XSD050"].finding(words, Position())
    return attrs.evolve(report, findings=(announced, *report.findings))


def _without_memory(report: Report) -> Report:
    """A rule that nobody could look up decides nothing: it is named as not checked."""
    sourced = tuple(f for f in report.findings if f.rule is None or f.rule.trust is not Trust.MEMORY)
    dropped = sorted({f.code for f in report.findings} - {f.code for f in sourced})
    if not dropped:
        return report
    note = f"{', '.join(dropped)}: known from memory only, no source was found"
    return attrs.evolve(report, findings=sourced, not_checked=(*report.not_checked, note))


def _without_places(report: Report) -> Report:
    """Lines and offsets of a value that was never bytes would point nowhere; the paths stay."""
    findings = tuple(
        attrs.evolve(f, position=attrs.evolve(f.position, line=None, column=None, offset=None))
        for f in report.findings
    )
    reading = report.reading
    if reading is not None:
        reading = attrs.evolve(reading, findings=report.findings)
    return attrs.evolve(report, findings=findings, reading=reading)


def _rule(code: str) -> Rule | None:
    if code in RULES:
        return RULES[code]
    if code.startswith("XSD"):
        from edielkit.emif.rules import RULES as XML_RULES

        return XML_RULES.get(code)
    from edielkit.edifact.rules import RULES as EDIFACT_RULES

    return EDIFACT_RULES.get(code)


def _of_build_error(error: BuildError) -> Finding:
    from edielkit.emif.rules import RULES as XML_RULES

    return XML_RULES["XSD005"].finding(error.message, Position(path=error.field))


def _of_parse_error(error: ParseError) -> Finding:
    rule = _rule(error.code)
    if rule is None:
        return Finding(
            code=error.code, severity=Severity.ERROR, message=error.message, position=error.position
        )
    return rule.finding(error.message, error.position)
