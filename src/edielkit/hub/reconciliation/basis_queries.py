"""Queries for the settlement basis (BRS-NO-324): whole usage days of one grid area, each party's own alone.

The rules of the message are in the public table (`edielkit.process_rules`). Here: who may see what. The newest version answers,
also one that has not passed its validations (source: the process page). A query without BusinessType gets every sum that
the party gets by itself, and the final losses; RE01 to RE04 are answered by the reconciliation. Whether the answer is E31
or E66 is NOT FOUND; E31, as the same sums have in BRS-NO-502, is assumed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
import numpy as np

from edielkit.findings import Finding
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.final_loss import CODES as FINAL
from edielkit.hub.reconciliation.final_loss import final_loss
from edielkit.hub.reconciliation.reconciliation_answers import reconciliation_answer, reconciliation_rows
from edielkit.hub.settlement.area_settings import responsible_of
from edielkit.hub.settlement.basis_messages import sums_for
from edielkit.hub.settlement.infeed_profile import latest
from edielkit.hub.values.distribution import AreaSum, calculated, send_values, sum_payloads
from edielkit.market_time import Period, local_days
from edielkit.series import Observations

__all__ = ("run", "sums_of", "validate")

_RECONCILIATION = frozenset({"RE01", "RE02", "RE03", "RE04"})
# Roles that the final losses are for; LS02 is for the balance responsible party of the loss supplier, too.
_FINAL_ROLES = frozenset({"DDM", "BSL"})
_PERIOD, _AREA, _TYPE = "Period", "MeteringGridAreaDomainLocation", "BusinessType"


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a query from being answered."""
    payload = request.payload
    if payload.period is None or payload.metering_grid_area_domain_location is None:
        return [finding("HUB029", "expected a period and a grid area", _PERIOD)]
    area = transaction.structure.area(_area(request))
    if area is None:
        return [finding("HUB021", "expected a grid area that is known", f"{_AREA}/Identification")]
    whole = {"DDM": area.owner, "BSL": area.loss_supplier}
    if request.role in whole and whole[request.role] != request.sender:
        return [finding("HUB026", "the sender may not see the grid area in this role", _AREA)]
    if not _days(request):
        return [finding("HUB003", "expected days between 1900 and 2200", _PERIOD)]
    if not (
        _reconciled(transaction, request)
        if _type(request) in _RECONCILIATION
        else sums_of(transaction, request)
    ):
        return [
            finding("HUB041", "expected an area, period and type with data of the sender, found none", _TYPE)
        ]
    return []


def _reconciled(transaction: Transaction, request: Request) -> bool:
    days = _days(request)
    reconciled, _ = reconciliation_rows(
        transaction,
        asker=request.sender,
        role=request.role,
        area=_area(request),
        first=days[0],
        last=days[-1],
        business_type=_type(request),
    )
    return bool(reconciled)


def run(transaction: Transaction, request: Request) -> None:
    """Answer a query."""
    if _type(request) in _RECONCILIATION:
        days = _days(request)
        reconciliation_answer(
            transaction,
            asker=request.sender,
            role=request.role,
            area=_area(request),
            first=days[0],
            last=days[-1],
            business_type=_type(request),
            reference=request.identification,
        )
        return
    payloads = [
        payload
        for area_sum in sums_of(transaction, request)
        for payload in sum_payloads(transaction, area_sum, reference=request.identification)
    ]
    send_values(transaction, payloads, to=request.sender, role=request.role, brs="324", document_type="E31")


def _area(request: Request) -> str:
    return str(request.payload.metering_grid_area_domain_location.identification)


def _type(request: Request) -> str:
    business_type = request.payload.business_type
    return "" if business_type is None else str(business_type)


def _days(request: Request) -> tuple[dt.date, ...]:
    """Return the usage days that the period touches, whole days always; none for times that nobody means."""
    start, end = request.payload.period.start, request.payload.period.end
    if day_of(start) is None or day_of(end) is None:
        return ()
    return local_days(Period(start, end))


def sums_of(transaction: Transaction, request: Request) -> list[AreaSum]:
    """Return what answers a query: consecutive days of one sum in one series."""
    sums: list[AreaSum] = []
    for day in _days(request):
        sums += [
            area_sum
            for area_sum in _of_day(transaction, request, day)
            if _type(request) in {"", area_sum.business_type}
        ]
    return _joined(sums)


def _of_day(transaction: Transaction, request: Request, day: dt.date) -> Iterator[AreaSum]:
    record = latest(transaction, _area(request), day)
    if record is not None and record.summed:
        yield from sums_for(transaction, record, request.role, request.sender)
    final = final_loss(transaction, _area(request), day)
    if final is not None:
        for code in FINAL:
            if final.has(code) and _may_see_final(transaction, request, code, day):
                yield AreaSum(
                    area=final.area,
                    business_type=code,
                    direction="Out",
                    period=final.period,
                    minutes=final.minutes,
                    observations=calculated(final.column(code)),
                    registered=final.when,
                )


def _may_see_final(transaction: Transaction, request: Request, code: str, day: dt.date) -> bool:
    if request.role in _FINAL_ROLES:
        return True
    area = transaction.structure.area(_area(request))
    assert area is not None
    responsible = responsible_of(transaction, area.loss_supplier, area.identification, day)
    return (code, request.role, responsible) == ("LS02", "DDK", request.sender)


def _joined(sums: Iterable[AreaSum]) -> list[AreaSum]:
    """Return sums with those of consecutive days in one."""
    runs: dict[tuple[object, ...], list[list[AreaSum]]] = {}
    for area_sum in sums:
        key = (
            area_sum.business_type,
            area_sum.direction,
            area_sum.supplier,
            area_sum.responsible,
            area_sum.minutes,
        )
        consecutive = runs.setdefault(key, [])
        if consecutive and consecutive[-1][-1].period.end == area_sum.period.start:
            consecutive[-1].append(area_sum)
        else:
            consecutive.append([area_sum])
    return [_joined_sums(run_) for consecutive in runs.values() for run_ in consecutive]


def _joined_sums(parts: list[AreaSum]) -> AreaSum:
    columns = [part.observations for part in parts]
    quantity = np.concatenate([column.quantity for column in columns])
    return attrs.evolve(
        parts[0],
        period=Period(parts[0].period.start, parts[-1].period.end),
        registered=max(part.registered for part in parts),
        observations=Observations(
            position=np.arange(1, len(quantity) + 1, dtype=np.int32),
            quantity=quantity,
            status=np.concatenate([column.status for column in columns]),
            validation=np.concatenate([column.validation for column in columns]),
            estimation=np.concatenate([column.estimation for column in columns]),
        ),
    )
