"""`edielkit generate message`: valid messages of any kind, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edielkit.cli.input.clock import INSTANT, Now
from edielkit.cli.language import translate
from edielkit.cli.output.files import require_folder, write_files, write_output
from edielkit.cli.output.terminal import echo
from edielkit.cli.shared_options import EDIFACT_KINDS, EMIF_KINDS, PROFILES, force, listed
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError

if TYPE_CHECKING:
    from edielkit.generate import Generated

__all__ = ("instant_of", "message_command")


@click.command("message", epilog=f"KIND is one of {listed((*EMIF_KINDS, *EDIFACT_KINDS))}.")
@click.argument("kind")
@click.option("--process", metavar="CODE", help="Process, such as 313, E66 or 13025.  [default: by chance]")
@click.option(
    "--role", metavar="CODE", help="Role in the process context, such as DDQ.  [default: by chance]"
)
@click.option(
    "--version",
    metavar="VERSION",
    help="EMIF version, or version of an EDIFACT guide.  [default: the current one]",
)
@click.option(
    "--profile", type=click.Choice(PROFILES), help="Market of an EDIFACT message.  [default: by chance]"
)
@click.option("--full", is_flag=True, help="All optional parts, not some of them by chance.")
@click.option("--count", type=click.IntRange(min=1), default=1, show_default=True, help="How many messages.")
@click.option("--seed", default="0", show_default=True, help="The same seed gives the same messages.")
@click.option(
    "--now", type=INSTANT, help="Instant at which they are made, with its zone.  [default: the clock]"
)
@click.option(
    "-o", "--output", metavar="DIR", help="Folder for one file a message.  [default: one to standard output]"
)
@click.option("--with-context", is_flag=True, help="Write beside each message what --context takes for it.")
@force
def message_command(
    *,
    kind: str,
    process: str | None,
    role: str | None,
    version: str | None,
    profile: str | None,
    full: bool,
    count: int,
    seed: str,
    now: Now | None,
    output: str | None,
    with_context: bool,
    force: bool,
) -> int:
    """Write valid messages of KIND.

    They pass `validate` at the instant --now without a finding, with their own market as --context where a rule asks
    for one.
    """
    if output is None and (count > 1 or with_context):
        raise UsageError("several files come out; give a folder with -o")
    from edielkit.generate import generate_messages

    messages = generate_messages(
        kind,
        count,
        seed=seed,
        now=instant_of(now),
        process=process,
        role=role,
        version=version,
        profile=profile,
        full=full,
    )
    try:
        if output is None:
            write_output(None, next(messages).data)
            return EXIT_OK
        require_folder(output)
        files = _files(messages, with_context=with_context)
        names: list[str] = []
        while batch := list(islice(files, _BATCH)):
            write_files(Path(output), batch, force=force)
            names += [name for name, _ in batch]
    except BuildError as error:
        lists = "; edielkit generate message --help lists them" if error.field == "kind" else ""
        raise UsageError(f"cannot generate {kind}: {error.message}{lists}") from None
    if len(names) == 1:
        echo([translate(f"written: {Path(output) / names[0]}")], err=True)
    else:
        echo([translate(f"written: {len(names)} files in {output}")], err=True)
    return EXIT_OK


# files that are held in memory until each of them may be written
_BATCH = 1000


def instant_of(now: Now | None) -> dt.datetime:
    """Return the instant that was given, or that of the clock."""
    instant = now(b"") if now else None
    return instant or dt.datetime.now(dt.UTC)


def _files(messages: Iterable[Generated], *, with_context: bool) -> Iterator[tuple[str, bytes]]:
    for number, generated in enumerate(messages, 1):
        words = (generated.kind, generated.profile, generated.process, f"{number:04d}")
        stem = "-".join(word for word in words if word)
        yield stem + generated.suffix, generated.data
        if with_context and generated.context:
            text = json.dumps(dict(generated.context), ensure_ascii=False, indent=2)
            yield f"{stem}.context.json", text.encode() + b"\n"
