"""Series from CSV: with pyarrow and without, from any bytes, the same."""

from __future__ import annotations

import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import JUNE, block, days, metered_series

from edielkit.series import Observations, TimeSeries
from edielkit.tables import csv_reading, from_arrow, from_csv, to_arrow, to_csv


@pytest.mark.parametrize("extra", [True, False])
def test_a_small_csv_is_enough(extra, request):
    """Columns may be absent, in another order, or unknown; a byte order mark and CRLF do not matter."""
    if not extra:
        request.getfixturevalue("no_pyarrow")
    data = "\ufeffquantity,note,position,unit,period_start,period_end\r\n1.5,x,1,kWh,2024-06-04T00:00+02:00,2024-06-05 00:00+02:00\r\n,y,2,kWh,2024-06-04T00:00+02:00,2024-06-04T22:00Z\r\n"
    (series,) = from_csv(data.encode())

    assert days(JUNE) == series.period
    assert block([1500, 0], status=[0, 5]) == series.observations
    assert ("kWh", None, None) == (series.unit, series.resolution, series.metering_point)


BROKEN = {
    b"": "a column 'position'",
    b"position\n1\n": "a column 'quantity'",
    b"\xff\xfe\n": "a column 'position'",
    b"position,quantity,quantity\n1,1,1\n": "'quantity' occurs more than once",
    b"position,quantity\n1\n": None,
    b"position,quantity\n1,1,2\n": None,
    b"position,quantity\n1,1.2345\n": None,
    b"position,quantity\n1,abc\n": None,
    b"position,quantity\n1,nan\n": None,
    b"position,quantity\n1,Infinity\n": None,
    b"position,quantity\n1.5,1\n": None,
    b"position,quantity\n99999999999,1\n": None,
    b"position,quantity\n1,9999999999999999\n": None,
    b"position,quantity\n1,99999999999999999999\n": None,
    b'position,quantity\n1,"1,5"\n': None,
    b"position,quantity,status\n1,1,good\n": None,
    b"position,quantity,status\n1,,metered\n": "row 0 has no quantity and is not missing",
    b"position,quantity,status,validation\n1,1,metered,V005\n": None,
    b"position,quantity,registered\n1,1,2024-06-04T00:00:00\n": None,
    b"position,quantity,registered\n1,1,yesterday\n": None,
    b"position,quantity,period_start\n1,1,2024-06-04T00:00:00Z\n": "one end of a period only",
    b"position,quantity\n1,1\n,\n": "a row without position",
    b"position,quantity\n\xff,1\n": None,
}


@pytest.mark.parametrize("data", BROKEN)
@pytest.mark.parametrize("extra", [True, False])
def test_a_broken_csv_is_an_error(data, extra, request):
    """What cannot be read raises ValueError, with and without pyarrow."""
    if not extra:
        request.getfixturevalue("no_pyarrow")

    with pytest.raises(ValueError, match=BROKEN[data] or ".") as caught:
        list(from_csv(data))
    assert ValueError is caught.type


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(alphabet='position,quantity\n123.-"aé', max_size=200).map(str.encode)
    )
)
def test_any_bytes_give_series_or_a_value_error(data):
    """Hostile bytes raise nothing but ValueError."""
    for candidate in (data, b"position,quantity\n" + data):
        try:
            list(from_csv(candidate))
        except ValueError as error:
            assert str(error)  # noqa: PT017  (both ways are right, but no other error)


SPREADSHEETS = {
    b"position;quantity;unit\n1;1,5;kWh\n": "expected commas between the columns and a point before decimals, found semicolons",
    b"position\tquantity\n1\t1.5\n": "found tabs",
    b'position,quantity\n1,"1,5"\n': "row 0 has '1,5' in column 'quantity', expected a point before the decimals",
    b"metering_point,position,quantity\n,1,1\n7.07058E+17,2,1\n": "row 1 has '7.07058E\\+17' in column 'metering_point', which a spreadsheet has shortened",
    b"product,position,quantity\n8.71687E+12,1,1\n": "in column 'product', which a spreadsheet has shortened: its digits are lost",
    b"position,quantity\n1,1.23457E+06\n": "row 0 has '1.23457E\\+06' in column 'quantity', which a spreadsheet has shortened",
}


