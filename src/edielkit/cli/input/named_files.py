"""Files by their path below what was named, for commands that write a file for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from edielkit.cli.input.sources import files_of
from edielkit.cli.open_files import STDIN, note_inputs

__all__ = ("NamedFile", "named_files")


@attrs.frozen
class NamedFile:
    """A file that a command reads.

    Attributes:
        path: Where it is; ``-`` for standard input.
        below: Its path below the folder that was named; its name for a file that was named itself.
    """

    path: str
    below: Path


def named_files(paths: Sequence[str]) -> list[NamedFile]:
    """Return the files that *paths* name, each once, as those of `edielkit.cli.input.sources.sources`.

    Raises:
        UsageError: A path names nothing, or a folder has no messages.
    """
    files: dict[str, NamedFile] = {}
    for path in paths:
        for file in [STDIN] if path == STDIN else files_of(path):
            is_below = path != STDIN and Path(path).is_dir()
            below = Path(file).relative_to(path) if is_below else Path(_name(file))
            files.setdefault(file, NamedFile(file, below))
    note_inputs(files)
    return list(files.values())


def _name(file: str) -> str:
    return "standard-input" if file == STDIN else Path(file).name
