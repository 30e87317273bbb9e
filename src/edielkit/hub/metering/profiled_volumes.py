"""Values of profiled points: period volumes and start readings (BRS-NO-312), withdrawals and replacements (332).

A period volume is kept, spread over its period to interval values (FPC, business type HP04) at the resolution of the
settlement, and both are distributed: E65 the volume, E66 the values, E67 what is withdrawn. The profile is that of the
settlement (PJIP); where there is none yet the values are equal (assumption). The message rule table of BRS-NO-312 is
NOT FOUND: the rules here follow its prose, the table of BRS-NO-332 and the example of the standard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs
import numpy as np

from edielkit.emif.messages import QuantityProfiledNotify
from edielkit.emif.quantities import ReadQuantity
from edielkit.findings import Finding
from edielkit.hub.core.apportioning import shared
from edielkit.hub.core.channels import ACTIVE_ENERGY, BY_PROFILE, RESOLUTIONS
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import Memo
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering import readings
from edielkit.hub.metering.payload_checks import for_payload, settlement_method
from edielkit.hub.settlement.infeed_profile import profile
from edielkit.hub.values.distribution import ValueDelivery, calculated, distribute, payloads_of, send_values
from edielkit.hub.values.entitled import shares
from edielkit.hub.values.store import added, block_of, minute, withdrawn
from edielkit.hub.values.value_kinds import MEASURED
from edielkit.hub.values.value_records import (
    VALUES,
    VOLUMES,
    ChannelKey,
    Volume,
    VolumeKind,
    VolumeRecords,
    Withdrawal,
)
from edielkit.hub.values.volumes import after, difference, held, misfits, near, taken_back
from edielkit.market_time import Period, local_day, years_before
from edielkit.passed_times import at_most
from edielkit.series import Observations, decimal, thousandths

__all__ = ("add_volume", "deliveries", "delivery_of", "records_of", "run", "validate", "value_key")

_UNIT, _OUT = "kWh", "Out"
_YEARS_BACK = 3
_INSTANT = dt.timedelta(microseconds=1)
# GSRN to the records of a point and what counts of them.
_HELD: Memo[str, tuple[VolumeRecords, tuple[Volume, ...]]] = Memo("volumes held")
_PERIOD = "ObservationPeriodTimeSeriesPeriod"
_VALUE = "ProfiledObservation"
_POINT = "MeteringPointUsedDomainLocation/Identification"
_REGISTERED = "RegistrationDateTime"
# Kind to the field of the messages.
_FIELDS = {
    VolumeKind.METERED: "metered",
    VolumeKind.STIPULATED: "stipulated",
    VolumeKind.READING: "meter_index",
}


def value_key(point: str) -> ChannelKey:
    """Return the key of the interval values (FPC) of a profiled point."""
    return ChannelKey(point, ACTIVE_ENERGY, _OUT, MEASURED)


def records_of(transaction: Transaction, point: str) -> VolumeRecords:
    """Return everything that has come for *point*, in order of insertion."""
    return transaction.get(VOLUMES, point) or ()


def _held_of(transaction: Transaction, point: str) -> tuple[Volume, ...]:
    """Return what counts of *point*; a step that adds many records does not go through all of them each time."""
    records = records_of(transaction, point)
    memo = transaction.memo(_HELD)
    if point not in memo or memo[point][0] is not records:
        memo[point] = records, held(records)
    return memo[point][1]


def _add(transaction: Transaction, point: str, record: Volume | Withdrawal) -> None:
    volumes = after(_held_of(transaction, point), record)
    records = (*records_of(transaction, point), record)
    transaction.put(VOLUMES, point, records)
    transaction.memo(_HELD)[point] = records, volumes


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps payloads out; each is held against those before it in the message, too."""
    findings: list[Finding] = []
    seen: dict[str, _HeldRecords] = {}
    for payload in request.payloads:
        point = transaction.point(_name(payload))
        wrong = list(_shape_troubles(transaction, request, payload, point))
        if point is not None and not wrong:
            name = point.identification
            records = seen[name] if name in seen else _HeldRecords.of(records_of(transaction, name))
            new = _record(transaction, payload)
            wrong = list(_fit_troubles(point, records, new))
            seen[name] = records if wrong else records.with_(new)
        findings += [for_payload(breach, payload) for breach in wrong]
    return findings


