"""Time series of metering values (måleverdiserier): exact columns, and the algebra over them."""

from __future__ import annotations

from edielkit.series.values import (
    ESTIMATION_CODES,
    QUANTITY_LIMIT,
    VALIDATION_CODES,
    Observation,
    Observations,
    Status,
    TimeSeries,
    decimal,
    thousandths,
)

__all__ = (
    "ESTIMATION_CODES",
    "QUANTITY_LIMIT",
    "VALIDATION_CODES",
    "Observation",
    "Observations",
    "Status",
    "TimeSeries",
    "decimal",
    "thousandths",
)
