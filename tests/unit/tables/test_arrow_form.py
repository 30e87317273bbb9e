"""Series as Arrow tables and Parquet, of this package and of others."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from tests.support.series_cases import AUTUMN, JUNE, block, days, full, metered_series

from edielkit.market_time import OSLO
from edielkit.tables import (
    COLUMNS,
    arrow_schema,
    from_arrow,
    from_parquet,
    to_arrow,
)


def test_an_arrow_table_has_the_documented_columns():
    """Types, instants in UTC, null for what is missing."""
    series = metered_series(
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

    assert [4, 5] == [len(series.observations) for series in from_arrow(some)]


def test_parquet_of_other_bytes_is_an_error():
    """Bytes that are no Parquet file raise ValueError."""
    for data in (b"", b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1"):
        with pytest.raises(ValueError, match="no Parquet file"):
            from_parquet(data)
