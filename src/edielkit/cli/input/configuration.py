"""Options that a project writes down once: ``edielkit.toml``, or ``[tool.edielkit]`` in ``pyproject.toml``.

The nearest file from the working folder upwards counts, as with other tools; what the command line says goes before
it. A table is called as its command, a key as its option.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from edielkit.cli.open_files import read_file
from edielkit.cli.usage_error import UsageError
from edielkit.suggest import near_names, one_of

__all__ = ("CONFIG_NAMES", "config_option", "path_ignores")

F = TypeVar("F", bound=Callable[..., Any])
_PLACE = re.compile(r"line (\d+), column (\d+)")
CONFIG_NAMES = ("edielkit.toml", "pyproject.toml")
_PATH_IGNORES = "per-path-ignores"
_META = "edielkit.path_ignores"
_ABSENT = "edielkit.no_config"


def config_option(function: F) -> F:
    """Add ``--config`` and ``--no-config``, which say where the other options are read from."""
    named = click.option(
        "--config",
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=_configured,
        help="Options of a project, as TOML.  [default: the nearest edielkit.toml, or pyproject.toml with [tool.edielkit]]",
    )
    absent = click.option(
        "--no-config",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_unconfigured,
        help="Read no options of a project.",
    )
    return absent(named(function))


def path_ignores() -> Mapping[str, tuple[str, ...]]:
    """Return the codes that the project ignores, by the pattern of the paths for which it does."""
    context = click.get_current_context(silent=True)
    ignores: Mapping[str, tuple[str, ...]] = {} if context is None else context.meta.get(_META, {})
    return ignores


def _unconfigured(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001  (as click calls it)
    del param
    if value:
        ctx.default_map = None
        ctx.meta[_META] = {}
        ctx.meta[_ABSENT] = True


def _configured(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    del param
    file = Path(value) if value is not None else _nearest(Path.cwd(), str(ctx.command.name))
    if file is None or ctx.meta.get(_ABSENT):
        return
    table = _table(file, str(ctx.command.name))
    ctx.meta[_META] = _patterns(file, table.pop(_PATH_IGNORES, {}))
    options = {_spelled(option): option for option in ctx.command.params if isinstance(option, click.Option)}
    ctx.default_map = {
        options[key].name or key: _value(file, key, options[key], content)
        for key, content in table.items()
        if _is_option(file, key, options)
    }


def _nearest(folder: Path, command: str) -> Path | None:
    for place in (folder, *folder.parents):
        for name in CONFIG_NAMES:
            file = place / name
            if file.is_file() and (name == CONFIG_NAMES[0] or _table(file, command)):
                return file
    return None


def _table(file: Path, command: str) -> dict[str, Any]:
    try:
        document: Any = tomllib.loads(read_file(file).decode())
    except RecursionError:
        raise UsageError(f"{file}: this is no TOML: nested too deep") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: this is no TOML: the text is not UTF-8") from None
    except ValueError as error:
        # no TOML, or a number of thousands of digits
        place = _PLACE.search(str(error))
        where = f"line {place[1]}, column {place[2]}" if place else "at the end"
        raise UsageError(
            f"{file}: this is no TOML: {where}: expected a heading such as [validate], or NAME = VALUE with texts in quotes"
        ) from None
    for key in ("tool", "edielkit") if file.name == "pyproject.toml" else ():
        document = document.get(key, {}) if isinstance(document, dict) else {}
    _check_tables(file, document)
    table = document.get(command, {}) if isinstance(document, dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{file}: expected a table [{command}] of options")
    return dict(table)


def _check_tables(file: Path, document: Any) -> None:
    """Refuse a table or an option at a place where no command would ever see it."""
    root = click.get_current_context().find_root()
    commands = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    for name in document if commands and isinstance(document, dict) else ():
        if name not in commands:
            near = near_names(name, commands)
            hint = (
                f"did you mean [{near[0]}]?"
                if near
                else "a table is called as its command, such as [validate]"
            )
            raise UsageError(f"{file}: no command {name[:40]!r}; {hint}")


def _spelled(option: click.Option) -> str:
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def _is_option(file: Path, key: str, options: Mapping[str, click.Option]) -> bool:
    if key in options and options[key].expose_value:
        return True
    names = [name for name, option in options.items() if option.expose_value]
    near = near_names(key, [*names, _PATH_IGNORES])
    hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(names)}"
    raise UsageError(f"{file}: no option {key[:40]!r}; {hint}")


def _value(file: Path, key: str, option: click.Option, content: Any) -> Any:
    """Return *content* if it has the form of the option: a list where it may be given several times."""
    if option.multiple:
        if isinstance(content, list) and all(map(_is_text, content)):
            return tuple(content)
        raise UsageError(f"{file}: {key}: expected a list of texts")
    wanted, words = (bool, "true or false") if option.is_flag else (str, "a text")
    if not isinstance(content, wanted) or (wanted is str and not _is_text(content)):
        raise UsageError(f"{file}: {key}: expected {words}")
    if isinstance(option.type, click.Choice) and content not in option.type.choices:
        raise UsageError(
            f"{file}: {key}: expected {one_of(option.type.choices)}, found {str(content)[:40]!r}"
        )
    return content


def _is_text(content: Any) -> bool:
    """Tell whether something is a text that could be typed: a name of a file has no NUL."""
    return isinstance(content, str) and "\0" not in content


def _patterns(file: Path, table: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise UsageError(f"{file}: {_PATH_IGNORES}: expected a table of path patterns")
    patterns = {}
    for pattern, codes in table.items():
        if not (isinstance(codes, list) and all(isinstance(code, str) for code in codes)):
            raise UsageError(
                f'{file}: {_PATH_IGNORES}: {pattern}: expected a list of codes, such as ["IDN002"]'
            )
        patterns[pattern] = tuple(codes)
    return patterns
