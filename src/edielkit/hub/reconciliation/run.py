"""A run of the reconciliation (avviksoppgjør, BRS-NO-503): what has come since the run before, and what it costs.

Source: corrections of the months M-0 to M-36 that came since the last run, once a month. What a run has taken counts as settled
for the next one; an annulled run counts for nothing, so the next one takes its differences again.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache

import attrs

from edielkit.hub.core.failures import ForItself
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.structure import GridArea
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.differences import (
    CorrectionDetail,
    SupplierShare,
    counter_rows,
    details,
    differences,
    rows,
)
from edielkit.hub.reconciliation.frozen_basis import FrozenBasis, Roster, roster_of
from edielkit.hub.reconciliation.money import Ints
from edielkit.hub.reconciliation.prices import prices_of
from edielkit.hub.reconciliation.reconciliation_records import (
    RECONCILIATIONS,
    AreaRun,
    ReconciliationRun,
    WaitingDays,
    spans,
)
from edielkit.hub.settlement.daily_run import frozen_at
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY, market_of
from edielkit.hub.settlement.infeed_profile import latest
from edielkit.hub.settlement.settlement_records import AreaDay, SettlementPhase
from edielkit.hub.values.store import instant_of, minute
from edielkit.hub.values.value_kinds import MEASURED, SENT, TEMPORARY
from edielkit.hub.values.value_records import VALUES, ChannelKey, ValueBlock
from edielkit.market_time import Period, day_period, local_day, local_days

__all__ = ("JOB", "annul", "frozen", "reconcile", "valid_runs")

# Name of the job.
JOB = "reconciliation"
_MONTHS = 36
_DAY = dt.timedelta(days=1)
# Histories of a point that reconciled volumes are made of.
_HISTORIES = (("In", SENT), ("Out", SENT), ("Out", MEASURED), ("Out", TEMPORARY))


def frozen(transaction: Transaction, area: str, day: dt.date) -> AreaDay | None:
    """Return the locked basis of an area's day that went to the imbalance settlement, None while there is none."""
    record = latest(transaction, area, day)
    return record if record is not None and record.locked and record.phase is SettlementPhase.DONE else None


def valid_runs(transaction: Transaction) -> list[ReconciliationRun]:
    """Return the runs that are not annulled, the newest first."""
    runs = (run for run in transaction.records(RECONCILIATIONS) if run.annulled is None)
    return sorted(runs, key=lambda run: -run.number)


