"""What the freeze of an area's day leaves behind: profiled consumption (FPPC) and 6015 quarters of each point.

FPPC (HP02) is locked at D+5 and sent to those entitled (BRS-NO-322). That the quarters of hourly points are stored is
sourced, that they are told to subscribers is EI-949; under which process is NOT FOUND, BRS-NO-313 is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.channels import RESOLUTIONS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import AreaInputs, AreaSettlement, Member, SettlementUse, settle
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY, values_of
from edielkit.hub.settlement.settlement_records import AreaDay
from edielkit.hub.values.distribution import ValueDelivery, calculated, distribute
from edielkit.hub.values.store import added, block_of
from edielkit.hub.values.value_kinds import ESTIMATED, TRANSFORMED
from edielkit.hub.values.value_records import VALUES, ChannelKey

__all__ = ("hour_profile", "inputs_of", "recalculated", "store_points")


def inputs_of(transaction: Transaction, record: AreaDay) -> AreaInputs:
    """Return what a record was calculated from: its members, and the values as of its calculation."""
    channels = [_values(transaction, record, member) for member in record.members]
    return AreaInputs(
        area=record.area,
        period=record.period,
        minutes=record.minutes,
        members=record.members,
        values=[values for values, _ in channels],
        missing=[missing for _, missing in channels],
    )


def _values(transaction: Transaction, record: AreaDay, member: Member) -> tuple[Ints, int]:
    if member.use is SettlementUse.PROFILED:
        return np.zeros(0, np.int64), 0
    history = transaction.get(VALUES, ChannelKey(member.point, ACTIVE_ENERGY, member.direction)) or ()
    values, missing, _ = values_of(history, record.period, member.minutes, record.as_of)
    return values, missing


def recalculated(transaction: Transaction, record: AreaDay) -> AreaSettlement:
    """Return the basis of a record that keeps its members, point by point, as it was calculated then."""
    inputs = inputs_of(transaction, record)
    return settle(inputs, record.constants, profile=hour_profile(transaction, inputs))


def hour_profile(transaction: Transaction, inputs: AreaInputs) -> Ints | None:
    """Return what hourly consumption is spread by: None for JIP, zeros for equal quarters."""
    return None if transaction.config.settlement_hours == "jip" else np.zeros(inputs.count, np.int64)


def store_points(transaction: Transaction, record: AreaDay) -> None:
    """Store and send the profiled consumption and the 6015 quarters of a locked record."""
    basis = recalculated(transaction, record)
    source = f"{record.area} {record.day}"
    for columns, kind, brs in ((basis.shares, ESTIMATED, "322"), (basis.quarters, TRANSFORMED, "313")):
        deliveries = list(_kept(transaction, record, columns, kind, source))
        distribute(transaction, deliveries, brs=brs, document_type="E66")


def _kept(
    transaction: Transaction, record: AreaDay, columns: Mapping[Member, Ints], kind: str, source: str
) -> Iterator[ValueDelivery]:
    for member, column in columns.items():
        key = ChannelKey(member.point, ACTIVE_ENERGY, member.direction, kind)
        values = calculated(column, locked=True)
        block = block_of(
            record.period.start,
            RESOLUTIONS[record.minutes],
            values,
            registered=transaction.now,
            inserted=transaction.arrival,
            source=source,
        )
        transaction.put(VALUES, key, added(transaction.get(VALUES, key) or (), block))
        yield ValueDelivery(
            key=key,
            period=record.period,
            registered=transaction.now,
            inserted=transaction.arrival,
            minutes=record.minutes,
            observations=values,
        )
