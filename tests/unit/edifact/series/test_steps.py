"""Steps of a period on the calendar of a message."""

import datetime as dt
from itertools import pairwise

import pytest

from edielkit.edifact.series.steps import GAS_CLOCK, is_whole_days, start_of, steps_in
from edielkit.edifact.timestamps import CLOCKS, read_period
from edielkit.market_time import OSLO, Period, Resolution, day_period


def stated(text, profile):
    return read_period(text, "719", CLOCKS[profile])


@pytest.mark.parametrize(
    ("text", "profile", "code", "count"),
    [
        ("202603280000202603300000", "se", "P1D", 2),
        # in Norway the day of the clock change has 23 hours, and summer begins at 23:00 of normal time
        ("202603280000202603292300", "no", "P1D", 2),
        ("202603280000202603300000", "no", "P1D", 2),
        ("202603280000202603291200", "no", "P1D", None),
        # a day of the year's clock beside days of normal time
        ("202603280000202603292300", "se", "P1D", 2),
        ("202406032300202406042300", "se", "P1D", 1),
        ("202405312300202406302300", "se", "P1M", 1),
        ("202406032200202406042200", "se", "P1D", None),
        # a day of gas, from 06:00 on the year's clock: of 24 hours, and of 23; Norway has none
        ("202602010600202602020600", "se", "P1D", 1),
        ("202602010600202602020600", "no", "P1D", None),
        ("202603280600202603300500", "se", "P1D", 2),
        ("202602010600202603010600", "se", "P1M", 1),
        ("202602010500202602020500", "de", "P1D", 1),
        ("202602010600202602020600", "de", "P1D", None),
        ("202602280000202603280000", "no", "P1M", 1),
        ("202601310000202602280000", "no", "P1M", None),
        ("202402290000202502280000", "se", "P1Y", None),
        ("202401010000202601010000", "se", "P1Y", 2),
        ("202601010000202601010145", "se", "PT15M", 7),
        ("202601010000202601010150", "se", "PT15M", None),
    ],
)
def test_steps_fill_a_period_or_do_not(text, profile, code, count):
    """Days and months begin where the market has its midnight, or where the clock of the message has."""
    assert count == steps_in(stated(text, profile), Resolution.of(code), CLOCKS[profile])


def test_steps_of_gas_begin_at_six():
    """The second day begins 24 hours after the first, or 23 where the clock goes forward."""
    days = stated("202603280600202603300500", "se")
    starts = [start_of(days, Resolution.of("P1D"), place, CLOCKS["se"]) for place in (1, 2, 3)]

    assert [6, 6, 6] == [start.astimezone(OSLO).hour for start in starts]
    assert [dt.timedelta(hours=23), dt.timedelta(hours=24)] == [b - a for a, b in pairwise(starts)]
    assert ["the gas day", None] == [GAS_CLOCK.tzname(None), GAS_CLOCK.utcoffset(None)]
    assert GAS_CLOCK.dst(None) is None


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_have_no_day_of_gas(year):
    """The first and the last hours that Python knows."""
    edge = dt.datetime(
        year, 1 if year == 1 else 12, 1 if year == 1 else 31, 23 if year > 1 else 0, tzinfo=dt.UTC
    )

    assert not is_whole_days(Period(edge, edge), CLOCKS["ch"])
    assert dt.datetime(year, edge.month, edge.day, edge.hour, tzinfo=GAS_CLOCK).utcoffset() is not None


def test_without_a_clock_nothing_is_a_day():
    """A zone is never guessed."""
    assert not is_whole_days(day_period(dt.date(2026, 1, 1)), None)


def test_steps_begin_on_the_calendar():
    """The third day of a week with a clock change begins at its own midnight; a month has its days."""
    week = Period(day_period(dt.date(2026, 3, 28)).start, day_period(dt.date(2026, 4, 3)).end)
    year = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2026, 12, 31)).end)
    starts = [start_of(week, Resolution.of("P1D"), place, CLOCKS["no"]) for place in (1, 2, 3)]
    months = [start_of(year, Resolution.of("P1M"), place, CLOCKS["no"]) for place in (1, 3, 13)]

    assert [dt.date(2026, 3, 28 + n) for n in range(3)] == [start.astimezone(OSLO).date() for start in starts]
    assert [0, 0, 0] == [start.astimezone(OSLO).hour for start in starts]
    assert [(2026, 1), (2026, 3), (2027, 1)] == [
        ((local := start.astimezone(OSLO)).year, local.month) for start in months
    ]


def test_steps_begin_in_the_zone_that_fills_the_period():
    """In winter days begin at one instant in both zones: the end says which of them counts."""
    start_words = [
        [start_of(stated(text, "se"), Resolution.of("P1D"), place, CLOCKS["se"]) for place in (2, 3)]
        for text in ("202603280000202603292300", "202603280000202603300000")
    ]

    assert [["2026-03-28T23:00", "2026-03-29T22:00"], ["2026-03-28T23:00", "2026-03-29T23:00"]] == [
        [start.isoformat(timespec="minutes")[:16] for start in starts] for starts in start_words
    ]


def test_what_the_calendar_does_not_reach_is_nothing():
    """A place far behind the end of time, or a day that does not begin at midnight, has no start."""
    day = day_period(dt.date(2026, 1, 1))
    late = Period(day.start + dt.timedelta(hours=1), day.end)

    assert start_of(day, Resolution.of("PT1H"), 10**9, CLOCKS["no"]) is None
    assert start_of(day, Resolution.of("P1M"), 10**9, CLOCKS["no"]) is None
    assert start_of(late, Resolution.of("P1D"), 1, CLOCKS["no"]) is None
    assert start_of(day, Resolution.of("P1D"), 1, None) is None
