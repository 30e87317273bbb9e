"""Scenarios from YAML files: texts stay texts, aliases and double keys are refused, places become lines.

A document of a file is a scenario; YAML's own guesses (``no`` as false, ``02:00`` as 120) never happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.cli.open_files import STDIN, read_file
from edielkit.cli.usage_error import UsageError
from edielkit.harmless import has_half_character

if TYPE_CHECKING:
    from edielkit.scenarios import Scenario, ScenarioError

__all__ = ("ScenarioDocument", "documents_of", "only_document", "scenario_documents", "yaml_documents")

_MOST_BYTES = 4 * 1024 * 1024
_MOST_LEVELS = 40
_SUFFIXES = (".yml", ".yaml")
# Words of the parser to what would be right; the last row is for all others.
_RIGHT = (
    ("'\\t'", "expected spaces, not tabs, at the beginning of a line"),
    ("mapping values", "expected one 'name: value' on a line; a text with a colon in it stands in quotes"),
    ("<block end>", "expected lines that belong together to begin in the same column"),
    ("expected ':'", "expected 'name: value'"),
    ("end of stream", "expected the end of a text in quotes"),
    ("',' or", "expected a comma between parts, and the bracket that closes them"),
    ("node content", "expected a value"),
    ("<document start>", "expected all names to begin in the same column"),
    ("cannot start any token", "expected a text that begins with this character in quotes"),
    ("", "expected names with values, lists and texts"),
)


@attrs.frozen
class ScenarioDocument:
    """A scenario as it stands in a file.

    Attributes:
        name: Name of the file.
        content: What the document holds: dicts, lists and texts.
        lines: Line of a place, such as ``steps[2].expect``.
        folder: Folder that the files of its steps are looked for in.
    """

    name: str
    content: Any
    lines: Mapping[str, int] = attrs.field(repr=False)
    folder: Path

    def where(self, place: str) -> str:
        """Return file and line of *place*, or of what stands around it."""
        at = place
        while at and at not in self.lines:
            at = at[: max(at.rfind("."), at.rfind("["), 0)]
        return f"{self.name}:{self.lines.get(at, 1)}"

    def refusal(self, error: ScenarioError) -> str:
        """Return what is wrong with the document, each fault with its file and line on a line of its own."""
        return "\n".join(f"{self.where(place)}: {message}" for place, message in error.faults)

    def scenario(self) -> Scenario:
        """Return the scenario, with the files that its steps name.

        Raises:
            ScenarioError: It is none.
        """
        from edielkit.scenarios import read_scenario

        return read_scenario(self.content, files=dict(self.files()))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of the files that its steps send.

        Raises:
            UsageError: One lies outside the folder, or cannot be read.
        """
        steps = self.content.get("steps") if isinstance(self.content, dict) else None
        for number, step in enumerate(steps if isinstance(steps, list) else ()):
            name = step.get("file") if isinstance(step, dict) else None
            if isinstance(name, str):
                yield name, self._read(name, self.where(f"steps[{number}].file"))

    def _read(self, name: str, where: str) -> bytes:
        try:
            path = (self.folder / name).resolve()
        except (OSError, ValueError):
            raise UsageError(f"{where}: expected the name of a file, found {name[:40]!r}") from None
        if not path.is_relative_to(self.folder.resolve()):
            raise UsageError(
                f"{where}: {name[:80]!r} lies outside the folder of the scenario, expected a file in it"
            )
        try:
            return read_file(self.folder / name)
        except UsageError as error:
            raise UsageError(f"{where}: expected a file that can be read: {error}") from None


def scenario_documents(paths: tuple[str, ...]) -> list[ScenarioDocument]:
    """Return the scenarios that *paths* name: files, folders with ``.yml`` and ``.yaml``, ``-``.

    Raises:
        UsageError: A path names nothing, or a file is no YAML.
    """
    documents: list[ScenarioDocument] = []
    for path in paths:
        if path == STDIN:
            documents += _documents("standard input", read_file(STDIN), Path())
            continue
        for file in _files(Path(path)):
            documents += _documents(str(file), read_file(file), file.parent)
    return documents


def only_document(path: str) -> ScenarioDocument:
    """Return the one scenario that *path* names.

    Raises:
        UsageError: There are several, or none.
    """
    documents = scenario_documents((path,))
    if len(documents) != 1:
        raise UsageError(f"{path}: expected one scenario, found {len(documents)}")
    return documents[0]


