"""Bodies of requests, read within bounds and unpacked."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from edielkit.compressed import GZIP, UnpackLimits, unpack
from edielkit.errors import EdielError, ParseError

__all__ = ("BodyError", "PackedBodyError", "UnpackedSizeError", "json_of", "read_body", "unpacked")

# Beyond this size packed bytes may hold no more than 150 times their own: real messages reach about 60.
_RATIO, _FREE = 150, 4 << 20
# How `edielkit.compressed` begins to say that a bound was passed.
_BEYOND = "content of more than"


class BodyError(EdielError):
    """The body is larger than may be."""


class PackedBodyError(EdielError):
    """The body is not packed as its head says."""


class UnpackedSizeError(PackedBodyError):
    """What comes out of the body is larger than may be."""


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request as it came.

    Args:
        request: The request.
        most: Most bytes; no more than that is ever held.

    Raises:
        BodyError: It is larger, by what its head says or by what comes.
    """
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and (len(stated) > 15 or int(stated) > most):
        raise _too_large(most)
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise _too_large(most)
            parts.append(part)
    except ClientDisconnect:
        raise BodyError("the body ended before its end") from None
    return b"".join(parts)


def _too_large(most: int) -> BodyError:
    return BodyError(f"expected a body of at most {most} bytes")


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """Return the content of a body.

    Args:
        data: The body as it came.
        encoding: What the head ``Content-Encoding`` says.
        most: Most bytes of the content.

    Raises:
        PackedBodyError: The encoding is none that is read, or the bytes are not packed so and whole.
        UnpackedSizeError: The content is larger.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return data
    if name not in {"gzip", "x-gzip"}:
        raise PackedBodyError(f"expected Content-Encoding gzip or none, found {name[:20]!r}")
    if not data.startswith(GZIP):
        raise PackedBodyError("expected gzip, as Content-Encoding says")
    try:
        return unpack(data, limits=UnpackLimits(max_bytes=most, max_ratio=_RATIO, free_bytes=_FREE))
    except ParseError as error:
        if error.message.startswith(_BEYOND):
            words = f"expected at most {most} bytes when the body is unpacked; found {error.message}"
            raise UnpackedSizeError(words) from None
        raise PackedBodyError(error.message) from None


def json_of(data: bytes) -> Any:
    """Return what a body of JSON holds, where an answer or a file can hold it too.

    Args:
        data: The body.

    Raises:
        ValueError: It is no JSON, or has texts with halves of surrogate pairs, or numbers that are none.
        RecursionError: It is nested too deep.

    >>> json_of(b'{"point": "house"}')
    {'point': 'house'}
    """
    value = json.loads(data)
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value
