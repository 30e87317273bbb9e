"""Series as rows: where a series begins and ends, when a value starts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days, full, metered_series

from edielkit.market_time import Period, day_period
from edielkit.series import Observation, Observations, Status, TimeSeries
from edielkit.tables import (
    STATUS_NAMES,
    from_arrow,
    to_arrow,
    to_csv,
)
from edielkit.tables.rows import NO_TIME, micros, starts_of, starts_of_all


def test_the_values_of_an_autumn_day_start_an_hour_apart():
    """25 instants, an hour apart, none twice; days start at local midnight."""
    starts = to_arrow([full(AUTUMN)])["start"].to_pylist()
    by_day = to_arrow([full(SPRING, "P1D", 2)])["start"].to_pylist()
    part = Period(days(JUNE).start, days(JUNE).start + dt.timedelta(hours=5))

    assert [days(AUTUMN).start + dt.timedelta(hours=n) for n in range(25)] == starts
    assert [days(SPRING).start, days(SPRING).end] == by_day
    assert [None] == to_arrow([metered_series([1], resolution="P1W")])["start"].to_pylist()
    assert [None] == to_arrow([metered_series([1], resolution="P1D", period=part)])["start"].to_pylist()
    assert [None] == to_arrow([full(resolution="P1D", observations=block([1], [9]))])["start"].to_pylist()


def test_a_row_without_position_is_a_series_of_its_own():
    """A row that stands for an empty series cannot stand among values."""
    with pytest.raises(ValueError, match="a row without position stands in the series"):
        list(from_arrow(pa.table({"position": [1, None], "quantity": [1, None]})))


def test_status_names_are_those_of_the_status():
    """One name for each status, in the order of their numbers."""
    assert [Status[name.upper()] for name in STATUS_NAMES] == list(range(7))


def test_steps_of_the_calendar_start_where_they_are_however_long_the_period():
    """Days, months and years of eight thousand years, of which three have values; one lies outside."""
    period = Period(day_period(dt.date(2025, 1, 1)).start, day_period(dt.date(9998, 12, 31)).end)
    rows = [Observation(place, 1) for place in (1, 90, 7974, 7_000_000)]
    for resolution, starts in (
        ("P1D", ["2025-01-01", "2025-03-31", "2046-10-31"]),
        ("P1M", ["2025-01-01", "2032-06-01", "2689-06-01"]),
        ("P1Y", ["2025-01-01", "2114-01-01", "9998-01-01"]),
    ):
        series = TimeSeries(period=period, resolution=resolution, observations=Observations.of(rows))
        expected = [micros(day_period(dt.date.fromisoformat(day)).start) for day in starts]
        assert [*expected, NO_TIME] == starts_of(series).tolist(), resolution


def test_a_value_that_has_no_place_has_no_time():
    """A number below 1, which stands for one that cannot be read, and one that leads beyond the calendar; not the hour before."""
    series = full(observations=block([1, 2, 3, 4], [1, 0, -7, 2**31 - 1]))
    first = micros(days(JUNE).start)

    assert [first, NO_TIME, NO_TIME, NO_TIME] == starts_of(series).tolist()
    assert [first, NO_TIME, NO_TIME, NO_TIME] == starts_of_all([series]).tolist()
    assert [days(JUNE).start, None, None, None] == to_arrow([series])["start"].to_pylist()
    assert [b"", b"", b""] == [line.split(b",")[12] for line in b"".join(to_csv([series])).splitlines()[2:]]
    assert [False, True, True, False] == np.isnat(series.instants()).tolist()
