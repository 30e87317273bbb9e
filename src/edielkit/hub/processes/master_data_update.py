"""Master data (grunndata): points made, activated, deactivated, removed, their data changed, their customers' data.

Sources: the pages of BRS-NO-121, 122, 132, 212, 213, 214, 223, 224, 301, 302 and 402, process components 3, 15 and 18.
All act at once; 132, 223 and 224 name what they undo by its day. BRS-NO-121 tells nobody (test case sys-ddm123-01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.emif.messages import CustomerPartyStartOfSupply
from edielkit.findings import Finding
from edielkit.hub.core.fields import Seen
from edielkit.hub.core.hub_messages import notify_customer, notify_end, notify_master_data
from edielkit.hub.core.market_records import (
    ACTIVE,
    INACTIVE,
    TERMINATED,
    Point,
    Process,
    ProcessPhase,
    Timeline,
)
from edielkit.hub.core.master_data import created, parts_of, updated, with_status, without_last_status
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS
from edielkit.hub.core.timeline import changed_supplies, cut
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.annual_updates import arrived
from edielkit.hub.processes.activation import activated
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_checks import check, unregistered
from edielkit.hub.processes.lifecycle import seen_of
from edielkit.hub.processes.structure_checks import activation_troubles, structure_troubles

__all__ = (
    "SPECS",
    "MasterSpec",
    "notify",
    "run",
    "run_customer",
    "run_new",
    "validate",
    "validate_customer",
    "validate_new",
)

_DAY = "StartOfOccurrence"


@attrs.frozen(kw_only=True)
class MasterSpec:
    """A process of the grid company on one metering point.

    Attributes:
        checks: What must hold, by name (`edielkit.hub.processes.contract_checks`).
        status: Status that the point gets on the day; empty for none.
        updates: It may change master data.
        undoes: Status whose last change, on the very day, it undoes; empty for none.
        vacates: It ends all contracts from the day on.
        tells: Suppliers and third parties are told of the master data.
    """

    checks: tuple[str, ...]
    status: str = ""
    updates: bool = False
    undoes: str = ""
    vacates: bool = False
    tells: bool = False


_OWN = ("grid_owner", "settlement_point")
SPECS: Mapping[str, MasterSpec] = MappingProxyType(
    {
        "122": MasterSpec(checks=(*_OWN, "inactive"), status=ACTIVE, updates=True),
        "132": MasterSpec(checks=(*_OWN, "active", "vacant"), undoes=ACTIVE),
        "212": MasterSpec(checks=(*_OWN, "active", "vacant"), status=INACTIVE),
        "213": MasterSpec(checks=(*_OWN, "inactive"), status=TERMINATED),
        "214": MasterSpec(checks=(*_OWN, "active", "occupied"), status=INACTIVE, vacates=True),
        "223": MasterSpec(checks=(*_OWN, "inactive"), undoes=INACTIVE),
        "224": MasterSpec(checks=(*_OWN, "terminated"), undoes=TERMINATED),
        "302": MasterSpec(checks=("grid_owner", "not_terminated"), updates=True, tells=True),
        "402": MasterSpec(checks=("grid_owner", "not_removed"), updates=True, tells=True),
    }
)
# BRS-NO-402 may set the status back in time: references to it in 132, 212 and 214.
_MAY_SET_STATUS = frozenset({"402"})


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a grid company's update from being carried out."""
    case, spec = Case.of(transaction, request), SPECS[request.brs]
    if case is None:
        return unregistered(transaction, request)
    findings = check(case, spec.checks) + one_payload(request)
    if spec.updates:
        findings += virtual_area_troubles(transaction, case.point.area, request.payload)
        findings += _status_troubles(case)
        findings = findings or _whole_troubles(case, spec)
    if not findings and spec.undoes:
        last = case.point.statuses[-1]
        if len(case.point.statuses) < 2 or (last.start, last.status) != (case.day, spec.undoes):
            words = f"the last change of status is of {last.start}: expected that day"
            findings.append(finding("HUB003", words, _DAY))
        elif spec.undoes == INACTIVE:
            findings = _woken_troubles(case)
    return findings


def _status_troubles(case: Case) -> list[Finding]:
    """Return what keeps a correction (BRS-NO-402) from changing the status: what BRS-NO-122, 212 and 213 ask for too."""
    status = _status_given(case.request)
    if not status or status == case.point.status(case.day):
        return []
    return check(
        case, ("settlement_point",) if status == ACTIVE else ("settlement_point", "vacant_meanwhile")
    )


def _woken_troubles(case: Case) -> list[Finding]:
    """Return what a point lacks that becomes active again when its deactivation is taken back (BRS-NO-223)."""
    point = without_last_status(case.point)
    if point.status(case.day) != ACTIVE:
        return []
    return structure_troubles(
        case.point, point, case.day, case.request.payload, status=ACTIVE, activates=True
    )


