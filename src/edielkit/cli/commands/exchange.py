"""`edielkit exchange`: exchange points checked, filled, split, balanced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

import click

from edielkit.cli.input.clock import CREATED, NOW, Now
from edielkit.cli.input.exchange_inputs import (
    ExchangeInput,
    csv_rows,
    loss_constants,
    points_of,
    points_options,
    read_inputs,
)
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.language import translate
from edielkit.cli.output.balance_output import balance_picture, print_balance
from edielkit.cli.output.exchange_output import FORMS, WriteOptions, write_series
from edielkit.cli.output.files import require_file, write_output
from edielkit.cli.output.losses import is_faulty, losses_option
from edielkit.cli.output.progress import track
from edielkit.cli.output.reports import InputReport, in_language, json_lines, text_lines
from edielkit.cli.output.terminal import echo, write_document
from edielkit.cli.shared_options import ParamType, force, paths
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, NothingThereError, UsageError
from edielkit.errors import ParseError
from edielkit.findings import Finding, Report, Severity

if TYPE_CHECKING:
    from edielkit.exchange import ExchangePoint
    from edielkit.series import TimeSeries

__all__ = ("command",)

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = {"text": text_lines, "json": json_lines}


class _Energy(ParamType):
    """An amount in kWh with at most three decimals."""

    name = "kwh"

    def __init__(self, *, may_be_negative: bool = True) -> None:
        self._may_be_negative = may_be_negative

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the amount."""
        try:
            energy = Decimal(str(value))
        except InvalidOperation:
            self.fail("expected a number with a decimal point", param, ctx)
        if not energy.is_finite() or energy != energy.quantize(Decimal("0.001")):
            self.fail("expected at most three decimals", param, ctx)
        if energy < 0 and not self._may_be_negative:
            self.fail(f"expected zero or more, found {energy}", param, ctx)
        return energy


def _format(function: F) -> F:
    return click.option("--format", "style", type=click.Choice((*_FORMATS, "html")), default="text", show_default=True)(function)  # fmt: skip


def _fail_on(function: F) -> F:
    severities = [severity.value for severity in Severity]
    return click.option("--fail-on", type=click.Choice(severities), default="error", show_default=True, help="Exit with 1 at a finding of this severity, or a graver one.")(function)  # fmt: skip


def _output(function: F) -> F:
    """Add the options that say what to write."""
    options = (
        click.option("--to", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="What to write."),
        click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]"),
        click.option("--sender", metavar="GLN", help="Sending party.  [default: that of the input]"),
        click.option("--recipient", metavar="GLN", help="Receiving party.  [default: that of the input]"),
        click.option("--registered", type=CREATED, help="Registration time of values whose input has none: an instant with zone, or 'message' for the creation time of the first message.  [default: --now]"),
        click.option("--now", type=CREATED, help="Creation time of what is written: an instant with zone, or 'message' for that of the first message.  [default: the clock]"),
        losses_option,
        force,
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@click.group("exchange")
def command() -> None:
    """Check, fill, split and balance exchange points.

    A message does not say which metering points are exchange points: --point and --points do. Without them a
    point with both directions is taken for one, and the others are listed.
    """


def _status(findings: Sequence[Finding], fail_on: str) -> int:
    return EXIT_FINDINGS if any(finding.severity.rank <= Severity(fail_on).rank for finding in findings) else EXIT_OK  # fmt: skip


def _unreadable(name: str, error: ParseError) -> InputReport:
    finding = Finding(
        code=error.code, severity=Severity.ERROR, message=error.message, position=error.position
    )
    return InputReport(name, Report(findings=(finding,), unreadable=True))


# -- check


