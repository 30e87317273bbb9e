"""The series of a message, and a message from series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.market_time import Period
from edielkit.series import Observations, TimeSeries

__all__ = ("series",)


def series(document: Message | SoapDocument) -> Iterator[TimeSeries]:
    """Yield the time series of *document*, one for each payload with observations.

    Args:
        document: CollectedData or NotifyValidatedDataForBillingEnergy, or a document that wraps them; any other
            message has no series.
    """
    if isinstance(document, SoapDocument):
        for message in document.messages:
            yield from series(message)
        return
    for payload in getattr(document, "payload_energy_time_series", ()):
        if isinstance(payload.observation, Observations):
            yield _series(payload)


def _series(payload: Any) -> TimeSeries:
    product = payload.product_included_product_characteristics
    characteristic = payload.mp_detail_measurement_metering_point_characteristic
    point = payload.metering_point_used_domain_location
    area = getattr(payload, "metering_grid_area_used_domain_location", None)
    period = payload.observation_period_time_series_period
    return TimeSeries(
        metering_point=_identification(point),
        grid_area=_identification(area),
        product=_identification(product),
        unit=None if product is None else product.unit_type,
        direction=None if characteristic is None else characteristic.direction,
        resolution=None if period is None else period.resolution_duration,
        period=_period(period),
        registered=_instant(payload.registration_date_time),
        identification=payload.identification,
        observations=payload.observation,
    )


def _identification(part: Any) -> str | None:
    return None if part is None or part.identification is None else str(part.identification)


def _instant(value: Any) -> Any:
    return value if hasattr(value, "utcoffset") else None


def _period(part: Any) -> Period | None:
    if part is None or _instant(part.start) is None or _instant(part.end) is None:
        return None
    return Period(part.start, part.end)
