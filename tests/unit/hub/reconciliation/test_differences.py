"""Differences between settled and corrected volumes, their sums, and the loss supplier's side."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.hub.reconciliation.differences import (
    DIRECTIONS,
    CorrectionDetail,
    CorrectionRow,
    SupplierShare,
    counter_rows,
    details,
    differences,
    rows,
)

DAY = dt.date(2026, 2, 2)
FLAT = np.full(4, 500_000_000, np.int64)


def columns(table):
    """Return volumes of shares as columns."""
    return {SupplierShare(*share): np.array(column, np.int64) for share, column in table.items()}


def test_by_hand():
    """Two points of one supplier, one of another, and one without: volumes, amounts, sums and the other side."""
    settled = columns(
        {
            ("1", "A", "RE01"): [10, 10, 10, 10],
            ("2", "A", "RE01"): [5, 5, 5, 5],
            ("3", "B", "RE03"): [100, 100, 100, 100],
            ("4", "", "RE01"): [7, 7, 7, 7],
            ("5", "B", "RE01"): [1, 1, 1, 1],
        }
    )
    corrected = columns(
        {
            ("1", "A", "RE01"): [1010, 10, 10, 10],
            ("2", "A", "RE01"): [5, 5, 5, 2005],
            ("3", "B", "RE03"): [100, 100, 100, 60],
            ("4", "", "RE01"): [9, 9, 9, 9],
            ("5", "B", "RE01"): [1, 1, 1, 1],
        }
    )
    prices = np.array([500_000_000, 500_000_000, 500_000_000, 800_000_000], np.int64)
    corrections = details(DAY, differences(settled, corrected), prices)

    assert (
        CorrectionDetail(day=DAY, point="1", supplier="A", business_type="RE01", volume=1000, amount=500_000),
        CorrectionDetail(
            day=DAY, point="2", supplier="A", business_type="RE01", volume=2000, amount=1_600_000
        ),
        CorrectionDetail(day=DAY, point="3", supplier="B", business_type="RE03", volume=-40, amount=-32_000),
    ) == corrections
    sums = rows(corrections)
    assert (
        CorrectionRow(day=DAY, supplier="A", business_type="RE01", volume=3000, amount=210),
        CorrectionRow(day=DAY, supplier="B", business_type="RE03", volume=-40, amount=-3),
    ) == sums
    assert (
        CorrectionRow(day=DAY, supplier="L", business_type="RE01", volume=-3000, amount=-210),
        CorrectionRow(day=DAY, supplier="L", business_type="RE03", volume=40, amount=3),
    ) == counter_rows(sums, "L")


def test_what_cancels_in_volume_may_cost():
    """Energy that moves between intervals has no volume in the sum, and the difference of the prices as amount."""
    moved = {SupplierShare("1", "A", "RE01"): np.array([1000, -1000, 0, 0], np.int64)}
    prices = np.array([300_000_000, 100_000_000, 0, 0], np.int64)

    (row,) = rows(details(DAY, moved, prices))
    assert (0, 20) == (row.volume, row.amount)


def test_a_change_of_supplier_moves_the_whole_volume():
    """What goes to another supplier is taken from the one and given to the other."""
    settled = columns({("1", "A", "RE01"): [5, 5, 5, 5]})
    corrected = columns({("1", "B", "RE01"): [5, 5, 5, 6]})
    corrections = details(DAY, differences(settled, corrected), FLAT)

    assert [("A", -20), ("B", 21)] == [(correction.supplier, correction.volume) for correction in corrections]


def test_a_point_that_gets_a_supplier():
    """A point that had no supplier was loss: the new supplier gets its volume, and nobody loses it but the loss."""
    settled = columns({("1", "", "RE01"): [5, 5, 5, 5]})
    corrected = columns({("1", "B", "RE01"): [5, 5, 5, 5]})

    assert [("B", 20)] == [
        (correction.supplier, correction.volume)
        for correction in details(DAY, differences(settled, corrected), FLAT)
    ]


shares = st.builds(
    SupplierShare,
    st.sampled_from("123"),
    st.sampled_from(["", "A", "B"]),
    st.sampled_from(sorted(DIRECTIONS)),
)
volumes = st.dictionaries(
    shares, st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=4).map(np.array), max_size=8
)


@given(volumes, volumes, st.lists(st.integers(-(10**11), 10**11), min_size=4, max_size=4))
@settings(max_examples=150)
def test_everything_adds_up_to_zero_with_the_loss_supplier(settled, corrected, prices):
    """In every kind and day suppliers and loss supplier are zero together; details add up to the differences."""
    changes = differences(settled, corrected)
    corrections = details(DAY, changes, np.array(prices, np.int64))
    sums = rows(corrections)
    all_rows = (*sums, *counter_rows(sums, "L"))

    for kind in DIRECTIONS:
        own = [row for row in all_rows if row.business_type == kind]
        assert (0, 0) == (sum(row.volume for row in own), sum(row.amount for row in own))
    expected = sum(int(c.sum()) for s, c in corrected.items() if s.supplier) - sum(
        int(c.sum()) for s, c in settled.items() if s.supplier
    )
    assert expected == sum(correction.volume for correction in corrections) == sum(row.volume for row in sums)


@given(volumes, volumes, volumes)
@settings(max_examples=60)
def test_in_two_steps_or_in_one(first, second, third):
    """Corrections one after the other have the volumes of one correction, in every interval."""
    whole = differences(first, third)
    steps: dict[SupplierShare, np.ndarray] = {}
    for part in (differences(first, second), differences(second, third)):
        for share, column in part.items():
            steps[share] = steps.get(share, 0) + column

    assert {s: c.tolist() for s, c in whole.items()} == {s: c.tolist() for s, c in steps.items() if c.any()}
