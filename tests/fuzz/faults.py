"""Faults of a reader while it is fuzzed: each kind is written down once, and the run goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

__all__ = ("keep_faults",)


def keep_faults(reader: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """Return the reader as one that never raises: the first input of each kind of fault is a file of *folder*.

    Args:
        reader: Reads bytes, or raises where something is wrong.
        folder: Where each such input goes, and beside it its traceback as text.
    """
    kinds: set[tuple[str, ...]] = set()

    def read(data: bytes) -> None:
        try:
            reader(data)
        except Exception as error:
            kind = _kind(error)
            if kind in kinds:
                return
            kinds.add(kind)
            name = f"fault-{sha1(data, usedforsecurity=False).hexdigest()[:12]}"
            (folder / name).write_bytes(data)
            (folder / f"{name}.txt").write_text(traceback.format_exc())

    return read


def _kind(error: Exception) -> tuple[str, ...]:
    """Return what tells faults apart: the exception, and the last places of its traceback."""
    places = traceback.extract_tb(error.__traceback__)[-3:]
    return (type(error).__name__, *(f"{place.filename}:{place.lineno}" for place in places))
