"""A scenario that somebody new would write: names without numbers, usual roles, words with spaces."""

from __future__ import annotations

import pytest

from edielkit.scenarios import ScenarioError, play, read_scenario

VALLEY = {
    "areas": {
        "valley": {
            "owner": "grid company",
            "loss supplier": "last resort",
            "price area": "NO1",
            "neighbours": ["next"],
        }
    },
    "points": {
        "plant": {
            "area": "valley",
            "kind": "production",
            "resolution": "quarter",
            "user": "firm",
            "supplier": "old supplier",
        },
        "saw": {"area": "valley", "resolution": "quarter", "user": "anna", "supplier": "old supplier"},
    },
}
SEND = {"send": "CollectedData", "process": "313", "from": "grid company", "expect": {"sent": "any"}}
VALUES = [
    {"point": "plant", "day": "day 0", "direction": "In", "resolution": "quarter", "values": "3"},
    {"point": "saw", "day": "day 0", "resolution": "quarter", "values": "2"},
]


def story(*steps):
    """Return the story of the valley."""
    head = {"scenario": "valley", "config": {"values since": "2026-02-02"}, **VALLEY}
    return play(read_scenario({**head, "steps": list(steps)}))


def test_a_day_that_is_settled_and_reconciled():
    """The collector's role is taken where it is wanted, calls have spaces, and who pays less than nothing gets."""
    lines = story(
        {"at": "day 1 06:00", **SEND, "payloads": VALUES},
        {"at": "day 6 08:00", **SEND, "point": "saw", "day": "day 0", "resolution": "quarter", "values": "2.5"},
        {"call": "set prices", "with": {"price area": "NO1", "day": "day 0", "resolution": "P1D", "prices": ["500"]}},
        {"call": "run reconciliation", "expect": {"sent": "any"}},
        {"report": "reconciliation", "number": "1", "expect": {"result": {"rows.0.volume": "48.000"}}},
    )  # fmt: skip

    assert lines.ok, lines
    words = str("\n".join(lines.events[-1].lines()))
    assert "old supplier (DDQ) pays 24.00 NOK in valley" in words
    assert "last resort (BSL) gets 24.00 NOK in valley" in words


def test_a_role_that_is_said_is_kept():
    """A wrong role on purpose reaches the hub."""
    lines = story({"at": "day 1 06:00", **SEND, "role": "DDM", "payloads": VALUES})

    assert "expected role DDE" in "\n".join(lines.events[-1].lines())


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ({"scenario": "x", "stepz": []}, "expected 'steps'; did you mean it by 'stepz'?"),
        ({"scenario": "x", "steps": [{"sendd": "CollectedData"}]}, "found none of them in 'sendd'"),
    ],
)
def test_misspelt_keys_are_asked_about(scenario, words):
    """What was probably meant is named."""
    with pytest.raises(ScenarioError) as caught:
        play(read_scenario(scenario))

    assert words in str(caught.value)


def test_a_call_without_its_arguments_learns_them():
    """The refusal lists what the call takes, with brackets around what may be left out."""
    lines = story({"call": "set prices"})

    assert "it takes price_area, day, resolution, prices, [until]" in "\n".join(lines.events[-1].lines())
