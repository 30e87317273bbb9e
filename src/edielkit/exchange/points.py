"""Exchange points (utvekslingspunkter) as values, and the small CSV files that name them.

Source: Elhub, "Oppsett av utvekslingspunkter" (updated 03.01.2017). The page parts the exchange point, a place
between two grid areas, from the metering point (utvekslingsmålepunkt, GSRN) that represents it; so does this module.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from edielkit.csv_cells import as_text_cell, is_shortened, of_text_cell
from edielkit.errors import InvalidIdentifierError, ParseError
from edielkit.findings import Position
from edielkit.harmless import quoted
from edielkit.identifiers import gsrn

__all__ = (
    "POINT_COLUMNS",
    "Direction",
    "ExchangePoint",
    "PointForm",
    "PointValues",
    "read_migration",
    "read_points",
    "write_migration",
    "write_points",
)


class Direction(StrEnum):
    """Where energy flows, seen from the main grid area (hoved-nettavregningsområde) of the point."""

    IN = "In"
    OUT = "Out"

    @property
    def opposite(self) -> Direction:
        """The other direction.

        >>> Direction.IN.opposite
        <Direction.OUT: 'Out'>
        """
        return Direction.OUT if self is Direction.IN else Direction.IN


class PointForm(StrEnum):
    """How metering points represent an exchange point.

    TWO_CHANNELS is the recommended form: one metering point with both. TWO_POINTS has a metering point for each
    direction. The other two are points where energy flows, and is metered, one way only. Whatever the form, each
    metering point is reported with two channels; the one that is not metered holds zeros.
    """

    TWO_CHANNELS = "two-channels"
    TWO_POINTS = "two-points"
    IN_ONLY = "in-only"
    OUT_ONLY = "out-only"


class PointValues(StrEnum):
    """What the two channels hold: each direction as metered, or the difference of both."""

    GROSS = "gross"
    NET = "net"


@attrs.frozen(kw_only=True)
class ExchangePoint:
    """A place between two grid areas and the metering points that represent it in Elhub.

    Attributes:
        incoming: GSRN of the metering point whose In channel is metered, or None when nothing comes in there.
        outgoing: GSRN of the metering point whose Out channel is metered, or None; equal to *incoming* when
            one metering point has both.
        main_area: EIC of the grid area that the metering points lie in and that In and Out are seen from.
        neighbour: EIC of the grid area on the other side.
        reporting_responsible: GLN of the one party that reports the point (rapporteringsansvarlig).
        values: Net or gross, None when not known.
        foreign: The neighbour is a foreign grid company, which is no grid company in Elhub.
        parts: GSRN of the metering points that this one sums up, for a summation point (summasjonspunkt).
        opposite: GSRN of the metering points that the neighbour has at the same place; they are not reported.
        settlement_method: Settlement method that master data shows: None when not known, empty for none.
        quarters_since: First local day with quarter-hour values, None when not known.
        name: The place's own name; rows with one name are one place.

    >>> point = ExchangePoint.of_metering_point(
    ...     "707057500000000018", main_area="50YAREA-A------0", neighbour="50YAREA-B------0"
    ... )
    >>> point.form, point.metering_points
    (<PointForm.TWO_CHANNELS: 'two-channels'>, ('707057500000000018',))
    """

    incoming: str | None = None
    outgoing: str | None = None
    main_area: str | None = None
    neighbour: str | None = None
    reporting_responsible: str | None = None
    values: PointValues | None = None
    foreign: bool = False
    parts: tuple[str, ...] = ()
    opposite: tuple[str, ...] = ()
    settlement_method: str | None = None
    quarters_since: dt.date | None = None
    name: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.incoming is None and self.outgoing is None:
            raise ValueError("an exchange point has at least one metering point")

    @classmethod
    def of_metering_point(
        cls,
        metering_point: str,
        *,
        main_area: str | None = None,
        neighbour: str | None = None,
        values: PointValues | None = None,
    ) -> ExchangePoint:
        """Return an exchange point with one metering point that meters both directions."""
        return cls(
            incoming=metering_point,
            outgoing=metering_point,
            main_area=main_area,
            neighbour=neighbour,
            values=values,
        )

    @property
    def form(self) -> PointForm:
        """How the metering points represent the place."""
        if self.outgoing is None:
            return PointForm.IN_ONLY
        if self.incoming is None:
            return PointForm.OUT_ONLY
        return PointForm.TWO_CHANNELS if self.incoming == self.outgoing else PointForm.TWO_POINTS

    @property
    def metering_points(self) -> tuple[str, ...]:
        """GSRN of the metering points, the incoming one first."""
        return tuple(
            dict.fromkeys(
                metering_point
                for metering_point in (self.incoming, self.outgoing)
                if metering_point is not None
            )
        )

    def metered(self, metering_point: str) -> frozenset[Direction]:
        """Return the directions that are really metered at *metering_point*; the others are zero.

        >>> sorted(ExchangePoint(incoming="1", outgoing="2").metered("2"))
        [<Direction.OUT: 'Out'>]
        """
        pairs = ((self.incoming, Direction.IN), (self.outgoing, Direction.OUT))
        return frozenset(direction for metered_point, direction in pairs if metered_point == metering_point)

    @property
    def areas(self) -> tuple[str, str] | None:
        """The pair of grid areas, in order of their codes; None when one is not known."""
        if self.main_area is None or self.neighbour is None:
            return None
        first, second = sorted((self.main_area, self.neighbour))
        return first, second

    def __str__(self) -> str:
        return self.name or "+".join(self.metering_points)


# -- the points file

POINT_COLUMNS: Mapping[str, str] = {
    "point": "GSRN of the metering point; of the In side in form two-points. The only column that must be there",
    "out_point": "GSRN of the metering point of the Out side, in form two-points",
    "main_area": "EIC of the grid area that In and Out are seen from",
    "neighbour": "EIC of the grid area on the other side",
    "form": "two-channels (the default), two-points, in-only or out-only",
    "values": "net or gross; empty when not known",
    "reporting_responsible": "GLN of the reporting party",
    "foreign": "yes or no (the default)",
    "parts": "GSRN of the parts of a summation point, parted by blanks",
    "opposite": "GSRN of the neighbour's own metering points at the place, parted by blanks",
    "settlement_method": "code of master data; - for none; empty when not known",
    "quarters_since": "first local day with quarter-hour values, YYYY-MM-DD",
    "name": "the place's own name",
}
_NONE = "-"
_SIGNS = {"yes": True, "no": False, "": False}


def _fault(message: str, line: int) -> ParseError:
    return ParseError(message, Position(line=line), "EXC090")


def _rows(text: str, columns_allowed: Iterable[str], needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of each row of a comma- or semicolon-separated file with a head."""
    body = text.removeprefix("\ufeff")
    head = body.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    columns: list[str] = []
    try:
        for cells in reader:
            row = [of_text_cell(cell.strip()) for cell in cells]
            if not any(row) or row[0].startswith("#"):
                continue
            if not columns:
                columns = [cell.lower() for cell in row]
                _check_head(columns, tuple(columns_allowed), needed, reader.line_num)
                continue
            if len(row) > len(columns):
                raise _fault(f"expected at most {len(columns)} cells, found {len(row)}", reader.line_num)
            yield reader.line_num, dict(zip(columns, row, strict=False))
    except csv.Error as error:
        raise _fault(f"no row of a CSV file: {error}", reader.line_num) from None
    if not columns:
        raise _fault(f"expected a first row with the names of the columns, among them {needed!r}", 1)


