"""Series as Arrow, Parquet, CSV and plain data, and back."""

from __future__ import annotations

import builtins
import datetime as dt
import json
from decimal import Decimal

import attrs
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import AUTUMN, JUNE, SPRING, any_series, block, days, full, made

from edielkit.errors import MissingExtraError
from edielkit.market_time import OSLO, Period
from edielkit.series import Observations, Status, TimeSeries
from edielkit.tables import (
    COLUMNS,
    STATUS_NAMES,
    SeriesTable,
    arrow_schema,
    from_arrow,
    from_csv,
    from_dicts,
    from_parquet,
    to_arrow,
    to_csv,
    to_dicts,
    to_parquet,
)


@pytest.fixture
def no_pyarrow(monkeypatch):
    """Make the package pyarrow absent."""
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)


def csv_bytes(series):
    """Return the CSV of series in one piece."""
    return b"".join(to_csv(series))


ROUND_TRIPS = {
    "arrow": lambda series: from_arrow(to_arrow(series)),
    "stream": lambda series: from_arrow(SeriesTable(series)),
    "parquet": lambda series: from_parquet(to_parquet(series)),
    "csv": lambda series: from_csv(csv_bytes(series)),
    "dicts": lambda series: from_dicts(json.loads(json.dumps(list(to_dicts(series))))),
}

