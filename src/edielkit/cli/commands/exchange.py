"""`edielkit exchange`: exchange points checked, filled, split, balanced."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.exchange_files import (
    FORMS,
    Content,
    Writing,
    constants_of,
    points_of,
    points_options,
    read,
    table,
    trouble_of,
    write,
)
from edielkit.cli.options import ParamType, paths
from edielkit.cli.output.losses import is_faulty, losses_option
from edielkit.cli.output.reports import Judged, json_lines, text_lines
from edielkit.cli.output.terminal import columns, echo, strong
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, Trouble
from edielkit.errors import ParseError
from edielkit.findings import Finding, Report, Severity

if TYPE_CHECKING:
    from edielkit.exchange import Balance, Reconciliation
    from edielkit.series import TimeSeries

__all__ = ("command",)

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = {"text": text_lines, "json": json_lines}


class _Energy(ParamType):
    """An amount in kWh with at most three decimals."""

    name = "kwh"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the amount."""
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            self.fail("expected a number with a decimal point", param, ctx)
        if not found.is_finite() or found != found.quantize(Decimal("0.001")):
            self.fail("expected at most three decimals", param, ctx)
        return found


def _format(function: F) -> F:
    return click.option("--format", "style", type=click.Choice(tuple(_FORMATS)), default="text", show_default=True)(function)  # fmt: skip


def _fail_on(function: F) -> F:
    severities = [each.value for each in Severity]
    return click.option("--fail-on", type=click.Choice(severities), default="error", show_default=True, help="Exit with 1 at a finding of this severity, or a graver one.")(function)  # fmt: skip


def _output(function: F) -> F:
    """Add the options that say what to write."""
    options = (
        click.option("--to", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="What to write."),
        click.option("-o", "--output", metavar="FILE", help="File to write.  [default: standard output]"),
        click.option("--sender", metavar="GLN", help="Sending party.  [default: that of the input]"),
        click.option("--recipient", metavar="GLN", help="Receiving party.  [default: that of the input]"),
        click.option("--registered", type=NOW, help="Registration time of values whose input has none: an instant with zone, or 'message' for the creation time of the first message.  [default: --now]"),
        click.option("--now", type=NOW, help="Creation time of what is written: an instant with zone, or 'message' for that of the first message.  [default: the clock]"),
        losses_option,
    )  # fmt: skip
    for each in reversed(options):
        function = each(function)
    return function


@click.group("exchange")
def command() -> None:
    """Check, fill, split and balance exchange points.

    A message does not say which metering points are exchange points: --point and --points do. Without them a
    point with both directions is taken for one, and the others are listed.
    """


def _status(findings: Sequence[Finding], fail_on: str) -> int:
    return EXIT_FINDINGS if any(each.severity.rank <= Severity(fail_on).rank for each in findings) else EXIT_OK  # fmt: skip


def _unreadable(name: str, error: ParseError) -> Judged:
    finding = Finding(
        code=error.code, severity=Severity.ERROR, message=error.message, position=error.position
    )
    return Judged(name, Report(findings=(finding,), unreadable=True))


# -- check


