"""Scenarios with parts that are gone, renamed or of another shape, drawn from seeds: each is played or refused."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.support.paths import FIXTURES
from tests.support.scenario_changes import changed_scenario

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.cli.usage_error import UsageError
from edielkit.scenarios import ScenarioError, play, read_scenario


def _outcome(content: Any) -> str:
    try:
        play(read_scenario(content), validate=False)
    except (ScenarioError, UsageError):
        return "refused"
    return "played"


@pytest.mark.parametrize("seed", range(4))
def test_a_faulty_scenario_is_played_or_refused(seed):
    """Nothing but a ScenarioError comes out of it, whatever is missing."""
    contents = [document.content for document in scenario_documents((str(FIXTURES / "hub"),))]
    drawn = random.Random(seed)

    outcomes = {_outcome(changed_scenario(drawn.choice(contents), drawn)) for _ in range(50)}

    assert {"played", "refused"} == outcomes


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"scenario": "\ud800", "steps": []}, "scenario"),
        ({"scenario": "a", "about": "b\udfff", "steps": []}, "about"),
        ({"scenario": "a", "steps": [{"at": "day 1"}, {"wait": ["\ud800"]}]}, "steps[1].wait[0]"),
        ({"scenario": "a", "steps": [], "areas": {"\ud800": {}}}, "areas"),
        ({"\ud800": {"b": "\ud800"}}, "the scenario"),
        ({"scenario": "a", "steps": [{"\udc00x": ["\ud800"]}]}, "steps[0]"),
    ],
)
def test_half_of_a_character_in_plain_data_is_refused_with_its_place(data, place):
    """As one in a file is: what is played could not be written."""
    with pytest.raises(ScenarioError, match="half of a character") as raised:
        read_scenario(data)

    assert place == raised.value.place
    # which can be printed
    assert str(raised.value).encode()


def test_a_part_that_stands_at_many_places_is_looked_at_once():
    """Aliases of YAML make a tree of a billion leaves from thirty lines."""
    part = {"a": ["b"]}
    for _ in range(60):
        part = {"a": part, "b": part}

    with pytest.raises(ScenarioError):
        read_scenario({"scenario": "a", "steps": [], "areas": part})