def reconcile(transaction: Transaction, as_of: dt.datetime) -> ReconciliationRun:
    """Return a new run over all grid areas, which is not written yet.

    Args:
        transaction: The step.
        as_of: Values that came to the hub later are left for the next run.
    """
    today = local_day(transaction.now)
    months = today.year * 12 + today.month - 1 - _MONTHS
    first, last = dt.date(months // 12, months % 12 + 1, 1), today - _DAY
    market, earlier = market_of(transaction), valid_runs(transaction)
    areas: list[AreaRun] = []
    waiting: list[WaitingDays] = []
    for area in transaction.structure.areas.values():
        name = area.identification
        if not area.virtual and (name in market.own or name in market.over):
            with ForItself(transaction, JOB, today, name) as alone:
                part = _Area(
                    alone,
                    area,
                    points=market.own.get(name, ()),
                    earlier=earlier,
                    window=(first, last),
                    as_of=as_of,
                )
                # what the run cannot take of an area, the next run takes
                area_run, left = part.run(), tuple(part.waiting())
                areas.append(area_run)
                waiting.extend(left)
    return ReconciliationRun(
        number=max(transaction.keys(RECONCILIATIONS), default=0) + 1,
        when=transaction.now,
        as_of=as_of,
        first=first,
        last=last,
        areas=tuple(areas),
        waiting=tuple(waiting),
        points=tuple(point for points in market.own.values() for point in points),
    )


def annul(transaction: Transaction, number: int, reason: str) -> ReconciliationRun:
    """Return run *number* as annulled.

    Raises:
        ValueError: There is no such run, it is annulled already, or a later one builds on it.
    """
    valid = valid_runs(transaction)
    if number not in {run.number for run in valid}:
        raise ValueError("expected the number of a reconciliation that is not annulled")
    if valid[0].number != number:
        raise ValueError(f"reconciliation {valid[0].number} builds on it: annul that one first")
    return attrs.evolve(valid[0], annulled=transaction.now, reason=reason)


class _Area:
    """A run in one grid area."""

    def __init__(
        self,
        transaction: Transaction,
        area: GridArea,
        *,
        points: tuple[Point, ...],
        earlier: list[ReconciliationRun],
        window: tuple[dt.date, dt.date],
        as_of: dt.datetime,
    ) -> None:
        self._transaction, self._area, self._points, self._as_of = transaction, area, points, as_of
        self._window = minute(day_period(window[0]).start), minute(day_period(window[1]).end)
        self._waiting: list[tuple[dt.date, str]] = []
        self._rosters: dict[int, Roster] = {}
        self._days = {day: basis for day in _days_from(*window) if (basis := self._basis(day)) is not None}
        self._before = {day: self._last_run(day, earlier) for day in self._days}
        self._since = min(
            (
                basis.record.as_of if (run := self._before[day]) is None else run.as_of
                for day, basis in self._days.items()
            ),
            default=as_of,
        )
        self._already_reconciled = {
            run.number: {point.identification: point for point in run.points}
            for run in earlier
            if any(run is other for other in self._before.values())
        }

    def run(self) -> AreaRun:
        """Return what the run does here."""
        taken: list[CorrectionDetail] = []
        left: set[dt.date] = set()
        for day, points in sorted(self._candidates().items()):
            try:
                corrections = self._differences(day, points)
            except ValueError as error:
                # values that are no energy keep their own day of their own area waiting, and nobody else
                left.add(day)
                self._waiting.append((day, str(error)))
                continue
            if not corrections:
                continue
            prices = prices_of(self._transaction, self._area.price_area, day, self._days[day].record.minutes)
            if prices is None:
                left.add(day)
                self._waiting.append((day, f"no prices of {self._area.price_area or 'its price area'}"))
            elif not self._area.loss_supplier:
                left.add(day)
                self._waiting.append((day, "no loss supplier"))
            else:
                taken.extend(details(day, corrections, prices))
        sums = rows(taken)
        return AreaRun(
            area=self._area.identification,
            loss_supplier=self._area.loss_supplier,
            days=spans([day for day in self._days if day not in left]),
            details=tuple(taken),
            rows=sums,
            counter=counter_rows(sums, self._area.loss_supplier),
        )

    def waiting(self) -> Iterator[WaitingDays]:
        """Yield the days that are left, joined where they follow each other for one reason."""
        by_reason: dict[str, list[dt.date]] = {}
        for day, reason in sorted(self._waiting):
            by_reason.setdefault(reason, []).append(day)
        for reason, days in by_reason.items():
            for first, last in spans(days):
                yield WaitingDays(self._area.identification, first, last, reason)

    def _basis(self, day: dt.date) -> FrozenBasis | None:
        record = frozen(self._transaction, self._area.identification, day)
        if record is not None:
            return FrozenBasis(self._transaction, record, self._roster(record))
        since = self._transaction.config.values_since
        if since is not None and since <= day and frozen_at(day) <= self._transaction.now:
            self._waiting.append((day, "not settled"))
        return None

    def _roster(self, record: AreaDay) -> Roster:
        # days with the same members hold the very same tuple, which the state keeps alive
        roster = self._rosters.get(id(record.members))
        if roster is None:
            roster = self._rosters[id(record.members)] = roster_of(record.members)
        return roster

    def _last_run(self, day: dt.date, earlier: list[ReconciliationRun]) -> ReconciliationRun | None:
        for run in earlier:
            if any(area.area == self._area.identification and area.covers(day) for area in run.areas):
                return run
        return None

    def _candidates(self) -> dict[dt.date, set[str]]:
        """Return the points of each day whose volume may differ from what was settled."""
        days_of_points: dict[dt.date, set[str]] = {}
        for point in self._points:
            for day in {*self._by_values(point), *self._by_contracts(point)}:
                days_of_points.setdefault(day, set()).add(point.identification)
        return days_of_points

    def _by_values(self, point: Point) -> Iterator[dt.date]:
        for direction, kind in _HISTORIES:
            history = self._transaction.get(
                VALUES, ChannelKey(point.identification, ACTIVE_ENERGY, direction, kind)
            )
            for block in history or ():
                # the measured profile of a day may be here before the day is locked with its estimate
                if block.inserted > self._since or kind:
                    # what is taken back may reach over a century
                    start, end = max(block.start, self._window[0]), min(block.end, self._window[1])
                    days = _days_of(start, end) if start < end else ()
                    yield from (day for day in days if self._is_new(block, day, kind))

    def _is_new(self, block: ValueBlock, day: dt.date, kind: str) -> bool:
        if day not in self._days:
            return False
        run = self._before[day]
        if run is None:
            return bool(kind) or block.inserted > self._days[day].record.as_of
        return block.inserted > run.as_of

    def _by_contracts(self, point: Point) -> Iterator[dt.date]:
        """Yield the days on which contracts or master data are others than before, which few points have."""
        for days in self._stretches:
            run = self._before[days[0]]
            old = None if run is None else self._already_reconciled[run.number].get(point.identification)
            if run is not None and old is point:
                continue
            edges = [days[0], *(edge for edge in _edges(point, old) if days[0] < edge <= days[-1])]
            starts = [bisect_left(days, edge) for edge in edges]
            for begin, end in zip(starts, (*starts[1:], len(days)), strict=True):
                if begin < end and self._is_other(point, old, days[begin]):
                    yield from days[begin:end]

    @cached_property
    def _stretches(self) -> list[list[dt.date]]:
        """The days in stretches that one run before, or one roster, holds for."""
        stretches: list[list[dt.date]] = []
        before: object = None
        for day, basis in self._days.items():
            run = self._before[day]
            same = id(basis.record.members) if run is None else -run.number
            if same != before:
                stretches.append([])
                before = same
            stretches[-1].append(day)
        return stretches

    def _is_other(self, point: Point, old: Point | None, day: dt.date) -> bool:
        if self._before[day] is None:
            return self._days[day].counted_otherwise(point)
        return old is None or _facts(old, day) != _facts(point, day)

    def _differences(self, day: dt.date, points: set[str]) -> dict[SupplierShare, Ints]:
        basis, run = self._days[day], self._before[day]
        settled: dict[SupplierShare, Ints] = {}
        corrected: dict[SupplierShare, Ints] = {}
        for identification in sorted(points):
            point = self._transaction.point(identification)
            assert point is not None
            try:
                if run is None:
                    settled.update(basis.settled_volumes(identification))
                else:
                    old = self._already_reconciled[run.number].get(identification)
                    settled.update({} if old is None else basis.volumes(old, run.as_of))
                corrected.update(basis.volumes(point, self._as_of))
            except ValueError as error:
                raise ValueError(f"metering point {identification}: {error}") from None
        return differences(settled, corrected)


def _days_from(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


@lru_cache(maxsize=1 << 12)
def _days_of(start: int, end: int) -> tuple[dt.date, ...]:
    return local_days(Period(instant_of(start), instant_of(end)))


def _edges(*points: Point | None) -> list[dt.date]:
    """Return the days from which something is otherwise, in order."""
    starts: set[dt.date] = set()
    for point in points:
        if point is not None:
            starts.update(status.start for status in point.statuses)
            starts.update(version.start for version in point.versions)
            starts.update(supply.start for supply in point.timeline.supplies)
            starts.update(supply.end for supply in point.timeline.supplies if supply.end is not None)
    return sorted(starts)


def _facts(point: Point, day: dt.date) -> tuple[object, ...]:
    """Return what decides how a point counts on a day, and for whom."""
    supply = point.supply(day)
    return (
        point.area,
        point.status(day),
        None if supply is None else (supply.supplier, supply.role),
        point.data(day) if point.versions else None,
    )
