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
