"""Compressed files and archives among the inputs: a broken one stops no other."""

from __future__ import annotations

import gzip
import sys

import pytest
import zstandard
from tests.support.packed import nameless, zipped

GOOD = "emif/metering/CollectedData.xml"
BROKEN = "broken/emif-decimal-comma.xml"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_compressed_files_are_opened(edielkit, fixtures, tmp_path, pack):
    """The content counts, whatever the file is called."""
    path = tmp_path / "packed.bin"
    path.write_bytes(pack((fixtures / BROKEN).read_bytes()))

    ran = edielkit("validate", path)

    assert 1 == ran.status
    assert "write 0.25" in ran.text


def test_members_of_a_zip_are_inputs(edielkit, fixtures, tmp_path):
    """Each member has a report of its own, and nothing is written to disk."""
    path = tmp_path / "post.zip"
    good, broken = ((fixtures / name).read_bytes() for name in (GOOD, BROKEN))
    path.write_bytes(zipped([("../../a.xml", good), ("in/b.xml", broken), ("c.xml.gz", gzip.compress(good))]))

    plain = edielkit("validate", "--level", "codes", "--format", "json", path).plain

    assert [
        (f"{path}!../../a.xml", "accepted"),
        (f"{path}!in/b.xml", "rejected"),
        (f"{path}!c.xml.gz", "accepted"),
    ] == [(file["path"], file["verdict"]) for file in plain["files"]]
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("broken zip", zipped([("a.xml", b"x" * 5000)])[:60]),
        ("found none", zipped([])),
        ("found none", zipped([("folder/", b"")])),
        ("found an empty one", nameless()),
        ("times the compressed size", zipped([("a.xml", b"\0" * (32 << 20))])),
        ("at most 10000 files", zipped([(f"{n}.xml", b"") for n in range(10_001)])),
        ("broken zstd", b"\x28\xb5\x2f\xfd\x20\x01\x07\0\0"),
        ("times the compressed size", zstandard.compress(b"\0" * (32 << 20))),
    ],
    ids=[
        "cut zip",
        "empty zip",
        "zip of folders",
        "nameless file",
        "zip bomb",
        "zip of many",
        "broken zstd",
        "zstd bomb",
    ],
)
def test_hostile_archives_are_findings(edielkit, words, data):
    """An archive that is broken or beyond the limits is unreadable, with a finding."""
    ran = edielkit("validate", "--format", "json", "-", stdin=data)

    assert 1 == ran.status
    (file,) = ran.plain["files"]
    assert "unreadable" == file["verdict"]
    assert ["SYS012"] == [finding["code"] for finding in file["findings"]]
    assert words in file["findings"][0]["message"]


def test_missing_zstandard_names_the_extra(edielkit, monkeypatch):
    """Without the optional package the message says what to install."""
    monkeypatch.setitem(sys.modules, "zstandard", None)

    ran = edielkit("validate", "-", stdin=zstandard.compress(b"abc"))

    assert 2 == ran.status
    assert "edielkit[zstd]" in ran.err


def test_a_cut_zstandard_file_is_no_message(edielkit, fixtures, tmp_path):
    """Frames of many messages, the last of them in part: nothing is accepted."""
    path = tmp_path / "cut.edi.zst"
    message = (fixtures / "edifact/mscons-no-four-hours.edi").read_bytes()
    path.write_bytes(zstandard.compress(message * 20)[:-9])

    ran = edielkit("validate", "--format", "json", path)

    (file,) = ran.plain["files"]
    assert (1, "unreadable", "SYS012") == (ran.status, file["verdict"], file["findings"][0]["code"])


def test_what_a_mac_adds_is_no_input(edielkit, fixtures, tmp_path):
    """Resource forks and settings of windows are left out; a message that lies in their place is not."""
    path, good = tmp_path / "mac.zip", (fixtures / GOOD).read_bytes()
    fork, settings = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", b"\x00\x00\x00\x01Bud1\x00"
    path.write_bytes(
        zipped(
            [("a.xml", good), ("__MACOSX/._a.xml", fork), (".DS_Store", settings), ("in/.DS_Store", settings)]
        )
    )
    assert 0 == edielkit("validate", "--level", "codes", path).status

    path.write_bytes(zipped([("__MACOSX/a.xml", good), (".DS_Store", b"<a/>")]))
    plain = edielkit("validate", "--level", "codes", "--format", "json", path).plain
    assert ["accepted", "unreadable"] == [file["verdict"] for file in plain["files"]]

    path.write_bytes(zipped([("__MACOSX/._a.xml", fork)]))
    assert "found none" in edielkit("validate", path).text


def test_a_workbook_is_one_file(edielkit, tmp_path):
    """The parts of a document of an office program are none for a person: the workbook is named, and what was expected."""
    path = tmp_path / "volumes.xlsx"
    path.write_bytes(zipped([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]))
    ran = edielkit("validate", "--format", "json", path)
    (file,) = ran.plain["files"]

    assert 1 == ran.status
    assert [("SYS011", True)] == [(f["code"], "an Excel workbook" in f["message"]) for f in file["findings"]]


def test_an_archive_in_an_archive_is_named(edielkit, fixtures, tmp_path):
    """It is opened once; what stands beside it is read."""
    good = (fixtures / "emif/metering/CollectedData.xml").read_bytes()
    path = tmp_path / "post.zip"
    path.write_bytes(zipped([("inner.zip", zipped([("a.xml", good)])), ("b.xml", good)]))
    first, second = edielkit("validate", "--format", "json", path).plain["files"]

    assert "found a zip archive" in first["findings"][0]["message"]
    assert "accepted" == second["verdict"]
