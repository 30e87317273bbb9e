"""Where values begin and end."""

from __future__ import annotations

import datetime as dt

import attrs
from tests.support.conversion_pairs import COLLECTED, collected, series

import edielkit
from edielkit.conversion import Carrier, Options, convert
from edielkit.market_time import Period, day_period
from edielkit.series import Observations

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)


def test_months_and_days_are_written_on_the_calendar():
    """A month and days across a clock change have their borders at midnight in Oslo."""
    period = Period(day_period(dt.date(2026, 3, 28)).start, day_period(dt.date(2026, 3, 31)).start)
    days = attrs.evolve(
        series("2026-06-04", "Out"),
        period=period,
        resolution="P1D",
        observations=Observations.metered([1, 2, 3]),
    )
    data = convert(collected([days], 11), "mscons", options=OBIS).to_bytes()

    assert b"DTM+324:202603290000202603292300:Z13" in data
    back = convert(data, "collected-data", options=Options(**COLLECTED)).message
    assert days == attrs.evolve(next(edielkit.read_series(edielkit.serialize(back))))
