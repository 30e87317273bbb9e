"""Rollback (reversering): what a process has done is undone after its cancellation deadline, at once.

Source: texts of BRS-NO-133 and 222 (earliest after the cancellation deadline, the original is named by the reference to
its message, contracts reopened, end user moved in again, all parties told at once, metering values sent again at once,
within three working days); 111 and 221 by analogy. Change log v1.6: a move-in of more than 30 working days ago, rolled
back, leaves the end user with the supplier of last resort.
That a rollback is refused when a later process has changed the same contracts is an assumption.
"""

from __future__ import annotations

import attrs

from edielkit.emif.messages import RequestStartOfSupply
from edielkit.findings import Finding
from edielkit.hub.core.hub_messages import CANCELLATION, frame, notify_start
from edielkit.hub.core.market_records import Point, Process, ProcessPhase, Supply, Timeline
from edielkit.hub.core.request import Request
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import POINTS, PROCESSES
from edielkit.hub.core.timeline import changed_supplies, restored, same_contracts, switched
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.handover import send_gained
from edielkit.hub.processes.cancel import find
from edielkit.hub.processes.case import Case
from edielkit.hub.processes.contract_processes import ROLLBACKS
from edielkit.hub.processes.lifecycle import moved, seen_of
from edielkit.market_calendar import add_working_days

__all__ = ("run", "validate")

_REFERENCE = "OriginalBusinessDocumentReference"
_MOVE_INS = frozenset({"102", "103"})


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps the rollback from being carried out."""
    case, process = Case.of(transaction, request), find(transaction, request, ROLLBACKS[request.brs])
    if case is None or process is None:
        return [finding("HUB014", "expected the sender's own request for this metering point", _REFERENCE)]
    if process.phase is ProcessPhase.WAITING:
        return [
            finding("HUB003", "the cancellation deadline lies ahead: expected a cancellation", _REFERENCE)
        ]
    if process.phase is not ProcessPhase.DONE or process.after is None:
        return [
            finding(
                "HUB014", f"expected a process that is carried out; it is {process.phase.value}", _REFERENCE
            )
        ]
    if not same_contracts(case.point.timeline, process.after):
        return [finding("HUB020", "a later process has changed the contracts", _REFERENCE)]
    return []


def run(transaction: Transaction, request: Request) -> None:
    """Restore the contracts and tell the parties."""
    case, process = Case.of(transaction, request), find(transaction, request, ROLLBACKS[request.brs])
    assert case is not None
    assert process is not None
    current = case.point.timeline
    late = _is_late(case, process)
    timeline = _last_resort(case, process) if late else _restored(process, current)
    point = attrs.evolve(case.point, timeline=timeline)
    transaction.put(POINTS, point.identification, point)
    transaction.put(PROCESSES, process.identification, moved(process, "roll back"))
    _revive(transaction, point)
    _notify(case, process, point, current)
    if late:
        _ask_last_resort(case, process)
    send_gained(transaction, case.point, point)


def _restored(process: Process, current: Timeline) -> Timeline:
    assert process.before is not None
    assert process.after is not None
    return restored(current, process.before, process.after)


def _is_late(case: Case, process: Process) -> bool:
    limit = add_working_days(case.today, -case.transaction.config.move_in_back)
    return process.brs in _MOVE_INS and process.day < limit and bool(case.last_resort)


def _last_resort(case: Case, process: Process) -> Timeline:
    supply = Supply(
        start=process.day, supplier=case.last_resort, role="SLR", process=case.request.identification
    )
    return switched(case.point.timeline, supply)


def _revive(transaction: Transaction, point: Point) -> None:
    """Take up again what the process had crossed."""
    for other in transaction.history(point.identification):
        if (
            other.phase is ProcessPhase.SUPERSEDED
            and other.after is not None
            and same_contracts(point.timeline, other.after)
        ):
            transaction.put(PROCESSES, other.identification, moved(other, "restore"))


def _notify(case: Case, process: Process, point: Point, current: Timeline) -> None:
    transaction, brs = case.transaction, case.request.brs
    regained, lost = changed_supplies(current, point.timeline)
    for supply in regained:
        day = max(supply.start, process.day)
        seen = seen_of(point, day, supply, point.timeline)
        notify_start(transaction, seen, to=supply.supplier, role=supply.role, brs=brs, day=day)
        if case.owner:
            notify_start(transaction, seen, to=case.owner, role="DDM", brs=brs, day=day)
    for supply in lost:
        seen = seen_of(point, supply.start, supply, current)
        recipients = [] if supply.supplier == process.initiator else [(supply.supplier, supply.role)]
        if not regained and case.owner:
            recipients.append((case.owner, "DDM"))
        for gln, role in recipients:
            notify_start(transaction, seen, to=gln, role=role, brs=brs, day=supply.start, cancelled=True)


def _ask_last_resort(case: Case, process: Process) -> None:
    """Send the supplier of last resort the start that it has to take over (process component 2)."""
    original = Request.of(process.request).payload
    message = RequestStartOfSupply(
        **frame(
            case.transaction,
            to=case.last_resort,
            role="SLR",
            brs=case.request.brs,
            document_type=CANCELLATION,
        ),
        payload_mp_event=attrs.evolve(
            original,
            original_business_document_reference=process.identification,
            balance_supplier_involved_energy_party=None,
            move_in_to_slr=None,
            consent_id=None,
        ),
    )
    case.transaction.send(message, point=case.point.identification)
