"""`edielkit generate fault` and `corpus`: messages with one fault beside their valid twins, and a folder of everything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edielkit.cli.input.clock import INSTANT, Now
from edielkit.cli.language import language, translate
from edielkit.cli.output.files import make_folder, require_folder, write_file, write_files
from edielkit.cli.output.terminal import echo, write_bytes
from edielkit.cli.shared_options import force
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.errors import BuildError

if TYPE_CHECKING:
    from edielkit.generate.faults import Fault

__all__ = ("corpus_command", "fault_command")


@click.command("fault")
@click.argument("codes", metavar="CODE...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every rule that a message can break.")
@click.option(
    "--list", "listing", is_flag=True, help="List the rules with a fault, and why the others have none."
)
@click.option("-o", "--output", metavar="DIR", help="Folder for a folder CODE with each fault.")
@force
def fault_command(
    *, codes: tuple[str, ...], everything: bool, listing: bool, output: str | None, force: bool
) -> int:
    """Write the smallest message that breaks the rule CODE and no other, beside its valid twin.

    CODE is the code of a rule (SER105), or a reason code of the market (EH073, E87), which stands for all rules that
    have it. In DIR/CODE stand `valid`, `faulty`, and `expected.json` with the finding and the instant of its validation;
    where a rule asks what is known of a metering point, `context.json` for each. Without -o a single faulty message
    goes to standard output.
    """
    if listing:
        echo(_listing())
        return EXIT_OK
    chosen = _chosen(codes, everything=everything)
    if output is None:
        if len(chosen) != 1:
            raise UsageError(f"{len(chosen)} faults come out; give a folder with -o")
        write_bytes(chosen[0].faulty)
        return EXIT_OK
    require_folder(output)
    for fault in chosen:
        write_files(Path(output) / fault.code, list(_files(fault)), force=force)
    return EXIT_OK


def _chosen(codes: Iterable[str], *, everything: bool) -> list[Fault]:
    from edielkit.generate.faults import faults, faults_for

    if everything:
        return list(faults().values())
    try:
        chosen = {fault.code: fault for code in codes for fault in faults_for(code)}
    except BuildError as error:
        raise UsageError(error.message) from None
    if not chosen:
        raise UsageError("give the code of a rule, or --all; --list says which there are")
    return list(chosen.values())


def _listing() -> Iterator[str]:
    from edielkit.catalogue import rules
    from edielkit.generate.faults import faults, unbreakable
    from edielkit.translation import rule_in

    for code, fault in faults().items():
        yield f"{code:<12} {fault.kind:<40} {rule_in(rules()[code], language()).title}"
    yield ""
    for reason, group in groupby(
        sorted(unbreakable(), key=lambda code: (unbreakable()[code], code)), key=unbreakable().__getitem__
    ):
        yield f"{translate('none')}  {translate(reason)}: {' '.join(group)}"


def _files(fault: Fault) -> Iterator[tuple[str, bytes]]:
    yield f"valid{fault.suffix}", fault.valid
    yield f"faulty{fault.suffix}", fault.faulty
    for name, context in (("valid", fault.valid_context), ("faulty", fault.faulty_context)):
        if context is not None:
            yield f"{name}.context.json", _json(dict(context))
    yield (
        "expected.json",
        _json({"rule": fault.code, "now": fault.now.isoformat(), "findings": fault.expected()}),
    )


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


@click.command("corpus")
@click.argument("folder", metavar="DIR")
@click.option("--seed", default="0", show_default=True, help="The same seed gives the same messages.")
@click.option(
    "--now",
    type=INSTANT,
    help="Instant at which the valid messages are made.  [default: 2026-03-02T10:00:00Z]",
)
@force
def corpus_command(*, folder: str, seed: str, now: Now | None, force: bool) -> int:
    """Write a folder of messages of every kind, valid and faulty, with the findings that are expected of each.

    For implementations in any language to test against: DIR/README.md says how, DIR/index.json lists what there is.
    """
    from edielkit.generate.corpus import CORPUS_NOW, corpus_files

    root = make_folder(folder)
    instant = (now(b"") if now else None) or CORPUS_NOW
    for path, data in corpus_files(seed=seed, now=instant):
        target = root / path
        make_folder(target.parent)
        write_file(target, data, force=force)
    return EXIT_OK
