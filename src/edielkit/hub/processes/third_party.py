"""Third parties (tredjeparter): access that the end user gives them, and that goes with the end user's move-in."""

from __future__ import annotations

import datetime as dt

import attrs

from edielkit.hub.records import Access, Timeline
from edielkit.hub.state import Work

__all__ = ("Grant", "follow")


@attrs.frozen(kw_only=True)
class Grant:
    """An end user's word that a third party may see all metering points, those to come too (EI-1120).

    Attributes:
        party: GLN of the third party.
        end: First day without; None for no end.
        full: Contract data and master data too.
        process: Identification of the request.
    """

    party: str
    end: dt.date | None = None
    full: bool = False
    process: str = ""


def follow(work: Work, timeline: Timeline, day: dt.date) -> Timeline:
    """Return *timeline* with the accesses that the end user who moves in on *day* has given for future points."""
    stay = next(s for s in timeline.stays if s.start == day)
    grants: tuple[Grant, ...] = work.get("grants", str(stay.customer.identification)) or ()
    made = [
        Access(
            start=day,
            end=min((d for d in (stay.end, each.end) if d is not None), default=None),
            party=each.party,
            full=each.full,
            process=each.process,
        )
        for each in grants
        if each.end is None or each.end > day
    ]
    return attrs.evolve(timeline, accesses=(*timeline.accesses, *made)) if made else timeline
