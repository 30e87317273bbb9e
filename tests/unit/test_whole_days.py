"""Whole days: which periods are some, and what is said of others."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.market_time import Period
from edielkit.whole_days import whole_days_fault

NORMAL_TIME = dt.timezone(dt.timedelta(hours=1))


def period(start: str, end: str) -> Period:
    """Return a period of ISO texts."""
    return Period(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


WHOLE = [
    ("2026-01-15T00:00+01:00", "2026-01-16T00:00+01:00"),
    ("2026-03-28T23:00Z", "2026-03-29T22:00Z"),
    ("2026-10-24T22:00Z", "2026-10-25T23:00Z"),
    ("2026-01-31T23:00Z", "2026-02-28T23:00Z"),
    ("2025-12-31T23:00Z", "2026-12-31T23:00Z"),
    ("2026-06-30T22:00Z", "2026-06-30T22:00Z"),
]


@pytest.mark.parametrize(("start", "end"), WHOLE)
def test_days_months_and_years_are_whole_days(start, end):
    """Days of 23, 24 and 25 hours, months and years; of a period without length nothing is said."""
    assert whole_days_fault(period(start, end)) is None


FAULTS = [
    # the clock change was forgotten, both ways, and a day that is an hour off by itself
    ("2026-03-28T23:00Z", "2026-03-29T23:00Z", "it ends at 01:00; 2026-03-29 has 23 hours and ends at 2026-03-30T00:00+0200"),
    ("2026-10-24T22:00Z", "2026-10-25T22:00Z", "it ends at 23:00; 2026-10-25 has 25 hours and ends at 2026-10-26T00:00+0100"),
    ("2026-01-14T23:00Z", "2026-01-16T00:00Z", "it ends at 01:00; 2026-01-15 has 24 hours and ends at 2026-01-16T00:00+0100"),
    ("2026-02-28T23:00Z", "2026-03-31T23:00Z", "it ends at 01:00; 2026-03-31 has 24 hours and ends at 2026-04-01T00:00+0200"),
    # days of another clock
    (
        "2026-01-15T00:00Z",
        "2026-01-16T00:00Z",
        "it begins at 01:00; 00:00 UTC is 01:00 in Oslo, where 2026-01-15 begins at 2026-01-15T00:00+0100",
    ),
    (
        "2026-06-15T00:00Z",
        "2026-06-16T00:00Z",
        "it begins at 02:00; 00:00 UTC is 02:00 in Oslo, where 2026-06-15 begins at 2026-06-15T00:00+0200",
    ),
    (
        "2026-06-15T00:00+01:00",
        "2026-06-16T00:00+01:00",
        "it begins at 01:00; 00:00 UTC+1 is 01:00 in Oslo, where 2026-06-15 begins at 2026-06-15T00:00+0200",
    ),
    (
        "2026-01-15T00:00+02:00",
        "2026-01-16T00:00+02:00",
        "it begins at 23:00; 00:00 UTC+2 is 23:00 in Oslo, where 2026-01-15 begins at 2026-01-15T00:00+0100",
    ),
    # the last minute
    (
        "2026-01-15T00:00+01:00",
        "2026-01-15T23:59+01:00",
        "it ends at 23:59:00; a period ends where the next one begins, at 2026-01-16T00:00+0100",
    ),
    (
        "2026-06-15T10:00+02:00",
        "2026-06-15T23:59:59+02:00",
        "it ends at 23:59:59; a period ends where the next one begins, at 2026-06-16T00:00+0200",
    ),
    # parts of days
    (
        "2026-02-01T09:00Z",
        "2026-02-01T11:00Z",
        "it is 10:00 to 12:00 of a day that lasts from 2026-02-01T00:00+0100 to 2026-02-02T00:00+0100",
    ),
    (
        "2026-02-01T09:00Z",
        "2026-02-01T23:00Z",
        "it is 10:00 to 00:00 of a day that lasts from 2026-02-01T00:00+0100 to 2026-02-02T00:00+0100",
    ),
    ("2026-01-31T23:00Z", "2026-02-02T11:00Z", "it ends at 2026-02-02T12:00+0100, days end at 00:00 in Oslo"),
    (
        "2026-02-01T09:00Z",
        "2026-02-02T11:00Z",
        "it begins at 2026-02-01T10:00+0100 and ends at 2026-02-02T12:00+0100, days begin and end at 00:00 in Oslo",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "words"), FAULTS)
def test_what_a_period_probably_should_have_been(start, end, words):
    """A forgotten clock change, another clock, the last minute or a part: each is told by its own words."""
    assert words == whole_days_fault(period(start, end))


def test_days_of_another_calendar():
    """Sweden's days begin at 00:00 of normal time, in summer too."""
    right, wrong = (
        period("2026-06-14T23:00Z", "2026-06-15T23:00Z"),
        period("2026-06-14T22:00Z", "2026-06-15T22:00Z"),
    )

    assert whole_days_fault(right, NORMAL_TIME) is None
    assert (
        "it begins at 23:00; 00:00 UTC+2 is 23:00 by UTC+1, where 2026-06-15 begins at 2026-06-15T00:00+0100"
        == whole_days_fault(wrong, NORMAL_TIME)
    )


def test_the_ends_of_the_calendar_are_no_fault():
    """Where time ends nothing can be said, and nothing raises."""
    last = Period(
        dt.datetime(9999, 12, 31, 22, 30, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC)
    )
    first = Period(dt.datetime(1, 1, 1, tzinfo=NORMAL_TIME), dt.datetime(1, 1, 2, tzinfo=dt.UTC))

    for edge in (first, last):
        assert whole_days_fault(edge) is None or isinstance(whole_days_fault(edge), str)
