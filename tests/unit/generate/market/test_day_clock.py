"""The clock of a local day: its hours, and whether people work."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.generate.market.day_clock import DayClock


@pytest.mark.parametrize(
    ("day", "working"),
    [
        # a week without a holiday
        (dt.date(2026, 3, 2), True),
        (dt.date(2026, 3, 6), True),
        (dt.date(2026, 3, 7), False),
        (dt.date(2026, 3, 8), False),
        # Good Friday, Easter Day and Monday, the day after
        (dt.date(2026, 4, 3), False),
        (dt.date(2026, 4, 5), False),
        (dt.date(2026, 4, 6), False),
        (dt.date(2026, 4, 7), True),
    ],
)
def test_people_work_on_weekdays_that_are_no_holidays(day, working):
    """A holiday in the week is none, a Saturday is none whether or not it is a holiday."""
    assert working is DayClock.of(day).is_working_day
