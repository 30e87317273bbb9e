"""The stories of `edielkit hub demo`: scenarios that come with the package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.input.scenario_files import scripts_of

if TYPE_CHECKING:
    from edielkit.scenarios import Playback

__all__ = ("DEMO_AREA", "DEMO_DAY", "DEMO_SEVEN", "STORIES", "Told", "told")

_FILE = "demo.yml"
# Names of the stories, in the order of the file.
STORIES = ("values", "switch", "date", "move-in", "rollback")
# What the picture of the first story shows.
DEMO_AREA, DEMO_DAY = "50YHUBDEMO-NORTI", dt.date(2026, 6, 30)
# When its settlement stops: 07:00 in Norway.
DEMO_SEVEN = dt.datetime(2026, 7, 1, 5, tzinfo=dt.UTC)


@attrs.frozen
class Told:
    """A story of the demonstration.

    Attributes:
        name: Its name on the command line.
        about: What it is about.
        story: How it went.
    """

    name: str
    about: str
    story: Playback


def told(names: Iterable[str]) -> Iterator[Told]:
    """Play the stories of these names, one after the other."""
    from edielkit.scenarios import play

    wanted = set(names)
    scripts = scripts_of(_FILE, (files("edielkit.cli") / _FILE).read_bytes(), Path())
    for name, script in zip(STORIES, scripts, strict=True):
        if name in wanted:
            yield Told(name, script.plain["about"], play(script.scenario()))
