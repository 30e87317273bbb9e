"""Sums and products beyond 64 bits, exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.series.exact import group_sums, largest, muldiv, total


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.integers(1, 2**62).flatmap(
            lambda d: st.tuples(st.integers(0, 2**63 - 1), st.integers(0, d), st.just(d))
        ),
        min_size=1,
        max_size=20,
    )
)
def test_muldiv_is_exact(rows):
    """Quotient and remainder of a product of 126 bits are those of Python's whole numbers."""
    columns = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    quotient, remainder = muldiv(*columns)

    assert [divmod(v * f, d) for v, f, d in rows] == list(
        zip(quotient.tolist(), remainder.tolist(), strict=True)
    )


@pytest.mark.parametrize(
    ("values", "starts", "expected"),
    [
        ([], [], []),
        ([1, 2, 3], [0, 1], [1, 5]),
        ([2**63 - 1, -(2**63), 5], [0], [4]),
        ([2**63 - 1, 1], [0], None),
        ([-(2**63), -1], [0], None),
        ([-(2**63), 0], [0], [-(2**63)]),
    ],
)
def test_group_sums(values, starts, expected):
    """A sum is right or refused, also where a part of it would overflow."""
    columns = (np.array(values, np.int64), np.array(starts, np.int64))
    if expected is None:
        with pytest.raises(ValueError, match="a sum does not fit 64 bits"):
            group_sums(*columns, "a sum")
    else:
        assert expected == group_sums(*columns, "a sum").tolist()


def test_totals_have_any_size():
    """The total of a column is a Python number."""
    numbers = [2**63 - 1] * 5 + [-(2**63)] * 2

    assert sum(numbers) == total(np.array(numbers, np.int64))
    assert 2**63 == largest(np.array([-(2**63), 1], np.int64))
    assert 0 == largest(np.zeros(0, np.int64))
