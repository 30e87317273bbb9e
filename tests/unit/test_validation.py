"""A report keeps what was read, so that nobody reads the same bytes again."""

from __future__ import annotations

import datetime as dt
import gzip
import pickle
from importlib import import_module

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.findings import LEVELS, Report

NOW = dt.datetime(2026, 3, 30, 6, 30, tzinfo=dt.UTC)
XML = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
EDIFACT = (FIXTURES / "edifact/mscons-no-spring-23-hours.edi").read_bytes()
BROKEN = EDIFACT.replace(b"UNZ+1", b"UNZ+2")
FILES = sorted((FIXTURES / "broken").glob("*.[ex]*"))


def new_id():
    return "00000000-0000-4000-8000-00000000000f"


def acknowledged(data, report):
    return [
        edielkit.serialize(answer)
        for answer in edielkit.acknowledge(data, report, now=NOW, new_id=new_id, positive=True)
    ]


@pytest.fixture
def reads(monkeypatch):
    """Count how often bytes of each wire are read."""
    calls = []

    def counted(target):
        module, _, name = target.rpartition(".")
        original = getattr(import_module(module), name)

        def count(data, *arguments, **options):
            calls.append(data)
            return original(data, *arguments, **options)

        monkeypatch.setattr(target, count)

    counted("edielkit.emif.check.documents.parse_tree")
    counted("edielkit.emif.read.document.stream")
    counted("edielkit.edifact.check.interchanges.read_envelopes")
    counted("edielkit.edifact.read.assembler.parse_interchanges")
    return calls


@pytest.mark.parametrize(
    "data", [XML, EDIFACT, BROKEN, gzip.compress(XML)], ids=["xml", "edifact", "broken", "gzip"]
)
def test_a_message_that_is_validated_and_answered_is_read_once(data, reads):
    """The answer uses what the report has; an answer that is checked is read for itself."""
    report = edielkit.validate(data, now=NOW)
    content = gzip.decompress(data) if data[:1] == b"\x1f" else data
    acknowledged(data, report)

    assert 1 == reads.count(content)


def test_an_interchange_that_is_a_value_is_validated_once(reads):
    """The places in the bytes, which the report on a value leaves out, are those of its own look."""
    value = edielkit.parse(BROKEN)
    reads.clear()
    report = edielkit.validate(value, now=NOW)

    assert [None] == [finding.position.offset for finding in report]
    assert acknowledged(BROKEN, edielkit.validate(BROKEN)) == acknowledged(value, report)
    assert 2 == reads.count(BROKEN)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_answer_is_the_same_without_what_was_read(path):
    """What is kept saves time alone."""
    data = path.read_bytes()
    report = edielkit.validate(data, now=NOW)

    assert acknowledged(data, report) == acknowledged(data, report.without_reading())
    assert report == report.without_reading()


@pytest.mark.parametrize("data", [XML, EDIFACT], ids=["xml", "edifact"])
def test_what_was_read_is_what_parse_gives(data):
    """The documents of a report are those of the bytes, and of no others."""
    report = edielkit.validate(data, now=NOW)

    assert edielkit.parse_all(data) == report.documents_of(data)
    assert edielkit.parse_all(data) == report.documents_of(bytes(bytearray(data)))
    assert report.documents_of(data + b"\n") is None
    assert report.without_reading().documents_of(data) is None
    assert Report().documents_of(data) is None


def test_the_report_of_other_bytes_is_no_help():
    """A report of another message is not mixed up with the one that is answered."""
    other = edielkit.validate(XML.replace(b"707057599900010012", b"707057599900020011"), now=NOW)

    assert acknowledged(XML, other) == acknowledged(XML, other.without_reading())


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_shows_what_was_read(level):
    """It takes no part in comparison and in words, and a report can be kept and sent."""
    report = edielkit.validate(XML, now=NOW, level=level)

    assert "reading" not in repr(report)
    assert report == pickle.loads(pickle.dumps(report.without_reading()))
