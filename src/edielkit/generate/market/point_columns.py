"""What each metering point is: its user or plant, its expected annual volume, its customer, its supplier. In columns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs
import numpy as np

from edielkit.generate.market.market_structure import PointGroup
from edielkit.generate.market.noise import Bits, Ints, bits, key_of, whole_numbers
from edielkit.generate.market.shapes import USERS
from edielkit.generate.market.sizes import AreaKind, PointUse

__all__ = ("PLANTS", "PointColumns", "plant_weights", "point_columns")

PLANTS = ("reservoir", "river", "wind")
_NAMES = tuple(USERS)
# Of a hundred points: how many are of each kind of user.
_SMALL = {"household": 80, "cabin": 10, "business": 10}
_SHARES: Mapping[tuple[PointUse, AreaKind], Mapping[str, int]] = MappingProxyType(
    {
        (PointUse.HOURLY, AreaKind.DISTRIBUTION): _SMALL,
        (PointUse.QUARTERS, AreaKind.DISTRIBUTION): {"household": 70, "business": 30},
        (PointUse.PROFILED, AreaKind.DISTRIBUTION): {"household": 60, "cabin": 40},
        (PointUse.COMBINED, AreaKind.DISTRIBUTION): {"household": 90, "business": 10},
        (PointUse.QUARTERS, AreaKind.INDUSTRIAL): {"plant": 100},
        (PointUse.QUARTERS, AreaKind.REGIONAL): {"plant": 100},
        (PointUse.QUARTERS, AreaKind.PRODUCTION): {"station": 100},
    }
)
# How large a plant is beside those of other areas.
_PLANT_SIZES: Mapping[AreaKind, tuple[int, int]] = MappingProxyType(
    {
        AreaKind.TRANSMISSION: (800, 1200),
        AreaKind.REGIONAL: (200, 500),
        AreaKind.PRODUCTION: (200, 900),
        AreaKind.DISTRIBUTION: (1, 8),
    }
)


@attrs.frozen(kw_only=True, eq=False)
class PointColumns:
    """Some points of a group, a column for each fact.

    Attributes:
        user: Place of the kind of user in `USERS`; of plants, in `PLANTS`.
        annual: Expected annual consumption, kWh; of plants, their weight beside others.
        peak: Of combined points: the most that their panels feed in, kWh in an hour.
        random: 64 bits each, for whatever else is drawn.
    """

    user: Ints
    annual: Ints
    peak: Ints
    random: Bits


def point_columns(
    seed: int, group: PointGroup, kind: AreaKind, start: int = 0, count: int | None = None
) -> PointColumns:
    """Return what the points of a group are, from the *start*-th on.

    Args:
        seed: Seed of the market.
        group: The group.
        kind: Kind of its area.
        start: Place in the group.
        count: How many; all that follow if None.
    """
    size = group.count - start if count is None else count
    index = np.arange(group.first + start, group.first + start + size)
    kinds, sizes, more = (bits(key_of(seed, "points", use), index) for use in range(3))
    if group.use is PointUse.PRODUCTION:
        user = whole_numbers(0, len(PLANTS), kinds)
        annual = whole_numbers(*_PLANT_SIZES[kind], sizes)
    elif group.use is PointUse.EXCHANGE:
        user = annual = np.zeros(size, np.int64)
    else:
        shares = _SHARES[group.use, kind]
        table = np.repeat([_NAMES.index(name) for name in shares], list(shares.values()))
        user = table[whole_numbers(0, 100, kinds)]
        least = np.array([USERS[name].annual[0] for name in _NAMES])[user]
        most = np.array([USERS[name].annual[1] for name in _NAMES])[user]
        # most are small: the square of an even draw
        draw = whole_numbers(0, 1000, sizes)
        annual = least + (most - least) * draw * draw // 1_000_000
    return PointColumns(user=user, annual=annual, peak=whole_numbers(3, 16, more), random=more)


def plant_weights(seed: int, group: PointGroup, kind: AreaKind) -> int:
    """Return the weight of all plants of a group."""
    return int(point_columns(seed, group, kind).annual.sum())
