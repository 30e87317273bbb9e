"""Values and bytes of any size as a few characters, for answers that are kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ("digest", "size_and_digest")


def digest(value: Any) -> str:
    """Return twelve characters that tell a value from others: bytes as they are, a text as UTF-8, plain data as JSON.

    >>> digest("a") == digest(b"a") != digest(["a"])
    True
    """
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes):
        value = json.dumps(value, default=str, ensure_ascii=True).encode()
    return hashlib.sha256(value).hexdigest()[:12]


def size_and_digest(data: bytes) -> str:
    """Return the number of bytes, and their digest."""
    return f"{len(data)} {digest(data)}"
