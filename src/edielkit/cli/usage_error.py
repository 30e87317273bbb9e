"""The exit statuses, and what stops a command: it could not run, or nothing was there, and says why."""

from __future__ import annotations

from typing import IO, Any

import click

from edielkit.cli.language import translated_line
from edielkit.harmless import presentable

__all__ = ("EXIT_FINDINGS", "EXIT_NOTHING", "EXIT_OK", "EXIT_USAGE", "NothingThereError", "UsageError")

EXIT_OK, EXIT_FINDINGS, EXIT_USAGE, EXIT_NOTHING = 0, 1, 2, 3


class UsageError(click.ClickException):
    """A missing file, a bad option, an absent package: exit status 2.

    Args:
        message: The reason, which may have several lines.
        spoken: It is in the language that is spoken already; else each of its lines is translated.
    """

    exit_code = EXIT_USAGE

    def __init__(self, message: str, *, spoken: bool = False) -> None:
        super().__init__(message)
        self._is_spoken = spoken

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error."""
        lines = self.format_message().split("\n")
        text = "\n".join(lines if self._is_spoken else map(translated_line, lines))
        click.echo(presentable(f"edielkit: {text}"), err=True, file=file)


class NothingThereError(UsageError):
    """All that was asked for could be read, and held nothing that the command works on: exit status 3."""

    exit_code = EXIT_NOTHING

    def __init__(self, why: str) -> None:
        super().__init__(f"nothing was there to check: {why}")
