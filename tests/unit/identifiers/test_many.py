"""Many metering points at once: the same verdict as one by one, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from edielkit import identifiers
from edielkit.findings import Position
from edielkit.identifiers.many import right_gsrn

RIGHT, WRONG = "707057500012345671", "707057500012345672"


@pytest.mark.parametrize(
    "texts", [[], [RIGHT], [WRONG, RIGHT], ["0" * 18, RIGHT], [RIGHT[:-1] + n for n in "0123456789"]]
)
def test_each_is_as_by_itself(texts):
    """Check digits, and a first digit that no number has."""
    assert [not list(identifiers.findings("gsrn", text, Position())) for text in texts] == right_gsrn(
        texts
    ).tolist()


@pytest.mark.parametrize(
    "text", ["", RIGHT[:-1], RIGHT + "0", "A" + RIGHT[1:], RIGHT[:-1] + ":", " " + RIGHT[1:], "٧" + RIGHT[1:]]
)
def test_other_texts_are_refused(text):
    """Only 18 digits of ASCII are looked at: a letter's number is no digit."""
    with pytest.raises(ValueError, match="expected metering points of 18 digits"):
        right_gsrn([RIGHT, text])
