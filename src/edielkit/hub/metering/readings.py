"""Readings and expected annual consumption from suppliers (BRS-NO-311): passed on to the grid company, and answered.

A reading goes to the metered data responsible (MDR), an annual volume to the grid access provider (DDM), both
CollectedData E39 (process component 19). MDR refuses a reading by Acknowledgement, or confirms it by a value of
BRS-NO-312 (inferred: the end of the sequence is not public); DDM answers an annual volume by BRS-NO-317.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.emif.messages import Acknowledgement, AcknowledgementPayload, CollectedData
from edielkit.emif.values import Code
from edielkit.findings import Finding
from edielkit.hub.core.channels import BY_PROFILE
from edielkit.hub.core.hub_messages import frame
from edielkit.hub.core.request import Request, day_of
from edielkit.hub.core.rules import finding
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering.metering_records import FORWARDED, READINGS, ReadingAnswer, RegisterReading
from edielkit.hub.metering.payload_checks import for_payload, settlement_method
from edielkit.market_time import Period, local_day, years_before

__all__ = ("confirmed", "run", "run_refusal", "validate", "validate_refusal", "waiting")

_START = "ObservationPeriodTimeSeriesPeriod/Start"


def validate(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps readings and annual volumes from being passed on, payload by payload."""
    return [
        for_payload(breach, payload)
        for payload in request.payloads
        for breach in _troubles(transaction, request, payload)
    ]


def _troubles(transaction: Transaction, request: Request, payload: Any) -> Iterator[Finding]:
    name = str(payload.metering_point_used_domain_location.identification)
    point = transaction.point(name)
    start = payload.observation_period_time_series_period.start
    day, today = day_of(start), local_day(transaction.now)
    if point is None:
        where = "MeteringPointUsedDomainLocation/Identification"
        yield finding("HUB001", f"metering point {name[:18]} is not registered", where)
        return
    years = transaction.config.reading_years_back
    if day is None or start > transaction.now or day < years_before(today, years):
        yield finding(
            "HUB050", f"expected a day of the last {years} years up to {today}, found {day}", _START
        )
    method = settlement_method(point, today)
    if method != BY_PROFILE:
        yield finding("HUB051", f"expected a profiled metering point (E01) on {today}, found {method}")
    supply = None if day is None else point.supply(day)
    if day is not None and (supply is None or (supply.supplier, supply.role) != (request.sender, "DDQ")):
        yield finding("HUB013", f"the sender does not supply the metering point on {day}", _START)


def run(transaction: Transaction, request: Request) -> None:
    """Pass readings on to MDR and annual volumes to DDM, each grid company's in one message."""
    outgoing: dict[tuple[str, str], list[Any]] = {}
    for payload in request.payloads:
        point = transaction.point(str(payload.metering_point_used_domain_location.identification))
        assert point is not None
        area = transaction.structure.area(point.area)
        if area is not None:
            role = "DDM" if payload.annual_period_estimated_metrics else "MDR"
            outgoing.setdefault((area.owner, role), []).append(payload)
    for (owner, role), payloads in outgoing.items():
        message = CollectedData(
            **frame(transaction, to=owner, role=role, brs="311", document_type="E39"),
            payload_energy_time_series=tuple(payloads),
        )
        transaction.send(message, point=request.point if len(payloads) == 1 else "")
        if role == "MDR":
            for payload in payloads:
                _remember(transaction, request, payload, message)


def _remember(transaction: Transaction, request: Request, payload: Any, message: CollectedData) -> None:
    name = str(payload.metering_point_used_domain_location.identification)
    reading = RegisterReading(
        point=name,
        when=payload.observation_period_time_series_period.start,
        supplier=request.sender,
        request=request.identification,
        payload=payload.identification,
        to=str(message.header.juridical_recipient_energy_party.identification),
        forwarded=message.header.identification,
        passed=transaction.now,
    )
    transaction.put(READINGS, name, (*_readings(transaction, name), reading))
    transaction.put(FORWARDED, (reading.forwarded, reading.payload), name)


def _readings(transaction: Transaction, point: str) -> tuple[RegisterReading, ...]:
    return transaction.get(READINGS, point) or ()


def validate_refusal(transaction: Transaction, request: Request) -> list[Finding]:
    """Return what keeps a grid company's refusal of a reading from being carried out."""
    reading = _refused(transaction, request)
    if reading is None or reading.to != request.sender:
        words = "expected the message and payload of a reading that was passed on to the sender"
        return [finding("HUB061", words, "OriginalPayloadReference")]
    if reading.answer is not ReadingAnswer.WAITING:
        words = f"the reading is {reading.answer.value} already"
        return [finding("HUB061", words, "OriginalPayloadReference")]
    return []


def _refused(transaction: Transaction, request: Request) -> RegisterReading | None:
    key = (request.reference, request.payload.original_payload_reference or "")
    readings = _readings(transaction, transaction.get(FORWARDED, key) or "")
    return next((reading for reading in readings if (reading.forwarded, reading.payload) == key), None)


def run_refusal(transaction: Transaction, request: Request) -> None:
    """Pass the refusal on to the supplier, with the reasons as they are (assumption: no page says so)."""
    reading = _refused(transaction, request)
    assert reading is not None
    _answered(transaction, reading, ReadingAnswer.REFUSED)
    message = Acknowledgement(
        **frame(transaction, to=reading.supplier, role="DDQ", brs="311", document_type="294"),
        payload_response_event=AcknowledgementPayload(
            status_type=Code("41", "6"),
            response_reason_type=request.payload.response_reason_type,
            original_business_document_reference=reading.request,
            original_payload_reference=reading.payload,
        ),
    )
    transaction.send(message, point=reading.point)


def confirmed(transaction: Transaction, point: str, period: Period) -> None:
    """Take what waits in *point* as confirmed by a value of BRS-NO-312 whose period touches the reading's instant."""
    readings = _readings(transaction, point)
    met = [r.answer is ReadingAnswer.WAITING and period.start <= r.when <= period.end for r in readings]
    if any(met):
        after = (
            attrs.evolve(reading, answer=ReadingAnswer.CONFIRMED) if answered else reading
            for reading, answered in zip(readings, met, strict=True)
        )
        transaction.put(READINGS, point, tuple(after))


def waiting(transaction: Transaction, point: str) -> Iterator[RegisterReading]:
    """Yield the readings of a metering point that the grid company has not answered yet."""
    for reading in _readings(transaction, point):
        if reading.answer is ReadingAnswer.WAITING:
            yield reading


def _answered(transaction: Transaction, reading: RegisterReading, answer: ReadingAnswer) -> None:
    after = attrs.evolve(reading, answer=answer)
    readings = tuple(after if other is reading else other for other in _readings(transaction, reading.point))
    transaction.put(READINGS, reading.point, readings)
