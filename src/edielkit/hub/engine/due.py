"""What may fall due, and what of it can be run again when it failed: one table from the kind of an appointment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.hub.core.failures import note_failure, reason_of
from edielkit.hub.core.market_records import FailureCase
from edielkit.hub.core.state import Appointment
from edielkit.hub.core.state_tables import FAILURE_CASES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.engine import daily
from edielkit.hub.extraction import jobs
from edielkit.hub.processes import consent, lifecycle, third_party

__all__ = ("DUE", "note_due", "run_again")

# Kind of an appointment to what is done when it falls due; given the step, and what the appointment is about.
DUE: Mapping[str, Callable[[Transaction, str], None]] = MappingProxyType(
    {
        "deadline": lifecycle.deadline,
        "consent": consent.expire,
        "approval": third_party.expire,
        "daily": daily.run,
        "extraction": jobs.prepare,
    }
)


def note_due(transaction: Transaction, appointment: Appointment, error: Exception) -> None:
    """Make a case of an appointment that failed; a daily job comes again tomorrow."""
    if appointment.kind == "daily":
        daily.note(transaction, appointment.key, error)
    else:
        note_failure(transaction, error, kind=appointment.kind, key=appointment.key)


def run_again(transaction: Transaction, *, case: int) -> dict[str, Any]:
    """Run again what failed for a reason that the hub did not foresee, once the reason is gone.

    A daily job is done for the day of the failure, with what is known by now. A message is sent again by its sender.

    Args:
        transaction: The step.
        case: Number of the case, as `Hub.failure_cases` lists it.

    Returns:
        The case, resolved.

    Raises:
        ValueError: There is no such case that is open, it is not for the hub to run again, or it fails again.
    """
    failure = transaction.get(FAILURE_CASES, case)
    if failure is None or failure.resolved is not None:
        raise ValueError("expected the number of a failure case that is open")
    if failure.kind not in DUE:
        raise ValueError(f"case {case} is no job of the hub: what came in is sent or called again")
    try:
        with transaction.part() as part:
            _run(part, failure)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (nothing has changed, and the case stays open)
        raise ValueError(f"case {case} fails again: {reason_of(error)}") from None
    resolved = attrs.evolve(failure, resolved=transaction.now)
    transaction.put(FAILURE_CASES, case, resolved)
    return resolved.to_dict()


def _run(transaction: Transaction, failure: FailureCase) -> None:
    if failure.day is not None:
        daily.run_job(transaction, failure.job, failure.day, failure.key)
    else:
        DUE[failure.kind](transaction, failure.key)