def _documents(name: str, data: bytes, folder: Path) -> list[ScenarioDocument]:
    documents = documents_of(name, data, folder)
    if not documents:
        raise UsageError(f"{name}:1: expected a scenario, found nothing")
    return documents


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES)
    if not files:
        raise UsageError(f"{path}: no file with one of the endings {' '.join(_SUFFIXES)} in this folder")
    return files


def documents_of(name: str, data: bytes, folder: Path) -> list[ScenarioDocument]:
    """Return the scenarios in the bytes of a file.

    Raises:
        UsageError: The bytes are no YAML, or use what scenarios do without.
    """
    return [ScenarioDocument(name, content, lines, folder) for content, lines in yaml_documents(name, data)]


def yaml_documents(name: str, data: bytes) -> list[tuple[Any, dict[str, int]]]:
    """Return the documents of a YAML file as dicts, lists and texts, each with the lines of its places.

    Raises:
        UsageError: The bytes are no YAML, or have aliases, or a key twice.
    """
    import yaml

    if len(data) > _MOST_BYTES:
        raise UsageError(f"{name}:1: expected at most {_MOST_BYTES} bytes, found {len(data)}")
    # libyaml reads the same ten times as fast; what it refuses is read again by the one whose words are known
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        try:
            nodes = _nodes(name, data, loader)
        except yaml.YAMLError:
            nodes = _nodes(name, data, yaml.BaseLoader)
        return [_document(name, node) for node in nodes if node is not None]
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise UsageError(f"{name}:{_line_of(error, data)}: this is no YAML: {_in_words(error)}") from None


def _nodes(name: str, data: bytes, loader: Any) -> list[Any]:
    import yaml

    _check_events(name, data, loader)
    return list(yaml.compose_all(data, Loader=loader))


def _line_of(error: Exception, data: bytes) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    # of bytes that are no text there is a place alone
    place = getattr(error, "position", 0)
    return data[:place].count(b"\n") + 1 if isinstance(place, int) else 1


def _in_words(error: Exception) -> str:
    """Return what would be right in place of what the parser met."""
    if isinstance(error, RecursionError):
        return "expected lists and names in a few levels, found them nested too deep"
    if isinstance(error, UnicodeDecodeError) or getattr(error, "encoding", None):
        return "expected text in UTF-8"
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    right = next((words for part, words in _RIGHT if part in problem), "")
    # the parser's own words are English, and say less than ours where there are some
    return right or _RIGHT[-1][1]


def _check_events(name: str, data: bytes, loader: Any) -> None:
    """Refuse what can make a small file endless, before anything is built: aliases, and levels that each cost one more look."""
    import yaml

    levels = 0
    for event in yaml.parse(data, Loader=loader):
        levels += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        where = f"{name}:{mark.line + 1 if mark else 1}"
        if levels > _MOST_LEVELS:
            raise UsageError(f"{where}: expected lists and names in at most {_MOST_LEVELS} levels")
        if isinstance(event, yaml.AliasEvent):
            raise UsageError(f"{where}: expected values written out: aliases are not allowed")


def _document(name: str, node: Any) -> tuple[Any, dict[str, int]]:
    lines: dict[str, int] = {}
    return _content(name, node, "", lines), lines


def _content(name: str, node: Any, place: str, lines: dict[str, int]) -> Any:
    import yaml

    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _writable(name, node)
    if isinstance(node, yaml.SequenceNode):
        return [_content(name, item, f"{place}[{n}]", lines) for n, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        where = f"{name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise UsageError(f"{where}: expected a text as key, found a list or names with values")
        _writable(name, key)
        inner = f"{place}.{key.value}" if place else key.value
        if key.value in mapping:
            raise UsageError(
                f"{where}: expected each key once, found {key.value[:64]!r} again, after line {lines[inner]}"
            )
        lines[inner] = key.start_mark.line + 1
        mapping[key.value] = _content(name, value, inner, lines)
    return mapping


def _writable(name: str, node: Any) -> str:
    """Return the text of a node; an escape can write half of a character, which no file can hold."""
    text: str = node.value
    if has_half_character(text):
        raise UsageError(
            f"{name}:{node.start_mark.line + 1}: expected text in UTF-8, found half of a character"
        )
    return text
