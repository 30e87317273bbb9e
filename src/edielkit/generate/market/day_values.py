"""The values of the points of a group on a day, as a table: a row for each point, a column for each interval.

Thousandths of a kWh, and whole numbers on the whole way.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import numpy as np

from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.market_structure import PointGroup
from edielkit.generate.market.noise import Ints, bits, key_of, quarter_bits
from edielkit.generate.market.point_columns import PLANTS, PointColumns
from edielkit.generate.market.shapes import load_factors, plant_factors
from edielkit.generate.market.weather import weather_of

__all__ = ("AreaWeather", "consumption", "fed_in", "gaps", "production")

_HOURS = 8760
# Noise goes from 70 to 130 percent; 16 bits are scaled to 614 and added to 717, of 1024.
_LEAST, _SPAN, _WHOLE = 717, 614, 1024


@attrs.frozen(kw_only=True, eq=False)
class AreaWeather:
    """What a day does to everybody in a price area.

    Attributes:
        clock: The day.
        loads: Per mille of each kind of user's mean, by hour.
        plants: Per mille of each kind of plant's mean, by hour.
    """

    clock: DayClock
    loads: Ints
    plants: Mapping[str, Ints]

    @classmethod
    def of(cls, seed: int, price_area: str, clock: DayClock) -> AreaWeather:
        """Return the day of a price area."""
        weather = weather_of(seed, price_area, clock)
        return cls(clock=clock, loads=load_factors(clock, weather), plants=plant_factors(clock, weather))


def _noisy(values: Ints, key: int, first: int) -> Ints:
    """Return *values* with some noise, in place."""
    random = quarter_bits(key, first, *values.shape).astype(np.int64)
    random *= _SPAN
    random >>= 16
    random += _LEAST
    values *= random
    values //= _WHOLE
    return values


def _key(seed: int, clock: DayClock, use: str) -> int:
    return key_of(seed, use, clock.day.toordinal())


def consumption(seed: int, columns: PointColumns, day: AreaWeather, *, first: int, minutes: int) -> Ints:
    """Return what points take out.

    Args:
        seed: Seed of the market.
        columns: The points.
        day: The day in their price area.
        first: Place of the first point in the market.
        minutes: Length of an interval.
    """
    parts = 60 // minutes
    factors = np.repeat(day.loads, parts, axis=1)
    values: Ints = factors[columns.user]
    values *= (columns.annual * 1000 // _HOURS)[:, None]
    values //= 1000 * parts
    return _noisy(values, _key(seed, day.clock, "consumption"), first)


def production(
    seed: int, columns: PointColumns, day: AreaWeather, *, first: int, minutes: int, unit: int
) -> Ints:
    """Return what plants feed in.

    Args:
        seed: Seed of the market.
        columns: The plants.
        day: The day in their price area.
        first: Place of the first plant in the market.
        minutes: Length of an interval.
        unit: Mean production of a plant of weight 1000 in an hour.
    """
    parts = 60 // minutes
    factors = np.repeat(np.array([day.plants[name] for name in PLANTS]), parts, axis=1)
    values: Ints = factors[columns.user] * (columns.annual * unit // 1000)[:, None] // (1000 * parts)
    return _noisy(values, _key(seed, day.clock, "production"), first)


def fed_in(columns: PointColumns, day: AreaWeather, used: Ints, *, minutes: int) -> tuple[Ints, Ints]:
    """Return what combined points take out and feed in, when the sun shines on their panels.

    Args:
        columns: The points.
        day: The day in their price area.
        used: What they would take out without panels.
        minutes: Length of an interval.
    """
    parts = 60 // minutes
    sun = np.repeat(day.plants["sun"], parts)
    net = used - columns.peak[:, None] * sun[None, :] // parts
    return np.maximum(net, 0), np.maximum(-net, 0)


# Of ten thousand days of a point: how many are without values, and how many have estimated ones.
_SILENT, _ESTIMATED = 20, 150


def gaps(
    seed: int, group: PointGroup, clock: DayClock, *, start: int, count: int, intervals: int
) -> list[tuple[int, slice, bool]]:
    """Return the rows of a table that are not all metered: row, intervals, and whether there are estimates.

    A series has no holes: a point without values has none for the whole day.

    Args:
        seed: Seed of the market.
        group: The points.
        clock: The day.
        start: Place of the first in its group.
        count: How many points.
        intervals: How many intervals the day has.
    """
    places = np.arange(group.first + start, group.first + start + count)
    random = bits(_key(seed, clock, "gaps"), places)
    draw = (random % np.uint64(10_000)).astype(np.int64)
    rows = np.flatnonzero(draw < _SILENT + _ESTIMATED)
    faults = []
    for row in rows.tolist():
        more = int(random[row]) >> 16
        length = 1 + more % (intervals // 4)
        begin = (more >> 8) % (intervals - length)
        estimated = int(draw[row]) >= _SILENT
        faults.append((row, slice(begin, begin + length) if estimated else slice(intervals), estimated))
    return faults
