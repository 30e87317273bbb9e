"""Commands at the ends of the calendar, and a scenario that no file can hold: status 2 and what would be right."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from edielkit.generate import generate_message

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
BEYOND = b"9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "message", "CollectedData", "--now", "9999-12-31T23:30:00Z"),
        ("generate", "message", "RequestStartOfSupply", "--now", "0001-01-01T00:00:00Z"),
        ("generate", "corpus", "corpus", "--now", "9999-12-31T23:30:00Z"),
        ("generate", "market", "--days", "9999-12-31", "-o", "market"),
    ],
)
def test_commands_that_generate_say_so(arguments, edielkit, tmp_path, monkeypatch):
    """Status 2 and one sentence."""
    monkeypatch.chdir(tmp_path)
    outcome = edielkit(*arguments)

    assert outcome.status == 2
    assert "expected an instant of the years 1100 to 9900" in outcome.err


def test_replay_of_a_creation_beyond_the_calendar(edielkit, tmp_path):
    """The file is named."""
    data = generate_message("CollectedData", now=NOW).data
    path = tmp_path / "last.xml"
    path.write_bytes(re.sub(rb"Creation>[^<]*<", b"Creation>" + BEYOND + b"<", data))

    outcome = edielkit("hub", "replay", str(tmp_path))

    assert outcome.status == 2
    assert "last.xml: expected an instant of the years 1 to 9999 in UTC" in outcome.err


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('scenario: "a \\ud800"\nsteps: []\n', 1),
        ('scenario: a\n"\\udfff": b\nsteps: []\n', 2),
    ],
)
def test_half_of_a_character_in_a_scenario(text, line, edielkit, tmp_path):
    """No file can hold it: it is refused with its line."""
    path = tmp_path / "half.yml"
    path.write_text(text)

    outcome = edielkit("hub", "run", str(path))

    assert outcome.status == 2
    assert f"half.yml:{line}: expected text in UTF-8, found half of a character" in outcome.err


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_cannot_hold_a_time_behind_the_calendar(edielkit, fixtures, tmp_path, form):
    """An end that is of the year 10000 in UTC."""
    data = (fixtures / "emif/metering/CollectedData.xml").read_bytes()
    path = tmp_path / "late.xml"
    path.write_bytes(re.sub(rb"(<abie:End>)[^<]*", rb"\g<1>9999-12-31T23:59:59-12:00", data))
    target = tmp_path / f"late.{form}"
    ran = edielkit("convert", path, "--to", form, "-o", target)

    assert (2, b"") == (ran.status, ran.out)
    assert f"cannot convert to {form}: series: expected instants of the years 1 to 9999" in ran.err
    assert not target.exists()
