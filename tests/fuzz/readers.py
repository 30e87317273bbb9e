"""Every reader as a function of bytes that returns, or fails the way that it says: what a fuzzer calls.

Each raises AssertionError, or any other exception, where something is wrong: a traceback, another answer, a lost byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import edielkit
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Verdict

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
    """Let the bytes say themselves what they are, packed or not."""
    _message(data)


def _message(data: bytes) -> None:
    report = edielkit.validate(data)
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
        plain = json.loads(json.dumps(edielkit.to_dict(document)))
        with suppress(BuildError):
            written = edielkit.serialize(document)
            assert edielkit.serialize(edielkit.parse_all(written)[0]) == written
            edielkit.from_dict(plain["kind"], plain)


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
    from edielkit.tables import from_csv, to_csv

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
    for reader in (edifact, emif, anything, plain_data, context, scenarios, csv, value_files, archives)
}


def corpus_of(name: str) -> list[Path]:
    """Return the inputs that are kept for a reader."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())
