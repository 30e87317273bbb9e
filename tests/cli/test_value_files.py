"""`show` and `convert` on files of values: what they say, what they ask for, what becomes of them."""

from __future__ import annotations

import json

import pytest
from tests.support.value_files import (
    AUTUMN,
    POINT,
    SUMMER,
    day_series,
    end_user_file,
    energy_answer,
    energy_rows,
    sheet,
)

import edielkit
from edielkit.cli.app import run
from edielkit.cli.input.value_files import CLOCKS, VALUE_SUFFIXES
from edielkit.value_files import SUFFIXES, Clock

NAME = f"meteringvalues-mp-{POINT}-consumption-20261101T0910.csv"
SAID = [
    "--registered",
    "2026-11-02T06:00:00Z",
    "--document-type",
    "E13",
    "--process",
    "BRS-NO-313",
    "--role",
    "MDR",
    "--sender",
    "7080009990116",
    "--recipient",
    "7080005010009",
    "--now",
    "2026-11-02T06:00:00Z",
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_clocks_are_those_of_the_package():
    """They are spelled in the command line so that --help loads nothing; so are the endings."""
    assert SUFFIXES == VALUE_SUFFIXES
    assert set(CLOCKS) == {clock.value for clock in Clock}


def test_an_end_users_file_is_shown_with_the_point_of_its_name(folder, capsys):
    """And with its form."""
    (folder / NAME).write_bytes(end_user_file(AUTUMN))

    assert 0 == run(["show", NAME])
    out = capsys.readouterr().out
    assert "end-user-csv" in out
    assert POINT in out
    assert "25 hours: 25 values, sum 0.325 kWh" in out


def test_faults_are_listed_with_their_lines(folder, capsys):
    """And no series is shown."""
    (folder / "a.csv").write_bytes(b"Fra;kWh\n02.03.2026 00:00;1,5\n02.03.2026 01:00;1.5\n")

    assert 2 == run(["show", "a.csv"])
    out, err = capsys.readouterr()
    assert "" == out
    assert "a.csv: line 3: error TAB012 found a decimal point" in err


def test_faults_and_form_in_bokmaal(folder, capsys):
    """What is said of a file of values is said in the language of the person, on a page too."""
    (folder / "a.csv").write_bytes(b"Fra;kWh\n02.03.2026 00:00;1,5\n02.03.2026 01:00;1.5\n")
    (folder / "b.csv").write_bytes(b"Fra;kWh\n02.03.2026 00:00;1,5\n02.03.2026 01:00;1,5\n")

    assert 2 == run(["show", "--lang", "nb", "a.csv"])
    assert "a.csv: linje 3: feil TAB012 fant desimalpunktum i '1.5'" in capsys.readouterr().err
    assert 0 == run(["show", "--lang", "nb", "b.csv"])
    assert "Verdifil  et regnearks CSV med måleverdier" in capsys.readouterr().out
    assert 0 == run(["show", "--lang", "nb", "--format", "html", "b.csv"])
    assert "<h2>et regnearks CSV med måleverdier</h2>" in capsys.readouterr().out


def test_what_is_missing_is_said_whole_in_bokmaal(folder, capsys):
    """Each option with its reason, and the line that would give them."""
    (folder / "b.csv").write_bytes(sheet(SUMMER))

    assert 2 == run(["convert", "b.csv", "--to", "collected-data", "--lang", "nb"])
    first, *reasons, last = capsys.readouterr().err.splitlines()
    assert first.endswith("disse valgene mangler:")
    assert last.startswith("slik: edielkit convert b.csv --to collected-data --")
    assert "--sender GLN" in " ".join(reasons)
    assert all("kilden sier det ikke" in reason for reason in reasons if "--s" in reason)


def test_what_takes_messages_alone_names_the_form_and_who_reads_it(folder, capsys):
    """As `detect` does; each form is named so."""
    files = (end_user_file(AUTUMN), energy_answer(*energy_rows(SUMMER)), sheet(SUMMER))
    words = ", which show, convert and read_series read; they say what is wrong in it"
    for data in files:
        seems = edielkit.detect(data).seems
        (finding,) = edielkit.validate(data).findings
        assert ("SYS011", True) == (finding.code, f"found {seems}{words}" in finding.message)
        with pytest.raises(edielkit.ParseError, match=words):
            edielkit.parse(data)
    (folder / "a.csv").write_bytes(files[-1])

    assert 1 == run(["validate", "a.csv"])
    assert "spreadsheet's CSV" in capsys.readouterr().out


def test_the_values_are_plain_data(folder, capsys):
    """With --json."""
    (folder / "a.json").write_bytes(energy_answer(*energy_rows(SUMMER)))

    assert 0 == run(["show", "--json", "a.json"])
    assert POINT == json.loads(capsys.readouterr().out)["metering_point"]


def test_a_spreadsheet_becomes_a_message(folder, capsys):
    """What it does not say is asked for at once; then the message is valid and has its values."""
    (folder / "a.csv").write_bytes(sheet(AUTUMN))

    assert 2 == run(["convert", "a.csv", "--to", "collected-data"])
    assert "the option clock does" in capsys.readouterr().err
    assert 2 == run(["convert", "a.csv", "--to", "collected-data", "--clock", "ordered"])
    asked = capsys.readouterr().err
    assert all(flag in asked for flag in ("--product", "--registered", "--sender", "--process", "--role"))

    said = ["--clock", "ordered", "--product", "8716867000030", "--direction", "Out", *SAID]
    assert 0 == run(["convert", "a.csv", "--to", "collected-data", *said, "-o", "a.xml"])
    err = capsys.readouterr().err
    assert "CNV112" in err
    data = (folder / "a.xml").read_bytes()
    (series,) = edielkit.read_series(data)
    assert day_series(AUTUMN).observations == series.observations
    assert (POINT, "Out", "kWh", day_series(AUTUMN).period) == (
        series.metering_point,
        series.direction,
        series.unit,
        series.period,
    )
    assert () == edielkit.validate(data, now=None, level="codes").errors


def test_a_file_without_a_point_asks_for_it(folder, capsys):
    """By the flag that gives it."""
    (folder / "a.csv").write_bytes(end_user_file(SUMMER, clock=True))

    assert 2 == run(["convert", "a.csv", "--to", "collected-data", *SAID])
    assert "--metering-point does" in capsys.readouterr().err
    assert 0 == run(
        ["convert", "a.csv", "--to", "collected-data", *SAID, "--metering-point", POINT, "-o", "a.xml"]
    )
    assert POINT == next(edielkit.read_series((folder / "a.xml").read_bytes())).metering_point


@pytest.mark.parametrize("target", ["json", "csv", "parquet"])
def test_a_file_becomes_a_table(folder, target):
    """And what is a table comes back as it was."""
    (folder / "a.csv").write_bytes(sheet(SUMMER, ends=True))
    said = ["--product", "8716867000030", "--direction", "Out"]

    assert 0 == run(["convert", "a.csv", "--to", target, *said, "-o", f"b.{target}"])
    if target != "json":
        assert [day_series(SUMMER)] == list(edielkit.read_series((folder / f"b.{target}").read_bytes()))


def test_a_file_with_faults_is_not_converted(folder, capsys):
    """The others of the command are."""
    (folder / "a.csv").write_bytes(b"Fra;kWh\n02.03.2026 00:00;x\n")
    (folder / "b.csv").write_bytes(sheet(SUMMER))

    assert 2 == run(["convert", "*.csv", "--to", "csv", "-o", "out/"])
    assert "nothing is converted of a file with errors" in capsys.readouterr().err
    assert ["b.csv"] == [path.name for path in (folder / "out").iterdir()]


@pytest.mark.parametrize("words", [["--column", "quantity"], ["--clock", "local"], ["--resolution", "P1D"]])
def test_options_are_checked(folder, words):
    """Before anything is read."""
    (folder / "a.csv").write_bytes(sheet(SUMMER))

    assert 2 == run(["show", *words, "a.csv"])