def _check_head(columns: list[str], allowed: tuple[str, ...], needed: str, line: int) -> None:
    if needed not in columns:
        raise _fault(f"expected a column {needed!r} in the first row", line)
    for column in columns:
        if column not in allowed:
            raise _fault(f"unknown column {quoted(column, 40)}, expected one of {', '.join(allowed)}", line)
    if len(set(columns)) < len(columns):
        raise _fault("expected each column once", line)


def _metering_point(text: str, line: int) -> str:
    try:
        return gsrn.validate(text, check=False)
    except InvalidIdentifierError:
        hint = ", which a spreadsheet has shortened: its digits are lost" if is_shortened(text) else ""
        raise _fault(
            f"expected a metering point of 18 digits, found {quoted(text, 40)}{hint}", line
        ) from None


def _choice(cells: Mapping[str, str], column: str, allowed: Iterable[str], line: int) -> str:
    text = cells.get(column, "").lower()
    choices = tuple(allowed)
    if text and text not in choices:
        raise _fault(f"expected {' or '.join(choices)} in {column!r}, found {quoted(text, 40)}", line)
    return text


def read_points(text: str) -> tuple[ExchangePoint, ...]:
    r"""Return the exchange points that a CSV file names, one a row (`POINT_COLUMNS`).

    The first row names the columns, in any order; cells are parted by comma or semicolon; rows that start
    with ``#`` are remarks.

    Raises:
        ParseError: A row cannot be read; the error names line and column (code ``EXC090``).

    >>> [p.form.value for p in read_points("point,form,values\n707057500000000018,in-only,gross\n")]
    ['in-only']
    """
    return tuple(_point(cells, line) for line, cells in _rows(text, POINT_COLUMNS, "point"))


