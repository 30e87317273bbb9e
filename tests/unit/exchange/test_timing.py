"""Delivery in time."""

from __future__ import annotations

import datetime as dt

import attrs
from tests.support.exchange_fixtures import JUNE, gross, place

from edielkit.exchange import PointValues, check
from edielkit.market_time import OSLO

LATER = JUNE + dt.timedelta(days=1)
DUE = dt.datetime.combine(LATER, dt.time(7), OSLO)
POINT = place(1, values=PointValues.GROSS)


def test_a_foreign_point_is_late_with_its_owner_named():
    """Towards a foreign neighbour the finding says who answers for the values."""
    findings = check(gross(1), [attrs.evolve(POINT, foreign=True)], received=DUE).findings

    assert ["EXC013"] == [finding.code for finding in findings]
    assert "foreign" in findings[0].message
