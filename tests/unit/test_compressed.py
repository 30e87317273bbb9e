"""Compressed input is opened within bounds, member by member."""

from __future__ import annotations

import gzip

import pytest

from edielkit.compressed import UnpackLimits, unpack
from edielkit.errors import ParseError

CONTENT = b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'" * 100
PACKED = gzip.compress(CONTENT)
TIGHT = UnpackLimits(max_bytes=len(CONTENT), max_ratio=2, free_bytes=100)


@pytest.mark.parametrize("data", [b"", b"\x1f", b"<a/>", CONTENT])
def test_what_is_no_gzip_stays_as_it_is(data):
    """The very same object: nothing is copied."""
    assert data is unpack(data)


def test_the_members_of_a_file_are_joined():
    """As gzip itself does; what follows the last one is left out."""
    assert CONTENT + b"more" == unpack(PACKED + gzip.compress(b"more"))
    assert CONTENT == unpack(PACKED + b"junk")


@pytest.mark.parametrize("size", range(2, len(PACKED), 7))
def test_a_file_that_is_cut_off_is_broken(size):
    """Wherever it was cut."""
    with pytest.raises(ParseError, match="ends before its content does") as caught:
        unpack(PACKED[:size])

    assert "SYS012" == caught.value.code


def test_a_file_with_other_bytes_in_it_is_broken():
    """The error says where the content stops."""
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
