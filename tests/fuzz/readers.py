"""Every reader as a function of bytes that returns, or fails the way that it says: what a fuzzer calls.

Each raises AssertionError, or any other exception, where something is wrong: a traceback, another answer, a lost byte.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from typing import Any

import attrs
from tests.fuzz.mutation import PERSON
from tests.support.answering import NOW, answered, counted, errors_of
from tests.support.hub_fixtures import MORNING, faults_of, hub

import edielkit
from edielkit.cli.app import run
from edielkit.conversion import Carrier, Options
from edielkit.errors import BuildError, ParseError
from edielkit.findings import CRASHED, Report, Verdict
from edielkit.generate.anonymise import Anonymiser, ClockChangeError, Tally
from edielkit.harmless import presentable, without_birth_numbers
from edielkit.hub import Hub, Snapshot
from edielkit.inputs import open_input
from edielkit.tables import from_csv, to_csv

__all__ = ("CORPUS", "READERS", "corpus_of")

CORPUS = Path(__file__).parent / "corpus"
_KINDS = ("CollectedData", "MSCONS", "Interchange", "SoapDocument", "RequestStartOfSupply")
# what anybody who builds from JSON meets first
_MOST_DIGITS = 400


def edifact(data: bytes) -> None:
    """Read, validate and write an interchange: the bytes come back, and all verbs refuse alike."""
    _message(data if data[:3] in {b"UNA", b"UNB"} else b"UNB+" + data)


def emif(data: bytes) -> None:
    """Read, validate and write a document of XML."""
    _message(data if data[:1] == b"<" else b"<" + data)


def anything(data: bytes) -> None:
    """Let the bytes say themselves what they are, packed or not; explain them as an answer, and compare them with themselves."""
    _message(data)
    with suppress(ParseError):
        edielkit.explain(data).to_dict()
        assert edielkit.diff(data, data).is_same


def _validated(data: bytes, **options: Any) -> Report:
    """Return the report: no check has crashed, and nothing that it says names a person."""
    report = edielkit.validate(data, **options)
    assert [] == [finding.message for finding in report.findings if finding.code == CRASHED.code]
    words = "\n".join(finding.message for finding in report.findings)
    assert words == without_birth_numbers(words)
    assert [] == [name for name in _names(data) if name in words]
    return report


def _names(data: bytes) -> list[str]:
    """Return the names and streets of a document that stand in it once, and the one that changes put anywhere."""
    names = [name for name in _NAMED.findall(data) if data.count(name) == 1]
    return [name.decode("latin-1") for name in (*names, *([PERSON] if PERSON in data else []))]


_NAMED = re.compile(rb"<(?:\w+:)?(?:GivenName|FamilyName|StreetName|AttentionOf|CareOf)>([A-Za-z]{6,40})<")


def _message(data: bytes) -> None:
    report = _validated(data)
    edielkit.detect(data)
    try:
        documents = edielkit.parse_all(data)
    except ParseError as error:
        refusal = error.code
    else:
        refusal = ""
    if refusal:
        assert report.verdict is Verdict.UNREADABLE
        assert refusal in [finding.code for finding in report.errors]
        return
    assert report.verdict is not Verdict.UNREADABLE
    list(edielkit.read_series(data))
    for document in documents:
        _document(document, data, report)


def _document(document: Any, data: bytes, report: Report) -> None:
    """What is read is written so that it is read again, with no fault that it did not have; so is its plain data."""
    plain = json.loads(json.dumps(edielkit.to_dict(document)))
    with suppress(BuildError):
        written = edielkit.serialize(document)
        if written != data:
            (again,) = edielkit.parse_all(written)
            assert edielkit.serialize(again) == written
            # one of a whole file: its lines were wrapped
            codes = {"EDI065", *(finding.code for finding in report.findings)}
            assert {finding.code for finding in edielkit.validate(written).findings} <= codes
            assert json.loads(json.dumps(edielkit.to_dict(again))) == plain
    with suppress(BuildError):
        described = edielkit.from_dict(plain["kind"], plain)
        assert json.loads(json.dumps(edielkit.to_dict(described))) == plain


def answers(data: bytes) -> None:
    """Answer whatever comes: what is answered validates, but for addresses of the original, and is explained."""
    report = _validated(data, now=NOW)
    for is_positive in (None, True):
        for message in answered(data, report, positive=is_positive).messages:
            assert [] == [error for error in errors_of(message) if not _of_addresses(error)]
            written = edielkit.serialize(message)
            assert edielkit.explain(written).answers
            with suppress(ParseError):
                edielkit.explain(written, original=data, report=report).to_dict()


def _of_addresses(error: tuple[str, str]) -> bool:
    """Tell whether an error is about the addresses of UNB or UCI, which an answer takes from the original as they are."""
    code, text = error
    is_list = code in {"GDE001", "GDE002"} and re.search("(UNB|UCI)/[0-9/]+ .qualifier of the", text)
    return bool(is_list) or code.startswith("IDN")


def conversion(data: bytes) -> None:
    """Convert values into every form, with all that a source may lack: what is written is valid, and loses no series."""
    for to, options in _TARGETS:
        with suppress(ParseError, BuildError):
            converted = edielkit.convert(data, to, options=attrs.evolve(options, new_id=counted()))
            written = edielkit.serialize(converted.message)
            assert edielkit.validate(written, now=NOW).verdict is not Verdict.UNREADABLE
            list(edielkit.read_series(written))
    with suppress(ParseError, BuildError):
        listed = list(edielkit.read_series(data))
        again = list(from_csv(b"".join(to_csv(listed))))
        assert [list(part.observations) for part in again] == [list(part.observations) for part in listed]


_XML_OPTIONS = Options(
    sender="7080000000012", recipient="7080000000029", physical_sender="7080000000012", now=NOW, registered=NOW,
    document_type="E13", process="BRS-NO-313", role="DDE", validation="V001", estimation="E001", direction="Out",
)  # fmt: skip
_EDIFACT_OPTIONS = Options(
    profile="no", sender="7080000000012", recipient="7080000000029", now=NOW, carrier=Carrier.OBIS, by_agreement=True,
    direction="Out",
)  # fmt: skip
_TARGETS = (
    ("collected-data", _XML_OPTIONS),
    ("notify-validated-data", _XML_OPTIONS),
    ("mscons", _EDIFACT_OPTIONS),
    ("mscons", Options(profile="de", process_id="13025", now=NOW)),
    ("utilts", attrs.evolve(_EDIFACT_OPTIONS, profile="se", document_type="E66", role="MDR", carrier=None)),
)


def anonymised(data: bytes) -> None:
    """Make a message harmless, in every way there is: it stays as readable, and the quick way is the exact one."""
    report = edielkit.validate(data, level="syntax")
    for anonymiser in _anonymisers():
        try:
            harmless = anonymiser.anonymise(data)
        except (ParseError, ClockChangeError):
            continue
        opened = open_input(data)
        exact = b"".join(anonymiser.pieces(opened, Tally(), is_fast=False))
        assert (gzip.decompress(harmless.data) if opened.packing else harmless.data) == exact
        again = edielkit.validate(harmless.data, level="syntax")
        assert (again.verdict is Verdict.UNREADABLE) == (report.verdict is Verdict.UNREADABLE)
        assert [] == [name for name in _names(data) if name.encode() in exact]


@cache
def _anonymisers() -> tuple[Anonymiser, ...]:
    key = b"correct horse battery staple"
    return (
        Anonymiser(key),
        Anonymiser(key, values="scale"),
        Anonymiser(key, values="reshape", shift_weeks=53),
    )


def intake(data: bytes) -> None:
    """Send a message to a hub: it is taken in, or refused with words; what the hub sends of it validates."""
    elhub = Hub.restore(_market())
    receipt = elhub.receive(data, now=MORNING)
    assert receipt.accepted or receipt.words
    assert CRASHED.code not in {finding.code for finding in receipt.report.findings}
    elhub.advance(MORNING + dt.timedelta(days=2))
    assert elhub.failure_cases() == ()
    for sent in elhub.sent:
        assert [] == faults_of(sent.message, sent.message.header.creation)


@cache
def _market() -> Snapshot:
    return hub().snapshot()


def commands(data: bytes) -> None:
    """Show, check, explain, answer and convert on the command line: no traceback, and nobody in what is shown."""
    for arguments, shows in _COMMANDS:
        status, out, err = _ran(arguments, data)
        assert status in {0, 1, 2, 3}
        for text in (out, err) if shows else (err,):
            assert text == presentable(text)
            assert [] == [name for name in _names(data) if name in text]


_COMMANDS = (
    (("show", "-"), True),
    (("show", "-", "--values"), True),
    (("--lang", "nb", "validate", "-"), True),
    (("validate", "-", "--format", "html"), True),
    (("validate", "-", "--format", "json", "--now", "message"), True),
    (("explain", "-"), True),
    (("acknowledge", "-", "--now", "2026-03-02T11:00:00+01:00"), False),
    (("convert", "-", "--to", "csv"), False),
)


def _ran(arguments: Sequence[str], data: bytes) -> tuple[int, str, str]:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(data))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = run(list(arguments))
    finally:
        sys.stdin = before
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))  # type: ignore[attr-defined]
    return status, texts[0], texts[1]


def plain_data(data: bytes) -> None:
    """Build from JSON: the kind that it names, or any."""
    try:
        mapping = json.loads(data, parse_int=lambda digits: int(digits[:_MOST_DIGITS]))
    except (ValueError, RecursionError):
        return
    if not isinstance(mapping, dict):
        return
    named = mapping.get("kind")
    for kind in (named,) if isinstance(named, str) else _KINDS:
        with suppress(BuildError):
            document = edielkit.from_dict(kind, mapping)
            edielkit.serialize(document)


def context(data: bytes) -> None:
    """Read what a company knows of its metering points."""
    from edielkit.process_rules import MemoryContext

    with suppress(BuildError):
        MemoryContext.from_json(data)


def scenarios(data: bytes) -> None:
    """Read a scenario file, and the scenarios in it."""
    from edielkit.cli.input.scenario_files import documents_of
    from edielkit.cli.usage_error import UsageError
    from edielkit.scenarios import ScenarioError, read_scenario

    with suppress(UsageError, ScenarioError):
        for document in documents_of("a.yml", data, Path()):
            read_scenario(document.content)


def csv(data: bytes) -> None:
    """Read series from CSV; what is read is written, and read again the same."""
    try:
        series = list(from_csv(data))
    except ValueError:
        return
    again = list(from_csv(b"".join(to_csv(series))))
    assert [list(part.observations) for part in again] == [list(part.observations) for part in series]


def value_files(data: bytes) -> None:
    """Read a file of values whose columns are guessed."""
    from edielkit.value_files import ReadOptions, read_file

    with suppress(ValueError, ParseError, BuildError):
        read_file(data, ReadOptions())


def archives(data: bytes) -> None:
    """Unpack gzip, zip and Zstandard within their limits, whole or not at all."""
    from edielkit.archives import is_zip, is_zstd, open_zstd, zip_members
    from edielkit.compressed import UnpackLimits, unpack

    limits = UnpackLimits(max_bytes=1 << 20, free_bytes=1 << 16)
    with suppress(ParseError):
        unpack(data, limits=limits)
    if is_zstd(data):
        with suppress(ParseError):
            open_zstd("a.zst", data, limits=limits)
    if is_zip(data):
        with suppress(ParseError):
            for _, read in zip_members(data):
                with suppress(ParseError):
                    read()


READERS: dict[str, Callable[[bytes], None]] = {
    reader.__name__: reader
    for reader in (
        edifact,
        emif,
        anything,
        answers,
        conversion,
        anonymised,
        intake,
        commands,
        plain_data,
        context,
        scenarios,
        csv,
        value_files,
        archives,
    )
}


def corpus_of(name: str) -> list[Path]:
    """Return the inputs that are kept for a reader."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())
