"""A step of a scenario that asks the hub for a report: what is asked, and plain data in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.names import MarketNames
from edielkit.scenarios.scenario_fields import Fields

__all__ = ("ReportQuery", "StepReport", "describe", "flat")

_MOST_LINES = 8


@attrs.frozen(kw_only=True)
class ReportQuery:
    """A step that asks for a report, and what it may speak of.

    Attributes:
        fields: The step.
        hub: The hub.
        names: Names of parties, areas and points.
        clock: The clock.
        ids: Identifications of what earlier steps made, by name.
    """

    fields: Fields
    hub: Hub
    names: MarketNames
    clock: ScenarioClock
    ids: Mapping[str, str]

    def area(self) -> str:
        """Return the EIC of the area, which must be there."""
        return self.names.area(self.fields.needed("area"), self.fields.at("area"))

    def maybe_area(self) -> str | None:
        """Return the EIC of the area, None without one."""
        return self.area() if "area" in self.fields else None

    def day(self, key: str = "day") -> dt.date:
        """Return the day under *key*, which must be there."""
        return self.clock.day(self.fields.needed(key), self.fields.at(key))

    def days(self) -> tuple[dt.date, dt.date]:
        """Return first and last day, or the one day twice."""
        if "day" in self.fields:
            return self.day(), self.day()
        return self.day("first"), self.day("last")

    def shown(self, value: Any) -> str:
        """Return a plain value with a name in place of a number."""
        return self.names.name_of(str(value))


@attrs.frozen
class StepReport:
    """A report of the hub.

    Attributes:
        ask: Gives its plain data.
        describe: Puts them into words.
    """

    read: Callable[[ReportQuery], Any]
    describe: Callable[[ReportQuery, Any], Iterator[str]]


def flat(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Return the values of plain data with their paths; the data come from the hub and are three levels deep."""
    if isinstance(value, Mapping):
        pairs: list[tuple[str, Any]] = [(str(key), inner) for key, inner in value.items()]
    elif isinstance(value, (list, tuple)):
        pairs = [(str(place), inner) for place, inner in enumerate(value)]
    else:
        return [(path, value)]
    return [leaf for key, inner in pairs for leaf in flat(inner, f"{path}.{key}" if path else key)]


def describe(query: ReportQuery, plain: Any) -> Iterator[str]:
    """Yield the first values of any plain data with their paths."""
    leaves = flat(plain)
    if plain is None or not leaves:
        yield "there is nothing"
    yield from (f"{path} {query.shown(value)}".strip() for path, value in leaves[:_MOST_LINES] if plain)
    if len(leaves) > _MOST_LINES:
        yield f"and {len(leaves) - _MOST_LINES} more"
