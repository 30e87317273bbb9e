"""Parties, grid areas and groups of metering points of a generated market. What a point is stands in `points`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
import numpy as np

from edielkit.exchange import LossConstants
from edielkit.generate.market.identities import area_number, party_number
from edielkit.generate.market.noise import bits, key_of, whole_numbers
from edielkit.generate.market.sizes import (
    AreaKind,
    PointUse,
    area_kinds,
    owner_count,
    point_counts,
    sub_grid_count,
    supplier_count,
    uses,
)
from edielkit.generate.market.weather import PRICE_AREAS

__all__ = ("ABROAD", "MarketArea", "MarketParty", "PointGroup", "build_areas", "build_groups", "build_parties", "loss_constants", "sub_grids")  # fmt: skip

# Number of the foreign grid area beyond the market's edge; no grid area of the market.
ABROAD = -1


@attrs.frozen(kw_only=True)
class MarketParty:
    """A party.

    Attributes:
        name: Its name in a scenario.
        gln: Its GLN.
        roles: Codes of its roles.
    """

    name: str
    gln: str
    roles: tuple[str, ...]


@attrs.frozen(kw_only=True)
class MarketArea:
    """A grid area.

    Attributes:
        number: Place among the areas; it is higher than that of the area that feeds it.
        kind: What it is there for.
        name: Its name in a scenario.
        identification: EIC.
        price_area: Price area.
        owner: Place of its grid company among the parties.
        feeder: Number of the area that feeds it, `ABROAD` for the first.
        cross: Number of a further neighbour that it draws from, None without one.
    """

    number: int
    kind: AreaKind
    name: str
    identification: str
    price_area: str
    owner: int
    feeder: int
    cross: int | None = None


@attrs.frozen(kw_only=True)
class PointGroup:
    """Metering points of one use in one area, whose numbers follow each other.

    Attributes:
        area: Number of the area.
        use: What they are used for.
        first: Place of the first among all points of the market.
        count: How many.
        neighbour: Of exchange points: number of the area on the other side.
    """

    area: int
    use: PointUse
    first: int
    count: int
    neighbour: int = ABROAD


_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("last resort", ("DDQ", "SLR")),
    ("loss supplier", ("BSL", "DDQ")),
    ("balance responsible", ("DDK",)),
    ("third party", ("AG",)),
)


def build_parties(areas: int) -> tuple[MarketParty, ...]:
    """Return the parties of a market of so many areas: grid companies, suppliers, and one of each other role."""
    named = [
        *((f"grid company {n + 1:03d}", ("DDM", "MDR", "DDE")) for n in range(owner_count(areas))),
        *((f"supplier {n + 1:03d}", ("DDQ",)) for n in range(supplier_count(areas))),
        *_OTHERS,
    ]
    return tuple(
        MarketParty(name=name, gln=party_number(place), roles=roles)
        for place, (name, roles) in enumerate(named)
    )


# Kind of an area to the kinds that may feed it.
_FEEDERS = {
    AreaKind.REGIONAL: (AreaKind.TRANSMISSION,),
    AreaKind.DISTRIBUTION: (AreaKind.REGIONAL, AreaKind.DISTRIBUTION, AreaKind.TRANSMISSION),
    AreaKind.INDUSTRIAL: (AreaKind.REGIONAL, AreaKind.TRANSMISSION, AreaKind.DISTRIBUTION),
    AreaKind.PRODUCTION: (AreaKind.REGIONAL, AreaKind.TRANSMISSION, AreaKind.DISTRIBUTION),
}
_CROSS_EVERY = 7
# points in quarters that an area has besides those of sub grids
_LEAST_BESIDE_SUB_GRID = 4


def build_areas(seed: int, points: int) -> tuple[MarketArea, ...]:
    """Return the grid areas of a market of so many points, each after the one that feeds it."""
    kinds = area_kinds(points)
    drawn = [int(n) for n in bits(key_of(seed, "areas"), np.arange(len(kinds))) >> np.uint64(8)]
    owners = owner_count(len(kinds))
    areas: list[MarketArea] = []
    for number, (kind, draw) in enumerate(zip(kinds, drawn, strict=True)):
        feeder = _feeder(areas, kind, draw)
        within = kinds[:number].count(kind) + 1
        chosen = PRICE_AREAS[draw % len(PRICE_AREAS)]
        areas.append(
            MarketArea(
                number=number,
                kind=kind,
                name=f"{kind} {within:03d}",
                identification=area_number(number),
                price_area=chosen if kind is AreaKind.TRANSMISSION else areas[feeder].price_area,
                owner=number if number < owners else draw % owners,
                feeder=feeder,
                cross=_cross(areas, number, feeder),
            )
        )
    return tuple(areas)


def _feeder(areas: Sequence[MarketArea], kind: AreaKind, draw: int) -> int:
    if not areas:
        return ABROAD
    if kind is AreaKind.TRANSMISSION:
        return (len(areas) - 1) // 2
    for wanted in _FEEDERS[kind][draw % 4 == 0 :]:
        candidates = [area.number for area in areas if area.kind is wanted]
        if candidates:
            return candidates[draw // 4 % len(candidates)]
    return 0


def _cross(areas: Sequence[MarketArea], number: int, feeder: int) -> int | None:
    """Return a neighbour beside the feeder, for some areas: the grid has meshes."""
    other = number - 2
    return other if number % _CROSS_EVERY == _CROSS_EVERY - 1 and other not in {feeder, *(a.number for a in areas if a.feeder == number)} else None  # fmt: skip


def build_groups(seed: int, points: int, areas: Sequence[MarketArea]) -> tuple[PointGroup, ...]:
    """Return the metering points of all areas in groups: *points* in all."""
    borders = list(_borders(seed, points, areas))
    inner = points - sum(count for _, _, count in borders)
    size = whole_numbers(1, 10, bits(key_of(seed, "sizes"), np.arange(len(areas)))).tolist()
    counts = point_counts(inner, [area.kind for area in areas], size)
    groups: list[PointGroup] = []
    first = 0
    for area, count in zip(areas, counts, strict=True):
        for use, size_of_group in uses(area.kind, count).items():
            if size_of_group:
                groups.append(PointGroup(area=area.number, use=use, first=first, count=size_of_group))
                first += size_of_group
    for number, neighbour, count in borders:
        groups.append(PointGroup(area=number, use=PointUse.EXCHANGE, first=first, count=count, neighbour=neighbour))  # fmt: skip
        first += count
    return tuple(groups)


def _borders(seed: int, points: int, areas: Sequence[MarketArea]) -> Iterator[tuple[int, int, int]]:
    """Yield the number of an area, of its neighbour, and of the exchange points between them."""
    most = 4 if points >= 500 else 2
    counts = whole_numbers(1, most, bits(key_of(seed, "borders"), np.arange(len(areas)))).tolist()
    for area, count in zip(areas, counts, strict=True):
        yield area.number, area.feeder, count
        if area.cross is not None:
            yield area.number, area.cross, 1


def sub_grids(groups: Sequence[PointGroup]) -> list[tuple[str, int, int]]:
    """Return the sub grids: name, number of the area that each lies in, place of the metering point that joins them.

    A sub grid takes what it needs from its area at one point, and settles its own points itself: the area knows the one
    point alone. So they are some of the points in quarters of distribution areas, with the values that these have.

    Args:
        groups: The metering points of the market.
    """
    inside = [
        group for group in groups if group.use is PointUse.QUARTERS and group.count > _LEAST_BESIDE_SUB_GRID
    ]
    areas = len({group.area for group in groups})
    # one for each area first, then more for those that come first
    places = [(group.area, group.first + turn) for turn in range(_LEAST_BESIDE_SUB_GRID) for group in inside]
    return [
        (f"sub grid {number + 1:03d}", area, place)
        for number, (area, place) in enumerate(places[: sub_grid_count(areas)])
    ]


def loss_constants(hourly_infeed: int) -> LossConstants:
    """Return the constants of an area: about half a percent of its mean infeed, and two more that grow with it.

    Args:
        hourly_infeed: Expected gross infeed of a mean hour, kWh.

    >>> str(loss_constants(10_000).constant), str(loss_constants(10_000).idle)
    ('0.0000020', '50.000')
    """
    infeed = max(hourly_infeed, 1)
    return LossConstants(
        idle=Decimal(infeed * 5).scaleb(-3), constant=Decimal(max(200_000 // infeed, 1)).scaleb(-7)
    )
