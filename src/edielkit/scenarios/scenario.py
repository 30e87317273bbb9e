"""A scenario as it is written: title, names, settings, and steps that are understood when they are played."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from edielkit.findings import Trust
from edielkit.hub.core.config import Config
from edielkit.market_time import local_day
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.config_fields import read_config
from edielkit.scenarios.names import MarketNames, read_names
from edielkit.scenarios.presets import PRESETS
from edielkit.scenarios.scenario_fields import Fields, ScenarioError, require_whole_characters

__all__ = ("LONGEST", "Scenario", "read_scenario")

_START = "2026-02-02 09:00"
_MOST_STEPS = 10_000
# Longest time that a scenario lasts, before its start and after it: each day has its jobs.
LONGEST = dt.timedelta(days=3_660)


@attrs.frozen(kw_only=True)
class Scenario:
    """A scenario.

    Attributes:
        title: One sentence.
        about: What it shows, in more words.
        processes: Processes, such as ``101``.
        covers: Acceptance test cases of the market that it plays, such as ``DDQ101-01``.
        source: Where it is said that the hub does this.
        trust: How well it is known: ``sourced``, ``inferred``, ``derived``.
        names: Parties, areas, customers and points.
        config: Settings of the hub.
        start: Instant of the first step.
        steps: The steps as plain data.
        files: Bytes of messages by name, for steps that send a file.
    """

    title: str
    about: str = ""
    processes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    source: str = ""
    trust: Trust = Trust.SOURCED
    names: MarketNames
    config: Config = attrs.field(factory=Config)
    start: dt.datetime
    steps: tuple[Mapping[str, Any], ...] = ()
    files: Mapping[str, bytes] = attrs.field(factory=dict, repr=False)


def read_scenario(data: Any, *, files: Mapping[str, bytes] | None = None) -> Scenario:
    """Return the scenario that plain data describes.

    Args:
        data: What a YAML or JSON file holds; texts are read as they are meant, whatever the file made of them.
        files: Bytes of messages by name.

    Raises:
        ScenarioError: The head is not that of a scenario, or a text of it has half of a character; steps are looked at when
            they are played.

    >>> read_scenario({"scenario": "Nothing happens", "steps": []}).title
    'Nothing happens'
    """
    require_whole_characters(data)
    fields = Fields(data, "")
    preset = fields.text("market", "small") or "small"
    if preset not in PRESETS:
        raise fields.wrong(f"expected one of {', '.join(PRESETS)}; found {preset!r}", "market")
    names = read_names(Fields(PRESETS[preset], "market"), fields)
    start = ScenarioClock(dt.date(2026, 2, 2), dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)).instant(
        fields.text("start", _START) or _START, fields.at("start")
    )
    steps = fields.items("steps")
    if steps is None:
        fields.needed("steps")
        steps = ()
    if len(steps) > _MOST_STEPS:
        raise fields.wrong(f"expected at most {_MOST_STEPS} steps, found {len(steps)}", "steps")
    config = read_config(fields.fields("config"))
    earliest = start.date() - LONGEST
    if config.values_since is not None and config.values_since < earliest:
        since = config.values_since
        raise ScenarioError(
            f"expected values since {earliest} or later, found {since}", "config.values since"
        )
    scenario = Scenario(
        title=fields.needed("scenario"),
        about=" ".join((fields.text("about", "") or "").split()),
        processes=fields.texts("processes") or (),
        covers=fields.texts("covers") or (),
        source=fields.text("source", "") or "",
        trust=_trust(fields),
        names=names,
        config=config,
        start=start,
        steps=tuple({key: step.any(key) for key in step} for step in steps),
        files=dict(files or {}),
    )
    fields.done()
    trouble = next(names.troubles(), None)
    if trouble is not None:
        raise trouble
    return scenario


def _trust(fields: Fields) -> Trust:
    text = fields.text("trust", Trust.SOURCED.value)
    try:
        return Trust(text)
    except ValueError:
        allowed = ", ".join(trust.value for trust in Trust)
        raise ScenarioError(f"expected one of {allowed}; found {text!r}", "trust") from None


def first_day(scenario: Scenario) -> dt.date:
    """Return the Norwegian day on which a scenario begins; ``day 0``."""
    return local_day(scenario.start)
