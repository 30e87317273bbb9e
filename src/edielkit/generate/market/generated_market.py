"""A generated market: what a seed and a number of points make of it. Values come day by day (`day_run`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs

from edielkit.exchange import ExchangePoint, LossConstants, PointValues
from edielkit.generate.market.identities import area_number, gsrn_texts
from edielkit.generate.market.market_structure import (
    ABROAD,
    MarketArea,
    MarketParty,
    PointGroup,
    build_areas,
    build_groups,
    build_parties,
    loss_constants,
)
from edielkit.generate.market.point_columns import plant_weights, point_columns
from edielkit.generate.market.sizes import LEAST_POINTS, MOST_POINTS, PointUse

__all__ = ("RESOLUTIONS", "GeneratedMarket", "generate_market")

# How points are read: as the market does, all in quarters, or all by the hour.
RESOLUTIONS = ("mixed", "quarter", "hour")
_HOURS = 8760
# Plants make a little more than all use, and the rest goes abroad.
_SURPLUS = 104


@attrs.frozen(kw_only=True, slots=False)
class GeneratedMarket:
    """A market whose parties, areas and points are known, and whose values are calculated when they are asked for.

    Attributes:
        seed: What it is made from: the same seed, the same market.
        points: How many metering points it has.
        resolution: ``mixed``: consumption by the hour or in quarters, all else in quarters; ``quarter`` or ``hour``
            for all.
        parties: The parties; grid companies first.
        areas: The grid areas; each after the one that feeds it.
        groups: The metering points.
    """

    seed: int
    points: int
    resolution: str
    parties: tuple[MarketParty, ...]
    areas: tuple[MarketArea, ...]
    groups: tuple[PointGroup, ...]

    @property
    def base_minutes(self) -> int:
        """Length of the values of production and exchange."""
        return 60 if self.resolution == "hour" else 15

    @property
    def minutes(self) -> int:
        """Length of the intervals in which every area balances: that of the longest values."""
        return 15 if self.resolution == "quarter" else 60

    def minutes_of(self, group: PointGroup) -> int:
        """Return the length of the values of a group."""
        return self.minutes if group.use is PointUse.HOURLY else self.base_minutes

    def owner(self, area: int) -> MarketParty:
        """Return the grid company of an area."""
        return self.parties[self.areas[area].owner]

    def eic(self, area: int) -> str:
        """Return the EIC of an area; that of a foreign one for `ABROAD`."""
        return self.areas[area].identification if area != ABROAD else area_number(99_999)

    @cached_property
    def suppliers(self) -> tuple[MarketParty, ...]:
        """The balance suppliers."""
        return tuple(party for party in self.parties if party.roles == ("DDQ",))

    @cached_property
    def profiled_areas(self) -> frozenset[int]:
        """Numbers of the areas with profiled points."""
        return frozenset(group.area for group in self.groups if group.use is PointUse.PROFILED)

    @cached_property
    def expected(self) -> Sequence[int]:
        """Expected consumption of each area's own points in a mean hour, Wh."""
        sums = [0] * len(self.areas)
        for group in self.groups:
            if group.use not in {PointUse.PRODUCTION, PointUse.EXCHANGE}:
                columns = point_columns(self.seed, group, self.areas[group.area].kind)
                sums[group.area] += int(columns.annual.sum())
        return [total * 1000 // _HOURS for total in sums]

    @cached_property
    def plant_unit(self) -> int:
        """Mean production of a plant of weight 1000 in an hour, Wh."""
        weight = sum(
            plant_weights(self.seed, group, self.areas[group.area].kind)
            for group in self.groups
            if group.use is PointUse.PRODUCTION
        )
        return sum(self.expected) * _SURPLUS // 100 * 1000 // max(weight, 1)

    @cached_property
    def losses(self) -> Mapping[int, LossConstants]:
        """The loss constants of each area."""
        through = list(self.expected)
        for group in self.groups:
            if group.use is PointUse.PRODUCTION:
                weight = plant_weights(self.seed, group, self.areas[group.area].kind)
                through[group.area] = max(through[group.area], self.plant_unit * weight // 1000)
        for area in reversed(self.areas[1:]):
            through[area.feeder] += through[area.number] // 2
        return {number: loss_constants(infeed // 1000) for number, infeed in enumerate(through)}

    @cached_property
    def exchange_points(self) -> tuple[ExchangePoint, ...]:
        """The exchange points."""
        return tuple(
            ExchangePoint(
                incoming=number,
                outgoing=number,
                main_area=self.eic(group.area),
                neighbour=self.eic(group.neighbour),
                reporting_responsible=self.owner(group.area).gln,
                values=PointValues.GROSS,
                foreign=group.neighbour == ABROAD,
                settlement_method="",
            )
            for group in self.groups
            if group.use is PointUse.EXCHANGE
            for number in gsrn_texts(group.first, group.count)
        )


def generate_market(points: int, *, seed: int = 0, resolution: str = "mixed") -> GeneratedMarket:
    """Return a market of so many metering points of all types.

    Args:
        points: How many metering points, 10 to 1,000,000; exchange points are among them.
        seed: What it is made from: the same seed, the same market and the same values.
        resolution: ``mixed``, ``quarter`` or ``hour``.

    Raises:
        ValueError: There is no such market.

    >>> market = generate_market(100, seed=1)
    >>> len(market.areas), sum(group.count for group in market.groups)
    (5, 100)
    """
    if not LEAST_POINTS <= points <= MOST_POINTS:
        raise ValueError(f"expected {LEAST_POINTS} to {MOST_POINTS} metering points, found {points}")
    if resolution not in RESOLUTIONS:
        raise ValueError(f"expected a resolution of {', '.join(RESOLUTIONS)}; found {resolution!r}")
    areas = build_areas(seed, points)
    return GeneratedMarket(
        seed=seed,
        points=points,
        resolution=resolution,
        parties=build_parties(len(areas)),
        areas=areas,
        groups=build_groups(seed, points, areas),
    )
