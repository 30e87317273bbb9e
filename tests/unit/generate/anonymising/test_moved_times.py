"""Times are moved as the clock on a Norwegian wall counts them."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.edifact.timestamps import NORMAL_TIME
from edielkit.generate.anonymising.moved_times import ClockChangeError, MovedTimes, xml_instant
from edielkit.market_time import OSLO


@pytest.mark.parametrize(
    ("weeks", "before", "after"),
    [
        (1, "2026-02-01T23:00:00Z", "2026-02-08T23:00:00Z"),
        # from winter into summer: midnight stays midnight
        (9, "2026-01-31T23:00:00Z", "2026-04-04T22:00:00Z"),
        (9, "2026-02-01T00:00:00+01:00", "2026-04-05T00:00:00+02:00"),
        (-20, "2026-06-01T00:00:00.123456789+02:00", "2026-01-12T00:00:00.123456789+01:00"),
        # a zone that is wrong stays as wrong
        (9, "2026-02-01T00:00:00+02:00", "2026-04-05T00:00:00+03:00"),
        (9, "2026-02-01T00:00:00-00:30", "2026-04-05T00:00:00+00:30"),
        (1, "2026-02-01T24:00:00Z", "2026-02-08T24:00:00Z"),
        (9, "2026-01-31T24:00:00Z", "2026-04-04T23:00:00Z"),
        # the hour that comes twice
        (52, "2026-10-25T00:30:00Z", "2027-10-24T00:30:00Z"),
        (1, "2026-02-01", "2026-02-08"),
        (1, "2026-02-01T05:00:00", "2026-02-08T05:00:00"),
    ],
)
def test_instants_of_xml(weeks, before, after):
    """In their own zone, with their own fraction."""
    assert after == MovedTimes(weeks).xml(before)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-13-01T00:00:00Z", "9999-12-31T00:00:00Z", "2026-02-01T25:00:00Z"]
)
def test_what_is_no_instant_is_not_moved(text):
    """Neither what lies beyond the calendar."""
    assert None is MovedTimes(52).xml(text)


@pytest.mark.parametrize(
    ("weeks", "before", "notation", "zone", "in_oslo", "after"),
    [
        (1, "202602010000", "203", NORMAL_TIME, True, "202602080000"),
        # a day of summer begins at 23:00 of normal time
        (9, "202601310000", "203", NORMAL_TIME, True, "202604032300"),
        (9, "202601310000", "203", NORMAL_TIME, False, "202604040000"),
        (9, "202601310000", "203", OSLO, True, "202604040000"),
        (9, "202601302300", "203", dt.UTC, True, "202604032200"),
        (9, "202601302300+00", "303", None, True, "202604032200+00"),
        (9, "20260131", "102", NORMAL_TIME, True, "20260404"),
        (1, "202601312400", "203", NORMAL_TIME, True, "202602072400"),
        (1, "202602010000202602010100", "Z13", NORMAL_TIME, True, "202602080000202602080100"),
        (1, "202602010000202602010100", "719", NORMAL_TIME, True, "202602080000202602080100"),
        (1, "15", "806", NORMAL_TIME, True, None),
        (1, "202602", "610", NORMAL_TIME, True, None),
        (1, "2026020100", "203", NORMAL_TIME, True, None),
        (1, "202613010000", "203", NORMAL_TIME, True, None),
    ],
)
def test_times_of_edifact(weeks, before, notation, zone, in_oslo, after):
    """In the clock of the message, with days of Norway or of its own."""
    assert after == MovedTimes(weeks).edifact(before, notation, zone, in_oslo=in_oslo)


def test_dates_of_interchanges():
    """With two digits of a year and with four; a date that is none stays."""
    assert ("260209", "20260209", None) == tuple(
        MovedTimes(1).date(text) for text in ("260202", "20260202", "269999")
    )


def test_a_year_before_1000_keeps_its_four_digits():
    """On every system, in each notation."""
    moved = MovedTimes(1)

    assert "0926-02-09T06:31:12Z" == moved.xml("0926-02-02T06:31:12Z")
    assert "09260209" == moved.date("09260202")
    assert "092602090631" == moved.edifact("092602020631", "203", None, in_oslo=False)
    assert "09260209" == moved.edifact("09260202", "102", None, in_oslo=False)


def test_a_period_keeps_its_hours():
    """A move that takes the clock change out of a day is refused, one that keeps it is not."""
    start, end = (xml_instant(text) for text in ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"))

    MovedTimes(52).check_period(start, end)
    for weeks in (1, -1, 26):
        with pytest.raises(
            ClockChangeError, match="from 2026-03-29 to 2026-03-30 has another number of hours"
        ):
            MovedTimes(weeks).check_period(start, end)


@pytest.mark.parametrize("text", ["2026-02-01T00:00:00", "x", "2026-02-31T00:00:00Z"])
def test_instants_need_a_zone_and_a_date(text):
    """Otherwise they are none."""
    assert None is xml_instant(text)
