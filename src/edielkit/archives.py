"""Zip and Zstandard input, opened in memory within bounds, and never in part; nothing is written to disk."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import attrs

from edielkit.compressed import DEFLATE, UNPACK_LIMITS, ContentBounds, UnpackLimits, inflated, not_whole
from edielkit.errors import MissingExtraError, ParseError

__all__ = ("ZIP_LIMITS", "ZipLimits", "is_zip", "is_zstd", "open_zstd", "zip_members")

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZSTD = b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 20
_LONGEST_NAME = 200

# APPNOTE.TXT of the zip format, 4.3.7 and 4.3.16: sizes of a local header and of the end of the directory, without
# their variable parts, and where the lengths of those stand
_LOCAL_HEADER, _LOCAL_LENGTHS = 30, (26, 28)
_END, _END_BYTES, _COMMENT_LENGTH = b"PK\x05\x06", 22, 20

# What a Mac lays beside the files of a zip, by place or name and by its first bytes (AppleDouble, RFC 1740; the
# settings of a window): no message, and not the user's.
_MAC_FOLDER, _APPLE_DOUBLE = "__MACOSX/", b"\x00\x05\x16\x07"
_MAC_SETTINGS, _SETTINGS_MAGIC = ".DS_Store", b"\x00\x00\x00\x01Bud1"

# RFC 8878, 3.1.1 and 3.1.2: blocks of a frame, and frames that are skipped
_BLOCK_HEADER, _RLE_BLOCK, _CHECKSUM = 3, 1, 4
_SKIPPABLE_HEADER = 8

_BROKEN_FILE = "broken zip: a file in it cannot be unpacked, or is not what the directory says"


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


# -- zip


def zip_members(data: bytes, *, limits: ZipLimits = ZIP_LIMITS) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the files of an archive by name, each with a function that gives its bytes.

    The names are for output alone: no path is made of them. What a Mac adds for itself is left out.

    Raises:
        ParseError: The archive is broken, has bytes that its directory does not know, or is beyond the limits; so
            may the functions.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except NotImplementedError:  # zipfile knows no later version
        raise not_whole("expected a zip of a version that can be read: 6.3 or lower") from None
    except (zipfile.BadZipFile, ValueError, IndexError):
        raise not_whole(
            "broken zip: expected a directory of its files at its end; was the file cut off?"
        ) from None
    # ZipInfo.is_dir asks an empty name for its last character
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(infos) > limits.max_members:
        raise not_whole(f"expected at most {limits.max_members} files in a zip, found {len(infos)}")
    if sum(info.file_size for info in infos) > limits.max_bytes:
        raise not_whole(f"expected at most {limits.max_bytes} bytes of content in a zip")
    _check_directory(data, archive)
    members: list[tuple[str, Callable[[], bytes]]] = [
        (_printable(info.filename), partial(_member, data, archive, info, limits.member))
        for info in infos
        if not _is_of_mac(data, archive, info, limits.member)
    ]
    if not members:
        raise not_whole("expected a file in the zip, found none")
    return members


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name[:_LONGEST_NAME])


def _check_directory(data: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse files without a name, and bytes around the files that hide others."""
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    for info in infos:
        if not info.filename:
            raise not_whole("expected a name for each file in a zip, found an empty one", info.header_offset)
    end = data.rfind(_END)
    length = int.from_bytes(data[end + _COMMENT_LENGTH : end + _END_BYTES], "little")
    behind = len(data) - (end + _END_BYTES + length)
    if behind > 0:
        raise not_whole(f"expected the end of the zip, found {behind} bytes more", len(data) - behind)
    if infos and infos[0].header_offset:
        raise not_whole("expected the first file of the zip at its begin, as its directory says")
    borders = [*(info.header_offset for info in infos), archive.start_dir]
    for info, following in zip(infos, borders[1:], strict=True):
        at = _content_offset(data, info) + info.compress_size
        hidden = data.find(_ZIP[0], at, following)
        if hidden >= 0:
            raise not_whole("expected each file of the zip in its directory, found one that is not", hidden)


def _content_offset(data: bytes, info: zipfile.ZipInfo) -> int:
    lengths = (
        int.from_bytes(data[info.header_offset + at : info.header_offset + at + 2], "little")
        for at in _LOCAL_LENGTHS
    )
    return info.header_offset + _LOCAL_HEADER + sum(lengths)


