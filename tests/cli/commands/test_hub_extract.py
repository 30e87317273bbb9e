"""The command hub extract: files written, a table, and clear words when it cannot be."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support import metering

import edielkit as library
from edielkit.scenarios import small_market

SMALL = small_market()
OLD, NEW = SMALL.gln("old supplier"), SMALL.gln("new supplier")
HOUSE, GRID = SMALL.gsrn("house"), SMALL.gln("grid company")
PARTIES = f"""\
parties:
  old supplier: {{gln: "{OLD}", roles: [DDQ], organisation number: "999999018"}}
  new supplier: {{gln: "{NEW}", roles: [DDQ], organisation number: "999999026"}}
"""
SCENARIO = f"""\
scenario: A portfolio moves
processes: [305]
{PARTIES}
steps:
  - call: move_portfolio
    with: {{old: old supplier, new: new supplier, day: day 2}}
    expect: {{sent: any}}
  - wait: day 3 06:00
"""
EXPECTED = "    expect: {sent: [{to: old supplier, message: ConfirmStartOfSupply}]}\n"
ORDER = ("--old-organisation", "999999018", "--new-organisation", "999999026", "--change-date", "2026-02-04")
BY_NAME = ("--old", "old supplier", "--new", "new supplier", *ORDER)
BY_NUMBER = ("--old", OLD, "--new", NEW, *ORDER)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a market, two days of values of the house, and the move in the journal of an earlier replay."""
    from edielkit.hub import Hub
    from edielkit.hub.core.journal import dump
    from edielkit.scenarios import read_scenario

    plain = {
        name: {"gln": gln, "roles": ["DDQ"], "organisation number": number}
        for name, gln, number in (("old supplier", OLD, "999999018"), ("new supplier", NEW, "999999026"))
    }
    scenario = read_scenario({"scenario": "x", "parties": plain, "steps": []})
    hub = Hub(scenario.names.market, config=scenario.config)
    begin = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
    for n in range(2):
        day = metering.days(dt.date(2026, 1, 31) + dt.timedelta(days=n))
        now = begin + n * HOUR
        series = metering.series(day, point=HOUSE, registered=now - HOUR, first=1000 * (n + 1))
        message = metering.collected(series, sender=GRID, now=now)
        receipt = hub.receive(library.serialize(message), now=now)
        assert (True, ()) == (receipt.accepted, receipt.report.errors)
    hub.call("move_portfolio", now=begin + 3 * HOUR, old=OLD, new=NEW, day="2026-02-04")
    hub.advance(dt.datetime(2026, 2, 4, 12, tzinfo=dt.UTC))
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "journal.jsonl").write_text(dump(hub.journal), "utf-8")
    (inbox / "market.yml").write_text(PARTIES, "utf-8")
    return inbox


@pytest.fixture
def scenario(tmp_path):
    """Give a scenario in which a portfolio moves."""
    path = tmp_path / "move.yml"
    path.write_text(SCENARIO, "utf-8")
    return path


def rows_of(path: Path):
    """Return the rows of a file."""
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))


@pytest.mark.parametrize("order", [BY_NAME, BY_NUMBER], ids=["names", "numbers"])
def test_a_journal(edielkit, folder, tmp_path, order):
    """A file a month, and a table of them."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *order, "-o", out)

    assert (0, "") == (ran.status, ran.err)
    january, february = sorted(out.iterdir())
    assert ["2026-01", "2026-02"] == [
        file.name.split("_")[1].removesuffix(".csv.gz") for file in (january, february)
    ]
    for path, first in ((january, 1000), (february, 2000)):
        rows = rows_of(path)
        assert (24, {HOUSE}) == (len(rows), {row["metering_point"] for row in rows})
        assert sum(range(first, first + 24)) == 1000 * sum(Decimal(row["quantity"]) for row in rows)
    lines = ran.text.splitlines()
    assert lines[0].startswith("✓ job ")
    assert f"3 metering points from {OLD} to {NEW} on 2026-02-04" in lines[1]
    size = january.stat().st_size
    assert ["2026-01", "1", "24", str(size), january.name] == lines[4].split()
    assert ["all", "48"] == lines[6].split()[:2]


def test_json(edielkit, folder, tmp_path):
    """The job as data, with the sizes of its files."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *BY_NAME, "-o", out, "--format", "json")

    assert ("ready", NEW, "2026-02-04") == tuple(
        ran.plain[key] for key in ("state", "new_supplier", "change_date")
    )
    assert {file.name: file.stat().st_size for file in out.iterdir()} == {
        file["name"]: file["size"] for file in ran.plain["files"]
    }
    assert "stretches" not in ran.plain


