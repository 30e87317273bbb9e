"""The reports of small EDIFACT interchanges with other amounts, times, codes and names, in every profile and at every level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from unittest.mock import patch

from tests.kept.edifact.test_reports import NOWS
from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand
from tests.support.edifact_values_changed import component_changed, value_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_lines import lines_of_report

import edielkit
from edielkit.edifact.check import alike, interchanges
from edielkit.edifact.fast import line_values, observation_rows, outline

# changed inputs of each base: of its parts, and of its amounts and times where it has some
PARTS, VALUES = 5, 2
LONGEST = 2200
PROFILES = (None, None, None, "no", None, "se", "dk", None, "de", "ch")
LEVELS = ("business", "business", "schema", "business", "syntax")


def inputs() -> Iterator[tuple[str, bytes]]:
    """Yield small inputs that were changed in a few parts."""
    bases = [data for data in bases_by_hand() if len(data) < LONGEST]
    yield from changed(bases, PARTS, component_changed)
    of_values = [data for data in bases if b"QTY+" in data]
    yield from ((f"{case} values", data) for case, data in changed(of_values, VALUES, value_changed))


def answers() -> Iterator[Answer]:
    """Yield the report of each input, and of some of them whether it is the same by columns."""
    choices = zip(inputs(), cycle(NOWS), cycle(PROFILES), cycle(LEVELS), strict=False)
    for (case, data), now, profile, level in choices:
        report = edielkit.validate(data, now=now, profile=profile, level=level)
        lines = [f"{profile or ''} {level}", *lines_of_report(report)]
        if case.endswith("values"):
            with (
                patch.object(interchanges, "LEAST", 0),
                patch.object(line_values, "_MANY", 0),
                patch.object(outline, "_FEWEST", 2),
                patch.object(observation_rows, "_CHUNK", len(data) % 1000),
                patch.object(alike, "_PATIENCE", 1 << 60),
            ):
                by_columns = edielkit.validate(data, now=now, profile=profile, level=level)
            lines[0] += f" by columns the same: {list(lines_of_report(by_columns)) == lines[1:]}"
        yield Answer(case, lines)


def test_reports_of_parts_are_the_kept_ones():
    """Rule, place, words, reason and payload of every finding."""
    assert_kept(__file__, answers())
