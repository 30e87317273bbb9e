"""The volume of a metering point on a day at the settlement resolution: as it was settled, and as it is by now.

Source of the corrections of hourly consumption after the lock (6015), with the trusts of its rows:
https://dok.elhub.no/Elhubstandard/estimering-og-korrigering-av-maleverdier-etter-bal. An hour keeps the shape that its
quarters had at the lock (derived); without values there, that of the area's profile; without a profile it is flat (derived).
For profiled points the measured profile (FPC) counts, else the temporary one (TPC), else what was settled (FPPC).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np

from edielkit.hub.core.apportioning import shared
from edielkit.hub.core.market_records import Point
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.differences import SupplierShare
from edielkit.hub.reconciliation.money import Ints
from edielkit.hub.settlement.basis import AreaInputs, Member, SettlementUse, settle, weights
from edielkit.hub.settlement.gathering import ACTIVE_ENERGY, SettlementMarket, gather, members_of, values_of
from edielkit.hub.settlement.settlement_records import AreaDay
from edielkit.hub.values.store import read
from edielkit.hub.values.value_kinds import ESTIMATED, PROFILES
from edielkit.hub.values.value_records import VALUES, ChannelKey

__all__ = ("FrozenBasis", "Roster", "kinds", "part", "roster_of")

Roster = Mapping[str, tuple[Member, ...]]

_HOUR = 60


def kinds(hourly: str) -> Mapping[SettlementUse, str]:
    """Return the BusinessType that each use is reconciled as.

    Args:
        hourly: That of hourly consumption in quarters (6015); ``RE04`` is inferred, see `Config.reconcile_hourly_as`.
    """
    return MappingProxyType(
        {
            SettlementUse.PRODUCTION: "RE03",
            SettlementUse.INTERVAL: "RE01",
            SettlementUse.HOURLY: hourly,
            SettlementUse.PROFILED: "RE02",
        }
    )


def roster_of(members: Iterable[Member]) -> Roster:
    """Return the channels that counted, by metering point."""
    roster: dict[str, list[Member]] = {}
    for member in members:
        roster.setdefault(member.point, []).append(member)
    return {point: tuple(channels) for point, channels in roster.items()}


class FrozenBasis:
    """The locked basis of an area's day, opened to ask for single metering points.

    Args:
        transaction: The step.
        record: The basis.
        members: Its channels by metering point, where somebody has them already.
    """

    def __init__(self, transaction: Transaction, record: AreaDay, members: Roster | None = None) -> None:
        self._transaction = transaction
        self.record = record
        self.members = roster_of(record.members) if members is None else members
        self._kinds = kinds(transaction.config.reconcile_hourly_as)
        self._shapes: dict[str, Ints] = {}

    @cached_property
    def _estimates(self) -> Mapping[str, Ints]:
        """The profiled consumption of each point as it was settled (FPPC)."""
        customers = [member for member in self.record.members if member.use is SettlementUse.PROFILED]
        if not customers or not self.record.has("profiled"):
            return {}
        annual = np.array([[max(customer.annual, 0) for customer in customers]], np.int64)
        parts = shared(self.record.column("profiled"), annual)
        return {customer.point: parts[:, place] for place, customer in enumerate(customers)}

    @cached_property
    def profile(self) -> Ints:
        """The weights that hours were spread by in the area; zeros, which spread flat, where there was no profile."""
        if not self.record.has("jip") or self._transaction.config.settlement_hours == "flat":
            return np.zeros(self.record.count, np.int64)
        return weights(self.record.column("jip"))

    def estimate(self, point: str) -> Ints | None:
        """Return the profiled consumption of *point* as it was settled, None when it was not profiled."""
        return self._estimates.get(point)

    def counted_otherwise(self, point: Point) -> bool:
        """Tell whether contracts or master data of *point* are not what they were at the lock."""
        now = members_of(point, self.record.day, self.record.minutes)
        return _roles(self.members.get(point.identification, ())) != _roles(now)

    def settled_volumes(self, point: str) -> dict[SupplierShare, Ints]:
        """Return what was settled for *point*."""
        volumes: dict[SupplierShare, Ints] = {}
        members = self.members.get(point, ())
        metered = [member for member in members if member.use is not SettlementUse.PROFILED]
        if metered:
            volumes.update(self._metered(self._inputs(metered), self.profile))
        for member in members:
            estimate = self.estimate(point)
            if member.use is SettlementUse.PROFILED and estimate is not None:
                volumes[SupplierShare(point, member.supplier, self._kinds[member.use])] = estimate
        return volumes

    def volumes(self, point: Point, as_of: dt.datetime) -> dict[SupplierShare, Ints]:
        """Return what *point* has by the values that had come at *as_of*."""
        inputs = self.inputs(point, as_of)
        kept = [n for n, member in enumerate(inputs.members) if member.use is not SettlementUse.PROFILED]
        volumes = self._metered(part(inputs, kept), self.shape(point.identification)) if kept else {}
        for member in inputs.members:
            if member.use is SettlementUse.PROFILED:
                share = SupplierShare(member.point, member.supplier, self._kinds[member.use])
                volumes[share] = self.profiled(member.point, as_of)
        return volumes

    def inputs(self, point: Point, as_of: dt.datetime) -> AreaInputs:
        """Return what *point* brings to the settlement of its area."""
        alone = SettlementMarket(own={point.area: (point,)}, over={})
        return gather(self._transaction, alone, point.area, self.record.day, as_of=as_of)

    def profiled(self, point: str, as_of: dt.datetime) -> Ints:
        """Return the profiled consumption of *point*: measured, else temporary, else as it was settled."""
        estimate = self.estimate(point)
        column = np.zeros(self.record.count, np.int64) if estimate is None else estimate.copy()
        # the estimate is that of the basis
        for kind in (profile for profile in reversed(PROFILES) if profile != ESTIMATED):
            history = self._transaction.get(VALUES, ChannelKey(point, ACTIVE_ENERGY, "Out", kind))
            if history:
                spread = read(history, self.record.period, self.record.minutes, as_of=as_of)
                column[spread.present] = spread.quantity[spread.present]
        return column

    def shape(self, point: str) -> Ints:
        """Return the weights that corrected hours of *point* are spread by."""
        if point not in self._shapes:
            self._shapes[point] = self._shape(point)
        return self._shapes[point]

    def _shape(self, point: str) -> Ints:
        hourly = [member for member in self.members.get(point, ()) if member.use is SettlementUse.HOURLY]
        if not hourly:
            return self.profile
        inputs = self._inputs(hourly)
        parts = _HOUR // self.record.minutes
        quarters = settle(inputs, profile=self.profile).hourly.reshape(-1, parts)
        fallback = self.profile.reshape(-1, parts)
        whole: Ints = np.where(quarters.sum(axis=1)[:, None] > 0, quarters, fallback)
        return whole.reshape(-1)

    def _inputs(self, members: list[Member]) -> AreaInputs:
        """Return the values of *members* as they were at the lock."""
        columns = []
        for member in members:
            history = (
                self._transaction.get(VALUES, ChannelKey(member.point, ACTIVE_ENERGY, member.direction)) or ()
            )
            columns.append(values_of(history, self.record.period, member.minutes, self.record.as_of)[0])
        return AreaInputs(
            area=self.record.area,
            period=self.record.period,
            minutes=self.record.minutes,
            members=members,
            values=columns,
            missing=[0] * len(members),
        )

    def _metered(self, inputs: AreaInputs, shape: Ints) -> dict[SupplierShare, Ints]:
        point = inputs.members[0].point
        volumes: dict[SupplierShare, Ints] = {}
        for group, column in settle(inputs, profile=shape).groups.items():
            share = SupplierShare(point, group.supplier, self._kinds[group.use])
            volumes[share] = volumes[share] + column if share in volumes else column
        return volumes


def part(inputs: AreaInputs, kept: Iterable[int]) -> AreaInputs:
    """Return *inputs* with the members at the places *kept* alone."""
    places = list(kept)
    return AreaInputs(
        area=inputs.area,
        period=inputs.period,
        minutes=inputs.minutes,
        members=[inputs.members[n] for n in places],
        values=[inputs.values[n] for n in places],
        missing=[inputs.missing[n] for n in places],
    )


def _roles(members: Iterable[Member]) -> set[tuple[str, bool, str]]:
    """Return direction, whether it is profiled, and supplier; the length of values is for the values to say."""
    return {(member.direction, member.use is SettlementUse.PROFILED, member.supplier) for member in members}
