"""The series of a message as one Arrow table."""

from __future__ import annotations

import gzip
import sys
from decimal import Decimal

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.errors import MissingExtraError, ParseError
from edielkit.tables import arrow_schema, from_arrow

EACH = (
    "emif/metering/CollectedData.xml",
    "edifact/mscons-de-coupling-point-comma.edi",
    "edifact/utilts-se-quarters.edi",
)


@pytest.mark.parametrize("name", EACH)
def test_the_table_holds_the_series(name):
    """Every field and value of the series of either wire is in the table, exact."""
    data = (FIXTURES / name).read_bytes()
    series = list(edielkit.read_series(data))
    table = edielkit.read_table(gzip.compress(data))

    assert arrow_schema() == table.schema
    assert sum(len(one_series.observations) for one_series in series) == table.num_rows > 0
    assert series == list(from_arrow(table))


def test_quantities_are_decimals_and_instants_have_a_zone():
    """A value is a decimal of three places, its start an instant in UTC."""
    row = edielkit.read_table((FIXTURES / EACH[0]).read_bytes()).slice(0, 1).to_pylist()[0]

    assert isinstance(row["quantity"], Decimal)
    assert -3 == row["quantity"].as_tuple().exponent
    assert "2026-01-31T23:00:00+00:00" == row["start"].isoformat()


def test_a_message_without_series_gives_an_empty_table():
    """The columns are there, the rows are not."""
    table = edielkit.read_table((FIXTURES / "emif/common/PollForData.xml").read_bytes())

    assert (0, arrow_schema()) == (table.num_rows, table.schema)


def test_what_is_no_message_is_refused():
    """Bytes that are no message raise with their place."""
    with pytest.raises(ParseError):
        edielkit.read_table(b"nonsense")


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError, match=r"edielkit\[arrow\]"):
        edielkit.read_table((FIXTURES / EACH[0]).read_bytes())
