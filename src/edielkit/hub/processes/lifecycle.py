"""How a process on contracts goes: validated, begun, waiting for its deadline, taking effect, announced to the parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.findings import Finding
from edielkit.hub.core.fields import Seen
from edielkit.hub.core.hub_messages import confirm_or_reject, midnight, notify_end, notify_start
from edielkit.hub.core.market_records import ACTIVE, Point, Process, ProcessPhase, Supply, Timeline, holds
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS, PROCESSES
from edielkit.hub.core.timeline import changed_supplies, restored
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.handover import send_gained
from edielkit.hub.processes import consent, end_of_supply, start_of_supply
from edielkit.hub.processes.access_records import NOTICES
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_checks import actions, check, conflicts, unregistered
from edielkit.hub.processes.contract_processes import (
    SPECS,
    TRANSITIONS,
    ConflictAction,
    ProcessSpec,
    cancellation_deadline,
)

__all__ = (
    "EFFECTS",
    "begin",
    "deadline",
    "moved",
    "refuse",
    "seen_of",
    "take_effect",
    "validate",
)

EFFECTS: Mapping[str, Callable[[Case], Timeline]] = MappingProxyType(
    {
        "switch": start_of_supply.switch,
        "move_in": start_of_supply.move_in,
        "move_in_to_last_resort": start_of_supply.move_in_to_last_resort,
        "move_out": end_of_supply.move_out,
        "to_last_resort": end_of_supply.to_last_resort,
    }
)
# Processes that wait for the grid company when the metering point is inactive: test case sys-ddm102-03.
WAIT_FOR_ACTIVATION = frozenset({"102"})
_OPEN = frozenset({ProcessPhase.WAITING, ProcessPhase.AWAITING_ACTIVATION})


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a new process from beginning."""
    case, spec = Case.of(transaction, request), SPECS[request.brs]
    if case is None:
        return unregistered(transaction, request)
    return check(case, spec.checks) or conflicts(case)


def begin(transaction: Transaction, request: Request) -> None:
    """Begin the process that a validated request asks for; one that does not wait takes effect at once."""
    case, spec = Case.of(transaction, request), SPECS[request.brs]
    assert case is not None
    due = (
        max(cancellation_deadline(transaction.now, case.day), transaction.now)
        if spec.waits
        else transaction.now
    )
    process = Process(
        identification=request.identification,
        brs=request.brs,
        point=request.point,
        initiator=request.sender,
        role=request.role,
        day=case.day,
        phase=ProcessPhase.WAITING,
        deadline=due,
        request=request.message,
    )
    transaction.add_process(process)
    consent.use(transaction, getattr(request.payload, "consent_id", None) or "")
    if due <= transaction.now:
        take_effect(transaction, process, "deadline")
    else:
        transaction.schedule(due, "deadline", process.identification)


def moved(process: Process, event: str) -> Process:
    """Return *process* after *event*.

    Raises:
        KeyError: The table has no such transition.
    """
    return attrs.evolve(process, phase=TRANSITIONS[process.phase, event])


def deadline(transaction: Transaction, identification: str) -> None:
    """Let a waiting process take effect, or be refused when it no longer may, or has waited in vain for an activation."""
    process = transaction.process(identification)
    if process is not None and process.phase is ProcessPhase.WAITING:
        take_effect(transaction, process, "deadline")
    elif process is not None and process.phase is ProcessPhase.AWAITING_ACTIVATION:
        words = f"the metering point has not been activated for {process.day}"
        refuse(transaction, process, [finding("HUB080", words, "StartOfOccurrence")], "refuse")


def refuse(transaction: Transaction, process: Process, findings: list[Finding], event: str) -> None:
    """End a process that has had no effect, and tell its initiator why."""
    transaction.put(PROCESSES, process.identification, moved(process, event))
    confirm_or_reject(transaction, process.request, findings, point=process.point)


def take_effect(transaction: Transaction, process: Process, event: str) -> None:
    """Check a process again as things stand now, and apply it, or refuse it.

    Args:
        transaction: The step.
        process: A process that waits.
        event: ``deadline`` or ``activate``.
    """
    request, spec = Request.of(process.request), SPECS[process.brs]
    case = Case.of(transaction, request)
    # a consent is used when the request is taken in, and not asked for again
    names = tuple(name for name in spec.checks if name != "consent")
    findings = check(case, names) if case else unregistered(transaction, request)
    if case is None or findings:
        refuse(transaction, process, findings, "refuse")
    elif process.brs in WAIT_FOR_ACTIVATION and case.point.status(case.day) != ACTIVE:
        _await_activation(case, process)
    else:
        _apply(case, process, spec, event)


