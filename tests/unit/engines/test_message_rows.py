"""The columns of files as tables."""

from __future__ import annotations

from types import SimpleNamespace

import pyarrow as pa
import pytest

from edielkit.engines import engine_schema, message_rows
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
