"""When values begin and end, in seconds since 1970 UTC."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from edielkit.edifact.series.blocks import seconds_of
from edielkit.edifact.timestamps import NORMAL_TIME
from edielkit.errors import BuildError
from edielkit.market_time import OSLO, Period, Resolution, expected_count
from edielkit.series import TimeSeries

__all__ = ("borders", "require_positions_in_period")

# 270 years of days: no message has more
_MOST_STEPS = 99_999


def borders(
    series: TimeSeries, zone: dt.tzinfo, where: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return start and end of each value in seconds since 1970 UTC.

    Args:
        series: With a period.
        zone: Where days and months begin, if the period is one of its days.
        where: The place of the series, for errors.

    Raises:
        BuildError: The values have no time of whole minutes, or the period is no whole number of their days or months.
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
    last = int(steps.max(initial=-1)) + 1
    calendar = _calendar(period, resolution, zone, last, where)
    return (
        np.array([calendar[step] for step in steps.tolist()], np.int64),
        np.array([calendar[step + 1] for step in steps.tolist()], np.int64),
    )


def _calendar(period: Period, resolution: Resolution, zone: dt.tzinfo, last: int, where: str) -> list[int]:
    """Return the borders of the days or months of a period, on the calendar that has both its ends.

    A Norwegian day on which the clock changes is none of the Swedish calendar, and the other way round: the one that
    the period is counted on has borders at its start and at its end.
    """
    for calendar in (zone, OSLO, NORMAL_TIME):
        local = period.start.astimezone(calendar).replace(tzinfo=None)
        if resolution.months and local.day > 28:
            continue
        borders = [seconds_of(period.start)]
        end = seconds_of(period.end)
        while borders[-1] < end and len(borders) <= _MOST_STEPS:
            moved = _moved(local, len(borders), resolution).replace(tzinfo=calendar)
            borders.append(seconds_of(moved.astimezone(dt.UTC)))
        if borders[-1] != end:
            continue
        if len(borders) <= last:
            raise BuildError("a position lies outside the period", where)
        return borders
    raise BuildError("expected a period of whole days or months, as its values have", where)


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
