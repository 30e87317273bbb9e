"""How a process on contracts goes: judged, begun, waiting for its deadline, taking effect, told to the parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.findings import Finding
from edielkit.hub.answers import confirm_or_reject, notify_end, notify_start
from edielkit.hub.fields import Seen
from edielkit.hub.processes import start_of_supply
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.checks import check, conflicts, within_window
from edielkit.hub.processes.tables import CONFLICTS, SPECS, TRANSITIONS, Action, Spec, cancellation_deadline
from edielkit.hub.records import Phase, Point, Process, Supply, Timeline
from edielkit.hub.request import Request
from edielkit.hub.rules import finding
from edielkit.hub.state import Work
from edielkit.hub.timeline import changed_supplies
from edielkit.market_time import local_day

__all__ = ("EFFECTS", "begin", "deadline", "judge", "moved", "unregistered")

EFFECTS: Mapping[str, Callable[[Case], Timeline]] = MappingProxyType({"switch": start_of_supply.switch})


def unregistered(request: Request) -> list[Finding]:
    """Return the finding on a message about a point that nobody knows."""
    return [
        finding(
            "HUB001",
            f"metering point {request.point[:18]} is not registered",
            "MeteringPointUsedDomainLocation/Identification",
        )
    ]


def judge(work: Work, request: Request) -> list[Finding]:
    """Return what keeps a new process from beginning."""
    case, spec = Case.of(work, request), SPECS[request.brs]
    if case is None:
        return unregistered(request)
    return within_window(case) + (check(case, spec.checks) or conflicts(case))


def begin(work: Work, request: Request) -> None:
    """Begin the process that a judged request asks for; one that does not wait takes effect at once."""
    case, spec = Case.of(work, request), SPECS[request.brs]
    assert case is not None
    due = cancellation_deadline(work.now, case.day) if spec.waits else work.now
    process = Process(
        identification=request.identification,
        brs=request.brs,
        point=request.point,
        initiator=request.sender,
        role=request.role,
        day=case.day,
        phase=Phase.WAITING,
        deadline=max(due, work.now),
        request=request.message,
    )
    _remember(work, process)
    if due <= work.now:
        _conclude(work, process)
    else:
        work.remind(due, "deadline", process.identification)


def _remember(work: Work, process: Process) -> None:
    today = local_day(work.now)
    kept = tuple(
        each.identification
        for each in work.ongoing(process.point)
        if each.phase in {Phase.WAITING, Phase.AWAITING_ACTIVATION, Phase.AWAITING_APPROVAL}
        or each.day > today
    )
    work.put("ongoing", process.point, (*kept, process.identification))
    work.put("processes", process.identification, process)


def moved(process: Process, event: str) -> Process:
    """Return *process* after *event*.

    Raises:
        KeyError: The table has no such transition.
    """
    return attrs.evolve(process, phase=TRANSITIONS[process.phase, event])


def deadline(work: Work, identification: str) -> None:
    """Let a waiting process take effect, or be refused when it no longer may."""
    process = work.process(identification)
    if process is None or process.phase is not Phase.WAITING:
        return
    case, spec = Case.of(work, Request.of(process.request)), SPECS[process.brs]
    # a consent is used when the request is taken in, and not asked for again
    names = tuple(name for name in spec.checks if name != "consent")
    findings = check(case, names) if case else unregistered(Request.of(process.request))
    if findings:
        refuse(work, process, findings, "refuse")
    else:
        _conclude(work, process)


def refuse(work: Work, process: Process, findings: list[Finding], event: str) -> None:
    """End a process that has had no effect, and tell its initiator why."""
    work.put("processes", process.identification, moved(process, event))
    confirm_or_reject(work, process.request, findings, point=process.point)


def _conclude(work: Work, process: Process) -> None:
    _cross(work, process)
    case, spec = Case.of(work, Request.of(process.request)), SPECS[process.brs]
    assert case is not None
    before = case.point.timeline
    after = EFFECTS[spec.effect](case)
    point = attrs.evolve(case.point, timeline=after)
    work.put("points", point.identification, point)
    work.put(
        "processes",
        process.identification,
        attrs.evolve(moved(process, "deadline"), before=before, after=after),
    )
    tell(case, spec, point, before)


def _cross(work: Work, process: Process) -> None:
    """End the ongoing processes that the table of crossings gives to *process*."""
    for other in work.ongoing(process.point):
        if other.identification == process.identification:
            continue
        for row in CONFLICTS:
            crosses = (row.ongoing, row.incoming) == (other.brs, process.brs)
            fits = row.later is None or row.later == (process.day > other.day)
            if not (crosses and fits and row.action == Action.CANCEL_ONGOING):
                continue
            if other.phase in {Phase.WAITING, Phase.AWAITING_ACTIVATION}:
                words = f"process {process.brs} for {process.day} takes its place"
                refuse(work, other, [finding("HUB015", words)], "cross")
            elif other.phase is Phase.DONE and other.day >= process.day:
                work.put("processes", other.identification, moved(other, "cross"))


def tell(case: Case, spec: Spec, point: Point, before: Timeline) -> None:
    """Send the notices of a process whose effect made *point* of the contracts *before*."""
    work, brs = case.work, spec.brs
    gained, lost = changed_supplies(before, point.timeline)
    for supply in gained:
        seen = _seen(point, supply.start, supply, point.timeline)
        if "supplier" in spec.start_to:
            notify_start(work, seen, to=supply.supplier, role=supply.role, brs=brs, day=supply.start)
        if "grid" in spec.start_to and case.owner:
            notify_start(work, seen, to=case.owner, role="DDM", brs=brs, day=supply.start)
    for supply in lost:
        seen = _seen(point, supply.start, supply, before)
        reason = _reason(case, spec)
        if "supplier" in spec.end_to:
            notify_end(work, seen, to=supply.supplier, role=supply.role, brs=brs, day=case.day, reason=reason)
        if "grid" in spec.end_to and case.owner:
            notify_end(work, seen, to=case.owner, role="DDM", brs=brs, day=case.day, reason=reason)


def _reason(case: Case, spec: Spec) -> str | None:
    if spec.reason == "request":
        found: str | None = getattr(case.request.payload, "reason_for_transaction", None)
        return found
    return spec.reason or None


def _seen(point: Point, day: dt.date, supply: Supply, timeline: Timeline) -> Seen:
    stay = next(
        (s for s in timeline.stays if s.start <= supply.start and (s.end is None or supply.start < s.end)),
        None,
    )
    return Seen(point=point, day=day, stay=stay, supply=supply)
