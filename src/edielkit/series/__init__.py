"""Time series of metering values (måleverdiserier): exact columns, and the algebra over them.

Every operation takes frozen series and gives new ones, is exact in thousandths of the unit, works on whole
columns, and raises `ValueError` where the values do not allow it. Days are those of Europe/Oslo; periods are half
open.

>>> import datetime as dt
>>> from edielkit.market_time import day_period
>>> hours = TimeSeries(
...     unit="kWh",
...     resolution="PT1H",
...     period=day_period(dt.date(2024, 3, 31)),
...     observations=Observations.metered(["1.001"] * 23),
... )
>>> quarters = sixty_to_fifteen(hours)
>>> len(quarters.observations), quarters.observations.total == hours.observations.total
(92, True)
>>> sum_to(quarters, "PT1H") == hours
True
"""

from __future__ import annotations

from edielkit.series.arithmetic import (
    Comparison,
    Rounding,
    add,
    compare,
    negate,
    scale,
    signed_parts,
    subtract,
)
from edielkit.series.checks import (
    DayCount,
    counts_by_day,
    duplicates,
    flat_hours,
    is_complete,
    missing,
    outside,
)
from edielkit.series.combined_status import Merge
from edielkit.series.grid import Grid, grid_of
from edielkit.series.joining import (
    Holes,
    Overlap,
    align,
    common_period,
    cut,
    cut_day,
    cut_days,
    fill,
    join,
)
from edielkit.series.resampling import ZeroProfile, sixty_to_fifteen, spread, sum_days, sum_to
from edielkit.series.time_series import (
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
    "Comparison",
    "DayCount",
    "Grid",
    "Holes",
    "Merge",
    "Observation",
    "Observations",
    "Overlap",
    "Rounding",
    "Status",
    "TimeSeries",
    "ZeroProfile",
    "add",
    "align",
    "common_period",
    "compare",
    "counts_by_day",
    "cut",
    "cut_day",
    "cut_days",
    "decimal",
    "duplicates",
    "fill",
    "flat_hours",
    "grid_of",
    "is_complete",
    "join",
    "missing",
    "negate",
    "outside",
    "scale",
    "signed_parts",
    "sixty_to_fifteen",
    "spread",
    "subtract",
    "sum_days",
    "sum_to",
    "thousandths",
)
