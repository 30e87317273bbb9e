"""The files that a path names: itself, those of a folder, those that a glob matches; in one order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from edielkit.inputs import MESSAGE_SUFFIXES
from edielkit.value_files import SUFFIXES as VALUE_SUFFIXES

__all__ = ("files_of", "shares")

# a folder is searched for these; a file that is named is read whatever it is called
_SUFFIXES = (*MESSAGE_SUFFIXES, *VALUE_SUFFIXES, ".gz", ".zst", ".zip")


def files_of(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Return the files that *paths* name, each once, those of a path in the order of their names.

    Args:
        paths: Files, folders (searched to the bottom, without hidden files) and globs; one of them or several.

    Raises:
        FileNotFoundError: A path names nothing.
    """
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return tuple(dict.fromkeys(file for path in several for file in _files(os.fspath(path))))


def _files(path: str) -> Iterator[str]:
    if Path(path).is_dir():
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (
                str(Path(folder) / name)
                for name in sorted(names)
                if name.lower().endswith(_SUFFIXES) and not name.startswith(".")
            )
        return
    if Path(path).exists():
        yield path
        return
    matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []  # noqa: PTH207  (a pattern may be absolute)
    if not matches:
        raise FileNotFoundError(
            f"{path}: {'nothing matches' if glob.has_magic(path) else 'no such file or folder'}"
        )
    for match in matches:
        yield from _files(match)


def shares(files: Iterable[str], most: int) -> Iterator[tuple[str, ...]]:
    """Yield *files* in shares of about the same size, each a part of the work; a file stays whole.

    Args:
        files: The files.
        most: Bytes of a share; a larger file is one of its own.
    """
    share: list[str] = []
    size = 0
    for file in files:
        try:
            length = Path(file).stat().st_size
        except OSError:
            length = 0  # the trouble is told when the file is read
        if share and size + length > most:
            yield tuple(share)
            share, size = [], 0
        share.append(file)
        size += length
    if share:
        yield tuple(share)