@attrs.frozen
class _HeldRecords:
    """What counts of a point while the payloads of a message are validated, one after the other.

    Attributes:
        volumes: What is held, in order of time.
        back: Withdrawals, in order of insertion.
        latest: When the newest of them was registered, None without one.
    """

    volumes: tuple[Volume, ...]
    back: tuple[Withdrawal, ...]
    latest: dt.datetime | None

    @classmethod
    def of(cls, records: VolumeRecords) -> _HeldRecords:
        back = tuple(record for record in records if isinstance(record, Withdrawal))
        return cls(held(records), back, max((withdrawal.registered for withdrawal in back), default=None))

    def with_(self, new: Volume | Withdrawal) -> _HeldRecords:
        volumes = after(self.volumes, new)
        if not isinstance(new, Withdrawal):
            return attrs.evolve(self, volumes=volumes)
        latest = new.registered if self.latest is None else max(self.latest, new.registered)
        return _HeldRecords(volumes, (*self.back, new), latest)


def _name(payload: Any) -> str:
    return str(payload.metering_point_used_domain_location.identification)


def _shape_troubles(
    transaction: Transaction, request: Request, payload: Any, point: Point | None
) -> Iterator[Finding]:
    if point is None:
        yield finding("HUB001", "the metering point is not registered", _POINT)
        return
    area = transaction.structure.area(point.area)
    if area is None or area.owner != request.sender:
        yield finding("HUB004", "expected the grid owner of the metering point's grid area as sender")
    if payload.profiled_observation is None:
        yield finding("HUB052", "expected a ProfiledObservation, found none", _VALUE)
        return
    if payload.profiled_observation.withdrawn is not None and request.brs == "312":
        yield finding("HUB052", "expected a withdrawal in BRS-NO-332", f"{_VALUE}/Withdrawn")
    yield from _channel_troubles(payload)
    if day_of(payload.registration_date_time) is None:
        yield finding("HUB057", "expected a day between 1900 and 2200", _REGISTERED)
    elif payload.registration_date_time > transaction.now:
        ahead = at_most(transaction.now, payload.registration_date_time)
        yield finding("HUB039", f"expected a registration that has passed, {ahead}", _REGISTERED)
    period = list(_period_troubles(transaction, payload))
    yield from period
    if not period:
        yield from _day_troubles(point, payload)


def _channel_troubles(payload: Any) -> Iterator[Finding]:
    product = payload.product_included_product_characteristics
    characteristic = payload.mp_detail_measurement_metering_point_characteristic
    if product is None or (str(product.identification), product.unit_type) != (ACTIVE_ENERGY, _UNIT):
        yield finding(
            "HUB056", f"expected product {ACTIVE_ENERGY} in kWh", "ProductIncludedProductCharacteristics"
        )
    if characteristic is None or characteristic.direction != _OUT:
        where = "MPDetailMeasurementMeteringPointCharacteristic/Direction"
        yield finding("HUB056", "expected Direction Out", where)


def _period_troubles(transaction: Transaction, payload: Any) -> Iterator[Finding]:
    stated = payload.observation_period_time_series_period
    start = None if stated is None else stated.start
    if start is None or day_of(start) is None:
        yield finding("HUB053", "expected the start of the period", f"{_PERIOD}/Start")
        return
    value = payload.profiled_observation
    point_of_time = value.meter_index is not None
    end = start if point_of_time and stated.end is None else stated.end
    if end is None or day_of(end) is None:
        yield finding("HUB053", "expected the end of the period", f"{_PERIOD}/End")
        return
    if point_of_time and end != start:
        yield finding("HUB053", "expected no period for a start reading", f"{_PERIOD}/End")
    if end < start or (end == start and not (point_of_time or value.withdrawn)):
        yield finding("HUB053", "expected an end after the start", f"{_PERIOD}/End")
    if end > transaction.now:
        yield finding("HUB053", "expected a period that is over", f"{_PERIOD}/End")
    if local_day(start) < years_before(local_day(transaction.now), _YEARS_BACK) and not value.withdrawn:
        yield finding("HUB053", f"expected a start of the last {_YEARS_BACK} years", f"{_PERIOD}/Start")
    step = transaction.config.settlement_minutes
    if any(instant.second or instant.microsecond or minute(instant) % step for instant in (start, end)):
        yield finding("HUB053", f"expected a period on whole steps of {step} minutes", _PERIOD)
    if stated.resolution_duration is not None:
        yield finding("HUB053", "expected no ResolutionDuration", f"{_PERIOD}/ResolutionDuration")


