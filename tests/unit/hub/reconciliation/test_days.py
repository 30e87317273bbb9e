"""Days of the reconciliation and of the final loss."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.hub.reconciliation.final_loss import anniversaries
from edielkit.hub.reconciliation.monthly import run_day
from edielkit.hub.reconciliation.reconciliation_records import DaySpan, spans


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 1, dt.date(2026, 1, 15)),
        (2026, 2, dt.date(2026, 2, 16)),  # the 15th is a Sunday
        (2026, 8, dt.date(2026, 8, 17)),  # a Saturday
        (2033, 4, dt.date(2033, 4, 19)),  # Good Friday, then Easter up to Monday
    ],
)
def test_the_15th_or_the_next_working_day(year, month, expected):
    """The reconciliation runs on the 15th, or on the next working day."""
    assert expected == run_day(year, month)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_every_usage_day_comes_of_age_once(years):
    """Through leap years and others each usage day is due on one day, never twice, never not at all."""
    start = dt.date(2027, 1, 1)
    due = [due_day for n in range(366 * 5) for due_day in anniversaries(start + dt.timedelta(days=n), years)]
    first = start.replace(year=start.year - years)

    assert [first + dt.timedelta(days=n) for n in range(len(due))] == due


def test_spans_of_days():
    """Days that follow each other are one span."""
    days = [dt.date(2026, 2, 27), dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 3, 3)]

    assert (DaySpan(days[0], days[2]), DaySpan(days[3], days[3])) == spans(days)
    assert () == spans([])
