"""The verbs of the service: what is asked of the library, and its result as plain data, as text and as a document."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.compressed import GZIP
from edielkit.edifact.profiles import PROFILES
from edielkit.errors import EdielError
from edielkit.inputs import is_edifact
from edielkit.server.checking.verb_options import Option, OptionError
from edielkit.translation import LANGUAGES, Catalogue, catalogue, finding_in, report_in
from edielkit.verbs import LEVELS

if TYPE_CHECKING:
    from edielkit.conversion import MissingOptionError
    from edielkit.findings import Report

__all__ = ("VERBS", "Checked", "File", "Verb")

# spelled here so that the service answers its address without loading a wire; a test holds them against the library
_TARGETS = ("mscons", "utilts", "collected-data", "notify-validated-data")
_TABLES = ("json", "csv", "parquet")
_VERSIONS = ("2.3", "2.4.3", "EI-270", "EI-1763")
_AMOUNTS = ("keep", "scale", "reshape")
_CARRIERS, _SIGNS = ("product", "obis", "areas", "lines"), ("in", "out")
_VALIDATIONS, _ESTIMATIONS = (
    ("V001", "V002", "V003", "V004", "V011", "V012", "V013", "V014", "V999"),
    ("E001", "E002", "E003", "E004", "E005", "E006", "E007", "E008"),
)
_MOST_SERIES, _MOST_VALUES = 40, 1_000_000
_XML, _EDIFACT = "application/xml", "application/edifact"


@attrs.frozen
class File:
    """A document that a verb wrote.

    Attributes:
        name: What it may be called.
        media: Its media type.
        data: Its bytes.
    """

    name: str
    media: str
    data: bytes = attrs.field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data: its text, or base64 of what is none."""
        try:
            return {"name": self.name, "media": self.media, "text": self.data.decode()}
        except UnicodeDecodeError:
            return {"name": self.name, "media": self.media, "base64": base64.b64encode(self.data).decode()}


@attrs.frozen(kw_only=True)
class Checked:
    """The result of a verb.

    Attributes:
        plain: As plain data, for JSON.
        lines: As text for people.
        files: The documents that were written, in order.
        page: As a whole HTML page, where the verb has one of its own.
    """

    plain: Any = attrs.field(repr=False)
    lines: Callable[[], Iterable[str]] = attrs.field(repr=False)
    files: tuple[File, ...] = ()
    page: Callable[[], str] | None = None


@attrs.frozen
class Verb:
    """A verb of the service.

    Attributes:
        name: Its name and path.
        button: What its button says.
        title: What it does, in a line.
        run: Does it: the bytes of the message, the options, and the original of an answer or None.
        options: What may be asked of it.
        takes_original: A form may give the original that is answered.
    """

    name: str
    button: str
    title: str
    run: Callable[[bytes, Mapping[str, Any], bytes | None], Checked]
    options: tuple[Option, ...] = ()
    takes_original: bool = False


def _report(data: bytes, options: Mapping[str, Any]) -> Report:
    from edielkit.validation import validate

    return validate(
        data,
        now=options["now"],
        level=options.get("level", LEVELS[-1]),
        version=options.get("version"),
        profile=options.get("profile"),
    )


# -- validate


def _validate(data: bytes, options: Mapping[str, Any], _original: bytes | None) -> Checked:
    report = _report(data, options)
    language = options.get("language", LANGUAGES[0])
    return Checked(
        plain=report.to_dict(),
        lines=lambda: _report_lines(report_in(report, language), catalogue(language)),
        page=lambda: _report_page(data, report, options),
    )


def _report_lines(report: Report, texts: Catalogue) -> Iterator[str]:
    yield " ".join(part for part in (texts(report.verdict.value), report.kind, report.version) if part)
    for finding in report:
        position = texts.sentence(str(finding.position)).text
        where = f" ({position})" if position else ""
        reason = f" [{finding.reason.code}]" if finding.reason else ""
        yield f"{texts(finding.severity.value)} {finding.code}{reason}: {finding.message}{where}"
    for words in report.not_checked:
        yield f"{texts('not checked')}: {words}"


