"""PriceVolumeCombinationForReconciliation: the volumes and amounts that a supplier is told.

Source: process component 9: E66, to the balance supplier, for each grid area and BusinessType, in steps of a day. A payload
holds one calendar month, with zeros on the days without a correction (assumption). SettlementMethodType is left out:
BusinessType has taken its place since 18 September 2023 (and the examples that have it contradict the rest of the
standard about its agency, 89 or 260).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from edielkit.emif.build import party
from edielkit.emif.messages import (
    MeteringGridArea,
    PriceVolumeCombinationForReconciliation,
    PriceVolumeCombinationForReconciliationPayload,
    ReconciliationMeteringPointCharacteristic,
    TimeSeriesPeriodReconciliation,
)
from edielkit.emif.quantities import PriceObservations
from edielkit.emif.values import Code, Identifier
from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.hub_messages import MOST_PAYLOADS, frame
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.differences import DIRECTIONS, CorrectionRow
from edielkit.hub.values.distribution import product_of
from edielkit.market_time import day_period
from edielkit.series import QUANTITY_LIMIT

__all__ = ("fits", "payloads", "send")

Payload = PriceVolumeCombinationForReconciliationPayload

# EMIF type decimal122
_AMOUNT_LIMIT = 10**12
_DAY = dt.timedelta(days=1)


def fits(row: CorrectionRow) -> bool:
    """Tell whether a message can hold the volume and the amount."""
    return abs(row.volume) < QUANTITY_LIMIT and abs(row.amount) < _AMOUNT_LIMIT


def payloads(
    transaction: Transaction,
    area: str,
    rows: Iterable[CorrectionRow],
    *,
    when: dt.datetime,
    last: dt.date,
    first: dt.date = dt.date.min,
    reference: str | None = None,
) -> Iterator[Payload]:
    """Yield a payload for each supplier, kind and month of *rows*, in this order; what does not fit is left out.

    Args:
        transaction: The step.
        area: EIC of the grid area.
        rows: Sums by day, each supplier, kind and day once.
        when: Instant of the reconciliation.
        last: Last day that a payload may have.
        first: First day that a payload may have.
        reference: Identification of the query that they answer.
    """
    months: dict[tuple[str, str, int, int], dict[dt.date, CorrectionRow]] = {}
    for row in rows:
        if fits(row):
            key = (row.supplier, row.business_type, row.day.year, row.day.month)
            months.setdefault(key, {})[row.day] = row
    for (supplier, kind, year, month), by_day in sorted(months.items()):
        start = max(dt.date(year, month, 1), first)
        end = min(dt.date(year + month // 12, month % 12 + 1, 1), last + _DAY)
        days = [start + n * _DAY for n in range((end - start).days)]
        yield Payload(
            identification=transaction.new_id(),
            currency=Code("NOK", "5"),
            reconciliation_date=when,
            request_reference=reference,
            observation_period_time_series_period=TimeSeriesPeriodReconciliation(
                resolution_duration="P1D", start=day_period(start).start, end=day_period(end).start
            ),
            product_included_product_characteristics=product_of(ACTIVE_ENERGY),
            mp_detail_measurement_metering_point_characteristic=ReconciliationMeteringPointCharacteristic(
                direction=DIRECTIONS[kind], business_type=Code(kind, "89")
            ),
            metering_grid_area_used_domain_location=MeteringGridArea(identification=Identifier(area, "305")),
            balance_supplier_involved_energy_party=party(supplier),
            observation=_column([by_day.get(day) for day in days]),
        )


def _column(rows_by_day: Sequence[CorrectionRow | None]) -> PriceObservations:
    return PriceObservations(
        position=np.arange(1, len(rows_by_day) + 1, dtype=np.int32),
        volume=np.array([0 if row is None else row.volume for row in rows_by_day], np.int64),
        amount=np.array([0 if row is None else row.amount for row in rows_by_day], np.int64),
    )


def send(
    transaction: Transaction,
    payloads_to_send: Sequence[Payload],
    *,
    to: str,
    role: str = "DDQ",
    brs: str = "503",
) -> list[str]:
    """Send payloads to a party, and return the identifications of the messages.

    A party that is a supplier of last resort and nothing else is told in the role DDQ, the only one that is public for
    the message, and finds it among what waits for SLR (assumption).
    """
    sent = []
    holder = transaction.party(to)
    for begin in range(0, len(payloads_to_send), MOST_PAYLOADS):
        message = PriceVolumeCombinationForReconciliation(
            **frame(transaction, to=to, role=role, brs=brs, document_type="E66"),
            payload_energy_time_series=tuple(payloads_to_send[begin : begin + MOST_PAYLOADS]),
        )
        only = role == "DDQ" and holder is not None and "DDQ" not in holder.roles and "SLR" in holder.roles
        transaction.send(message, role="SLR" if only else role)
        sent.append(message.header.identification)
    return sent
