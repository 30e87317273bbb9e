"""Where values begin and end."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import COLLECTED, collected, series

import edielkit
from edielkit.conversion import Carrier, Options, convert
from edielkit.conversion.value_times import borders, require_positions_in_period
from edielkit.edifact.timestamps import NORMAL_TIME
from edielkit.errors import BuildError
from edielkit.market_time import OSLO, Period, day_period
from edielkit.series import Observations

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)
DAY = day_period(dt.date(2026, 3, 29))


def of(period, resolution, positions):
    """Return a series with values at some positions."""
    values = Observations.metered([1] * len(positions))
    return attrs.evolve(
        series("2026-06-04", "Out"),
        period=period,
        resolution=resolution,
        observations=attrs.evolve(values, position=np.array(positions, np.int32)),
    )


def instants(seconds):
    """Return seconds as Norwegian time."""
    return [dt.datetime.fromtimestamp(second, OSLO).strftime("%m-%d %H:%M") for second in seconds.tolist()]


YEAR = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2026, 12, 31)).end)
SPRING = Period(day_period(dt.date(2026, 3, 28)).start, day_period(dt.date(2026, 3, 30)).end)


@pytest.mark.parametrize(
    ("period", "resolution", "positions", "starts", "ends"),
    [
        (DAY, "PT1H", [2, 3, 23], ["03-29 01:00", "03-29 03:00", "03-29 23:00"], ["03-29 03:00", "03-29 04:00", "03-30 00:00"]),
        (SPRING, "P1D", [1, 2, 3], ["03-28 00:00", "03-29 00:00", "03-30 00:00"], ["03-29 00:00", "03-30 00:00", "03-31 00:00"]),
        (YEAR, "P1M", [3, 12], ["03-01 00:00", "12-01 00:00"], ["04-01 00:00", "01-01 00:00"]),
        (YEAR, "P1Y", [1], ["01-01 00:00"], ["01-01 00:00"]),
        (DAY, None, [1], ["03-29 00:00"], ["03-30 00:00"]),
    ],
)  # fmt: skip
def test_values_have_borders_on_the_clock_or_the_calendar(period, resolution, positions, starts, ends):
    """Hours over a clock change, days and months of Norway, and one value for all of a period."""
    start, end = borders(of(period, resolution, positions), OSLO, "here")

    assert starts == instants(start)
    assert ends == instants(end)


SWEDISH = Period(dt.datetime(2026, 3, 29, tzinfo=NORMAL_TIME), dt.datetime(2026, 3, 30, tzinfo=NORMAL_TIME))


@pytest.mark.parametrize(
    ("period", "resolution", "positions", "words"),
    [
        (None, "PT1H", [1], "a period that ends after it begins"),
        (Period(DAY.end, DAY.start), "PT1H", [1], "a period that ends after it begins"),
        (Period(DAY.start + dt.timedelta(seconds=1), DAY.end), "PT1H", [1], "have no seconds"),
        (Period(DAY.start, DAY.end - dt.timedelta(microseconds=1)), "PT1H", [1], "have no seconds"),
        (DAY, None, [1, 2], "a resolution for more than one value"),
        (DAY, "PT1H", [0, 1], "a position lies outside the period"),
        (DAY, "PT1H", [23, 24], "a position lies outside the period"),
        (SWEDISH, "P1D", [2], "a position lies outside the period"),
    ],
)  # fmt: skip
def test_values_without_a_time_are_refused(period, resolution, positions, words):
    """The error names the place of the series."""
    with pytest.raises(BuildError, match=words) as caught:
        borders(of(period, resolution, positions), OSLO, "here")

    assert "here" == caught.value.field


@pytest.mark.parametrize("zone", [OSLO, NORMAL_TIME])
@pytest.mark.parametrize(
    ("day", "hours"), [(DAY, 23), (SWEDISH, 24), (day_period(dt.date(2026, 10, 25)), 25)]
)
def test_a_day_is_counted_on_the_calendar_that_has_it(day, hours, zone):
    """The Swedish calendar has no summer time: its days are other ones, whoever is written to."""
    start, end = borders(of(day, "P1D", [1]), zone, "here")

    assert [3600 * hours] == (end - start).tolist()
    assert [day.start.timestamp()] == start.tolist()


@pytest.mark.parametrize(
    ("period", "resolution"),
    [
        (Period(DAY.start, DAY.start + dt.timedelta(hours=22)), "P1D"),
        (Period(DAY.start, SWEDISH.end + dt.timedelta(days=1)), "P1M"),
        (Period(day_period(dt.date(2026, 1, 29)).start, YEAR.end), "P1M"),
    ],
)
def test_a_part_of_a_day_or_month_is_refused(period, resolution):
    """No calendar has its end."""
    with pytest.raises(BuildError, match="a period of whole days or months"):
        borders(of(period, resolution, [1]), OSLO, "here")


def test_the_places_of_a_period_are_bounded_both_ways():
    """Place 1 to the last are in; a series without a resolution has no last place."""
    require_positions_in_period(of(DAY, "PT1H", [1, 23]), "here")
    require_positions_in_period(of(DAY, None, [7]), "here")
    for positions in ([0], [24]):
        with pytest.raises(BuildError, match="outside"):
            require_positions_in_period(of(DAY, "PT1H", positions), "here")


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
