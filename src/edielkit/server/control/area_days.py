"""A grid area's day: where its settlement stands, what was missing, who was supplied, and what was lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.market_calendar import clock
from edielkit.market_time import day_period
from edielkit.scenarios import MarketNames
from edielkit.server.workspace import Workspace

__all__ = ("area_day", "settlement_state")

_MORNING, _DAY = dt.time(7), dt.timedelta(days=1)
# What the last version of a day says of all of it.
_LAST = ("version", "calculated", "state", "locked", "released", "passed")


_NO_VALUES = "no values are expected of this day: the hub expects them from {since} on"


def area_day(workspace: Workspace, eic: str, day: dt.date) -> dict[str, Any]:
    """Return a grid area's day as plain data, in the names of the market.

    Args:
        workspace: The hub.
        eic: EIC of the area.
        day: Usage day.

    Returns:
        ``state`` and the rest of the version that counts, None before the first; ``due``, when the settlement of D+1 runs, None
        where it never does, and then ``why``; ``versions`` as `edielkit.hub.Hub.settlement_report` gives them; ``deadlines``; ``losses``, the
        physical loss by hour once the day has passed.

    Raises:
        ValueError: The area is not known, or nobody means such a day.
        OverflowError: The calendar ends before the day does.
    """
    hub, names = workspace.hub, workspace.names
    hours = day_period(day).duration // dt.timedelta(hours=1)
    versions = [_named(version, names) for version in hub.settlement_report(eic, day)]
    deadlines = [row for row in hub.settlement_deadlines(day) if row["area"] == eic]
    losses = [row for row in hub.physical_loss(day, day, hourly=True)["rows"] if row["gridArea"] == eic]
    last, due = versions[-1] if versions else {}, _due(workspace, day)
    return {
        "area": names.name_of(eic),
        "eic": eic,
        "day": day.isoformat(),
        "hours": hours,
        **{name: last.get(name) for name in _LAST},
        "due": due,
        **(
            {}
            if versions or due
            else {"why": _NO_VALUES.format(since=workspace.scenario.config.values_since)}
        ),
        "versions": versions,
        "deadlines": [{key: row[key] for key in row if key != "area"} for row in deadlines],
        "losses": [{key: row[key] for key in row if key != "gridArea"} for row in losses],
    }


def settlement_state(workspace: Workspace, eic: str, day: dt.date) -> str:
    """Return where the settlement of an area's day stands, empty before its first version.

    Args:
        workspace: The hub.
        eic: EIC of the area.
        day: Usage day.
    """
    versions = workspace.hub.settlement_report(eic, day)
    return str(versions[-1]["state"]) if versions else ""


def _due(workspace: Workspace, day: dt.date) -> dt.datetime | None:
    """Return when the first version of a day is calculated, None for a day before the hub expects values."""
    since = workspace.scenario.config.values_since
    return None if since is not None and day < since else clock(day + _DAY, _MORNING)


def _named(version: dict[str, Any], names: MarketNames) -> dict[str, Any]:
    """Return a version with the names of points and suppliers, and without what the whole day says already."""
    return {
        **{key: value for key, value in version.items() if key not in {"area", "day"}},
        "suspects": [
            {**suspect, "point": names.name_of(suspect["point"])} for suspect in version["suspects"]
        ],
        "missing": [{**missing, "point": names.name_of(missing["point"])} for missing in version["missing"]],
        "suppliers": [
            {**supplier, "supplier": names.name_of(supplier["supplier"] or "")}
            for supplier in version["suppliers"]
        ],
    }
