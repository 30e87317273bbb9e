"""What the commands on exchange points read: points, loss constants, series of either wire."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from edielkit.cli.input.sources import Source
from edielkit.cli.open_files import read_file
from edielkit.cli.shared_options import ParamType
from edielkit.cli.usage_error import UsageError
from edielkit.errors import InvalidIdentifierError, ParseError
from edielkit.inputs import Input, is_edifact, open_input

if TYPE_CHECKING:
    from edielkit.exchange import ExchangePoint, LossConstants
    from edielkit.series import TimeSeries

__all__ = (
    "ExchangeInput",
    "csv_rows",
    "loss_constants",
    "points_of",
    "points_options",
    "read_inputs",
)

F = TypeVar("F", bound=Callable[..., Any])


class _Code(ParamType):
    """``In=CODE`` or ``Out=CODE``."""

    name = "code"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return direction and product code."""
        if isinstance(value, tuple):
            return value[0], value[1]
        direction, _, code = str(value).partition("=")
        if direction not in {"In", "Out"} or not code:
            self.fail("expected In=CODE or Out=CODE", param, ctx)
        return direction, code


def points_options(function: F) -> F:
    """Add the options that name exchange points."""
    named = click.option("--point", "names", multiple=True, metavar="GSRN", help="This metering point is an exchange point; may be given several times.")  # fmt: skip
    listed = click.option("--points", "file", metavar="FILE", help="CSV of exchange points; only the column 'point' must be there.")  # fmt: skip
    codes = click.option("--code", "codes", type=_Code(), multiple=True, help="Product code of a direction in MSCONS: In=CODE, Out=CODE.")  # fmt: skip
    return named(listed(codes(function)))


@attrs.frozen(kw_only=True)
class ExchangeInput:
    """The series of one input, and who sent it to whom.

    Attributes:
        name: How the input is called.
        opened: Its bytes, opened.
        wire: ``emif`` or ``edifact``.
        sender: GLN of the sending party, if it says so.
        recipient: GLN of the receiving party, if it says so.
        series: The series, in order.
    """

    name: str
    opened: Input = attrs.field(repr=False)
    wire: str
    sender: str | None
    recipient: str | None
    series: tuple[TimeSeries, ...] = attrs.field(repr=False)


def read_inputs(
    sources: Iterable[Source], codes: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[Source, ExchangeInput | ParseError]]:
    """Yield each source with its series, or with the error that says why it cannot be read.

    Args:
        sources: Where to read.
        codes: Direction (``In``, ``Out``) and product code of partners whose lines differ in it.
    """
    directions = {code: direction for direction, code in codes}
    for source in sources:
        try:
            yield source, _read(source.name, open_input(source.read()), directions)
        except ParseError as error:
            yield source, error


def _read(name: str, opened: Input, directions: dict[str, str]) -> ExchangeInput:
    from edielkit.verbs import parse_all

    document = parse_all(opened)[0]
    if is_edifact(document):
        from edielkit.edifact.fast.read import read_columns
        from edielkit.edifact.series.value_codes import SeriesOptions

        return ExchangeInput(
            name=name,
            opened=opened,
            wire="edifact",
            sender=document.sender or None,
            recipient=document.recipient or None,
            series=tuple(read_columns(opened.content, SeriesOptions(directions=directions))),
        )
    from edielkit.emif.series import series

    header = getattr(next(iter(getattr(document, "messages", None) or (document,))), "header", None)
    return ExchangeInput(
        name=name,
        opened=opened,
        wire="emif",
        sender=_party(header, "juridical_sender_energy_party"),
        recipient=_party(header, "juridical_recipient_energy_party"),
        series=tuple(series(document)),
    )


def _party(header: object, role: str) -> str | None:
    identification = getattr(getattr(header, role, None), "identification", None)
    return None if identification is None else str(identification)


def points_of(file: str | None, names: Sequence[str]) -> tuple[ExchangePoint, ...]:
    """Return the exchange points of a points file and of ``--point`` options.

    Raises:
        UsageError: The file cannot be read, or an option is no metering point.
    """
    from edielkit.exchange import ExchangePoint, read_points
    from edielkit.identifiers import gsrn

    points: tuple[ExchangePoint, ...] = ()
    if file is not None:
        try:
            points = read_points(_text(file))
        except ParseError as error:
            where = f"{file}:{error.position.line or 1}"
            raise UsageError(f"{where}: {error.code} {error.message}") from None
    listed = {metering_point for point in points for metering_point in point.metering_points}
    for name in names:
        try:
            metering_point = gsrn.validate(name, check=False)
        except InvalidIdentifierError as error:
            raise UsageError(f"--point: {error}") from None
        if metering_point not in listed:
            points += (ExchangePoint.of_metering_point(metering_point),)
    return points


def csv_rows(file: str | None, columns: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return number of the line and cells of each row of a small CSV file whose first row names exactly *columns*.

    Raises:
        UsageError: The file cannot be read, has other columns or an empty cell, or names the same first cell twice.
    """
    if file is None:
        return []
    reader = csv.reader(_text(file).splitlines())
    try:
        rows = [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader if row]
    except csv.Error as error:
        raise UsageError(f"{file}:{reader.line_num}: expected a row of CSV: {error}") from None
    if not rows or rows[0][1] != tuple(columns):
        line = rows[0][0] if rows else 1
        raise UsageError(f"{file}:{line}: expected the columns {','.join(columns)} in the first row")
    for line, row in rows[1:]:
        if len(row) != len(columns):
            raise UsageError(f"{file}:{line}: expected {len(columns)} cells, found {len(row)}")
    _check_cells(file, columns, rows[1:])
    return rows[1:]


def _check_cells(file: str, columns: Sequence[str], rows: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    lines: dict[str, int] = {}
    for line, row in rows:
        if not all(row):
            raise UsageError(f"{file}:{line}: expected a text in {columns[row.index('')]!r}, found none")
        first = lines.setdefault(row[0], line)
        if first != line:
            raise UsageError(
                f"{file}:{line}: expected each {columns[0]} once; {row[0][:40]!r} stands in line {first}"
            )


def loss_constants(file: str | None) -> dict[str, LossConstants]:
    """Return the loss constants of grid areas from a CSV file with the columns area, idle and constant.

    Raises:
        UsageError: The file cannot be read, or a cell is no number.
    """
    from edielkit.exchange import LossConstants

    return {
        area: LossConstants(
            idle=_number(idle, f"{file}:{line}", "idle"),
            constant=_number(constant, f"{file}:{line}", "constant"),
        )
        for line, (area, idle, constant) in csv_rows(file, ("area", "idle", "constant"))
    }


def _number(cell: str, where: str, column: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UsageError(
            f"{where}: expected a number with a decimal point in {column!r}, found {cell[:40]!r}"
        )
    return number


def _text(file: str) -> str:
    data = read_file(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{file}:{line}: expected text in UTF-8") from None
