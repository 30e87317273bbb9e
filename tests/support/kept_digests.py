"""Values and bytes of any size as a few characters, for answers that are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from edielkit.errors import BuildError

__all__ = ("digest", "outcome", "size_and_digest")


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


def outcome(verb: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    """Return what a verb gives, as it is written in Python, or what it says when it refuses.

    >>> outcome(int, "7"), outcome(int, "x")
    ('7', "ValueError invalid literal for int() with base 10: 'x'")
    """
    try:
        return f"{verb(*arguments, **options)!r}"
    except (ValueError, BuildError, RuntimeError, KeyError) as error:
        return f"{type(error).__name__} {error}"
