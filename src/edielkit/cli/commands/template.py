"""`edielkit template`: the plain data of a message, to be filled in."""

from __future__ import annotations

import json

import click

from edielkit.cli.language import language
from edielkit.cli.output.files import require_file, write_output
from edielkit.cli.output.terminal import echo
from edielkit.cli.shared_options import EDIFACT_KINDS, EMIF_KINDS, PROFILES, force, listed
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError
from edielkit.translation import comments_in

__all__ = ("command",)


@click.command(
    "template",
    epilog=f"KIND is one of {listed((*EMIF_KINDS, *EDIFACT_KINDS))}.",
)
@click.argument("kind", required=False)
@click.option("--process", metavar="CODE", help="Process, such as 101, E66 or 13025.  [default: the first]")
@click.option(
    "--role", metavar="CODE", help="Role in the process context, such as DDQ.  [default: the first]"
)
@click.option(
    "--version",
    metavar="VERSION",
    help="EMIF version, or version of an EDIFACT guide.  [default: the current one]",
)
@click.option(
    "--profile", type=click.Choice(PROFILES), help="Market of an EDIFACT message.  [default: the first]"
)
@click.option(
    "--full", is_flag=True, help="All parts that the message may have, not only those that it must have."
)
@click.option("--python", "as_python", is_flag=True, help="A piece of Python instead of JSON.")
@click.option("--list", "as_list", is_flag=True, help="The kinds, each with its processes and roles.")
@click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]")
@force
def command(
    *,
    kind: str | None,
    process: str | None,
    role: str | None,
    version: str | None,
    profile: str | None,
    full: bool,
    as_python: bool,
    as_list: bool,
    output: str | None,
    force: bool,
) -> int:
    """Print the plain data of a message of KIND with null where a value belongs.

    The key before each field begins with // and says whether the field is required, what it looks like, its codes, and what it means.
    `build` takes the filled file as it is: it ignores such keys, and what is still null is not there.
    """
    if as_list:
        echo(_uses())
        return EXIT_OK
    if kind is None:
        raise UsageError("name a kind of message; --list shows them")
    require_file(output, force=force)
    from edielkit.generate.template import template
    from edielkit.generate.template_snippet import template_snippet

    try:
        plain = template(kind, full=full, process=process, role=role, version=version, profile=profile)
    except BuildError as error:
        raise UsageError(f"{error} (edielkit template --list)") from None
    plain = comments_in(plain, language())
    text = template_snippet(plain) if as_python else json.dumps(plain, ensure_ascii=False, indent=2)
    write_output(output, f"{text}\n".encode(), force=force)
    return EXIT_OK


def _uses() -> list[str]:
    """Return a line for each kind: its processes with their roles, or its markets with their processes."""
    from edielkit.generate.template import template_kinds, template_uses

    lines = []
    for kind in template_kinds():
        grouped: dict[str, list[str]] = {}
        for first, second in template_uses(kind):
            grouped.setdefault(first, []).append(second)
        uses = [" ".join(filter(None, (first, *seconds))) for first, seconds in grouped.items()]
        lines.append(f"{kind}: {'; '.join(uses)}")
    return lines
