"""What ends of supply do to the contracts of a metering point: pure functions from case to timeline."""

from __future__ import annotations

import attrs

from edielkit.hub.core.market_records import Process, ProcessPhase, Supply, Timeline
from edielkit.hub.core.timeline import cut, restored, same_contracts, switched
from edielkit.hub.processes.case import Case

__all__ = ("corrected", "move_out", "to_last_resort")


def corrected(case: Case) -> Process | None:
    """Return the move-out that the message corrects the day of: the last one, if nothing has changed since.

    Source: test case sys-ddm211-03: BRS-NO-211 sent again after the cancellation deadline corrects the date.
    """
    last = next(
        (p for p in reversed(case.transaction.history(case.point.identification)) if p.after is not None),
        None,
    )
    if last is None or last.phase is not ProcessPhase.DONE or (last.brs, case.request.brs) != ("211", "211"):
        return None
    assert last.after is not None
    if last.initiator != case.request.sender or not same_contracts(case.point.timeline, last.after):
        return None
    occupancy = next((s for s in case.point.timeline.occupancies if s.end == last.day), None)
    return last if occupancy is not None and occupancy.start < case.day != last.day else None


def move_out(case: Case) -> Timeline:
    """Return the contracts without the end user from the day on (utflytting); invoice goes to the new address."""
    timeline, earlier = case.point.timeline, corrected(case)
    if earlier is not None:
        assert earlier.before is not None
        assert earlier.after is not None
        timeline = restored(timeline, earlier.before, earlier.after)
    addresses = case.request.payload.consumer_involved_customer_address
    occupancies = tuple(
        attrs.evolve(s, addresses=addresses)
        if s.start < case.day and (s.end is None or case.day < s.end)
        else s
        for s in timeline.occupancies
    )
    return cut(attrs.evolve(timeline, occupancies=occupancies), case.day)


def to_last_resort(case: Case) -> Timeline:
    """Return the contracts with the supplier of last resort for the same end user (leveringsplikt)."""
    supply = Supply(
        start=case.day, supplier=case.last_resort, role="SLR", process=case.request.identification
    )
    return switched(case.point.timeline, supply)