REGISTERED = dt.datetime(2024, 6, 5, 6, 59, 59, 123456, tzinfo=dt.UTC)
CASES = {
    "nothing": [],
    "bare": [TimeSeries(observations=Observations.metered(["1.5", "-0.001"]))],
    "no values": [made([]), made([], AUTUMN), TimeSeries(observations=Observations.metered([]))],
    "between": [full(), made([]), full(AUTUMN)],
    "spring": [full(SPRING), full(SPRING, "PT15M")],
    "autumn": [full(AUTUMN), full(AUTUMN, "PT15M")],
    "same twice": [full(), full()],
    "days and months": [
        full(SPRING, "P1D", 3),
        full(dt.date(2024, 1, 1), "P1M", 366),
        full(resolution="P1D"),
    ],
    "every field": [
        full(
            grid_area="NO-GRID-1",
            product="8716867000030",
            direction="In",
            registered=REGISTERED,
            identification="6f1f5d0e-6a0e-4c63-9a0b-0f2f6c8f4f11",
        )
    ],
    "every status": [
        made(
            [],
            observations=block(
                [1, 2, 3, 4, 5, 0, 7],
                status=range(7),
                validation=[0, 1, 9, 2, 0, 0, 0],
                estimation=[0, 8, 1, 0, 0, 0, 0],
            ),
        )
    ],
    "holes": [made([], observations=block([1, 0, 9], [2, 7, 24], status=[0, 5, 0]))],
    "wrong positions": [made([], observations=block([3, 1, 2, 2], [30, 0, -5, 30]))],
    "unparsed rows": [
        full(),
        made([], observations=block([1, 0, 0], status=[0, 5, 5], unparsed=((1, '1,5 "x"\nnext'), (2, "é")))),
        full(),
    ],
    "limits": [made([], observations=block([10**18 - 1, -(10**18) + 1, 0, -1, 999, -999]))],
    "missing with a quantity": [made([], observations=block([5], status=5))],
    "unknown resolution": [made([1], resolution="P1W"), made([1], resolution=None), made([1], period=None)],
    "texts": [
        made([1], product='a,"b"\nc', identification="=1+1", grid_area="Ålesund"),
        made([1], product=" x "),
    ],
    "old": [made([1], dt.date(1902, 1, 1), "P1D", registered=dt.datetime(1, 1, 1, tzinfo=dt.UTC))],
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_series_come_back_as_they_were(form, case):
    """Every field, position, status and code survives every form."""
    assert CASES[case] == list(ROUND_TRIPS[form](CASES[case]))


@pytest.mark.parametrize("case", CASES)
def test_csv_reads_the_same_without_pyarrow(case, no_pyarrow):
    """The standard library reads what the columns wrote."""
    assert CASES[case] == list(from_csv(csv_bytes(CASES[case])))


@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_local_times_come_back_as_the_same_instants(form):
    """The second two o'clock of October is one hour after the first, also through a table."""
    start, end = dt.datetime(2024, 10, 27, 2, tzinfo=OSLO, fold=1), dt.datetime(2024, 10, 27, 4, tzinfo=OSLO)
    (back,) = ROUND_TRIPS[form]([made([1, 2], period=Period(start, end))])

    assert Period(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) == back.period
    assert dt.timedelta(hours=2) == back.period.duration


@settings(max_examples=60, deadline=None)
@given(st.lists(any_series(low=-(10**15), high=10**15), max_size=3))
def test_any_series_round_trips(series):
    """Arbitrary series survive Arrow, CSV and plain data."""
    for form in ("arrow", "csv", "dicts"):
        assert series == list(ROUND_TRIPS[form](series))


def test_an_arrow_table_has_the_documented_columns():
    """Types, instants in UTC, null for what is missing."""
    series = made(
        [], AUTUMN, observations=block([1500, 0], [1, 4], status=[1, 5], validation=[2, 0], estimation=[3, 0])
    )
    table = to_arrow([series])

    assert arrow_schema() == table.schema
    assert list(COLUMNS) == table.column_names
    assert pa.decimal128(18, 3) == table.schema.field("quantity").type
    assert pa.types.is_dictionary(table.schema.field("metering_point").type)
    first, second = table.to_pylist()
    assert {
        "quantity": Decimal("1.500"),
        "status": "estimated",
        "validation": "V002",
        "estimation": "E003",
        "start": series.period.start,
        "position": 1,
        "direction": None,
        "text": None,
    }.items() <= first.items()
    assert (None, "missing", series.period.start + dt.timedelta(hours=3)) == (
        second["quantity"],
        second["status"],
        second["start"],
    )
    table.validate(full=True)


def test_the_values_of_an_autumn_day_start_an_hour_apart():
    """25 instants, an hour apart, none twice; days start at local midnight."""
    starts = to_arrow([full(AUTUMN)])["start"].to_pylist()
    by_day = to_arrow([full(SPRING, "P1D", 2)])["start"].to_pylist()
    part = Period(days(JUNE).start, days(JUNE).start + dt.timedelta(hours=5))

    assert [days(AUTUMN).start + dt.timedelta(hours=n) for n in range(25)] == starts
    assert [days(SPRING).start, days(SPRING).end] == by_day
    assert [None] == to_arrow([made([1], resolution="P1W")])["start"].to_pylist()
    assert [None] == to_arrow([made([1], resolution="P1D", period=part)])["start"].to_pylist()
    assert [None] == to_arrow([full(resolution="P1D", observations=block([1], [9]))])["start"].to_pylist()


def test_csv_is_as_documented():
    """The bytes of a small file."""
    series = made(
        [],
        SPRING,
        product="8716867000030",
        direction="Out",
        registered=REGISTERED,
        observations=block(
            [1500, -1, 0], [1, 2, 23], status=[0, 1, 5], validation=[0, 2, 0], estimation=[0, 1, 0]
        ),
    )
    head = "0,707057500012345670,,8716867000030,kWh,Out,PT1H,,2024-06-05T06:59:59.123456Z,2024-03-30T23:00:00Z,2024-03-31T22:00:00Z"
    expected = [
        ",".join(COLUMNS),
        head + ",1,2024-03-30T23:00:00Z,1.500,metered,,,",
        head + ",2,2024-03-31T00:00:00Z,-0.001,estimated,V002,E001,",
        head + ",23,2024-03-31T21:00:00Z,,missing,,,",
        "1" + "," * 17,
    ]

    empty = TimeSeries(observations=Observations.metered([]))
    assert expected == csv_bytes([series, empty]).decode().splitlines()


def test_csv_is_written_in_pieces():
    """A long series comes in several pieces, and a generator is taken one series at a time."""
    taken = []

    def source():
        for n in range(3):
            taken.append(n)
            yield made(["1.234"] * 60_000, resolution="PT5M", count=210)

    pieces = to_csv(source())

    assert (",".join(COLUMNS) + "\n").encode() == next(pieces)
    assert [] == taken
    assert b"0,7070" == next(pieces)[:6]
    assert [0] == taken
    assert 5 == len(list(pieces))


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


TABLES = [
    ({"position": [1]}, "a column 'quantity'"),
    ({"position": [1], "quantity": [1.5]}, "found floats"),
    ({"position": [1.5], "quantity": [1]}, "expected whole numbers, found double"),
    ({"position": ["1"], "quantity": [1]}, "expected whole numbers"),
    ({"position": [1], "quantity": [None]}, None),
    ({"position": [1], "quantity": ["1.2345"]}, "value that does not fit"),
    ({"position": [1], "quantity": [Decimal("1.2345")]}, "value that does not fit"),
    ({"position": [1], "quantity": [10**16]}, "row 0 has a quantity of more than fifteen digits"),
    ({"position": [1], "quantity": [10**15]}, "more than fifteen digits"),
    ({"position": [2**40], "quantity": [1]}, "does not fit"),
    (
        {"position": [1], "quantity": [1], "registered": [dt.datetime(2024, 6, 4)]},
        "instants with a time zone",
    ),
    ({"position": [1], "quantity": [1], "registered": ["2024-06-04T00:00Z"]}, "instants with a time zone"),
    ({"position": [1], "quantity": [1], "status": [3]}, "expected a status of metered, "),
    ({"position": [1], "quantity": [1], "unit": [b"\xff"]}, "does not fit"),
]


@pytest.mark.parametrize(("columns", "words"), TABLES)
def test_foreign_tables_fit_or_say_why(columns, words):
    """Wrong columns of an Arrow table are named; a null quantity is a missing value."""
    table = pa.table(columns)
    if words is None:
        (series,) = from_arrow(table)
        assert [5] == series.observations.status.tolist()
    else:
        with pytest.raises(ValueError, match=words):
            list(from_arrow(table))


def test_foreign_types_are_read():
    """Other decimals, whole numbers, texts, plain strings, chunks, slices and other zones are fine."""
    start = dt.datetime(2024, 6, 4, tzinfo=OSLO)
    columns = {
        "position": pa.array([9, 1, 2, 3], pa.int16()),
        "unit": ["x", "kWh", "kWh", "kWh"],
        "period_start": pa.array([start] * 4, pa.timestamp("s", "Europe/Oslo")),
        "period_end": pa.array([start + dt.timedelta(days=1)] * 4, pa.timestamp("ns", "Europe/Oslo")),
        "identification": pa.nulls(4),
        "registered": pa.nulls(4),
    }
    for quantity, expected in (
        (pa.array([0, 1, None, 3]), [1000, 0, 3000]),
        (pa.array(["0", "1.5", None, "-3.125"]), [1500, 0, -3125]),
        (pa.array([Decimal(0), Decimal("1.5"), None, Decimal(3)], pa.decimal128(10, 1)), [1500, 0, 3000]),
    ):
        table = pa.table({**columns, "quantity": quantity})
        chunked = pa.concat_tables([table.slice(1, 1), table.slice(2, 2)])
        (series,) = from_arrow(chunked)

        assert expected == series.observations.quantity.tolist()
        assert days(JUNE) == series.period
        assert ("kWh", [1, 2, 3]) == (series.unit, series.observations.position.tolist())


def test_instants_beyond_the_calendar_are_refused():
    """Arrow counts further than Python's years."""
    far = pa.array([2**62], pa.timestamp("us", "UTC"))

    with pytest.raises(ValueError, match="years 1 to 9999"):
        list(from_arrow(pa.table({"position": [1], "quantity": [1], "registered": far})))


def test_a_dictionary_may_name_a_value_twice():
    """Rows with the same text are one series, however a foreign dictionary numbers it."""
    unit = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["kWh", "kWh", None]))
    first, second = from_arrow(pa.table({"position": [1, 2, 3], "quantity": [1, 2, 3], "unit": unit}))

    assert ("kWh", 2) == (first.unit, len(first.observations))
    assert (None, 1) == (second.unit, len(second.observations))


