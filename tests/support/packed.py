"""Archives made by hand, whole and not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

__all__ = ("nameless", "zipped")


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
