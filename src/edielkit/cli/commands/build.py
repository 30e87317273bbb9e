"""`edielkit build`: a message from plain data."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from edielkit.cli.language import language, translate
from edielkit.cli.open_files import STDIN, read_file
from edielkit.cli.output.files import require_file, write_output
from edielkit.cli.shared_options import EDIFACT_KINDS, EMIF_KINDS, emif_version, force, listed
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError
from edielkit.plain_values import json_fault
from edielkit.translation import fault_in

__all__ = ("command",)


# more lines than that tell nobody anything
_MOST_DIGITS = 400
_MOST_FAULTS = 100


@click.command(
    "build",
    epilog=f"KIND is one of {listed((*EMIF_KINDS, 'SoapDocument', 'Interchange', *EDIFACT_KINDS))}.",
)
@click.argument("kind")
@click.option(
    "--from", "source", default="-", metavar="FILE", help="JSON to build from.  [default: standard input]"
)
@click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]")
@emif_version
@force
def command(kind: str, source: str, output: str | None, emif_version: str | None, *, force: bool) -> int:
    """Write a message of KIND from plain data, as `template` or `show --json` gives it.

    What is written is valid; data that cannot become a valid message is refused, and every field that is missing or wrong is
    named at once. null is what is not there, and a key that begins with // is a comment.
    """
    if "." in kind:
        raise UsageError(
            f"{kind}: no kind of message; write build KIND --from {kind}, such as build CollectedData"
        )
    require_file(output, force=force)
    mapping = _mapping(source)
    from edielkit.verbs import build, serialize

    try:
        data = serialize(build(kind, mapping, version=emif_version), version=emif_version)
    except BuildError as error:
        raise UsageError(_refusal(kind, error), spoken=True) from None
    write_output(output, data, force=force)
    return EXIT_OK


def _refusal(kind: str, error: BuildError) -> str:
    """Return all faults in the language that is spoken, one a line; one alone stands in the line itself."""
    lines = [f"{field}: {fault_in(message, language())}" for field, message in error.faults[:_MOST_FAULTS]]
    if len(lines) == 1:
        return f"{translate('cannot build')} {kind}: {lines[0]}"
    head = translate(f"cannot build {kind}: {len(error.faults)} faults", [kind])
    left = len(error.faults) - len(lines)
    more = [f"  {translate(f'and {left} more')}"] if left else []
    return "\n".join([head, *(f"  {line}" for line in lines), *more])


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"expected numbers of at most {_MOST_DIGITS} digits, found one of {len(digits)}")
    return int(digits)


def _mapping(source: str) -> dict[str, Any]:
    name = "standard input" if source == STDIN else source
    try:
        # Numbers stay text: an amount is exact, never a float.
        mapping = json.loads(_text(source), parse_float=str, parse_int=_whole, object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise UsageError(f"{name}: not JSON: the text is not UTF-8") from None
    except RecursionError:
        raise UsageError(f"{name}: not JSON: nested too deep") from None
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}: not JSON: {json_fault(error)}") from None
    except ValueError as error:
        raise UsageError(f"{name}: not JSON: {error}") from None
    if not isinstance(mapping, dict):
        raise UsageError(f"{name}: expected one JSON object, found {type(mapping).__name__}")
    return mapping


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; a key that stands twice would lose the first of its values."""
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:60]!r} stands twice in one object")
    return mapping


def _text(source: str) -> str:
    if source == STDIN and sys.stdin.isatty():
        raise UsageError("nothing to build from: give --from FILE, or pipe JSON in")
    text = read_file(source).decode()
    if not text.strip():
        raise UsageError("nothing to build from: give --from FILE, or pipe JSON in")
    return text
