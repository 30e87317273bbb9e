"""The settlement basis of one grid area and one local day: what came in, what went out, who used it, what was lost.

Everything is whole thousandths of a kWh, and in every interval

    production + import = consumption + export + loss

to the thousandth. Trust: the balance is an identity (derived); net infeed as production and import less export is sourced
(elhub.no, migration and check of metering values); gross infeed as production and import is memory; the estimated loss is
derived from the words of BRS-NO-318. The adjusted infeed profile
(justert innmatingsprofil, JIP) is net infeed less what is metered at the settlement resolution less the estimated loss
(derived from the definitions of the 15-minute pages: "all consumption that is not metered at 15 minutes"). Hourly
consumption is spread over the quarters of its hour by JIP (6015, derived from the text, which says that the sum is kept);
hourly production and exchange are spread flat (sourced). What is left of JIP is the unmetered consumption (umålt
forbruk, UMF) of profiled points, shared by expected annual volume (the principle is sourced, the formula is memory).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import attrs
import numpy as np

from edielkit.exchange.grid_loss import LossConstants, estimate
from edielkit.hub.core.apportioning import Ints, shared
from edielkit.market_time import Period

__all__ = ("BOUND", "AreaInputs", "AreaSettlement", "Member", "SettlementUse", "SumGroup", "settle")

_HOUR = 60
# Sums of a few of these still fit the fifteen digits of a quantity (decimal153); it is 100 GWh in an interval.
BOUND = 10**14


class SettlementUse(StrEnum):
    """What a channel counts as."""

    PRODUCTION = "production"
    IMPORT = "import"
    EXPORT = "export"
    INTERVAL = "interval"  # consumption metered at the settlement resolution, or finer
    HOURLY = "hourly"  # consumption metered by the hour, settled by the quarter: 6015
    PROFILED = "profiled"


class Member(NamedTuple):
    """A channel that counts in an area on a day, and for whom: this is what a settlement remembers of it.

    Attributes:
        point: GSRN.
        direction: ``In`` or ``Out`` as its values are sent.
        use: What it counts as here; an exchange point of the neighbour counts the other way round.
        minutes: Length of its values, 0 for a profiled point.
        supplier: GLN of the supplier of the day, empty without one and for exchange.
        role: ``DDQ`` or ``SLR``, empty without a supplier.
        pumped: It is consumption of pumps.
        annual: Expected annual volume in kWh, the weight of a profiled point.
    """

    point: str
    direction: str
    use: SettlementUse
    minutes: int
    supplier: str = ""
    role: str = ""
    pumped: bool = False
    annual: int = 0


class SumGroup(NamedTuple):
    """What a sum is of.

    Attributes:
        use: Production or a kind of consumption.
        supplier: GLN, empty for what has no supplier.
        role: ``DDQ`` or ``SLR``, empty without a supplier.
        pumped: Consumption of pumps.
    """

    use: SettlementUse
    supplier: str = ""
    role: str = ""
    pumped: bool = False


@attrs.frozen(kw_only=True, eq=False)
class AreaInputs:
    """What is known of an area's day.

    Attributes:
        area: EIC of the grid area.
        period: The local day.
        minutes: Length of a settlement interval, 15 or 60.
        members: The channels, each once.
        values: Thousandths of a kWh for each member, of its own resolution over the whole day; zero where a value is
            missing, empty for profiled points.
        missing: How many values of each member are missing.
    """

    area: str
    period: Period
    minutes: int
    members: Sequence[Member]
    values: Sequence[Ints]
    missing: Sequence[int]

    @property
    def count(self) -> int:
        """How many settlement intervals the day has."""
        return int(self.period.duration.total_seconds()) // 60 // self.minutes


@attrs.frozen(kw_only=True, eq=False)
class AreaSettlement:
    """The settlement basis of an area's day, a column of thousandths for each sum.

    Attributes:
        area: EIC of the grid area.
        period: The local day.
        minutes: Length of an interval.
        production: What production points and prosumers feed in.
        incoming: Import.
        outgoing: Export.
        interval: Consumption metered at the settlement resolution.
        hourly: Consumption metered by the hour, in quarters (6015); zeros in an hourly settlement.
        profiled: Unmetered consumption of profiled points (UMF).
        loss: What is left: loss in the grid, without consumption that has no supplier.
        estimate: Loss by formula, None without constants.
        jip: Adjusted infeed profile, None where all is metered at the settlement resolution.
        groups: Sums by use and supplier.
        quarters: The quarters of each hourly point (6015), by its member.
        shares: The profiled consumption of each profiled point (PPC, at the lock FPPC), by its member.
    """

    area: str
    period: Period
    minutes: int
    production: Ints
    incoming: Ints
    outgoing: Ints
    interval: Ints
    hourly: Ints
    profiled: Ints
    loss: Ints
    estimate: Ints | None
    jip: Ints | None
    groups: Mapping[SumGroup, Ints]
    quarters: Mapping[Member, Ints]
    shares: Mapping[Member, Ints]

    @property
    def gross_infeed(self) -> Ints:
        """Production and import (brutto innmating)."""
        return self.production + self.incoming

    @property
    def consumption(self) -> Ints:
        """All consumption, with supplier and without."""
        return self.interval + self.hourly + self.profiled


def settle(
    inputs: AreaInputs, constants: LossConstants | None = None, *, profile: Ints | None = None
) -> AreaSettlement:
    """Return the settlement basis of an area's day.

    An area without profiled points has the method "Ingen JIP": its loss is net infeed less consumption. An area
    with profiled points has the estimated loss, and what is left is their consumption. The published names of further
    methods (Stor, Liten, Årsforbruk JIP) have no published limits between them and make no difference here.

    Args:
        inputs: The channels and their values.
        constants: Loss constants of the area; the estimate is zero without them.
        profile: Weights to spread hourly consumption by instead of JIP, one for each interval.

    Raises:
        ValueError: A sum is too large for a message, or an hour's values do not fill the settlement intervals.

    >>> import datetime as dt
    >>> start = dt.datetime(2026, 2, 2, 23, tzinfo=dt.UTC)
    >>> made = settle(
    ...     AreaInputs(
    ...         area="A",
    ...         period=Period(start, start + dt.timedelta(hours=1)),
    ...         minutes=15,
    ...         members=[
    ...             Member("1", "In", SettlementUse.IMPORT, 15),
    ...             Member("2", "Out", SettlementUse.HOURLY, 60, "S", "DDQ"),
    ...         ],
    ...         values=[np.array([10, 20, 30, 40]), np.array([90])],
    ...         missing=[0, 0],
    ...     )
    ... )
    >>> made.hourly.tolist(), made.loss.tolist()
    ([9, 18, 27, 36], [1, 2, 3, 4])
    """
    metered = _Metered(inputs)
    production, incoming, outgoing, interval = (
        metered.sum(use)
        for use in (
            SettlementUse.PRODUCTION,
            SettlementUse.IMPORT,
            SettlementUse.EXPORT,
            SettlementUse.INTERVAL,
        )
    )
    gross = production + incoming
    estimated = (
        None if constants is None else _bounded(estimate(constants, gross, seconds=inputs.minutes * 60))
    )
    jip = None
    if any(member.use in {SettlementUse.HOURLY, SettlementUse.PROFILED} for member in inputs.members):
        jip = gross - outgoing - interval - (0 if estimated is None else estimated)
    quarters = _quarters(inputs, jip if profile is None else profile)
    hourly = _sum(quarters.values(), inputs.count)
    customers = [member for member in inputs.members if member.use is SettlementUse.PROFILED]
    profiled = np.zeros(inputs.count, np.int64)
    if customers and jip is not None:
        profiled = jip - hourly
    shares = _shares(customers, profiled)
    return AreaSettlement(
        area=inputs.area,
        period=inputs.period,
        minutes=inputs.minutes,
        production=production,
        incoming=incoming,
        outgoing=outgoing,
        interval=interval,
        hourly=hourly,
        profiled=profiled,
        loss=gross - outgoing - interval - hourly - profiled,
        estimate=estimated,
        jip=jip,
        groups=_groups(inputs, metered, quarters, shares),
        quarters=quarters,
        shares=shares,
    )


class _Metered:
    """The values of the members at the settlement resolution, without those that need a profile."""

    def __init__(self, inputs: AreaInputs) -> None:
        self._count = inputs.count
        self._columns = {
            member: at_settlement(values, member, inputs)
            for member, values in zip(inputs.members, inputs.values, strict=True)
            if member.use not in {SettlementUse.HOURLY, SettlementUse.PROFILED}
        }

    def sum(self, use: SettlementUse) -> Ints:
        return _sum((column for member, column in self._columns.items() if member.use is use), self._count)

    def items(self) -> Iterable[tuple[Member, Ints]]:
        return self._columns.items()


def at_settlement(values: Ints, member: Member, inputs: AreaInputs) -> Ints:
    """Return the values of *member* by settlement interval: shorter ones summed, hours in equal parts.

    Raises:
        ValueError: The values do not fill the day.
    """
    if len(values) * member.minutes != inputs.count * inputs.minutes:
        raise ValueError(f"{member.point}: expected values of {member.minutes} minutes for the whole day")
    if member.minutes == inputs.minutes:
        return values
    if member.minutes < inputs.minutes:
        sums: Ints = values.reshape(inputs.count, -1).sum(axis=1)
        return sums
    parts = member.minutes // inputs.minutes
    return shared(values, np.ones((1, parts), np.int64)).reshape(-1)


def _quarters(inputs: AreaInputs, jip: Ints | None) -> dict[Member, Ints]:
    """Return the hourly consumption of each point in settlement intervals."""
    hourly = [
        (member, values)
        for member, values in zip(inputs.members, inputs.values, strict=True)
        if member.use is SettlementUse.HOURLY
    ]
    if not hourly or jip is None:
        return {}
    parts = _HOUR // inputs.minutes
    hours = np.concatenate([values for _, values in hourly])
    if len(hours) * parts != len(hourly) * inputs.count:
        raise ValueError(f"{inputs.area}: expected hourly values for the whole day")
    weight = weights(jip).reshape(-1, parts)
    spread = shared(hours, np.tile(weight, (len(hourly), 1))).reshape(len(hourly), inputs.count)
    return {member: row for (member, _), row in zip(hourly, spread, strict=True)}


def weights(profile: Ints) -> Ints:
    """Return *profile* as weights: what is below zero counts as zero (derived: no rule is published)."""
    return np.maximum(profile, 0)


def _shares(customers: list[Member], profiled: Ints) -> dict[Member, Ints]:
    annual = np.array([[max(customer.annual, 0) for customer in customers]], np.int64)
    parts = shared(profiled, annual) if customers else annual
    return {member: parts[:, place] for place, member in enumerate(customers)}


def _groups(
    inputs: AreaInputs, metered: _Metered, quarters: Mapping[Member, Ints], shares: Mapping[Member, Ints]
) -> dict[SumGroup, Ints]:
    columns: dict[SumGroup, list[Ints]] = {}
    for member, column in (*metered.items(), *quarters.items(), *shares.items()):
        if member.use not in {SettlementUse.IMPORT, SettlementUse.EXPORT}:
            group = SumGroup(member.use, member.supplier, member.role, member.pumped)
            columns.setdefault(group, []).append(column)
    return {group: _sum(columns[group], inputs.count) for group in sorted(columns)}


def _sum(columns: Iterable[Ints], count: int) -> Ints:
    summands = list(columns)
    if not summands:
        return np.zeros(count, np.int64)
    if sum(max(int(column.max()), -int(column.min())) for column in summands) > BOUND:
        raise ValueError("a sum of values is above 100 GWh in an interval")
    result = np.zeros(count, np.int64)
    for column in summands:
        result += column
    return result


def _bounded(column: Ints) -> Ints:
    if len(column) and int(np.abs(column).max()) > BOUND:
        raise ValueError("an estimated loss is above 100 GWh in an interval")
    return column
