"""When the reconciliation runs, what it tells the suppliers, and how a run is annulled.

Source: https://elhub.no/subject-areas/maleverdier-og-beregninger/avviksoppgjor: on the 15th of each month or the next working
day, July excepted by agreement. The time of day is NOT FOUND: here the job of 12:00, after the day's freeze. That a run can be
annulled is sourced (that of March 2024 was, because of exchange points); how the parties are told is NOT FOUND, no message
is sent here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.hub.core.state_tables import TAKEN_UNTIL
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.reconciliation_messages import payloads, send
from edielkit.hub.reconciliation.reconciliation_records import RECONCILIATIONS, ReconciliationRun
from edielkit.hub.reconciliation.run import annul, reconcile
from edielkit.market_calendar import add_working_days, is_working_day

__all__ = ("annul_reconciliation", "monthly", "monthly_for", "run_day", "run_reconciliation")

_DAY_OF_MONTH = 15
# A job comes before the messages of its instant: their values are not in it. A call takes what came before it at its own instant.
_BEFORE = dt.timedelta(microseconds=1)


def run_day(year: int, month: int) -> dt.date:
    """Return the day of a month's reconciliation.

    >>> run_day(2026, 2).isoformat(), run_day(2026, 1).isoformat()
    ('2026-02-16', '2026-01-15')
    """
    day = dt.date(year, month, _DAY_OF_MONTH)
    return day if is_working_day(day) else add_working_days(day, 1)


def monthly(transaction: Transaction, day: dt.date) -> None:
    """Run the reconciliation if *day* is its day (the job of 12:00)."""
    if day.month not in transaction.config.reconciliation_pauses and day == run_day(day.year, day.month):
        _run(transaction, transaction.now - _BEFORE)


def monthly_for(transaction: Transaction, _day: dt.date, _area: str) -> None:
    """Run the reconciliation now: it takes what an area has that no run has taken, and finds nothing in the others."""
    _run(transaction, transaction.arrival)


def run_reconciliation(transaction: Transaction) -> dict[str, Any]:
    """Run the reconciliation now, as the hub's staff does after one that was annulled.

    Returns:
        Number of the run, how many corrections it took, identifications of its messages, and what waits.
    """
    return _run(transaction, transaction.arrival)


def _run(transaction: Transaction, as_of: dt.datetime) -> dict[str, Any]:
    run = reconcile(transaction, as_of)
    transaction.put(RECONCILIATIONS, run.number, run)
    transaction.put(TAKEN_UNTIL, "", as_of)
    return {
        "run": run.number,
        "corrections": sum(len(area.details) for area in run.areas),
        "messages": _notify(transaction, run),
        "waiting": [
            {"gridArea": w.area, "from": w.first.isoformat(), "to": w.last.isoformat(), "reason": w.reason}
            for w in run.waiting
        ],
    }


def _notify(transaction: Transaction, run: ReconciliationRun) -> list[str]:
    by_supplier: dict[str, list[Any]] = {}
    for area in run.areas:
        if area.days:
            for payload in payloads(
                transaction, area.area, area.rows, when=run.when, last=area.days[-1].last
            ):
                supplier = str(payload.balance_supplier_involved_energy_party.identification)
                by_supplier.setdefault(supplier, []).append(payload)
    return [sent for to in sorted(by_supplier) for sent in send(transaction, by_supplier[to], to=to)]


def annul_reconciliation(transaction: Transaction, *, number: int, reason: str = "") -> dict[str, Any]:
    """Annul the newest reconciliation that counts: the next run takes its differences again.

    Args:
        transaction: The step.
        number: Number of the run.
        reason: Why, for the report.

    Returns:
        Number of the run, and the suppliers that were told of it.

    Raises:
        ValueError: There is no such run, it is annulled already, or a later one builds on it.
    """
    run = annul(transaction, number, reason)
    transaction.put(RECONCILIATIONS, number, run)
    informed = {row.supplier for area in run.areas for row in area.rows}
    return {"run": number, "suppliers": sorted(informed)}
