"""Archives are opened within bounds, and never in part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
import zstandard
from tests.support.packed import zipped

from edielkit.archives import open_zstd, zip_members
from edielkit.errors import ParseError

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


@pytest.mark.parametrize("contents", [(CONTENT, b"more"), (b"", CONTENT), (CONTENT, CONTENT, CONTENT)])
def test_zstandard_of_several_frames_is_read_to_its_end(contents):
    """What is packed in parts, as loggers do it: none of them is left out."""
    assert b"".join(contents) == open_zstd("frames", b"".join(map(zstandard.compress, contents)))
