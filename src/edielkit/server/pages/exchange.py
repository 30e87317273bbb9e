"""The page of an exchange point's day: both channels beside each other, and what the checks find wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.exchange import ExchangePoint
from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.values.exchange_registry import exchange_points
from edielkit.market_time import Period, day_period, local_time
from edielkit.scenarios import MarketNames
from edielkit.series import decimal
from edielkit.server.workspace import Workspace

__all__ = ("exchange_lines", "exchange_view")

_HOUR = dt.timedelta(hours=1)
_DAY_HOURS = 24


def exchange_lines(workspace: Workspace, day: dt.date) -> list[dict[str, Any]]:
    """Return the exchange points of a day with the areas on both sides.

    Args:
        workspace: The hub.
        day: Usage day.
    """
    return [_line(place, workspace.names) for place in workspace.hub.bound(exchange_points)(day)]


def _line(place: ExchangePoint, names: MarketNames) -> dict[str, Any]:
    return {
        "name": names.name_of(place.metering_points[0]),
        "points": list(place.metering_points),
        "area": names.name_of(place.main_area or ""),
        "neighbour": names.name_of(place.neighbour or ""),
    }


def exchange_view(workspace: Workspace, gsrn: str, day: dt.date) -> dict[str, Any]:
    """Return an exchange point's day: In and Out hour by hour, and what is wrong with them.

    Args:
        workspace: The hub.
        gsrn: A metering point of the place.
        day: Usage day.

    Raises:
        ValueError: It is no exchange point on that day.
    """
    places = (place for place in workspace.hub.bound(exchange_points)(day) if gsrn in place.metering_points)
    place = next(places, None)
    if place is None:
        raise ValueError("expected an exchange point of the day")
    names, period = workspace.names, day_period(day)
    channels = {
        "In": _hours(workspace, place.incoming, "In", period),
        "Out": _hours(workspace, place.outgoing, "Out", period),
    }
    starts = [period.start + hour * _HOUR for hour in range(period.duration // _HOUR)]
    report = workspace.hub.exchange_report(day)
    own = {*place.metering_points}
    return {
        **_line(place, names),
        "day": day,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "hours": [
            (
                _hour(start, is_long=len(starts) > _DAY_HOURS),
                *(_text(channel.get(start)) for channel in channels.values()),
            )
            for start in starts
        ],
        "sums": [_text(sum(channel.values()) if channel else None) for channel in channels.values()],
        "is_checked": report is not None,
        "findings": [
            finding for finding in (report or {"findings": []})["findings"] if finding["point"] in own
        ],
    }


def _hours(workspace: Workspace, point: str | None, direction: str, period: Period) -> dict[dt.datetime, int]:
    """Return what is known of a channel in each hour, in thousandths."""
    sums: dict[dt.datetime, int] = {}
    if point is None:
        return sums
    for piece in workspace.hub.values(point, ACTIVE_ENERGY, direction, period):
        step = dt.timedelta(minutes=piece.minutes)
        for place, thousandths in enumerate(piece.observations.quantity.tolist()):
            start = piece.period.start + place * step
            hour = period.start + (start - period.start) // _HOUR * _HOUR
            sums[hour] = sums.get(hour, 0) + thousandths
    return sums


def _hour(start: dt.datetime, *, is_long: bool) -> str:
    """Return the begin of an hour by the Norwegian clock; on a day of 25 hours with its offset, as one hour comes twice."""
    local = local_time(start).isoformat()
    return f"{local[11:16]}{local[19:]}" if is_long else local[11:16]


def _text(thousandths: int | None) -> str:
    return "" if thousandths is None else str(decimal(thousandths))
