"""The energy balance of grid areas: production + import - export - consumption = loss.

Trust: the identity is derived (what goes in comes out or is lost). Elhub's own definitions of gross and net infeed are not
published in a readable form; here gross infeed is production and import, net infeed is that less export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.exchange.channel_checks import amount, clock
from edielkit.exchange.channel_columns import (
    ChannelColumn,
    Channels,
    PointEnergyKey,
    by_day,
    day_of,
    gather,
    ordinals,
)
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.grid_loss import LossConstants, LossLimits, estimate
from edielkit.exchange.points import Direction, ExchangePoint
from edielkit.findings import Finding, Position, Report
from edielkit.harmless import quoted
from edielkit.market_time import Period, Resolution
from edielkit.series import TimeSeries, decimal, thousandths
from edielkit.series.exact import largest, total

__all__ = ("AreaBalance", "Balance", "balance", "check_balance")

Ints = npt.NDArray[np.int64]

# Sums stay far from the end of 64 bits, so that differences of sums do, too.
_BOUND = 1 << 60
# 50 years of quarters
_LONGEST = 50 * 366 * 96


@attrs.frozen(kw_only=True, eq=False, slots=False)
class AreaBalance:
    """The balance of one grid area (nettavregningsområde), interval by interval, in thousandths of a kWh.

    Attributes:
        area: EIC of the grid area.
        seconds: Length of an interval.
        start: Start of each interval, seconds since 1970 UTC, without holes.
        production: What production points feed in.
        consumption: What consumption points take out.
        incoming: Import over exchange points.
        outgoing: Export over exchange points.
        estimate: The loss by formula, None without constants.
        points: How many metering points of the area have production or consumption.
        gaps: Channels that do not have a value for every interval, and how many intervals they lack.
    """

    area: str
    seconds: int
    start: Ints
    production: Ints
    consumption: Ints
    incoming: Ints
    outgoing: Ints
    estimate: Ints | None = None
    points: int = 0
    gaps: tuple[tuple[PointEnergyKey, Direction, int], ...] = ()

    @property
    def gross_infeed(self) -> Ints:
        """Production and import (brutto innmating)."""
        return self.production + self.incoming

    @property
    def net_import(self) -> Ints:
        """Import less export."""
        return self.incoming - self.outgoing

    @cached_property
    def loss(self) -> Ints:
        """Production + import - export - consumption (nettap)."""
        return self.production + self.incoming - self.outgoing - self.consumption

    @cached_property
    def day(self) -> Ints:
        """Local day (ordinal) of each interval."""
        return ordinals(self.start)

    @property
    def totals(self) -> dict[str, Decimal]:
        """The sums over all intervals in kWh, exact."""
        columns = {
            "production": self.production,
            "import": self.incoming,
            "export": self.outgoing,
            "consumption": self.consumption,
            "loss": self.loss,
        }
        return {name: decimal(total(column)) for name, column in columns.items()}


@attrs.frozen(kw_only=True)
class Balance:
    """The balances of several grid areas.

    Attributes:
        areas: One for each grid area, in order of their codes.
        unplaced: Series that belong to no known grid area, in words.
    """

    areas: tuple[AreaBalance, ...]
    unplaced: tuple[str, ...] = ()

    def of(self, area: str) -> AreaBalance:
        """Return the balance of *area*.

        Raises:
            KeyError: There is none.
        """
        for area_balance in self.areas:
            if area_balance.area == area:
                return area_balance
        raise KeyError(area)


@attrs.frozen
class _Flow:
    """A channel with the area and the side of the balance that it counts in."""

    key: PointEnergyKey
    direction: Direction
    column: ChannelColumn
    area: str
    side: str


def balance(
    series: Iterable[TimeSeries],
    points: Iterable[ExchangePoint] = (),
    *,
    areas: Mapping[str, str] | None = None,
    losses: Mapping[str, LossConstants] | None = None,
    period: Period | None = None,
    resolution: str | None = None,
) -> Balance:
    """Return the energy balance of each grid area.

    A series of a named exchange point counts as import or export of its main area and the other way round of its neighbour;
    a foreign neighbour has no balance. Any other series counts as production (In) or consumption (Out) of
    its grid area. What is reported twice counts twice here, as it would in a settlement: `reconcile` finds it.

    Args:
        series: Series of exchange, production and consumption points.
        points: The exchange points, with main area and neighbour.
        areas: Grid area of metering points; the series' own grid area where this has none.
        losses: Constants of grid areas, for estimates.
        period: What to look at; from the first to the last value if None.
        resolution: Length of an interval; the longest of the series if None. Shorter values are summed; longer ones
            are not cut, their series are left out and named in ``unplaced``.

    Raises:
        ValueError: The values span more than 50 years of quarters, or a sum leaves 64 bits.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations
    >>> day = {"period": day_period(dt.date(2024, 6, 4)), "resolution": "PT1H", "grid_area": "A"}
    >>> made, used = (
    ...     TimeSeries(metering_point=n, direction=d, observations=Observations.metered([q] * 24), **day)
    ...     for n, d, q in (("1", "In", 10), ("2", "Out", 9))
    ... )
    >>> balance([made, used]).areas[0].totals["loss"]
    Decimal('24.000')
    """
    channels = gather(series)
    flows, unplaced = _flows(channels, tuple(points), areas or {})
    seconds = _seconds(flows, resolution)
    too_long = [flow for flow in flows if largest(flow.column.step) > seconds]
    unplaced += tuple(f"{flow.key} {flow.direction}: longer intervals than {seconds} seconds" for flow in too_long)  # fmt: skip
    flows = [flow for flow in flows if largest(flow.column.step) <= seconds]
    axis = _axis(flows, period, seconds)
    by_area: dict[str, list[_Flow]] = {}
    for flow in flows:
        by_area.setdefault(flow.area, []).append(flow)
    constants = losses or {}
    return Balance(
        areas=tuple(_area(area, by_area[area], axis, constants.get(area)) for area in sorted(by_area)),
        unplaced=(*channels.unread, *unplaced),
    )


_SIDES = {Direction.IN: "incoming", Direction.OUT: "outgoing"}
_OWN = {Direction.IN: "production", Direction.OUT: "consumption"}


def _flows(
    channels: Channels, points: tuple[ExchangePoint, ...], areas: Mapping[str, str]
) -> tuple[list[_Flow], tuple[str, ...]]:
    named = {metering_point: point for point in points for metering_point in point.metering_points}
    flows: list[_Flow] = []
    unplaced: list[str] = []
    for key, columns in channels.columns.items():
        if key.kind != "active":
            continue
        point = named.get(key.metering_point)
        for direction, column in columns.items():
            if not len(column):
                continue
            if point is not None:
                if point.main_area is None:
                    unplaced.append(f"{key}: its main grid area is not known")
                    continue
                flows.append(_Flow(key, direction, column, point.main_area, _SIDES[direction]))
                if point.neighbour and not point.foreign:
                    flows.append(_Flow(key, direction, column, point.neighbour, _SIDES[direction.opposite]))
                continue
            area = areas.get(key.metering_point) or channels.series[int(column.source[0])].grid_area
            if area is None:
                unplaced.append(f"{key}: its grid area is not known")
            else:
                flows.append(_Flow(key, direction, column, area, _OWN[direction]))
    return flows, tuple(dict.fromkeys(unplaced))


def _seconds(flows: Iterable[_Flow], resolution: str | None) -> int:
    if resolution is None:
        return max((largest(flow.column.step) for flow in flows), default=3600)
    step = Resolution.of(resolution)
    if step is None or not step.seconds:
        raise ValueError(f"expected a resolution in minutes or hours, found {resolution!r}")
    return step.seconds


@attrs.frozen
class _Axis:
    """The intervals of a balance: start of the first, how many, and their length in seconds."""

    first: int
    count: int
    seconds: int


def _axis(flows: Iterable[_Flow], period: Period | None, seconds: int) -> _Axis:
    if period is not None:
        low, high = (int(instant.timestamp()) for instant in (period.start, period.end))
    else:
        columns = [flow.column for flow in flows]
        low = min((int(column.start[0]) for column in columns), default=0)
        high = max((int((column.start + column.step).max()) for column in columns), default=0)
    low -= low % seconds
    count = max(0, -(-(high - low) // seconds))
    if count > _LONGEST:
        raise ValueError(f"expected at most {_LONGEST} intervals, found {count}; give a period")
    return _Axis(low, count, seconds)


def _area(area: str, flows: list[_Flow], axis: _Axis, constants: LossConstants | None) -> AreaBalance:
    first, count, seconds = axis.first, axis.count, axis.seconds
    sums = {side: np.zeros(count, np.int64) for side in (*_SIDES.values(), *_OWN.values())}
    gaps: list[tuple[PointEnergyKey, Direction, int]] = []
    bound = 0
    for flow in flows:
        column = flow.column
        bins = (column.start - first) // seconds
        inside = (bins >= 0) & (bins < count)
        quantity, step = column.quantity, column.step
        if not inside.all():
            bins, quantity, step = bins[inside], quantity[inside], step[inside]
        bound += largest(quantity) * (seconds // max(1, int(step.min())) if len(step) else 1)
        if bound > _BOUND:
            raise ValueError(f"the sums of grid area {quoted(area, 40)} do not fit 64 bits in thousandths")
        _accumulate(sums[flow.side], bins, quantity)
        lacking = _lacking(bins, step, count, seconds)
        if lacking:
            gaps.append((flow.key, flow.direction, lacking))
    start = first + seconds * np.arange(count, dtype=np.int64)
    gross = sums["production"] + sums["incoming"]
    return AreaBalance(
        area=area,
        seconds=seconds,
        start=start,
        estimate=None if constants is None else estimate(constants, gross, seconds=seconds),
        points=len({flow.key for flow in flows if flow.side in _OWN.values()}),
        gaps=tuple(gaps),
        **sums,
    )


def _accumulate(sums: Ints, bins: Ints, quantity: Ints) -> None:
    if not len(bins):
        return
    if int(bins[-1]) - int(bins[0]) == len(bins) - 1 and (np.diff(bins) == 1).all():
        sums[int(bins[0]) : int(bins[-1]) + 1] += quantity
    else:
        np.add.at(sums, bins, quantity)


def _lacking(bins: Ints, step: Ints, count: int, seconds: int) -> int:
    """Return how many intervals are not wholly covered."""
    if len(bins) == count and (step == seconds).all():
        return 0
    covered = np.zeros(count, np.int64)
    np.add.at(covered, bins, step)
    return int((covered < seconds).sum())


# -- the check


def check_balance(
    balances: Balance, *, limits: LossLimits | Mapping[str, LossLimits] | None = None, estimates: bool = False
) -> Report:
    """Return the days and grid areas whose loss is negative or high (EXC030, EXC031).

    Args:
        balances: The balances.
        limits: For all areas, or by area; the published defaults where none are given.
        estimates: Loss constants are wanted: an area without them is reported (EXC032).

    >>> check_balance(Balance(areas=())).findings
    ()
    """
    own = limits if isinstance(limits, Mapping) else {}
    common = limits if isinstance(limits, LossLimits) else LossLimits()
    findings: list[Finding] = []
    not_checked = list(balances.unplaced)
    for area in balances.areas:
        if not area.points:
            not_checked.append(f"{area.area}: no production and no consumption, so its loss is not known")
            continue
        findings += _loss_findings(area, own.get(area.area, common))
        if estimates and area.estimate is None:
            findings.append(
                RULES["EXC032"].finding(
                    "expected idle loss and loss constant, found none", Position(path=area.area)
                )
            )
        not_checked += [
            f"{area.area}: {key} {direction} has no value in {count} intervals, which count as zero"
            for key, direction, count in area.gaps
        ]
    return Report(findings=tuple(findings), not_checked=tuple(not_checked), kind="balance")


def _loss_findings(area: AreaBalance, limits: LossLimits) -> Iterator[Finding]:
    loss = area.loss
    low = loss < thousandths(limits.negative)
    high = (loss > _share(area.gross_infeed, limits.high_share)) & (loss > thousandths(limits.high))
    for code, flagged, limit, pick in (
        ("EXC030", low, f"at least {limits.negative} kWh", np.argmin),
        ("EXC031", high, f"at most {limits.high_share * 100:f} % of gross infeed or {limits.high} kWh", np.argmax),
    ):  # fmt: skip
        where = np.flatnonzero(flagged)
        for day, rows in by_day(area.day[where]):
            chosen = where[rows]
            worst = int(chosen[int(pick(loss[chosen]))])
            infeed = int(area.gross_infeed[worst])
            yield RULES[code].finding(
                f"expected a loss of {limit}, found {amount(loss[worst])} of {amount(infeed)} gross infeed at {clock(area.start[worst])};"
                f" {len(chosen)} of {int((area.day == day).sum())} intervals",
                Position(path=f"{area.area}/{day_of(day)}"),
            )


def _share(values: Ints, share: Decimal) -> Ints:
    """Return *share* of each value, rounded down; an integer is above the share exactly when it is above this."""
    exact = Fraction(share)
    above, below = exact.numerator, exact.denominator
    if not 0 <= above <= below <= 10_000:
        raise ValueError("expected a share from 0 to 1 with at most four decimals")
    whole, part = np.divmod(values, below)
    result: Ints = whole * above + part * above // below
    return result
