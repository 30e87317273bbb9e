"""Commands that are run inside the test, in a folder of their own, with all that they leave behind: status, output, files."""

from __future__ import annotations

import datetime as dt
import io
import os
import pkgutil
import re
import shlex
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest import mock

from tests.support.kept_answers import Answer
from tests.support.kept_digests import digest, size_and_digest
from tests.support.paths import ROOT

import edielkit.cli
from edielkit import __version__
from edielkit.cli.app import run

# the clock of the command line, and what its new identifications count from
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
__all__ = ("NOW", "answer_of", "answers_of_commands", "fixture_files", "folder_with")

# lines of output that are kept as they are, at the beginning and at the end
_FIRST, _LAST = 2, 1
# words of click, which another version of it has otherwise
_USAGE = ("Usage:", "Bruk:")
_REFUSED = re.compile(r"^[A-Z]\w+: (?:.*?'[^']*': |.*$)")


def fixture_files(names: Mapping[str, str]) -> dict[str, bytes]:
    """Return the content of fixtures under names of one's own."""
    return {name: (ROOT / "fixtures" / path).read_bytes() for name, path in names.items()}


@contextmanager
def folder_with(files: Mapping[str, bytes]) -> Iterator[None]:
    """Work in a new folder that holds some files."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, data in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield


def answers_of_commands(commands: str, files: Mapping[str, bytes], *, stdin: str = "") -> Iterator[Answer]:
    """Yield what each command answers, in English and, where a line begins with ``nb``, in bokmål.

    Args:
        commands: A command on each line; empty lines and those behind ``#`` are left out.
        files: What is in the folder in which they are run; what a command writes there is gone before the next one.
        stdin: The file that comes in as standard input where a command reads it.
    """
    with folder_with(files):
        for line in commands.splitlines():
            command = line.strip()
            if command and not command.startswith("#"):
                yield answer_of(command, files, files.get(stdin, b""))


def answer_of(command: str, files: Mapping[str, bytes], stdin: bytes = b"") -> Answer:
    """Return what a command leaves behind, and put the folder back as it was.

    Args:
        command: The arguments as a shell takes them; ``nb`` before them asks for bokmål.
        files: What is in the folder.
        stdin: Standard input.
    """
    if ROOT.is_relative_to(Path.cwd()):
        # what is not among the files is taken away afterwards
        raise RuntimeError("expected a folder of the test, found the one of the repository")
    language, words = "en", shlex.split(command)
    if words[0] == "nb":
        language, words = words[0], words[1:]
    numbers = count(1)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LC_", "LANG", "EDIELKIT"))
        },
        "LANG": {"en": "C.UTF-8", "nb": "nb_NO.UTF-8"}[language],
        "COLUMNS": "100",
    }
    environment.pop("NO_COLOR", None)
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch("uuid.uuid4", side_effect=lambda: uuid.UUID(int=next(numbers), version=4)),
        _stopped_clock(),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
    ):
        status = run(words)
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue() for stream in streams)
    lines = [f"status {status}", *_shown("out", out), *_shown("err", err), *_written(files)]
    return Answer(command, lines)


class _AnyInstant(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, dt.datetime)


class _Stopped(dt.datetime, metaclass=_AnyInstant):
    """The class of instants with a clock that stands."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        """Return the instant at which it stands."""
        return NOW.astimezone(tz)


@cache
def _command_line() -> tuple[ModuleType, ...]:
    """Return the modules of the command line, which alone look at a clock."""
    listed = pkgutil.walk_packages(edielkit.cli.__path__, "edielkit.cli.")
    return tuple(import_module(module.name) for module in listed)


@contextmanager
def _stopped_clock() -> Iterator[None]:
    clock = SimpleNamespace(**{**vars(dt), "datetime": _Stopped})
    with ExitStack() as stack:
        for module in _command_line():
            if vars(module).get("dt") is dt:
                stack.enter_context(mock.patch.object(module, "dt", clock))
        yield


def _shown(name: str, data: bytes) -> Iterator[str]:
    """Yield how much a stream has, then its first lines and its last one."""
    if not data:
        return
    text = data.decode("utf-8", "replace").replace(__version__, "VERSION")
    lines = text.splitlines()
    if lines[0].startswith(_USAGE):
        # three lines of click, then the word that it refuses, then what we say of it
        lines = [_REFUSED.sub("", line) for line in lines[3:]]
        text = "\n".join(lines)
    shown = lines[:_FIRST] + lines[max(_FIRST, len(lines) - _LAST) :]
    yield f"{name} {len(lines)} lines {digest(text)}: " + " | ".join(" ".join(line.split()) for line in shown)


def _written(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the files that are new, other or gone, and undo it."""
    now = {path.as_posix(): path for path in sorted(Path().rglob("*")) if path.is_file()}
    for name, path in now.items():
        data = path.read_bytes()
        if data == files.get(name):
            continue
        content = data.replace(__version__.encode(), b"VERSION")
        yield f"wrote {name} {'packed' if _is_packed(data) else size_and_digest(content)}"
        path.unlink()
    for name in files.keys() - now.keys():
        yield f"gone {name}"
    for name, data in files.items():
        if not Path(name).is_file():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(data)
    _remove_empty(Path().rglob("*"))


def _is_packed(data: bytes) -> bool:
    return data.startswith((b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\x28\xb5\x2f\xfd"))


def _remove_empty(paths: Iterable[Path]) -> None:
    for folder in sorted((path for path in paths if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
