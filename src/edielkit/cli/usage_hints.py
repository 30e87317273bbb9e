"""What click says of a command line that it does not understand, and what would be right."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from edielkit.suggest import near_names

__all__ = ("usage_words",)

# options of other tools, and what is written here
_OTHER_OPTIONS: Mapping[str, str] = {
    **dict.fromkeys(("-o", "--output"), "What the command prints goes into a file by: > FILE"),
    "--norsk": "Norwegian is spoken by: --lang nb", "--language": "Norwegian is spoken by: --lang nb",
}  # fmt: skip
# formats that other tools have options for: these are told of where the command has them
_FORMATS: Mapping[str, str] = {
    "html": "A page is written by: --format html", "json": "Data for programs are written by: --format json",
    "sarif": "A report for CI is written by: --format sarif", "junit": "A report for CI is written by: --format junit",
}  # fmt: skip
# commands that read one input, which may be many files in one word
_ONE_INPUT = frozenset({"convert", "explain"})
# what a file behind the arguments of a command is meant for, where the command has the option
_FILE_OPTIONS = ("--from", "--config")
_EXTRA = re.compile(r"unexpected extra arguments? \((?P<words>.+)\)")
_NO_COMMAND = "Missing command."
_CHOSEN = re.compile(r": '([^']{1,40})' is not one of")


def usage_words(error: click.ClickException) -> list[str]:
    """Return the lines that click says of an error, and what would be right where it does not know.

    Args:
        error: What it raised: it quotes an argument as it is.
    """
    words = io.StringIO()
    if isinstance(error, click.NoSuchOption) and _other_option(error):
        # without what click guesses
        error = click.NoSuchOption(error.option_name, ctx=error.ctx)
    error.show(file=words)
    said = words.getvalue()
    return [*said.replace(" range.", ".").splitlines(), *_hints(said, error)]


def _hints(said: str, error: click.ClickException) -> Iterator[str]:
    if isinstance(error, click.NoSuchOption):
        hint = _other_option(error)
        if hint:
            yield hint
    if error.message == _NO_COMMAND and isinstance(error, click.UsageError) and error.ctx:
        group = error.ctx.command
        if isinstance(group, click.Group):
            yield f"The commands are {', '.join(group.list_commands(error.ctx))}"
    extra = _EXTRA.search(said)
    if extra and isinstance(error, click.UsageError) and error.ctx:
        yield _of_extra(extra["words"].split()[0], error.ctx)
    choices = getattr(getattr(error, "param", None), "type", None)
    if isinstance(choices, click.Choice):
        word = _CHOSEN.search(said)
        near = near_names(word[1], map(str, choices.choices), count=1) if word else []
        if near:
            yield f"Did you mean {near[0]!r}?"


def _of_extra(word: str, ctx: click.Context) -> str:
    """Return what is to be written for a word that a command has no place for."""
    command = ctx.command
    options = {name for parameter in command.params for name in parameter.opts}
    names = [
        (parameter.metavar or str(parameter.name).upper()).strip("[]")
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    if not names:
        return f"{ctx.command_path} takes options alone"
    takes = f"{ctx.command_path} takes {' '.join(names)} alone"
    is_there = Path(word).exists()
    if is_there and command.name in _ONE_INPUT:
        return f"{takes}: of several files the folder, or a pattern in quotes such as '*.xml'"
    if is_there:
        readers = [option for option in _FILE_OPTIONS if option in options]
        if readers:
            return f"{takes}; a file to read is given by: {readers[0]} {word}"
    elif Path(word).suffix and "--output" in options:
        return f"{takes}; a file or folder to write is given by: -o {word}"
    elif Path(word).suffix:
        return f"{takes}; what is printed goes into a file by: > {word}"
    return f"{takes}; one command line for each, or in quotes if it is one name with spaces"


def _other_option(error: click.NoSuchOption) -> str | None:
    """Return what is written here for an option of other tools, None where the command has nothing like it."""
    name = error.option_name
    if name.removeprefix("--") not in _FORMATS:
        return _OTHER_OPTIONS.get(name)
    options = error.ctx.command.params if error.ctx else ()
    styles = (option.type for option in options if "--format" in option.opts)
    formats = {str(choice) for style in styles if isinstance(style, click.Choice) for choice in style.choices}
    return _FORMATS[name.removeprefix("--")] if name.removeprefix("--") in formats else None
