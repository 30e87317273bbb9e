"""Money of the reconciliation: where it is rounded, and how."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.hub.reconciliation.money import amount_of, kroner, ore, price_of, rounded


@pytest.mark.parametrize(
    ("volumes", "prices", "expected"),
    [
        ([], [], 0),
        # 1 kWh at 400.50 kroner for a MWh is 0.4005 kroner
        ([1000], ["400.5"], 400_500),
        ([1000, -1000], ["400.5", "100"], 300_500),
        # 0.001 kWh at 0.5 kroner for a MWh is half a millionth of a krone: to the even neighbour, each by itself
        ([1, 1, 1], ["0.5", "0.5", "0.5"], 0),
        ([1, 1], ["1.5", "1.5"], 4),
        ([-1, -1], ["1.5", "1.5"], -4),
        ([5000], ["-20"], -100_000),
        # beyond 64 bits
        ([10**15 - 1], ["999999"], (10**15 - 1) * 999_999),
    ],
)
def test_amount_of_a_day(volumes, prices, expected):
    """Each interval is rounded to six decimals before the sum is taken."""
    column = np.array([price_of(price) for price in prices], np.int64)

    assert expected == amount_of(np.array(volumes, np.int64), column)


@given(
    st.lists(
        st.tuples(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15)), min_size=1, max_size=20
    )
)
@settings(max_examples=100)
def test_large_and_small_numbers_are_rounded_alike(pairs):
    """What fits 64 bits and what does not gives what exact fractions give; a reversal gives the opposite."""
    volumes, prices = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    exact = sum(int((Decimal(v * p) / 10**6).quantize(Decimal(1))) for v, p in pairs)

    assert exact == amount_of(volumes, prices)
    assert -exact == amount_of(-volumes, prices)


@pytest.mark.parametrize(
    ("value", "expected"), [(4999, 0), (5000, 0), (5001, 1), (15000, 2), (-5001, -1), (-15000, -2)]
)
def test_ore(value, expected):
    """Sums are rounded to hundredths, halves to the even neighbour."""
    assert expected == ore(value)
    assert expected == rounded(value, 10_000)


def test_kroner_have_two_places():
    """An amount is written with its two decimals."""
    assert "-1234.50" == str(kroner(-123450))


@pytest.mark.parametrize("text", ["", "abc", "1,5", "NaN", "Infinity", "0.0000001", "1e40", "1000000000"])
def test_what_is_no_price(text):
    """A price is a decimal number of at most six decimals, and of a size that a price can have."""
    with pytest.raises(ValueError, match="expected"):
        price_of(text)
