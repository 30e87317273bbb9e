"""Messages as a lazy frame: the rows of a filter, and no series made into rows that it leaves out."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.engine_files import EVENING, FAULTY, FIRST, expected_rows, fill
from tests.support.value_files import POINT

from edielkit.engines import MessageFiles, message_files
from edielkit.engines.polars import scan_messages
from edielkit.errors import ParseError

pl = pytest.importorskip("polars", reason="the extra polars is not installed")
pl_testing = pytest.importorskip("polars.testing", reason="the extra polars is not installed")


@pytest.fixture
def folder(tmp_path):
    return fill(tmp_path / "month")


def test_a_frame_has_the_values_and_the_findings(folder):
    """Exact decimals, instants in UTC, the same schema before and after it is collected."""
    lazy = scan_messages(folder)
    frame = lazy.collect()
    values = frame.filter(pl.col("finding_code").is_null())

    assert lazy.collect_schema() == frame.schema
    assert (pl.Decimal(18, 3), pl.Datetime("us", "UTC")) == (frame.schema["quantity"], frame.schema["start"])
    assert expected_rows(folder) == sorted(values.select("metering_point", "start", "quantity").rows())
    assert set(FAULTY.values()) == set(frame["finding_code"].drop_nulls())


START = pl.col("start")
PREDICATES = {
    "point": pl.col("metering_point") == FIRST,
    "points": pl.col("metering_point").is_in([FIRST, POINT]),
    "no point": pl.col("metering_point") == "nobody",
    "from": START >= EVENING,
    "between": START.is_between(EVENING, EVENING + dt.timedelta(hours=1)),
    "either": (pl.col("metering_point") == POINT) | (START < EVENING),
    "both and more": (pl.col("metering_point") == FIRST) & (START < EVENING) & (pl.col("quantity") > 2),
    "not": ~(pl.col("metering_point") == FIRST),
    "an hour": START.dt.hour() == 20,
    "a period": pl.col("period_start") > EVENING,
    "two columns": (pl.col("unit") == "kWh") & (pl.col("direction") == "Out"),
    "findings": pl.col("finding_code").is_not_null(),
    "no point at all": pl.col("metering_point").is_null(),
    "file": pl.col("file").str.ends_with(".json"),
    "true": pl.lit(value=True),
}


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_a_pushed_predicate_leaves_what_a_filter_leaves(folder, name):
    """Whatever it says: in the scan, or on the frame that has been collected."""
    whole = scan_messages(folder).collect()
    pushed = (
        scan_messages(folder).filter(PREDICATES[name]).select("metering_point", "start", "quantity").collect()
    )
    expected = whole.filter(PREDICATES[name]).select("metering_point", "start", "quantity")

    pl_testing.assert_frame_equal(expected, pushed)


@pytest.mark.parametrize(
    ("predicate", "count"),
    [
        (PREDICATES["point"], 1),
        (PREDICATES["no point"], 0),
        (PREDICATES["both and more"], 1),
        (START > EVENING + dt.timedelta(days=3000), 0),
        (pl.col("quantity") > 0, 4),
    ],
)
def test_series_that_a_predicate_leaves_out_are_not_made_into_rows(folder, monkeypatch, predicate, count):
    """Points, and starts; a predicate on quantities needs all rows."""
    rows_made = []

    def counting(file, series, columns):
        if file:
            rows_made.extend(series)
        return value_batch(file, series, columns)

    value_batch = message_files.value_batch
    monkeypatch.setattr(message_files, "value_batch", counting)
    scan_messages(folder).filter(predicate).collect()

    assert count == len(rows_made)


def test_columns_that_are_not_asked_for_are_not_made(folder, monkeypatch):
    """A query of one column makes that one."""
    asked = set()
    value_batch = message_files.value_batch

    def noting(file, series, columns):
        asked.update(columns)
        return value_batch(file, series, columns)

    monkeypatch.setattr(message_files, "value_batch", noting)
    scan_messages(folder).select(pl.col("quantity").sum()).collect()

    assert {"quantity"} == asked


def test_a_head_ends_the_reading(folder, monkeypatch):
    """No file is opened beyond those that it needs."""
    opened = []
    file_contents = message_files.file_contents

    def noting(file, *others):
        opened.append(file)
        return file_contents(file, *others)

    monkeypatch.setattr(message_files, "file_contents", noting)
    assert 2 == scan_messages(folder).head(2).collect().height
    assert 1 == len(opened)


def test_modes_and_paths_are_those_of_the_files(folder):
    """A file that is named, faulty ones left out, or an error."""
    dropped = scan_messages([folder / "summer.json", folder / "sheet.csv"], mode="DROPMALFORMED").collect()
    assert {POINT} == set(dropped["metering_point"])
    with pytest.raises((ParseError, pl.exceptions.ComputeError), match="TAB010"):
        scan_messages(folder / "sheet.csv", mode="FAILFAST").collect()


def test_a_stream_goes_straight_into_a_frame(folder):
    """By the PyCapsule interface."""
    frame = pl.DataFrame(MessageFiles(paths=folder))

    pl_testing.assert_frame_equal(frame, scan_messages(folder).collect())
