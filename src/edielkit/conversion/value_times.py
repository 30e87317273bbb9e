"""When values begin and end, in seconds since 1970 UTC."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from edielkit.edifact.series.blocks import seconds_of
from edielkit.errors import BuildError
from edielkit.market_time import Resolution, expected_count
from edielkit.series import TimeSeries

__all__ = ("borders", "require_positions_in_period")


def borders(
    series: TimeSeries, zone: dt.tzinfo, where: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return start and end of each value in seconds since 1970 UTC.

    Args:
        series: With a period.
        zone: Where days and months begin.
        where: The place of the series, for errors.

    Raises:
        BuildError: The values have no time of whole minutes.
    """
    period = series.period
    if period is None or period.end <= period.start:
        raise BuildError("expected a period that ends after it begins", where)
    if any(instant.second or instant.microsecond for instant in (period.start, period.end)):
        raise BuildError("EDIFACT times of values have no seconds", where)
    steps = series.observations.position.astype(np.int64) - 1
    resolution = Resolution.of(series.resolution) if series.resolution else None
    require_positions_in_period(series, where)
    origin = seconds_of(period.start)
    if resolution is None:
        if len(steps) != 1:
            raise BuildError("expected a resolution for more than one value", where)
        return np.array([origin]), np.array([seconds_of(period.end)])
    if resolution.seconds:
        starts = origin + steps * resolution.seconds
        return starts, starts + resolution.seconds
    local = period.start.astimezone(zone).replace(tzinfo=None)
    if local.day > 28 and resolution.months:
        raise BuildError("months begin on their first day", where)
    calendar = {
        step: seconds_of(_moved(local, step, resolution).replace(tzinfo=zone).astimezone(dt.UTC))
        for step in np.unique(np.concatenate((steps, steps + 1))).tolist()
    }
    return (
        np.array([calendar[step] for step in steps.tolist()], np.int64),
        np.array([calendar[step + 1] for step in steps.tolist()], np.int64),
    )


def require_positions_in_period(series: TimeSeries, where: str) -> None:
    """Raise when a position lies before or after the period: it has no time.

    Raises:
        BuildError: There is one.
    """
    positions = series.observations.position
    resolution = Resolution.of(series.resolution or "")
    count = expected_count(series.period, resolution) if series.period and resolution else None
    if len(positions) and (int(positions.min()) < 1 or (count is not None and int(positions.max()) > count)):
        raise BuildError("a position lies outside the period", where)


def _moved(local: dt.datetime, steps: int, resolution: Resolution) -> dt.datetime:
    if resolution.days:
        return local + dt.timedelta(days=steps * resolution.days)
    months = local.year * 12 + local.month - 1 + steps * resolution.months
    return local.replace(year=months // 12, month=months % 12 + 1)
