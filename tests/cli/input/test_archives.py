"""Compressed files and archives are opened within bounds; a broken one stops no other input."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile

import pytest
import zstandard

GOOD = "emif/metering/CollectedData.xml"


BROKEN = "broken/emif-decimal-comma.xml"


def zipped(members):
    """Return a zip archive of names and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


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
        ("times the compressed size", zipped([("a.xml", b"\0" * (32 << 20))])),
        ("at most 10000 files", zipped([(f"{n}.xml", b"") for n in range(10_001)])),
        ("broken zstd", zstandard.compress(b"abc" * 400)[:9] + b"broken"),
        ("times the compressed size", zstandard.compress(b"\0" * (32 << 20))),
    ],
    ids=["cut zip", "empty zip", "zip bomb", "zip of many", "broken zstd", "zstd bomb"],
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