@command.command("check")
@paths
@points_options
@click.option("--neighbour", multiple=True, metavar="PATH", help="What the other side sees, to compare.")
@click.option("--tolerance", type=_Energy(), default="0", show_default=True, help="Difference in kWh that two views of an interval may have.")  # fmt: skip
@click.option("--now", type=NOW, help="Instant of judgement: an instant with zone, or 'message' for the creation time of the first message.  [default: the clock]")  # fmt: skip
@click.option("--received", type=NOW, help="When the messages came, to judge 07:00: an instant with zone, or 'message' for each one's creation time.")  # fmt: skip
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

    All inputs are judged together: the two directions of a point may come in two messages.
    """
    from edielkit.exchange import check
    from edielkit.series import thousandths

    points = points_of(file, names)
    judged: list[Judged] = []
    contents: list[Content] = []
    for source, found in read(paths, codes):
        if isinstance(found, ParseError):
            judged.append(_unreadable(source.name, found))
        else:
            contents.append(found)
    if contents:
        report = check(
            [one for each in contents for one in each.series],
            points,
            now=_instant(now, contents),
            received=_received(received, contents),
            neighbour=[one for each in _needed(neighbour, codes) for one in each.series]
            if neighbour
            else None,
            tolerance=thousandths(tolerance),
        )
        name = contents[0].name if len(contents) == 1 else f"{len(contents)} inputs together"
        judged.append(Judged(name, report))
    echo(_FORMATS[style](judged, False))
    return _status([finding for each in judged for finding in each.report], fail_on)


def _instant(now: Now | None, contents: Sequence[Content]) -> dt.datetime | None:
    return dt.datetime.now(dt.UTC) if now is None else now(contents[0].data)


def _received(
    received: Now | None, contents: Sequence[Content]
) -> dict[str, dt.datetime] | dt.datetime | None:
    if received is None:
        return None
    found: dict[str, dt.datetime] = {}
    for each in contents:
        instant = received(each.data)
        if instant is not None:
            found.update({one.identification: instant for one in each.series if one.identification})
    return found


def _needed(given: Sequence[str], codes: Sequence[tuple[str, str]]) -> Iterator[Content]:
    """Yield the content of inputs that the command cannot do without."""
    for source, found in read(given, codes):
        if isinstance(found, ParseError):
            raise trouble_of(source.name, found)
        yield found


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
    form: str,
    output: str | None,
    sender: str | None,
    recipient: str | None,
    registered: Now | None,
    now: Now | None,
    told: str | None,
) -> int:
    """Write the zero channels that are missing beside the channels that are there.

    A point given by --point is taken for metered one way only when one direction is all that comes in; a points
    file says with 'form' what is metered, and a metered channel is never filled with zeros.
    """
    from edielkit.exchange import fill

    contents = list(_needed(paths, codes))
    series = [one for each in contents for one in each.series]
    points = points_of(file, ())
    listed = {gsrn for point in points for gsrn in point.metering_points}
    points += _one_way(series, points_of(None, [name for name in names if name not in listed]))
    if not points:
        raise Trouble("which points are exchange points? name them with --point GSRN or --points FILE")
    filled = fill(series, points)
    for each in filled.left:
        click.echo(f"not filled: {each}", err=True)
    click.echo(f"{len(filled.added)} zero channels added to {len(series)} series", err=True)
    writing = Writing(
        form=form,
        output=output,
        losses=told,
        sender=sender,
        recipient=recipient,
        codes=codes,
        registered=registered,
        now=now,
    )
    faulty = [is_faulty(each.name, each.data) for each in contents]
    write(filled.series, contents, writing)
    return EXIT_FINDINGS if filled.left or any(faulty) else EXIT_OK


def _one_way(series: Sequence[TimeSeries], points: Sequence[Any]) -> tuple[Any, ...]:
    """Return points with the one direction that the series have, where they have one only."""
    import attrs

    found = []
    for point in points:
        gsrn = point.metering_points[0]
        there = {each.direction for each in series if each.metering_point == gsrn}
        found.append(
            attrs.evolve(
                point,
                incoming=gsrn if there != {"Out"} else None,
                outgoing=gsrn if there != {"In"} else None,
            )
        )
    return tuple(found)


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
    form: str,
    output: str | None,
    sender: str | None,
    recipient: str | None,
    registered: Now | None,
    now: Now | None,
    told: str | None,
) -> int:
    """Write a signed net series as two without sign, In and Out.

    Series that state a direction go through as they are; --code gives the product codes of what is written. With --point or --points only the series of those
    metering points are written.
    """
    from edielkit.exchange import SignConvention, split

    contents = list(_needed(paths, ()))  # the codes are those of the result
    wanted = {gsrn for point in points_of(file, names) for gsrn in point.metering_points}
    result: list[TimeSeries] = []
    signed: list[str] = []
    for each in (one for content in contents for one in content.series):
        if wanted and each.metering_point not in wanted:
            continue
        if each.direction is None:
            result += split(each, sign=SignConvention(sign))
            signed.append(each.metering_point or "no metering point")
        else:
            result.append(each)
    if not result:
        raise Trouble("no series of these metering points in the input")
    click.echo(
        f"{len(signed)} signed series split, {len(result) - 2 * len(signed)} kept as they are", err=True
    )
    writing = Writing(
        form=form,
        output=output,
        losses=told,
        sender=sender,
        recipient=recipient,
        codes=codes,
        registered=registered,
        now=now,
        sign=sign,
        signed=tuple(signed),
    )
    faulty = [is_faulty(each.name, each.data) for each in contents]
    write(result, contents, writing)
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
    style: str,
    fail_on: str,
) -> int:
    """Show the energy balance of grid areas and the exchange of each pair of them.

    Production + import - export - consumption = loss. The points file gives main area and neighbour of each
    exchange point; other points belong to the grid area that their series or --areas names.
    """
    from edielkit.exchange import LossLimits, balance, check_balance, reconcile

    points = points_of(file, names)
    series = [one for each in _needed(paths, codes) for one in each.series]
    homes: dict[str, str] = {point: home for point, home in table(areas, ("point", "area"))}  # noqa: C416  (says the types)
    constants = constants_of(losses)
    try:
        found = balance(series, points, areas=homes, losses=constants, resolution=resolution)
        limits = LossLimits(negative=negative, high=high, high_share=high_share)
        judged = check_balance(found, limits=limits, estimates=losses is not None)
        pairs = reconcile(series, points)
        if svg is not None:
            Path(svg).write_text(_picture(found, area), encoding="utf-8")
    except ValueError as error:
        raise Trouble(str(error)) from None
    findings = (*judged, *pairs.report)
    both = Report(
        findings=findings,
        not_checked=tuple(dict.fromkeys((*judged.not_checked, *pairs.report.not_checked))),
        kind="balance",
    )
    if style == "json":
        echo([json.dumps({**both.to_dict(), **_plain(found, pairs)}, ensure_ascii=False, indent=2)])
    else:
        echo(_lines(found, pairs))
        echo(text_lines([Judged("balance", both)]))
    return _status(findings, fail_on)


def _picture(found: Balance, area: str | None) -> str:
    from edielkit.exchange import balance_svg

    names = [each.area for each in found.areas]
    if area is None and len(names) != 1:
        raise Trouble(f"which grid area is to be drawn? say so with --area: {', '.join(names) or 'there is none'}")  # fmt: skip
    wanted = area or names[0]
    if wanted not in names:
        raise Trouble(f"no grid area {wanted!r} in the balance, only {', '.join(names) or 'none'}")
    return balance_svg(found.of(wanted))


def _plain(found: Balance, pairs: Reconciliation) -> dict[str, Any]:
    return {
        "areas": [
            {
                "area": each.area,
                "intervals": len(each.start),
                "seconds": each.seconds,
                **{name: str(amount) for name, amount in each.totals.items()},
                "estimate": None
                if each.estimate is None
                else str(Decimal(int(each.estimate.sum())).scaleb(-3)),
            }
            for each in found.areas
        ],
        "pairs": [
            {
                "first": each.first,
                "second": each.second,
                "into_first": str(each.into_first),
                "into_second": str(each.into_second),
                "twice": str(each.twice),
            }
            for each in pairs.pairs
        ],
    }


def _lines(found: Balance, pairs: Reconciliation) -> Iterator[str]:
    if found.areas:
        head = ("grid area", *found.areas[0].totals)
        yield strong("Balance in kWh")
        yield from columns([head, *((each.area, *map(str, each.totals.values())) for each in found.areas)], indent="    ")  # fmt: skip
    if pairs.pairs:
        yield ""
        yield strong("Exchange in kWh")
        rows = [(each.first, each.second, str(each.into_first), str(each.into_second), str(each.net_into_first), str(each.twice)) for each in pairs.pairs]  # fmt: skip
        yield from columns([("first", "second", "into first", "into second", "net into first", "twice"), *rows], indent="    ")  # fmt: skip
    yield ""
