"""What detect, parse, validate, read, convert and explain say of an input agrees, whatever the input is."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable

import pytest
from tests.support.planted import MESSAGES

import edielkit
from edielkit.conversion import Options
from edielkit.edifact.interchange import Interchange
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Verdict

# What stands before, behind and around a message, and what happens to it on its way.
CHANGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "as it is": lambda data, choice: data,
    "packed": lambda data, choice: gzip.compress(data, mtime=0),
    "packed twice": lambda data, choice: gzip.compress(gzip.compress(data, mtime=0), mtime=0),
    "packed and cut": lambda data, choice: gzip.compress(data, mtime=0)[: -choice.randint(1, 60)],
    "packed with more behind": lambda data, choice: gzip.compress(data, mtime=0) + b"more",
    "a mark of UTF-8": lambda data, choice: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data, choice: data.decode("latin-1").encode("utf-16"),
    "UTF-16 without a mark": lambda data, choice: data.decode("latin-1").encode("utf-16-be"),
    "UTF-32": lambda data, choice: data.decode("latin-1").encode("utf-32"),
    "in another encoding than it says": lambda data, choice: data.replace(b"UTF-8", b"ISO-8859-1"),
    "in an encoding that is none": lambda data, choice: data.replace(b"UTF-8", b"no-such"),
    "blanks before": lambda data, choice: b" \r\n\t" + data,
    "letters before": lambda data, choice: b"From: me\n\n" + data,
    "a NUL before": lambda data, choice: b"\0" + data,
    "more behind": lambda data, choice: data + b"\nKind regards",
    "twice": lambda data, choice: data + data,
    "with itself inside": lambda data, choice: data[: len(data) // 2] + data + data[len(data) // 2 :],
    "a document type": lambda data, choice: data.replace(b"?>", b"?><!DOCTYPE a>", 1),
    "cut": lambda data, choice: data[: choice.randrange(len(data))],
    "without its start": lambda data, choice: data[choice.randrange(len(data)) :],
    "a byte changed": lambda data, choice: _changed(data, choice, 1),
    "bytes changed": lambda data, choice: _changed(data, choice, 20),
    "without its first line": lambda data, choice: data.partition(b"\n")[2],
    "lines of 80": lambda data, choice: b"\n".join(data[n : n + 80] for n in range(0, len(data), 80)),
    "nothing": lambda data, choice: b"",
    "blanks": lambda data, choice: b" \n" * choice.randint(1, 9),
    "JSON": lambda data, choice: b'{"a": 1}',
    "a page": lambda data, choice: b"<!doctype html><html><body>" + data,
    "lower case": lambda data, choice: data.lower(),
}


def _changed(data: bytes, choice: random.Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        changed[choice.randrange(len(changed))] = choice.choice(b"'+:?<>&\"\0\xff\n A1")
    return bytes(changed)


def _fault(act: Callable[[bytes], object], data: bytes) -> tuple[str, str] | None:
    """Return code and words of what an act refuses, None when it reads the input."""
    try:
        act(data)
    except ParseError as error:
        return error.code, error.message
    except BuildError:
        return None
    return None


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", range(4))
def test_all_verbs_say_the_same_of_an_input(change, seed):
    """The same refusal with the same words, or none; and the same names of what it is."""
    choice = random.Random(f"{change} {seed}")
    for path in choice.sample(MESSAGES, 3):
        _agree(CHANGES[change](path.read_bytes(), choice))


@pytest.mark.parametrize(
    "data",
    [
        b"UNB+'UNH??++MSCONS'",
        b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'QTY136:2'UNT+3+1'UNZ+1+1'",
        b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A'LIN+1++++1'QTY+136:1:KWH'DTM+324:1'UNT",
        b"UNA''''''",
        b"UNB",
        b"UNA",
        b"<",
        b"<a/>",
        b"<?xml version='1.0'?>",
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd",
        b"PK\x03\x04",
    ],
)
def test_all_verbs_say_the_same_of_a_few_bytes(data):
    """Where a message has hardly begun."""
    _agree(data)


@pytest.mark.parametrize("number", range(len(MESSAGES)))
def test_all_verbs_say_the_same_of_each_fixture(number):
    """Right ones and broken ones."""
    _agree(MESSAGES[number].read_bytes())


def _agree(data: bytes) -> None:
    report = edielkit.validate(data)
    parsed = _fault(edielkit.parse_all, data)
    kind = edielkit.detect(data)

    assert (parsed is not None) == (report.verdict is Verdict.UNREADABLE)
    if parsed is not None:
        assert parsed in [(finding.code, finding.message) for finding in report.errors]
    for act in (
        lambda data: list(edielkit.read_series(data)),
        lambda data: edielkit.convert(data, "mscons", options=Options()),
        lambda data: edielkit.convert(data, "collected-data", options=Options()),
        edielkit.explain,
    ):
        assert parsed == _fault(act, data)
    if parsed is None:
        assert kind.wire == ("edifact" if isinstance(edielkit.parse_all(data)[0], Interchange) else "emif")
        assert (kind.message or "") == report.kind.partition(", ")[0]
    if kind.wire == "unknown":
        assert parsed is not None
