"""The metering points of a portfolio move, and the stretches of their settled channels.

Source of what is extracted: the users' forum of 2024 on mass extraction: settled channels of the points of the move,
from the end user's last move-in; interval values alone of profiled points. Which points belong to the move is for
`edielkit.hub.core.portfolio` to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from edielkit.hub.core.channels import ACTIVE_ENERGY, BY_INTERVAL, BY_PROFILE, method_of, settled_channels
from edielkit.hub.core.market_records import MasterData, Point
from edielkit.hub.core.portfolio import move_of, moved_with
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.extraction.extraction_records import Stretch

__all__ = ("Moved", "moved", "moved_points", "settled_stretches")


class Moved(NamedTuple):
    """A metering point that went to another supplier.

    Attributes:
        point: GSRN.
        move_in: Day on which the end user of then moved in, the last one before the change.
    """

    point: str
    move_in: dt.date


def moved_points(transaction: Transaction, old: str, new: str, day: dt.date) -> Iterator[Moved]:
    """Yield the points that went from one supplier to another with the portfolio on a day.

    Args:
        transaction: The step.
        old: GLN of the supplier until *day*.
        new: GLN of the supplier from *day* on.
        day: Norwegian day of the change.
    """
    for key in sorted(transaction.keys(POINTS)):
        point = transaction.point(key)
        moved_point = None if point is None else moved(point, old, new, day)
        if moved_point is not None:
            yield moved_point


def moved(point: Point, old: str, new: str, day: dt.date) -> Moved | None:
    """Return *point* with its end user's last move-in when it was moved from *old* to *new* on *day*, else None."""
    move = move_of(old, new, day)
    taken = next((s for s in point.timeline.supplies if (s.process, s.start) == (move, day)), None)
    occupancy = None if taken is None else moved_with(point, taken)
    return None if occupancy is None else Moved(point.identification, occupancy.start)


def settled_stretches(point: Point, start: dt.date, end: dt.date) -> Iterator[Stretch]:
    """Yield the settled channels of *point* from *start* until *end*, by what its master data said on each day.

    Left out are reactive energy, channels with ExcludeFromSettlement, and days on which the point was not settled
    (Z01).
    """
    changes = {version.start for version in point.versions if start < version.start < end}
    days = [start, *sorted(changes), end]
    for direction in ("In", "Out"):
        spans = ((_method(point.data(first), direction), first, last) for first, last in pairwise(days))
        for method, alike in groupby(spans, key=lambda span: span[0]):
            if method:
                run = list(alike)
                profiled = method == BY_PROFILE
                yield Stretch(point.identification, ACTIVE_ENERGY, direction, profiled, run[0][1], run[-1][2])


def _method(data: MasterData, direction: str) -> str:
    """Return how a direction of active energy is settled, empty when it is not."""
    method = method_of(data)
    return method if method in {BY_PROFILE, BY_INTERVAL} and direction in settled_channels(data) else ""
