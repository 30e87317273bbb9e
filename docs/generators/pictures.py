"""The pictures of the tutorial: a grid area's day of the demonstration, as it was at seven and as it is settled."""

from __future__ import annotations

import datetime as dt
from functools import cache

from edielkit.cli.commands.hub_demo import DEMO_AREA, DEMO_DAY, DEMO_SEVEN, STORIES, play_stories
from edielkit.hub import Hub

__all__ = ("settled_picture", "with_fault")


@cache
def _hub() -> Hub:
    (story,) = play_stories(STORIES[:1])
    return story.playback.hub


def _picture(as_of: dt.datetime | None) -> str:
    return _hub().picture(DEMO_AREA, DEMO_DAY, as_of=as_of)


def with_fault() -> str:
    """Return the picture of the day as it was at seven, with a forgotten exchange point."""
    return _picture(DEMO_SEVEN)


def settled_picture() -> str:
    """Return the picture of the day as it is settled."""
    return _picture(None)
