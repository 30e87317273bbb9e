"""The reports of small EDIFACT interchanges that were changed in a few places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand, mutated
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_lines import lines_of_report

import edielkit

# changed inputs of each base
COUNT = 4
# instants of the validation: none, one in the middle of the values, and one long after them
NOWS = (None, dt.datetime(2024, 6, 4, 3, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def answers() -> Iterator[Answer]:
    """Yield the report of each input."""
    for (case, data), now in zip(changed(bases_by_hand(), COUNT, mutated), cycle(NOWS), strict=False):
        yield Answer(case, lines_of_report(edielkit.validate(data, now=now)))


def test_reports_are_the_kept_ones():
    """Rule, place, words, reason and payload of every finding."""
    assert_kept(__file__, answers())