@pytest.mark.parametrize("data", SPREADSHEETS)
@pytest.mark.parametrize("extra", [True, False])
def test_what_a_spreadsheet_has_saved_is_named(data, extra, request):
    """Semicolons, decimal commas and shortened numbers are refused with what they are."""
    if not extra:
        request.getfixturevalue("no_pyarrow")

    with pytest.raises(ValueError, match=SPREADSHEETS[data]):
        list(from_csv(data))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("position", text)
        for text in ("1_0", "\u0661", "0x10", "+1", "1.0", "1e1", "", " ", "\u00a01", "1" * 19, "--1")
        if text.strip()
    ]
    + [("quantity", text) for text in ("1_0", "\u0661", "1e3", "0x10", "nan", ".", "1.5.", "1" * 19)]
    + [
        ("registered", text)
        for text in (
            "20240604T000000Z",
            "2024-06-04X00:00:00Z",
            "2024-06-04T00:00:00.1234567Z",
            "2024-06-04",
            "2024-W23-2T00:00Z",
            "2024-06-04T00:00:00",
        )
    ],
)
@pytest.mark.parametrize("extra", [True, False])
def test_numbers_and_times_are_written_in_one_way(name, text, extra, request):
    """What only one of the two readers would take is refused by both, with the row and the column."""
    if not extra:
        request.getfixturevalue("no_pyarrow")
    cells = {"position": "1", "quantity": "1", "registered": "2024-06-04T00:00:00Z", name: text}

    with pytest.raises(ValueError, match=f"row 0 has .* in column '{name}'"):
        list(from_csv((",".join(cells) + "\n" + ",".join(cells.values()) + "\n").encode()))


CELLS = [
    *(
        "1",
        "+1",
        " 1",
        "1 ",
        "01",
        "0x10",
        "1_0",
        "1.0",
        "1e3",
        "-0",
        "\u0661",
        "1.",
        ".5",
        "1E+3",
        "nan",
        "1,5",
    ),
    *(
        '"1"',
        "'=x",
        "'",
        "''=",
        "-",
        "'-5",
        "metered",
        "V001",
        "",
        'a"b',
        '"a""b"',
        '"a\nb"',
        "\t1",
        "\u00e9",
    ),
    *("2024-06-04T00:00:00Z", "2024-06-04 00:00+02", "7.07E+17", "NULL", "0001-01-01T00:00:00+02:00"),
]


def read_or_refused(read, data):
    """Return the series of a file, None where it is refused."""
    try:
        return list(read(data))
    except ValueError:
        return None


def read_without_pyarrow(data):
    """Read a file value by value."""
    csv_reading._header(data)
    return csv_reading.series_of(csv_reading._from_csv_plain(data))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_both_readers_give_the_same(seed):
    """Cells, rows and single bytes changed at random: the columns of pyarrow are the values read one by one."""
    draw = random.Random(seed)
    series = TimeSeries(
        metering_point="=1", unit="kWh", observations=Observations.metered(["1.5", -2, "0.001"])
    )
    other = attrs.evolve(series, direction="In", observations=Observations.metered([1]))
    rows = [line.split(",") for line in b"".join(to_csv([series, other])).decode().splitlines()]
    for _ in range(draw.randint(1, 3)):
        row = draw.choice(rows[1:])
        row[draw.randrange(len(row))] = draw.choice(CELLS)
    if draw.random() < 0.2:
        draw.choice(rows).append(draw.choice(CELLS))
    data = draw.choice(["\n", "\r\n"]).join(",".join(row) for row in rows).encode()
    for _ in range(draw.choice([0, 0, 1, 2])):
        at = draw.randrange(len(data))
        data = data[:at] + bytes([draw.choice(b'",\n\r\0\xff \t')]) + data[at + draw.randint(0, 1) :]

    assert read_or_refused(from_csv, data) == read_or_refused(read_without_pyarrow, data)


def test_a_quote_that_closes_no_cell_swallows_no_rows():
    """pyarrow would take all rows after it for one text."""
    data = b'position,quantity,text\n1,1,\n2,2,"\n3,3,\n'

    with pytest.raises(ValueError, match="unexpected end of data"):
        list(from_csv(data))


@pytest.mark.parametrize("text", ["x", "x\ny", "x,y", 'x""y', "x\r\ny"])
def test_a_text_of_several_lines_is_one_cell_however_large_the_file_is(text):
    """pyarrow reads a file in blocks: none of them ends inside a text."""
    count = 60_000
    rows = "".join(f'{place},1.5,"{text}","{text}"\n' for place in range(1, count + 1))
    (series,) = from_csv(f"position,quantity,product,unit\n{rows}".encode())
    expected = text.replace('""', '"')

    assert (expected, expected, count) == (series.product, series.unit, len(series.observations))


def test_csv_reads_an_empty_text_as_none():
    """An empty text and no text look the same in CSV, and only there."""
    series = metered_series([1], product="")

    assert [attrs.evolve(series, product=None)] == list(from_csv(b"".join(to_csv([series]))))
    assert [series] == list(from_arrow(to_arrow([series])))
