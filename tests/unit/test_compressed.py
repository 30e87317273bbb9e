"""Compressed input is opened within bounds, member by member."""

from __future__ import annotations

import gzip

import pytest

from edielkit.compressed import UnpackLimits, unpack
from edielkit.errors import ParseError

CONTENT = b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'" * 100
PACKED = gzip.compress(CONTENT, mtime=0)
TIGHT = UnpackLimits(max_bytes=len(CONTENT), max_ratio=2, free_bytes=100)


@pytest.mark.parametrize("data", [b"", b"\x1f", b"<a/>", CONTENT])
def test_what_is_no_gzip_stays_as_it_is(data):
    """The very same object: nothing is copied."""
    assert data is unpack(data)


def test_the_members_of_a_file_are_joined():
    """As gzip itself does; zeros behind the last one are padding."""
    assert CONTENT + b"more" == unpack(PACKED + gzip.compress(b"more"))
    assert CONTENT == unpack(PACKED + bytes(512))


@pytest.mark.parametrize("junk", [b"junk", b"\0\0junk", b"\x1f", b"UNB+UNOC:3+A+B+260101:0000+R'"])
def test_what_stands_behind_the_last_member_is_told(junk):
    """It may be the rest of a message; the offset says where it begins."""
    with pytest.raises(
        ParseError, match=f"expected the end of the gzip, found {len(junk)} bytes more"
    ) as caught:
        unpack(PACKED + junk)

    assert ("SYS012", len(PACKED)) == (caught.value.code, caught.value.position.offset)


@pytest.mark.parametrize("size", range(2, len(PACKED), 7))
def test_a_file_that_is_cut_off_is_broken(size):
    """Wherever it was cut."""
    with pytest.raises(ParseError, match="ends before its content does") as caught:
        unpack(PACKED[:size])

    assert ("SYS012", size) == (caught.value.code, caught.value.position.offset)


def test_a_member_that_is_cut_off_behind_a_whole_one_is_broken():
    """Half a file is never taken for a whole one."""
    for size in range(2, len(PACKED)):
        with pytest.raises(ParseError, match="ends before its content does"):
            unpack(PACKED + PACKED[:size])


def test_a_file_with_other_bytes_in_it_is_broken():
    """The error says so."""
    with pytest.raises(ParseError, match="broken gzip"):
        unpack(PACKED[:10] + b"\xff" * 20)


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        (f"content of more than {len(CONTENT) - 1} bytes", UnpackLimits(max_bytes=len(CONTENT) - 1)),
        ("content of more than 2 times the compressed size", TIGHT),
    ],
)
def test_content_beyond_the_bounds_is_refused(words, limits):
    """In all its size, and against what it was packed into."""
    with pytest.raises(ParseError, match=words):
        unpack(PACKED, limits=limits)


def test_small_content_may_be_packed_as_well_as_it_likes():
    """The ratio of a short message says nothing."""
    assert b"\0" * 99 == unpack(gzip.compress(b"\0" * 99), limits=TIGHT)
