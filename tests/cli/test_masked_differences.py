"""What a comparison shows without --personal: no name where a code, a number or a place is due."""

from __future__ import annotations

import pytest

from edielkit.cli.output.masking import MASK, masked_difference
from edielkit.comparison import Difference
from edielkit.comparison.differences import Step

STRANGE = "Testesenveien 12"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((Step("Header"), Step("EnergyBusinessProcess")), STRANGE),
        ((Step("Identification"), Step("@schemeAgencyIdentifier")), STRANGE),
        ((Step("an undeclared element"),), STRANGE),
        ((Step("RFF+TN"), Step("number")), STRANGE),
        ((Step(f"NAD+{STRANGE}"),), "2 values"),
        ((Step("QTY", STRANGE), Step("amount")), "1.5"),
        ((Step("DTM+137"),), f"20260101 in format {STRANGE}"),
    ],
)
def test_a_name_is_masked_at_any_place(steps, said):
    """In the value, in the name of a step and in its key."""
    shown = str(masked_difference(Difference(steps, said, None)))
    assert "Testesen" not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((Step("Series", "707057599900010012 8716867000030 Out"),), "2 values"),
        ((Step("DTM", "number 3"), Step("element 2/1")), "20260101 in format 203"),
        ((Step("tags of the segments, in order"),), "UNH BGM DTM"),
        (
            (Step("QTY", "2026-02-01T00:00:00+01:00 to 2026-02-01T01:00:00+01:00"),),
            "calculated for settlement",
        ),
    ],
)
def test_codes_numbers_and_our_own_words_are_shown(steps, said):
    """Of keys, counts, times and states."""
    difference = Difference(steps, said, None)
    assert difference == masked_difference(difference)
