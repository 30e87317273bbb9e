"""Interval values from grid companies (BRS-NO-313): validated payload by payload, stored, and distributed at once.

A payload that breaks a rule is refused alone. What is accepted becomes a block of its channel's history; what the hub
calculates of it follows in the same step, and every entitled party gets its part of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import attrs
import numpy as np

from edielkit.findings import Finding
from edielkit.hub.core.channels import MINUTES, RESOLUTIONS
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import Memo
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control.reception import after_exchange
from edielkit.hub.metering.series_checks import Taken, troubles
from edielkit.hub.values.arrival import Incoming
from edielkit.hub.values.calculations import parts_sent
from edielkit.hub.values.distribution import ValueDelivery, distribute, sliced
from edielkit.hub.values.entitled import days_of
from edielkit.hub.values.history_book import HistoryBook, history_book
from edielkit.hub.values.store import block_of, instant_of, minute, pieces
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.hub.virtual.recalculation import recalculate
from edielkit.market_time import Period
from edielkit.series import Observations

__all__ = ("distribute_changes", "run", "validate")

BRS = "313"
DOCUMENT_TYPE = "E66"
# Identification of a payload to the series that it holds.
_CHECKED: Memo[str, Incoming] = Memo("incoming 313")
_POINT = "MeteringPointUsedDomainLocation/Identification"
_PERIOD = "ObservationPeriodTimeSeriesPeriod"
_DIRECTION = "MPDetailMeasurementMeteringPointCharacteristic/Direction"


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps series out, each with the payload that it is about."""
    findings: list[Finding] = []
    taken: Taken = {}
    for payload in request.payloads:
        incoming = _incoming(transaction, request, payload)
        if isinstance(incoming, Finding):
            findings.append(attrs.evolve(incoming, payload=payload.identification))
            continue
        wrong = list(troubles(transaction, incoming, taken))
        if wrong:
            findings += [attrs.evolve(breach, payload=payload.identification) for breach in wrong]
        else:
            transaction.memo(_CHECKED)[payload.identification] = incoming
            _take(
                taken.setdefault(incoming.key, []), minute(incoming.period.start), minute(incoming.period.end)
            )
    return findings


def run(transaction: Transaction, request: Request) -> None:
    """Store the series of a message, calculate what follows from them, and distribute both."""
    changed: list[tuple[ChannelKey, Period]] = []
    deliveries: list[ValueDelivery] = []
    books: dict[ChannelKey, HistoryBook] = {}
    for payload in request.payloads:
        incoming = transaction.memo(_CHECKED).pop(payload.identification)
        for delivery in _stored(transaction, incoming, books):
            changed.append((delivery.key, delivery.period))
            # the metered values of a channel whose net is calculated are nobody's but the hub's
            if not delivery.key.kind:
                deliveries.append(delivery)
    if not changed:
        return
    for key in dict.fromkeys(key for key, _ in changed):
        transaction.put(VALUES, key, books[key].history)
    after_exchange(transaction, changed)
    deliveries += _read(transaction, recalculate(transaction, changed))
    distribute(transaction, deliveries, brs=BRS, document_type=DOCUMENT_TYPE)


def distribute_changes(transaction: Transaction, changed: Iterable[tuple[ChannelKey, Period]]) -> None:
    """Distribute values that were written in this step: what counts now and came now."""
    distribute(transaction, _read(transaction, changed), brs=BRS, document_type=DOCUMENT_TYPE)


def _incoming(transaction: Transaction, request: Request, payload: Any) -> Incoming | Finding:
    """Return the series of a payload that the rules of the process let through, or why the hub cannot hold it."""
    identification = payload.metering_point_used_domain_location.identification.value
    point = transaction.point(identification)
    if point is None:
        return finding("HUB001", "the metering point is not registered", _POINT)
    characteristic = payload.mp_detail_measurement_metering_point_characteristic
    if characteristic is None:
        return finding("HUB032", "expected a direction, found none", _DIRECTION)
    stated = payload.observation_period_time_series_period
    minutes = MINUTES.get(stated.resolution_duration)
    if minutes is None:
        return finding("HUB033", "expected PT15M or PT1H", f"{_PERIOD}/ResolutionDuration")
    instants = (
        (stated.start, f"{_PERIOD}/Start"),
        (stated.end, f"{_PERIOD}/End"),
        (payload.registration_date_time, "RegistrationDateTime"),
    )
    for instant, path in instants:
        if day_of(instant) is None:
            return finding("HUB003", "expected a day between 1900 and 2200", path)
    period = _utc(stated.start, stated.end)
    first, last = days_of(period.start, period.end)
    product = payload.product_included_product_characteristics.identification.value
    key = ChannelKey(identification, product, characteristic.direction)
    return Incoming(
        payload=payload,
        point=point,
        key=key,
        period=period,
        minutes=minutes,
        observations=_in_order(payload.observation),
        parts=parts_sent(transaction, key, period),
        first=first,
        last=last,
        sender=request.sender,
    )


_COUNTED = np.arange(1, 10_000, dtype=np.int32).tobytes()


def _in_order(observations: Observations) -> Observations:
    """Return the values in the order of their positions, counted from 1; they have neither holes nor doubles."""
    if observations.position.tobytes() == _COUNTED[: 4 * len(observations)]:
        return observations
    order = np.argsort(observations.position, kind="stable")
    return Observations(
        position=np.arange(1, len(order) + 1, dtype=np.int32),
        quantity=observations.quantity[order],
        status=observations.status[order],
        validation=observations.validation[order],
        estimation=observations.estimation[order],
    )


def _take(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span; one that goes on where the last one ends makes that longer."""
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


@lru_cache(maxsize=1 << 12)
def _utc(start: dt.datetime, end: dt.datetime) -> Period:
    # plain instants, whatever the wire's form of the equal ones that were asked for first
    return Period(instant_of(minute(start)), instant_of(minute(end)))


def _stored(
    transaction: Transaction, incoming: Incoming, books: dict[ChannelKey, HistoryBook]
) -> Iterator[ValueDelivery]:
    """Enter a series in the books of the keys that its parts are kept under; yield what is new."""
    for key, period in incoming.parts:
        assert key is not None
        observations = incoming.observations
        if period is not incoming.period:
            step = dt.timedelta(minutes=incoming.minutes)
            begin, end = (
                (period.start - incoming.period.start) // step,
                (period.end - incoming.period.start) // step,
            )
            observations = sliced(observations, begin, end)
        block = block_of(
            period.start,
            RESOLUTIONS[incoming.minutes],
            observations,
            registered=incoming.payload.registration_date_time,
            inserted=transaction.arrival,
            source=incoming.payload.identification,
        )
        if key not in books:
            books[key] = history_book(transaction, key)
        if not books[key].add(block):
            continue
        yield ValueDelivery(
            key=key,
            period=period,
            minutes=incoming.minutes,
            observations=observations,
            registered=block.registered,
            inserted=block.inserted,
        )


def _read(transaction: Transaction, changed: Iterable[tuple[ChannelKey, Period]]) -> list[ValueDelivery]:
    """Return what counts in the periods and was inserted now, as deliveries."""
    return [
        ValueDelivery(
            key=key,
            period=piece.period,
            minutes=piece.minutes,
            observations=piece.observations,
            registered=piece.registered,
            inserted=piece.inserted,
        )
        for key, period in changed
        for piece in pieces(transaction.get(VALUES, key) or (), period)
        if piece.inserted == transaction.arrival
    ]
