"""What becomes of the scenarios of fixtures/hub with a part of them changed: refused in which words, or played to which end."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from typing import Any

from tests.support.kept_answers import Answer, assert_kept
from tests.support.paths import FIXTURES
from tests.support.scenario_changes import changed_scenario

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.scenarios import ScenarioError, play, read_scenario

# changes of each scenario
COUNT = 2
# scenarios of so many steps at most: what a change does is the same in long ones
MOST_STEPS = 12


def outcome(content: Any) -> Iterator[str]:
    """Yield why a scenario is refused, or how it goes."""
    try:
        playback = play(read_scenario(content), validate=False)
    except ScenarioError as error:
        yield "refused"
        yield from (f"{place}: {words}" for place, words in error.faults)
    else:
        yield from playback.differences
        yield "as expected" if playback.ok else "not as expected"
        yield from playback.lines()
        yield str(playback.to_dict())


def answers() -> Iterator[Answer]:
    """Yield how each scenario goes with each of its changes."""
    for document in scenario_documents((str(FIXTURES / "hub"),)):
        title = document.content["scenario"]
        if len(document.content["steps"]) > MOST_STEPS:
            continue
        drawn = random.Random(hashlib.sha256(title.encode()).hexdigest())
        for number in range(COUNT):
            yield Answer(f"{title} {number}", outcome(changed_scenario(document.content, drawn)))


def test_outcomes_are_the_kept_ones():
    """Places and words of refusals, differences, and the story in words and as plain data."""
    assert_kept(__file__, answers())
