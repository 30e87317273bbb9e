"""The reports of the messages that break one rule each, as they are and with another part changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from tests.kept.edifact.test_reports import NOWS
from tests.support.changed_inputs import changed
from tests.support.edifact_values_changed import component_changed, value_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_lines import lines_of_report

import edielkit
from edielkit.generate.faults.edifact_cases import edifact_faults

# changed inputs of each fault
COUNT = 2
LONGEST = 2500


def answers() -> Iterator[Answer]:
    """Yield the report of each fault, and of changed inputs of it."""
    faults = [fault for fault in edifact_faults() if len(fault.faulty) < LONGEST]
    for fault in faults:
        yield Answer(f"{fault.code} broken", lines_of_report(fault.report()))
    datas = list(dict.fromkeys(fault.faulty for fault in faults))
    choices = [*changed(datas, COUNT, component_changed)]
    choices += [
        (f"{case} values", data)
        for case, data in changed([data for data in datas if b"QTY+" in data], 1, value_changed)
    ]
    for (case, data), now in zip(choices, cycle(NOWS), strict=False):
        yield Answer(case, lines_of_report(edielkit.validate(data, now=now)))


def test_reports_of_faults_are_the_kept_ones():
    """Rule, place, words, reason and payload of every finding."""
    assert_kept(__file__, answers())
