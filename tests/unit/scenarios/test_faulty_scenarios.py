"""Scenarios with parts that are gone, renamed or of another shape, drawn from seeds: each is played or refused."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.paths import FIXTURES

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.cli.usage_error import UsageError
from edielkit.scenarios import ScenarioError, play, read_scenario

_TEXTS = [
    "",
    "x",
    "-1",
    "0",
    "9" * 20,
    "2026-13-45",
    "day 99999",
    "æøå " * 20,
    "1.5",
    "true",
    "10:00",
    "\u0000",
]
_DAYS = ["day 0 24:00", "9999-12-31", "0001-01-01"]
_SHAPES: list[Any] = [[], ["x"], [[]], {}, {"a": "b"}, ["day 1", "day 2"], None]
ODD = [*_TEXTS, *_DAYS, *_SHAPES, "home", "house", "E20", "exchange"]
Place = tuple[Any, ...]


def _places(data: Any, place: Place = ()) -> Iterator[Place]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*place, key)
        yield from _places(value, (*place, key))


def _mutated(content: Any, drawn: random.Random) -> Any:
    """Return *content* with a part taken away, replaced or renamed."""
    data = copy.deepcopy(content)
    *outer, key = drawn.choice(list(_places(data)))
    holder = data
    for name in outer:
        holder = holder[name]
    act = drawn.choice(("take", "replace", "replace", "rename"))
    if act == "take":
        del holder[key]
    elif act == "rename" and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    else:
        holder[key] = drawn.choice(ODD)
    return data


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

    outcomes = {_outcome(_mutated(drawn.choice(contents), drawn)) for _ in range(50)}

    assert {"played", "refused"} == outcomes


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"scenario": "\ud800", "steps": []}, "scenario"),
        ({"scenario": "a", "about": "b\udfff", "steps": []}, "about"),
        ({"scenario": "a", "steps": [{"at": "day 1"}, {"wait": ["\ud800"]}]}, "steps[1].wait[0]"),
        ({"scenario": "a", "steps": [], "areas": {"\ud800": {}}}, "areas"),
    ],
)
def test_half_of_a_character_in_plain_data_is_refused_with_its_place(data, place):
    """As one in a file is: what is played could not be written."""
    with pytest.raises(ScenarioError, match="half of a character") as raised:
        read_scenario(data)

    assert place == raised.value.place


def test_a_part_that_stands_at_many_places_is_looked_at_once():
    """Aliases of YAML make a tree of a billion leaves from thirty lines."""
    part = {"a": ["b"]}
    for _ in range(60):
        part = {"a": part, "b": part}

    with pytest.raises(ScenarioError):
        read_scenario({"scenario": "a", "steps": [], "areas": part})
