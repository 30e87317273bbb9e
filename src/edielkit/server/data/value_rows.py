"""The values that a viewer sees, as rows of the data set ``METERING_VALUES_HOUR_RESTRICTED``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.store import ValuePiece, pieces
from edielkit.hub.values.value_kinds import PROFILES, SENT
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, local_time
from edielkit.series import decimal
from edielkit.server.data.viewers import OwnTime, Viewer
from edielkit.server.data.windows import Window
from edielkit.value_files.energy_data import RESOLUTIONS

__all__ = ("owned_points", "value_rows")

_DIRECTIONS = ("Out", "In")


def owned_points(transaction: Transaction, viewer: Viewer, period: Period) -> list[Point]:
    """Return the points of which some time within *period* is the viewer's, in the order of their numbers.

    Args:
        transaction: The step.
        viewer: Who asks.
        period: The time.
    """
    return [
        point
        for point in transaction.records(POINTS)
        if any(time.period.end > period.start for time in viewer.own_times(point, period.end))
    ]


def value_rows(transaction: Transaction, viewer: Viewer, point: Point, window: Window) -> list[str]:
    """Return the rows of a point as JSON texts: the values that count, within the viewer's own time.

    Args:
        transaction: The step.
        viewer: Who asks.
        point: The metering point.
        window: Which values.
    """
    return [
        row
        for time in viewer.own_times(point, window.period.end)
        for direction in _DIRECTIONS
        for piece in _pieces(transaction, point, direction, time, window.period)
        if window.since is None or piece.inserted >= window.since
        for row in _rows(piece, direction, time, window.period)
    ]


def _pieces(
    transaction: Transaction, point: Point, direction: str, time: OwnTime, period: Period
) -> tuple[ValuePiece, ...]:
    """Return the values of the kind that counts most: what was sent, or what was calculated of a profile."""
    start, end = max(time.period.start, period.start), min(time.period.end, period.end)
    if start >= end:
        return ()
    whole = Period(_on_hour(start), _on_hour(end, up=True))
    for kind in (SENT, *PROFILES):
        history = transaction.get(VALUES, ChannelKey(point.identification, ACTIVE_ENERGY, direction, kind))
        runs = pieces(history or (), whole)
        if runs:
            return runs
    return ()


def _on_hour(instant: dt.datetime, *, up: bool = False) -> dt.datetime:
    hour = instant.replace(minute=0, second=0, microsecond=0)
    return hour + dt.timedelta(hours=1) if up and hour < instant else hour


def _rows(piece: ValuePiece, direction: str, time: OwnTime, period: Period) -> Iterator[str]:
    """Yield the values that begin within the window; the amount is written exactly, not as a float."""
    step = dt.timedelta(minutes=piece.minutes)
    common = {
        "resolution": RESOLUTIONS.get(piece.minutes, f"PT{piece.minutes}M"),
        "productCode": ACTIVE_ENERGY,
        "direction": direction,
        "endUserId": time.end_user or None,
        "insertDateTime": _local(piece.inserted),
    }
    for place, thousandths in enumerate(piece.observations.quantity.tolist()):
        start = piece.period.start + place * step
        if period.start <= start < period.end:
            times = {"startTime": _local(start), "endTime": _local(start + step)}
            yield f'{json.dumps({**times, **common})[:-1]}, "quantityKwh": {decimal(thousandths)}}}'


def _local(instant: dt.datetime) -> str:
    return local_time(instant).isoformat()
