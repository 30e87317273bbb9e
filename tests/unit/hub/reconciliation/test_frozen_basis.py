"""Volumes of a metering point at the settlement resolution, as settled and as corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import numpy as np
import pytest
from tests.support.settlement_market import CABIN, DAY, FACTORY, HOUSE, NEW, OLD, at, cabin, hub, user

from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.reconciliation.frozen_basis import FrozenBasis
from edielkit.hub.settlement.basis import Member, SettlementUse
from edielkit.hub.settlement.settlement_records import AreaDay, SettlementPhase
from edielkit.hub.values.store import added, block_of
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period
from edielkit.series import Observations

ENERGY = "8716867000030"
LOCK, LATER = at(DAY + dt.timedelta(days=5), "12:00"), at(DAY + dt.timedelta(days=8), "12:00")
START = day_period(DAY).start


def put(
    transaction: Transaction,
    point: str,
    values: list[int],
    *,
    minutes: int,
    when: dt.datetime,
    kind: str = "",
) -> None:
    """Store thousandths from the start of the day on."""
    key = ChannelKey(point, ENERGY, "Out", kind)
    observations = attrs.evolve(Observations.metered([0] * len(values)), quantity=np.array(values, np.int64))
    resolution = {15: "PT15M", 60: "PT1H"}[minutes]
    block = block_of(START, resolution, observations, registered=when, inserted=when)
    transaction.put(VALUES, key, added(transaction.get(VALUES, key) or (), block))


def frozen(transaction: Transaction, *members: Member, **columns: list[int]) -> FrozenBasis:
    """Return a locked basis whose columns repeat over the day."""
    kept = tuple(
        (name, np.tile(column, 96 // len(column)).astype("<i8").tobytes()) for name, column in columns.items()
    )
    record = AreaDay(
        area="A",
        day=DAY,
        version=5,
        as_of=LOCK,
        calculated=LOCK,
        minutes=15,
        phase=SettlementPhase.DONE,
        locked=True,
        columns=kept,
        members=members,
    )
    return FrozenBasis(transaction, record)


@pytest.fixture
def transaction() -> Transaction:
    """Give a step of a hub with a factory by the quarter, a house by the hour and a cabin."""
    snapshot = hub(user(FACTORY, 15), user(HOUSE, 60), cabin()).snapshot()
    return Transaction(State.of(snapshot), LATER)


def volumes(
    transaction: Transaction, basis: FrozenBasis, point: str, as_of: dt.datetime = LATER
) -> dict[tuple[str, str], Any]:
    """Return supplier and kind to the first hours' volumes."""
    metering_point = transaction.point(point)
    assert metering_point is not None
    volumes_of_point = basis.volumes(metering_point, as_of)
    return {
        (share.supplier, share.business_type): column.tolist() for share, column in volumes_of_point.items()
    }


def settled_volumes(basis: FrozenBasis, point: str) -> dict[tuple[str, str], Any]:
    """Return supplier and kind to what was settled."""
    return {(s.supplier, s.business_type): c.tolist() for s, c in basis.settled_volumes(point).items()}


HOURLY = Member(HOUSE, "Out", SettlementUse.HOURLY, 60, OLD, "DDQ")


@pytest.mark.parametrize(
    ("jip", "before", "after", "expected"),
    [
        # the shape of the lock: 100 thousandths by 1, 2, 3, 4 are 10, 20, 30, 40
        ([1, 2, 3, 4], 100, 50, ([10, 20, 30, 40], [5, 10, 15, 20])),
        # rounding at the lock stays in the shape
        ([1, 1, 1, 0], 100, 200, ([34, 33, 33, 0], [68, 66, 66, 0])),
        ([1, 1, 1, 0], 100, 101, ([34, 33, 33, 0], [35, 33, 33, 0])),
        # no values at the lock: the profile of the area, what is below zero apart
        ([1, 2, 3, -4], None, 60, ([0, 0, 0, 0], [10, 20, 30, 0])),
        ([1, 2, 3, 4], 0, 100, ([0, 0, 0, 0], [10, 20, 30, 40])),
        # no profile: flat
        (None, None, 10, ([0, 0, 0, 0], [3, 3, 2, 2])),
        ([0, 0, 0, 0], 8, 10, ([2, 2, 2, 2], [3, 3, 2, 2])),
    ],
)
def test_hours_in_quarters(transaction, jip, before, after, expected):
    """Corrected hours keep the shape of the lock; their quarters add up to the hour."""
    basis = frozen(transaction, HOURLY, **({} if jip is None else {"jip": jip}))
    if before is not None:
        put(transaction, HOUSE, [before] * 24, minutes=60, when=LOCK)
    put(transaction, HOUSE, [after] * 24, minutes=60, when=LATER)

    assert {(OLD, "RE04"): expected[0] * 24} == settled_volumes(basis, HOUSE)
    assert {(OLD, "RE04"): expected[1] * 24} == volumes(transaction, basis, HOUSE)
    assert settled_volumes(basis, HOUSE) == volumes(transaction, basis, HOUSE, LOCK)


def test_quarters_as_they_are(transaction):
    """What is metered by the quarter is used as it is; what is missing counts as zero."""
    basis = frozen(
        transaction, Member(FACTORY, "Out", SettlementUse.INTERVAL, 15, OLD, "DDQ"), jip=[1, 2, 3, 4]
    )
    put(transaction, FACTORY, list(range(1, 96)), minutes=15, when=LATER)

    assert {(OLD, "RE01"): [0] * 96} == settled_volumes(basis, FACTORY)
    assert {(OLD, "RE01"): [*range(1, 96), 0]} == volumes(transaction, basis, FACTORY)


def test_measured_before_temporary_before_estimate(transaction):
    """FPC counts before TPC, and TPC before what was settled as FPPC, interval by interval."""
    cabins = (
        Member(CABIN, "Out", SettlementUse.PROFILED, 0, NEW, "DDQ", annual=3),
        Member("other", "Out", SettlementUse.PROFILED, 0, OLD, "DDQ", annual=1),
    )
    basis = frozen(transaction, *cabins, jip=[40, 80, 40, 80], profiled=[40, 80, 40, 80])
    put(transaction, CABIN, [7, 7, 7], minutes=15, when=LATER, kind="HP03")
    put(transaction, CABIN, [5], minutes=15, when=LATER, kind="HP04")

    assert {(NEW, "RE02"): [30, 60] * 48} == settled_volumes(basis, CABIN)
    assert {(OLD, "RE02"): [10, 20] * 48} == settled_volumes(basis, "other")
    assert {(NEW, "RE02"): [5, 7, 7, 60, *[30, 60] * 46]} == volumes(transaction, basis, CABIN)


def test_a_point_that_was_not_profiled_at_the_lock(transaction):
    """Without an estimate the temporary profile alone counts."""
    basis = frozen(transaction, jip=[1, 1, 1, 1])
    put(transaction, CABIN, [7] * 96, minutes=15, when=LATER, kind="HP03")

    assert {} == settled_volumes(basis, CABIN)
    assert {(NEW, "RE02"): [7] * 96} == volumes(transaction, basis, CABIN)
    assert basis.counted_otherwise(transaction.point(CABIN))