def test_the_same_bytes_again(edielkit, folder, tmp_path):
    """A second run writes the same files over the first."""
    out = tmp_path / "out"
    edielkit("hub", "extract", folder, *BY_NAME, "-o", out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    assert 0 == edielkit("hub", "extract", folder, *BY_NAME, "-o", out).status
    assert before == {file.name: file.read_bytes() for file in out.iterdir()}


def test_how_far_back(edielkit, folder, tmp_path):
    """Only what is asked for."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *BY_NAME, "-o", out, "--back-to", "2026-02-01")

    assert (0, 1) == (ran.status, len(list(out.iterdir())))


def test_zstandard(edielkit, folder, tmp_path):
    """Files of the other compression."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *BY_NAME, "-o", out, "--compression", "zstd")

    assert (0, {".zst"}) == (ran.status, {file.suffix for file in out.iterdir()})


def test_a_scenario(edielkit, scenario, tmp_path):
    """Played to its end; without values there are no files."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", scenario, *BY_NAME, "-o", out, "--now", "2026-02-05T12:00:00Z")

    assert 0 == ran.status, ran.err
    assert "no metering values" in ran.text
    assert [] == list(out.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (*BY_NAME, "--now", "2026-02-04T13:00:00Z", "--back-to", "2020-01-01"),
            "from 2023-02-04 on (3 years)",
        ),
        ((*BY_NAME, "--now", "2020-01-01T00:00:00Z"), "now lies before the last event"),
        (("--old", "nobody", "--new", NEW, *ORDER), "expected the GLN of a balance supplier, found 'nobody'"),
        (("--old", NEW, "--new", OLD, *ORDER), "the organisation number is not that of"),
        ((*BY_NAME, "--change-date", "2026-02-01"), "no metering point went from"),
        ((*BY_NAME, "--change-date", "2026-03-01"), "it can be done from 2026-03-01T06:00:00Z"),
        ((*BY_NAME, "--change-date", "soon"), "expected a day such as 2026-02-02, found 'soon'"),
        ((*BY_NAME, "--market", "none.yml"), "no such file or folder"),
        (BY_NAME[2:], "Missing option '--old'"),
    ],
)
def test_orders_that_cannot_be(edielkit, folder, tmp_path, arguments, message):
    """Status 2, the reason, and nothing written."""
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *arguments, "-o", out)

    assert (2, True) == (ran.status, message in " ".join(ran.err.split())), ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{SCENARIO}---\n{SCENARIO}", "expected one scenario, found 2"),
        ("", "expected a scenario, found nothing"),
        (SCENARIO.replace("wait: day 3 06:00", "wait: soon"), "move.yml:"),
        (SCENARIO + EXPECTED, "move.yml: does not go as expected: step 2: expected ConfirmStartOfSupply"),
        (f"scenario: x\n{PARTIES}steps: []", "nothing has happened in the hub yet"),
        ("steps: [", "move.yml"),
    ],
)
def test_scenarios_that_cannot_be(edielkit, scenario, tmp_path, text, message):
    """Status 2 and the reason."""
    scenario.write_text(text, "utf-8")
    ran = edielkit("hub", "extract", scenario, *BY_NAME, "-o", tmp_path / "out")

    assert (2, True) == (ran.status, message in ran.err), ran.err


def test_other_troubles(edielkit, folder, scenario, tmp_path):
    """No such source, a market for a scenario, and a folder that cannot be made."""
    (tmp_path / "file").write_text("x", "utf-8")
    assert (
        "none.yml: no such file or folder" in edielkit("hub", "extract", "none.yml", *BY_NAME, "-o", "x").err
    )
    ran = edielkit("hub", "extract", scenario, *BY_NAME, "-o", "x", "--market", "m.yml")
    assert (2, True) == (ran.status, "--market is for a folder" in ran.err)
    ran = edielkit("hub", "extract", folder, *BY_NAME, "-o", tmp_path / "file")
    assert (2, True) == (ran.status, "file: cannot be written" in ran.err)


def test_a_file_that_cannot_be_written(edielkit, folder, tmp_path, monkeypatch):
    """Half a file is never left behind."""
    import edielkit.cli.output.files as module

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    out = tmp_path / "out"
    ran = edielkit("hub", "extract", folder, *BY_NAME, "-o", out)

    assert (2, True) == (ran.status, ".csv.gz: cannot be written: the disk is full" in ran.err)
    assert [] == list(out.iterdir())


def test_the_page_names_all_columns_and_runs(fixtures):
    """docs/reference/extraction.md has each column, and its examples are true."""
    import re

    from edielkit.hub.extraction.csv_rows import COLUMNS

    page = (fixtures.parent / "docs" / "reference" / "extraction.md").read_text("utf-8")
    assert list(COLUMNS) == list(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(code, "extraction.md", "exec"), {})


def test_compressions_are_those_of_the_package():
    """The choices of the option are spelled in the command, so that its help loads no hub."""
    from edielkit.cli.commands.hub import extract_command
    from edielkit.hub.extraction.compression import SUFFIXES

    (option,) = (parameter for parameter in extract_command.params if parameter.name == "compression")
    assert tuple(SUFFIXES) == tuple(option.type.choices)


def test_several_processes(edielkit, folder, tmp_path):
    """The files of the months are the same, whoever writes them."""
    single, several = tmp_path / "single", tmp_path / "several"
    alone = edielkit("hub", "extract", folder, *BY_NAME, "-o", single)

    assert alone == edielkit("hub", "extract", folder, *BY_NAME, "-o", several, "--jobs", "2")
    assert 2 == len(list(single.iterdir()))
    for path in single.iterdir():
        assert path.read_bytes() == (several / path.name).read_bytes()
