"""Scenarios: what parties do with a hub, written down, played, and held against what is expected.

`read_scenario` understands plain data, `play` gives its `Story`. Nothing here reads a file.
"""

from __future__ import annotations

from edielkit.scenarios.message_facts import Facts, facts_of
from edielkit.scenarios.names import Cast, read_cast, read_config
from edielkit.scenarios.playback import Happening, Story
from edielkit.scenarios.playing import play, troubles_of
from edielkit.scenarios.presets import PRESETS, small_market
from edielkit.scenarios.reading import Fields, ScenarioError
from edielkit.scenarios.scenario import Scenario, read_scenario

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
