"""`edielkit validate`: what is wrong with messages, where, and what would be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.options import PROFILES, context, emif_version, paths
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.junit import junit_lines
from edielkit.cli.output.progress import track
from edielkit.cli.output.reports import InputReport, json_lines, text_lines
from edielkit.cli.output.sarif import sarif_lines
from edielkit.cli.output.terminal import echo, write_document
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK
from edielkit.errors import ParseError
from edielkit.findings import Report, Severity
from edielkit.inputs import RULES, open_input
from edielkit.verbs import LEVELS

__all__ = ("FORMATS", "command")

Format = Callable[[Iterable[InputReport], bool], Iterator[str]]

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
    help="How far to validate; each level includes those before it.",
)
@click.option(
    "--now",
    type=NOW,
    help="Instant of validation: an instant with zone, or 'message' for its own creation time.  [default: the clock]",
)
@context
@emif_version
@click.option("--profile", type=click.Choice(PROFILES), help="EDIFACT profile.  [default: the one it shows]")
@click.option("--format", "style", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 at a finding of this severity, or a graver one.",
)
@click.option(
    "--all",
    "in_full",
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
    in_full: bool,
) -> int:
    """Say what is wrong with messages, where, and what would be right.

    PATH is a file, a folder (searched to the bottom), a glob, or - for standard input; .gz, .zst and .zip are
    opened. Both wires are told apart by their content.
    """
    worst: list[int] = []

    def reports() -> Iterator[InputReport]:
        for source in track(sources(paths), "validating", is_streaming=style == "text"):
            validated = _validate(
                source, level=level, now=now, version=emif_version, profile=profile, context=context
            )
            worst.extend(finding.severity.rank for finding in validated.report)
            yield validated

    (echo if style == "text" else write_document)(FORMATS[style](reports(), in_full))
    return EXIT_FINDINGS if any(rank <= Severity(fail_on).rank for rank in worst) else EXIT_OK


def _validate(source: Source, *, now: Now | None, **options: Any) -> InputReport:
    from edielkit.verbs import validate

    try:
        opened = open_input(source.read())
    except ParseError as error:
        finding = RULES[error.code].finding(error.message, error.position)
        return InputReport(source.name, Report(findings=(finding,), unreadable=True))
    instant = dt.datetime.now(dt.UTC) if now is None else now(opened)
    # the reports of thousands of files may be kept to the end, what was read of them is not
    report = validate(opened, now=instant, **options).without_reading()
    return InputReport(source.name, report, Excerpts(opened))
