"""The settlement basis as messages: BRS-NO-321 to the grid company, 502 to suppliers and balance responsible parties.

Everything is NotifyValidatedDataForBillingEnergy E31 with BusinessType. Keys as in BRS-NO-502: grid area, balance
responsible party and balance supplier. A supplier's own metered consumption and production have no code whose meaning is
public, so they are in the report (`Hub.settlement_report`) and in no message.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.area_settings import responsible_of, settings_of
from edielkit.hub.settlement.basis import SettlementUse
from edielkit.hub.settlement.settlement_records import AreaDay
from edielkit.hub.settlement.sum_codes import CODES
from edielkit.hub.values.distribution import AreaSum, Payload, calculated, send_values, sum_payloads

__all__ = ("area_sums", "party_sums", "send_basis", "send_quality", "sums_for")

_OWN_UNMETERED, _BALANCED_CONSUMPTION, _BALANCED_PRODUCTION = "SE07", "SE08", "SE09"
_SUPPLIERS = ("DDQ", "SLR")
_BASIS = "502"
# Results of BRS-NO-321 and 324, of which no source says that 502 has them:
# https://dok.elhub.no/15min/utsending-av-resultater-fra-balanseavregning-og--2
_NOT_IN_BASIS = frozenset({"LS03", "LS04", "LS05"})


def area_sums(record: AreaDay, role: str) -> Iterator[AreaSum]:
    """Yield the sums of an area that a role gets."""
    for sum_code in CODES.values():
        if role in sum_code.roles and sum_code.there(record):
            yield _sum(record, sum_code.code, sum_code.direction, sum_code.of(record))


def party_sums(transaction: Transaction, record: AreaDay, role: str, party: str) -> Iterator[AreaSum]:
    """Yield the sums of an area that are a party's own.

    Args:
        transaction: The step.
        record: The settlement of the area's day.
        role: ``DDQ`` or ``SLR``: the supplier's own unmetered consumption (SE07); ``DDK``: that of each of its
            suppliers, and its consumption and production in all (SE08, SE09).
        party: GLN.
    """
    if role in _SUPPLIERS:
        yield from _supplier_sums(transaction, record, role, party)
    if role == "DDK":
        own = [item for item in _suppliers(record) if _responsible(transaction, record, item[0]) == party]
        for supplier, held in own:
            yield from _supplier_sums(transaction, record, held, supplier)
        yield from _balanced(record, {supplier for supplier, _ in own}, party)


def _suppliers(record: AreaDay) -> list[tuple[str, str]]:
    """Return the suppliers of an area's day with their roles, each once."""
    return list(dict.fromkeys((g.supplier, g.role) for g, _ in record.groups if g.supplier))


def _responsible(transaction: Transaction, record: AreaDay, supplier: str) -> str:
    return responsible_of(transaction, supplier, record.area, record.day)


def _supplier_sums(transaction: Transaction, record: AreaDay, role: str, supplier: str) -> Iterator[AreaSum]:
    wanted: dict[str, object] = {"use": SettlementUse.PROFILED, "supplier": supplier, "role": role}
    if record.has_group(**wanted):
        yield _sum(
            record,
            _OWN_UNMETERED,
            "Out",
            record.group(**wanted),
            supplier=supplier,
            responsible=_responsible(transaction, record, supplier),
        )


def _balanced(record: AreaDay, suppliers: set[str], party: str) -> Iterator[AreaSum]:
    """Yield consumption metered at the settlement resolution, pumps apart, and production of one balance."""
    for code, direction, use, wanted in (
        (_BALANCED_CONSUMPTION, "Out", SettlementUse.INTERVAL, {"pumped": False}),
        (_BALANCED_PRODUCTION, "In", SettlementUse.PRODUCTION, {}),
    ):
        groups = [
            record.group(use=use, supplier=supplier, **wanted)
            for supplier in sorted(suppliers)
            if record.has_group(use=use, supplier=supplier, **wanted)
        ]
        if groups:
            column: Ints = np.sum(np.stack(groups), axis=0)
            yield _sum(record, code, direction, column, responsible=party)


def _sum(
    record: AreaDay, code: str, direction: str, column: Ints, *, supplier: str = "", responsible: str = ""
) -> AreaSum:
    return AreaSum(
        area=record.area,
        business_type=code,
        direction=direction,
        period=record.period,
        minutes=record.minutes,
        observations=calculated(column, locked=record.locked),
        registered=record.calculated,
        supplier=supplier,
        responsible=responsible,
    )


def sums_for(transaction: Transaction, record: AreaDay, role: str, party: str) -> list[AreaSum]:
    """Return all sums of an area's day that a party gets in a role.

    Args:
        transaction: The step.
        record: The settlement.
        role: ``DDM``, ``BSL``, ``DDQ``, ``SLR`` or ``DDK``.
        party: GLN.
    """
    area = transaction.structure.area(record.area)
    if area is None or not party:
        return []
    # who the sums of the whole area are for; a balance responsible party stands behind the last resort
    whole = {
        "DDM": area.owner,
        "BSL": area.loss_supplier,
        "SLR": area.last_resort,
        "DDK": _responsible(transaction, record, area.last_resort),
    }
    common = area_sums(record, role) if whole.get(role) == party else ()
    return [*common, *party_sums(transaction, record, role, party)]


def send_quality(transaction: Transaction, record: AreaDay) -> None:
    """Send the grid company the sums of its area (BRS-NO-321), unless it has declined."""
    area = transaction.structure.area(record.area)
    if area is not None and settings_of(transaction, record.area).basis_wanted:
        _send(transaction, record, to=area.owner, role="DDM", brs="321")


def send_basis(transaction: Transaction, record: AreaDay) -> None:
    """Send suppliers, balance responsible parties, last resort and loss supplier what is theirs (BRS-NO-502)."""
    area = transaction.structure.area(record.area)
    assert area is not None
    suppliers = _suppliers(record)
    recipients = [(area.loss_supplier, "BSL"), (area.last_resort, "SLR"), *suppliers]
    names = (*(supplier for supplier, _ in suppliers), area.last_resort)
    recipients += [(_responsible(transaction, record, supplier), "DDK") for supplier in names]
    for to, role in dict.fromkeys(recipients):
        _send(transaction, record, to=to, role=role, brs=_BASIS)


def _send(transaction: Transaction, record: AreaDay, *, to: str, role: str, brs: str) -> None:
    recipient = transaction.party(to)
    if recipient is None or role not in recipient.roles:
        return
    payloads: list[Payload] = [
        payload
        for area_sum in sums_for(transaction, record, role, to)
        if brs != _BASIS or area_sum.business_type not in _NOT_IN_BASIS
        for payload in sum_payloads(transaction, area_sum)
    ]
    send_values(transaction, payloads, to=to, role=role, brs=brs, document_type="E31")
