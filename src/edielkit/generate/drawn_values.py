"""Plausible values of test data: a day's shape, some noise, and now and then an estimate."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from edielkit.market_time import OSLO, Period, Resolution, day_period, local_day
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status

__all__ = ("draw_day", "draw_observations", "draw_reading", "past_midnight", "seconds_before")

_Column = npt.NDArray[np.uint8]
# ends of the months in which the clock changes
_CHANGES = ((3, 31), (10, 31))


def draw_day(rng: random.Random, now: dt.datetime, *, most: int = 300) -> dt.date:
    """Return a Norwegian day that was over before the last midnight: often yesterday, sometimes one when the clock changed.

    Args:
        rng: Where chance comes from.
        now: Aware instant before which the day ends.
        most: Most days that it lies back.
    """
    today = local_day(now)
    kind = rng.random()
    if kind < 0.5:
        return today - dt.timedelta(days=1)
    changes = [day for year in (today.year - 1, today.year) for day in _clock_changes(year)]
    past = [day for day in changes if dt.timedelta() < today - day <= dt.timedelta(days=most)]
    if kind < 0.75 and past:
        return rng.choice(past)
    return today - dt.timedelta(days=rng.randint(1, most))


def _clock_changes(year: int) -> list[dt.date]:
    """Return the last Sundays of March and October."""
    ends = [dt.date(year, month, day) for month, day in _CHANGES]
    return [end - dt.timedelta(days=(end.weekday() + 1) % 7) for end in ends]


def draw_observations(
    rng: random.Random,
    period: Period,
    resolution: str,
    *,
    size: int,
    sun: bool = False,
    quality: bool = False,
    calculated: bool = False,
) -> Observations:
    """Return a value for each step of a period.

    Args:
        rng: Where chance comes from.
        period: Whole steps of *resolution*.
        resolution: ``PT15M``, ``PT1H`` and so on, of fixed length.
        size: kWh of an hour about which the values vary.
        sun: Nothing at night, as the sun gives.
        quality: Some values are estimated or temporary.
        calculated: All values are calculated.
    """
    step = Resolution.of(resolution)
    assert step is not None
    count = int(period.duration.total_seconds()) // step.seconds
    starts = [period.start + dt.timedelta(seconds=n * step.seconds) for n in range(count)]
    quantity = np.array(
        [
            _thousandths(rng, at.astimezone(OSLO).hour, size, step.seconds, _SUN if sun else _USE)
            for at in starts
        ],
        np.int64,
    )
    status = np.full(count, Status.CALCULATED if calculated else Status.METERED, np.uint8)
    validation, estimation = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    if quality and not calculated:
        for row in range(count):
            _qualify(rng, row, status, validation, estimation)
    return Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=quantity,
        status=status,
        validation=validation,
        estimation=estimation,
    )


# Per cent of a point's size by hour of the Norwegian day: two peaks of use, and a sun in the middle of the day.
_USE = (
    62,
    58,
    56,
    55,
    57,
    66,
    88,
    118,
    122,
    112,
    104,
    100,
    98,
    97,
    98,
    104,
    118,
    134,
    138,
    130,
    118,
    102,
    84,
    70,
)
_SUN = (0, 0, 0, 0, 0, 2, 12, 34, 62, 90, 114, 130, 136, 130, 114, 90, 62, 34, 12, 2, 0, 0, 0, 0)


def _thousandths(rng: random.Random, hour: int, size: int, seconds: int, shape: Sequence[int]) -> int:
    # whole numbers all the way, so that every machine draws the same
    return size * 1000 * seconds * shape[hour] * rng.randint(800, 1200) // (3600 * 100 * 1000)


def _qualify(rng: random.Random, row: int, status: _Column, validation: _Column, estimation: _Column) -> None:
    chosen = rng.choice((Status.METERED,) * 5 + (Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY))
    if chosen is Status.METERED:
        return
    status[row] = chosen
    validation[row] = rng.randrange(1, len(VALIDATION_CODES))
    if chosen is not Status.TEMPORARY or rng.random() < 0.5:
        estimation[row] = rng.randrange(1, len(ESTIMATION_CODES))


def draw_reading(rng: random.Random) -> int:
    """Return a meter reading in whole kWh."""
    return rng.randint(1000, 90000)


def past_midnight(rng: random.Random, now: dt.datetime, least: int, most: int) -> dt.datetime:
    """Return a Norwegian midnight that lies so many days back."""
    day = local_day(now) - dt.timedelta(days=rng.randint(least, most))
    return day_period(day).start.astimezone(OSLO)


def seconds_before(now: dt.datetime, seconds: int) -> dt.datetime:
    """Return the instant so many elapsed seconds before another, on the clock of Norway.

    >>> seconds_before(dt.datetime(2025, 3, 30, 1, 0, 1, tzinfo=dt.UTC).astimezone(OSLO), 2).isoformat()
    '2025-03-30T01:59:59+01:00'
    """
    # the clock on the wall jumps, elapsed time does not
    return (now.astimezone(dt.UTC) - dt.timedelta(seconds=seconds)).astimezone(OSLO)
