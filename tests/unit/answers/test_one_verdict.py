"""What is refused is answered by no yes, and what is clean by no no: each fault of the catalogue and its valid twin."""

from __future__ import annotations

import pytest
from tests.support.answering import counted

import edielkit
from edielkit.answers import answer
from edielkit.generate.faults import faults

# a receipt of the syntax is no verdict on the content
RECEIPTS = frozenset({"CONTRL"})


def verdicts(fault, report, *, faulty, positive):
    """Return kind and verdict of each part of the answers to a message."""
    data = fault.faulty if faulty else fault.valid
    answers = answer(data, report, now=fault.now, new_id=counted(), positive=positive)
    explained = map(edielkit.explain, map(edielkit.serialize, answers.messages))
    return [(part.kind, part.accepted) for letter in explained for part in letter.answers]


@pytest.mark.parametrize("code", sorted(faults()))
def test_the_answer_is_that_of_the_report(code):
    """With or without the wish for a positive answer; of several messages the right ones may be confirmed."""
    fault = faults()[code]
    report, twin = fault.report(), fault.report(faulty=False)

    assert not twin.errors
    for positive in (None, True):
        assert False not in {yes for _, yes in verdicts(fault, twin, faulty=False, positive=positive)}
    if report.errors and fault.faulty.count(b"UNH+") < 2:
        for positive in (None, True):
            told = verdicts(fault, report, faulty=True, positive=positive)
            assert [] == [kind for kind, yes in told if yes and kind not in RECEIPTS]
