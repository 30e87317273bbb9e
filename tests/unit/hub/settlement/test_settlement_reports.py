"""Reports of the settlement: which days they can be asked about."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.settlement_market import DAY, hub, user

ONE = dt.timedelta(days=1)
END = dt.date.max


@pytest.mark.parametrize("name", ["completeness", "physical_loss"])
@pytest.mark.parametrize(
    ("first", "last"), [(DAY, DAY - ONE), (DAY, DAY + 366 * ONE), (dt.date.min, dt.date.min), (END, END)]
)
def test_days_that_no_report_has(name: str, first: dt.date, last: dt.date) -> None:
    """Days in the wrong order, too many of them, or days that no clock of Norway has, are refused in words."""
    with pytest.raises(ValueError, match="days"):
        getattr(hub(user()), name)(first, last)
