"""The weather of a price area on a day, invented: temperature, sun, wind. All in whole numbers.

The monthly means are round figures of the regions' climate, no measurements.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs
import numpy as np

from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.noise import Ints, bits, key_of, whole_numbers

__all__ = ("PRICE_AREAS", "Weather", "weather_of")

# Mean of January to December, degrees Celsius.
_MEANS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "NO1": (-6, -5, 0, 5, 11, 15, 17, 16, 11, 6, 0, -4),
        "NO2": (0, 0, 2, 6, 11, 14, 16, 16, 13, 8, 4, 1),
        "NO3": (-2, -2, 1, 5, 9, 12, 14, 14, 10, 6, 1, -1),
        "NO4": (-5, -5, -3, 1, 6, 10, 13, 12, 8, 3, -1, -4),
        "NO5": (1, 1, 3, 6, 11, 13, 15, 15, 12, 8, 4, 2),
    }
)
PRICE_AREAS = tuple(_MEANS)
# Minutes from the middle of the day to sunset, January to December.
_HALF_DAYS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "NO1": (200, 270, 350, 435, 510, 560, 540, 465, 385, 300, 225, 180),
        "NO2": (210, 275, 350, 430, 500, 545, 525, 460, 385, 305, 235, 195),
        "NO3": (165, 250, 350, 450, 550, 620, 590, 490, 390, 290, 195, 140),
        "NO4": (60, 210, 350, 490, 660, 720, 720, 540, 400, 265, 110, 0),
        "NO5": (195, 265, 350, 435, 515, 565, 545, 470, 385, 300, 220, 175),
    }
)
_COLDEST = 5


@attrs.frozen(kw_only=True, eq=False)
class Weather:
    """The weather of a day by the hour.

    Attributes:
        temperature: Tenths of a degree Celsius.
        sun: Share of the strongest sun, per mille.
        wind: Share of full wind power, per mille.
    """

    temperature: Ints
    sun: Ints
    wind: Ints


def _of_season(months: tuple[int, ...], clock: DayClock) -> int:
    """Return ten times the value of the season: from the middle of a month to that of the next in a straight line."""
    month, place = clock.day.month - 1, clock.day.day - 15
    other = (month + (1 if place >= 0 else -1)) % 12
    return (months[month] * 10 * (30 - abs(place)) + months[other] * 10 * abs(place)) // 30


def _smooth(key: int, first: int, count: int, *, span: int, low: int, high: int) -> Ints:
    """Return a run of numbers that change slowly: means of *span* neighbours."""
    raw = whole_numbers(low, high, bits(key, np.arange(first, first + count + span - 1)))
    sums = np.concatenate([[0], np.cumsum(raw)])
    means: Ints = (sums[span:] - sums[:-span]) // span
    return means


def weather_of(seed: int, price_area: str, clock: DayClock) -> Weather:
    """Return the weather of a price area on a day.

    Args:
        seed: Seed of the market.
        price_area: Price area, ``NO1`` to ``NO5``.
        clock: The day.

    >>> import datetime as dt
    >>> winter, summer = (weather_of(1, "NO1", DayClock.of(dt.date(2026, m, 15))) for m in (1, 7))
    >>> int(winter.temperature.mean()) < 50 < int(summer.temperature.mean())
    True
    """
    ordinal = clock.day.toordinal()
    mean = _of_season(_MEANS[price_area], clock)
    mean += int(_smooth(key_of(seed, "temperature", price_area), ordinal, 1, span=4, low=-90, high=91)[0])
    away = np.abs((clock.hours - _COLDEST - 10 + 12) % 24 - 12)
    half = _of_season(_HALF_DAYS[price_area], clock) // 10
    cloud = int(_smooth(key_of(seed, "cloud", price_area), ordinal, 1, span=2, low=150, high=1001)[0])
    wind = _smooth(
        key_of(seed, "wind", price_area), ordinal * 24, len(clock.hours), span=12, low=-200, high=1000
    )
    return Weather(
        temperature=mean + 30 - away * 5,
        sun=_sun(clock, half) * cloud // 1000,
        wind=np.clip(wind, 0, 1000),
    )


def _sun(clock: DayClock, half: int) -> Ints:
    """Return the height of the sun as a parabola between rise and set, higher on longer days."""
    if not half:
        return np.zeros(len(clock.hours), np.int64)
    away = np.minimum(np.abs(clock.hours * 60 + 30 - clock.noon), half)
    height = 1000 - 1000 * away * away // (half * half)
    return height * min(half, 600) // 600
