"""Third parties (tredjeparter): access that the end user gives them, by message (622) or by URL (624).

Sources: pages of BRS-NO-622 and 624; EI-1120 (future metering points, end of the access). Access begins at the end
user's move-in; the end user has three working days to approve; removal takes effect at once; extended storage can
only be switched on. That a change waits for the end user as a new access does is inferred from business rule 4.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import attrs

from edielkit.findings import Finding
from edielkit.harmless import quoted
from edielkit.hub.core.hub_messages import confirm_or_reject
from edielkit.hub.core.market_records import Access, Point, Process, ProcessPhase, Timeline
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS, PROCESSES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import ACCESS_GRANTS, AccessGrant
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_checks import unregistered
from edielkit.hub.processes.contract_processes import TRANSITIONS
from edielkit.hub.processes.end_users import tell
from edielkit.market_calendar import add_working_days
from edielkit.market_time import day_period, local_day

__all__ = ("approve", "authorise_by_url", "expire", "follow", "refuse", "run", "validate", "waits")

_DAY = dt.timedelta(days=1)
# request_id of BRS-NO-624.
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


def follow(transaction: Transaction, timeline: Timeline, day: dt.date) -> Timeline:
    """Return *timeline* with the accesses that the end user who moves in on *day* has given for future points."""
    occupancy = next(s for s in timeline.occupancies if s.start == day)
    grants = transaction.get(ACCESS_GRANTS, str(occupancy.customer.identification)) or ()
    accesses = [
        Access(
            start=day,
            end=_first(occupancy.end, grant.end),
            party=grant.party,
            full=grant.full,
            process=grant.process,
        )
        for grant in grants
        if grant.end is None or grant.end > day
    ]
    return attrs.evolve(timeline, accesses=(*timeline.accesses, *accesses)) if accesses else timeline


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _case(transaction: Transaction, request: Request) -> Case | None:
    """The date that counts is that of the message (business rule 3), not the end of the access."""
    point = transaction.point(request.point)
    if point is None:
        return None
    return Case(transaction=transaction, request=request, point=point, day=local_day(transaction.now))


def waits(request: Request) -> bool:
    """Tell whether the answer comes after the end user has decided."""
    return str(request.payload.update_indicator) != "Delete"


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the third party's message from being carried out."""
    from edielkit.hub.processes.contract_checks import check

    case = _case(transaction, request)
    if case is None:
        return unregistered(transaction, request)
    access = case.point.access(request.sender, case.day)
    findings = check(case, ("settlement_point", "occupied"))
    if request.payload.update_indicator == "Add" and access is not None:
        findings.append(finding("HUB009", "the third party has access already", "UpdateIndicator"))
    if request.payload.update_indicator != "Add" and access is None:
        findings.append(finding("HUB027", "the third party has no access", "UpdateIndicator"))
    end = request.payload.end_of_occurrence
    last = None if end is None else day_of(end)
    if waits(request) and end is not None and (last is None or last <= case.day):
        findings.append(finding("HUB003", "expected an end in the future", "EndOfOccurrence"))
    if _pending(case) is not None:
        findings.append(finding("HUB015", "a request of the third party waits for the end user"))
    return findings


def _pending(case: Case) -> Process | None:
    sender = case.request.sender
    return next(
        (
            process
            for process in case.transaction.history(case.point.identification)
            if process.phase is ProcessPhase.AWAITING_APPROVAL and process.initiator == sender
        ),
        None,
    )


def run(transaction: Transaction, request: Request) -> None:
    """End an access at once, or ask the end user."""
    case = _case(transaction, request)
    assert case is not None
    today = case.day
    last = add_working_days(today, transaction.config.approval_working_days)
    due = day_period(last + _DAY).start
    asks = waits(request)
    process = Process(
        identification=request.identification,
        brs="622",
        point=request.point,
        initiator=request.sender,
        role=request.role,
        day=today,
        phase=ProcessPhase.AWAITING_APPROVAL if asks else ProcessPhase.DONE,
        deadline=due if asks else transaction.now,
        request=request.message,
    )
    transaction.add_process(process)
    if asks:
        transaction.schedule(due, "approval", process.identification)
        occupancy = case.point.occupancy(today)
        assert occupancy is not None
        tell(
            transaction,
            str(occupancy.customer.identification),
            about="access requested",
            party=request.sender,
            point=request.point,
            identification=request.identification,
        )
    else:
        _put(transaction, case.point, _ended(case.point, request.sender, today))


