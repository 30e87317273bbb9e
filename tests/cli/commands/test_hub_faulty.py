"""Scenarios and markets that are not whole: status 2, the file, the line, and what would be right; never a traceback."""

from __future__ import annotations

import pytest

STEPS = "steps: [{wait: day 1 00:00}]\n"
# text of the file, line of the fault, what is said of it
FAULTS = {
    "an out point that nobody registers": (
        (
            "scenario: A\nmarket: two areas\npoints:\n"
            "  gate out: {registered: no, number: '707057599800007778'}\n"
            "  gate: {area: north, kind: exchange, neighbour: south, out point: gate out}\n"
        ),
        5,
        "expected a registered metering point of type E20",
    ),
    "an exchange point with a settlement method": (
        (
            "scenario: A\npoints:\n  gate: {area: home, kind: consumption}\n"
            "  other: {area: home, kind: exchange, neighbour: next, out point: gate}\n"
        ),
        4,
        "expected a metering point of type E20",
    ),
    "a neighbour that is none": (
        "scenario: A\npoints:\n  gate: {area: home, kind: exchange, neighbour: home}\n",
        3,
        "expected a neighbour of 'home'",
    ),
    "a settled point in a virtual area": (
        "scenario: A\nareas:\n  cloud: {owner: grid company, virtual: yes}\npoints:\n  roof: {area: cloud}\n",
        5,
        "expected Z01 and no exchange point in a virtual grid area",
    ),
    "a point without an area": ("scenario: A\npoints:\n  roof: {registered: yes}\n", 3, "expected 'area'"),
    "an area that is not there": (
        "scenario: A\npoints:\n  roof: {area: atlantis}\n",
        3,
        "an area of home, next",
    ),
    "an area without owner": (
        "scenario: A\nareas:\n  cloud: {eic: 50YHUBAREA-000BE}\n",
        3,
        "expected 'owner'",
    ),
    "a kind that is none": (
        "scenario: A\npoints:\n  roof: {area: home, kind: tree}\n",
        3,
        "expected one of consumption",
    ),
    "a supplier without a user": (
        "scenario: A\npoints:\n  roof: {area: home, supplier: old supplier}\n",
        3,
        "a point without user has no supplier",
    ),
    "points that are a list": (
        "scenario: A\npoints: [a, b]\n",
        2,
        "expected names with values, found a list",
    ),
    "a point that is a text": (
        "scenario: A\npoints:\n  roof: tall\n",
        3,
        "expected names with values, found the text",
    ),
    "a role that is none": ("scenario: A\nparties:\n  shop: {roles: [XYZ]}\n", 3, "XYZ"),
    "a day of the year 1": ("scenario: A\nconfig: {values since: 0001-01-01}\n", 2, "from 1900 to 2200"),
    "a century of days": (
        "scenario: A\nconfig: {values since: 1926-01-01}\n",
        2,
        "expected values since 2016",
    ),
    "a point that begins in the year 9999": (
        "scenario: A\npoints:\n  roof: {area: home, user: anna, since: 9999-12-31}\n",
        3,
        "from 1900 to 2200",
    ),
    "a setting that is none": ("scenario: A\nconfig: {colour: red}\n", 2, "unknown 'colour'"),
    "a setting of another shape": (
        "scenario: A\nconfig: {settlement minutes: 20}\n",
        2,
        "settlement_minutes",
    ),
    "no scenario": ("points: {}\n", 1, "expected 'scenario'"),
}
STEPS_AT_FAULT = {
    "no payload": (
        "- {send: CollectedData, process: 313, from: grid company, payloads: []}",
        "expected at least one payload",
    ),
    "a role of nobody": (
        "- {send: PollForData, process: POLL, from: old supplier, role: '9'}",
        "no agency is known",
    ),
    "a wait of two hundred years": ("- {wait: 2199-01-01 00:00}", "at most 3660 days"),
    "no verb": ("- {at: day 1 06:00}", "expected one of send"),
    "a text": ("- go", "expected names with values"),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_market_that_is_not_whole(case, edielkit, tmp_path):
    """Playing it says file, line and what would be right; so does a replay with it as a market."""
    text, line, words = case
    file = tmp_path / "a.yml"
    file.write_text(text + STEPS, "utf-8")

    ran = edielkit("hub", "run", file)

    assert 2 == ran.status
    assert f"a.yml:{line}: " in ran.err
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("case", STEPS_AT_FAULT.values(), ids=STEPS_AT_FAULT)
def test_a_step_that_has_no_meaning(case, edielkit, tmp_path):
    """The line is that of the step."""
    step, words = case
    file = tmp_path / "a.yml"
    file.write_text(f"scenario: A\nsteps:\n{step}\n", "utf-8")

    ran = edielkit("hub", "run", file)

    assert 2 == ran.status
    assert "a.yml:3: " in ran.err
    assert words in ran.err


@pytest.mark.parametrize("text", ["", "---\n", "# nothing\n", "[]\n", "- a\n- b\n", "just words\n", "a: [\n"])
def test_a_file_without_a_scenario(text, edielkit, tmp_path):
    """Empty files, lists and half a document are refused with the name of the file."""
    file = tmp_path / "a.yml"
    file.write_text(text, "utf-8")

    ran = edielkit("hub", "run", file)

    assert 2 == ran.status
    assert "a.yml" in ran.err
    assert "Traceback" not in ran.err


def test_a_market_of_a_replay_is_refused_with_its_line(edielkit, tmp_path):
    """The market of a folder is read as that of a scenario."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "20260202T080000Z-a.xml").write_bytes(b"<x/>")
    (folder / "market.yml").write_text(
        "points:\n  gate: {area: home, kind: exchange, neighbour: home}\n", "utf-8"
    )

    ran = edielkit("hub", "replay", folder)

    assert 2 == ran.status
    assert "market.yml:2: " in ran.err
    assert "expected a neighbour of 'home'" in ran.err
