"""Files that a command writes: whole or not at all, never over what it reads, over others only when that is asked for.

Bytes go into a file beside the target, to the disk, and then into the target's place in one step. Whatever ends the
command before that step, a full disk or ``kill -9`` too, leaves the target as it was. A ``kill -9`` may leave the file
beside it, whose name begins with a point, so that no folder of inputs takes it for a message.
"""

from __future__ import annotations

import errno
import filecmp
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from edielkit.cli.language import translate
from edielkit.cli.open_files import STDIN, note_output, use_of
from edielkit.cli.output.terminal import echo, write_bytes
from edielkit.cli.usage_error import UsageError
from edielkit.os_errors import os_words

__all__ = (
    "STDOUT",
    "free_name",
    "make_folder",
    "require_content",
    "require_file",
    "require_folder",
    "write_file",
    "write_files",
    "write_output",
)

STDOUT = STDIN
# where a link stands for an open stream of the process, such as /dev/stdout
_STREAMS = ("/dev/", "/proc/")


def require_file(output: str | Path | None, *, force: bool = False) -> None:
    """Refuse a file that cannot be written to, before any work is done for it.

    A file that is there is looked at when its new bytes are known: they may be the same.

    Args:
        output: The file; None and ``-`` are standard output.
        force: Whether what is there may be replaced.

    Raises:
        UsageError: What keeps it from being written to.
    """
    if output is None or output == STDOUT:
        return
    refuse_no_name(output)
    target = Path(output)
    with _usage_errors(target):
        _refuse_used_and_folder(target)
        if _is_stream(target):
            _refuse_unwritable_stream(target)
            return
        if not force and target.is_symlink():
            raise _is_there(target)
        if not target.parent.exists():
            raise UsageError(f"{target}: cannot be written: there is no folder {str(target.parent)!r}")
        _try_place(target.parent)


def require_content(output: str | Path | None, data: bytes, *, force: bool = False) -> None:
    """Refuse a file that cannot be given *data*, before another one is written.

    Args:
        output: The file; None and ``-`` are standard output.
        data: Its bytes.
        force: Whether a file that is there may be replaced.

    Raises:
        UsageError: The file is one that the command reads, or is there with other bytes.
    """
    if output is None or output == STDOUT:
        return
    refuse_no_name(output)
    target = Path(output)
    with _usage_errors(target):
        _refuse_used_and_folder(target)
        is_held = not force and os.path.lexists(target) and not _is_stream(target)
        if is_held and not _has_content(target, data):
            raise _is_there(target)


def refuse_no_name(output: str | Path) -> None:
    """Refuse an empty name, such as that of a variable of the shell that is not set: it is no folder to write to.

    Raises:
        UsageError: The name is empty.
    """
    if not str(output).strip():
        raise UsageError("an empty name: say where to write; . is the folder that you are in")


def require_folder(output: str | Path) -> None:
    """Refuse a folder that takes no file, or cannot be made, before any work is done for it.

    Args:
        output: The folder, which is not made yet.

    Raises:
        UsageError: What keeps files from being written there.
    """
    refuse_no_name(output)
    folder = Path(output)
    _refuse_file_as_folder(folder)
    with _usage_errors(folder):
        while not os.path.lexists(folder) and folder != folder.parent:
            folder = folder.parent
        _try_place(folder)


def _try_place(folder: Path) -> None:
    """Try whether a file can be made in a folder: who may write where, and what a disk takes, nothing else tells for certain."""
    trial = folder / _part_name()
    try:
        trial.open("xb").close()
    finally:
        with suppress(OSError):
            trial.unlink()


def _refuse_unwritable_stream(target: Path) -> None:
    if target.is_block_device():
        raise UsageError(f"{target}: cannot be written: it is a disk")
    if not os.access(target, os.W_OK):
        denied = os_words(OSError(errno.EACCES, ""))
        raise UsageError(f"{target}: cannot be written: {denied}")


def _part_name() -> str:
    return f".edielkit-{secrets.token_hex(8)}.part"


def write_output(output: str | Path | None, data: bytes, *, force: bool = False) -> None:
    """Write *data* to the file *output*, or to standard output if that is None or ``-``.

    Of a file that has these bytes already it is said on standard error that it is unchanged.

    Raises:
        UsageError: As those of `write_file`.
    """
    if output is None or output == STDOUT:
        write_bytes(data)
    elif not _written(Path(output), (data,), force=force)[1]:
        echo([translate(f"{output}: unchanged")], err=True)


