"""The example of a lake of Parquet files settles as `exchange balance` does, area by area and hour by hour."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.market_lake import balanced, example, market_and_lake

for _package in ("polars", "duckdb"):
    pytest.importorskip(_package, reason=f"the extra {_package} is not installed")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return market_and_lake(tmp_path_factory.mktemp("lake"))


def test_the_lake_is_by_month_and_area(folders):
    """Months are Norwegian."""
    market, lake = folders
    areas = {area for area, _ in balanced(market)}

    assert ["month=2026-03", "month=2026-04"] == sorted(path.name for path in lake.iterdir())
    assert {f"area={area}" for area in areas} == {path.name for path in lake.glob("*/*")}


def test_sql_settles_as_exchange_balance_does(folders):
    """In thousandths of each hour."""
    market, lake = folders
    rows = example().settle_by_duckdb(market, lake)
    settled = {
        (area, int(hour.astimezone(dt.UTC).timestamp())): [int(amount * 1000) for amount in amounts]
        for area, hour, *amounts in rows
    }

    assert len(settled) == len(rows)
    assert balanced(market) == settled


def test_the_script_prints_the_areas(folders, capsys):
    """A line each, with the sums of the balance; faulty files are told while the lake is written."""
    market, lake = folders
    example().main("settle", str(market), str(lake))
    lines = capsys.readouterr().out.splitlines()
    areas = sorted({area for area, _ in balanced(market)})

    assert areas == [line.split()[0] for line in lines[1:]]
    loss = sum(amounts[-1] for (area, _), amounts in balanced(market).items() if area == areas[0])
    assert f"{loss / 1000:.3f}" == lines[1].split()[-1]


def test_a_faulty_file_is_told(folders, tmp_path, capsys):
    """And the others are in the lake."""
    market, _ = folders
    day = next(iter((market / "messages").iterdir()))
    (day / "zz-broken.xml").write_bytes(b"<a>")
    try:
        example().main("write", str(market), str(tmp_path / "again"))
    finally:
        (day / "zz-broken.xml").unlink()

    assert "zz-broken.xml XSD001" in capsys.readouterr().out
    assert list((tmp_path / "again").glob("*/*/*.parquet"))
