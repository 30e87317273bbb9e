"""Zip and Zstandard input, opened in memory within bounds; nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from typing import IO

import attrs

from edielkit.compressed import UNPACK_LIMITS, UnpackLimits
from edielkit.errors import MissingExtraError, ParseError
from edielkit.findings import Position

__all__ = ("ZIP_LIMITS", "ZipLimits", "is_zip", "is_zstd", "open_zstd", "zip_members")

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZSTD = b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 20
_LONGEST_NAME = 200


@attrs.frozen(kw_only=True)
class ZipLimits:
    """How far an archive is opened.

    Attributes:
        max_members: Most files in it.
        max_bytes: Most bytes of all files together, as the archive declares them.
        member: Bounds of one file.
    """

    max_members: int = 10_000
    max_bytes: int = 8 << 30
    member: UnpackLimits = UnpackLimits(max_bytes=2 << 30)


ZIP_LIMITS = ZipLimits()


def is_zip(data: bytes) -> bool:
    """Tell whether *data* begins as a zip archive does."""
    return data[:4] in _ZIP


def is_zstd(data: bytes) -> bool:
    """Tell whether *data* begins as a Zstandard frame does."""
    return data[:4] == _ZSTD


def zip_members(data: bytes, *, limits: ZipLimits = ZIP_LIMITS) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the files of an archive by name, each with a function that gives its bytes.

    The names are for output alone: no path is made of them.

    Raises:
        ParseError: The archive is broken, or beyond the limits; so may the functions.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _broken(f"broken zip: {error}") from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.max_members:
        raise _broken(f"expected at most {limits.max_members} files in a zip, found {len(infos)}")
    if sum(info.file_size for info in infos) > limits.max_bytes:
        raise _broken(f"expected at most {limits.max_bytes} bytes of content in a zip")
    if not infos:
        raise _broken("expected a file in the zip, found none")
    return [(_printable(info.filename), partial(_member, archive, info, limits.member)) for info in infos]


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name[:_LONGEST_NAME])


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: UnpackLimits) -> bytes:
    if info.flag_bits & 1:
        raise _broken("expected a zip without a password")
    try:
        with archive.open(info) as opened:
            return _bounded(opened, info.compress_size, limits)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _broken(f"broken zip: {error}") from None
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            raise _broken(f"broken zip: {error}") from None
        raise


def open_zstd(name: str, data: bytes, *, limits: UnpackLimits = UNPACK_LIMITS) -> bytes:
    """Return the content of a Zstandard file.

    Raises:
        ParseError: The data is broken, cut off, or beyond the limits.
        MissingExtraError: The package zstandard is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError(
            f"{name}: reading Zstandard needs the extra zstd: pip install 'edielkit[zstd]'"
        ) from None
    try:
        reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
        return _bounded(reader, len(data), limits)
    except zstandard.ZstdError as error:
        raise _broken(f"broken zstd: {error}") from None


def _bounded(opened: IO[bytes], packed: int, limits: UnpackLimits) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := opened.read(_CHUNK):
        size += len(part)
        if size > limits.max_bytes:
            raise _broken(f"content of more than {limits.max_bytes} bytes", size)
        if size > limits.free_bytes and size > packed * limits.max_ratio:
            raise _broken(f"content of more than {limits.max_ratio} times the compressed size", size)
        parts.append(part)
    return b"".join(parts)


def _broken(message: str, size: int = 0) -> ParseError:
    return ParseError(message, Position(offset=size), "SYS012")
