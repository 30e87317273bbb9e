"""Scenarios: what parties do with a hub, written down, played, and held against what is expected.

`read_scenario` understands plain data, `play` gives its `Playback`. Nothing here reads a file.
"""

from __future__ import annotations

from edielkit.scenarios.config_fields import read_config
from edielkit.scenarios.message_facts import MessageFacts, facts_of
from edielkit.scenarios.names import MarketNames, read_names
from edielkit.scenarios.playback import Event, Playback
from edielkit.scenarios.player import describe_findings, play
from edielkit.scenarios.presets import PRESETS, small_market
from edielkit.scenarios.scenario import Scenario, read_scenario
from edielkit.scenarios.scenario_fields import Fields, ScenarioError

__all__ = (
    "PRESETS",
    "Event",
    "Fields",
    "MarketNames",
    "MessageFacts",
    "Playback",
    "Scenario",
    "ScenarioError",
    "describe_findings",
    "facts_of",
    "play",
    "read_config",
    "read_names",
    "read_scenario",
    "small_market",
)
