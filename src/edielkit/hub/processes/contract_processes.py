"""The processes on contracts as data: who begins them, what they ask, change, and tell to whom.

On which days they may be asked for stands in `edielkit.process_rules.windows`.

Sources: the pages of the processes in the Elhub standard and its older space ediel1141, the process components 1, 6, 10,
11, 13, 14, 22 and 23, and the public test cases (dok.elhub.no/test). What no page says is marked inferred here and
listed in `edielkit.hub.core.assumptions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from edielkit.findings import Trust
from edielkit.hub.core.market_records import ProcessPhase
from edielkit.market_time import day_period, local_day

__all__ = (
    "CONFLICTS",
    "ROLLBACKS",
    "SPECS",
    "TRANSITIONS",
    "Conflict",
    "ConflictAction",
    "ProcessSpec",
    "cancellation_deadline",
)

_SOURCED, _INFERRED = Trust.SOURCED, Trust.INFERRED


_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_1141 = "https://dok.elhub.no/ediel1141/"
_TEST = "https://dok.elhub.no/test/"
_202 = f"{_1141}brs-no-202-opphoer-av-kraftleveranse"


def cancellation_deadline(now: dt.datetime, day: dt.date) -> dt.datetime:
    """Return the instant up to which a process may be cancelled: the coming midnight, never after its own day begins.

    Source: the test case of BRS-NO-211 (the deadline is the day after the message); inferred for the other processes.
    """
    return min(day_period(local_day(now) + dt.timedelta(days=1)).start, day_period(day).start)


@attrs.frozen(kw_only=True)
class ProcessSpec:
    """A process on contracts.

    Attributes:
        brs: ``101`` and so on.
        kind: The message that begins it.
        role: Role of the sender.
        waits: It has a cancellation period; without, it takes effect at once.
        checks: What must hold, by name (`edielkit.hub.processes.contract_checks`).
        effect: What it does to the timeline, by name (`edielkit.hub.processes.lifecycle.EFFECTS`).
        start_to: Who is told of the start: ``supplier`` (each that gains a supply), ``grid``.
        end_to: Who is told of the end: ``supplier`` (each that loses one), ``grid``.
        reason: ReasonForTransaction of the notice of the end; ``request`` for that of the request.
        rollback: Process that takes it back.
        trust: How well all this is known.
        source: Where it is said.
    """

    brs: str
    kind: str
    role: str
    waits: bool = False
    checks: tuple[str, ...] = ()
    effect: str = ""
    start_to: tuple[str, ...] = ()
    end_to: tuple[str, ...] = ()
    reason: str = ""
    rollback: str = ""
    trust: Trust = Trust.SOURCED
    source: str = ""


_START, _END = "RequestStartOfSupply", "RequestEndOfSupply"
_BOTH = ("supplier", "grid")
_SETTLED = ("registered", "settlement_point")
_SUPPLIED = (*_SETTLED, "not_virtual")
_CHANGED_SUPPLIER, _MOVED_OUT = "Z45", "Z42"

_SPECS = (
    ProcessSpec(
        brs="101",
        kind=_START,
        role="DDQ",
        waits=True,
        checks=(
            *_SUPPLIED,
            "active",
            "open_for_switching",
            "occupied",
            "same_customer",
            "new_supplier",
            "consent",
        ),
        effect="switch",
        start_to=_BOTH,
        end_to=("supplier",),
        reason=_CHANGED_SUPPLIER,
        rollback="111",
        source=f"{_STANDARD}brs-no-101-oppstart-kraftleveranse-leverandrskifte; {_TEST}sys-ddq101-01",
    ),
    ProcessSpec(
        brs="102",
        kind=_START,
        role="DDQ",
        waits=True,
        checks=(*_SUPPLIED, "not_terminated", "other_customer", "consent"),
        effect="move_in",
        start_to=_BOTH,
        end_to=("supplier",),
        reason=_MOVED_OUT,
        rollback="111",
        source=f"{_TEST}sys-ddq102-01, sys-ddm102-03, sys-ddq102-04",
    ),
    ProcessSpec(
        brs="103",
        kind=_START,
        role="DDQ",
        checks=(*_SUPPLIED, "active", "other_customer", "last_resort_if_asked", "consent", "basis"),
        effect="move_in",
        start_to=_BOTH,
        end_to=("supplier",),
        reason=_MOVED_OUT,
        rollback="111",
        trust=_INFERRED,
        source="crossing processes: 103 acts at once; test cases that begin with it",
    ),
    ProcessSpec(
        brs="104",
        kind=_START,
        role="DDQ",
        checks=(*_SUPPLIED, "active", "occupied", "same_customer", "from_last_resort", "consent"),
        effect="switch",
        start_to=_BOTH,
        end_to=("supplier",),
        reason=_CHANGED_SUPPLIER,
        rollback="111",
        source=f"{_1141}brs-no-104-oppstart-kraftleveranse-leverandoersk-1; {_TEST}sys-ddm104-01",
    ),
    ProcessSpec(
        brs="123",
        kind=_START,
        role="DDM",
        checks=(*_SUPPLIED, "grid_owner", "active", "other_customer", "last_resort"),
        effect="move_in_to_last_resort",
        start_to=_BOTH,
        end_to=("supplier",),
        reason=_MOVED_OUT,
        rollback="133",
        source=f"{_TEST}sys-ddm123-01",
    ),
    ProcessSpec(
        brs="201",
        kind=_END,
        role="DDQ",
        waits=True,
        checks=(*_SETTLED, "supplies", "ending_customer"),
        effect="move_out",
        end_to=("grid",),
        reason="request",
        rollback="221",
        source=f"{_STANDARD}brs-no-201-opphr-pa-grunn-av-utflytting; {_TEST}sys-ddq201-02",
    ),
    ProcessSpec(
        brs="202",
        kind=_END,
        role="DDQ",
        waits=True,
        checks=(*_SETTLED, "supplies", "ending_customer", "last_resort"),
        effect="to_last_resort",
        start_to=_BOTH,
        rollback="221",
        source=_202,
    ),
    ProcessSpec(
        brs="211",
        kind=_END,
        role="DDM",
        waits=True,
        checks=(*_SETTLED, "grid_owner", "lives", "ending_customer"),
        effect="move_out",
        end_to=_BOTH,
        reason="request",
        rollback="222",
        source=f"{_TEST}sys-ddm211-01, sys-ddm211-02, sys-ddm211-03, sys-ddq211-02",
    ),
)

SPECS: Mapping[str, ProcessSpec] = MappingProxyType({spec.brs: spec for spec in _SPECS})

# Process that takes back to the processes that it takes back.
ROLLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        rollback: tuple(brs for brs, spec in SPECS.items() if spec.rollback == rollback)
        for rollback in sorted({spec.rollback for spec in SPECS.values() if spec.rollback})
    }
)

# Where a process stands, and what happens to it. Source: crossing processes (state 1 waits, state 2 is done).
TRANSITIONS: Mapping[tuple[ProcessPhase, str], ProcessPhase] = MappingProxyType(
    {
        (ProcessPhase.WAITING, "deadline"): ProcessPhase.DONE,
        (ProcessPhase.WAITING, "inactive"): ProcessPhase.AWAITING_ACTIVATION,
        (ProcessPhase.WAITING, "cancel"): ProcessPhase.CANCELLED,
        (ProcessPhase.WAITING, "refuse"): ProcessPhase.REJECTED,
        (ProcessPhase.WAITING, "cross"): ProcessPhase.REJECTED,
        (ProcessPhase.AWAITING_ACTIVATION, "activate"): ProcessPhase.DONE,
        (ProcessPhase.AWAITING_ACTIVATION, "refuse"): ProcessPhase.REJECTED,
        (ProcessPhase.AWAITING_ACTIVATION, "cross"): ProcessPhase.REJECTED,
        (ProcessPhase.AWAITING_APPROVAL, "approve"): ProcessPhase.DONE,
        (ProcessPhase.AWAITING_APPROVAL, "refuse"): ProcessPhase.REJECTED,
        (ProcessPhase.DONE, "roll back"): ProcessPhase.ROLLED_BACK,
        (ProcessPhase.DONE, "cross"): ProcessPhase.SUPERSEDED,
        (ProcessPhase.SUPERSEDED, "restore"): ProcessPhase.DONE,
    }
)


class ConflictAction(StrEnum):
    """What a crossing does."""

    REJECT_INCOMING = "reject the incoming process"
    CANCEL_ONGOING = "cancel the ongoing process when the incoming takes effect"


@attrs.frozen
class Conflict:
    """Two processes that cross on one metering point.

    Attributes:
        ongoing: Process that is ongoing.
        incoming: Process that comes in.
        later: The incoming day lies after the ongoing one (True), or on it or before (False); None for any.
        action: What is done; where no row fits both go on, and each is checked again at its own deadline.
        trust: How well it is known.
    """

    ongoing: str
    incoming: str
    later: bool | None
    action: ConflictAction
    trust: Trust = Trust.SOURCED


# Source: https://dok.elhub.no/Elhubstandard/oversikt-konflikthandtering; the page is cut after 101/103. What stands there for
# 102 on the same day (cancel the incoming) is read as a slip for the ongoing, and 103 is taken to cross on any day.
CONFLICTS: tuple[Conflict, ...] = (
    Conflict("101", "101", later=False, action=ConflictAction.REJECT_INCOMING),
    Conflict("101", "102", later=False, action=ConflictAction.CANCEL_ONGOING, trust=_INFERRED),
    Conflict("101", "103", later=None, action=ConflictAction.CANCEL_ONGOING, trust=_INFERRED),
)
