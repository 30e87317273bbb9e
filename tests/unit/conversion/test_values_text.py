"""Values as bytes: numbers, times, codes."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from edielkit.conversion.values_text import amounts, joined, times


def test_values_as_bytes():
    """Numbers have no zeros that say nothing, and times are twelve digits."""
    quantity = np.array([0, 1, -1, 1000, 999_999_999_999_999, -12_340])
    texts = joined(len(quantity), [amounts(quantity, 3), b" "]).split()

    assert [b"0", b"0.001", b"-0.001", b"1", b"999999999999.999", b"-12.34"] == texts
    assert [Decimal(int(amount)).scaleb(-3) for amount in quantity] == [
        Decimal(text.decode()) for text in texts
    ]
    seconds = np.array([0, 951_782_400, 4_102_444_740])
    assert b"197001010000 200002290000 209912312359 " == joined(3, [times(seconds), b" "])
