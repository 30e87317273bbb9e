"""Amounts in parts: by hand, and what holds for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.hub.core.apportioning import shared

CASES = (
    (10, [1, 1, 1], [4, 3, 3]),
    (-10, [1, 1, 1], [-4, -3, -3]),
    (0, [5, 1], [0, 0]),
    (1, [0, 0, 0, 0], [1, 0, 0, 0]),
    (7, [0, 5, 2, 0], [0, 5, 2, 0]),
    (100, [1, 2], [33, 67]),
    (3, [10**15, 10**15], [2, 1]),
    (10**15, [1], [10**15]),
)


@pytest.mark.parametrize(("amount", "weight", "parts"), CASES)
def test_by_hand(amount: int, weight: list[int], parts: list[int]) -> None:
    """The thousandths that are left over go to the largest remainders, the earlier of equal ones first."""
    assert parts == shared(np.array([amount]), np.array([weight]))[0].tolist()


def test_one_row_of_weights_serves_all_amounts() -> None:
    """Weights may be the same for every amount."""
    assert [[1, 1], [2, 1]] == shared(np.array([2, 3]), np.array([[4, 4]])).tolist()


def test_nothing_to_share() -> None:
    """Without parts, and without amounts, there is nothing."""
    assert (1, 0) == shared(np.array([5]), np.zeros((1, 0), np.int64)).shape
    assert (0, 3) == shared(np.zeros(0, np.int64), np.ones((1, 3), np.int64)).shape


@settings(deadline=None)
@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.integers(0, 10**12), min_size=1, max_size=12),
)
def test_parts_add_up(amount: int, weight: list[int]) -> None:
    """Nothing is lost, nobody gets more than a thousandth above the exact share, or with the other sign."""
    parts = shared(np.array([amount]), np.array([weight], np.int64))[0].tolist()
    total = sum(weight)

    assert amount == sum(parts)
    assert all(part * amount >= 0 for part in parts)
    if total:
        assert all(
            abs(part * total - amount * share) < total for part, share in zip(parts, weight, strict=True)
        )
