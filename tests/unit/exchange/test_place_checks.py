"""The two sides of a place."""

from __future__ import annotations

import attrs
from tests.support.exchange_fixtures import changed, gross, place, point_id

from edielkit.exchange import PointValues, check, mirror

POINT = place(1, values=PointValues.GROSS)


def theirs(number=1, shift=0):
    return [
        changed(mirror(item, metering_point=point_id(90)), [5], mirror(item).observations.quantity[5] + shift)
        for item in gross(number)
    ]


SEEN = attrs.evolve(POINT, opposite=(point_id(90),))


def test_a_tolerance_lets_small_differences_through():
    """Views may differ by as much as the parties agreed on, and no more."""
    assert () == check(gross(1), [SEEN], neighbour=theirs(shift=10), tolerance=10).findings
    assert ["EXC009"] == [
        finding.code for finding in check(gross(1), [SEEN], neighbour=theirs(shift=11), tolerance=10)
    ]
