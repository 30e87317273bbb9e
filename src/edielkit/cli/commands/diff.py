"""`edielkit diff`: what two messages say differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from edielkit.cli.input.sources import Source, sources
from edielkit.cli.language import translate
from edielkit.cli.output.masking import masked_difference
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import dim, echo, good, strong, wrapped, wrong
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, UsageError
from edielkit.errors import ParseError

if TYPE_CHECKING:
    from edielkit.comparison import Comparison, Difference

__all__ = ("command",)

_MOST_SHOWN = 50


@click.command("diff")
@click.argument("first", metavar="FIRST")
@click.argument("second", metavar="SECOND")
@click.option("--ignore", multiple=True, metavar="NAME", help="An element that may differ, by name or end of path: Creation, Header/Identification, BGM/number, DTM+137. May be given several times.")  # fmt: skip
@click.option("--series", "by_series", is_flag=True, help="Compare the values by instant, and nothing else.")
@click.option("--personal", is_flag=True, help="Show names, birth numbers and addresses that differ.")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--all", "in_full", is_flag=True, help=f"List every difference, not the first {_MOST_SHOWN}.")
def command(
    *,
    first: str,
    second: str,
    ignore: tuple[str, ...],
    by_series: bool,
    personal: bool,
    style: str,
    in_full: bool,
) -> int:
    """Say what two messages say differently, element by element.

    FIRST and SECOND are files, folders, archives, or - for standard input, of either wire; several messages are compared in
    pairs of one kind and identification. Order, prefixes, separators, packing and service wrappers do not count; numbers
    are compared by value, times by instant, and versions of EMIF by what they say. XML against EDIFACT is compared by its
    series. Exit status: 0 they say the same, 1 they differ, 2 could not run.
    """
    from edielkit.comparison import diff

    sides = [[_documents(source) for source in sources([path])] for path in (first, second)]
    try:
        comparison = diff(*sides, ignore=ignore, by_series=by_series)
    except ValueError as error:
        raise UsageError(str(error)) from None
    shown = [
        difference if personal else masked_difference(difference) for difference in comparison.differences
    ]
    lines = _json_lines if style == "json" else _text_lines
    echo(lines((first, second), comparison, shown, in_full=in_full), personal=personal)
    return EXIT_OK if comparison.is_same else EXIT_FINDINGS


def _documents(source: Source) -> tuple[Any, ...]:
    from edielkit.verbs import parse_all

    try:
        return parse_all(source.read())
    except ParseError as error:
        raise UsageError(f"{source.name}: {error}") from None


def _text_lines(
    names: tuple[str, str], comparison: Comparison, shown: Sequence[Difference], *, in_full: bool
) -> Iterator[str]:
    count = len(shown)
    mark, words = (
        (good("✓"), "they say the same")
        if not count
        else (wrong("✗"), f"{count} difference{'' if count == 1 else 's'}")
    )
    yield f"{mark} {strong(words)}  {dim(f'compared: {comparison.compared}')}"
    if not count:
        return
    width = max(map(len, names))
    listed = shown if in_full else shown[:_MOST_SHOWN]
    for difference in listed:
        yield ""
        yield from wrapped(difference.path, "    ", first="  ")
        for name, said in zip(names, (difference.first, difference.second), strict=True):
            yield f"    {name:<{width}}  {dim(translate('nothing')) if said is None else said}"
    if len(listed) < count:
        yield dim(f"  and {count - len(listed)} more; --all lists them")


def _json_lines(
    names: tuple[str, str], comparison: Comparison, shown: Sequence[Difference], *, in_full: bool
) -> Iterator[str]:
    del in_full  # a program gets all
    document = {
        "first": names[0],
        "second": names[1],
        "same": comparison.is_same,
        "compared": comparison.compared,
        "differences": [
            {
                "path": difference.path,
                "steps": [{"name": step.name, "key": step.key or None} for step in difference.steps],
                "first": difference.first,
                "second": difference.second,
            }
            for difference in shown
        ],
    }
    yield json_text(document)
