"""`edielkit build`: a message from plain data."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from edielkit.cli.open_files import STDIN, read_file
from edielkit.cli.options import emif_version, force
from edielkit.cli.output.files import write_output
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError

__all__ = ("command",)


@click.command("build", short_help="Write a message from plain data.")
@click.argument("kind")
@click.option(
    "--from", "source", default="-", metavar="FILE", help="JSON to build from.  [default: standard input]"
)
@click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]")
@emif_version
@force
def command(kind: str, source: str, output: str | None, emif_version: str | None, *, force: bool) -> int:
    """Write a message of KIND from plain data, as `show --json` gives it.

    KIND is the name of an EMIF message such as CollectedData, SoapDocument, Interchange, or MSCONS, which is
    built from parties, points, days and values (docs/how-to/build-mscons.md). What is written is valid; data that cannot become a valid message is refused, and the field named.
    """
    mapping = _mapping(source)
    from edielkit.verbs import from_dict, serialize

    try:
        data = serialize(from_dict(kind, mapping), version=emif_version)
    except BuildError as error:
        raise UsageError(f"cannot build {kind}: {error}") from None
    write_output(output, data, force=force)
    return EXIT_OK


def _mapping(source: str) -> dict[str, Any]:
    name = "standard input" if source == STDIN else source
    try:
        # Numbers stay text: an amount is exact, never a float.
        mapping = json.loads(_text(source), parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"{name}: not JSON: {error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{name}: not JSON: the text is not UTF-8") from None
    if not isinstance(mapping, dict):
        raise UsageError(f"{name}: expected one JSON object, found {type(mapping).__name__}")
    return mapping


def _text(source: str) -> str:
    if source == STDIN and sys.stdin.isatty():
        raise UsageError("nothing to build from: give --from FILE, or pipe JSON in")
    return read_file(source).decode()
