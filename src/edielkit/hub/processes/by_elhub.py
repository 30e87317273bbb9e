"""Changes that the hub itself makes (BRS-NO-305): a portfolio that goes from one supplier to another.

Source: process components 6 and 14 (NotifyStartOfSupply to suppliers and grid company). A NotifyEndOfSupply in this
process is in no public table, so the old supplier gets none.
"""

from __future__ import annotations

import datetime as dt

import attrs

from edielkit.hub.core.hub_messages import notify_start
from edielkit.hub.core.market_records import Point, Supply
from edielkit.hub.core.portfolio import move_of
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.timeline import changed_supplies
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.lifecycle import seen_of
from edielkit.market_time import local_day

__all__ = ("move_portfolio", "reverse_new_point")


def move_portfolio(transaction: Transaction, *, old: str, new: str, day: str) -> list[str]:
    """Move all supplies of a balance supplier to another from a day on; return the metering points.

    Args:
        transaction: The step.
        old: GLN of the supplier that gives.
        new: GLN of the supplier that takes.
        day: First day with the new supplier, as ISO date; not before today.

    Raises:
        ValueError: The new supplier is none, or the day is over.
    """
    start, party = dt.date.fromisoformat(day), transaction.party(new)
    if party is None or "DDQ" not in party.roles or old == new:
        raise ValueError("expected another balance supplier")
    if start < local_day(transaction.now):
        raise ValueError("expected today or a later day")
    return [
        key
        for key in transaction.keys(POINTS)
        if _moved(transaction, transaction.point(key), old, new, start)
    ]


def _moved(transaction: Transaction, point: Point | None, old: str, new: str, day: dt.date) -> bool:
    assert point is not None
    source = move_of(old, new, day)
    supplies: list[Supply] = []
    for earlier in point.timeline.supplies:
        concerned = (earlier.supplier, earlier.role) == (old, "DDQ") and (
            earlier.end is None or earlier.end > day
        )
        if concerned and earlier.start < day:
            supplies.append(attrs.evolve(earlier, end=day))
        if concerned:
            start = max(earlier.start, day)
            supplies.append(attrs.evolve(earlier, start=start, supplier=new, process=source))
        else:
            supplies.append(earlier)
    before, after = point.timeline, attrs.evolve(point.timeline, supplies=tuple(supplies))
    if before == after:
        return False
    changed = attrs.evolve(point, timeline=after)
    transaction.put(POINTS, point.identification, changed)
    area = transaction.structure.area(point.area)
    for supply in changed_supplies(before, after)[0]:
        seen = seen_of(changed, supply.start, supply, after)
        notify_start(transaction, seen, to=supply.supplier, role=supply.role, brs="305", day=supply.start)
        if area is not None:
            notify_start(transaction, seen, to=area.owner, role="DDM", brs="305", day=supply.start)
    return True


def reverse_new_point(transaction: Transaction, *, point: str, sender: str) -> None:
    """Refuse to take back a new metering point (BRS-NO-131): it cannot be deleted.

    Args:
        transaction: The step.
        point: GSRN.
        sender: GLN of the grid company.

    Raises:
        ValueError: Always, with what to do instead.
    """
    metering_point = transaction.point(point)
    area = None if metering_point is None else transaction.structure.area(metering_point.area)
    if area is None or area.owner != sender:
        raise ValueError("expected a metering point in the grid of the sender")
    raise ValueError(
        "a new metering point cannot be deleted: correct its data with BRS-NO-402, or register a new one with "
        "BRS-NO-121 in the right grid area"
    )
