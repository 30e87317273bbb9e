"""What must hold before a process may go on: small generators of findings, in one dictionary by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from edielkit.findings import Finding
from edielkit.hub.core.market_records import ACTIVE, INACTIVE, TERMINATED, Process, ProcessPhase
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_processes import CONFLICTS, ConflictAction
from edielkit.hub.processes.end_of_supply import corrected

__all__ = ("CHECKS", "actions", "check", "conflicts", "is_ongoing", "unregistered")

_POINT = "MeteringPointUsedDomainLocation/Identification"
_DAY = dt.timedelta(days=1)
# schemeAgencyIdentifier of a customer that is a business: BRS-NO-301 rows 7 to 10.
_BUSINESS = "82"
Check = Callable[[Case], Iterator[Finding]]


def _registered(_case: Case) -> Iterator[Finding]:
    # a case is made only for a registered point
    yield from ()


def _settlement_point(case: Case) -> Iterator[Finding]:
    if not case.point.settlement_point or str(case.point.data(case.day).detail.metering_point_type) == "E20":
        yield finding("HUB002", "expected a settlement point (avregningspunkt)", _POINT)


def _not_virtual(case: Case) -> Iterator[Finding]:
    area = case.transaction.structure.area(case.point.area)
    if area is not None and area.virtual:
        yield finding("HUB099", "expected a metering point outside the virtual grid areas", _POINT)


def _active(case: Case) -> Iterator[Finding]:
    if case.point.status(case.day) != ACTIVE:
        yield finding("HUB010", f"expected an active metering point on {case.day}", _POINT)


def _inactive(case: Case) -> Iterator[Finding]:
    if case.point.status(case.day) != INACTIVE:
        yield finding("HUB005", f"expected an inactive metering point on {case.day}", _POINT)


def _terminated(case: Case) -> Iterator[Finding]:
    if case.point.status(case.day) != TERMINATED:
        yield finding("HUB006", f"expected a terminated metering point on {case.day}", _POINT)


def _not_terminated(case: Case) -> Iterator[Finding]:
    if case.point.status(case.day) in {TERMINATED, None}:
        yield finding("HUB030", f"the metering point is not there on {case.day}", _POINT)


def _open_for_switching(case: Case) -> Iterator[Finding]:
    if case.point.data(case.day).detail.blocked_for_switching:
        yield finding("HUB011", "the metering point is blocked for change of supplier", _POINT)


def _occupied(case: Case) -> Iterator[Finding]:
    if case.point.occupancy(case.day) is None:
        yield finding("HUB007", f"the metering point has no end user on {case.day}", _POINT)


def _same_customer(case: Case) -> Iterator[Finding]:
    occupancy = case.point.occupancy(case.day)
    if occupancy is not None and str(occupancy.customer.identification) != case.customer_number:
        yield finding(
            "HUB016", f"expected the end user of {case.day}", "ConsumerInvolvedCustomerParty/Identification"
        )


def _same_business(case: Case) -> Iterator[Finding]:
    """A person's number may be corrected (BRS-NO-301 names the reasons); a business with another one is another end user."""
    occupancy = case.point.occupancy(case.day)
    party = getattr(case.request.payload, "consumer_involved_customer_party", None)
    if occupancy is None or party is None:
        return
    old, new = occupancy.customer.identification, party.identification
    if str(old) != str(new) and _BUSINESS in {old.scheme_agency_identifier, new.scheme_agency_identifier}:
        yield finding(
            "HUB016",
            f"expected the end user of {case.day}: the number of a person alone is corrected",
            "ConsumerInvolvedCustomerParty/Identification",
        )


def _ending_customer(case: Case) -> Iterator[Finding]:
    earlier = corrected(case)
    if earlier is None:
        occupancy = case.point.occupancy(case.day - _DAY)
    else:
        # whose day is corrected has moved out by what was said before
        occupancy = case.point.occupancy(earlier.day - _DAY)
    named = case.customer_number
    if occupancy is not None and named and str(occupancy.customer.identification) != named:
        yield finding(
            "HUB016",
            f"expected the end user of the day before {case.day}",
            "ConsumerInvolvedCustomerParty/Identification",
        )


def _other_customer(case: Case) -> Iterator[Finding]:
    occupancy = case.point.occupancy(case.day)
    if occupancy is not None and str(occupancy.customer.identification) == case.customer_number:
        yield finding(
            "HUB017",
            f"the end user lives in the metering point already on {case.day}",
            "ConsumerInvolvedCustomerParty/Identification",
        )


def _new_supplier(case: Case) -> Iterator[Finding]:
    supply = case.point.supply(case.day)
    if supply is not None and (supply.supplier, supply.role) == (case.request.sender, case.request.role):
        yield finding("HUB012", f"the sender supplies the metering point already on {case.day}")


def _grid_owner(case: Case) -> Iterator[Finding]:
    if case.request.sender != case.owner:
        yield finding("HUB004", "expected the grid owner of the metering point's grid area as sender")


def _last_resort(case: Case) -> Iterator[Finding]:
    if not case.last_resort:
        yield finding("HUB024", "the metering grid area has no supplier of last resort")


def _last_resort_if_asked(case: Case) -> Iterator[Finding]:
    if getattr(case.request.payload, "move_in_to_slr", None):
        yield from _last_resort(case)


def _from_last_resort(case: Case) -> Iterator[Finding]:
    supply = case.point.supply(case.day)
    if supply is None or supply.role != "SLR" or supply.start != case.day:
        yield finding("HUB019", f"no supply of last resort begins on {case.day}", "StartOfOccurrence")


