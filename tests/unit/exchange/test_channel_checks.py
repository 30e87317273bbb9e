"""Holes of a channel."""

from __future__ import annotations

import attrs
from tests.support.exchange_fixtures import gross, place

from edielkit.exchange import PointValues, check

POINT = place(1, values=PointValues.GROSS)


def test_a_missing_value_is_a_hole():
    """A value that is marked as missing does not count as one."""
    incoming, outgoing = gross(1)
    status = incoming.observations.status.copy()
    status[4] = 5
    holed = attrs.evolve(incoming, observations=attrs.evolve(incoming.observations, status=status))
    found = check([holed, outgoing], [POINT]).findings

    assert ["EXC002"] == [each.code for each in found]
    assert "23 of PT1H In and 24 of PT1H Out" in found[0].message
