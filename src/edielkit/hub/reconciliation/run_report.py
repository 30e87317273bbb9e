"""Reconciliations as plain data: flat rows for tables and CSV, numbers as decimal texts.

A party pays what is above zero and gets what is below: production (RE03) counts the other way round than consumption.
Sums are for each party and grid area, as Elhub invoices for the grid owners; amounts under 100 kroner are neither paid nor
paid out (source: https://elhub.no/subject-areas/maleverdier-og-beregninger/avviksoppgjor; that the limit is for a party and an
area of a run is an assumption). The limit changes no row and no message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.differences import DIRECTIONS, CorrectionDetail, CorrectionRow
from edielkit.hub.reconciliation.final_loss import final_loss
from edielkit.hub.reconciliation.money import kroner
from edielkit.hub.reconciliation.reconciliation_messages import fits
from edielkit.hub.reconciliation.reconciliation_records import AreaRun, ReconciliationRun

__all__ = ("final_loss_report", "run_report", "summary")


_LEAST = 100 * 100


def summary(run: ReconciliationRun) -> dict[str, Any]:
    """Return what a run was, without its rows."""
    return {
        "run": run.number,
        "when": run.when.isoformat(),
        "from": run.first.isoformat(),
        "to": run.last.isoformat(),
        "annulled": None if run.annulled is None else run.annulled.isoformat(),
        "reason": run.reason,
        "corrections": sum(len(area.details) for area in run.areas),
        "waiting": [
            {"gridArea": w.area, "from": w.first.isoformat(), "to": w.last.isoformat(), "reason": w.reason}
            for w in run.waiting
        ],
    }


def run_report(run: ReconciliationRun) -> dict[str, Any]:
    """Return all of a run: `summary`, and the lists ``rows``, ``counter``, ``details``, ``parties`` and ``unsent``.

    Volumes are kWh with three decimals; amounts are NOK with two, those of ``details`` with six. ``counter`` is the
    loss supplier's side of ``rows``; ``unsent`` are rows too large for a message.
    """
    return {
        **summary(run),
        "rows": [_row(area, row) for area in run.areas for row in area.rows],
        "counter": [_row(area, row) for area in run.areas for row in area.counter],
        "details": [_detail(area, detail) for area in run.areas for detail in area.details],
        "parties": [party for area in run.areas for party in _parties(area)],
        "unsent": [_row(area, row) for area in run.areas for row in area.rows if not fits(row)],
    }


def final_loss_report(transaction: Transaction, area: str, day: dt.date) -> dict[str, Any] | None:
    """Return the newest final loss of an area's day: kWh with three decimals for each interval, by BusinessType."""
    loss = final_loss(transaction, area, day)
    if loss is None:
        return None
    codes = [code for code, _ in loss.columns]
    return {
        "gridArea": area,
        "day": day.isoformat(),
        "years": loss.years,
        "when": loss.when.isoformat(),
        "minutes": loss.minutes,
        **{code: [_text(volume, 3) for volume in loss.column(code).tolist()] for code in codes},
    }


def _row(area: AreaRun, row: CorrectionRow) -> dict[str, Any]:
    return {
        "gridArea": area.area,
        "day": row.day.isoformat(),
        "supplier": row.supplier,
        "businessType": row.business_type,
        "direction": DIRECTIONS[row.business_type],
        "volume": _text(row.volume, 3),
        "amount": str(kroner(row.amount)),
        "counterparty": area.loss_supplier,
    }


def _detail(area: AreaRun, detail: CorrectionDetail) -> dict[str, Any]:
    return {
        "gridArea": area.area,
        "day": detail.day.isoformat(),
        "meteringPoint": detail.point,
        "supplier": detail.supplier,
        "businessType": detail.business_type,
        "direction": DIRECTIONS[detail.business_type],
        "volume": _text(detail.volume, 3),
        "amount": _text(detail.amount, 6),
    }


def _parties(area: AreaRun) -> Iterator[dict[str, Any]]:
    for (party, role), owed in _owed(area).items():
        yield {
            "gridArea": area.area,
            "party": party,
            "role": role,
            "pays": str(kroner(owed)),
            "paid": abs(owed) >= _LEAST,
        }


def _owed(area: AreaRun) -> Mapping[tuple[str, str], int]:
    """Return what each party owes in hundredths of a krone; the loss supplier apart from its own customers."""
    owed: dict[tuple[str, str], int] = {}
    sides: tuple[tuple[str, Iterable[CorrectionRow]], ...] = (("DDQ", area.rows), ("BSL", area.counter))
    for role, rows in sides:
        for row in rows:
            sign = -1 if DIRECTIONS[row.business_type] == "In" else 1
            owed[row.supplier, role] = owed.get((row.supplier, role), 0) + sign * row.amount
    return owed


def _text(value: int, places: int) -> str:
    return f"{Decimal(value).scaleb(-places):f}"
