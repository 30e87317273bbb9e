"""`edielkit validate`: what is wrong with messages, where, and what would be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

import attrs
import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.configuration import config_option, path_ignores
from edielkit.cli.input.sources import STDIN, Source, sources
from edielkit.cli.jobs import in_order, jobs_option
from edielkit.cli.language import language, translate
from edielkit.cli.output import overview
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.files import require_file
from edielkit.cli.output.junit import junit_lines
from edielkit.cli.output.progress import track
from edielkit.cli.output.reports import InputReport, in_language, json_lines, text_lines
from edielkit.cli.output.sarif import sarif_lines
from edielkit.cli.output.selection import Baseline, selection
from edielkit.cli.output.terminal import dim, echo, write_document
from edielkit.cli.shared_options import PROFILES, context, emif_version, force, paths
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_NOTHING, EXIT_OK
from edielkit.errors import ParseError
from edielkit.findings import Report, Severity
from edielkit.inputs import RULES, open_input
from edielkit.verbs import LEVELS

__all__ = ("FORMATS", "command")

Format = Callable[[Iterable[InputReport], bool], Iterator[str]]
F = TypeVar("F", bound=Callable[..., Any])

# Name of an output format and the function that writes it.
FORMATS: dict[str, Format] = {
    "text": text_lines,
    "json": json_lines,
    "sarif": sarif_lines,
    "junit": junit_lines,
}


def _bulk(function: F) -> F:
    """Add the options for many inputs: which findings count, and what is shown of them."""
    options = (
        click.option("--select", multiple=True, metavar="CODE", help="Only findings whose code begins so, such as SER; may be given several times."),
        click.option("--ignore", multiple=True, metavar="CODE", help="Leave out findings whose code begins so; how many is said."),
        click.option("--baseline", metavar="FILE", help="Leave out the findings that this file has, also of inputs that were unreadable then."),
        click.option("--write-baseline", metavar="FILE", help="Write all findings to FILE, for --baseline, and exit with 0."),
        click.option("--quiet", "-q", is_flag=True, help="A line for each input with an error, the worst first, and the summary."),
        click.option("--statistics", is_flag=True, help="A line for each rule that was broken, and how often."),
        click.option("--worst-first", is_flag=True, help="The inputs with the most errors first."),
        click.option("--show-files", is_flag=True, help="List the inputs that would be validated, and exit."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@click.command("validate")
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
@click.option("--format", "style", type=click.Choice((*FORMATS, "html")), default="text", show_default=True)
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
@_bulk
@jobs_option
@config_option
@force
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
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    quiet: bool,
    statistics: bool,
    worst_first: bool,
    show_files: bool,
    jobs: int,
    force: bool,
) -> int:
    """Say what is wrong with messages, where, and what would be right.

    PATH is a file, a folder (searched to the bottom), a glob, or - for standard input; .gz, .zst and .zip are
    opened. Both wires are told apart by their content.
    """
    inputs = sources(paths)
    if show_files:
        echo(source.name for source in inputs)
        return EXIT_OK
    require_file(write_baseline, force=force)
    chosen = selection(select, ignore, path_ignores(), None if write_baseline else baseline)
    outcome = _Outcome()
    work = partial(_validate, level=level, now=now, version=emif_version, profile=profile, context=context)

    def reports() -> Iterator[InputReport]:
        for validated in _validated(inputs, work, jobs, is_streaming=style == "text"):
            counted = chosen.of(validated)
            outcome.add(validated.report, counted)
            yield counted

    if write_baseline is not None:
        Baseline.write(write_baseline, reports(), force=force)
        echo([translate(f"written: {write_baseline}")], err=True)
        return EXIT_OK
    ordered = overview.worst_first(reports()) if worst_first else reports()
    form = "statistics" if statistics else "quiet" if quiet else style
    _print(ordered, form if style == "text" else style, in_full=in_full)
    if now is None and outcome.is_of_day and style == "text":
        echo([dim("checked as of now; --now message checks each as of the day when it was made")], err=True)
    return outcome.status(fail_on)


class _Outcome:
    """What all reports come to: the exit status, and whether tomorrow may say something else."""

    def __init__(self) -> None:
        self.is_of_day = False
        self._is_empty = True
        self._worst: set[int] = set()

    def add(self, report: Report, counted: InputReport) -> None:
        """Add a report, and what of it counts."""
        self._is_empty = self._is_empty and report.is_empty
        self._worst.update(finding.severity.rank for finding in counted.report)
        # no code that is left out makes a message of what is none; a baseline knows what was none before
        if counted.is_unreadable:
            self._worst.add(Severity.ERROR.rank)
        self.is_of_day = self.is_of_day or _is_of_day(counted.report)

    def status(self, fail_on: str) -> int:
        if self._is_empty:
            return EXIT_NOTHING
        return EXIT_FINDINGS if any(rank <= Severity(fail_on).rank for rank in self._worst) else EXIT_OK


def _is_of_day(report: Report) -> bool:
    """Tell whether a finding of *report* is about the day of the validation: tomorrow it may be another one."""
    if not report.findings:
        return False
    from edielkit.process_rules import Need, checks

    return any(
        finding.code in checks() and Need.NOW in checks()[finding.code].needs for finding in report.findings
    )


def _print(reports: Iterable[InputReport], form: str, *, in_full: bool) -> None:
    overviews = {"statistics": overview.statistics_lines, "quiet": overview.quiet_lines}
    if form in overviews:
        echo(overviews[form](map(in_language, reports), in_full=in_full))
    elif form == "html":
        from edielkit.cli.output.html_report import html_lines

        write_document(html_lines(reports, now=dt.datetime.now(dt.UTC), language=language(), in_full=in_full))
    elif form == "text":
        echo(text_lines(map(in_language, reports), in_full))
    else:
        write_document(FORMATS[form](reports, in_full))


def _validated(
    inputs: list[Source], work: Callable[..., InputReport], jobs: int, *, is_streaming: bool
) -> Iterator[InputReport]:
    """Yield the reports of *inputs*, in their order."""
    # standard input can be read once, and by one process
    processes = 1 if any(source.name == STDIN for source in inputs) else jobs
    results = in_order(partial(work, keeps_input=processes == 1), inputs, processes)
    tracked = track(results, "validating", total=len(inputs), is_streaming=is_streaming)
    for source, validated in zip(inputs, tracked, strict=True):
        if validated.excerpts is None and validated.is_open:
            # of what comes from another process the input is read once more, when a place in it is asked for
            yield attrs.evolve(validated, excerpts=Excerpts(source.read))
        else:
            yield validated


def _validate(source: Source, *, now: Now | None, keeps_input: bool, **options: Any) -> InputReport:
    from edielkit.verbs import validate

    try:
        opened = open_input(source.read())
    except ParseError as error:
        finding = RULES[error.code].finding(error.message, error.position)
        return InputReport(source.name, Report(findings=(finding,), unreadable=True), is_open=False)
    instant = dt.datetime.now(dt.UTC) if now is None else now(opened)
    # the reports of thousands of files may be kept to the end, what was read of them is not
    report = validate(opened, now=instant, **options).without_reading()
    return InputReport(source.name, report, Excerpts(opened) if keeps_input else None)
