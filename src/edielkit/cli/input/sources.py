"""What a command reads: files, folders, globs, standard input, archives, in a stable order."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import attrs

from edielkit.archives import is_zip, is_zstd, open_zstd, zip_members
from edielkit.cli.open_files import (
    STDIN,
    is_read_once,
    no_such_path,
    note_inputs,
    note_unread,
    read_file,
    why_unread,
)
from edielkit.cli.usage_error import NothingThereError, UsageError
from edielkit.errors import ParseError
from edielkit.inputs import MESSAGE_SUFFIXES, is_office

__all__ = ("STDIN", "SUFFIXES", "Source", "files_of", "sources")

# What a folder is searched for; a file that is named is read whatever it is called.
SUFFIXES = (*MESSAGE_SUFFIXES, ".gz", ".zst", ".zip")


@attrs.frozen
class Source:
    """One input that is read when it is its turn.

    Attributes:
        name: How it is called in output; a member of an archive reads ``archive.zip!member.xml``.
        read: Gives the bytes. Raises ParseError for a broken archive, OSError for a file that cannot be read.
    """

    name: str
    read: Callable[[], bytes] = attrs.field(repr=False)


def sources(paths: Sequence[str]) -> list[Source]:
    """Return the inputs that *paths* name: files, folders (searched to the bottom), globs, ``-``.

    Raises:
        UsageError: A path names nothing.
        NothingThereError: A folder has no messages.
    """
    files: list[str] = []
    for path in paths:
        files += [path] if path == STDIN else files_of(path)
    note_inputs(files)  # all of them, before the first is answered or converted
    return [source for file in dict.fromkeys(files) for source in _opened(file)]


def files_of(path: str) -> list[str]:
    """Return the files that *path* names: itself, those of a folder, or those that a glob matches.

    Raises:
        UsageError: It names nothing.
        NothingThereError: It is a folder without messages.
    """
    if not path.strip():
        raise no_such_path(path)
    if Path(path).is_dir():
        return _in_folder(path)
    if Path(path).exists():
        return [path]
    matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []  # noqa: PTH207  (a pattern may be absolute)
    if not matches:
        raise UsageError(f"{path}: nothing matches") if glob.has_magic(path) else no_such_path(path)
    files: list[str] = []
    for match in matches:
        files += files_of(match) if Path(match).is_dir() else _readable([match])
    if not files:
        raise UsageError(f"{path}: no file that matches can be read")
    return files


def _in_folder(path: str) -> list[str]:
    files = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        files += [
            str(Path(folder) / name)
            for name in sorted(names)
            if name.lower().endswith(SUFFIXES) and not name.startswith(".")
        ]
    readable = _readable(files)
    if files and not readable:
        raise UsageError(f"{path}: no file in this folder can be read")
    if not files:
        raise NothingThereError(
            f"{path}: no file with one of the endings {' '.join(SUFFIXES)} in this folder"
        )
    return readable


def _readable(files: Iterable[str]) -> list[str]:
    """Return those of *files* that can be read; of the others it is said why they are not."""
    readable: list[str] = []
    for file in files:
        why = why_unread(file)
        if why:
            note_unread(file, why)
        else:
            readable.append(file)
    return readable


def _opened(file: str) -> Iterator[Source]:
    if not is_read_once(file) and not _looks_like_zip(file):
        yield Source(file, partial(_content, file))
        return
    data = read_file(file)
    # the files in a document of an office program are none for a person
    if not is_zip(data) or is_office(data):
        yield Source(file, partial(_content, file, data))
        return
    yield from _members(file, data)


def _looks_like_zip(file: str) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return is_zip(opened.read(4))
    except OSError:
        return False  # the trouble is told when the file is read


def _members(file: str, data: bytes) -> Iterable[Source]:
    try:
        members = zip_members(data)
    except ParseError as error:
        return [Source(file, partial(_fail, error))]
    return [Source(f"{file}!{name}", partial(_unpacked, f"{file}!{name}", read)) for name, read in members]


def _fail(error: ParseError) -> bytes:
    raise error


def _content(file: str, data: bytes | None = None) -> bytes:
    content = read_file(file) if data is None else data
    return open_zstd(file, content) if is_zstd(content) else content


def _unpacked(name: str, read: Callable[[], bytes]) -> bytes:
    return _content(name, read())