def _is_of_mac(data: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: UnpackLimits) -> bool:
    if info.filename.startswith(_MAC_FOLDER):
        magic = _APPLE_DOUBLE
    elif info.filename.rpartition("/")[2] == _MAC_SETTINGS:
        magic = _SETTINGS_MAGIC
    else:
        return False
    try:
        return _member(data, archive, info, limits).startswith(magic)
    except ParseError:
        return False  # the trouble is told when the file is read


def _member(data: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: UnpackLimits) -> bytes:
    """Return the content of a file, all of it and nothing else."""
    if info.flag_bits & 1:
        raise not_whole("expected a zip without a password", info.header_offset)
    bounds = ContentBounds(packed=info.compress_size, limits=limits)
    try:
        # compares the two headers of the file
        archive.open(info).close()
        content = b"".join(_pieces(data, archive, info, bounds))
    except ParseError:
        raise
    except NotImplementedError:  # zipfile knows no other method, and no patched file
        raise not_whole("expected a zip whose files are stored or deflated", info.header_offset) from None
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError):
        raise not_whole(_BROKEN_FILE, info.header_offset) from None
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            raise not_whole(_BROKEN_FILE, info.header_offset) from None
        raise
    if len(content) != info.file_size:
        words = f"expected {info.file_size} bytes of content, as the zip says, found {len(content)}"
        raise not_whole(words, info.header_offset)
    if zlib.crc32(content) != info.CRC:
        raise not_whole("broken zip: the content does not have its check sum", info.header_offset)
    return content


def _pieces(
    data: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo, bounds: ContentBounds
) -> Iterator[bytes]:
    start = _content_offset(data, info)
    end = start + info.compress_size
    if info.compress_type == zipfile.ZIP_DEFLATED:
        ended = yield from inflated(data, start, min(end, len(data)), bounds, bits=DEFLATE, name="zip")
        if ended != end:
            raise not_whole(f"expected the end of a file in the zip, found {end - ended} bytes more", ended)
    elif info.compress_type == zipfile.ZIP_STORED:
        bounds.add(info.compress_size, end)
        yield data[start:end]
    else:
        # one byte more than it says: a file that goes on is seen
        whole = copy.copy(info)
        whole.file_size += 1
        with archive.open(whole) as opened:
            while piece := opened.read(_CHUNK):
                bounds.add(len(piece), end)
                yield piece


# -- Zstandard


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
    bounds, parts = ContentBounds(packed=len(data), limits=limits), []
    try:
        _check_frames(data)
        opened = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
        while part := opened.read(_CHUNK):
            bounds.add(len(part), len(data))
            parts.append(part)
    except zstandard.ZstdError:
        raise not_whole("broken zstd: the content cannot be unpacked") from None
    return b"".join(parts)


def _check_frames(data: bytes) -> None:
    """Refuse frames that do not end, and what is no frame behind them: the decoder says of neither."""
    at = 0
    while at < len(data):
        magic = data[at : at + 4]
        if magic == _ZSTD:
            at = _frame_end(data, at)
        elif len(magic) == 4 and magic[1:] == b"\x2a\x4d\x18" and magic[0] & 0xF0 == 0x50:
            at += _SKIPPABLE_HEADER + int.from_bytes(data[at + 4 : at + _SKIPPABLE_HEADER], "little")
        else:
            raise not_whole(f"expected the end of the zstd, found {len(data) - at} bytes more", at)
        if at > len(data):
            raise not_whole("zstd ends before its content does", len(data))


def _frame_end(data: bytes, at: int) -> int:
    """Return the offset behind the frame at *at*: beyond the data where it is cut off."""
    import zstandard

    cut = len(data) + 1
    head = data[at : at + 18]  # no header is longer
    try:
        has_checksum = zstandard.get_frame_parameters(head).has_checksum
        at += zstandard.frame_header_size(head)
    except zstandard.ZstdError:
        if len(head) < 18:
            return cut
        raise
    is_last = False
    while not is_last:
        if at + _BLOCK_HEADER > len(data):
            return cut
        header = int.from_bytes(data[at : at + _BLOCK_HEADER], "little")
        is_last, kind, size = bool(header & 1), header >> 1 & 3, header >> 3
        at += _BLOCK_HEADER + (1 if kind == _RLE_BLOCK else size)
    return at + (_CHECKSUM if has_checksum else 0)
