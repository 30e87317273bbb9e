"""The commands upgrade and codes changes."""

from __future__ import annotations

import json

import jsonschema
import pytest
from tests.support.paths import ROOT

BOTH = "emif/metering/CollectedData-annual-volume-EI-270.xml"
VALUES = "emif/metering/CollectedData.xml"
SCHEMA = json.loads((ROOT / "docs/reference/upgrade.schema.json").read_text("utf-8"))


def test_what_breaks_is_shown_with_what_to_write(edielkit, fixtures):
    """Line, path, words, change; status 1."""
    ran = edielkit("upgrade", "--to", "EI-1763", fixtures / BOTH, fixtures / VALUES)

    assert (1, "") == (ran.status, ran.err)
    for words in ("✗ breaks in 3 places", "✓ fits", "leave out what EI-1763 does not have", "EI-270 announced", "2 of 2 inputs looked at: 1 breaks under EI-1763"):  # fmt: skip
        assert words in ran.text


def test_what_fits_has_status_0_and_learns_what_is_new(edielkit, fixtures):
    """The direction of an annual volume."""
    ran = edielkit("upgrade", "--to", "EI-270", fixtures / VALUES)

    assert (0, "") == (ran.status, ran.err)
    assert "New in EI-270 for these messages:" in ran.text
    assert "1 of 1 inputs looked at: nothing breaks under EI-270" in ran.text


@pytest.mark.parametrize("to", ["2.3", "2.4.3", "EI-270", "EI-1763"])
def test_the_json_follows_its_schema(edielkit, fixtures, to):
    """In every version, EDIFACT among the inputs."""
    ran = edielkit(
        "upgrade", "--to", to, "--format", "json", fixtures / BOTH, fixtures / "edifact/mscons-no-areas.edi"
    )

    jsonschema.validate(ran.plain, SCHEMA)
    assert 1 == ran.status
    assert [to == "EI-270", False] == [file["fits"] for file in ran.plain["files"]]
    assert "EDIFACT" in ran.plain["files"][1]["trouble"]


def test_many_places_are_cut(edielkit, fixtures, tmp_path):
    """Twenty are shown; --all lists the others too."""
    data = (fixtures / BOTH).read_bytes()
    start = data.index(b"<rsm:PayloadEnergyTimeSeries>")
    end = data.index(b"</rsm:PayloadEnergyTimeSeries>") + len(b"</rsm:PayloadEnergyTimeSeries>")
    path = tmp_path / "many.xml"
    path.write_bytes(data[:start] + data[start:end] * 9 + data[end:])

    assert "--all lists them" in edielkit("upgrade", "--to", "2.4.3", path).text
    assert "--all lists them" not in edielkit("upgrade", "--to", "2.4.3", "--all", path).text


def test_nothing_to_look_at_is_status_2(edielkit, fixtures):
    """EDIFACT alone has no version of EMIF."""
    ran = edielkit("upgrade", "--to", "2.4.3", fixtures / "edifact/mscons-no-areas.edi")

    assert (2, b"") == (ran.status, ran.out)
    assert "no version of EMIF" in ran.err


def test_the_calendar_lists_every_change(edielkit):
    """What is announced first, with sources; as data by the schema."""
    text = edielkit("codes", "changes").text
    assert text.index("Announced") < text.index("EI-1763") < text.index("In force") < text.index("EI-1751")
    assert "NOT FOUND" not in text

    rows = edielkit("codes", "changes", "--json").plain
    for row in rows:
        jsonschema.validate(row, {"$defs": SCHEMA["$defs"], "$ref": "#/$defs/change"})
    assert {"EI-270", "EI-1763"} == {row["number"] for row in rows if row["state"] == "announced"}