def _ended(point: Point, party: str, day: dt.date) -> tuple[Access, ...]:
    current = point.access(party, day)
    kept = [a for a in point.timeline.accesses if a is not current]
    if current is not None and current.start < day:
        kept.append(attrs.evolve(current, end=day))
    return tuple(sorted(kept, key=lambda a: a.start))


def _put(transaction: Transaction, point: Point, accesses: tuple[Access, ...]) -> None:
    timeline = attrs.evolve(point.timeline, accesses=accesses)
    transaction.put(POINTS, point.identification, attrs.evolve(point, timeline=timeline))


def _waiting(transaction: Transaction, identification: str) -> Process:
    process = transaction.process(identification)
    if process is None or process.phase is not ProcessPhase.AWAITING_APPROVAL:
        raise ValueError("expected the identification of a request that waits for the end user")
    return process


def approve(transaction: Transaction, *, identification: str, customer: str, full: bool = False) -> None:
    """Let the end user approve a third party's request.

    Args:
        transaction: The step.
        identification: Identification of the request.
        customer: Identification of the end user.
        full: Contract data and master data too; BRS-NO-622 gives limited access by default.

    Raises:
        ValueError: No such request waits, or it is another end user's point.
    """
    process = _waiting(transaction, identification)
    request = Request.of(process.request)
    case = _case(transaction, request)
    occupancy = None if case is None else case.point.occupancy(case.day)
    if case is None or occupancy is None or str(occupancy.customer.identification) != customer:
        raise ValueError("expected the end user of the metering point")
    payload = request.payload
    end = None if payload.end_of_occurrence is None else day_of(payload.end_of_occurrence)
    point = _with_access(case, process, _first(occupancy.end, end), full=full)
    end_user = payload.consumer_involved_customer_party
    if end_user is not None and end_user.extended_storage_metering_values:
        point = _with_extended_storage(point, case.day)
    transaction.put(POINTS, point.identification, point)
    transaction.put(PROCESSES, identification, _moved(process, "approve"))
    confirm_or_reject(transaction, process.request, (), point=process.point)


def _with_access(case: Case, process: Process, end: dt.date | None, *, full: bool) -> Point:
    point, occupancy = case.point, case.point.occupancy(case.day)
    assert occupancy is not None
    current = point.access(process.initiator, case.day)
    if current is None:
        access = Access(
            start=occupancy.start, end=end, party=process.initiator, full=full, process=process.identification
        )
    else:
        access = attrs.evolve(current, end=end, full=full or current.full)
    kept = (a for a in point.timeline.accesses if a is not current)
    accesses = tuple(sorted((*kept, access), key=lambda a: a.start))
    return attrs.evolve(point, timeline=attrs.evolve(point.timeline, accesses=accesses))


def _with_extended_storage(point: Point, day: dt.date) -> Point:
    occupancy = point.occupancy(day)
    assert occupancy is not None
    customer = attrs.evolve(occupancy.customer, extended_storage_metering_values=True)
    occupancies = tuple(
        attrs.evolve(s, customer=customer) if s is occupancy else s for s in point.timeline.occupancies
    )
    return attrs.evolve(point, timeline=attrs.evolve(point.timeline, occupancies=occupancies))


def _moved(process: Process, event: str) -> Process:
    return attrs.evolve(process, phase=TRANSITIONS[process.phase, event])


def _end_unapproved(transaction: Transaction, process: Process, words: str) -> None:
    transaction.put(PROCESSES, process.identification, _moved(process, "refuse"))
    confirm_or_reject(transaction, process.request, [finding("HUB008", words)], point=process.point)


