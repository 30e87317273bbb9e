"""Working days and holidays of the market, by the almanac."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.market_calendar import (
    add_working_days,
    easter,
    holidays,
    is_working_day,
)

D = dt.date


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2000, D(2000, 4, 23)),
        (2008, D(2008, 3, 23)),
        (2024, D(2024, 3, 31)),
        (2026, D(2026, 4, 5)),
        (2038, D(2038, 4, 25)),
    ],
)
def test_easter(year, expected):
    """Early, late and usual Easters, by the almanac."""
    assert expected == easter(year)


def test_holidays_of_2024():
    """All public holidays of a year, in order; 1 and 17 May are among them."""
    assert [
        D(2024, 1, 1),
        D(2024, 3, 28),
        D(2024, 3, 29),
        D(2024, 3, 31),
        D(2024, 4, 1),
        D(2024, 5, 1),
        D(2024, 5, 9),
        D(2024, 5, 17),
        D(2024, 5, 19),
        D(2024, 5, 20),
        D(2024, 12, 25),
        D(2024, 12, 26),
    ] == list(holidays(2024))


def test_two_holidays_on_one_day_are_one():
    """In 2008 Ascension fell on 1 May."""
    assert 11 == len(holidays(2008))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (D(2026, 2, 2), 1, D(2026, 2, 3)),
        (D(2026, 2, 6), 1, D(2026, 2, 9)),
        (D(2026, 2, 7), 1, D(2026, 2, 9)),
        (D(2026, 2, 9), -1, D(2026, 2, 6)),
        (D(2026, 4, 1), 3, D(2026, 4, 9)),
        (D(2026, 2, 2), 0, D(2026, 2, 2)),
    ],
)
def test_working_days(start, count, expected):
    """Counted over weekends and Easter, both ways."""
    assert expected == add_working_days(start, count)
    if count > 0:
        assert count == sum(
            is_working_day(start + dt.timedelta(days=n)) for n in range(1, (expected - start).days + 1)
        )
        assert is_working_day(expected)