def _day_troubles(point: Point, payload: Any) -> Iterator[Finding]:
    stated = payload.observation_period_time_series_period
    first = local_day(stated.start)
    last = max(first, local_day((stated.end or stated.start) - _INSTANT))
    days = {first, last, *(version.start for version in point.versions if first < version.start <= last)}
    for day in sorted(days):
        if point.status(day) is None:
            yield finding("HUB030", f"the metering point is not there on {day}", _POINT)
        elif settlement_method(point, day) != BY_PROFILE:
            yield finding("HUB051", f"expected a profiled metering point (E01) on {day}", _POINT)


def _record(transaction: Transaction, payload: Any) -> Volume | Withdrawal:
    """Return the record of a payload whose shape is right."""
    stated, value = payload.observation_period_time_series_period, payload.profiled_observation
    common: dict[str, Any] = {
        "start": stated.start.astimezone(dt.UTC),
        "end": (stated.end or stated.start).astimezone(dt.UTC),
        "registered": payload.registration_date_time,
        "inserted": transaction.arrival,
        "source": payload.identification,
    }
    if value.withdrawn is not None:
        return Withdrawal(**common)
    kind, metered = next((k, g) for k, n in _FIELDS.items() if (g := getattr(value, n)) is not None)
    quantity = thousandths(metered.quantity)
    reason = metered.meter_read_reason_code or ""
    if kind is VolumeKind.READING:
        return Volume(kind=kind, after=quantity, reason=reason, **common)
    before, after = (
        None if index is None else thousandths(index)
        for index in (stated.meter_reading_start, stated.meter_reading_end)
    )
    return Volume(kind=kind, quantity=quantity, before=before, after=after, reason=reason, **common)


def _fit_troubles(point: Point, records: _HeldRecords, new: Volume | Withdrawal) -> Iterator[Finding]:
    volumes = near(records.volumes, new.start, new.end)
    if isinstance(new, Withdrawal):
        yield from _withdrawal_troubles(volumes, new)
        return
    for words in misfits(volumes, new):
        yield finding("HUB054", words, _PERIOD)
    meter = point.data(local_day(new.start)).meter
    constant, digits = (None, None) if meter is None else (meter.constant, meter.number_of_digits)
    consumed = None if new.kind is VolumeKind.READING else difference(new, constant, digits)
    if consumed is not None and consumed != new.quantity:
        yield finding("HUB055", f"expected {decimal(consumed)} between the readings", _VALUE)
    if records.latest is None or records.latest <= new.registered:
        return
    back = [withdrawal.registered for withdrawal in records.back if _touch(withdrawal, new)]
    if back and new.registered < max(back):
        words = f"expected to be registered at {max(back).isoformat()} or later, as what it replaces was withdrawn"
        yield finding("HUB057", words, _REGISTERED)


def _touch(withdrawal: Withdrawal, new: Volume) -> bool:
    return withdrawal.start < new.end and new.start < withdrawal.end


def _withdrawal_troubles(volumes: Sequence[Volume], new: Withdrawal) -> Iterator[Finding]:
    gone = taken_back(volumes, new)
    cut = [
        volume
        for volume in volumes
        if volume not in gone
        and volume.kind is not VolumeKind.READING
        and volume.start < new.end
        and new.start < volume.end
    ]
    if cut:
        words = f"expected to take back the volume from {cut[0].start.isoformat()} to {cut[0].end.isoformat()} whole"
        yield finding("HUB058", words, _PERIOD)
    elif not gone:
        yield finding("HUB058", "expected values in the period, none are held", _PERIOD)
    newest = max((volume.registered for volume in gone), default=None)
    if newest is not None and new.registered <= newest:
        words = f"expected to be registered after {newest.isoformat()}, when the values were"
        yield finding("HUB057", words, _REGISTERED)


def run(transaction: Transaction, request: Request) -> None:
    """Keep, spread, withdraw, and distribute: first what is withdrawn, then the volumes, then their values."""
    volumes: list[ValueDelivery] = []
    values: list[ValueDelivery] = []
    for payload in request.payloads:
        point = transaction.point(_name(payload))
        assert point is not None
        record = _record(transaction, payload)
        if isinstance(record, Withdrawal):
            _withdraw(transaction, point, record, request.brs)
            continue
        for delivery in add_volume(transaction, point, record):
            (volumes if delivery.observations is None else values).append(delivery)
        readings.confirmed(transaction, point.identification, record.period)
    distribute(transaction, volumes, brs=request.brs, document_type="E65")
    distribute(transaction, values, brs=request.brs, document_type="E66")