def refuse(transaction: Transaction, *, identification: str) -> None:
    """Let the end user refuse a third party's request.

    Args:
        transaction: The step.
        identification: Identification of the request.

    Raises:
        ValueError: No such request waits.
    """
    _end_unapproved(transaction, _waiting(transaction, identification), "the end user has refused the access")


def expire(transaction: Transaction, identification: str) -> None:
    """End a third party's request that nobody has answered."""
    process = transaction.process(identification)
    if process is not None and process.phase is ProcessPhase.AWAITING_APPROVAL:
        _end_unapproved(transaction, process, "the end user has not approved the access in time")


def authorise_by_url(
    transaction: Transaction,
    *,
    client_id: str,
    request_id: str,
    customer: str,
    points: list[str] | None,
    scope: str = "Limited",
    end: str | None = None,
    future: bool = False,
) -> dict[str, Any]:
    """Let an end user who came by a third party's URL choose metering points (BRS-NO-624); return the call back.

    Args:
        transaction: The step.
        client_id: GLN of the third party; it needs a return address that the hub knows.
        request_id: UUID that the third party gave.
        customer: Identification of the end user who has logged in.
        points: The metering points chosen; None when the end user refuses.
        scope: ``Full`` or ``Limited``.
        end: Last day of the access and one, as ISO date; None for no end.
        future: The access is for metering points to come too (EI-1120).

    Returns:
        ``elhubGln``, ``receiverGln``, ``request_id`` and ``contracts``, or ``error`` with EH088 or EH106.

    Raises:
        ValueError: The third party, the identification, the scope, the end or the metering points are not right.
    """
    party = transaction.party(client_id)
    if party is None or "AG" not in party.roles or not party.return_address:
        raise ValueError("expected a third party with a return address")
    if scope not in {"Full", "Limited"}:
        raise ValueError(f"expected scope Full or Limited, found {quoted(scope, 40)}")
    if not _UUID.fullmatch(request_id):
        raise ValueError("expected a UUID as request_id")
    back = {"elhubGln": transaction.config.gln, "receiverGln": client_id, "request_id": request_id}
    today = local_day(transaction.now)
    own = [
        p
        for p in _points(transaction)
        if (s := p.occupancy(today)) and str(s.customer.identification) == customer
    ]
    if not own:
        return {**back, "error": "EH106"}
    if points is None:
        return {**back, "error": "EH088"}
    wanted = set(points)
    chosen = {p.identification: p for p in own if p.identification in wanted}
    if set(chosen) != wanted:
        raise ValueError("expected metering points of the end user")
    last = None if end is None else dt.date.fromisoformat(end)
    if last is not None and last <= today:
        raise ValueError(f"expected an end after {today}, found {last}")
    grant = AccessGrant(party=client_id, end=last, full=scope == "Full", process=request_id)
    contracts = [_granted(transaction, point, grant, today) for point in chosen.values()]
    if future:
        kept = tuple(g for g in transaction.get(ACCESS_GRANTS, customer) or () if g.party != client_id)
        transaction.put(ACCESS_GRANTS, customer, (*kept, grant))
    return {**back, "contracts": contracts}


def _points(transaction: Transaction) -> list[Point]:
    stored = (transaction.point(key) for key in transaction.keys(POINTS))
    return [point for point in stored if point is not None]


def _granted(transaction: Transaction, point: Point, grant: AccessGrant, today: dt.date) -> dict[str, Any]:
    occupancy = point.occupancy(today)
    assert occupancy is not None
    access = Access(
        start=occupancy.start,
        end=_first(occupancy.end, grant.end),
        party=grant.party,
        full=grant.full,
        process=grant.process,
    )
    current = point.access(grant.party, today)
    kept = (a for a in point.timeline.accesses if a is not current)
    _put(transaction, point, tuple(sorted((*kept, access), key=lambda a: a.start)))
    return {
        "meteringPointId": point.identification,
        "start": occupancy.start.isoformat(),
        "end": None if access.end is None else access.end.isoformat(),
    }
