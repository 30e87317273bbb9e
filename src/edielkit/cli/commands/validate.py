"""`edielkit validate`: what is wrong with messages, where, and what would be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.options import PROFILES, context, emif_version, paths
from edielkit.cli.output.excerpts import Quotes
from edielkit.cli.output.junit import junit_lines
from edielkit.cli.output.progress import track
from edielkit.cli.output.reports import Judged, json_lines, text_lines
from edielkit.cli.output.sarif import sarif_lines
from edielkit.cli.output.terminal import echo
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK
from edielkit.errors import ParseError
from edielkit.findings import Report, Severity
from edielkit.inputs import RULES
from edielkit.verbs import LEVELS

__all__ = ("FORMATS", "command")

Format = Callable[[Iterable[Judged], bool], Iterator[str]]

# Name of an output format and the function that writes it.
FORMATS: dict[str, Format] = {
    "text": text_lines,
    "json": json_lines,
    "sarif": sarif_lines,
    "junit": junit_lines,
}


@click.command("validate", short_help="Say what is wrong with messages, and where.")
@paths
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[-1],
    show_default=True,
    help="How far to judge; each level includes those before it.",
)
@click.option(
    "--now",
    type=NOW,
    help="Instant of judgement: an instant with zone, or 'message' for its own creation time.  [default: the clock]",
)
@context
@emif_version
@click.option("--profile", type=click.Choice(PROFILES), help="EDIFACT profile.  [default: the one it shows]")
@click.option("--format", "style", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 at a finding of this severity, or a graver one.",
)
@click.option(
    "--all",
    "each",
    is_flag=True,
    help="List each finding, also those with the same code and message, and all that was not checked.",
)
def command(
    *,
    paths: tuple[str, ...],
    level: str,
    now: Now | None,
    context: Any,
    emif_version: str | None,
    profile: str | None,
    style: str,
    fail_on: str,
    each: bool,
) -> int:
    """Say what is wrong with messages, where, and what would be right.

    PATH is a file, a folder (searched to the bottom), a glob, or - for standard input; .gz, .zst and .zip are
    opened. Both wires are told apart by their content.
    """
    worst: list[int] = []

    def judged() -> Iterator[Judged]:
        for source in track(sources(paths), "validating", is_streaming=style == "text"):
            one = _judge(source, level=level, now=now, version=emif_version, profile=profile, context=context)
            worst.extend(finding.severity.rank for finding in one.report)
            yield one

    echo(FORMATS[style](judged(), each))
    return EXIT_FINDINGS if any(rank <= Severity(fail_on).rank for rank in worst) else EXIT_OK


def _judge(source: Source, *, now: Now | None, **options: Any) -> Judged:
    from edielkit.verbs import validate

    try:
        data = source.read()
    except ParseError as error:
        finding = RULES[error.code].finding(error.message, error.position)
        return Judged(source.name, Report(findings=(finding,), unreadable=True))
    instant = dt.datetime.now(dt.UTC) if now is None else now(data)
    return Judged(source.name, validate(data, now=instant, **options), Quotes(data))
