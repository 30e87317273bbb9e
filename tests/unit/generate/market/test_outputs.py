"""The files that a generated market is written to."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from edielkit.generate.market import generate_market
from edielkit.generate.market.outputs import market_files
from edielkit.identifiers import gsrn

DAY = dt.date(2026, 2, 2)


def table(name: str, points: int, form: str = "tables") -> list[dict[str, str]]:
    """Return the rows of a table of a generated market; the files behind it are not made."""
    files = market_files(generate_market(points), [DAY], form)
    content = next(content for path, content in files if path == name)
    return list(csv.DictReader(b"".join(content).decode().splitlines()))


@pytest.mark.parametrize(("points", "count"), [(1_000_000, 37), (100, 0)])
def test_sub_grids_name_their_area_and_the_point_that_joins_them(points, count):
    """Each is in an area of the market, and joined by a point with a right number."""
    areas = {row["eic"] for row in table("areas.csv", points)}
    rows = table("sub-grids.csv", points)

    assert count == len(rows) == len({row["name"] for row in rows}) == len({row["point"] for row in rows})
    assert {row["area"] for row in rows} <= areas
    assert all(gsrn.is_valid(row["point"]) for row in rows)