def _supplies(case: Case) -> Iterator[Finding]:
    supply = case.point.supply(case.day - _DAY)
    own = supply is not None and (supply.supplier, supply.role) == (case.request.sender, case.request.role)
    if supply is None or not own or supply.end == case.day:
        yield finding("HUB013", f"the sender has no supply that could end on {case.day}")


def _is_occupied(case: Case) -> Iterator[Finding]:
    occupancy = case.point.occupancy(case.day - _DAY)
    if (occupancy is None or occupancy.end == case.day) and corrected(case) is None:
        yield finding("HUB007", f"no end user could move out on {case.day}", "EndOfOccurrence")


def _vacant(case: Case) -> Iterator[Finding]:
    occupancies, supplies = case.point.timeline.occupancies, case.point.timeline.supplies
    ends = [*(occupancy.end for occupancy in occupancies), *(supply.end for supply in supplies)]
    if any(end is None or end > case.day for end in ends):
        yield finding("HUB023", f"the metering point has an end user or a supplier on {case.day} or later")


def _vacant_meanwhile(case: Case) -> Iterator[Finding]:
    """No end user or supplier may be there from that day to the next change of status; contracts after that do not count."""
    until = min((change.start for change in case.point.statuses if change.start > case.day), default=None)
    timeline = case.point.timeline
    periods = [
        *((occupancy.start, occupancy.end) for occupancy in timeline.occupancies),
        *((supply.start, supply.end) for supply in timeline.supplies),
    ]
    if any((until is None or start < until) and (end is None or end > case.day) for start, end in periods):
        words = (
            f"the metering point has an end user or a supplier on {case.day} or later"
            if until is None
            else f"the metering point has an end user or a supplier from {case.day} to {until}"
        )
        yield finding("HUB023", words)


def _not_removed(case: Case) -> Iterator[Finding]:
    # a correction may lie before the point was made, and moves its creation
    if case.point.status(case.today) == TERMINATED:
        yield finding("HUB030", "the metering point is removed", _POINT)


def _consent(case: Case) -> Iterator[Finding]:
    from edielkit.hub.processes.consent import consent_troubles

    if case.transaction.config.consent_required:
        for words in consent_troubles(case):
            yield finding("HUB018", words, "ConsentID")


def _basis(case: Case) -> Iterator[Finding]:
    from edielkit.hub.processes.cooling_off import basis_troubles

    for words in basis_troubles(case):
        yield finding("HUB088", words, "StartOfOccurrence")


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "registered": _registered,
        "settlement_point": _settlement_point,
        "not_virtual": _not_virtual,
        "active": _active,
        "inactive": _inactive,
        "terminated": _terminated,
        "not_terminated": _not_terminated,
        "open_for_switching": _open_for_switching,
        "occupied": _occupied,
        "same_customer": _same_customer,
        "same_business": _same_business,
        "ending_customer": _ending_customer,
        "other_customer": _other_customer,
        "new_supplier": _new_supplier,
        "consent": _consent,
        "basis": _basis,
        "grid_owner": _grid_owner,
        "last_resort": _last_resort,
        "last_resort_if_asked": _last_resort_if_asked,
        "from_last_resort": _from_last_resort,
        "supplies": _supplies,
        "lives": _is_occupied,
        "vacant": _vacant,
        "vacant_meanwhile": _vacant_meanwhile,
        "not_removed": _not_removed,
    }
)


def unregistered(transaction: Transaction, request: Request) -> list[Finding]:
    """Return the finding on a message about a point that nobody knows, or about no day."""
    if transaction.point(request.point) is not None:
        return [finding("HUB003", "expected a day between 1900 and 2200, found none")]
    return [
        finding(
            "HUB001",
            f"metering point {request.point[:18]} is not registered",
            "MeteringPointUsedDomainLocation/Identification",
        )
    ]


def check(case: Case, names: tuple[str, ...]) -> list[Finding]:
    """Return what the checks in *names* find, in their order."""
    return [breach for name in names for breach in CHECKS[name](case)]


def conflicts(case: Case) -> list[Finding]:
    """Return what ongoing processes say against an incoming one."""
    findings = []
    for other in case.transaction.history(case.point.identification):
        if not is_ongoing(other, case.today):
            continue
        if ConflictAction.REJECT_INCOMING in actions(other, case.request.brs, case.day):
            words = f"an ongoing process {other.brs} for {other.day} stands in the way"
            findings.append(finding("HUB015", words))
        elif (other.brs, other.day, other.initiator) == (case.request.brs, case.day, case.request.sender):
            findings.append(finding("HUB015", f"the same process for {other.day} is ongoing"))
    return findings


def is_ongoing(process: Process, today: dt.date) -> bool:
    """Tell whether a process waits, or has changed contracts for a day that is still ahead."""
    if process.phase is ProcessPhase.DONE:
        return process.day > today
    return process.phase in {ProcessPhase.WAITING, ProcessPhase.AWAITING_ACTIVATION}


def actions(ongoing: Process, brs: str, day: dt.date) -> set[ConflictAction]:
    """Return what the table of crossings does to *ongoing* and an incoming process *brs* for *day*."""
    return {
        row.action
        for row in CONFLICTS
        if (row.ongoing, row.incoming) == (ongoing.brs, brs)
        and (row.later is None or row.later == (day > ongoing.day))
    }
