"""The two sides of a place."""

from __future__ import annotations

import attrs
import pytest
from tests.support.exchange_fixtures import NORTH, SOUTH, changed, gross, place, point_id

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


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (NORTH, []),
        (SOUTH, [f"expected a series seen from {NORTH}, found grid area {SOUTH!r}, the neighbour"]),
        ("50YELSEWHERE---8", [f"expected a series seen from {NORTH}, found grid area '50YELSEWHERE---8', another area"]),
        (None, []),
    ],
)  # fmt: skip
def test_a_series_says_from_which_side_it_is_seen(area, words):
    """Another area than the main one is named: the neighbour's is the wrong side, a third one the wrong place."""
    listed = [attrs.evolve(series, grid_area=area) for series in gross(1)]
    told = [finding.message for finding in check(listed, [POINT]).findings if finding.code == "EXC010"]

    assert words * len(listed) == told
