"""Compressed input, opened within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import attrs

from edielkit.errors import ParseError
from edielkit.findings import Position

__all__ = ("GZIP", "UNPACK_LIMITS", "UnpackLimits", "unpack")

# how gzip begins
GZIP = b"\x1f\x8b"
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


def unpack(data: bytes, *, limits: UnpackLimits = UNPACK_LIMITS) -> bytes:
    """Return the content of *data* when it is gzip, else *data* itself.

    Raises:
        ParseError: The compressed data is broken, cut off, or beyond the limits.

    >>> import gzip
    >>> unpack(gzip.compress(b"UNA"))
    b'UNA'
    """
    if not data.startswith(GZIP):
        return data
    # a bomb is counted to its bound and never held
    for _ in _parts(data, limits):
        pass
    return b"".join(_parts(data, limits))


def _parts(data: bytes, limits: UnpackLimits) -> Iterator[bytes]:
    """Yield the content of the members of *data*, piece by piece; what follows them is left out, as gzip does."""
    size, at = 0, 0
    while data[at : at + 2] == GZIP:
        decoder = zlib.decompressobj(wbits=31)
        # small pieces first: what a member leaves over is copied, and there may be very many members
        step = _PIECE
        while not decoder.eof:
            piece = decoder.unconsumed_tail
            if not piece:
                piece = data[at : at + step]
                at += len(piece)
                step = min(2 * step, _CHUNK)
                if not piece:
                    raise _broken("gzip ends before its content does", size)
            try:
                part = decoder.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise _broken(f"broken gzip: {error}", size) from None
            size += len(part)
            _check(size, len(data), limits)
            yield part
        at -= len(decoder.unused_data)


def _check(size: int, packed: int, limits: UnpackLimits) -> None:
    if size > limits.max_bytes:
        raise _broken(f"content of more than {limits.max_bytes} bytes", size)
    if size > limits.free_bytes and size > packed * limits.max_ratio:
        raise _broken(f"content of more than {limits.max_ratio} times the compressed size", size)


def _broken(message: str, size: int) -> ParseError:
    return ParseError(message, Position(offset=size), "SYS012")
