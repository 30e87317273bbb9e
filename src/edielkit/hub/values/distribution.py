"""NotifyValidatedDataForBillingEnergy: payloads and messages, and who is sent which.

A delivery is what came about at one time: values of a point, or a period volume. `distribute` sends each entitled
party, in each of its roles, the part that it is entitled to; a message holds up to 9999 payloads, a payload up to
9999 values. The parts of the payloads are frozen and shared; values are views of the same columns.

Source: process components 7 and 8; RegistrationDateTime and InsertDateTime as in BRS-NO-315.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs
import numpy as np

from edielkit.codes import agency_of
from edielkit.emif.build import party
from edielkit.emif.messages import (
    MeteringGridArea,
    MeteringPoint,
    NotifyValidatedDataForBillingEnergy,
    NotifyValidatedDataForBillingEnergyPayload,
    ProductCharacteristic,
    QuantityProfiledNotify,
    TimeSeriesPeriod,
    ValidatedDataMeteringPointCharacteristic,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.channels import ACTIVE_ENERGY, RESOLUTIONS
from edielkit.hub.core.hub_messages import MOST_PAYLOADS, frame
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.entitled import shares
from edielkit.hub.values.store import instant_of, minute
from edielkit.hub.values.value_kinds import PRODUCTS, PROFILES
from edielkit.hub.values.value_records import ChannelKey
from edielkit.market_time import Period
from edielkit.process_rules.data import units
from edielkit.process_rules.series_order import overlapping_series
from edielkit.series import Observations, Status

__all__ = (
    "AreaSum",
    "ValueDelivery",
    "calculated",
    "distribute",
    "payloads_of",
    "product_of",
    "send_values",
    "sliced",
    "sum_payloads",
)

Payload = NotifyValidatedDataForBillingEnergyPayload

_MOST_VALUES = 9999
_GS1, _ELHUB, _EIC = "9", "89", "305"


@attrs.frozen(kw_only=True, eq=False)
class ValueDelivery:
    """Values of a metering point that came about at one time.

    Attributes:
        key: Point, product, direction and kind.
        period: Half-open period that they cover.
        registered: When the sender registered them.
        inserted: When they came to the hub.
        minutes: Length of a step; 0 for a period volume.
        observations: The values, from position 1; None for a period volume.
        profiled: The period volume, or that it is withdrawn.
        readings: Meter readings at start and end of a period volume.
    """

    key: ChannelKey
    period: Period
    registered: dt.datetime
    inserted: dt.datetime
    minutes: int = 0
    observations: Observations | None = None
    profiled: QuantityProfiledNotify | None = None
    readings: tuple[Decimal | None, Decimal | None] = (None, None)


@attrs.frozen(kw_only=True, eq=False)
class AreaSum:
    """Values of a grid area: a sum, a loss, a share of a supplier.

    Attributes:
        area: EIC of the metering grid area; empty without one.
        business_type: BusinessType, such as ``LS01``.
        direction: ``In`` or ``Out``.
        period: Half-open period that they cover.
        minutes: Length of a step.
        observations: The values, from position 1.
        registered: When they were calculated.
        inserted: When they were stored; as registered if None.
        product: Product code.
        supplier: GLN of the balance supplier that they are summed for; empty for none.
        responsible: GLN of the balance responsible party that they are summed for; empty for none.
        point: GSRN where they are of one metering point; empty for none.
    """

    area: str
    business_type: str
    direction: str
    period: Period
    minutes: int
    observations: Observations
    registered: dt.datetime
    inserted: dt.datetime | None = None
    product: str = ACTIVE_ENERGY
    supplier: str = ""
    responsible: str = ""
    point: str = ""


def distribute(
    transaction: Transaction, deliveries: Iterable[ValueDelivery], *, brs: str, document_type: str
) -> dict[tuple[str, str], int]:
    """Send every entitled party, in each of its roles, what it is entitled to of *deliveries*.

    A period volume is not divided: whoever is entitled to a part of its period gets it whole.

    Args:
        transaction: The step.
        deliveries: What came about, in the order of the payloads.
        brs: Process, ``313`` and so on.
        document_type: ``E66`` for series, ``E65`` for period volumes, ``E67`` for what is withdrawn.

    Returns:
        How many payloads went to each party and role.
    """
    outgoing: dict[tuple[str, str], list[Payload]] = {}
    for delivery in deliveries:
        point = transaction.point(delivery.key.point)
        if point is None:
            continue
        common = _common(delivery)
        _, product, direction, kind = delivery.key
        entitled = shares(
            transaction, point, delivery.period, product=product, direction=direction, kind=kind
        )
        if delivery.observations is None:
            for who in dict.fromkeys((share.party, share.role) for share in entitled):
                outgoing.setdefault(who, []).append(_whole(transaction, delivery, common))
            continue
        for recipient, role, period in entitled:
            outgoing.setdefault((recipient, role), []).extend(_parts(transaction, delivery, common, period))
    for (recipient, role), payloads in outgoing.items():
        send_values(transaction, payloads, to=recipient, role=role, brs=brs, document_type=document_type)
    return {who: len(payloads) for who, payloads in outgoing.items()}


def payloads_of(
    transaction: Transaction, delivery: ValueDelivery, *, reference: str | None = None
) -> list[Payload]:
    """Return the payloads of one delivery, as the answer to the query *reference* if there is one."""
    common = _common(delivery)
    if reference is not None:
        common["request_reference"] = reference
    if delivery.observations is None:
        return [_whole(transaction, delivery, common)]
    return _parts(transaction, delivery, common, delivery.period)


def sum_payloads(transaction: Transaction, values: AreaSum, *, reference: str | None = None) -> list[Payload]:
    """Return the payloads of a sum: one, or more when it has more values than a payload may hold."""
    common: dict[str, Any] = {
        "registration_date_time": values.registered,
        "insert_date_time": values.inserted or values.registered,
        "request_reference": reference,
        "product_included_product_characteristics": product_of(values.product),
        "mp_detail_measurement_metering_point_characteristic": _characteristic(
            values.direction, values.business_type
        ),
    }
    if values.area:
        common["metering_grid_area_used_domain_location"] = MeteringGridArea(
            identification=Identifier(values.area, _EIC)
        )
    if values.point:
        common["metering_point_used_domain_location"] = _point(values.point)
    if values.supplier:
        common["balance_supplier_involved_energy_party"] = party(values.supplier)
    if values.responsible:
        common["balance_responsible_involved_energy_party"] = party(values.responsible)
    return [
        Payload(
            identification=transaction.new_id(),
            observation_period_time_series_period=_period(values.minutes, part.start, part.end),
            observation=columns,
            **common,
        )
        for part, columns in _limited(values.observations, values.period, values.minutes)
    ]


def send_values(
    transaction: Transaction,
    payloads: Sequence[Payload],
    *,
    to: str,
    role: str,
    brs: str,
    document_type: str | Code,
    point: str = "",
) -> list[str]:
    """Send *payloads* in as few messages as hold them; return the identifications of the messages.

    Args:
        transaction: The step.
        payloads: At least one, or nothing is sent.
        to: GLN of the juridical recipient.
        role: Role that it gets them in.
        brs: Process.
        document_type: Code of the document.
        point: GSRN, where all are about one.
    """
    identifications = []
    for series in _without_repeats(payloads):
        for place in range(0, len(series), MOST_PAYLOADS):
            message = NotifyValidatedDataForBillingEnergy(
                **frame(transaction, to=to, role=role, brs=brs, document_type=document_type),
                payload_energy_time_series=tuple(series[place : place + MOST_PAYLOADS]),
            )
            transaction.send(message, point=point)
            identifications.append(message.header.identification)
    return identifications


def _without_repeats(payloads: Sequence[Payload]) -> Iterator[Sequence[Payload]]:
    """Yield *payloads* in parts that hold no series twice (SER122): what corrects a series comes in a message after it."""
    parts: list[list[Payload]] = []
    counts: Counter[int] = Counter()
    for payload, series in zip(payloads, overlapping_series(payloads), strict=True):
        number = counts[series]
        counts[series] += 1
        if number == len(parts):
            parts.append([])
        parts[number].append(payload)
    yield from parts


def calculated(column: Ints, *, locked: bool = False) -> Observations:
    """Return a column of thousandths as calculated values; *locked* marks what the imbalance settlement has used.

    >>> [each.name for each in map(Status, calculated(np.array([5]), locked=True).status.tolist())]
    ['CALCULATED_FOR_SETTLEMENT']
    """
    count = len(column)
    status = Status.CALCULATED_FOR_SETTLEMENT if locked else Status.CALCULATED
    none = np.zeros(count, np.uint8)
    return Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=column,
        status=np.full(count, int(status), np.uint8),
        validation=none,
        estimation=none,
    )


def sliced(observations: Observations, begin: int, end: int) -> Observations:
    """Return the rows from *begin* up to and without *end*, counted anew from position 1; the columns are views.

    >>> sliced(Observations.metered([1, 2, 3]), 1, 3).quantity.tolist()
    [2000, 3000]
    """
    return Observations(
        position=observations.position[begin:end] - begin,
        quantity=observations.quantity[begin:end],
        status=observations.status[begin:end],
        validation=observations.validation[begin:end],
        estimation=observations.estimation[begin:end],
    )


def _parts(
    transaction: Transaction, delivery: ValueDelivery, common: dict[str, Any], period: Period
) -> list[Payload]:
    observations, minutes = delivery.observations, delivery.minutes
    assert observations is not None
    if period is not delivery.period:
        begin = (period.start - delivery.period.start) // dt.timedelta(minutes=minutes)
        end = (period.end - delivery.period.start) // dt.timedelta(minutes=minutes)
        observations = sliced(observations, begin, end)
    elif len(observations) <= _MOST_VALUES:
        return [
            Payload(
                identification=transaction.new_id(),
                observation_period_time_series_period=_period(minutes, period.start, period.end),
                observation=observations,
                **common,
            )
        ]
    return [
        Payload(
            identification=transaction.new_id(),
            observation_period_time_series_period=_period(minutes, part.start, part.end),
            observation=columns,
            **common,
        )
        for part, columns in _limited(observations, period, minutes)
    ]


def _limited(observations: Observations, period: Period, minutes: int) -> list[tuple[Period, Observations]]:
    """Return the values in parts that a payload can hold."""
    count = len(observations)
    if count <= _MOST_VALUES:
        return [(period, observations)]
    step = dt.timedelta(minutes=minutes)
    return [
        (
            Period(period.start + begin * step, period.start + min(begin + _MOST_VALUES, count) * step),
            sliced(observations, begin, min(begin + _MOST_VALUES, count)),
        )
        for begin in range(0, count, _MOST_VALUES)
    ]


def _whole(transaction: Transaction, delivery: ValueDelivery, common: dict[str, Any]) -> Payload:
    first, last = delivery.readings
    return Payload(
        identification=transaction.new_id(),
        observation_period_time_series_period=TimeSeriesPeriod(
            start=delivery.period.start,
            end=delivery.period.end,
            meter_reading_start=first,
            meter_reading_end=last,
        ),
        profiled_observation=delivery.profiled,
        **common,
    )


def _common(delivery: ValueDelivery) -> dict[str, Any]:
    key = delivery.key
    return {
        "registration_date_time": delivery.registered,
        "insert_date_time": delivery.inserted,
        "product_included_product_characteristics": product_of(PRODUCTS.get(key.kind, key.product)),
        # values of a profile say which kind they are; others say nothing
        "mp_detail_measurement_metering_point_characteristic": _characteristic(
            key.direction, key.kind if key.kind in PROFILES else ""
        ),
        "metering_point_used_domain_location": _point(key.point),
    }


@lru_cache(maxsize=1 << 10)
def product_of(product: str) -> ProductCharacteristic:
    """Return the product with its agency and unit."""
    return ProductCharacteristic(
        identification=Identifier(product, agency_of("Elhub_ProductIdentifierCode", product)),
        unit_type=units().get(product, "kWh"),
    )


@lru_cache(maxsize=1 << 10)
def _characteristic(direction: str, business_type: str) -> ValidatedDataMeteringPointCharacteristic:
    return ValidatedDataMeteringPointCharacteristic(
        direction=direction, business_type=Code(business_type, _ELHUB) if business_type else None
    )


@lru_cache(maxsize=1 << 12)
def _period(minutes: int, start: dt.datetime, end: dt.datetime) -> TimeSeriesPeriod:
    # plain instants in UTC, whatever the form of the equal ones that were asked for first
    return TimeSeriesPeriod(
        resolution_duration=RESOLUTIONS[minutes],
        start=instant_of(minute(start)),
        end=instant_of(minute(end)),
    )


def _point(identification: str) -> MeteringPoint:
    return MeteringPoint(identification=Identifier(identification, _GS1))
