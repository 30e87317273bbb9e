"""The answer to a query for the basis of the reconciliation (BRS-NO-324 with BusinessType RE01 to RE04).

Source: query page: PriceVolumeCombinationForReconciliation, whole usage days. What "latest version" means here is NOT FOUND: the
answer is the sum of all runs that are not annulled (assumption).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.differences import CorrectionRow
from edielkit.hub.reconciliation.reconciliation_messages import payloads, send
from edielkit.hub.reconciliation.reconciliation_records import AreaRun, ReconciliationRun
from edielkit.hub.reconciliation.run import valid_runs
from edielkit.hub.settlement.area_settings import responsible_of

__all__ = ("reconciliation_answer", "reconciliation_rows")


def reconciliation_rows(
    transaction: Transaction,
    *,
    asker: str,
    role: str,
    area: str,
    first: dt.date,
    last: dt.date,
    business_type: str | None = None,
) -> tuple[list[CorrectionRow], ReconciliationRun | None]:
    """Return what a party may see of the reconciliation of a grid area, and the newest run that has any of it.

    Suppliers see their own rows, who is balance responsible those of its suppliers, the loss supplier its side, the grid
    owner all rows of its area.

    Args:
        transaction: The step.
        asker: GLN of the party.
        role: ``DDQ``, ``SLR``, ``DDK``, ``BSL`` or ``DDM``.
        area: EIC of the grid area.
        first: First usage day.
        last: Last usage day.
        business_type: ``RE01`` to ``RE04``; all if None.
    """
    chosen = _CHOICES.get(role, _nothing)
    chosen_rows: list[CorrectionRow] = []
    newest: ReconciliationRun | None = None
    for run in valid_runs(transaction):
        rows = [
            row
            for part in run.areas
            if part.area == area
            for row in chosen(transaction, part, asker)
            if first <= row.day <= last and business_type in {None, row.business_type}
        ]
        chosen_rows.extend(rows)
        newest = newest or (run if rows else None)
    return _summed(chosen_rows), newest


def reconciliation_answer(
    transaction: Transaction,
    *,
    asker: str,
    role: str,
    area: str,
    first: dt.date,
    last: dt.date,
    business_type: str | None = None,
    reference: str | None = None,
) -> list[str]:
    """Send a party the reconciliation of a grid area, and return the identifications of the messages.

    Args:
        transaction: The step.
        asker: GLN of the party.
        role: Its role.
        area: EIC of the grid area.
        first: First usage day.
        last: Last usage day.
        business_type: ``RE01`` to ``RE04``; all if None.
        reference: Identification of the query.

    Returns:
        None sent when there is nothing for the party.
    """
    corrections, newest = reconciliation_rows(
        transaction, asker=asker, role=role, area=area, first=first, last=last, business_type=business_type
    )
    if newest is None:
        return []
    answer = payloads(
        transaction, area, corrections, when=newest.when, first=first, last=last, reference=reference
    )
    return send(transaction, list(answer), to=asker, role=role, brs="324")


def _nothing(_transaction: Transaction, _part: AreaRun, _asker: str) -> list[CorrectionRow]:
    return []


def _own(_transaction: Transaction, part: AreaRun, asker: str) -> list[CorrectionRow]:
    return [row for row in part.rows if row.supplier == asker]


def _answered_for(transaction: Transaction, part: AreaRun, asker: str) -> list[CorrectionRow]:
    return [
        row for row in part.rows if responsible_of(transaction, row.supplier, part.area, row.day) == asker
    ]


def _loss_side(_transaction: Transaction, part: AreaRun, asker: str) -> list[CorrectionRow]:
    return [row for row in part.counter if row.supplier == asker]


def _whole(transaction: Transaction, part: AreaRun, asker: str) -> list[CorrectionRow]:
    area = transaction.structure.area(part.area)
    return list(part.rows) if area is not None and area.owner == asker else []


_CHOICES: Mapping[str, Callable[[Transaction, AreaRun, str], list[CorrectionRow]]] = MappingProxyType(
    {"DDQ": _own, "SLR": _own, "DDK": _answered_for, "BSL": _loss_side, "DDM": _whole}
)


def _summed(corrections: Iterable[CorrectionRow]) -> list[CorrectionRow]:
    sums: dict[tuple[str, str, dt.date], tuple[int, int]] = {}
    for correction in corrections:
        key = (correction.supplier, correction.business_type, correction.day)
        volume, amount = sums.get(key, (0, 0))
        sums[key] = (volume + correction.volume, amount + correction.amount)
    return [
        CorrectionRow(day=day, supplier=supplier, business_type=kind, volume=volume, amount=amount)
        for (supplier, kind, day), (volume, amount) in sorted(sums.items())
    ]