def _report_page(data: bytes, report: Report, options: Mapping[str, Any]) -> str:
    from edielkit.answers import answer, explain
    from edielkit.pages import PageFinding, PageInput, report_page
    from edielkit.verbs import serialize

    now = options["now"]
    # the identifications of the answers are seen by nobody
    answers = answer(data, report, now=now, new_id=lambda: "00000000-0000-4000-8000-000000000000")
    explained = chain.from_iterable(explain(serialize(message)).answers for message in answers.messages)
    source = PageInput(
        name=catalogue(options.get("language", LANGUAGES[0]))("the message"),
        report=report,
        findings=tuple(PageFinding(finding) for finding in report),
        answers=tuple(explained),
        notes=answers.notes,
        series=_series(data),
    )
    return report_page([source], now=now, language=options.get("language", LANGUAGES[0]))


def _series(data: bytes) -> tuple[Any, ...]:
    """Return the series that a page shows; none of what cannot be read: the report says why."""
    from edielkit.verbs import read_series

    series: list[Any] = []
    try:
        for channel in islice(read_series(data), _MOST_SERIES):
            if sum(len(other.observations) for other in series) > _MOST_VALUES:
                break
            series.append(channel)
    except EdielError:
        return ()
    return tuple(series)


# -- show


def _show(data: bytes, _options: Mapping[str, Any], _original: bytes | None) -> Checked:
    from edielkit.verbs import parse_all, to_dict

    documents = [to_dict(document) for document in parse_all(data)]
    return Checked(plain={"documents": documents}, lines=lambda: _tree(documents))


def _tree(value: Any, indent: str = "") -> Iterator[str]:
    """Yield plain data as indented lines."""
    pairs = value.items() if isinstance(value, dict) else (("-", part) for part in value)
    for name, part in pairs:
        if part in (None, "", [], {}):
            continue
        if isinstance(part, dict | list):
            yield f"{indent}{name}"
            yield from _tree(part, f"{indent}  ")
        else:
            yield f"{indent}{name} {part}"


# -- convert


def _convert(data: bytes, options: Mapping[str, Any], _original: bytes | None) -> Checked:
    target = options["to"]
    if target in _TABLES:
        return _written((_table(data, target),))
    from edielkit.conversion import Carrier, Channel, MissingOptionError, Options, Sign, missing_options
    from edielkit.verbs import convert

    others = {name: value for name, value in options.items() if name not in {"to", "channel"}}
    channels = (Channel(*channel) for channel in options.get("channel", ()))
    for name, kind in (("carrier", Carrier), ("sign", Sign)):
        if name in others:
            others[name] = kind(others[name])
    try:
        settings = Options(new_id=lambda: str(uuid.uuid4()), channels=tuple(channels), **others)
    except ValueError as error:
        raise OptionError(str(error)) from None
    try:
        converted = convert(data, target, options=settings)
    except MissingOptionError as error:
        raise _missing(missing_options(data, target, options=settings) or (error,)) from None
    files = (
        (File("message.edi", _EDIFACT, converted.data),)
        if converted.data
        else _xml_files(converted.documents)
    )
    losses = [attrs.asdict(loss) for loss in converted.losses]
    supplied = [attrs.asdict(loss) for loss in converted.supplied]
    return _written(files, losses=losses, supplied=supplied)


def _missing(errors: Sequence[MissingOptionError]) -> OptionError:
    """Return one error that names all options that the conversion needs besides, as they are written behind the question mark."""
    table = {option.name: option for option in _CONVERSION}
    lines: dict[str, list[str]] = {}
    for error in errors:
        option = table.get(_OWN_NAMES.get(error.option, error.option))
        form = error.option if option is None else f"{option.name}={option.form(error.subject)}"
        lines.setdefault(error.message, []).append(form)
    return OptionError(
        "; ".join(f"expected {' and '.join(forms)}: {message}" for message, forms in lines.items())
    )


# Fields of the library's options that the service gives one of at a time.
_OWN_NAMES = {"channels": "channel"}


def _xml_files(documents: Sequence[Any]) -> tuple[File, ...]:
    from edielkit.verbs import serialize

    return tuple(
        File(f"message-{number}.xml", _XML, serialize(document))
        for number, document in enumerate(documents, 1)
    )


