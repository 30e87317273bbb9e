"""What starts of supply do to the contracts of a metering point: pure functions from case to timeline."""

from __future__ import annotations

from edielkit.hub.core.market_records import Occupancy, Supply, Timeline
from edielkit.hub.core.timeline import moved_in, switched
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.third_party import follow

__all__ = ("move_in", "move_in_to_last_resort", "switch")


def _supply(case: Case, *, last_resort: bool = False) -> Supply:
    return Supply(
        start=case.day,
        supplier=case.last_resort if last_resort else case.request.sender,
        role="SLR" if last_resort else "DDQ",
        process=case.request.identification,
    )


def _move_in(case: Case, supply: Supply) -> Timeline:
    occupancy = Occupancy(
        start=case.day,
        customer=case.request.payload.consumer_involved_customer_party,
        addresses=case.request.payload.consumer_involved_customer_address,
        process=case.request.identification,
    )
    return follow(case.transaction, moved_in(case.point.timeline, occupancy, supply), case.day)


def switch(case: Case) -> Timeline:
    """Return the contracts with the sender as supplier of the same end user (leverandørskifte)."""
    return switched(case.point.timeline, _supply(case))


def move_in(case: Case) -> Timeline:
    """Return the contracts with a new end user (innflytting); moveInToSLR gives the supply to the last resort."""
    return _move_in(case, _supply(case, last_resort=bool(case.request.payload.move_in_to_slr)))


def move_in_to_last_resort(case: Case) -> Timeline:
    """Return the contracts with a new end user at the supplier of last resort (leveringsplikt)."""
    return _move_in(case, _supply(case, last_resort=True))