def write_file(
    path: str | Path, data: bytes | Iterable[bytes], *, force: bool = False, durable: bool = True
) -> int:
    """Write *data* to *path* as a whole or not at all, and return the size.

    A file that has these bytes already stays as it is. A symbolic link is not followed: with *force* the link itself
    is replaced. Devices and pipes are written to as they are.

    Args:
        path: The file; its folder is there.
        data: The bytes, or pieces of them.
        force: Whether a file that is there may be replaced.
        durable: Wait until the bytes have reached the disk; thousands of files that can be made again need not.

    Raises:
        UsageError: The file is one that the command reads, is there already, or cannot be written.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    return _written(Path(path), pieces, force=force, durable=durable)[0]


def _written(target: Path, pieces: Iterable[bytes], *, force: bool, durable: bool = True) -> tuple[int, bool]:
    """Write a file, and return its size and whether it has other bytes than before."""
    with _usage_errors(target):
        _refuse_used_and_folder(target)
        if _is_stream(target):
            _refuse_unwritable_stream(target)
            with target.open("wb") as stream:
                return _write(stream.write, pieces), True
        size, is_new = _replace(target, pieces, force=force, durable=durable)
        note_output(target)
        return size, is_new


def write_files(folder: Path, files: Sequence[tuple[str, bytes]], *, force: bool = False) -> None:
    """Write *files*, names and bytes, to a folder that is made if it is not there.

    Each is looked at before the first is written: where one is refused none is written. How many of them have their
    bytes already is said on standard error.

    Raises:
        UsageError: As those of `write_file`.
    """
    make_folder(folder)
    for name, data in files:
        require_content(folder / name, data, force=force)
    unchanged = sum(not _written(folder / name, (data,), force=force)[1] for name, data in files)
    if unchanged:
        echo([translate(f"{folder}: {unchanged} of {len(files)} files unchanged")], err=True)


def free_name(name: str, taken: set[str]) -> str:
    """Return *name*, or where that is taken, one with a number in it; take it.

    >>> taken = set()
    >>> [free_name(name, taken) for name in ("a.xml", "a.xml", "a.xml")]
    ['a.xml', 'a~2.xml', 'a~3.xml']
    """
    path, free, number = Path(name), name, 1
    while free.lower() in taken:  # some systems take names that differ in case for one
        number += 1
        free = f"{path.stem}~{number}{path.suffix}"
    taken.add(free.lower())
    return free


def make_folder(path: str | Path) -> Path:
    """Make the folder *path*, with those above it, unless it is there, and try whether it takes a file.

    Raises:
        UsageError: It cannot be made or takes none, and why.
    """
    refuse_no_name(path)
    folder = Path(path)
    _refuse_file_as_folder(folder)
    with _usage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _try_place(folder)
    return folder


@contextmanager
def _usage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {os_words(error)}") from None


def _refuse_used_and_folder(target: Path) -> None:
    if use := use_of(target):
        raise UsageError(f"{target}: {use}; write to another file")
    if target.is_dir():
        raise UsageError(f"{target}: cannot be written: it is a folder")


def _refuse_file_as_folder(folder: Path) -> None:
    for part in (folder, *folder.parents):
        if part.is_file():
            raise UsageError(f"{folder}: cannot be written: expected a folder, {str(part)!r} is a file")


def _is_there(target: Path) -> UsageError:
    kind = "a symbolic link" if target.is_symlink() else "a file"
    return UsageError(f"{target}: there is {kind} of that name; --force replaces it")


def _is_stream(target: Path) -> bool:
    """Tell whether *target* is there and no regular file: a device, a pipe, an open stream of the process."""
    if target.is_symlink():
        return str(target.absolute()).startswith(_STREAMS)
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError:
        return False


def _has_content(target: Path, data: bytes) -> bool:
    return not target.is_symlink() and target.stat().st_size == len(data) and target.read_bytes() == data


def _replace(target: Path, pieces: Iterable[bytes], *, force: bool, durable: bool) -> tuple[int, bool]:
    part = target.with_name(_part_name())
    try:
        # "x" makes a new file or fails: nothing that was laid there is written through
        with part.open("xb") as file:
            size = _write(file.write, pieces)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if force:
            _keep_mode(part, target)
            part.replace(target)
            is_new = True
        else:
            is_new = _publish(part, target)
    finally:
        part.unlink(missing_ok=True)
    if durable:
        _sync_folder(target.parent)
    return size, is_new


def _write(write: Callable[[bytes], int], pieces: Iterable[bytes]) -> int:
    return sum(write(piece) for piece in pieces)


def _keep_mode(part: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode):
            part.chmod(stat.S_IMODE(status.st_mode))


def _publish(part: Path, target: Path) -> bool:
    """Give *part* its name unless that is taken by something else; False where that has the same bytes."""
    if os.path.lexists(target):
        if not target.is_symlink() and filecmp.cmp(part, target, shallow=False):
            return False
        raise _is_there(target)
    try:
        # fails where a file of that name has come since, which a rename would replace
        os.link(part, target)
    except FileExistsError:
        raise _is_there(target) from None
    except OSError:
        part.replace(target)  # a file system without hard links
    return True


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk, where the system can be asked for that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
