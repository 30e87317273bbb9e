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
    findings = check([holed, outgoing], [POINT]).findings

    assert ["EXC002"] == [finding.code for finding in findings]
    assert "23 of PT1H In and 24 of PT1H Out" in findings[0].message
