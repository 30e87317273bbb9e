"""How certain statuses are, and which one a group gets."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.series_cases import block

from edielkit.series import Merge, Status
from edielkit.series.combined_status import merged_rows, quality_columns, ranks


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
    rows = merged_rows(values.status, np.array([0, 2, 3]))

    assert [1, 2, 3] == rows.tolist()
    assert [[1, 5, 0], [2, 0, 0], [3, 0, 0]] == [
        c.tolist() for c in quality_columns(values, rows, Merge.WORST)
    ]
    assert [[4, 5, 4], [0] * 3, [0] * 3] == [
        c.tolist() for c in quality_columns(values, rows, Merge.CALCULATED)
    ]
