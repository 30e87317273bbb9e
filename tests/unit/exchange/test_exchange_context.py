"""A finding names its channel and day."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.exchange_fixtures import changed, gross, place, point_id

from edielkit.exchange import PointValues, check
from edielkit.market_time import Period

POINT = place(1, values=PointValues.GROSS)


def test_a_finding_says_where():
    """A finding names metering point, direction, day and the series that it is about."""
    named = [attrs.evolve(item, identification=f"id-{item.direction}") for item in gross(1)]
    findings = check([changed(named[0], [3], -5), named[1]], [POINT]).findings

    assert [("EXC003", f"{point_id(1)}/In/2024-06-04", "id-In")] == [(f.code, f.position.path, f.payload) for f in findings]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (dt.datetime(1980, 1, 3, tzinfo=dt.UTC), dt.datetime(2031, 1, 3, tzinfo=dt.UTC), "at most 50 years"),
        (
            dt.datetime.min.replace(tzinfo=dt.UTC),
            dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
            "between 1980 and 2199",
        ),
        (
            dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
            dt.datetime.max.replace(tzinfo=dt.UTC),
            "between 1980 and 2199",
        ),
    ],
)
def test_a_period_is_bounded(start, end, words):
    """Each day of it is looked at for each point."""
    with pytest.raises(ValueError, match=words):
        check([], [POINT], period=Period(start, end))
