"""Two views of one place."""

from __future__ import annotations

import attrs
from tests.support.exchange_fixtures import changed, gross, place, point_id, series

from edielkit.exchange import PointValues, check, mirror

POINT = place(1, values=PointValues.GROSS)
SEEN = attrs.evolve(POINT, opposite=(point_id(90),))


def test_views_in_hours_and_quarters_are_compared_by_the_hour():
    """A neighbour with hours and a point with quarters agree when their hours do."""
    quarters = gross(1, code="PT15M")
    hours = [
        mirror(series(90, item.direction, item.observations.quantity.reshape(-1, 4).sum(axis=1)))
        for item in quarters
    ]
    off = [hours[0], changed(hours[1], [7], 0)]

    assert () == check(quarters, [SEEN], neighbour=hours).findings
    assert ["EXC009"] == [finding.code for finding in check(quarters, [SEEN], neighbour=off)]
