"""Compressed input, opened within bounds, and never in part: each decoder is asked whether it ended."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator

import attrs

from edielkit.errors import ParseError
from edielkit.findings import Position

__all__ = (
    "DEFLATE",
    "GZIP",
    "UNPACK_LIMITS",
    "ContentBounds",
    "UnpackLimits",
    "inflated",
    "not_whole",
    "unpack",
)

# how gzip begins
GZIP = b"\x1f\x8b"
# window bits, as zlib calls them, of RFC 1952 (gzip) and of RFC 1951 (the bare stream, as in a zip)
_GZIP_BITS, DEFLATE = 31, -15
_CHUNK = 1 << 20
_PIECE = 1 << 10


@attrs.frozen(kw_only=True)
class UnpackLimits:
    """How far compressed input is opened.

    Attributes:
        max_bytes: Size of the content.
        max_ratio: Content to input; real messages reach about 60, a bomb 1000.
        free_bytes: Below this size the ratio is not looked at.
    """

    max_bytes: int = 8 << 30
    max_ratio: int = 150
    free_bytes: int = 16 << 20


UNPACK_LIMITS = UnpackLimits()


@attrs.define(kw_only=True)
class ContentBounds:
    """How much content came out of packed bytes so far, and how much may come.

    Attributes:
        packed: Size of the packed bytes.
        limits: How far they are opened.
        size: Bytes of content so far.
    """

    packed: int
    limits: UnpackLimits = UNPACK_LIMITS
    size: int = attrs.field(default=0, init=False)

    def add(self, count: int, offset: int) -> None:
        """Count content that came out of the packed bytes up to *offset*.

        Raises:
            ParseError: It is beyond the limits (SYS012).
        """
        self.size += count
        limits = self.limits
        if self.size > limits.max_bytes:
            raise not_whole(f"content of more than {limits.max_bytes} bytes", offset)
        if self.size > limits.free_bytes and self.size > self.packed * limits.max_ratio:
            raise not_whole(f"content of more than {limits.max_ratio} times the compressed size", offset)


def not_whole(message: str, offset: int = 0) -> ParseError:
    """Return the error of packed bytes that are broken, cut off or beyond the limits, at *offset* of them."""
    return ParseError(message, Position(offset=offset), "SYS012")


def unpack(data: bytes, *, limits: UnpackLimits = UNPACK_LIMITS) -> bytes:
    """Return the content of *data* when it is gzip, else *data* itself.

    Several members are joined, as RFC 1952 says; zeros behind the last one are padding of tapes and blocks.

    Raises:
        ParseError: The compressed data is broken, cut off, beyond the limits, or something else stands behind it;
            the offset is that in *data*.

    >>> import gzip
    >>> unpack(gzip.compress(b"UNA"))
    b'UNA'
    """
    if not data.startswith(GZIP):
        return data
    # a bomb is counted to its bound and never held
    for _ in _members(data, limits):
        pass
    return b"".join(_members(data, limits))


def _members(data: bytes, limits: UnpackLimits) -> Iterator[bytes]:
    """Yield the content of the members of *data*, piece by piece."""
    bounds, at = ContentBounds(packed=len(data), limits=limits), 0
    while data[at : at + 2] == GZIP:
        at = yield from inflated(data, at, len(data), bounds, bits=_GZIP_BITS, name="gzip")
    if data[at:].strip(b"\0"):
        raise not_whole(f"expected the end of the gzip, found {len(data) - at} bytes more", at)


def inflated(
    data: bytes, at: int, end: int, bounds: ContentBounds, *, bits: int, name: str
) -> Generator[bytes, None, int]:
    """Yield the content of a deflated stream, piece by piece; return the offset of what follows it.

    Args:
        data: Bytes with the stream.
        at: Offset of its first byte.
        end: Offset behind the last byte that may belong to it.
        bounds: How much may come out.
        bits: ``DEFLATE`` for the bare stream, or the window bits of another wrapping.
        name: What the wrapping is called in errors.

    Raises:
        ParseError: The stream is broken, does not end before *end*, or has more content than it may.
    """
    decoder = zlib.decompressobj(wbits=bits)
    # small pieces first: what a stream leaves over is copied, and there may be very many streams
    step = _PIECE
    while not decoder.eof:
        piece = decoder.unconsumed_tail
        if not piece:
            piece = data[at : min(at + step, end)]
            at += len(piece)
            step = min(2 * step, _CHUNK)
            if not piece:
                raise not_whole(f"{name} ends before its content does", at)
        try:
            part = decoder.decompress(piece, _CHUNK)
        except zlib.error:
            raise not_whole(f"broken {name}: the content cannot be unpacked", at - len(piece)) from None
        bounds.add(len(part), at)
        yield part
    return at - len(decoder.unused_data)
