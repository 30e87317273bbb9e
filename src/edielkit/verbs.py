"""The public verbs: the same words for both wires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from edielkit.answers import acknowledge, explain
from edielkit.detected import Kind
from edielkit.errors import BuildError, EdielError, ParseError
from edielkit.findings import LEVELS, Finding, Position, Report, Rule, Trust
from edielkit.inputs import RULES, Input, XmlInput, is_edifact, is_emif, open_input, raw_bytes

if TYPE_CHECKING:
    import pyarrow as pa

    from edielkit.conversion import Converted, Options
    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.fast.document import FastDocument
    from edielkit.emif.soap import SoapDocument
    from edielkit.series import TimeSeries

__all__ = (
    "LEVELS",
    "acknowledge",
    "as_bytes",
    "convert",
    "creation_time",
    "detect",
    "explain",
    "from_dict",
    "parse",
    "parse_all",
    "parse_and_validate",
    "parse_message",
    "read_series",
    "read_table",
    "report_if_clean",
    "serialize",
    "to_dict",
    "validate",
)

_Document = TypeVar("_Document")
_Kind = TypeVar("_Kind")


def detect(data: bytes | Input) -> Kind:
    """Tell what *data* is; it never raises, whatever the bytes.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        TypeError: *data* is a text or a path; the error says the right call.

    >>> detect(b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'").message
    'MSCONS'
    >>> detect(b"no message") is Kind.unknown, detect(b"%PDF-1.7").seems
    (True, 'a PDF document')
    """
    try:
        opened = open_input(data, verb="detect")
    except ParseError:
        return Kind.unknown
    try:
        kind = _detect(opened)
    except EdielError:
        kind = Kind.unknown
    return Kind(seems=opened.seems) if kind is Kind.unknown and opened.seems else kind


def _detect(opened: Input) -> Kind:
    if isinstance(opened, XmlInput):
        from edielkit.emif.read.detect import detect_xml

        return detect_xml(opened.content)
    from edielkit.edifact.read.detect import detect_edifact

    return detect_edifact(opened.content)


def creation_time(data: bytes | Input) -> dt.datetime | None:
    """Return when the first message of *data* was made, as it says itself; None when it does not say, or is none.

    Only the head is read, so that `validate` may be told the instant without a second reading of the whole.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        TypeError: *data* is a text or a path; the error says the right call.

    >>> creation_time(b"no message") is None
    True
    """
    try:
        opened = open_input(data, verb="verbs.creation_time")
        if isinstance(opened, XmlInput):
            from edielkit.emif.read.detect import first_creation as first_xml_creation

            return first_xml_creation(opened.content)
        from edielkit.edifact.read.detect import first_creation

        return first_creation(opened.content)
    except EdielError:
        return None


def parse_all(data: bytes | Input) -> tuple[Message | SoapDocument | Interchange, ...]:
    """Return everything that *data* holds: one XML document, or one or several interchanges.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        ParseError: The bytes are no message at all; the error has a position.
        TypeError: *data* is a text or a path; the error says the right call.
    """
    return _read(open_input(data, verb="parse_all"))


def _read(opened: Input) -> tuple[Message | SoapDocument | Interchange, ...]:
    if isinstance(opened, XmlInput):
        return (_read_xml(opened.content),)
    from edielkit.edifact.read.assembler import parse_interchanges

    return parse_interchanges(opened.content)[0]


def _read_xml(content: bytes) -> Message | SoapDocument:
    fast = _read_fast(content)
    if fast is not None:
        return fast.document
    from edielkit.emif.read.document import parse_document

    return parse_document(content)


def _read_fast(content: bytes, version: str | None = None) -> FastDocument | None:
    """Return a large message of series that is written in the plain way, None for anything else."""
    from edielkit.emif.fast import LEAST

    if len(content) < LEAST:
        return None
    from edielkit.emif.fast.document import read_fast

    return read_fast(content, version=version)


def parse(data: bytes | Input) -> Message | SoapDocument | Interchange:
    """Return the message, the wrapped messages or the interchange that *data* holds.

    A message that the schema refuses is read all the same: `validate` says what is wrong with it.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        ParseError: The bytes are no message at all, or several interchanges (see `parse_all`).
        TypeError: *data* is a text or a path; the error says the right call.

    >>> parse(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'").reference
    'R'
    """
    return _only(_read(open_input(data, verb="parse")))


def _only(documents: Sequence[_Document]) -> _Document:
    if len(documents) > 1:
        raise ParseError(
            f"expected one interchange, found {len(documents)}; parse_all reads them", Position(), "SYS011"
        )
    return documents[0]


def parse_message(data: bytes | Input, kind: type[_Kind]) -> _Kind:
    """Return the one message that *data* holds as a value of *kind*, out of its wrapper or interchange.

    Args:
        data: A message of either wire, plain or gzip.
        kind: A message class of `edielkit.emif.messages` or `edielkit.edifact.messages`; `SoapDocument` and
            `Interchange` give the whole.

    Raises:
        ParseError: The bytes are no message, one of another kind, or several messages.
        TypeError: *kind* is no class of messages, or *data* is a text or a path.

    >>> from edielkit.edifact.messages import Contrl, Mscons
    >>> data = b"UNB+UNOC:3+A+B+260101:0000+R'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R+A:14+B:14+1'UNT+3+1'UNZ+1+R'"
    >>> parse_message(data, Contrl).accepted
    True
    >>> parse_message(data, Mscons)
    Traceback (most recent call last):
    ...
    edielkit.errors.ParseError: SYS011 expected one Mscons, found CONTRL
    """
    if not isinstance(kind, type):
        raise TypeError(f"expected a class such as CollectedData as kind, found {type(kind).__name__}")
    document = _only(_read(open_input(data, verb="parse_message")))
    if isinstance(document, kind):
        return document
    names = tuple(_names(document))
    if len(names) == 1:
        message = _only_message(document)
        if isinstance(message, kind):
            return message
    _check_kind(kind)
    number = f"{len(names)} messages: " if len(names) > 1 else ""
    listed = ", ".join(dict.fromkeys(names)) or "no message"
    raise ParseError(f"expected one {kind.__name__}, found {number}{listed}", Position(), "SYS011")


def _names(document: Message | SoapDocument | Interchange) -> Iterator[str]:
    """Yield the standards' names of the messages in a document."""
    if is_edifact(document):
        yield from (message.type for message in document.messages)
        return
    messages: Any = getattr(document, "messages", (document,))
    yield from (message.kind() for message in messages)


def _only_message(document: Message | SoapDocument | Interchange) -> Any:
    if is_edifact(document):
        from edielkit.edifact.messages import read_message

        return read_message(document.messages[0])
    return getattr(document, "messages", (document,))[0]


def _check_kind(kind: type) -> None:
    from edielkit.edifact.interchange import Interchange
    from edielkit.edifact.messages import Message as EdifactMessage
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

    if not issubclass(kind, (Message, SoapDocument, Interchange, EdifactMessage)):
        raise TypeError(f"expected a class of messages such as CollectedData as kind, found {kind.__name__}")


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
        now: Aware instant of the judgement; rules that need one are listed as not checked without it.
        level: ``syntax``, ``schema``, ``codes``, ``process`` or ``business``; each includes those before it.
        version: EMIF version; the one that the message needs if None.
        profile: EDIFACT profile; the one that the interchange shows if None.
        context: What a company or a hub knows of its metering points (`edielkit.process_rules.RuleContext`).

    Raises:
        ValueError: *level* is none of the five, or *now* has no time zone.
        TypeError: *data_or_message* is a text or a path; the error says the right call.

    >>> [f.code for f in validate(b"")]
    ['SYS010']
    """
    _check_question(level, now)
    from_value = True
    try:
        if is_emif(data_or_message) or is_edifact(data_or_message):
            opened = open_input(as_bytes(data_or_message))
        else:
            from_value = False
            opened = open_input(data_or_message)
        if isinstance(opened, XmlInput):
            report = _validate_xml(opened.content, level, version, now, context)
        else:
            report = _validate_edifact(opened.content, level, profile)
    except ParseError as error:
        return Report(findings=(_of_parse_error(error),), unreadable=True)
    except BuildError as error:
        # a wrapper that no service has: there is no form to write it in
        return Report(findings=(_of_build_error(error),), unreadable=True)
    report = _without_memory(report)
    return _without_places(report) if from_value else report


def _without_memory(report: Report) -> Report:
    """A rule that nobody could look up judges nothing: it is named as not checked."""
    import attrs

    kept = tuple(f for f in report.findings if f.rule is None or f.rule.trust is not Trust.MEMORY)
    dropped = sorted({f.code for f in report.findings} - {f.code for f in kept})
    if not dropped:
        return report
    note = f"{', '.join(dropped)}: known from memory only, no source was found"
    return attrs.evolve(report, findings=kept, not_checked=(*report.not_checked, note))


def _validate_xml(
    content: bytes, level: str, version: str | None, now: dt.datetime | None, context: Any
) -> Report:
    from edielkit.emif.check.validate import check_document

    fast = _read_fast(content, version)
    clean = None if fast is None else report_if_clean(fast, now=now, level=level, context=context)
    if clean is not None:
        return clean
    rank = LEVELS.index(level)
    by_rules = rank >= LEVELS.index("process")
    checked = check_document(content, schema=rank >= 1, codes=rank >= 2, version=version, read=by_rules)
    findings, not_checked = checked.findings, checked.not_checked
    if by_rules and checked.messages:
        from edielkit.process_rules import check_messages

        by_rule = check_messages(
            [message for message, _ in checked.messages],
            version=checked.version,
            now=now,
            level=level,
            context=context,
            nodes=[node for _, node in checked.messages],
            schema_checked=True,
        )
        findings, not_checked = findings + by_rule.findings, not_checked + by_rule.not_checked
    return Report(
        findings=findings,
        not_checked=not_checked,
        kind=", ".join(dict.fromkeys(checked.kinds)),
        version=checked.version,
    )


def report_if_clean(
    fast: FastDocument, *, now: dt.datetime | None = None, level: str = "business", context: Any = None
) -> Report | None:
    """Return the report that `validate` gives on a message without any finding, or None when there may be some.

    Args:
        fast: What the fast path has read (`edielkit.emif.fast.document.read_fast`); the schema has nothing against it.
        now: Aware instant of the judgement.
        level: As in `validate`.
        context: As in `validate`.

    Raises:
        ValueError: *level* is none of the five, or *now* has no time zone.
    """
    _check_question(level, now)
    rank = LEVELS.index(level)
    if rank >= LEVELS.index("codes") and not fast.codes_right:
        return None
    notes: tuple[str, ...] | None = ()
    if rank >= LEVELS.index("process"):
        from edielkit.process_rules.batch import clean_notes

        notes = clean_notes(fast, now=now, level=level, context=context)
    if notes is None:
        return None
    return Report(not_checked=notes, kind=fast.message.kind(), version=fast.version)


def parse_and_validate(
    data: bytes, *, now: dt.datetime | None = None, level: str = "business", context: Any = None
) -> tuple[Message | SoapDocument, Report] | None:
    """Return what `parse` and `validate` give on a large message of series, each byte read once.

    What rules find is in the report too, in their order, placed by path alone, without lines: they look at the value.

    Args:
        data: A message, plain or gzip.
        now: Aware instant of the judgement.
        level: As in `validate`.
        context: As in `validate`.

    Returns:
        The value and the report; None for a small message, one of another kind or written in another way, and one
        that schema or code lists have something against: these are for `validate` and `parse`.

    Raises:
        ValueError: *level* is none of the five, or *now* has no time zone.
    """
    _check_question(level, now)
    try:
        fast = _read_fast(open_input(data).content)
    except ParseError:
        return None
    if fast is None:
        return None
    report = report_if_clean(fast, now=now, level=level, context=context)
    if report is not None:
        return fast.document, report
    if not fast.codes_right or LEVELS.index(level) < LEVELS.index("process"):
        return None
    from edielkit.process_rules import check_messages

    by_rule = check_messages(
        [fast.message], version=fast.version, now=now, level=level, context=context, schema_checked=True
    )
    report = Report(
        findings=by_rule.findings,
        not_checked=by_rule.not_checked,
        kind=fast.message.kind(),
        version=fast.version,
    )
    return fast.document, _without_memory(report)


def _check_question(level: str, now: dt.datetime | None) -> None:
    if level not in LEVELS:
        raise ValueError(f"expected a level of {', '.join(LEVELS)}; found {level!r}")
    if now is not None and now.utcoffset() is None:
        raise ValueError("now must be an aware instant")


def _validate_edifact(content: bytes, level: str, profile: str | None) -> Report:
    from edielkit.edifact.check.validate import check

    checked = check(content, level=level, profile=profile)
    return Report(
        findings=checked.findings,
        not_checked=checked.not_checked,
        unreadable=checked.unreadable,
        kind=", ".join(dict.fromkeys(kind.type for kind in checked.kinds)),
        version=", ".join(dict.fromkeys(kind.directory for kind in checked.kinds)),
    )


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


def _without_places(report: Report) -> Report:
    """Lines and offsets of a value that was never bytes would point nowhere; the paths stay."""
    import attrs

    findings = tuple(
        attrs.evolve(f, position=attrs.evolve(f.position, line=None, column=None, offset=None))
        for f in report.findings
    )
    return attrs.evolve(report, findings=findings)


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
        from edielkit.findings import Severity

        return Finding(
            code=error.code, severity=Severity.ERROR, message=error.message, position=error.position
        )
    return rule.finding(error.message, error.position)


def serialize(document: Message | SoapDocument | Interchange, *, version: str | None = None) -> bytes:
    """Return *document* as bytes in canonical form; an interchange that was read goes out as it came in.

    Args:
        document: What `parse`, `from_dict` or a builder gave.
        version: EMIF version to write for; the one that the message needs if None.

    Raises:
        BuildError: The bytes would not be valid; the error names the field.
        TypeError: *document* is no value of either wire.
    """
    if is_edifact(document):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return interchange_to_bytes(document)
    if not is_emif(document):
        raise TypeError(_no_document(document))
    from edielkit.emif.write.document import serialize_document

    return serialize_document(document, version=version)


def to_dict(document: Message | SoapDocument | Interchange) -> dict[str, Any]:
    """Return *document* as plain data that JSON can hold, without loss.

    Args:
        document: What `parse`, `from_dict` or a builder gave.

    Raises:
        TypeError: *document* is no value of either wire.
    """
    if is_edifact(document):
        from edielkit.edifact.as_dict import interchange_to_dict

        return interchange_to_dict(document)
    if not is_emif(document):
        raise TypeError(_no_document(document))
    from edielkit.emif.as_dict import to_dict as emif_to_dict

    return emif_to_dict(document)


def _no_document(value: Any) -> str:
    return f"expected a message or an interchange, such as edielkit.parse gives, found {type(value).__name__}"


def from_dict(kind: str, mapping: Mapping[str, Any]) -> Message | SoapDocument | Interchange:
    """Return the document of *kind* that *mapping* describes, the inverse of `to_dict`.

    Args:
        kind: Name of an EMIF message, ``SoapDocument``, ``Interchange``, or ``MSCONS``, which gives an interchange
            from parties, points, days and values (`edielkit.edifact.write.mscons_from_dict`).
        mapping: Plain data; the key ``kind`` may be left out.

    Raises:
        BuildError: The data describes no such document; the error names the field.
    """
    if kind == "Interchange":
        from edielkit.edifact.as_dict import interchange_from_dict

        return interchange_from_dict(mapping)
    if kind == "MSCONS":
        from edielkit.edifact.write.mscons_from_dict import mscons_from_dict

        return mscons_from_dict(mapping)
    from edielkit.emif.as_dict import from_dict as emif_from_dict

    return emif_from_dict(kind, mapping)


def read_series(data: bytes | Input) -> Iterator[TimeSeries]:
    """Return an iterator over the time series of a message of either wire.

    Args:
        data: CollectedData, NotifyValidatedDataForBillingEnergy, MSCONS or UTILTS, plain or gzip, wrapped or not.

    Raises:
        ParseError: The bytes are no message at all; this may show at the call or at the first series.
        TypeError: *data* is a text or a path; the error says the right call.
    """
    return _series(open_input(data, verb="read_series"))


def _series(opened: Input) -> Iterator[TimeSeries]:
    if isinstance(opened, XmlInput):
        from edielkit.emif.series import series

        yield from series(_read_xml(opened.content))
        return
    from edielkit.edifact.fast.read import read_columns

    yield from read_columns(opened.content)


def read_table(data: bytes | Input) -> pa.Table:
    """Return the time series of a message of either wire as one Arrow table, a row for each value.

    Args:
        data: What `read_series` takes.

    Returns:
        A table of `edielkit.tables.arrow_schema`: quantities as decimal128(18, 3), instants in UTC.

    Raises:
        MissingExtraError: pyarrow is not installed; the text names the extra.
        ParseError: The bytes are no message at all.
        TypeError: *data* is a text or a path; the error says the right call.
    """
    from edielkit.tables import to_arrow

    return to_arrow(_series(open_input(data, verb="read_table")))


def convert(
    message_or_data: bytes | Input | Message | SoapDocument | Interchange, to: str, *, options: Options
) -> Converted:
    """Return a message of metering values in another form, with a list of what that form cannot say.

    Args:
        message_or_data: CollectedData, NotifyValidatedDataForBillingEnergy, MSCONS or UTILTS.
        to: ``mscons``, ``utilts``, ``collected-data`` or ``notify-validated-data``.
        options: What the target needs and the source does not say, see `edielkit.conversion.Options`.

    Raises:
        ParseError: The bytes are no message at all.
        BuildError: Something mandatory is missing, with the name of the option that gives it.
        ValueError: *to* is no target.
        TypeError: *message_or_data* is a text or a path; the error says the right call.
    """
    from edielkit.conversion.converter import convert as core

    return core(message_or_data, to, options=options)
