"""The command anonymise on a folder of messages and their answers, packed in every way: nothing original is left in it."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
import json
import zipfile
from collections import Counter, defaultdict

import pytest
from tests.support.identities import identities, leaks

import edielkit as package
from edielkit.generate import generate_message, message_kinds

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
KEY = ("--key", "a key of the tests")
BIRTH_NUMBER = b"13097248022"  # by form; the month says that it is of a calendar
KINDS = message_kinds()


def written(folder, count):
    """Write *count* generated messages, and the answers to those that have one; return what was packed how."""
    ids = iter(f"00000000-0000-4000-8000-{number:012}" for number in range(10 * count))
    for number in range(count):
        message = generate_message(KINDS[number % len(KINDS)], seed=number, now=NOW, full=number % 2 == 0)
        report = package.validate(message.data, now=NOW)
        answers = package.acknowledge(message.data, report, now=NOW, new_id=lambda: next(ids))
        parts = [message.data, *(package.serialize(answer) for answer in answers)]
        for place, data in enumerate(parts):
            path = (
                folder / f"{number % 7}" / f"{number:04}-{place}{'.xml' if data.startswith(b'<') else '.edi'}"
            )
            path.parent.mkdir(exist_ok=True)
            write(path, data, number % 3)


def write(path, data, packing):
    if packing == 1:
        path.with_suffix(f"{path.suffix}.gz").write_bytes(gzip.compress(data))
    elif packing == 2:
        with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
            archive.writestr(path.name, data)
    else:
        path.write_bytes(data)


def messages(path):
    """Return the messages in a file."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return [archive.read(name) for name in archive.namelist()]
    return [gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data]


def relations(paths):
    """Return how many identities stand together in which files, by the numbers of the files."""
    files = defaultdict(set)
    for number, path in enumerate(paths):
        for message in messages(path):
            for identity in identities(message):
                if (
                    len(identity) > 5
                ):  # five digits may by chance become a code of a process, which is no identity
                    files[identity].add(number)
    return set(files), Counter(frozenset(numbers) for numbers in files.values())


def check(edielkit, tmp_path, count):
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    written(inbox, count)

    ran = edielkit("anonymise", inbox, *KEY, "-o", out, "--check", "--format", "json")

    assert (0, "") == (ran.status, ran.err)
    files = ran.plain["files"]
    assert len(files) >= count
    assert [] == [words for file in files for words in file["other_findings"]]
    before, shape = relations([inbox.parent / file["input"] for file in files])
    _, other_shape = relations([out.parent / file["output"] for file in files])
    assert shape == other_shape
    layers = [str(path).encode() for path in out.rglob("*")]
    layers += [
        layer for path in out.rglob("*") if path.is_file() for layer in (path.read_bytes(), *messages(path))
    ]
    assert set() == leaks(before, b"\n".join(layers))


def test_nothing_original_is_left_in_a_folder(edielkit, tmp_path):
    """Byte for byte, inside of gzip and zip, in base64, in any case; files that shared something still do."""
    check(edielkit, tmp_path, 18)


@pytest.mark.slow
def test_nothing_original_is_left_in_a_folder_of_a_thousand_messages(edielkit, tmp_path):
    """The same for many."""
    check(edielkit, tmp_path, 1000)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</abie:FamilyName>", b" " + BIRTH_NUMBER + b"</abie:FamilyName>"),
        (b"</abie:Direction>", b"</abie:Direction><abie:Strange>" + BIRTH_NUMBER + b"</abie:Strange>"),
        (b"</abie:Direction>", b"</abie:Direction><!-- born 130972 48022 -->"),
        (b'<abie:Observation Sequence="1">', b'<abie:Observation Sequence="1" note="' + BIRTH_NUMBER + b'">'),
        (b"<abie:Metered>1.24<", b"<abie:Metered>" + BIRTH_NUMBER + b"<"),
    ],
    ids=["a name", "an element that nobody knows", "a comment", "an attribute", "an amount"],
)
def test_a_birth_number_is_caught_wherever_it_stands(edielkit, tmp_path, fixtures, old, new):
    """It is replaced, and somebody is told where it stood."""
    name = (
        "market/NotifyStartOfSupply.xml" if b"Name" in old else "metering/CollectedData-spring-23-hours.xml"
    )
    data = (fixtures / "emif" / name).read_bytes()
    assert old in data
    path, out = tmp_path / "a.xml", tmp_path / "out"
    path.write_bytes(data.replace(old, new, 1))

    ran = edielkit("anonymise", path, *KEY, "-o", out, "--format", "json")

    (file,) = ran.plain["files"]
    result = (out.parent / file["output"]).read_bytes()
    assert BIRTH_NUMBER not in result.replace(b" ", b"")
    assert base64.b64encode(BIRTH_NUMBER) not in result
    assert "birth number" in {remark["what"] for remark in file["look_at"]}, json.dumps(file["look_at"])
