"""In and Out of points side by side: how many are shown."""

from __future__ import annotations

import attrs
import pytest
from tests.support.exchange_fixtures import gross, point_id

from edielkit.cli.output.show_pairs import SideBySide
from edielkit.series import Observation, Observations

SERIES = [series for number in (1, 2, 3) for series in gross(number)]


@pytest.mark.parametrize(
    ("most", "shown", "words"),
    [
        (None, 3, []),
        (3, 3, []),
        (4, 3, []),
        (2, 2, ["  … 1 more pairs; --all shows them"]),
        (1, 1, ["  … 2 more pairs; --all shows them"]),
    ],
)
def test_so_many_pairs_are_shown_and_the_others_counted(most, shown, words):
    """All of them if nothing says how many."""
    lines = list(SideBySide().lines(SERIES, most))

    assert shown == sum("In less Out" in line for line in lines)
    assert shown == len([n for n in (1, 2, 3) if any(point_id(n) in line for line in lines)])
    assert words == [line for line in lines if "more pairs" in line]


@pytest.mark.parametrize(("positions", "shown"), [((0,), True), ((1,), False)])
def test_the_sign_of_a_value_without_a_time_is_explained(positions, shown):
    """A number that cannot be read has `#?` in the place of a time."""
    rows = Observations.of([Observation(position, 1) for position in positions])
    series = [attrs.evolve(channel, observations=rows) for channel in gross(1)]
    lines = list(SideBySide(values=True).lines(series, None))

    assert shown is any(
        "# is the number of a value that has no time; #? one whose number cannot be read" in line
        for line in lines
    )
