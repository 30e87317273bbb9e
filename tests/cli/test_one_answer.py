"""What detect, parse, validate, show and convert say of an input agrees: whatever was done to its bytes, and however it is wrapped."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest
from tests.support.paths import FIXTURES

import edielkit as package
from edielkit.errors import ParseError

_SMALL = 20_000
FILES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if path.suffix in {".xml", ".edi"} and 0 < path.stat().st_size < _SMALL
)


def _cut(data, choice):
    return data[: choice.randrange(len(data))]


def _begun_late(data, choice):
    return data[choice.randrange(len(data)) :]


def _hole(data, choice):
    at = choice.randrange(len(data))
    return data[:at] + data[at + choice.randrange(1, 40) :]


def _other_byte(data, choice):
    at = choice.randrange(len(data))
    return data[:at] + bytes([choice.randrange(256)]) + data[at + 1 :]


def _said_twice(data, choice):
    at = choice.randrange(len(data))
    return data[:at] + data[at - choice.randrange(1, 40) : at] + data[at:]


def _packed(data, _choice):
    return gzip.compress(data, mtime=0)


def _packed_and_cut(data, choice):
    return _cut(gzip.compress(data, mtime=0), choice)


def _in_utf_16(data, _choice):
    return data.decode("latin-1").encode("utf-16")


def _with_mark(data, _choice):
    return b"\xef\xbb\xbf" + data


def _one_behind_the_other(data, _choice):
    return data + data


def _as_it_is(data, _choice):
    return data


CHANGES = (
    _as_it_is, _cut, _begun_late, _hole, _other_byte, _said_twice, _packed, _packed_and_cut, _in_utf_16,
    _with_mark, _one_behind_the_other,
)  # fmt: skip


def _code_of(data):
    """Return the rule that a parse is refused by, None where there is a message."""
    try:
        package.parse_all(data)
    except ParseError as error:
        return error.code
    return None


def _agree(edielkit, data, path):
    path.write_bytes(data)
    refused = _code_of(data)
    kind, report = package.detect(data), package.validate(data)
    shown, plain = edielkit("show", path), edielkit("show", "--json", path)
    converted = edielkit("convert", path, "--to", "json")

    assert report.unreadable is (refused is not None)
    if refused is None:
        # what is shown and converted may have findings, which say what is wrong with it
        assert (0, 0) == (shown.status, plain.status)
        assert converted.status in {0, 1}
        assert plain.plain is not None
        assert kind.wire
        # a service of one message names it, whatever else stands in its wrapper
        assert (kind.message or "") == report.kind.partition(", ")[0]
        return
    assert refused in [finding.code for finding in report]
    assert (2, 2, 2) == (shown.status, plain.status, converted.status)
    for ran in (shown, plain, converted):
        assert refused in ran.err
        assert b"" == ran.out


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.lstrip("_"))
def test_all_verbs_give_one_answer(edielkit, tmp_path, change):
    """A message is one to all of them, or to none, which then name the same rule."""
    choice = random.Random(change.__name__)
    for path in choice.sample(FILES, 8):
        _agree(edielkit, change(path.read_bytes(), choice), tmp_path / f"input{path.suffix}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_all_verbs_give_one_answer_of_every_fixture(edielkit, tmp_path, seed):
    """Of all fixtures, each changed in one way and then in another."""
    choice = random.Random(seed)
    for path in FILES:
        data = path.read_bytes()
        for _ in range(2):
            data = choice.choice(CHANGES)(data, choice) or data
        _agree(edielkit, data, tmp_path / f"input{path.suffix}")


def test_members_of_an_archive_are_answered_as_they_are_alone(edielkit, tmp_path):
    """One that is no message is refused by its name, the others are shown."""
    whole, broken = FILES[0].read_bytes(), b"no message"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"whole{FILES[0].suffix}", whole)
        file.writestr("broken.edi", broken)
    path = tmp_path / "two.zip"
    path.write_bytes(archive.getvalue())

    for arguments in (("show", path), ("convert", path, "--to", "json", "-o", f"{tmp_path}/there/")):
        ran = edielkit(*arguments)
        assert 2 == ran.status
        assert "two.zip!broken.edi" in ran.err
        assert _code_of(broken) in ran.err
    assert ["whole.json"] == [path.name for path in (tmp_path / "there").iterdir()]
