"""A finding names its channel and day."""

from __future__ import annotations

import attrs
from tests.support.exchange_fixtures import changed, gross, place, point_id

from edielkit.exchange import PointValues, check

POINT = place(1, values=PointValues.GROSS)


def test_a_finding_says_where():
    """A finding names metering point, direction, day and the series that it is about."""
    named = [attrs.evolve(item, identification=f"id-{item.direction}") for item in gross(1)]
    findings = check([changed(named[0], [3], -5), named[1]], [POINT]).findings

    assert [("EXC003", f"{point_id(1)}/In/2024-06-04", "id-In")] == [(f.code, f.position.path, f.payload) for f in findings]  # fmt: skip
