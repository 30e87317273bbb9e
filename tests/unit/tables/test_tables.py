"""Series as Arrow, Parquet, CSV and plain data, and back."""

from __future__ import annotations

import datetime as dt
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import AUTUMN, SPRING, any_series, block, full, metered_series

from edielkit.errors import MissingExtraError
from edielkit.market_time import OSLO, Period
from edielkit.series import Observations, TimeSeries
from edielkit.tables import (
    SeriesTable,
    arrow_schema,
    from_arrow,
    from_csv,
    from_dicts,
    from_parquet,
    to_arrow,
    to_csv,
    to_dicts,
    to_parquet,
)


def csv_bytes(series):
    """Return the CSV of series in one piece."""
    return b"".join(to_csv(series))


ROUND_TRIPS = {
    "arrow": lambda series: from_arrow(to_arrow(series)),
    "stream": lambda series: from_arrow(SeriesTable(series)),
    "parquet": lambda series: from_parquet(to_parquet(series)),
    "csv": lambda series: from_csv(csv_bytes(series)),
    "dicts": lambda series: from_dicts(json.loads(json.dumps(list(to_dicts(series))))),
}

REGISTERED = dt.datetime(2024, 6, 5, 6, 59, 59, 123456, tzinfo=dt.UTC)
CASES = {
    "nothing": [],
    "bare": [TimeSeries(observations=Observations.metered(["1.5", "-0.001"]))],
    "no values": [
        metered_series([]),
        metered_series([], AUTUMN),
        TimeSeries(observations=Observations.metered([])),
    ],
    "between": [full(), metered_series([]), full(AUTUMN)],
    "spring": [full(SPRING), full(SPRING, "PT15M")],
    "autumn": [full(AUTUMN), full(AUTUMN, "PT15M")],
    "same twice": [full(), full()],
    "days and months": [
        full(SPRING, "P1D", 3),
        full(dt.date(2024, 1, 1), "P1M", 366),
        full(resolution="P1D"),
    ],
    "every field": [
        full(
            grid_area="NO-GRID-1",
            product="8716867000030",
            direction="In",
            registered=REGISTERED,
            identification="6f1f5d0e-6a0e-4c63-9a0b-0f2f6c8f4f11",
        )
    ],
    "every status": [
        metered_series(
            [],
            observations=block(
                [1, 2, 3, 4, 5, 0, 7],
                status=range(7),
                validation=[0, 1, 9, 2, 0, 0, 0],
                estimation=[0, 8, 1, 0, 0, 0, 0],
            ),
        )
    ],
    "holes": [metered_series([], observations=block([1, 0, 9], [2, 7, 24], status=[0, 5, 0]))],
    "wrong positions": [metered_series([], observations=block([3, 1, 2, 2], [30, 0, -5, 30]))],
    "unparsed rows": [
        full(),
        metered_series(
            [], observations=block([1, 0, 0], status=[0, 5, 5], unparsed=((1, '1,5 "x"\nnext'), (2, "é")))
        ),
        full(),
    ],
    "limits": [metered_series([], observations=block([10**18 - 1, -(10**18) + 1, 0, -1, 999, -999]))],
    "missing with a quantity": [metered_series([], observations=block([5], status=5))],
    "unknown resolution": [
        metered_series([1], resolution="P1W"),
        metered_series([1], resolution=None),
        metered_series([1], period=None),
    ],
    "texts": [
        metered_series([1], product='a,"b"\nc', identification="=1+1", grid_area="Ålesund"),
        metered_series([1], product=" x "),
    ],
    "old": [metered_series([1], dt.date(1902, 1, 1), "P1D", registered=dt.datetime(1, 1, 1, tzinfo=dt.UTC))],
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_series_come_back_as_they_were(form, case):
    """Every field, position, status and code survives every form."""
    assert CASES[case] == list(ROUND_TRIPS[form](CASES[case]))


@pytest.mark.parametrize("case", CASES)
def test_csv_reads_the_same_without_pyarrow(case, no_pyarrow):
    """The standard library reads what the columns wrote."""
    assert CASES[case] == list(from_csv(csv_bytes(CASES[case])))


@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_local_times_come_back_as_the_same_instants(form):
    """The second two o'clock of October is one hour after the first, also through a table."""
    start, end = dt.datetime(2024, 10, 27, 2, tzinfo=OSLO, fold=1), dt.datetime(2024, 10, 27, 4, tzinfo=OSLO)
    (back,) = ROUND_TRIPS[form]([metered_series([1, 2], period=Period(start, end))])

    assert Period(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) == back.period
    assert dt.timedelta(hours=2) == back.period.duration


@settings(max_examples=60, deadline=None)
@given(st.lists(any_series(low=-(10**15), high=10**15), max_size=3))
def test_any_series_round_trips(series):
    """Arbitrary series survive Arrow, CSV and plain data."""
    for form in ("arrow", "csv", "dicts"):
        assert series == list(ROUND_TRIPS[form](series))


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (
            metered_series([], observations=block([10**18])),
            "row 0 has a quantity of more than fifteen digits",
        ),
        (
            metered_series([], observations=block([1, -(2**63)])),
            "row 1 has a quantity of more than fifteen digits",
        ),
        (metered_series([], observations=block([1], status=7)), "row 0 has an unknown status"),
        (metered_series([], observations=block([1], validation=10)), "row 0 has an unknown validation"),
        (metered_series([], observations=block([1], estimation=9)), "row 0 has an unknown estimation"),
        (metered_series([1], registered=dt.datetime(2024, 6, 4)), "one without a time zone"),
    ],
)
@pytest.mark.parametrize("form", [to_arrow, csv_bytes, lambda s: list(to_dicts(s))])
def test_what_no_column_holds_is_refused(form, series, words):
    """Values beyond the columns raise before anything is written wrong."""
    with pytest.raises(ValueError, match=words):
        form([series])


def test_an_instant_beyond_the_calendar_is_named_with_its_series():
    """Which series, which field, and what it is."""
    west = dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(dt.timedelta(hours=-2)))
    words = "expected instants of the years 1 to 9999 in UTC, found registered 9999-12-31T23:00:00-02:00 in series 1"
    with pytest.raises(ValueError, match=re.escape(words)):
        to_arrow([metered_series([1]), metered_series([1], registered=west)])


@pytest.mark.parametrize(
    "call",
    [
        arrow_schema,
        lambda: to_arrow([]),
        lambda: list(from_arrow(None)),
        lambda: to_parquet([]),
        lambda: from_parquet(b""),
        lambda: SeriesTable([]).__arrow_c_stream__(),
    ],
)
def test_without_pyarrow_the_extra_is_named(call, no_pyarrow):
    """Arrow and Parquet say which extra brings them."""
    with pytest.raises(MissingExtraError, match=r"install edielkit\[arrow\]"):
        call()


def test_a_year_of_quarters_has_no_object_per_value():
    """Columns go to Arrow without a copy through Python values: the buffer holds the same numbers."""
    series = full(dt.date(2024, 1, 1), "PT15M", 366)
    quantity = to_arrow([series])["quantity"].chunk(0)
    halves = np.frombuffer(quantity.buffers()[1], np.int64).reshape(-1, 2)

    assert 366 * 96 == len(quantity)
    assert np.array_equal(series.observations.quantity, halves[:, 0])
