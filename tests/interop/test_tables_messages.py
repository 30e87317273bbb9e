"""The series of real messages survive every table."""

from __future__ import annotations

import pytest
from tests.support.paths import REFERENCE, ROOT

import edielkit
from edielkit.tables import (
    from_arrow,
    from_csv,
    from_dicts,
    from_parquet,
    to_arrow,
    to_csv,
    to_dicts,
    to_parquet,
)

KINDS = {".xml", ".edi"}


def series_under(folder):
    """Return the series of all messages below *folder* that can be read, and how many messages had some."""
    series, messages = [], 0
    for path in sorted(file for file in folder.rglob("*") if file.suffix in KINDS):
        try:
            some = list(edielkit.read_series(path.read_bytes()))
        except edielkit.EdielError:
            continue
        series += some
        messages += bool(some)
    return series, messages


@pytest.mark.parametrize("folder", [ROOT / "fixtures", REFERENCE], ids=["own", "published"])
def test_series_of_messages_round_trip(folder):
    """Arrow, Parquet, CSV and plain data bring back the series of every message, broken ones too."""
    if not folder.is_dir():
        pytest.skip("the folder of published messages is not here")
    series, messages = series_under(folder)

    assert messages > 10
    assert series == list(from_arrow(to_arrow(series)))
    assert series == list(from_parquet(to_parquet(series)))
    assert series == list(from_csv(b"".join(to_csv(series))))
    assert series == list(from_dicts(to_dicts(series)))
