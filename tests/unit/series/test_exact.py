"""Integer columns at the limits of 64 bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import block

from edielkit.series import Merge, Status
from edielkit.series.exact import group_sums, largest, muldiv, total
from edielkit.series.quality import merged_rows, quality_columns, ranks


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


def test_ranks_follow_certainty():
    """Metered is best, missing worst, every status has its own place."""
    order = [
        "METERED",
        "CALCULATED_FOR_SETTLEMENT",
        "CALCULATED",
        "FINAL_ESTIMATED",
        "ESTIMATED",
        "TEMPORARY",
        "MISSING",
    ]

    assert list(range(len(Status))) == ranks(np.array([Status[name] for name in order], np.uint8)).tolist()


def test_one_status_for_all_needs_no_search():
    """Where all statuses are equal the first row of a group speaks for it; no rows give no groups."""
    assert [0, 2] == merged_rows(np.array([1, 1, 1], np.uint8), np.array([0, 2])).tolist()
    assert [] == merged_rows(np.zeros(0, np.uint8), np.zeros(0, np.int64)).tolist()
    with pytest.raises(ValueError, match="expected a status, found 9"):
        merged_rows(np.array([9, 9], np.uint8), np.array([0]))


def test_merged_quality_of_groups():
    """Each group takes its least certain row, and missing outlives the rule for calculated values."""
    values = block([0] * 5, status=[0, 1, 5, 0, 0], validation=[0, 2, 0, 0, 0], estimation=[0, 3, 0, 0, 0])
    found = merged_rows(values.status, np.array([0, 2, 3]))

    assert [1, 2, 3] == found.tolist()
    assert [[1, 5, 0], [2, 0, 0], [3, 0, 0]] == [
        c.tolist() for c in quality_columns(values, found, Merge.WORST)
    ]
    assert [[4, 5, 4], [0] * 3, [0] * 3] == [
        c.tolist() for c in quality_columns(values, found, Merge.CALCULATED)
    ]
