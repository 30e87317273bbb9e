"""Messages as a relation of DuckDB."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.engine_files import EVENING, FAULTY, FIRST, expected_rows, fill

from edielkit.engines import MessageFiles
from edielkit.engines import message_files as module
from edielkit.engines.duckdb import messages_relation

duckdb = pytest.importorskip("duckdb", reason="the extra duckdb is not installed")


@pytest.fixture
def folder(tmp_path):
    return fill(tmp_path / "month")


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def test_a_relation_has_the_values_and_the_findings(folder, connection):
    """Exact decimals; it can be asked as often as wanted, and joined."""
    relation = messages_relation(folder, connection=connection)
    expected = expected_rows(folder)
    for _ in range(2):
        sums = relation.filter("finding_code IS NULL").aggregate("count(*), sum(quantity)").fetchall()
        assert [(len(expected), sum(row[2] for row in expected))] == sums
    faults = relation.filter("finding_code IS NOT NULL").project("finding_code").fetchall()
    assert sorted(FAULTY.values()) == sorted(code for (code,) in faults)


def test_what_is_named_is_what_is_made(folder, connection):
    """Points, times and columns."""
    relation = messages_relation(
        folder,
        connection=connection,
        columns=["metering_point", "start", "quantity"],
        points=FIRST,
        start=EVENING,
        end=EVENING + dt.timedelta(hours=2),
        mode="DROPMALFORMED",
    )
    expected = [
        row
        for row in expected_rows(folder)
        if row[0] == FIRST and EVENING <= row[1] < EVENING + dt.timedelta(hours=2)
    ]

    assert ["metering_point", "start", "quantity"] == relation.columns
    assert expected == sorted(
        (point, start.astimezone(dt.UTC), quantity) for point, start, quantity in relation.fetchall()
    )


def test_nothing_is_read_before_it_is_asked_for(folder, connection, monkeypatch):
    """And each query reads each file once."""
    opened = []
    file_contents = module.file_contents

    def noting(file, *others):
        opened.append(file)
        return file_contents(file, *others)

    monkeypatch.setattr(module, "file_contents", noting)
    relation = messages_relation(folder, connection=connection)
    assert [] == opened
    relation.aggregate("count(*)").fetchall()
    assert len(opened) == len(set(opened)) == 6


def test_a_wrong_column_is_told_at_once(folder, connection):
    """Before a query."""
    with pytest.raises(KeyError):
        messages_relation(folder, connection=connection, columns=["colour"])


def test_a_stream_is_a_table_of_a_query(folder, connection):
    """By the PyCapsule interface."""
    connection.register("month", MessageFiles(paths=folder))

    assert [(len(expected_rows(folder)),)] == connection.sql("SELECT count(quantity) FROM month").fetchall()