def _table(data: bytes, target: str) -> File:
    from edielkit.verbs import parse_all, read_series, to_dict

    if target == "json":
        documents = [to_dict(document) for document in parse_all(data)]
        text = json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False)
        return File("message.json", "application/json", text.encode())
    series = tuple(read_series(data))
    if not series:
        raise EdielError("the message has no series of metering values; json holds any message")
    if target == "csv":
        from edielkit.tables import to_csv

        return File("series.csv", "text/csv", b"".join(to_csv(series)))
    from edielkit.tables import to_parquet

    return File("series.parquet", "application/vnd.apache.parquet", to_parquet(series))


def _written(files: tuple[File, ...], **others: Any) -> Checked:
    plain = {"documents": [file.to_dict() for file in files], **others}
    return Checked(plain=plain, lines=lambda: _file_lines(files, others), files=files)


def _file_lines(files: Sequence[File], others: Mapping[str, Any]) -> Iterator[str]:
    """Yield the documents alone, so that the text is what was asked for; where there is none, why."""
    for file in files:
        yield file.data.decode("utf-8", "replace").rstrip("\n")
    if not files:
        yield from _tree(others)


# -- acknowledge, explain

_UNDECIDED = "nothing is wrong with what can be seen, and only a hub knows the rest; positive=yes writes the answer that accepts"


def _acknowledge(data: bytes, options: Mapping[str, Any], _original: bytes | None) -> Checked:
    from edielkit.answers import answer
    from edielkit.verbs import serialize

    answers = answer(
        data,
        _report(data, options),
        now=options["now"],
        new_id=lambda: str(uuid.uuid4()),
        positive=options.get("positive"),
        profile=options.get("profile"),
    )
    files = tuple(
        File(
            f"answer-{number}.{'edi' if is_edifact(message) else 'xml'}",
            _EDIFACT if is_edifact(message) else _XML,
            serialize(message),
        )
        for number, message in enumerate(answers.messages, 1)
    )
    # an empty page would say nothing of a message that nothing is wrong with
    silent = not (files or answers.unanswered or answers.notes)
    return _written(
        files,
        unanswered=[finding.to_dict() for finding in answers.unanswered],
        notes=[_UNDECIDED] if silent else list(answers.notes),
    )


def _explain(data: bytes, options: Mapping[str, Any], original: bytes | None) -> Checked:
    from edielkit.answers import explain
    from edielkit.hub.core.rules import RULES

    report = options.get("report")
    if original is not None and report is None:
        report = _report(original, options)
    language = options.get("language", LANGUAGES[0])
    explanation = explain(data, original=original, report=report, rules=tuple(RULES.values()))
    if not explanation.answers:
        raise EdielError("the message is no answer: expected an Acknowledgement, a Reject, a CONTRL ...")
    finder = "we find" if "report" not in options else "the hub finds"
    return Checked(plain=explanation.to_dict(), lines=lambda: _explained_lines(explanation, language, finder))


def _explained_lines(explanation: Any, language: str, finder: str) -> Iterator[str]:
    results = {True: "accepted", False: "rejected", None: "in parts"}
    texts = catalogue(language)
    for answer in explanation.answers:
        result = texts(results[answer.accepted])
        yield " ".join(part for part in (result, answer.kind, answer.process) if part)
        for reason in answer.reasons:
            yield f"  {reason.code} {reason.words_in(texts.language)}"
            abouts = (texts.sentence(words).text for words in (reason.about, reason.payload) if words)
            yield from (f"    {texts('about')}: {words}" for words in abouts)
            yield from (f"    {texts.sentence(words).text}" for words in reason.rule_words)
            for finding in reason.findings:
                message = finding_in(finding, language).message
                yield f"    {texts(finder)} {finding.code}: {message}"


# -- anonymise


def _anonymise(data: bytes, options: Mapping[str, Any], _original: bytes | None) -> Checked:
    from edielkit.generate.anonymise import Anonymiser

    # without a key there is no second message that has to fit: one that nobody has ever seen
    key = options["key"].encode() if "key" in options else secrets.token_bytes(32)
    try:
        anonymiser = Anonymiser(
            key, values=options.get("values", "keep"), shift_weeks=options.get("shift_weeks", 0)
        )
    except ValueError as error:
        raise OptionError(str(error)) from None
    result = anonymiser.anonymise(data)
    return _written(
        (_file_of(result.data),),
        replaced=dict(result.replaced),
        remarks=[str(remark) for remark in result.remarks],
    )


