"""Exchange points as values, points files and migration profiles."""

import datetime as dt

import attrs
import pytest
from tests.support.exchange_fixtures import point_id

from edielkit.errors import ParseError
from edielkit.exchange import (
    POINT_COLUMNS,
    Direction,
    ExchangePoint,
    PointForm,
    PointValues,
    read_migration,
    read_points,
    write_migration,
    write_points,
)

A, B = point_id(1), point_id(2)


@pytest.mark.parametrize(
    ("form", "metered", "point"),
    [
        (PointForm.TWO_CHANNELS, {A: "In Out"}, ExchangePoint(incoming=A, outgoing=A)),
        (PointForm.TWO_POINTS, {A: "In", B: "Out"}, ExchangePoint(incoming=A, outgoing=B)),
        (PointForm.IN_ONLY, {A: "In"}, ExchangePoint(incoming=A)),
        (PointForm.OUT_ONLY, {A: "Out"}, ExchangePoint(outgoing=A)),
    ],
)
def test_form_and_metered_directions(form, metered, point):
    """The form follows from the metering points; a file keeps it."""
    assert form is point.form
    assert metered == {
        metering_point: " ".join(sorted(point.metered(metering_point)))
        for metering_point in point.metering_points
    }
    assert (point,) == read_points(write_points([point]))


def test_a_point_without_a_metering_point_is_refused():
    """There is no exchange point without a metering point."""
    with pytest.raises(ValueError, match="at least one metering point"):
        ExchangePoint()


def test_every_field_survives_the_file():
    """What a point knows is written and read back, commas in a name included."""
    point = ExchangePoint(
        incoming=A,
        outgoing=B,
        main_area="N",
        neighbour="S",
        reporting_responsible="7080000009015",
        values=PointValues.NET,
        foreign=True,
        parts=(A, B),
        opposite=(B,),
        settlement_method="",
        quarters_since=dt.date(2024, 1, 22),
        name='north, "old"',
    )

    assert (point,) == read_points(write_points([point]))
    assert ",".join(POINT_COLUMNS) == write_points([point]).splitlines()[0]


def test_no_cell_of_the_file_is_a_formula():
    """A name that a spreadsheet would run is marked as a text, and read back without the mark."""
    point = ExchangePoint.of_metering_point(A)
    point = attrs.evolve(point, name="=1+1")

    assert write_points([point]).endswith(",'=1+1\n")
    assert (point,) == read_points(write_points([point]))


def test_a_file_of_a_spreadsheet():
    """Semicolons, a byte order mark, other order of columns, remarks, empty rows and capitals are read."""
    text = f"\ufeffForm;Point;Values\r\n# a remark\r\n\r\n;{A};NET\r\nIn-Only;{B};\r\n"

    assert (
        ExchangePoint.of_metering_point(A, values=PointValues.NET),
        ExchangePoint(incoming=B),
    ) == read_points(text)


@pytest.mark.parametrize(
    ("line", "words", "text"),
    [
        (1, "first row", ""),
        (1, "column 'point'", "form\nin-only\n"),
        (1, "unknown column 'colour'", f"point,colour\n{A},red\n"),
        (1, "each column once", f"point,point\n{A},{A}\n"),
        (3, "18 digits", f"point\n{A}\n12\n"),
        (2, "a spreadsheet has shortened", "point\n7.07058E+17\n"),
        (2, "in-only", f"point,form\n{A},sideways\n"),
        (2, "net", f"point,values\n{A},some\n"),
        (2, "out_point", f"point,form\n{A},two-points\n"),
        (2, "out_point", f"point,form,out_point\n{A},in-only,{B}\n"),
        (2, "different", f"point,out_point\n{A},{A}\n"),
        (2, "YYYY-MM-DD", f"point,quarters_since\n{A},22.01.2024\n"),
        (2, "yes or no", f"point,foreign\n{A},perhaps\n"),
        (2, "at most 1", f"point\n{A},{B}\n"),
        (2, "18 digits", f"point,parts\n{A},{B} x\n"),
    ],
)
def test_a_bad_file_says_where(line, words, text):
    """A file that cannot be read names line and column."""
    with pytest.raises(ParseError, match=words) as caught:
        read_points(text)

    assert ("EXC090", line) == (caught.value.code, caught.value.position.line)


def test_migration_profiles():
    """A+C and A-C are directions as the caller says; an empty cell is both; writing is the way back."""
    text = f"point,meter_profile\n{A},A+C\n{B},\n{point_id(3)},a-c A+C\n"
    metered = read_migration(text, plus=Direction.OUT)
    written = write_migration(
        [ExchangePoint(outgoing=A), ExchangePoint.of_metering_point(B)], plus=Direction.OUT
    )

    both = frozenset(Direction)
    assert {A: {Direction.OUT}, B: both, point_id(3): both} == metered
    assert {A: {Direction.OUT}, B: both} == read_migration(written, plus=Direction.OUT)
    assert {A: {Direction.IN}, B: both} == read_migration(written, plus=Direction.IN)


@pytest.mark.parametrize(
    ("words", "row"),
    [("A\\+C, A-C or both", f"{A},B+C"), ("once", f"{A},A+C\n{A},A-C"), ("18 digits", "1,A+C")],
)
def test_a_bad_migration_file_is_refused(words, row):
    """A profile that nobody knows, or a point that comes twice, is an error."""
    with pytest.raises(ParseError, match=words):
        read_migration(f"point,meter_profile\n{row}\n", plus=Direction.IN)
