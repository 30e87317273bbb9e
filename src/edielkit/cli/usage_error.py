"""What stops a command: it could not run, and says why."""

from __future__ import annotations

from typing import IO, Any

import click

__all__ = ("EXIT_FINDINGS", "EXIT_OK", "EXIT_USAGE", "UsageError")

EXIT_OK, EXIT_FINDINGS, EXIT_USAGE = 0, 1, 2


class UsageError(click.ClickException):
    """A missing file, a bad option, an absent package: exit status 2."""

    exit_code = EXIT_USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error."""
        click.echo(f"edielkit: {self.format_message()}", err=True, file=file)
