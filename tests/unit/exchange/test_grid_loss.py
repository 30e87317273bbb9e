"""The loss by formula."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from edielkit.exchange import (
    LossConstants,
    estimate,
)


def test_estimate_by_formula():
    """Idle loss and the squared infeed, exact; four equal quarters give the hour's loss."""
    constants = LossConstants(idle=Decimal("12.5"), constant=Decimal("0.0000015"))
    infeed = np.array([0, 4_000_000, 40_000_000_000])
    hours, quarters = estimate(constants, infeed), estimate(constants, infeed // 4, seconds=900)

    assert [12_500, 36_500, 2_400_000_012_500] == hours.tolist()
    assert hours.tolist() == (4 * quarters).tolist()
    with pytest.raises(ValueError, match="fills an hour"):
        estimate(constants, infeed, seconds=7)


@pytest.mark.parametrize(
    ("constant", "infeed", "expected"),
    [
        # thousandths of a kWh: constant / 1000 * infeed**2
        ("1", 100, 10),
        ("0.5", 1, 0),  # 0.0005 is nearer to 0
        ("1", 22, 0),  # 0.484
        ("1", 23, 1),  # 0.529
        ("0.5", 1000, 500),
        ("0.0005", 1000, 0),  # exactly one half: to the even number
        ("0.0015", 1000, 2),  # one and a half: to the even number
        ("0.0025", 1000, 2),  # two and a half
    ],
)
def test_an_estimate_is_the_nearest_thousandth(constant, infeed, expected):
    """Ties go to the even one."""
    constants = LossConstants(idle=Decimal(0), constant=Decimal(constant))

    assert [expected] == estimate(constants, np.array([infeed])).tolist()


def test_an_estimate_beyond_64_bits_is_refused():
    """No number wraps around."""
    with pytest.raises(ValueError, match="does not fit 64 bits"):
        estimate(LossConstants(idle=Decimal(0), constant=Decimal(1)), np.array([2**62]))
