"""The day of a grid area in a hub as a file of SVG."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from edielkit.cli.language import language
from edielkit.cli.output.files import write_output
from edielkit.cli.usage_error import UsageError

if TYPE_CHECKING:
    from edielkit.hub import Hub

__all__ = ("area_day_svg", "write_area_day")


def area_day_svg(hub: Hub, area: str, day: dt.date, as_of: dt.datetime | None = None) -> str:
    """Return the picture of an area's day.

    Args:
        hub: The hub.
        area: EIC of the grid area.
        day: Usage day.
        as_of: Values that came later are left out; None for all.

    Raises:
        UsageError: The area is not known.
    """
    try:
        return hub.picture(area, day, as_of=as_of, language=language())
    except ValueError as error:
        raise UsageError(str(error)) from None


def write_area_day(
    hub: Hub, area: str, day: dt.date, path: Path, as_of: dt.datetime | None = None, *, force: bool = False
) -> None:
    """Write the picture of an area's day to a file; arguments as those of `area_day_svg` and `write_output`.

    Raises:
        UsageError: The area is not known, or the file cannot be written.
    """
    write_output(path, area_day_svg(hub, area, day, as_of).encode(), force=force)
