"""The columns of files as tables."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pyarrow as pa
import pytest
from tests.support.paths import FIXTURES

from edielkit.engines import MessageFiles, engine_schema, message_rows
from edielkit.engines.message_rows import FILE, FINDING_COLUMNS, parts
from edielkit.tables import COLUMNS


def test_the_columns_are_those_of_series_between_file_and_finding():
    """In plain types, all of which may be null."""
    schema = engine_schema()

    assert [FILE, *COLUMNS, *FINDING_COLUMNS] == schema.names
    assert not any(pa.types.is_dictionary(field.type) for field in schema)
    assert pa.decimal128(18, 3) == schema.field("quantity").type


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([1], [[1]]),
        ([4], [[4]]),
        ([9, 1], [[9], [1]]),
        ([1, 2, 1, 4, 2], [[1, 2, 1], [4], [2]]),
        # a series without values makes a row as well
        ([0, 0, 0], [[0, 0, 0]]),
        ([0, 0, 0, 0, 0], [[0, 0, 0, 0], [0]]),
        ([0, 3, 0], [[0, 3], [0]]),
    ],
)
def test_series_are_parted_by_their_rows(monkeypatch, lengths, expected):
    """A part is full with the series that reaches the number of rows, and none is lost or empty."""
    monkeypatch.setattr(message_rows, "_BATCH", 4)
    listed = [SimpleNamespace(observations=range(length)) for length in lengths]

    assert expected == [[len(series.observations) for series in part] for part in parts(listed)]


def test_a_file_whose_times_no_row_can_hold_is_faulty_and_stops_no_other(tmp_path):
    """An end of the year 10000 in UTC: the file has a finding in the place of rows."""
    data = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
    (tmp_path / "a.xml").write_bytes(re.sub(rb"(<abie:End>)[^<]*", rb"\g<1>9999-12-31T23:59:59-12:00", data))
    (tmp_path / "b.xml").write_bytes(data)
    rows = pa.table(MessageFiles(paths=str(tmp_path))).to_pylist()

    assert [1, 48] == [sum(row[FILE].endswith(name) for row in rows) for name in ("a.xml", "b.xml")]
    assert "expected instants of the years 1 to 9999" in rows[0]["finding_message"]