def _whole_troubles(case: Case, spec: MasterSpec) -> list[Finding]:
    """Return what would not fit together in the metering point that an update makes."""
    request, changes = case.request, parts_of(case.request.payload)
    point = updated(case.point, case.day, changes, request.identification) if changes else case.point
    status = spec.status or _status_given(request)
    activates = status == ACTIVE and case.point.status(case.day) != ACTIVE
    findings = structure_troubles(
        case.point, point, case.day, request.payload, status=status, activates=activates
    )
    if activates:
        findings += activation_troubles(point, case.day)
    return findings


def one_payload(request: Request) -> list[Finding]:
    """Return the finding on a message with several payloads; only BRS-NO-317 may have them."""
    whole: Any = request.message
    several = len(whole.payload_master_data_mp_event) > 1
    return [finding("HUB031", "expected one payload", "PayloadMasterDataMPEvent")] if several else []


def run(transaction: Transaction, request: Request) -> None:
    """Carry out a grid company's update, and tell those concerned."""
    case, spec = Case.of(transaction, request), SPECS[request.brs]
    assert case is not None
    before = case.point
    point = without_last_status(before) if spec.undoes else before
    status = spec.status or _status_given(request)
    if status or point.status(case.day) is None:
        point = with_status(point, case.day, status, request.identification)
    if spec.updates:
        arrived(transaction, point, request.payload)
        changes = parts_of(request.payload)
        point = updated(point, case.day, changes, request.identification) if changes else point
    if spec.vacates:
        point = attrs.evolve(point, timeline=_vacated(before.timeline, case.day))
    transaction.put(POINTS, point.identification, point)
    _remember(case, before.timeline if spec.vacates else None, point.timeline if spec.vacates else None)
    if spec.vacates:
        _notify_ends(case, point, before.timeline)
        _notify_owner(case, point)
    if spec.tells:
        notify(transaction, point, case.day, request.brs)
    activated(transaction, point.identification)


def _status_given(request: Request) -> str:
    detail = request.payload.mp_detail_metering_point_characteristic
    status = None if detail is None else detail.physical_status_type
    return str(status) if status is not None and request.brs in _MAY_SET_STATUS else ""


def _remember(case: Case, before: Timeline | None, after: Timeline | None) -> None:
    request = case.request
    case.transaction.add_process(
        Process(
            identification=request.identification,
            brs=request.brs,
            point=request.point,
            initiator=request.sender,
            role=request.role,
            day=case.day,
            phase=ProcessPhase.DONE,
            deadline=case.transaction.now,
            request=request.message,
            before=before,
            after=after,
        )
    )


def _vacated(timeline: Timeline, day: dt.date) -> Timeline:
    left = cut(timeline, day)
    return Timeline(
        occupancies=tuple(s for s in left.occupancies if s.start < day),
        supplies=tuple(s for s in left.supplies if s.start < day),
        accesses=tuple(a for a in left.accesses if a.start < day),
    )


def _notify_ends(case: Case, point: Point, before: Timeline) -> None:
    _, lost = changed_supplies(before, point.timeline)
    for supply in lost:
        seen = seen_of(point, supply.start, supply, before)
        notify_end(
            case.transaction,
            seen,
            to=supply.supplier,
            role=supply.role,
            brs=case.request.brs,
            day=max(case.day, supply.start),
        )


def _notify_owner(case: Case, point: Point) -> None:
    """Tell the grid company what the hub has derived (BRS-NO-214): the point without contracts, as it is now."""
    seen = Seen(point=point, day=case.day, occupancy=None, supply=None)
    notify_master_data(case.transaction, seen, to=case.owner, role="DDM", brs=case.request.brs)


def notify(transaction: Transaction, point: Point, first: dt.date, brs: str, *, owner: bool = False) -> None:
    """Tell each supplier and third party that is concerned from a day on, once, with its own contract.

    Args:
        transaction: The step.
        point: The metering point as it is now.
        first: Day from which something is new.
        brs: Process, ``302`` and so on.
        owner: The grid owner is told too: it was not its own update.
    """
    informed: set[tuple[str, str]] = set()
    for supply in point.timeline.supplies:
        if (supply.end is None or supply.end > first) and (supply.supplier, supply.role) not in informed:
            informed.add((supply.supplier, supply.role))
            day = max(first, supply.start)
            seen = seen_of(point, day, supply, point.timeline)
            notify_master_data(transaction, seen, to=supply.supplier, role=supply.role, brs=brs)
    for access in point.timeline.accesses:
        if (access.end is None or access.end > first) and (access.party, "AG") not in informed:
            informed.add((access.party, "AG"))
            day = max(first, access.start)
            seen = Seen(point=point, day=day, occupancy=point.occupancy(day), supply=point.supply(day))
            notify_master_data(transaction, seen, to=access.party, role="AG", brs=brs, full=access.full)
    area = transaction.structure.area(point.area)
    if owner and area is not None:
        seen = Seen(point=point, day=first, occupancy=point.occupancy(first), supply=point.supply(first))
        notify_master_data(transaction, seen, to=area.owner, role="DDM", brs=brs)


