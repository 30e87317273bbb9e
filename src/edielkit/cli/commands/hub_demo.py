"""The stories of `edielkit hub demo`: scenarios that come with the package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.input.scenario_files import documents_of
from edielkit.cli.output.story_lines import names_of

if TYPE_CHECKING:
    from edielkit.scenarios import Playback

__all__ = ("DEMO_AREA", "DEMO_DAY", "DEMO_SEVEN", "STORIES", "DemoStory", "play_stories")

_FILE = "demo.yml"
# Names of the stories, in the order of the file.
STORIES = ("values", "switch", "date", "move-in", "rollback")
# What the picture of the first story shows.
DEMO_AREA, DEMO_DAY = "50YHUBDEMO-NORTI", dt.date(2026, 6, 30)
# When its settlement stops: 07:00 in Norway.
DEMO_SEVEN = dt.datetime(2026, 7, 1, 5, tzinfo=dt.UTC)


@attrs.frozen
class DemoStory:
    """A story of the demonstration.

    Attributes:
        name: Its name on the command line.
        about: What it is about.
        playback: How it went.
        names: The names of its market.
    """

    name: str
    about: str
    playback: Playback
    names: Collection[str]


def play_stories(names: Iterable[str]) -> Iterator[DemoStory]:
    """Play the stories of these names, one after the other."""
    from edielkit.scenarios import play

    wanted = set(names)
    documents = documents_of(_FILE, (files("edielkit.cli.commands") / _FILE).read_bytes(), Path())
    for name, document in zip(STORIES, documents, strict=True):
        if name in wanted:
            scenario = document.scenario()
            yield DemoStory(name, document.content["about"], play(scenario), names_of(scenario.names))