def add_volume(transaction: Transaction, point: Point, volume: Volume) -> Iterator[ValueDelivery]:
    """Keep a volume and its interval values; yield what is to be distributed, nothing for a start reading."""
    name, key = point.identification, value_key(point.identification)
    if volume.kind is VolumeKind.READING:
        _add(transaction, name, volume)
        return
    spans = shares(transaction, point, volume.period, product=ACTIVE_ENERGY)
    recipients = tuple(dict.fromkeys((span.party, span.role) for span in spans))
    kept = attrs.evolve(volume, recipients=recipients)
    _add(transaction, name, kept)
    minutes = transaction.config.settlement_minutes
    observations = _spread(transaction, point, volume, minutes)
    block = block_of(
        volume.start,
        RESOLUTIONS[minutes],
        observations,
        registered=volume.registered,
        inserted=transaction.arrival,
        source=volume.source,
    )
    transaction.put(VALUES, key, added(transaction.get(VALUES, key) or (), block))
    yield delivery_of(name, kept)
    yield ValueDelivery(
        key=key,
        period=volume.period,
        minutes=minutes,
        observations=observations,
        registered=volume.registered,
        inserted=transaction.arrival,
    )


def _spread(transaction: Transaction, point: Point, volume: Volume, minutes: int) -> Observations:
    """Return the values of a volume: by the area's profile, equal without one; their sum is the volume."""
    count = (minute(volume.end) - minute(volume.start)) // minutes
    weights = profile(transaction, point.area, volume.period, minutes)
    if weights is None:
        weights = np.ones(count, np.int64)
    return calculated(shared(np.array([volume.quantity], np.int64), weights[None, :])[0])


def deliveries(transaction: Transaction, point: str, period: Period) -> list[ValueDelivery]:
    """Return the volumes that count and touch *period*, in order of time, as the answer to a query (BRS-NO-315)."""
    return [
        delivery_of(point, volume)
        for volume in held(records_of(transaction, point))
        if volume.kind is not VolumeKind.READING and volume.start < period.end and period.start < volume.end
    ]


def delivery_of(point: str, volume: Volume) -> ValueDelivery:
    """Return a period volume as it is sent out."""
    amount = decimal(volume.quantity)
    value: Any = (
        amount if volume.kind is VolumeKind.ESTIMATED else ReadQuantity(amount, volume.reason or None)
    )
    return ValueDelivery(
        key=ChannelKey(point, ACTIVE_ENERGY, _OUT),
        period=volume.period,
        registered=volume.registered,
        inserted=volume.inserted,
        profiled=QuantityProfiledNotify(**{volume.kind.value: value}),
        readings=(_read(volume.before), _read(volume.after)),
    )


def _read(reading: int | None) -> Decimal | None:
    return None if reading is None else decimal(reading)


def _withdraw(transaction: Transaction, point: Point, record: Withdrawal, brs: str) -> None:
    """Take values back, and tell those who were sent them; of a start reading nobody was told."""
    name, key = point.identification, value_key(point.identification)
    gone = taken_back(near(_held_of(transaction, name), record.start, record.end), record)
    _add(transaction, name, record)
    if record.start == record.end:
        return
    period = Period(record.start, record.end)
    back = withdrawn(
        period,
        transaction.config.settlement_minutes,
        registered=record.registered,
        inserted=transaction.arrival,
        source=record.source,
    )
    transaction.put(VALUES, key, added(transaction.get(VALUES, key) or (), back))
    delivery = ValueDelivery(
        key=ChannelKey(name, ACTIVE_ENERGY, _OUT),
        period=period,
        registered=record.registered,
        inserted=transaction.arrival,
        profiled=QuantityProfiledNotify(withdrawn=True),
    )
    for party, role in _recipients(gone):
        payloads = payloads_of(transaction, delivery)
        send_values(transaction, payloads, to=party, role=role, brs=brs, document_type="E67", point=name)


def _recipients(volumes: Iterable[Volume]) -> dict[tuple[str, str], None]:
    return dict.fromkeys(recipient for volume in volumes for recipient in volume.recipients)
