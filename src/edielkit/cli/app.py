"""The group of commands, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from edielkit import __version__
from edielkit.cli.closed_streams import replace_closed_streams
from edielkit.cli.help_pages import HelpContext, prepared
from edielkit.cli.language import asked_language, speak, translate, translated_line
from edielkit.cli.open_files import unread_files
from edielkit.cli.output.readable import make_readable
from edielkit.cli.output.terminal import echo
from edielkit.cli.shared_options import PROFILES, VERSIONS
from edielkit.cli.usage_error import EXIT_USAGE, UsageError
from edielkit.cli.usage_hints import usage_words
from edielkit.errors import EdielError
from edielkit.os_errors import os_words
from edielkit.suggest import near_names, one_of

__all__ = ("COMMANDS", "SUMMARIES", "cli", "run")

# Name of a command and the module that has it as `command`, in the order of the help.
COMMANDS = {
    "validate": "edielkit.cli.commands.validate",
    "show": "edielkit.cli.commands.show",
    "convert": "edielkit.cli.commands.convert",
    "template": "edielkit.cli.commands.template",
    "build": "edielkit.cli.commands.build",
    "generate": "edielkit.cli.commands.generate",
    "anonymise": "edielkit.cli.commands.anonymise",
    "diff": "edielkit.cli.commands.diff",
    "codes": "edielkit.cli.commands.codes",
    "exchange": "edielkit.cli.commands.exchange",
    "acknowledge": "edielkit.cli.commands.acknowledge",
    "explain": "edielkit.cli.commands.explain",
    "rules": "edielkit.cli.commands.rules",
    "examples": "edielkit.cli.commands.examples",
    "upgrade": "edielkit.cli.commands.upgrade",
    "hub": "edielkit.cli.commands.hub",
    "serve": "edielkit.cli.commands.serve",
}

# Name of a command and what the list of commands says of it: the module itself is imported when it is asked for.
SUMMARIES = {
    "validate": "Say what is wrong with messages, and where.",
    "show": "Show what is in messages, readable.",
    "convert": "Write the metering values of PATH in another form.",
    "template": "Print what a message needs, to be filled in and built.",
    "build": "Write a message from plain data.",
    "generate": "Make test data: the same seed gives the same bytes, on every machine.",
    "anonymise": "Make messages harmless, with the faults that they have.",
    "diff": "Say what two messages say differently.",
    "codes": "Look up what codes mean.",
    "exchange": "Check, fill, split and balance exchange points.",
    "acknowledge": "Write what Elhub or a partner of Ediel would answer.",
    "explain": "Say in plain words what an answer means.",
    "rules": "List the rules, or show one with its documentation.",
    "examples": "Write example messages, scenarios and points files.",
    "upgrade": "Say which messages break under another version of EMIF.",
    "hub": "Play with a hub that answers as Elhub does, in memory.",
    "serve": "Serve the verbs over HTTP, with a page to drop a file on.",
}

# what people write for a command or an option: in Norwegian, or as other tools call it
_OTHER_WORDS: Mapping[str, str] = {
    "valider": "validate", "kontroller": "validate", "sjekk": "validate", "check": "validate", "lint": "validate", "verify": "validate",
    "vis": "show", "view": "show", "print": "show", "cat": "show", "parse": "show", "read": "show", "les": "show",
    "konverter": "convert", "export": "convert", "eksporter": "convert",
    "mal": "template", "bygg": "build", "make": "build", "create": "build", "lag": "generate", "generer": "generate",
    "anonymiser": "anonymise", "mask": "anonymise", "sammenlign": "diff", "compare": "diff",
    "koder": "codes", "kode": "codes", "code": "codes", "regler": "rules", "regel": "rules",
    "utveksling": "exchange", "kvitter": "acknowledge", "svar": "acknowledge", "answer": "acknowledge", "reply": "acknowledge",
    "forklar": "explain", "why": "explain", "eksempler": "examples", "fixtures": "examples", "oppgrader": "upgrade",
    "server": "serve", "web": "serve", "help": "--help", "hjelp": "--help", "version": "--version", "versjon": "--version",
}  # fmt: skip
_EXIT_INTERRUPTED = 130
_VERSION = f"edielkit %(version)s\nEMIF {' '.join(VERSIONS)}; EDIFACT profiles {' '.join(PROFILES)}"


class _Commands(click.Group):
    """Imports a command when it is asked for."""

    context_class = HelpContext

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where a file of a folder could not be read it ends with 2, whatever the others held."""
        status = super().invoke(ctx)
        return EXIT_USAGE if unread_files() else status

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command *cmd_name*, or None."""
        del ctx
        home = COMMANDS.get(cmd_name)
        if home is None:
            return None
        command = import_module(home).command
        assert isinstance(command, click.Command)
        return prepared(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands: it takes no import of theirs."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* begin with; a misspelt one is answered with those that come near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            meant = _OTHER_WORDS.get(args[0].casefold())
            near = [meant] if meant else near_names(args[0], COMMANDS)
            hint = f"; did you mean {one_of(near)}?" if near else f"; there are {', '.join(COMMANDS)}"
            raise UsageError(f"no command {args[0][:40]!r}{hint}") from None


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 fine, 1 findings at or above --fail-on, 2 could not run, 3 nothing was there to check.",
)
@click.version_option(__version__, message=_VERSION)
def cli() -> None:
    """Read, validate and write the messages of the Norwegian power market.

    Elhub's EMIF XML and Ediel's EDIFACT: the same commands for both.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status.

    Args:
        arguments: The arguments; those of this process if None.
    """
    replace_closed_streams()
    make_readable()
    speak(asked_language(sys.argv[1:] if arguments is None else arguments, os.environ))
    prepared(cli)
    try:
        status = cli.main(arguments, prog_name="edielkit", standalone_mode=False)
    except UsageError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        echo(map(translated_line, usage_words(error)), err=True)
        return error.exit_code
    except EdielError as error:
        UsageError(str(error)).show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"edielkit: {translate('interrupted')}", err=True)
        return _EXIT_INTERRUPTED
    except OSError as error:
        UsageError(f"{error.filename or 'output'}: {os_words(error)}").show()
        return EXIT_USAGE
    return status if isinstance(status, int) else 0
