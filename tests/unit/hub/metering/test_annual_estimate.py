"""The expected annual volume from sums of days: by hand, and as properties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.hub.metering.annual_estimate import (
    YEAR,
    ExpectedVolume,
    changes_enough,
    daily_sums,
    expected,
    is_suspicious,
)
from edielkit.hub.values.store import added, block_of, pieces, withdrawn
from edielkit.hub.values.value_records import History
from edielkit.market_time import Period, day_period, hours_in_day
from edielkit.series import Observations

LAST = dt.date(2026, 3, 31)


def days(count: int, amount: int, last: dt.date = LAST) -> dict[dt.date, int]:
    """Return the same sum for *count* days up to *last*."""
    return {last - dt.timedelta(days=n): amount for n in range(count)}


CASES = {
    "a year": (days(365, 10_000), None, None, 365, ExpectedVolume(total=3650, case="A", days=365)),
    "more than a year": (days(800, 10_000), 1, None, 365, ExpectedVolume(total=3650, case="A", days=365)),
    "given a year ago": (
        days(800, 10_000),
        1,
        LAST - dt.timedelta(days=364),
        365,
        ExpectedVolume(total=3650, case="A", days=365),
    ),
    "given a day later": (
        days(800, 10_000),
        7300,
        LAST - dt.timedelta(days=363),
        365,
        ExpectedVolume(total=3660, case="C", days=364),
    ),
    "a month and a previous value": (
        days(30, 10_000),
        7300,
        None,
        365,
        ExpectedVolume(total=7000, case="B", days=30),
    ),
    "a month alone": (days(30, 10_000), None, None, 365, ExpectedVolume(total=3650, case="B", days=30)),
    "after half a year the previous value has no weight": (
        days(183, 10_000),
        7300,
        None,
        183,
        ExpectedVolume(total=3650, case="B", days=183),
    ),
    "half of half a year": (days(92, 10_000), 7300, None, 184, ExpectedVolume(total=5475, case="B", days=92)),
    "half a kilowatt hour is rounded up": (
        days(365, 10_000) | {LAST: 10_500},
        None,
        None,
        365,
        ExpectedVolume(total=3651, case="A", days=365),
    ),
    "less than nothing is nothing": (
        days(365, -1),
        None,
        None,
        365,
        ExpectedVolume(total=0, case="A", days=365),
    ),
    "only older days": (days(30, 1, dt.date(2024, 1, 1)), 5, None, 365, None),
    "given after all values": (days(30, 1), 5, LAST + dt.timedelta(days=1), 365, None),
}


@pytest.mark.parametrize("name", CASES)
def test_cases_by_hand(name: str) -> None:
    """Each case of the source, with its edges."""
    sums, previous, set_on, ramp, result = CASES[name]

    assert result == expected(sums, LAST, previous=previous, set_by_hand=set_on, ramp_days=ramp)


@settings(max_examples=100)
@given(st.integers(1, YEAR), st.integers(0, 10**9), st.none() | st.integers(0, 10**9), st.integers(180, YEAR))
def test_the_value_lies_between_the_previous_and_the_scaled(
    count: int, amount: int, previous: int | None, ramp: int
) -> None:
    """Whatever the weight, the result is no further than the two values that it is made of."""
    volume = expected(days(count, amount), LAST, previous=previous, ramp_days=ramp)
    scaled = (2 * amount * YEAR + 1000) // 2000
    base = scaled if previous is None or count == YEAR else previous

    assert volume is not None
    assert min(base, scaled) <= volume.total <= max(base, scaled)


def test_change_and_suspicion_have_their_edges() -> None:
    """A change of exactly the percentage counts; a factor of exactly ten is not suspicious; nothing is both."""
    assert [True, False, True, True, False, True] == [
        changes_enough(105, 100, 5),
        changes_enough(104, 100, 5),
        changes_enough(1, None, 5),
        changes_enough(1, 0, 5),
        changes_enough(0, 0, 5),
        changes_enough(0, 100, 5),
    ]
    assert [False, True, False, True, True, True, False] == [
        is_suspicious(1000, 100, 10),
        is_suspicious(1001, 100, 10),
        is_suspicious(10, 100, 10),
        is_suspicious(9, 100, 10),
        is_suspicious(1, 0, 10),
        is_suspicious(0, 100, 10),
        is_suspicious(5, None, 10),
    ]


def test_daily_sums_of_clock_changes_resolutions_and_holes() -> None:
    """Days of 23 and 25 hours are whole; a day in hours and quarters is; one with a hole is not."""
    march, october = dt.date(2025, 3, 30), dt.date(2025, 10, 26)
    mixed, torn = dt.date(2025, 5, 1), dt.date(2025, 5, 2)
    history: History = ()
    for day in (march, october, mixed, torn):
        values = Observations.metered(["1"] * hours_in_day(day))
        start = day_period(day).start
        history = added(history, block_of(start, "PT1H", values, registered=start, inserted=start))
    noon = day_period(mixed).start + dt.timedelta(hours=12)
    quarters = Observations.metered(["0.5"] * 48)
    history = added(history, block_of(noon, "PT15M", quarters, registered=noon, inserted=noon))
    hole = Period(day_period(torn).start, day_period(torn).start + dt.timedelta(hours=1))
    history = added(history, withdrawn(hole, 60, registered=hole.end, inserted=hole.end))
    whole = Period(day_period(march).start, day_period(october).end)

    assert {march: 23_000, october: 25_000, mixed: 36_000} == daily_sums(pieces(history, whole))


@settings(max_examples=60)
@given(st.integers(0, 400), st.integers(1, 40))
def test_a_long_series_has_the_sum_of_its_days(offset: int, count: int) -> None:
    """The days of one long delivery are the same as those of deliveries day by day."""
    first = dt.date(2025, 1, 1) + dt.timedelta(days=offset)
    listed = [first + dt.timedelta(days=n) for n in range(count)]
    hours = sum(hours_in_day(day) for day in listed)
    amounts = [f"0.{n % 1000:03}" for n in range(hours)]
    start = day_period(first).start
    history = added(
        (), block_of(start, "PT1H", Observations.metered(amounts), registered=start, inserted=start)
    )
    sums, place = {}, 0
    for day in listed:
        sums[day] = sum(n % 1000 for n in range(place, place + hours_in_day(day)))
        place += hours_in_day(day)

    assert sums == daily_sums(pieces(history, Period(start, day_period(listed[-1]).end)))
