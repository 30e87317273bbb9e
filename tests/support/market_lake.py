"""The example of docs/examples/market-lake on a small generated market."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

from tests.support.paths import ROOT

import edielkit
from edielkit.cli.app import run
from edielkit.exchange import balance, read_points

# a day of 23 hours at the end of a month, and a day of the next one
DAYS = "2026-03-29..2026-04-01"


def example() -> ModuleType:
    """Return the module of the example."""
    spec = importlib.util.spec_from_file_location("lake", ROOT / "docs/examples/market-lake/lake.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def market_and_lake(folder: Path) -> tuple[Path, Path]:
    """Generate a market, write its lake, and return both folders."""
    market, lake = folder / "market", folder / "lake"
    assert 0 == run(
        ["generate", "market", "--points", "40", "--seed", "4", "--days", DAYS, "-o", str(market)]
    )
    assert [] == example().write_lake(market, lake)
    return market, lake


def balanced(market: Path) -> dict[tuple[str, int], tuple[int, ...]]:
    """Return what `exchange balance` has of each area and hour, in thousandths: four flows and the loss."""
    files = sorted((*market.glob("messages/*/*"), *market.glob("corrections/*/*")))
    series = [time_series for file in files for time_series in edielkit.read_series(file.read_bytes())]
    with (market / "point-areas.csv").open(encoding="utf-8", newline="") as opened:
        areas = {row["point"]: row["area"] for row in csv.DictReader(opened)}
    points = read_points((market / "exchange-points.csv").read_text("utf-8"))
    result = balance(series, points, areas=areas, resolution="PT1H")
    assert () == result.unplaced
    return {
        (area.area, int(start)): amounts
        for area in result.areas
        for start, *amounts in zip(
            *(column.tolist() for column in (area.start, area.production, area.incoming, area.outgoing, area.consumption, area.loss)),
            strict=True,
        )
    }  # fmt: skip
