"""Scenarios from YAML files: texts stay texts, aliases and double keys are refused, places become lines.

A document of a file is a scenario; YAML's own guesses (``no`` as false, ``02:00`` as 120) never happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.cli.input.sources import STDIN
from edielkit.cli.usage_error import Trouble

if TYPE_CHECKING:
    from edielkit.scenarios import Scenario

__all__ = ("Script", "plain_documents", "scripts", "scripts_of")

_MOST_BYTES = 4 * 1024 * 1024
_SUFFIXES = (".yml", ".yaml")


@attrs.frozen
class Script:
    """A scenario as it stands in a file.

    Attributes:
        name: Name of the file.
        plain: What the document holds.
        lines: Line of a place, such as ``steps[2].expect``.
        folder: Folder that the files of its steps are looked for in.
    """

    name: str
    plain: Any
    lines: Mapping[str, int] = attrs.field(repr=False)
    folder: Path

    def where(self, place: str) -> str:
        """Return file and line of *place*, or of what stands around it."""
        at = place
        while at and at not in self.lines:
            at = at[: max(at.rfind("."), at.rfind("["), 0)]
        return f"{self.name}:{self.lines.get(at, 1)}"

    def scenario(self) -> Scenario:
        """Return the scenario, with the files that its steps name.

        Raises:
            ScenarioError: It is none.
        """
        from edielkit.scenarios import read_scenario

        return read_scenario(self.plain, files=dict(self._files()))

    def _files(self) -> Iterator[tuple[str, bytes]]:
        steps = self.plain.get("steps") if isinstance(self.plain, dict) else None
        for step in steps if isinstance(steps, list) else ():
            name = step.get("file") if isinstance(step, dict) else None
            if not isinstance(name, str):
                continue
            path = self.folder / name
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise Trouble(f"{self.name}: {name!r} lies outside the folder of the scenario")
            yield name, _read(path)


def scripts(paths: tuple[str, ...]) -> list[Script]:
    """Return the scenarios that *paths* name: files, folders with ``.yml`` and ``.yaml``, ``-``.

    Raises:
        Trouble: A path names nothing, or a file is no YAML.
    """
    found: list[Script] = []
    for path in paths:
        if path == STDIN:
            import sys

            found += _some("standard input", sys.stdin.buffer.read(), Path())
            continue
        for file in _files(Path(path)):
            found += _some(str(file), _read(file), file.parent)
    return found


def _some(name: str, data: bytes, folder: Path) -> list[Script]:
    found = scripts_of(name, data, folder)
    if not found:
        raise Trouble(f"{name}: expected a scenario, found nothing")
    return found


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if each.suffix in _SUFFIXES)
    if not found:
        raise Trouble(f"{path}: no file with one of the endings {' '.join(_SUFFIXES)} in this folder")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path}: cannot be read: {error.strerror}") from None


def scripts_of(name: str, data: bytes, folder: Path) -> list[Script]:
    """Return the scenarios in the bytes of a file.

    Raises:
        Trouble: The bytes are no YAML, or use what scenarios do without.
    """
    return [Script(name, plain, lines, folder) for plain, lines in plain_documents(name, data)]


def plain_documents(name: str, data: bytes) -> list[tuple[Any, dict[str, int]]]:
    """Return the documents of a YAML file as dicts, lists and texts, each with the lines of its places.

    Raises:
        Trouble: The bytes are no YAML, or have aliases, or a key twice.
    """
    import yaml

    if len(data) > _MOST_BYTES:
        raise Trouble(f"{name}: expected at most {_MOST_BYTES} bytes, found {len(data)}")
    try:
        _refuse_aliases(name, data)
        nodes = list(yaml.compose_all(data, Loader=yaml.BaseLoader))
        return [_document(name, node) for node in nodes if node is not None]
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f":{mark.line + 1}"
        raise Trouble(f"{name}{line}: {getattr(error, 'problem', None) or 'this is no YAML'}") from None


def _refuse_aliases(name: str, data: bytes) -> None:
    """Refuse what can make a small file endless, before anything is built."""
    import yaml

    for event in yaml.parse(data, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            raise Trouble(f"{name}:{mark.line + 1 if mark else 1}: aliases are not allowed")


def _document(name: str, node: Any) -> tuple[Any, dict[str, int]]:
    lines: dict[str, int] = {}
    return _plain(name, node, "", lines), lines


def _plain(name: str, node: Any, place: str, lines: dict[str, int]) -> Any:
    import yaml

    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(name, each, f"{place}[{n}]", lines) for n, each in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in found:
            raise Trouble(f"{name}:{key.start_mark.line + 1}: expected each key once, as a text")
        inner = f"{place}.{key.value}" if place else key.value
        lines[inner] = key.start_mark.line + 1
        found[key.value] = _plain(name, value, inner, lines)
    return found
