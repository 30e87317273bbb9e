"""The lines of this wire's tables of data: text files with their sources in the head."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

__all__ = ("data_lines",)


def data_lines(package: str, name: str) -> Iterator[str]:
    """Yield the lines of a data file that are neither empty nor comment.

    Args:
        package: The package that has the file in its folder ``data``.
        name: Name of the file.

    >>> next(data_lines("edielkit.edifact", "profiles.txt"))
    'profile no Norway'
    """
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
