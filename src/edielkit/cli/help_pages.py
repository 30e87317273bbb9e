"""Help of commands: in the language that is spoken, with one option for the language on each of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from edielkit.cli.language import OPTION, OTHER_NAMES, translate
from edielkit.translation import LANGUAGES

__all__ = ("HelpContext", "prepared")


if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # generic for the type checker only, in click before 8.2


class _Formatter(click.HelpFormatter):
    """Writes what click says of a command in the language that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, args, f"{translate('Usage')}: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(translate(heading))

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(
            "\n\n".join(translate(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n"))
        )

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write what options and commands are for."""
        super().write_dl([(name, translate(text)) for name, text in rows], col_max, col_spacing)


class HelpContext(click.Context):
    """The context of a command whose help is written in the language that is spoken."""

    formatter_class = _Formatter


def prepared(command: click.Command) -> click.Command:
    """Return a command, and those below it, with the option for the language and a line for the list that is not cut.

    Args:
        command: A command or a group; it is changed once.
    """
    command.context_class = HelpContext
    if not any(OPTION in parameter.opts for parameter in command.params):
        command.params.append(_language_option())
    if command.help and not command.short_help:
        command.short_help = _first_sentence(command.help)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            prepared(below)
    return command


def _language_option() -> click.Option:
    # the value is read before the arguments are: here it is checked, and explained
    return click.Option(
        [OPTION],
        type=_Language(LANGUAGES),
        expose_value=False,
        help="Language of what is said to people.  [default: that of the locale]",
    )


class _Language(_Choice):
    """A language, by any of its names."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the language, as `asked_language` has read it already."""
        return super().convert(OTHER_NAMES.get(value, value), param, ctx)


def _first_sentence(text: str) -> str:
    paragraph = " ".join(inspect.cleandoc(text).split("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]
