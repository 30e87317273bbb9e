"""What starts of supply do to the contracts of a metering point: pure functions from case to timeline."""

from __future__ import annotations

from edielkit.hub.processes.case import Case
from edielkit.hub.records import Supply, Timeline
from edielkit.hub.timeline import switched

__all__ = ("switch",)


def _supply(case: Case) -> Supply:
    return Supply(
        start=case.day,
        supplier=case.request.sender,
        role="DDQ",
        process=case.request.identification,
    )


def switch(case: Case) -> Timeline:
    """Return the contracts with the sender as supplier of the same end user (leverandørskifte)."""
    return switched(case.point.timeline, _supply(case))
