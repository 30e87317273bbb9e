"""The kinds of losses: each is described and has its directions."""

from __future__ import annotations

import pytest
from tests.support.conversion_pairs import PAIRS, codes

from edielkit.conversion import (
    RULES,
    convert,
)
from edielkit.conversion.losses import WHERE


def test_every_loss_is_described():
    """Each kind of loss has a title, a text, a trust and at least one direction."""
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.text.endswith(".")
        assert WHERE[code]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_is_supplied_can_be_so_in_that_direction(pair):
    """The table names each direction in which a piece can be supplied."""
    out = convert(pair.xml, pair.edifact, options=pair.out)
    back = convert(pair.edi, pair.target, options=pair.back)

    assert all(("emif", pair.edifact) in WHERE[loss.code] for loss in out.supplied)
    assert all((pair.edifact, "emif") in WHERE[loss.code] for loss in back.supplied)
    assert {"CNV102"} <= set(codes(back.supplied))
