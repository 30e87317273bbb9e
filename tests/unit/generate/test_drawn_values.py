"""Values that are drawn: over a long time every code that a value may have stands there, and none that it may not."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest

from edielkit.generate.drawn_values import draw_observations
from edielkit.market_time import Period
from edielkit.series import Status
from edielkit.series.time_series import ESTIMATION_CODES, VALIDATION_CODES

_YEAR = Period(dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
_VALIDATION, _ESTIMATION = (set(range(1, len(codes))) for codes in (VALIDATION_CODES, ESTIMATION_CODES))


@pytest.mark.parametrize(
    ("status", "validation", "estimation"),
    [
        (Status.METERED, {0}, {0}),
        (Status.ESTIMATED, _VALIDATION, _ESTIMATION),
        (Status.FINAL_ESTIMATED, _VALIDATION, _ESTIMATION),
        (Status.TEMPORARY, _VALIDATION, {0} | _ESTIMATION),
    ],
)
def test_values_of_each_quality_have_all_its_codes(status, validation, estimation):
    """A year of hours: each quality comes, with every code of validation and of estimation that goes with it."""
    drawn = draw_observations(random.Random(1), _YEAR, "PT1H", size=2, quality=True)
    rows = np.flatnonzero(drawn.status == status)

    assert validation == set(drawn.validation[rows].tolist())
    assert estimation == set(drawn.estimation[rows].tolist())
