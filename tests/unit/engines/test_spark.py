"""Messages as a data source of Spark: its options, and one session that reads them for real.

Spark runs in a process of its own, once for all tests, where pyspark is installed and there is a Java; it takes some twenty seconds.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest
from tests.support.engine_files import EVENING, FAULTY, FIRST, expected_rows, fill
from tests.support.market_lake import balanced, market_and_lake
from tests.support.paths import ROOT
from tests.support.value_files import POINT

pytest.importorskip("pyspark", minversion="4.3", reason="the extra spark is not installed")

from pyspark.sql.datasource import (
    EqualTo,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from edielkit.engines import Mode, Selection, engine_schema
from edielkit.engines.spark import EdielkitDataSource

NOON = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


# -- without a session


class Column:
    """A column as Spark hands it on."""

    def __init__(self, name):
        self.name = name


class Schema:
    def __init__(self, *names):
        self.fields = [Column(name) for name in names]


def reader(options, *columns):
    return EdielkitDataSource(options).reader(Schema(*(columns or engine_schema().names)))


def test_files_are_shared_by_size(tmp_path):
    """A task has as many as fit."""
    folder = fill(tmp_path / "month")

    assert 1 == len(reader({"path": str(folder)}).partitions())
    shares = reader({"path": f"file:{folder}", "partitionBytes": "1"}).partitions()
    assert 6 == len(shares)
    values = [batch.num_rows for share in shares for batch in reader({"path": str(folder)}).read(share)]
    assert len(expected_rows(folder)) + len(FAULTY) == sum(values)


def test_options_have_the_names_that_spark_gives_them(tmp_path):
    """In letters of any case."""
    files = reader(
        {
            "PATH": "a b",
            "Mode": "failfast",
            "level": "schema",
            "points": "1, 2",
            "start": NOON.isoformat(),
            "end": "2026-03-01T00:00+01:00",
            "meteringPoint": POINT,
            "clock": "normal",
        },
        "quantity",
    )._files

    assert (("a b",), ("quantity",), Mode.FAILFAST, "schema") == (
        files.paths,
        files.columns,
        files.mode,
        files.level,
    )
    assert ({"1", "2"}, NOON) == (files.selection.points, files.selection.start)
    assert (POINT, "normal") == (files.options.metering_point, files.options.clock)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "expected a path"),
        ({"path": "a", "mode": "guess"}, "GUESS"),
        ({"path": "a", "start": "monday"}, "expected an instant"),
        ({"path": "a", "start": "2026-01-01T00:00"}, "aware"),
        ({"path": "a", "partitionBytes": "0"}, "partitionBytes"),
        ({"path": "a", "partitionBytes": "many"}, "partitionBytes"),
        ({"path": "a", "clock": "local"}, "local"),
    ],
)
def test_a_wrong_option_is_told(options, words):
    """Before a job begins."""
    with pytest.raises(ValueError, match=words):
        reader(options)


def test_a_wrong_column_is_told():
    """With those that there are."""
    with pytest.raises(ValueError, match="expected columns of file"):
        reader({"path": "a"}, "colour")


@pytest.mark.parametrize(
    ("filters", "selection"),
    [
        ([EqualTo(("metering_point",), "1")], Selection(points="1")),
        ([In(("metering_point",), ("1", "2")), EqualTo(("metering_point",), "2")], Selection(points="2")),
        ([GreaterThanOrEqual(("start",), NOON), LessThan(("start",), EVENING)], Selection(start=NOON, end=EVENING + MICROSECOND)),
        ([GreaterThan(("start",), NOON), GreaterThan(("start",), EVENING)], Selection(start=EVENING)),
        ([LessThanOrEqual(("start",), NOON), LessThan(("start",), EVENING)], Selection(end=NOON + MICROSECOND)),
        ([EqualTo(("start",), NOON)], Selection(start=NOON, end=NOON + MICROSECOND)),
        ([IsNull(("metering_point",)), EqualTo(("quantity",), 1)], Selection()),
    ],
)  # fmt: skip
def test_filters_narrow_the_selection(filters, selection):
    """And are all given back: Spark filters again."""
    pushing = reader({"path": "a", "pushdown": "true"})

    assert filters == list(pushing.pushFilters(filters))
    assert selection == pushing._files.selection


# -- with one


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    for package in ("polars", "duckdb"):
        pytest.importorskip(package, reason=f"the extra {package} is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java, and there is none")
    home = tmp_path_factory.mktemp("spark")
    return fill(home / "month"), *market_and_lake(home)


@pytest.fixture(scope="module")
def answers(folders):
    """Give what Spark answers; the process and all that it starts end with it."""
    command = [sys.executable, str(ROOT / "tests/support/spark_queries.py"), *map(str, folders)]
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=500)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait()
    assert 0 == process.returncode, err[-3000:]
    return json.loads(out.splitlines()[-1])


def texts(rows):
    return sorted(
        [point, start.strftime("%Y-%m-%d %H:%M:%S"), str(quantity)] for point, start, quantity in rows
    )


def test_spark_reads_what_the_library_reads(folders, answers):
    """Values of both wires and of a file of values, and the findings of faulty files, in the documented columns."""
    folder, *_ = folders

    assert engine_schema().names == [name for name, _ in answers["schema"]]
    assert ["decimal(18,3)", "timestamp"] == [dict(answers["schema"])[name] for name in ("quantity", "start")]
    assert texts(expected_rows(folder)) == sorted(answers["values"])
    assert sorted(FAULTY.items()) == sorted(
        (file.rpartition("/")[2], code) for file, code in answers["findings"]
    )
    assert answers["partitions"] > 1


def test_spark_filters_choose_and_modes_hold(folders, answers):
    """A pushed filter leaves what a filter leaves; a schema of the reader's chooses columns; FAILFAST says which file."""
    folder, *_ = folders
    chosen = [row for row in expected_rows(folder) if row[0] == FIRST and row[1] >= EVENING]

    assert texts(chosen) == sorted(answers["chosen"])
    assert Counter(row[1] for row in answers["dropped"]) == {POINT: 24}
    assert "cut-off.xml.gz" in answers["failed"]


def test_spark_settles_the_lake_as_exchange_balance_does(folders, answers):
    """Area by area and hour by hour."""
    _, market, _ = folders
    settled = {
        (area, int(dt.datetime.fromisoformat(f"{hour}+00:00").timestamp())): [
            int(Decimal(amount) * 1000) for amount in amounts
        ]
        for area, hour, *amounts in answers["settled"]
    }

    assert balanced(market) == settled
