"""Which messages may ask for a positive answer."""

from __future__ import annotations

import pytest

from edielkit.process_rules.headers import may_ask_for_answer


@pytest.mark.parametrize(
    ("kind", "brs", "may"),
    [
        ("RequestStartOfSupply", "101", True),
        ("RequestToElhub", "602", True),
        ("Acknowledgement", "102", True),
        # shown on a test page of the one process, refused by the tables of the others
        ("CollectedData", "311", True),
        ("CollectedData", "313", False),
        ("CollectedData", "332", False),
        # in no list and in no table
        ("CollectedData", "312", False),
        ("NotifyStartOfSupply", "101", False),
        ("RequestDataFromElhub", "315", False),
        ("RequestDataFromElhub", "324", False),
        ("RequestUpfrontMeteringPointCharacteristics", "611", False),
    ],
)
def test_only_what_is_listed_may_ask(kind, brs, may):
    """A message that no source names is not taken for one that is answered."""
    assert may is may_ask_for_answer(kind, brs)
