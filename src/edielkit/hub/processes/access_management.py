"""What is done to accesses beside the messages (EI-1120, EI-995, EI-1145, EI-867): withdrawn, ended on a day, shared.

Source: user forum 2024: an end of the access, better functions to manage what is shared, one place to manage access to
distributed data, and third-party access to metering points that are not settled. That an end user's word takes effect
at once is inferred from the removal by the third party; how the third party is told is NOT FOUND, and it is told nothing:
its accesses can be asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from edielkit.hub.core.channels import NOT_SETTLED, method_of
from edielkit.hub.core.market_records import Access, Point
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import ACCESS_GRANTS
from edielkit.hub.processes.end_users import tell
from edielkit.market_time import local_day

__all__ = ("set_access_end", "share_point", "withdraw_access")


def withdraw_access(
    transaction: Transaction, *, customer: str, party: str, point: str | None = None
) -> list[str]:
    """Let an end user take an access back, from today on; return the metering points.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        party: GLN of the third party.
        point: GSRN of a metering point; None for all, those to come too.

    Raises:
        ValueError: The third party has no such access.
    """
    return _end_accesses(transaction, customer, party, point, local_day(transaction.now))


def set_access_end(
    transaction: Transaction, *, customer: str, party: str, end: str, point: str | None = None
) -> list[str]:
    """Let an end user set on which day an access ends (EI-1120); return the metering points.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        party: GLN of the third party.
        end: First day without, as ISO date; a day to come, and not after the end user moves out.
        point: GSRN of a metering point; None for all, those to come too.

    Raises:
        ValueError: The day is over, or the third party has no such access.
    """
    day = dt.date.fromisoformat(end)
    if day <= local_day(transaction.now):
        raise ValueError("expected a day to come; an access is ended at once by withdraw_access")
    return _end_accesses(transaction, customer, party, point, day)


def _end_accesses(
    transaction: Transaction, customer: str, party: str, point: str | None, day: dt.date
) -> list[str]:
    today = local_day(transaction.now)
    ended = []
    for metering_point in transaction.records(POINTS):
        if point not in {None, metering_point.identification}:
            continue
        access = _current(metering_point, customer, party, today)
        if access is not None:
            _replace(transaction, metering_point, access, _until(metering_point, day, today))
            ended.append(metering_point.identification)
    granted = point is None and _end_grant(transaction, customer, party, day, today)
    if not ended and not granted:
        raise ValueError("expected a third party that has an access")
    tell(transaction, customer, about="access ended", party=party, point=point or "", identification="")
    return ended


def _current(point: Point, customer: str, party: str, today: dt.date) -> Access | None:
    occupancy = point.occupancy(today)
    if occupancy is None or str(occupancy.customer.identification) != customer:
        return None
    return point.access(party, today)


def _until(point: Point, day: dt.date, today: dt.date) -> Callable[[Access], Access | None]:
    """Return what an access becomes that ends on *day*, or with the end user's time if that is over before."""
    occupancy = point.occupancy(today)
    ends = [day] if occupancy is None or occupancy.end is None else [day, occupancy.end]

    def ended(access: Access) -> Access | None:
        # what would end before it began has never been
        return attrs.evolve(access, end=min(ends)) if access.start < min(ends) else None

    return ended


def _replace(
    transaction: Transaction, point: Point, access: Access, become: Callable[[Access], Access | None]
) -> None:
    new = become(access)
    kept = [other for other in point.timeline.accesses if other is not access]
    accesses = tuple(sorted((*kept, *([] if new is None else [new])), key=lambda contract: contract.start))
    timeline = attrs.evolve(point.timeline, accesses=accesses)
    transaction.put(POINTS, point.identification, attrs.evolve(point, timeline=timeline))


def _end_grant(transaction: Transaction, customer: str, party: str, day: dt.date, today: dt.date) -> bool:
    """End what the end user has given for metering points to come; tell whether there was anything."""
    grants = transaction.get(ACCESS_GRANTS, customer) or ()
    own = [grant for grant in grants if grant.party == party]
    left = [] if day <= today else [attrs.evolve(grant, end=day) for grant in own]
    kept = tuple(grant for grant in grants if grant.party != party)
    if own:
        transaction.put(ACCESS_GRANTS, customer, (*kept, *left))
    return bool(own)


def share_point(
    transaction: Transaction,
    *,
    sender: str,
    party: str,
    point: str,
    full: bool = False,
    end: str | None = None,
) -> None:
    """Let a grid company give a third party access to a metering point that is not settled and has no end user (EI-867).

    Where an end user lives it is the end user who decides. That the grid owner decides elsewhere is inferred.

    Args:
        transaction: The step.
        sender: GLN of the grid owner.
        party: GLN of the third party.
        point: GSRN of a metering point with settlement method Z01.
        full: Master data too, not values alone.
        end: First day without, as ISO date; None for no end.

    Raises:
        ValueError: The point is not the sender's, it is settled or has an end user, the party is no third party, or has
            access already, or the day is over.
    """
    today, metering_point, third = (
        local_day(transaction.now),
        transaction.point(point),
        transaction.party(party),
    )
    area = None if metering_point is None else transaction.structure.area(metering_point.area)
    if metering_point is None or area is None or area.owner != sender:
        raise ValueError("expected a metering point in the grid of the sender")
    if method_of(metering_point.data(today)) != NOT_SETTLED or metering_point.occupancy(today) is not None:
        raise ValueError("expected a metering point that is not settled (Z01) and has no end user")
    if third is None or "AG" not in third.roles:
        raise ValueError("expected a third party")
    if metering_point.access(party, today) is not None:
        raise ValueError("the third party has access already")
    last = None if end is None else dt.date.fromisoformat(end)
    if last is not None and last <= today:
        raise ValueError("expected an end to come")
    access = Access(start=today, end=last, party=party, full=full)
    accesses = tuple(sorted((*metering_point.timeline.accesses, access), key=lambda contract: contract.start))
    timeline = attrs.evolve(metering_point.timeline, accesses=accesses)
    transaction.put(POINTS, point, attrs.evolve(metering_point, timeline=timeline))
