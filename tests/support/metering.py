"""Metering values for the tests of the hub: messages of grid companies, and what parties got of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import numpy as np
from tests.support.hub_fixtures import AREA, ELHUB, GRID, MORNING, POINT, uuid

from edielkit.emif.build import collected_data, context, header
from edielkit.emif.messages import (
    CollectedData,
    MeteringGridArea,
    MeteringPoint,
    RequestDataFromElhub,
    RequestDataFromElhubPayload,
)
from edielkit.emif.messages import Period as AskedPeriod
from edielkit.emif.values import Code, Identifier
from edielkit.hub import Hub
from edielkit.market_time import Period, day_period
from edielkit.series import Observations, Status, TimeSeries

ENERGY, INDUCTIVE = "8716867000030", "8716867000146"
_COUNT = iter(range(1 << 20, 1 << 40))


def fresh() -> str:
    """Return a UUID that no other message of the tests has."""
    return uuid(next(_COUNT))


def days(first: dt.date, count: int = 1) -> Period:
    """Return *count* Norwegian days as a period."""
    return Period(day_period(first).start, day_period(first + dt.timedelta(days=count - 1)).end)


def values(period: Period, minutes: int = 60, *, first: int = 1000, step: int = 1) -> Observations:
    """Return metered values that fill *period*, in thousandths *first*, first + step and so on."""
    count = period.duration // dt.timedelta(minutes=minutes)
    zeros = np.zeros(count, np.uint8)
    return Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=first + step * np.arange(count, dtype=np.int64),
        status=zeros,
        validation=zeros,
        estimation=zeros,
    )


def temporary(observations: Observations) -> Observations:
    """Return the same values, temporary for a failed validation."""
    count = len(observations)
    return attrs.evolve(
        observations,
        status=np.full(count, int(Status.TEMPORARY), np.uint8),
        validation=np.ones(count, np.uint8),
    )


def series(
    period: Period,
    *,
    point: str = POINT,
    minutes: int = 60,
    product: str = ENERGY,
    direction: str = "Out",
    registered: dt.datetime = MORNING,
    observations: Observations | None = None,
    first: int = 1000,
) -> TimeSeries:
    """Return a series that fills *period*."""
    return TimeSeries(
        metering_point=point,
        product=product,
        unit="kWh" if product == ENERGY else "kvarh",
        direction=direction,
        resolution={15: "PT15M", 60: "PT1H"}[minutes],
        period=period,
        registered=registered,
        identification=fresh(),
        observations=values(period, minutes, first=first) if observations is None else observations,
    )


def collected(
    *listed: TimeSeries, sender: str = GRID, now: dt.datetime = MORNING, **more: Any
) -> CollectedData:
    """Return a message of BRS-NO-313."""
    return collected_data(
        listed, identification=fresh(), sender=sender, recipient=ELHUB, created=now, new_id=fresh, **more
    )


def value_query(
    period: Period,
    *,
    point: str | None = POINT,
    query: str = "MVTS",
    sender: str,
    role: str = "DDQ",
    now: dt.datetime = MORNING,
) -> RequestDataFromElhub:
    """Return a query of BRS-NO-315."""
    return RequestDataFromElhub(
        header=header(
            identification=fresh(), document_type="21", created=now, sender=sender, recipient=ELHUB
        ),
        process_energy_context=context("BRS-NO-315", role),
        payload_mp_event=RequestDataFromElhubPayload(
            query_type_code=query,
            period=AskedPeriod(start=period.start, end=period.end),
            metering_point_used_domain_location=None
            if point is None
            else MeteringPoint(identification=Identifier(point, "9")),
        ),
    )


def basis_query(
    period: Period, *, sender: str, role: str, kind: str = "RE01", area: str = AREA, now: dt.datetime
) -> RequestDataFromElhub:
    """Return a query of BRS-NO-324 for a kind of energy of the reconciliation."""
    query = value_query(period, point=None, sender=sender, now=now)
    process = attrs.evolve(
        query.process_energy_context,
        energy_business_process=Code("BRS-NO-324", "89"),
        energy_business_process_role=Code(role, "89" if role in {"BSL", "SLR"} else "6"),
    )
    payload = attrs.evolve(
        query.payload_mp_event,
        query_type_code="STLM",
        business_type=Code(kind, "89"),
        metering_grid_area_domain_location=MeteringGridArea(identification=Identifier(area, "305")),
    )
    return attrs.evolve(query, process_energy_context=process, payload_mp_event=payload)


@attrs.frozen
class ReceivedValues:
    """A payload that a party got: whose, in which role, of which point, from when, how long, the quantities."""

    party: str
    role: str
    point: str
    start: dt.datetime
    end: dt.datetime
    quantities: tuple[int, ...]


def received_values(messages: Iterable[Any], *, brs: str = "313") -> list[ReceivedValues]:
    """Return the payloads of values among what a hub has sent, in order."""
    return [
        ReceivedValues(outgoing.party, outgoing.role, *_payload(payload))
        for outgoing in messages
        if outgoing.message.kind() == "NotifyValidatedDataForBillingEnergy"
        and str(outgoing.message.process_energy_context.energy_business_process) == f"BRS-NO-{brs}"
        for payload in outgoing.message.payload_energy_time_series
    ]


def _payload(payload: Any) -> tuple[str, dt.datetime, dt.datetime, tuple[int, ...]]:
    period = payload.observation_period_time_series_period
    return (
        payload.metering_point_used_domain_location.identification.value,
        period.start,
        period.end,
        tuple(payload.observation.quantity.tolist()),
    )


def refused(hub: Hub) -> list[tuple[str, tuple[str, ...]]]:
    """Return the negative answers of a hub to payloads: identification of the payload, reason codes."""
    messages = []
    for outgoing in hub.sent:
        message: Any = outgoing.message
        if message.kind() == "Acknowledgement" and str(message.payload_response_event.status_type) == "41":
            event = message.payload_response_event
            messages.append(
                (event.original_payload_reference or "", tuple(r.value for r in event.response_reason_type))
            )
    return messages


def receive_days(hub: Hub, listed: Sequence[TimeSeries], now: dt.datetime) -> None:
    """Let the grid company send series in a message each."""
    for item in listed:
        assert hub.receive(collected(item, now=now), now=now).accepted
