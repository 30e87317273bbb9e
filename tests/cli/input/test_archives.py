"""Compressed files and archives are opened within bounds; a broken one stops no other input."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import zipfile
import zlib

import pytest
import zstandard

from edielkit.cli.input.archives import open_zstd, zip_members
from edielkit.errors import ParseError

GOOD = "emif/metering/CollectedData.xml"


BROKEN = "broken/emif-decimal-comma.xml"


def zipped(members):
    """Return a zip archive of names and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def nameless():
    """Return a zip archive of one stored byte without a name."""
    sizes = struct.pack("<HHHIII", 0, 0, 0x21, zlib.crc32(b"x"), 1, 1)
    local = b"PK\3\4" + struct.pack("<HH", 20, 0) + sizes + bytes(4) + b"x"
    entry = b"PK\1\2" + struct.pack("<HHH", 20, 20, 0) + sizes + bytes(18)
    return local + entry + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


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


# -- nothing in part

CONTENT = b"UNB+UNOC:3+A+B+260101:0000+R'" + bytes(range(256)) * 40 + b"UNZ+0+R'"
SKIPPED_FRAME = b"\x5f\x2a\x4d\x18\x03\0\0\0abc"
ZSTD = {
    "plain": zstandard.compress(CONTENT),
    "check sum, no size": zstandard.ZstdCompressor(write_checksum=True, write_content_size=False).compress(
        CONTENT
    ),
    "like bytes": zstandard.compress(b"a" * 300_000),
    "stored": zstandard.ZstdCompressor(level=1).compress(zlib.compress(CONTENT * 3)),
    "empty": zstandard.compress(b""),
}


@pytest.mark.parametrize("packed", ZSTD.values(), ids=ZSTD)
def test_zstandard_that_is_cut_off_is_broken(packed):
    """Wherever it was cut: the decoder itself gives what it has, and says nothing."""
    open_zstd("whole", packed)
    for size in range(4, len(packed)):
        with pytest.raises(ParseError) as caught:
            open_zstd("cut", packed[:size])
        assert ("SYS012", size) == (caught.value.code, caught.value.position.offset), size


def test_frames_of_zstandard_are_joined():
    """With those that are to be skipped between and behind them; a last one that is cut off is not let go."""
    first, second = ZSTD["plain"], ZSTD["check sum, no size"]

    assert 2 * CONTENT == open_zstd("two", first + SKIPPED_FRAME + second + SKIPPED_FRAME)
    for size in range(1, len(second)):
        with pytest.raises(ParseError):
            open_zstd("cut", first + second[:size])
    with pytest.raises(ParseError, match="expected the end of the zstd, found 4 bytes more") as caught:
        open_zstd("junk", first + b"junk")
    assert len(first) == caught.value.position.offset


def test_a_cut_zstandard_file_is_no_message(edielkit, fixtures, tmp_path):
    """Frames of many messages, the last of them in part: nothing is accepted."""
    path = tmp_path / "cut.edi.zst"
    message = (fixtures / "edifact/mscons-no-four-hours.edi").read_bytes()
    path.write_bytes(zstandard.compress(message * 20)[:-9])

    ran = edielkit("validate", "--format", "json", path)

    (file,) = ran.plain["files"]
    assert (1, "unreadable", "SYS012") == (ran.status, file["verdict"], file["findings"][0]["code"])


METHODS = {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "lzma": zipfile.ZIP_LZMA}


def archive(method, content=CONTENT, name="a.edi"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as opened:
        opened.writestr(name, content)
    return buffer.getvalue()


def relabelled(data, size, crc):
    """Return a zip of one file that says of it another size of its content, and another check sum."""
    directory, changed = data.rfind(b"PK\1\2"), bytearray(data)
    for at in (14, directory + 16):
        struct.pack_into("<I", changed, at, crc)
        struct.pack_into("<I", changed, at + 8, size)
    return bytes(changed)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize("content", [CONTENT[:100], CONTENT + b"more"], ids=["less", "more"])
def test_a_file_of_a_zip_with_another_size_than_it_says_is_broken(method, content):
    """Even where the check sum is that of the part."""
    ((_, read),) = zip_members(archive(method))
    assert CONTENT == read()

    ((_, read),) = zip_members(relabelled(archive(method), len(content), zlib.crc32(content)))
    with pytest.raises(ParseError) as caught:
        read()
    assert "SYS012" == caught.value.code


def test_a_file_of_a_zip_with_another_check_sum_is_broken():
    """As zip itself has it."""
    ((_, read),) = zip_members(relabelled(archive(zipfile.ZIP_DEFLATED), len(CONTENT), 1))
    with pytest.raises(ParseError, match="does not have its check sum"):
        read()


def test_bytes_that_no_directory_of_a_zip_knows_are_told():
    """Two archives in one file, and something behind the end."""
    first, other = archive(zipfile.ZIP_STORED), archive(zipfile.ZIP_STORED, b"other", "b.edi")

    with pytest.raises(ParseError, match="expected the first file of the zip at its begin"):
        zip_members(first + other)
    with pytest.raises(ParseError, match="found 4 bytes more") as caught:
        zip_members(first + b"junk")
    assert len(first) == caught.value.position.offset

    # the entry of the first file is taken out of the directory
    both = zipped([("a.edi", CONTENT), ("b.edi", b"other")])
    first = both.find(b"PK\1\2")
    second = both.find(b"PK\1\2", first + 4)
    end = bytearray(both[both.rfind(b"PK\5\6") :])
    struct.pack_into("<HHII", end, 8, 1, 1, len(both) - len(end) - second, first)
    hidden = both[:first] + both[second : len(both) - len(end)] + bytes(end)
    with pytest.raises(ParseError, match="at its begin"):
        zip_members(hidden)


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
