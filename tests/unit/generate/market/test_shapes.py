"""What plants give over the year: each month has its own share."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.shapes import plant_factors
from edielkit.generate.market.weather import weather_of


@pytest.mark.parametrize(
    ("month", "river", "reservoir"),
    [
        (1, 500, 1144),
        (2, 450, 1126),
        (3, 500, 1012),
        (4, 900, 836),
        (5, 1900, 748),
        (6, 1900, 748),
        (7, 1300, 660),
        (8, 950, 686),
        (9, 1000, 774),
        (10, 1100, 880),
        (11, 800, 1012),
        (12, 650, 1100),
    ],
)
def test_water_has_its_months(month, river, reservoir):
    """Rivers swell as the snow melts, reservoirs are drawn on in winter; both as the table has the month itself."""
    clock = DayClock.of(dt.date(2026, month, 10))
    factors = plant_factors(clock, weather_of(1, "NO1", clock))

    assert {river} == set(factors["river"].tolist())
    assert reservoir == factors["reservoir"][0]