def _point(cells: Mapping[str, str], line: int) -> ExchangePoint:
    def several(column: str) -> tuple[str, ...]:
        return tuple(_metering_point(part, line) for part in cells.get(column, "").split())

    point = _metering_point(cells.get("point", ""), line)
    out_point = cells.get("out_point", "")
    stated = _choice(cells, "form", PointForm, line)
    form = PointForm(stated) if stated else PointForm.TWO_POINTS if out_point else PointForm.TWO_CHANNELS
    if (form is PointForm.TWO_POINTS) != bool(out_point):
        raise _fault(f"expected a metering point in 'out_point' with form {PointForm.TWO_POINTS.value!r}, and with it alone", line)  # fmt: skip
    other = _metering_point(out_point, line) if out_point else point
    if form is PointForm.TWO_POINTS and other == point:
        raise _fault("expected two different metering points", line)
    values = _choice(cells, "values", PointValues, line)
    method = cells.get("settlement_method", "")
    return ExchangePoint(
        incoming=None if form is PointForm.OUT_ONLY else point,
        outgoing=None if form is PointForm.IN_ONLY else other,
        main_area=cells.get("main_area") or None,
        neighbour=cells.get("neighbour") or None,
        reporting_responsible=cells.get("reporting_responsible") or None,
        values=PointValues(values) if values else None,
        foreign=_SIGNS[_choice(cells, "foreign", ("yes", "no"), line)],
        parts=several("parts"),
        opposite=several("opposite"),
        settlement_method="" if method == _NONE else method or None,
        quarters_since=_day(cells.get("quarters_since", ""), line),
        name=cells.get("name") or None,
    )


def _day(text: str, line: int) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _fault(
            f"expected a day as YYYY-MM-DD in 'quarters_since', found {quoted(text, 40)}", line
        ) from None


def write_points(points: Iterable[ExchangePoint]) -> str:
    """Return *points* as a CSV file, the inverse of `read_points`; no cell of it is a formula to a spreadsheet.

    >>> point = ExchangePoint.of_metering_point("707057500000000018", values=PointValues.NET)
    >>> read_points(write_points([point])) == (point,)
    True
    """
    return _written(POINT_COLUMNS, map(_cells, points))


def _cells(point: ExchangePoint) -> tuple[str, ...]:
    method = point.settlement_method
    first, *others = point.metering_points
    return (
        first,
        *(others or [""]),
        point.main_area or "",
        point.neighbour or "",
        point.form.value,
        point.values.value if point.values else "",
        point.reporting_responsible or "",
        "yes" if point.foreign else "no",
        " ".join(point.parts),
        " ".join(point.opposite),
        "" if method is None else method or _NONE,
        point.quarters_since.isoformat() if point.quarters_since else "",
        point.name or "",
    )


def _written(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(list(head))
    writer.writerows(tuple(map(as_text_cell, row)) for row in rows)
    return out.getvalue()


# -- the migration form

# The page names MeterProfile A+C and A-C; both together are its default.
_PLUS, _MINUS = "A+C", "A-C"
_MIGRATION = ("point", "meter_profile")


def read_migration(text: str, *, plus: Direction) -> dict[str, frozenset[Direction]]:
    r"""Return the metered directions of each metering point in a CSV of migration profiles (MeterProfile).

    Args:
        text: Columns ``point`` and ``meter_profile``: ``A+C``, ``A-C``, or both parted by a blank. An empty
            cell is both, the default of the migration.
        plus: The direction that ``A+C`` stands for. The published page does not say which, so the caller does.

    Raises:
        ParseError: A row cannot be read, or names a point twice (code ``EXC090``).

    >>> metered = read_migration("point,meter_profile\n707057500000000018,A+C\n", plus=Direction.IN)
    >>> sorted(metered["707057500000000018"])
    [<Direction.IN: 'In'>]
    """
    meaning = {_PLUS: plus, _MINUS: plus.opposite}
    metered: dict[str, frozenset[Direction]] = {}
    for line, cells in _rows(text, _MIGRATION, "meter_profile"):
        point = _metering_point(cells.get("point", ""), line)
        profiles = cells.get("meter_profile", "").upper().split() or [_PLUS, _MINUS]
        if not set(profiles) <= set(meaning):
            raise _fault(f"expected {_PLUS}, {_MINUS} or both in 'meter_profile', found {quoted(cells['meter_profile'], 40)}", line)  # fmt: skip
        if point in metered:
            raise _fault("expected each metering point once", line)
        metered[point] = frozenset(meaning[profile] for profile in profiles)
    return metered


def write_migration(points: Iterable[ExchangePoint], *, plus: Direction) -> str:
    """Return the migration profiles of all metering points of *points* as CSV.

    Args:
        points: Exchange points.
        plus: The direction that ``A+C`` stands for.

    >>> print(write_migration([ExchangePoint(incoming="707057500000000018")], plus=Direction.IN), end="")
    point,meter_profile
    707057500000000018,A+C
    """
    names = {plus: _PLUS, plus.opposite: _MINUS}
    rows = (
        (metering_point, " ".join(sorted(names[direction] for direction in point.metered(metering_point))))
        for point in points
        for metering_point in point.metering_points
    )
    return _written(_MIGRATION, rows)
