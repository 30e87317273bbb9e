"""The parts of a short form that are values: interval values, readings, period volumes, withdrawals, annual volumes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from edielkit.emif.messages import (
    CollectedDataMeteringPointCharacteristic,
    EstimatedAnnualVolume,
    EstimatedAnnualVolumeDetail,
    ProductCharacteristic,
    QuantityProfiledCollect,
    TimeSeriesPeriod,
)
from edielkit.emif.quantities import ReadQuantity
from edielkit.emif.values import Identifier
from edielkit.market_time import day_period, local_day
from edielkit.process_rules.data import units
from edielkit.scenarios.payload_parts import StepInput
from edielkit.scenarios.series_values import observations, product_of, resolution_of

__all__ = ("VALUES",)

# Word of the form to the field of the message.
_PROFILED = {
    "metered": "metered",
    "stipulated": "stipulated",
    "reading": "meter_index",
    "start reading": "meter_index",
}


def _number(s: StepInput, key: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise s.fields.wrong(f"expected a number, found {text!r}", key) from None


def _collected(s: StepInput) -> dict[str, Any]:
    values: dict[str, Any] = {
        "identification": s.payload_id(),
        "registration_date_time": s.instant("registered") or s.clock.now,
        "observation_period_time_series_period": _period(s),
        "profiled_observation": _profiled(s),
        "annual_period_estimated_metrics": _annual(s, EstimatedAnnualVolume),
    }
    # a reading or annual volume of a supplier says neither product nor direction
    if s.brs != "311":
        product = _product(s)
        direction = s.fields.text("direction", "Out") or "Out"
        values["product_included_product_characteristics"] = product
        values["mp_detail_measurement_metering_point_characteristic"] = (
            CollectedDataMeteringPointCharacteristic(direction=direction)
        )
    return {**values, **_interval(s)} if "values" in s.fields else values


def _product(s: StepInput) -> ProductCharacteristic:
    code = product_of(s.fields)
    return ProductCharacteristic(identification=Identifier(code, "9"), unit_type=units().get(code, "kWh"))


def _interval(s: StepInput) -> dict[str, Any]:
    """Return period and values of an interval series; one with a start alone goes to the end of that day."""
    start, end = s.day or s.instant("first"), s.instant("last")
    if start is None:
        raise s.fields.wrong("expected a day, or first and last")
    end = day_period(local_day(start)).end if end is None else end
    return {
        "observation_period_time_series_period": TimeSeriesPeriod(
            resolution_duration=resolution_of(s.fields), start=start, end=end
        ),
        "observation": observations(s.fields, start, end),
    }


def _period(s: StepInput) -> TimeSeriesPeriod:
    readings = s.fields.texts("readings") or ()
    if len(readings) not in {0, 2}:
        raise s.fields.wrong("expected the readings at start and end", "readings")
    before, after = (_number(s, "readings", reading) for reading in readings) if readings else (None, None)
    return TimeSeriesPeriod(
        start=s.day or s.instant("first"),
        end=s.instant("last"),
        meter_reading_start=before,
        meter_reading_end=after,
    )


def _profiled(s: StepInput) -> QuantityProfiledCollect | None:
    reason = s.fields.text("read reason", "1")
    values: dict[str, Any] = {
        field: ReadQuantity(_number(s, word, text), reason)
        for word, field in _PROFILED.items()
        if (text := s.fields.text(word)) is not None
    }
    if s.fields.yes("withdrawn"):
        values["withdrawn"] = True
    return QuantityProfiledCollect(**values) if values else None


def _annual(s: StepInput, kind: type[Any], **more: Any) -> tuple[Any, ...]:
    total = s.fields.number("annual")
    if total is None:
        return ()
    # a direction is of version EI-270
    direction = s.fields.text("direction")
    return (kind(total=total, direction=direction, **more),)


def _annual_update(s: StepInput) -> dict[str, Any]:
    method = s.fields.text("method", "Manual")
    values: dict[str, Any] = {
        "annual_period_estimated_metrics": _annual(s, EstimatedAnnualVolumeDetail, calculation_method=method)
    }
    if s.brs == "317":
        values["identification"] = s.payload_id()
    return values


# Name of a part to what it puts into a payload, by field.
VALUES: Mapping[str, Callable[[StepInput], dict[str, Any]]] = MappingProxyType(
    {"collected": _collected, "annual": _annual_update}
)