def test_filtered_tables_keep_their_series_apart():
    """A filter or a sort by another tool leaves series that can be read."""
    table = to_arrow([full(), full(AUTUMN, unit="MWH")])
    some = table.filter(pa.compute.greater(table["position"], 20))

    assert [4, 5] == [len(each.observations) for each in from_arrow(some)]


def test_a_row_without_position_is_a_series_of_its_own():
    """A row that stands for an empty series cannot stand among values."""
    with pytest.raises(ValueError, match="a row without position stands in the series"):
        list(from_arrow(pa.table({"position": [1, None], "quantity": [1, None]})))


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (made([], observations=block([10**18])), "row 0 has a quantity of more than fifteen digits"),
        (made([], observations=block([1, -(2**63)])), "row 1 has a quantity of more than fifteen digits"),
        (made([], observations=block([1], status=7)), "row 0 has an unknown status"),
        (made([], observations=block([1], validation=10)), "row 0 has an unknown validation"),
        (made([], observations=block([1], estimation=9)), "row 0 has an unknown estimation"),
        (made([1], registered=dt.datetime(2024, 6, 4)), "one without a time zone"),
    ],
)
@pytest.mark.parametrize("form", [to_arrow, csv_bytes, lambda s: list(to_dicts(s))])
def test_what_no_column_holds_is_refused(form, series, words):
    """Values beyond the columns raise before anything is written wrong."""
    with pytest.raises(ValueError, match=words):
        form([series])