def _await_activation(case: Case, process: Process) -> None:
    after = EFFECTS[SPECS[process.brs].effect](case)
    supply = next(s for s in after.supplies if s.process == process.identification)
    notices = process.notices
    if case.owner:
        seen = seen_of(case.point, case.day, supply, after)
        notice = notify_start(
            case.transaction, seen, to=case.owner, role="DDM", brs=process.brs, day=case.day
        )
        case.transaction.put(NOTICES, notice, process.identification)
        notices = (*notices, notice)
    waiting = attrs.evolve(moved(process, "inactive"), notices=notices)
    case.transaction.put(PROCESSES, process.identification, waiting)
    # it waits to the end of its own day (assumption: no page gives the grid company's deadline)
    over = midnight(case.day + dt.timedelta(days=1))
    case.transaction.schedule(max(over, case.transaction.now), "deadline", process.identification)


def _apply(case: Case, process: Process, spec: ProcessSpec, event: str) -> None:
    transaction = case.transaction
    before = current = case.point.timeline
    earlier = end_of_supply.corrected(case)
    if earlier is not None and earlier.before is not None and earlier.after is not None:
        # a rollback of the correction goes back to before both
        before = restored(current, earlier.before, earlier.after)
    after = EFFECTS[spec.effect](case)
    point = attrs.evolve(case.point, timeline=after)
    transaction.put(POINTS, point.identification, point)
    done = attrs.evolve(moved(process, event), before=before, after=after)
    transaction.put(PROCESSES, process.identification, done)
    if earlier is not None:
        transaction.put(PROCESSES, earlier.identification, moved(earlier, "cross"))
    _cross(transaction, process)
    _notify(case, spec, point, current)
    send_gained(transaction, case.point, point)


def _cross(transaction: Transaction, process: Process) -> None:
    """End the ongoing processes that the table of crossings gives to *process*."""
    for other in transaction.history(process.point):
        if ConflictAction.CANCEL_ONGOING not in actions(other, process.brs, process.day):
            continue
        if other.phase in _OPEN:
            words = f"process {process.brs} for {process.day} takes its place"
            refuse(transaction, other, [finding("HUB015", words)], "cross")
        elif other.phase is ProcessPhase.DONE and other.day >= process.day:
            transaction.put(PROCESSES, other.identification, moved(other, "cross"))


def _notify(case: Case, spec: ProcessSpec, point: Point, before: Timeline) -> None:
    transaction, brs = case.transaction, spec.brs
    gained, lost = changed_supplies(before, point.timeline)
    for supply in gained:
        seen = seen_of(point, supply.start, supply, point.timeline)
        if "supplier" in spec.start_to:
            notify_start(transaction, seen, to=supply.supplier, role=supply.role, brs=brs, day=supply.start)
        if "grid" in spec.start_to and case.owner:
            notify_start(transaction, seen, to=case.owner, role="DDM", brs=brs, day=supply.start)
    ends = [(supply, max(case.day, supply.start), before) for supply in lost]
    if not spec.start_to:
        # a corrected day lies later: who had been told of an end is told of the new one
        ends += [(supply, supply.end, point.timeline) for supply in gained if supply.end is not None]
    reason = _reason(case, spec)
    for supply, day, timeline in ends:
        seen = seen_of(point, supply.start, supply, timeline)
        if "supplier" in spec.end_to:
            notify_end(
                transaction, seen, to=supply.supplier, role=supply.role, brs=brs, day=day, reason=reason
            )
        if "grid" in spec.end_to and case.owner:
            notify_end(transaction, seen, to=case.owner, role="DDM", brs=brs, day=day, reason=reason)


def _reason(case: Case, spec: ProcessSpec) -> str | None:
    if spec.reason == "request":
        reason: str | None = getattr(case.request.payload, "reason_for_transaction", None)
        return reason
    return spec.reason or None


def seen_of(point: Point, day: dt.date, supply: Supply, timeline: Timeline) -> Seen:
    """Return what a notice about *supply* shows: the end user of *timeline*, with the data that holds now."""
    occupancy = next((s for s in timeline.occupancies if holds(s.start, s.end, supply.start)), None)
    if occupancy is not None:
        key = (occupancy.start, occupancy.process)
        occupancy = next((s for s in point.timeline.occupancies if (s.start, s.process) == key), occupancy)
    return Seen(point=point, day=day, occupancy=occupancy, supply=supply)
