"""Files that a command reads, and those that it has in hand: what is read is never written over."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click

from edielkit.cli.usage_error import UsageError
from edielkit.os_errors import os_words
from edielkit.suggest import near_names, one_of

__all__ = (
    "MOST_BYTES",
    "MOST_STREAMED",
    "STDIN",
    "is_read_once",
    "no_such_path",
    "note_inputs",
    "note_output",
    "note_unread",
    "read_file",
    "unread_files",
    "use_of",
    "why_unread",
)

STDIN = "-"
# bytes of a file, the most that any reader takes, and of what tells no size before it is read
MOST_BYTES, MOST_STREAMED = 8 << 30, 2 << 30
_PIECE = 1 << 20
_FILES, _UNREAD = "edielkit.files", "edielkit.unread"
# names of a folder that are looked at, and how near one must come to a file that is not there
_MOST_NAMES, _NEAR_FILE = 5000, 0.75

# what `os.path.samefile` compares
Identity = tuple[int, int]


def read_file(path: str | Path) -> bytes:
    """Return the bytes of a file, a pipe, or of standard input for ``-``.

    Raises:
        UsageError: It cannot be read, or holds more than is read, and why.
    """
    note_inputs((path,))
    try:
        if not str(path).strip():
            raise no_such_path("")
        if path == STDIN:
            return _content("standard input", sys.stdin.buffer)
        with Path(path).open("rb") as opened:
            return _content(f"{path}", opened)
    except FileNotFoundError:
        raise no_such_path(str(path)) from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {os_words(error)}") from None


def _content(name: str, opened: BinaryIO) -> bytes:
    """Return what an open file holds; one without an end is not read until the memory is full."""
    size = 0
    # what stands for standard input in a test, or in a program of others, has no number
    with suppress(OSError):
        status = os.fstat(opened.fileno())
        size = status.st_size if stat.S_ISREG(status.st_mode) else 0
    if size > MOST_BYTES:
        raise UsageError(f"{name}: {size} bytes, at most {MOST_BYTES} are read")
    if size:
        return opened.read()
    content = io.BytesIO()
    while piece := opened.read(_PIECE):
        content.write(piece)
        if content.tell() > MOST_STREAMED:
            raise UsageError(
                f"{name}: it tells no size, and of such at most {MOST_STREAMED} bytes are read; put it into a file"
            )
    return content.getvalue()


def is_read_once(path: str) -> bool:
    """Tell whether *path* is a pipe or the like, of which nobody can have the first bytes twice."""
    try:
        return path == STDIN or not stat.S_ISREG(Path(path).stat().st_mode)
    except (OSError, ValueError):
        return False  # the trouble is told when the file is read


def why_unread(path: str) -> str:
    """Return why a file that nobody named, but a folder or a pattern, is not read; empty for one that is.

    Args:
        path: The file.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return "it is no file but a pipe or a device, which is read if it is named"
    except OSError as error:
        return os_words(error)
    return "" if os.access(path, os.R_OK) else "permission denied"


def note_unread(path: str, why: str) -> None:
    """Say on standard error that a file is not read, which stops no other one, and let the command end with 2."""
    UsageError(f"{path}: cannot be read: {why}").show()
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_UNREAD, []).append(path)


def unread_files() -> list[str]:
    """Return the files of folders that the command that runs could not read."""
    context = click.get_current_context(silent=True)
    paths: list[str] = [] if context is None else context.meta.get(_UNREAD, [])
    return paths


def no_such_path(path: str) -> UsageError:
    """Return what is to be said of a path that names nothing: what it probably should have been.

    Args:
        path: As it was written.
    """
    if not path.strip():
        return UsageError("an empty path: name a file or a folder; . is the folder that you are in")
    folder, name = Path(path).parent, Path(path).name
    hint = ""
    if "://" in path:
        hint = "; addresses are not opened: fetch it first, and give the file"
    elif path.startswith("~"):
        hint = "; ~ is no folder in quotes: write the folder out"
    elif Path(path).is_symlink():
        hint = f"; it is a link to {str(Path(path).readlink())!r}, which is not there"
    elif not folder.is_dir():
        hint = f"; there is no folder {str(folder)!r}"
    else:
        with suppress(OSError):
            near = near_names(
                name, [other.name for other in islice(folder.iterdir(), _MOST_NAMES)], likeness=_NEAR_FILE
            )
            hint = f"; did you mean {one_of([str(folder / other) for other in near])}?" if near else ""
    return UsageError(f"{path}: no such file or folder{hint}")


def note_inputs(paths: Iterable[str | Path]) -> None:
    """Remember that the command that runs reads the files *paths*; what cannot be found is left out."""
    for path in paths:
        _note(path, "is read by this command")


def note_output(path: Path) -> None:
    """Remember that the command that runs has written the file *path*."""
    _note(path, "has been written by this command already")


def use_of(path: Path) -> str:
    """Return what the command that runs does with the file *path*, by whatever name or link; empty for nothing."""
    identity = _identity(path)
    return _files().get(identity, "") if identity is not None else ""


def _note(path: str | Path, use: str) -> None:
    identity = _identity(path)
    if identity is not None:
        _files().setdefault(identity, use)


def _files() -> dict[Identity, str]:
    """Return the files of the command that runs; outside of one there are none."""
    context = click.get_current_context(silent=True)
    files: dict[Identity, str] = {} if context is None else context.meta.setdefault(_FILES, {})
    return files


def _identity(path: str | Path) -> Identity | None:
    try:
        status = os.fstat(sys.stdin.fileno()) if path == STDIN else Path(path).stat()
    except (OSError, ValueError):
        return None  # the trouble is told when the file is read
    return status.st_dev, status.st_ino
