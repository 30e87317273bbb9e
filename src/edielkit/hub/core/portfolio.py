"""Moves of portfolios (porteføljeflytt): which supplies they made, and what the new supplier may see of the time before.

Source: the users' forum of 2024: after a move of a portfolio the new supplier is served the points' history (EI-1381),
by mass extraction from the end user's last move-in on; that queries (BRS-NO-315) follow the same rule is inferred. A
customer that changes supplier by itself (BRS-NO-101) belongs to no portfolio: its history stays its own.
"""

from __future__ import annotations

import datetime as dt

from edielkit.hub.core.market_records import Occupancy, Point, Supply

__all__ = ("move_of", "moved_with")

_SUPPLIER = "DDQ"


def move_of(old: str, new: str, day: dt.date) -> str:
    """Return the identification of a portfolio's move, which `Supply.process` of a supply that it made holds.

    Args:
        old: GLN of the supplier until *day*.
        new: GLN of the supplier from *day* on.
        day: Norwegian day of the move.

    >>> move_of("7080009993001", "7080009993018", dt.date(2026, 2, 2))
    '7080009993001-7080009993018-2026-02-02'
    """
    return f"{old}-{new}-{day}"


def moved_with(point: Point, supply: Supply) -> Occupancy | None:
    """Return the occupancy of the end user who was moved into *supply* with a portfolio; None when nobody was.

    The supplier before was the old one up to the day of the move, and the end user lived there before and after it: who
    moves in on that day brings no history along.

    Args:
        point: The metering point.
        supply: One of its supplies.
    """
    before = next((previous for previous in point.timeline.supplies if previous.end == supply.start), None)
    if before is None or {before.role, supply.role} != {_SUPPLIER}:
        return None
    occupancy = point.occupancy(supply.start)
    moved = supply.process == move_of(before.supplier, supply.supplier, supply.start)
    return occupancy if moved and occupancy is not None and occupancy.start < supply.start else None
