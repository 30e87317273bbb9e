"""Scenarios: what parties do with a hub, written down, played, and held against what is expected.

`read_scenario` understands plain data, `play` gives its `Story`. Nothing here reads a file.
"""

from __future__ import annotations

from edielkit.hub.scenarios.cast import Cast, read_cast, read_config
from edielkit.hub.scenarios.facts import Facts, facts_of
from edielkit.hub.scenarios.playing import play, troubles_of
from edielkit.hub.scenarios.presets import PRESETS, small_market
from edielkit.hub.scenarios.reading import Fields, ScenarioError
from edielkit.hub.scenarios.scenario import Scenario, read_scenario
from edielkit.hub.scenarios.story import Happening, Story

__all__ = (
    "PRESETS",
    "Cast",
    "Facts",
    "Fields",
    "Happening",
    "Scenario",
    "ScenarioError",
    "Story",
    "facts_of",
    "play",
    "read_cast",
    "read_config",
    "read_scenario",
    "small_market",
    "troubles_of",
)
