"""Archives and Zstandard files with other content, packed as they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from edielkit.archives import is_zip, is_zstd, open_zstd, zip_members
from edielkit.cli.output.files import free_name

__all__ = ("is_packed", "repacked")

# zip writes when a file was made: the first instant that it knows, so that the same content gives the same bytes
_MADE = (1980, 1, 1, 0, 0, 0)


def is_packed(data: bytes) -> bool:
    """Tell whether *data* is an archive or a Zstandard file."""
    return is_zstd(data) or is_zip(data)


def repacked(
    name: str, data: bytes, content: Callable[[str, bytes], bytes], rename: Callable[[str], str]
) -> bytes:
    """Return *data* with the content that a function makes of each file in it.

    Args:
        name: How the input is called; a member of an archive reads ``archive.zip!member.xml``.
        data: A zip archive, a Zstandard file or anything else.
        content: Makes the new content of a file of its name and its bytes.
        rename: Makes the new name of a member of an archive.

    Raises:
        ParseError: The archive is broken, or beyond the limits; or *content* raises it.
    """
    if is_zstd(data):
        import zstandard

        return zstandard.compress(content(name, open_zstd(name, data)))
    if not is_zip(data):
        return content(name, data)
    buffer, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, read in zip_members(data):
            info = zipfile.ZipInfo(free_name(rename(member), taken), _MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _content(f"{name}!{member}", read(), content))
    return buffer.getvalue()


def _content(name: str, data: bytes, content: Callable[[str, bytes], bytes]) -> bytes:
    if not is_zstd(data):
        return content(name, data)
    import zstandard

    return zstandard.compress(content(name, open_zstd(name, data)))
