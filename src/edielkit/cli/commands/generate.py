"""`edielkit generate`: test data, the same for the same seed."""

from __future__ import annotations

import click

from edielkit.cli.commands.generate_fault import corpus_command, fault_command
from edielkit.cli.commands.generate_market import market_command
from edielkit.cli.commands.generate_message import message_command

__all__ = ("command",)


@click.group("generate")
def command() -> None:
    """Make test data: the same seed gives the same bytes, on every machine.

    All numbers of persons, firms, parties and metering points are well formed and name nobody.
    """


command.add_command(message_command)
command.add_command(fault_command)
command.add_command(market_command)
command.add_command(corpus_command)
