"""How those who use and make energy spread it over the day, the week and the year. Shares per mille of the mean.

The shapes are plausible, and invented; they are no statistics of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs
import numpy as np

from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.noise import Ints
from edielkit.generate.market.weather import Weather

__all__ = ("USERS", "EnergyUser", "load_factors", "plant_factors")


@attrs.frozen(kw_only=True)
class EnergyUser:
    """A kind of consumption.

    Attributes:
        annual: Least and most expected annual consumption, kWh.
        working: Shares of the hours of a working day, per mille of the mean.
        other: The same of Saturdays, Sundays and holidays.
        heating: How much a degree below 15 °C adds, per mille.
    """

    annual: tuple[int, int]
    working: tuple[int, ...]
    other: tuple[int, ...]
    heating: int


_HOME = (700, 650, 630, 620, 640, 760, 1050, 1250, 1080, 920, 860, 850, 860, 870, 900, 1040, 1260, 1400, 1430, 1400, 1330, 1210, 1010, 830)  # fmt: skip
_HOME_OFF = (760, 700, 660, 640, 640, 660, 740, 890, 1100, 1260, 1290, 1260, 1210, 1170, 1140, 1160, 1250, 1350, 1360, 1310, 1240, 1140, 990, 860)  # fmt: skip
_WORK = (550, 540, 530, 530, 550, 650, 900, 1250, 1500, 1600, 1620, 1620, 1580, 1580, 1540, 1430, 1200, 950, 800, 720, 670, 630, 600, 570)  # fmt: skip
_CLOSED = (560, 550, 540, 540, 540, 550, 560, 580, 620, 680, 720, 740, 740, 720, 700, 680, 660, 640, 620, 600, 590, 580, 570, 560)  # fmt: skip
_FLAT = (980, 980, 975, 975, 980, 990, 1010, 1030, 1035, 1035, 1030, 1025, 1020, 1020, 1020, 1015, 1005, 1000, 995, 990, 985, 985, 980, 980)  # fmt: skip

USERS: Mapping[str, EnergyUser] = MappingProxyType(
    {
        "household": EnergyUser(annual=(5_000, 28_000), working=_HOME, other=_HOME_OFF, heating=32),
        "cabin": EnergyUser(annual=(1_000, 9_000), working=(500,) * 24, other=_HOME_OFF, heating=25),
        "business": EnergyUser(annual=(8_000, 220_000), working=_WORK, other=_CLOSED, heating=18),
        "plant": EnergyUser(annual=(2_000_000, 40_000_000), working=_FLAT, other=_FLAT, heating=2),
        "station": EnergyUser(annual=(20_000, 90_000), working=(1000,) * 24, other=(1000,) * 24, heating=20),
    }
)
_NAMES = tuple(USERS)
_WARM = 150
# Inflow and demand of January to December, per mille of the mean.
_RESERVOIR = (1300, 1280, 1150, 950, 850, 850, 750, 780, 880, 1000, 1150, 1250)
_RIVER = (500, 450, 500, 900, 1900, 1900, 1300, 950, 1000, 1100, 800, 650)
_RUNNING = (880, 850, 840, 840, 860, 920, 1040, 1120, 1130, 1110, 1080, 1060, 1040, 1030, 1020, 1040, 1080, 1130, 1120, 1080, 1030, 980, 930, 890)  # fmt: skip


def load_factors(clock: DayClock, weather: Weather) -> Ints:
    """Return the consumption of each kind of user in each hour, per mille of its mean: a row for each of `USERS`."""
    rows = []
    for user in USERS.values():
        shape = np.array(user.working if clock.is_working_day else user.other, np.int64)[clock.hours]
        cold = np.maximum(_WARM - weather.temperature, 0)
        # about 750 without heating and half as much again on a mean winter's day
        rows.append(shape * (750 + user.heating * cold // 10) // 1000)
    return np.array(rows)


def plant_factors(clock: DayClock, weather: Weather) -> Mapping[str, Ints]:
    """Return the production of each kind of plant in each hour, per mille of its mean, but sun: of its peak."""
    month = clock.day.month - 1
    running = np.array(_RUNNING, np.int64)[clock.hours]
    return {
        "reservoir": running * _RESERVOIR[month] // 1000,
        "river": np.full(len(clock.hours), _RIVER[month], np.int64),
        "wind": weather.wind * 5 // 2,
        "sun": weather.sun,
    }
