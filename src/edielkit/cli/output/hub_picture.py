"""The day of a grid area in a hub as a file of SVG; ``python -m edielkit.cli.output.hub_picture docs/tutorial`` draws those of the docs."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edielkit.cli.usage_error import Trouble

if TYPE_CHECKING:
    from edielkit.hub import Hub

__all__ = ("draw", "drawn", "main")


def drawn(hub: Hub, area: str, day: dt.date, as_of: dt.datetime | None = None) -> str:
    """Return the picture of an area's day.

    Args:
        hub: The hub.
        area: EIC of the grid area.
        day: Usage day.
        as_of: Values that came later are left out; None for all.

    Raises:
        Trouble: The area is not known.
    """
    try:
        return hub.picture(area, day, as_of=as_of)
    except ValueError as error:
        raise Trouble(str(error)) from None


def draw(hub: Hub, area: str, day: dt.date, path: Path, as_of: dt.datetime | None = None) -> None:
    """Write the picture of an area's day to a file; arguments as those of `drawn`.

    Raises:
        Trouble: The area is not known, or the file cannot be written.
    """
    try:
        path.write_text(drawn(hub, area, day, as_of), "utf-8")
    except OSError as error:
        raise Trouble(f"{path}: cannot be written: {error.strerror}") from None


def main(folder: str) -> None:
    """Write the pictures of the documentation: the day of the demonstration, as it was at seven and as it is settled."""
    from edielkit.cli.commands.hub_demo import DEMO_AREA, DEMO_DAY, DEMO_SEVEN, STORIES, told

    (story,) = told(STORIES[:1])
    for name, as_of in (("day-with-fault.svg", DEMO_SEVEN), ("day-settled.svg", None)):
        draw(story.story.hub, DEMO_AREA, DEMO_DAY, Path(folder) / name, as_of)


if __name__ == "__main__":
    main(*sys.argv[1:])
