"""One metering point with two channels, or two with one real channel each."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import JUNE, gross, part, point_id, series, values

from edielkit.exchange import (
    merge_points,
    split_points,
    zero_channel,
)
from edielkit.series import Observations


def test_split_points_gives_each_its_zero_channel():
    """One point with two channels becomes two with one real channel each."""
    halves = split_points(gross(1), point_id(1), incoming=point_id(2), outgoing=point_id(3))

    assert [(point_id(2), "In"), (point_id(2), "Out"), (point_id(3), "Out"), (point_id(3), "In")] == [(s.metering_point, s.direction) for s in halves]  # fmt: skip
    assert [False, True, False, True] == [not s.observations.quantity.any() for s in halves]


def test_merge_loses_nothing_that_is_no_zero():
    """Energy in a channel that should be zero is added; the sums stay."""
    first, second = series(2, "In", values(JUNE, "PT1H", 1)), series(3, "In", values(JUNE, "PT1H", 2))
    (merged,) = merge_points([first, second], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))

    assert first.observations.total + second.observations.total == merged.observations.total
    assert point_id(1) == merged.metering_point


def test_merge_takes_the_one_value_there_is():
    """Where one point has a hole and the other a value, the value counts."""
    whole = series(2, "In", values(JUNE, "PT1H", 1))
    keep = np.arange(24) != 7
    columns = {n: getattr(whole.observations, n)[keep] for n in ("position", "quantity", "status", "validation", "estimation")}  # fmt: skip
    holed = attrs.evolve(whole, observations=Observations(**columns))
    (merged,) = merge_points(
        [holed, attrs.evolve(whole, metering_point=point_id(3))], incoming=point_id(2), outgoing=point_id(3), into=point_id(1)
    )  # fmt: skip

    assert 24 == len(merged.observations)
    assert whole.observations.quantity[7] == merged.observations.quantity[7]


def test_merge_drops_zeros_that_come_in_other_periods():
    """Zeros for a day by the hour beside metered values for the same day in two parts add nothing."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    parts = [attrs.evolve(part(whole, *hours), metering_point=point_id(2)) for hours in ((0, 12), (12, 24))]
    zeros = attrs.evolve(zero_channel(zero_channel(whole)), metering_point=point_id(3))
    merged = merge_points([*parts, zeros], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))

    assert [12, 12] == [len(item.observations) for item in merged]
    with pytest.raises(ValueError, match="cut or join first"):
        merge_points([*parts, attrs.evolve(whole, metering_point=point_id(3))], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))  # fmt: skip
    with pytest.raises(ValueError, match="cut first"):
        merge_points([parts[0], zeros], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))
