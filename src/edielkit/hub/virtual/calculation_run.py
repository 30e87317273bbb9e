"""One calculation over one stretch of time: inputs read, the template calculated, what has changed written.

An interval is calculated when everything that it is made of is there. Its status is that of the least certain input
(derived: supplier and grid company cannot see whether a point is read or calculated, BRS-NO-313). A channel is calculated
in the reading resolution of its metering point; where the recipients of a division differ, it is divided in the
longest resolution, and a part is spread over shorter intervals as the whole is (derived).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import attrs
import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.channels import MINUTES, lengths_of
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import span_of
from edielkit.hub.values.formulas import (
    MILLION,
    Formula,
    apportioned,
    fits,
    floored,
    gross,
    netted,
    shared,
    weighted,
)
from edielkit.hub.values.store import instant_of, minute
from edielkit.hub.values.value_records import (
    Calculation,
    CalculationInput,
    CalculationTarget,
    CalculationVersion,
    ChannelKey,
    Template,
)
from edielkit.hub.virtual.interval_columns import CalculationColumn, IntervalGrid, column, worst, write
from edielkit.market_time import day_period, local_day
from edielkit.series import QUANTITY_LIMIT

__all__ = ("run", "step_of")

Span = tuple[int, int]
# A day in minutes and in quarters, and how many values are calculated at once.
_DAY, _QUARTERS, _MOST_VALUES = 1440, 96, 2_000_000
Written = Iterator[tuple[ChannelKey, int, int]]


def run(transaction: Transaction, calculation: Calculation, low: int, high: int) -> Written:
    """Calculate *calculation* for a stretch of time, and yield the channels and stretches that were written.

    Args:
        transaction: The step.
        calculation: The calculation.
        low: First minute since 1970.
        high: First minute after.
    """
    for version in calculation.versions:
        start, end = span_of(version)
        first, last = max(low, start), high if end is None else min(high, end)
        if version.empty or first >= last:
            continue
        for begin, until in _even(transaction, version, first, last):
            yield from _CalculationRun(
                transaction, calculation.identification, version, begin, until
            ).written()


def _even(transaction: Transaction, version: CalculationVersion, low: int, high: int) -> Iterator[Span]:
    """Yield stretches in which no channel changes its master data, none so long that its columns fill the memory."""
    keys = [*(source.key for source in version.inputs), *(target.key for target in version.targets)]
    edges = {low, high}
    for name in {key.point for key in keys}:
        point = transaction.point(name)
        for master in point.versions if point is not None else ():
            at = minute(day_period(master.start).start)
            if low < at < high:
                edges.add(at)
    most = max(1, _MOST_VALUES // (len(keys) * _QUARTERS)) * _DAY
    edges.update(range(low // _DAY * _DAY + most, high, most))
    yield from pairwise(sorted(edges))


def step_of(transaction: Transaction, key: ChannelKey, day: dt.date) -> int | None:
    """Return the minutes of a step of a channel on *day*: the reading resolution of its point, else the channel's own.

    Args:
        transaction: The step.
        key: The channel.
        day: Norwegian day.
    """
    point = transaction.point(key.point)
    if point is None:
        return None
    data = point.data(day)
    codes = (data.detail.meter_reading_occurrence, *lengths_of(data, key.product, key.direction))
    return next((MINUTES[code] for code in codes if code is not None and code in MINUTES), None)


@attrs.frozen
class _CalculationRun:
    """A version of a calculation in a stretch without changes of master data."""

    transaction: Transaction
    source: str
    version: CalculationVersion
    low: int
    high: int

    def written(self) -> Written:
        yield from _TEMPLATES[self.version.template](self)

    def step(self, key: ChannelKey) -> int | None:
        return step_of(self.transaction, key, local_day(instant_of(self.low)))

    def grid(self, minutes: int) -> IntervalGrid:
        # a version begins and ends at midnight, so that whole steps stay within it
        return IntervalGrid(self.low // minutes * minutes, -(-self.high // minutes) * minutes, minutes)

    def columns(self, inputs: Sequence[CalculationInput], grid: IntervalGrid) -> list[CalculationColumn]:
        return [column(self.transaction, source.key, grid) for source in inputs]

    def total(
        self, inputs: Sequence[CalculationInput], grid: IntervalGrid, *, signed: bool = False
    ) -> CalculationColumn:
        """Return the weighted sum of *inputs*; *signed* counts what comes in (In) as negative."""
        columns = self.columns(inputs, grid)
        weights = [-i.weight if signed and i.key.direction == "In" else i.weight for i in inputs]
        present = np.logical_and.reduce([values.present for values in columns])
        quantities = [values.quantity for values in columns]
        fit = fits(quantities, weights)
        if not fit.all():
            present &= fit
            quantities = [np.where(fit, quantity, 0) for quantity in quantities]
        return CalculationColumn(weighted(quantities, weights), worst(columns), present)

    def write(
        self, target: CalculationTarget, grid: IntervalGrid, quantity: Ints, total: CalculationColumn
    ) -> Written:
        new = CalculationColumn(np.where(total.present, quantity, 0), total.quality, total.present)
        for low, high in write(self.transaction, target.key, grid, new, self.source):
            yield target.key, low, high

    def inputs(self, part: str) -> list[CalculationInput]:
        return [source for source in self.version.inputs if source.part == part]


@attrs.frozen(eq=False)
class _Whole:
    """What is divided, in the steps that it is divided in."""

    inputs: Sequence[CalculationInput]
    grid: IntervalGrid
    total: CalculationColumn


def _sum(this: _CalculationRun) -> Written:
    (target,) = this.version.targets
    minutes = this.step(target.key)
    if minutes is not None:
        grid = this.grid(minutes)
        total = this.total(this.version.inputs, grid)
        # no message carries a value below zero; without a limit only sums that cannot be are set up
        yield from this.write(target, grid, floored(total.quantity), total)


def _net(this: _CalculationRun) -> Written:
    minutes = this.step(this.version.targets[0].key)
    if minutes is None:
        return
    grid = this.grid(minutes)
    total = this.total(this.version.inputs, grid, signed=True)
    out, into = netted(total.quantity)
    for target in this.version.targets:
        yield from this.write(target, grid, out if target.key.direction == "Out" else into, total)


def _gross(this: _CalculationRun) -> Written:
    for target in this.version.targets:
        minutes = this.step(target.key)
        if minutes is None:
            continue
        grid = this.grid(minutes)
        produced = this.total(this.inputs("production"), grid)
        if target.key.direction == "In":
            yield from this.write(target, grid, floored(produced.quantity), produced)
            continue
        net = this.total(this.inputs("exchange"), grid, signed=True)
        both = CalculationColumn(produced.quantity, worst((produced, net)), produced.present & net.present)
        yield from this.write(target, grid, gross(produced.quantity, net.quantity), both)


def _distribution(this: _CalculationRun) -> Written:
    targets = this.version.targets
    steps = [this.step(receiver.key) for receiver in targets]
    lengths = [step for step in steps if step is not None]
    if not lengths:
        return
    grid = this.grid(max(lengths))
    whole = this.total(this.version.inputs, grid)
    amount = floored(np.where(whole.present, whole.quantity, 0))
    shares = [1 if receiver.share is None else receiver.share for receiver in targets]
    parts = apportioned(amount, np.array(shares, np.int64).reshape(-1, 1), first=grid.first)
    divided = _Whole(this.version.inputs, grid, whole)
    for target, minutes, part in zip(targets, steps, parts, strict=True):
        if minutes is not None:
            fine, spread = _spread(this, divided, part, minutes)
            yield from this.write(target, fine, spread.quantity, spread)


def _spread(
    this: _CalculationRun, whole: _Whole, part: Ints, minutes: int
) -> tuple[IntervalGrid, CalculationColumn]:
    """Return a part of *whole* in steps of *minutes*: as the whole goes where that is known, else evenly."""
    grid, total = whole.grid, whole.total
    if minutes == grid.minutes:
        return grid, CalculationColumn(part, total.quality, total.present)
    times = grid.minutes // minutes
    fine = IntervalGrid(grid.start, grid.end, minutes)
    shape = this.total(whole.inputs, fine)
    # an hour that is not known by the quarter is spread evenly
    complete = np.all(shape.present.reshape(-1, times), axis=1, keepdims=True)
    weights = np.where(complete, floored(shape.quantity).reshape(-1, times), 0)
    spread = apportioned(part, weights.T, first=grid.first).T.reshape(-1)
    return fine, CalculationColumn(spread, np.repeat(total.quality, times), np.repeat(total.present, times))


def _shared_production(this: _CalculationRun) -> Written:
    formula = this.version.formula or Formula.EQUAL
    producers, used = this.inputs("production"), this.inputs("consumption")
    by_point = {target.key.point: target for target in this.version.targets if target.key.direction == "Out"}
    into = {target.key.point: target for target in this.version.targets if target.key.direction == "In"}
    steps = {consumer.key.point: this.step(consumer.key) for consumer in used}
    lengths = [step for step in steps.values() if step is not None]
    production_steps = [step for step in (this.step(i.key) for i in producers) if step is not None]
    if len(lengths) < len(used) or not production_steps:
        return
    grid = this.grid(max((*lengths, *production_steps)))
    whole = this.total(producers, grid)
    use = this.columns(used, grid)
    if formula is Formula.CONSUMPTION:
        fit = fits([consumption.quantity for consumption in use], [MILLION] * len(use))
        together = np.logical_and.reduce([whole.present, fit, *(consumption.present for consumption in use)])
        whole = CalculationColumn(whole.quantity, worst((whole, *use)), together)
    amount = np.where(whole.present, whole.quantity, 0)
    taken = np.stack([np.where(whole.present, consumption.quantity, 0) for consumption in use])
    shares = [by_point[consumer.key.point].share or 0 for consumer in used]
    parts = shared(amount, taken, formula, shares, first=grid.first)
    divided = _Whole(producers, grid, whole)
    for consumer, part in zip(used, parts, strict=True):
        fine, allotted = _spread(this, divided, part, steps[consumer.key.point] or grid.minutes)
        own = column(this.transaction, consumer.key, fine)
        fit = own.quantity < QUANTITY_LIMIT
        both = CalculationColumn(own.quantity, worst((allotted, own)), allotted.present & own.present & fit)
        net_out, net_in = netted(own.quantity - allotted.quantity)
        yield from this.write(by_point[consumer.key.point], fine, net_out, both)
        yield from this.write(into[consumer.key.point], fine, net_in, both)


def _copy(this: _CalculationRun) -> Written:
    """Copy values as they are, with the status of each; a target in hours gets the sums of quarters."""
    (source,), (target,) = this.version.inputs, this.version.targets
    minutes = this.step(target.key) or this.step(source.key)
    if minutes is not None:
        grid = this.grid(minutes)
        values = column(this.transaction, source.key, grid)
        yield from this.write(target, grid, values.quantity, values)


_TEMPLATES: Mapping[Template, Callable[[_CalculationRun], Written]] = MappingProxyType(
    {
        Template.SUM: _sum,
        Template.NET: _net,
        Template.GROSS: _gross,
        Template.DISTRIBUTION: _distribution,
        Template.COPY: _copy,
        Template.SHARED_PRODUCTION: _shared_production,
    }
)
