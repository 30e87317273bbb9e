"""A finding names its channel and day."""

from __future__ import annotations

import attrs
from tests.support.exchange_fixtures import gross, place, point_id

from edielkit.exchange import PointValues, check

POINT = place(1, values=PointValues.GROSS)


def changed(one, rows, quantity):
    column = one.observations.quantity.copy()
    column[rows] = quantity
    return attrs.evolve(one, observations=attrs.evolve(one.observations, quantity=column))


def test_a_finding_says_where():
    """A finding names metering point, direction, day and the series that it is about."""
    named = [attrs.evolve(each, identification=f"id-{each.direction}") for each in gross(1)]
    found = check([changed(named[0], [3], -5), named[1]], [POINT]).findings

    assert [("EXC003", f"{point_id(1)}/In/2024-06-04", "id-In")] == [(f.code, f.position.path, f.payload) for f in found]  # fmt: skip