@command.command("check")
@paths
@points_options
@click.option("--neighbour", multiple=True, metavar="PATH", help="What the other side sees, to compare.")
@click.option("--tolerance", type=_Energy(may_be_negative=False), default="0", show_default=True, help="Difference in kWh that two views of an interval may have.")  # fmt: skip
@click.option("--now", type=NOW, help="Instant of the check: an instant with zone, or 'message' for the creation time of the first message.  [default: the clock]")  # fmt: skip
@click.option("--received", type=CREATED, help="When the messages came, to check 07:00: an instant with zone, or 'message' for each one's creation time.")  # fmt: skip
@_format
@_fail_on
def check_command(
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    file: str | None,
    codes: tuple[tuple[str, str], ...],
    neighbour: tuple[str, ...],
    tolerance: Decimal,
    now: Now | None,
    received: Now | None,
    style: str,
    fail_on: str,
) -> int:
    """Say what is wrong with exchange points, by metering point and day.

    All inputs are checked together: the two directions of a point may come in two messages.
    """
    from edielkit.exchange import check
    from edielkit.series import thousandths

    points = points_of(file, names)
    reports: list[InputReport] = []
    inputs: list[ExchangeInput] = []
    for source, read in _read(paths, codes):
        if isinstance(read, ParseError):
            reports.append(_unreadable(source.name, read))
        else:
            inputs.append(read)
    if inputs:
        if not reports:
            _refuse_no_points(points, _series_of(inputs))
        report = check(
            _series_of(inputs),
            points,
            now=dt.datetime.now(dt.UTC) if now is None else now(inputs[0].opened),
            received=_received(received, inputs),
            neighbour=_series_of(_required(neighbour, codes)) if neighbour else None,
            tolerance=thousandths(tolerance),
        )
        name = inputs[0].name if len(inputs) == 1 else f"{len(inputs)} inputs together"
        reports.append(InputReport(name, report))
    faulty = [is_faulty(source.name, source.opened, dt.datetime.now(dt.UTC)) for source in inputs]
    if style == "html":
        from edielkit.cli.output.html_exchange import checked_html

        write_document([checked_html(reports, _series_of(inputs), points)])
    else:
        shown = reports if style == "json" else map(in_language, reports)
        (write_document if style == "json" else echo)(_FORMATS[style](shown, False))
    status = _status([finding for source in reports for finding in source.report], fail_on)
    return EXIT_FINDINGS if any(faulty) else status


def _refuse_no_points(points: Sequence[ExchangePoint], series: Iterable[TimeSeries]) -> None:
    """Refuse to accept what was not checked: no point is named, and none has both directions.

    Raises:
        NothingThereError: No exchange point is there.
    """
    if points:
        return
    channels = {(channel.metering_point, channel.direction) for channel in series}
    if not any((point, "Out") in channels for point, direction in channels if direction == "In"):
        raise NothingThereError(
            "no metering point has both directions; name exchange points with --point GSRN or --points FILE"
        )


def _received(received: Now | None, inputs: Sequence[ExchangeInput]) -> dict[str, dt.datetime] | None:
    """Return when each series came, by its identification."""
    if received is None:
        return None
    instants: dict[str, dt.datetime] = {}
    for source in inputs:
        instant = received(source.opened)
        if instant is not None:
            instants.update(
                {series.identification: instant for series in source.series if series.identification}
            )
    return instants


def _read(
    names: Sequence[str], codes: Sequence[tuple[str, str]]
) -> Iterator[tuple[Source, ExchangeInput | ParseError]]:
    return read_inputs(track(sources(names), "reading"), codes)


def _required(names: Sequence[str], codes: Sequence[tuple[str, str]]) -> Iterator[ExchangeInput]:
    """Yield the inputs that the command cannot do without."""
    for source, read in _read(names, codes):
        if isinstance(read, ParseError):
            raise UsageError(f"{source.name}: {read}")
        yield read


def _series_of(inputs: Iterable[ExchangeInput]) -> list[TimeSeries]:
    return [series for source in inputs for series in source.series]


# -- fill and split


@command.command("fill")
@paths
@points_options
@_output
def fill_command(
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    file: str | None,
    codes: tuple[tuple[str, str], ...],
    losses_file: str | None,
    **writing: Any,
) -> int:
    """Write the zero channels that are missing beside the channels that are there.

    A point given by --point is taken for metered one way only when one direction is all that comes in; a points
    file says with 'form' what is metered, and a metered channel is never filled with zeros.
    """
    from edielkit.exchange import fill

    inputs = list(_required(paths, codes))
    series = _series_of(inputs)
    points = points_of(file, ())
    listed = {gsrn for point in points for gsrn in point.metering_points}
    points += _one_way(series, points_of(None, [name for name in names if name not in listed]))
    if not points:
        raise UsageError("which points are exchange points? name them with --point GSRN or --points FILE")
    filled = fill(series, points)
    echo((translate(f"not filled: {channel}") for channel in filled.left), err=True)
    echo([translate(f"{len(filled.added)} zero channels added to {len(series)} series")], err=True)
    options = WriteOptions(losses=losses_file, codes=codes, **writing)
    faulty = [is_faulty(source.name, source.opened, dt.datetime.now(dt.UTC)) for source in inputs]
    write_series(filled.series, inputs, options)
    return EXIT_FINDINGS if filled.left or any(faulty) else EXIT_OK


def _one_way(series: Sequence[TimeSeries], points: Sequence[Any]) -> tuple[Any, ...]:
    """Return points with the one direction that the series have, where they have one only."""
    import attrs

    one_way = []
    for point in points:
        gsrn = point.metering_points[0]
        directions = {channel.direction for channel in series if channel.metering_point == gsrn}
        one_way.append(
            attrs.evolve(
                point,
                incoming=gsrn if directions != {"Out"} else None,
                outgoing=gsrn if directions != {"In"} else None,
            )
        )
    return tuple(one_way)


