"""Series on a page: a picture with what it is, how much and how good; In and Out of a point side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from edielkit.harmless import name_of_something
from edielkit.pages.series_svg import COLOURS, series_svg
from edielkit.series import Status, TimeSeries
from edielkit.translation import Catalogue

__all__ = ("Sides", "drawn_pair", "drawn_series", "legend_of")

# In and Out of a point; None for one that is missing
Sides = tuple[TimeSeries | None, TimeSeries | None]


def legend_of(series: Iterable[TimeSeries], texts: Catalogue) -> list[tuple[str, str]]:
    """Return the name and colour of each status in *series*; a place without a value is one that is missing."""
    there = {Status(status) for channel in series for status in set(channel.observations.status.tolist())}
    return [
        # as faint as the bars are that stand for it
        (texts(_word(status)), f"{colour}40" if status is Status.MISSING else colour)
        for status, colour in COLOURS.items()
        if status in there or status is Status.MISSING
    ]


def drawn_series(series: TimeSeries, texts: Catalogue) -> dict[str, Any]:
    """Return a series with its picture, for the templates."""
    counts = Counter(series.observations.status.tolist())
    name = name_of_something(series.metering_point or series.grid_area or "")
    direction = name_of_something(series.direction or "")
    return {
        "series": series,
        "name": name,
        "direction": direction,
        "product": name_of_something(series.product or ""),
        "resolution": name_of_something(series.resolution or ""),
        "count": len(series.observations),
        "total": f"{series.observations.total:f} {name_of_something(series.unit or '')}".strip(),
        "quality": ", ".join(
            f"{count} {texts(_word(Status(status)))}" for status, count in sorted(counts.items())
        ),
        "picture": series_svg(
            series,
            title=f"{name} {direction}".strip(),
            clock_change=texts("clock change"),
        ),
    }


def drawn_pair(sides: Sides, texts: Catalogue) -> dict[str, Any]:
    """Return the two directions of a metering point, and what is between their sums."""
    there = [side for side in sides if side is not None]
    first = there[0]
    totals = [side.observations.total for side in there]
    net = (
        f"{totals[0] - totals[1]:f} {name_of_something(first.unit or '')}".strip() if len(there) == 2 else ""
    )
    return {
        "name": name_of_something(first.metering_point or ""),
        "net": f"{texts('In less Out')}: {net}" if net else "",
        "sides": [
            {"series": None, "direction": direction} if side is None else drawn_series(side, texts)
            for direction, side in zip(("In", "Out"), sides, strict=True)
        ],
    }


def _word(status: Status) -> str:
    return status.name.lower().replace("_", " ")
