"""The command generate market: files that other commands take."""

from __future__ import annotations

import pytest

from edielkit.tables import from_csv, from_parquet


def test_a_scenario_is_played_as_it_was_written(edielkit, tmp_path):
    """Two commands: a market, and the hub that settles it."""
    ran = edielkit("generate", "market", "--points", "60", "--seed", "4", "--as", "scenario", "--days", "2026-03-28..2026-03-29", "-o", tmp_path)  # fmt: skip
    assert 0 == ran.status
    assert ran.text.startswith("60 metering points in 3 grid areas: ")

    assert 0 == edielkit("hub", "run", tmp_path / "market.yml").status


def test_messages_of_a_day_are_valid_and_balance(edielkit, tmp_path):
    """Two more: what is sent validates, and `exchange balance` finds nothing."""
    assert 0 == edielkit("generate", "market", "--points", "40", "-o", tmp_path).status
    day = tmp_path / "messages" / "2026-02-02"

    assert 0 == edielkit("validate", "--now", "message", "--fail-on", "info", day).status
    ran = edielkit(
        "exchange", "balance", day, "--points", tmp_path / "exchange-points.csv",
        "--areas", tmp_path / "point-areas.csv", "--losses", tmp_path / "losses.csv", "--format", "json",
    )  # fmt: skip
    assert 0 == ran.status
    figures = (tmp_path / "figures" / "2026-02-02.csv").read_text().splitlines()
    assert figures[0] == "area,start,production,incoming,outgoing,metered,profiled,loss,metered_corrected"
    assert 1 + 24 * 3 == len(figures)


def test_tables_are_csv(edielkit, tmp_path):
    """Parties, areas, points, and the values with all of their columns."""
    assert 0 == edielkit("generate", "market", "--points", "20", "--as", "tables", "-o", tmp_path).status

    assert 21 == len((tmp_path / "points.csv").read_text("utf-8").splitlines())
    values = sorted((tmp_path / "values" / "2026-02-02").iterdir())
    assert values[0].read_text().splitlines()[1].endswith("metered,,,")


def test_values_in_parquet_are_those_in_csv(edielkit, tmp_path):
    """Series for series, and the small tables as they were."""
    for form in ("tables", "parquet"):
        assert (
            0 == edielkit("generate", "market", "--points", "20", "--as", form, "-o", tmp_path / form).status
        )
    day = "values/2026-02-02"
    names = sorted(path.stem for path in (tmp_path / "tables" / day).iterdir())

    assert names == sorted(path.stem for path in (tmp_path / "parquet" / day).iterdir())
    for name in names:
        rows = list(from_csv((tmp_path / "tables" / day / f"{name}.csv").read_bytes()))
        assert rows == list(from_parquet((tmp_path / "parquet" / day / f"{name}.parquet").read_bytes()))
    for name in ("points.csv", "contract-changes.csv", "sub-grids.csv"):
        assert (tmp_path / "tables" / name).read_bytes() == (tmp_path / "parquet" / name).read_bytes()


def test_a_second_run_writes_the_same_bytes(edielkit, tmp_path):
    """Files that have these bytes already stay; others need --force."""
    arguments = ["generate", "market", "--points", "10", "-o", tmp_path]
    assert [0, 0] == [edielkit(*arguments).status, edielkit(*arguments).status]

    ran = edielkit(*arguments, "--seed", "2")
    assert 2 == ran.status
    assert "--force" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--days", "soon"], "expected a day such as 2026-02-02"),
        (["--days", "2026-02-03..2026-02-02"], "expected 1 to 3660 days, found 0"),
        (["--points", "9000", "--as", "scenario"], "expected at most 8000 metering points in a scenario"),
        (["--points", "9"], "--points"),
    ],
)
def test_what_cannot_be_made_is_refused(edielkit, tmp_path, arguments, words):
    """With what would be right, and nothing is written."""
    ran = edielkit("generate", "market", *arguments, "-o", tmp_path / "new")

    assert 2 == ran.status
    assert words in ran.err
    assert not (tmp_path / "new").exists()