@command.command("split")
@paths
@points_options
@click.option("--sign", required=True, type=click.Choice(["import-positive", "export-positive"]), help="What a positive value means, seen from the main grid area.")  # fmt: skip
@_output
def split_command(
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    file: str | None,
    codes: tuple[tuple[str, str], ...],
    sign: str,
    losses_file: str | None,
    **writing: Any,
) -> int:
    """Write a signed net series as two without sign, In and Out.

    Series that state a direction go through as they are; --code gives the product codes of what is written. With --point or --points only the series of those
    metering points are written.
    """
    from edielkit.exchange import SignConvention, split

    inputs = list(_required(paths, ()))  # the codes are those of the result
    wanted = {gsrn for point in points_of(file, names) for gsrn in point.metering_points}
    result: list[TimeSeries] = []
    signed: list[str] = []
    for series in _series_of(inputs):
        if wanted and series.metering_point not in wanted:
            continue
        if series.direction is None:
            result += split(series, sign=SignConvention(sign))
            signed.append(series.metering_point or "no metering point")
        else:
            result.append(series)
    if not result:
        raise UsageError("no series of these metering points in the input")
    echo(
        [translate(f"{len(signed)} signed series split, {len(result) - 2 * len(signed)} kept as they are")],
        err=True,
    )
    options = WriteOptions(losses=losses_file, codes=codes, sign=sign, signed=tuple(signed), **writing)
    faulty = [is_faulty(source.name, source.opened, dt.datetime.now(dt.UTC)) for source in inputs]
    write_series(result, inputs, options)
    return EXIT_FINDINGS if any(faulty) else EXIT_OK


# -- balance


@command.command("balance")
@paths
@points_options
@click.option("--areas", metavar="FILE", help="CSV with the columns point and area: grid areas of production and consumption points.")  # fmt: skip
@click.option("--losses", metavar="FILE", help="CSV with the columns area, idle (kWh an hour) and constant (1/kWh), for estimates.")  # fmt: skip
@click.option("--resolution", type=click.Choice(["PT15M", "PT1H"]), help="Length of an interval.  [default: the longest of the series]")  # fmt: skip
@click.option("--negative", type=_Energy(), default="-200", show_default=True, help="Flag a loss below this, in kWh an interval.")  # fmt: skip
@click.option("--high", type=_Energy(), default="500", show_default=True, help="Flag a loss above this, in kWh an interval, and above --high-share.")  # fmt: skip
@click.option(
    "--high-share", type=_Energy(), default="0.12", show_default=True, help="Share of gross infeed."
)
@click.option("--svg", metavar="FILE", help="Draw the hours of one grid area.")
@click.option("--area", metavar="EIC", help="The grid area to draw, where there are several.")
@force
@_format
@_fail_on
def balance_command(
    *,
    paths: tuple[str, ...],
    names: tuple[str, ...],
    file: str | None,
    codes: tuple[tuple[str, str], ...],
    areas: str | None,
    losses: str | None,
    resolution: str | None,
    negative: Decimal,
    high: Decimal,
    high_share: Decimal,
    svg: str | None,
    area: str | None,
    force: bool,
    style: str,
    fail_on: str,
) -> int:
    """Show the energy balance of grid areas and the exchange of each pair of them.

    Production + import - export - consumption = loss. The points file gives main area and neighbour of each
    exchange point; other points belong to the grid area that their series or --areas names.
    """
    from edielkit.exchange import LossLimits, balance, check_balance, reconcile

    require_file(svg, force=force)
    points = points_of(file, names)
    series = _series_of(_required(paths, codes))
    homes: dict[str, str] = {point: home for _, (point, home) in csv_rows(areas, ("point", "area"))}
    constants = loss_constants(losses)
    try:
        balanced = balance(series, points, areas=homes, losses=constants, resolution=resolution)
        limits = LossLimits(negative=negative, high=high, high_share=high_share)
        checked = check_balance(balanced, limits=limits, estimates=losses is not None)
        pairs = reconcile(series, points)
        if svg is not None:
            write_output(svg, balance_picture(balanced, area).encode(), force=force)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if not (balanced.areas or pairs.pairs):
        raise NothingThereError(
            "no series of these inputs belongs to a grid area; name areas with --areas, exchange points with --points"
        )
    findings = (*checked, *pairs.report)
    both = Report(
        findings=findings,
        not_checked=tuple(dict.fromkeys((*checked.not_checked, *pairs.report.not_checked))),
        kind="balance",
    )
    print_balance(both, series, points, balanced, pairs, style=style)
    return _status(findings, fail_on)
