"""In and Out of points side by side: how many are shown."""

from __future__ import annotations

import pytest
from tests.support.exchange_fixtures import gross, point_id

from edielkit.cli.output.show_pairs import SideBySide

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
