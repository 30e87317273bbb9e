"""A day of a generated market, streamed: blocks of values, and at the end the figures of each area, which balance.

In every interval of every area, to the thousandth:

    production + exchange in - exchange out = metered consumption + profiled consumption + loss

Consumption and production come first. What an area lacks comes over its exchange points from the area that feeds it, and
in the end from abroad. With profiled points in an area its loss is that of its constants, and what is left is theirs; in
any other area the loss is what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs
import numpy as np

from edielkit.exchange.grid_loss import estimate
from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.day_values import AreaWeather, consumption, fed_in, gaps, production
from edielkit.generate.market.generated_market import GeneratedMarket
from edielkit.generate.market.market_structure import ABROAD, PointGroup
from edielkit.generate.market.noise import Ints, bits, key_of, whole_numbers
from edielkit.generate.market.point_columns import point_columns
from edielkit.generate.market.sizes import PointUse

__all__ = ("AreaFigures", "DayRun", "SentValues")

# So many values at a time: some megabytes.
_BLOCK = 60_000
_ROUNDS = 4


@attrs.frozen(kw_only=True, eq=False)
class SentValues:
    """Values of some points of a group in one direction.

    Attributes:
        group: The group.
        start: Place of the first point in its group.
        direction: ``In`` or ``Out``.
        minutes: Length of an interval.
        quantity: Thousandths of a kWh as they are sent, a row for each point; zero where nothing is sent.
        faults: Rows that are not all metered: the row, its intervals, and whether they are estimated or missing.
        corrections: The rows of *faults* as they are in truth, in the same order.
    """

    group: PointGroup
    start: int
    direction: str
    minutes: int
    quantity: Ints
    faults: tuple[tuple[int, slice, bool], ...] = ()
    corrections: tuple[Ints, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class AreaFigures:
    """What a day of an area comes to, a column of thousandths of a kWh for each sum.

    Attributes:
        area: Number of the area.
        minutes: Length of an interval.
        production: What plants and combined points feed in.
        incoming: What comes in over exchange points.
        outgoing: What goes out over them.
        metered: Consumption that is metered, as it was sent.
        profiled: Consumption of profiled points.
        loss: Loss in the grid.
        corrected: Metered consumption after corrections.
        has_profile: The area has profiled points: its loss is that of its constants.
    """

    area: int
    minutes: int
    production: Ints
    incoming: Ints
    outgoing: Ints
    metered: Ints
    profiled: Ints
    loss: Ints
    corrected: Ints
    has_profile: bool

    @property
    def after_corrections(self) -> AreaFigures:
        """The figures when estimated and missing values have been corrected; what flows over borders stays."""
        more = self.corrected - self.metered
        profiled, loss = (
            (self.profiled - more, self.loss) if self.has_profile else (self.profiled, self.loss - more)
        )
        return attrs.evolve(self, metered=self.corrected, profiled=profiled, loss=loss)


@attrs.define(eq=False, kw_only=True)
class _AreaSums:
    """Sums of an area while its day goes by, at the length of production and exchange; hourly ones by the hour."""

    production: Ints
    quarters: Ints
    profiled: Ints
    incoming: Ints
    outgoing: Ints
    hourly: Ints
    hourly_corrected: Ints

    @classmethod
    def empty(cls, count: int, hours: int) -> _AreaSums:
        """Return sums of nothing."""
        sizes = {name: hours if name.startswith("hourly") else count for name in attrs.fields_dict(cls)}
        return cls(**{name: np.zeros(size, np.int64) for name, size in sizes.items()})


class DayRun:
    """A day of a market.

    Args:
        market: The market.
        day: The day.

    >>> from edielkit.generate.market import generate_market
    >>> run = DayRun(generate_market(10), dt.date(2026, 2, 2))
    >>> sum(block.quantity.size for block in run.blocks())
    936
    >>> figures = run.figures()[1]
    >>> left = figures.production + figures.incoming - figures.outgoing - figures.metered
    >>> bool((left == figures.profiled + figures.loss).all())
    True
    """

    def __init__(self, market: GeneratedMarket, day: dt.date) -> None:
        self.market = market
        self.clock = DayClock.of(day)
        base = len(self.clock.hours) * 60 // market.base_minutes
        self._base = base
        self._sums = [
            _AreaSums.empty(base, base * market.base_minutes // market.minutes) for _ in market.areas
        ]
        self._figures: tuple[AreaFigures, ...] | None = None
        self._weather: dict[str, AreaWeather] = {}

    def blocks(self) -> Iterator[SentValues]:
        """Yield all values of the day: exchange points at the end, when it is known what flows there."""
        for group in self.market.groups:
            if group.use is not PointUse.EXCHANGE:
                yield from self._inner(group)
        yield from self._exchange()

    def figures(self) -> tuple[AreaFigures, ...]:
        """Return the figures of each area, in order of their numbers.

        Raises:
            RuntimeError: The blocks have not all been taken.
        """
        if self._figures is None:
            raise RuntimeError("the figures of a day are known when all its blocks have been taken")
        return self._figures

    def _day_of(self, area: int) -> AreaWeather:
        price_area = self.market.areas[area].price_area
        if price_area not in self._weather:
            self._weather[price_area] = AreaWeather.of(self.market.seed, price_area, self.clock)
        return self._weather[price_area]

    def _inner(self, group: PointGroup) -> Iterator[SentValues]:
        minutes = self.market.minutes_of(group)
        step = max(1, _BLOCK * minutes // 60 // len(self.clock.hours))
        for start in range(0, group.count, step):
            yield from self._block(group, start, min(step, group.count - start), minutes)

    def _block(self, group: PointGroup, start: int, count: int, minutes: int) -> Iterator[SentValues]:
        seed, day, sums = self.market.seed, self._day_of(group.area), self._sums[group.area]
        columns = point_columns(seed, group, self.market.areas[group.area].kind, start, count)
        first = group.first + start
        if group.use is PointUse.PRODUCTION:
            produced = production(
                seed, columns, day, first=first, minutes=minutes, unit=self.market.plant_unit
            )
            sums.production += produced.sum(axis=0)
            yield SentValues(group=group, start=start, direction="In", minutes=minutes, quantity=produced)
            return
        used = consumption(seed, columns, day, first=first, minutes=minutes)
        if group.use is PointUse.PROFILED:
            sums.profiled += used.sum(axis=0)
            return
        if group.use is PointUse.HOURLY:
            yield self._with_gaps(group, start, used, minutes)
            return
        if group.use is PointUse.COMBINED:
            used, fed = fed_in(columns, day, used, minutes=minutes)
            sums.production += fed.sum(axis=0)
            yield SentValues(group=group, start=start, direction="In", minutes=minutes, quantity=fed)
        sums.quarters += used.sum(axis=0)
        yield SentValues(group=group, start=start, direction="Out", minutes=minutes, quantity=used)

    def _with_gaps(self, group: PointGroup, start: int, used: Ints, minutes: int) -> SentValues:
        sums = self._sums[group.area]
        faults = gaps(
            self.market.seed, group, self.clock, start=start, count=len(used), intervals=used.shape[1]
        )
        sums.hourly_corrected += used.sum(axis=0)
        corrections = tuple(used[row].copy() for row, _, _ in faults)
        for row, intervals, estimated in faults:
            # an estimate is a twentieth too low, so that no loss is below zero before it is corrected
            used[row, intervals] = used[row, intervals] * 19 // 20 if estimated else 0
        sums.hourly += used.sum(axis=0)
        return SentValues(group=group, start=start, direction="Out", minutes=minutes, quantity=used, faults=tuple(faults), corrections=corrections)  # fmt: skip

    def _spread(self, amounts: Ints) -> Ints:
        """Return amounts at the length of production and exchange: equal parts, what is left over first."""
        parts = self._base // len(amounts)
        spread = np.repeat(amounts // parts, parts)
        spread[::parts] += amounts % parts
        return spread

    def _exchange(self) -> Iterator[SentValues]:
        # once for the whole day, so that the figures do not depend on how it was cut into blocks
        for sums in self._sums:
            sums.hourly, sums.hourly_corrected = (
                self._spread(sums.hourly),
                self._spread(sums.hourly_corrected),
            )
        losses: dict[int, Ints] = {}
        borders: dict[int, list[PointGroup]] = {}
        for group in self.market.groups:
            if group.use is PointUse.EXCHANGE:
                borders.setdefault(group.area, []).append(group)
        crossing = [g for groups in borders.values() for g in groups if g.neighbour != self._feeder(g)]
        for group in crossing:
            flow = whole_numbers(-50_000, 50_001, self._random(group, "cross"))
            yield from self._border(group, flow)
        for area in reversed(self.market.areas):
            (group,) = (g for g in borders[area.number] if g.neighbour == area.feeder)
            circling = self._circling(group)
            need, losses[area.number] = self._need(area.number, circling.sum(axis=0))
            yield from self._border(group, need, circling)
        self._figures = tuple(self._close(number, losses[number]) for number in range(len(self._sums)))

    def _feeder(self, group: PointGroup) -> int:
        return self.market.areas[group.area].feeder

    def _random(self, group: PointGroup, use: str) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        key = key_of(self.market.seed, use, self.clock.day.toordinal(), group.area)
        return bits(key, np.arange(self._base))

    def _circling(self, group: PointGroup) -> Ints:
        """Return what flows in and out again at the points of a border: they meter both directions."""
        rows = [whole_numbers(0, 500, self._random(group, f"circling {n}")) for n in range(group.count)]
        return np.array(rows)

    def _need(self, area: int, circling: Ints) -> tuple[Ints, Ints]:
        """Return what an area draws from the one that feeds it, and the loss that it comes with."""
        sums = self._sums[area]
        # the truth flows, whatever was sent of it
        demand = (
            sums.quarters + sums.hourly_corrected + sums.profiled + sums.outgoing - sums.production - sums.incoming
        )  # fmt: skip
        inflow = sums.production + sums.incoming + circling
        loss = np.zeros(self._base, np.int64)
        for _ in range(_ROUNDS):
            gross = inflow + np.maximum(demand + loss, 0)
            loss = estimate(self.market.losses[area], gross, seconds=self.market.base_minutes * 60)
        return demand + loss, loss

    def _border(self, group: PointGroup, flow: Ints, circling: Ints | None = None) -> Iterator[SentValues]:
        """Yield the values of the points of a border, which draw *flow* together; book them on both sides."""
        amount, sign = np.abs(flow), np.sign(flow)
        parts = np.repeat((amount // group.count)[None, :], group.count, axis=0)
        parts[0] += amount - parts.sum(axis=0)
        parts *= sign
        more = 0 if circling is None else circling
        incoming, outgoing = np.maximum(parts, 0) + more, np.maximum(-parts, 0) + more
        for number, into, out in ((group.area, incoming, outgoing), (group.neighbour, outgoing, incoming)):
            if number != ABROAD:
                self._sums[number].incoming += into.sum(axis=0)
                self._sums[number].outgoing += out.sum(axis=0)
        for direction, quantity in (("In", incoming), ("Out", outgoing)):
            yield SentValues(group=group, start=0, direction=direction, minutes=self.market.base_minutes, quantity=quantity)  # fmt: skip

    def _close(self, area: int, loss: Ints) -> AreaFigures:
        sums = self._sums[area]
        left = sums.production + sums.incoming - sums.outgoing - sums.quarters - sums.hourly
        has_profile = area in self.market.profiled_areas
        if has_profile:
            gross = sums.production + sums.incoming
            loss = estimate(self.market.losses[area], gross, seconds=self.market.base_minutes * 60)
        else:
            loss = left
        columns: Mapping[str, Ints] = {
            "production": sums.production,
            "incoming": sums.incoming,
            "outgoing": sums.outgoing,
            "metered": sums.quarters + sums.hourly,
            "profiled": left - loss,
            "loss": loss,
            "corrected": sums.quarters + sums.hourly_corrected,
        }
        parts = self.market.minutes // self.market.base_minutes
        return AreaFigures(
            area=area,
            minutes=self.market.minutes,
            has_profile=has_profile,
            **{name: column.reshape(-1, parts).sum(axis=1) for name, column in columns.items()},
        )