def validate_new(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a new metering point (BRS-NO-121) from being made."""
    findings = one_payload(request)
    stated = request.payload.metering_grid_area_used_domain_location
    area = None if stated is None else transaction.structure.area(str(stated.identification))
    if area is None:
        findings.append(
            finding("HUB021", "the metering grid area is not known", "MeteringGridAreaUsedDomainLocation")
        )
    elif area.owner != request.sender:
        findings.append(finding("HUB004", "expected the grid owner of the metering grid area as sender"))
    else:
        findings += virtual_area_troubles(transaction, area.identification, request.payload, new=True)
    if transaction.point(request.point) is not None:
        findings.append(finding("HUB022", "the metering point is registered already"))
    if request.day is None:
        findings.append(finding("HUB003", "expected the day from which the point exists, found none", _DAY))
    if not findings:
        point = _created(request)
        assert request.day is not None
        findings = structure_troubles(None, point, request.day, request.payload, status=INACTIVE)
    return findings


def _created(request: Request) -> Point:
    area = str(request.payload.metering_grid_area_used_domain_location.identification)
    assert request.day is not None
    return created(
        request.point, area, request.day, request.payload, status=INACTIVE, process=request.identification
    )


def virtual_area_troubles(
    transaction: Transaction, area: str, payload: Any, *, new: bool = False
) -> list[Finding]:
    """Return what may not be in a virtual grid area (virtuelt nettområde): settled points, exchange points.

    Args:
        transaction: The step.
        area: EIC of the metering grid area.
        payload: The update.
        new: The metering point is new: what is left out is not there.
    """
    grid_area = transaction.structure.area(area)
    if grid_area is None or not grid_area.virtual:
        return []
    detail = payload.mp_detail_metering_point_characteristic
    method = None if detail is None else detail.settlement_method_type
    kind = None if detail is None else detail.metering_point_type
    troubles = []
    if str(method) != "Z01" and (new or method is not None):
        words = "expected settlement method Z01 in a virtual grid area"
        troubles.append(finding("HUB097", words, f"{_DETAIL}/SettlementMethodType"))
    if str(kind) == "E20":
        words = "expected no exchange point in a virtual grid area"
        troubles.append(finding("HUB098", words, f"{_DETAIL}/MeteringPointType"))
    return troubles


_DETAIL = "MpDetailMeteringPointCharacteristic"


def run_new(transaction: Transaction, request: Request) -> None:
    """Make a metering point; it is inactive until BRS-NO-122."""
    new_point = _created(request)
    transaction.put(POINTS, new_point.identification, new_point)
    arrived(transaction, new_point, request.payload)
    case = Case.of(transaction, request)
    assert case is not None
    _remember(case, None, None)


def validate_customer(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a supplier's update of customer data (BRS-NO-301) from being carried out."""
    case = Case.of(transaction, request)
    if case is None:
        return unregistered(transaction, request)
    supply = case.point.supply(case.day)
    if supply is None or (supply.supplier, supply.role) != (request.sender, request.role):
        return [finding("HUB013", f"the sender does not supply the metering point on {case.day}", _DAY)]
    return check(case, ("occupied", "same_business"))


def run_customer(transaction: Transaction, request: Request) -> None:
    """Change the data of the end user that the day picks, for the whole occupancy, and tell the grid company."""
    case = Case.of(transaction, request)
    assert case is not None
    old = case.point.occupancy(case.day)
    assert old is not None
    party = request.payload.consumer_involved_customer_party
    customer = CustomerPartyStartOfSupply(
        identification=party.identification,
        name=party.name,
        given_name=party.given_name,
        family_name=party.family_name,
        # a supplier can only switch the longer storage on
        extended_storage_metering_values=old.customer.extended_storage_metering_values
        or party.extended_storage_metering_values,
        nace_division_code=old.customer.nace_division_code,
        communication=party.communication,
    )
    occupancy = attrs.evolve(
        old, customer=customer, addresses=request.payload.consumer_involved_customer_address
    )
    occupancies = tuple(occupancy if s is old else s for s in case.point.timeline.occupancies)
    point = attrs.evolve(case.point, timeline=attrs.evolve(case.point.timeline, occupancies=occupancies))
    transaction.put(POINTS, point.identification, point)
    if case.owner:
        seen = Seen(point=point, day=occupancy.start, occupancy=occupancy)
        notify_customer(transaction, seen, to=case.owner, role="DDM", brs="301", document_type="E10")