# in UTF-8 and what is alike, with its mark, and in UTF-16 with either of its marks
_XML_BEGINS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def _file_of(data: bytes) -> File:
    if data.startswith(GZIP):
        return File("message.gz", "application/gzip", data)
    is_xml = data.lstrip().startswith(_XML_BEGINS)
    return File("message.xml", _XML, data) if is_xml else File("message.edi", _EDIFACT, data)


# -- the table

_NOW = Option("now", "Instant of the check, with its zone; the clock if it is left out", "instant")
_LANGUAGE = Option("language", "Language of the page, and of the lines of text", choices=LANGUAGES)
_PROFILE = Option(
    "profile", "EDIFACT profile; the one that the message shows if it is left out", choices=PROFILES
)
_RULES = (
    Option("level", "How far to check", choices=LEVELS),
    Option("version", "EMIF version; the one that fits if it is left out", choices=_VERSIONS),
    _PROFILE,
    _NOW,
)
_CONVERSION = (
    Option("to", "Form to write", choices=(*_TARGETS, *_TABLES), required=True),
    Option("sender", "GLN of the sending party"),
    Option("recipient", "GLN of the receiving party"),
    Option("physical_sender", "GLN of the party that really sends"),
    Option("parties", "Parties that source and target name differently", "pairs"),
    Option("points", "Metering points that source and target name differently", "pairs"),
    Option(
        "document_type",
        "XML document type, such as E13; kind of UTILTS, such as E66; code of German MSCONS, such as Z48",
    ),
    Option("process", "XML business process, such as BRS-NO-313"),
    Option("role", "XML role, or party role of UTILTS"),
    Option("process_id", "RFF+Z13 of German and Swiss MSCONS"),
    Option("reason", "STS+7 of UTILTS"),
    Option("scope", "Sales channel of UTILTS"),
    Option("point_type", "Kind of point of UTILTS", choices=("E17", "E18", "E19", "E20")),
    Option("answer", "A positive answer is wanted", "flag"),
    Option("application_reference", "UNB 0026"),
    Option("reference", "UNB 0020"),
    Option("registered", "Registration time of values whose source has none", "instant"),
    Option("validation", "Validation code of values whose source says no reason", choices=_VALIDATIONS),
    Option("estimation", "Estimation code of values whose source says no method", choices=_ESTIMATIONS),
    Option("direction", "Direction of series whose source does not say", choices=("In", "Out")),
    Option("product", "Elhub's product of all lines"),
    Option(
        "channel",
        "What codes of products of a partner stand for: CODE=PRODUCT/In, parted by commas",
        "channels",
    ),
    Option("unit", "Unit of active energy in EDIFACT", choices=("KWH", "MWH")),
    Option(
        "carrier",
        "What tells directions apart in MSCONS; the profile's way if it is left out",
        choices=_CARRIERS,
    ),
    Option("sign", "Split series without direction into In and Out by their sign", choices=_SIGNS),
    Option("join", "Join In and Out of a point into one signed series", "flag"),
    Option("by_agreement", "Write payload identifications and registration times into MSCONS", "flag"),
    Option("gather", "One XML document for all messages of one sender and recipient", "flag"),
    Option("test", "Mark the interchange as a test", "flag"),
    _PROFILE,
    _NOW,
)

VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "validate",
            "Check",
            "Check a message: all findings, with codes, places and what would be right",
            _validate,
            (*_RULES, _LANGUAGE),
        ),
        Verb("show", "Show", "Show what is in a message", _show, (_NOW,)),
        Verb("convert", "Convert", "Write a message or its values in another form", _convert, _CONVERSION),
        Verb(
            "acknowledge",
            "Answer",
            "Write what Elhub or a partner of Ediel would answer",
            _acknowledge,
            (*_RULES, Option("positive", "Accept; or never", "flag")),
        ),
        Verb(
            "explain",
            "Explain",
            "Say in words what an answer means",
            _explain,
            (*_RULES, _LANGUAGE),
            takes_original=True,
        ),
        Verb(
            "anonymise",
            "Anonymise",
            "Make a message harmless, with the faults that it has",
            _anonymise,
            (
                Option("key", "At least eight characters; a new one each time if it is left out"),
                Option("values", "What becomes of amounts", choices=_AMOUNTS),
                Option("shift_weeks", "Move all times by whole weeks", "number"),
                _NOW,
            ),
        ),
    )
}
