"""The exit statuses, and what stops a command: it could not run, or nothing was there, and says why."""

from __future__ import annotations

from typing import IO, Any

import click

from edielkit.cli.language import translate
from edielkit.harmless import presentable

__all__ = ("EXIT_FINDINGS", "EXIT_NOTHING", "EXIT_OK", "EXIT_USAGE", "NothingThereError", "UsageError")

EXIT_OK, EXIT_FINDINGS, EXIT_USAGE, EXIT_NOTHING = 0, 1, 2, 3


class UsageError(click.ClickException):
    """A missing file, a bad option, an absent package: exit status 2."""

    exit_code = EXIT_USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error; the lines below the first are in the language that is spoken already."""
        first, *others = self.format_message().split("\n")
        text = "\n".join([translate(first), *others])
        click.echo(presentable(f"edielkit: {text}"), err=True, file=file)


class NothingThereError(UsageError):
    """All that was asked for could be read, and held nothing that the command works on: exit status 3."""

    exit_code = EXIT_NOTHING

    def __init__(self, why: str) -> None:
        super().__init__(f"nothing was there to check: {why}")
