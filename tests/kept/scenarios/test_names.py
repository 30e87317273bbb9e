"""What names and numbers of each market of a scenario stand for, and how those are refused that stand for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.support.hub_fixtures import AREA, NEW, POINT
from tests.support.hub_recorder import plain
from tests.support.kept_answers import Answer, assert_kept

from edielkit.scenarios import ScenarioError, read_scenario
from edielkit.scenarios.presets import PRESETS

ODD = (
    *(
        "",
        "nobody",
        "hous",
        "old supplie",
        "nort",
        "ann",
        NEW,
        NEW[:-1],
        f"{NEW}0",
        POINT,
        POINT[:-1],
        f"{POINT}0",
    ),
    *(AREA, AREA[:-1], f"{AREA}X", "x" * 13, "x" * 18, "x" * 16, "²" * 13, "१" * 18, "018190100"),
)


def said(ask: Callable[[], Any]) -> str:
    """Return what a question is answered, or why it is refused."""
    try:
        return plain(ask())
    except ScenarioError as error:
        return f"refused {error}"


def answers() -> Iterator[Answer]:
    """Yield what each name of each market stands for."""
    for market in PRESETS:
        names = read_scenario({"scenario": "names", "market": market, "steps": []}).names
        own = [*names.parties, *names.areas, *names.points, *names.customers]
        numbers = [names.number_of(name) for name in own]
        for name in dict.fromkeys((*own, *numbers, *ODD)):
            asked = (names.gln, names.gsrn, names.customer, names.area)
            lines = [said(lambda ask=ask, name=name: ask(name, "steps[1]")) for ask in asked]  # type: ignore[misc]
            lines += [names.number_of(name), names.name_of(name)]
            yield Answer(f"{market} {name}", lines)


def test_names_stand_for_what_is_kept():
    """Numbers of parties, points, end users and areas, and names of numbers."""
    assert_kept(__file__, answers())