def test_csv_refuses_nul():
    """A NUL character would vanish in the padding, so it raises."""
    for series in (
        made([1], product="a\0b"),
        made([], observations=block([0], status=5, unparsed=((0, "\0"),))),
    ):
        with pytest.raises(ValueError, match="NUL"):
            csv_bytes([series])


def test_csv_reads_an_empty_text_as_none():
    """An empty text and no text look the same in CSV, and only there."""
    series = made([1], product="")

    assert [attrs.evolve(series, product=None)] == list(from_csv(csv_bytes([series])))
    assert [series] == list(from_arrow(to_arrow([series])))


def test_plain_data_is_readable():
    """The shape of a series as plain data."""
    series = made(
        [], observations=block([1500, 0, 0], status=[0, 5, 5], unparsed=((2, "?"),)), registered=REGISTERED
    )

    assert [
        {
            "metering_point": "707057500012345670",
            "grid_area": None,
            "product": None,
            "unit": "kWh",
            "direction": None,
            "resolution": "PT1H",
            "identification": None,
            "registered": "2024-06-05T06:59:59.123456Z",
            "period": ["2024-06-03T22:00:00Z", "2024-06-04T22:00:00Z"],
            "values": {
                "position": [1, 2, 3],
                "quantity": ["1.500", None, None],
                "status": ["metered", "missing", "missing"],
                "validation": [None] * 3,
                "estimation": [None] * 3,
            },
            "unparsed": [[2, "?"]],
        }
    ] == list(to_dicts([series]))


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"values": {"position": [1]}},
        {"values": {"position": [1], "quantity": [1.5]}},
        {"values": {"position": [1], "quantity": [None], "status": ["metered"]}},
        {"values": {"position": [1], "quantity": [1, 2]}},
        {"values": {"position": [1], "quantity": [1], "status": ["x"]}},
        {"values": {"position": [1], "quantity": [1]}, "period": ["2024-06-04", "2024-06-05"]},
        {"values": {"position": [1], "quantity": [1]}, "period": ["2024-06-04T00:00Z"]},
        {"values": {"position": [2**40], "quantity": [1]}},
        {"values": {"position": [1], "quantity": ["NaN"]}},
        {"values": {"position": [1], "quantity": [10**30]}},
        {"values": 5},
        7,
    ],
)
def test_a_mapping_that_is_no_series_is_an_error(mapping):
    """Plain data that does not fit raises ValueError."""
    with pytest.raises(ValueError, match=r"."):
        list(from_dicts([mapping]))


def test_parquet_of_other_bytes_is_an_error():
    """Bytes that are no Parquet file raise ValueError."""
    for data in (b"", b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1"):
        with pytest.raises(ValueError, match="no Parquet file"):
            from_parquet(data)


@pytest.mark.parametrize(
    "call",
    [
        arrow_schema,
        lambda: to_arrow([]),
        lambda: list(from_arrow(None)),
        lambda: to_parquet([]),
        lambda: from_parquet(b""),
        lambda: SeriesTable([]).__arrow_c_stream__(),
    ],
)
def test_without_pyarrow_the_extra_is_named(call, no_pyarrow):
    """Arrow and Parquet say which extra brings them."""
    with pytest.raises(MissingExtraError, match=r"install edielkit\[arrow\]"):
        call()


def test_status_names_are_those_of_the_status():
    """One name for each status, in the order of their numbers."""
    assert [Status[name.upper()] for name in STATUS_NAMES] == list(range(7))


def test_a_year_of_quarters_has_no_object_per_value():
    """Columns go to Arrow without a copy through Python values: the buffer holds the same numbers."""
    series = full(dt.date(2024, 1, 1), "PT15M", 366)
    quantity = to_arrow([series])["quantity"].chunk(0)
    halves = np.frombuffer(quantity.buffers()[1], np.int64).reshape(-1, 2)

    assert 366 * 96 == len(quantity)
    assert np.array_equal(series.observations.quantity, halves[:, 0])
