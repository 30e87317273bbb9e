"""Times of cells: what can be read, and which instants it may mean."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.market_time import OSLO
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.local_times import STEPS, CellTime, instants_of, interval_of, read_time
from edielkit.value_files.options import Clock

HOUR = 3600


def wall(text):
    return (dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1)) // dt.timedelta(seconds=1)


def utc(text):
    return int(dt.datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("02.03.2026 13:00", CellTime(wall("2026-03-02T13:00"), None)),
        ("2.3.2026 7:05", CellTime(wall("2026-03-02T07:05"), None)),
        ("02.03.2026, 13.00", CellTime(wall("2026-03-02T13:00"), None)),
        ("02.03.2026 13:00:00", CellTime(wall("2026-03-02T13:00"), None)),
        ("02.03.2026", CellTime(wall("2026-03-02T00:00"), None)),
        ("02.03.2026 24:00", CellTime(wall("2026-03-03T00:00"), None)),
        ("2026-03-02", CellTime(wall("2026-03-02T00:00"), None)),
        ("2026-03-02 13:00", CellTime(wall("2026-03-02T13:00"), None)),
        ("2026-03-02T13:00:00Z", CellTime(wall("2026-03-02T13:00"), 0)),
        ("2026-03-02T13:00:00.000+01:00", CellTime(wall("2026-03-02T13:00"), HOUR)),
        ("2026-03-02T13:00-0330", CellTime(wall("2026-03-02T13:00"), -12600)),
    ],
)
def test_times_are_read(text, time):
    """Norwegian ones and those of ISO 8601, with and without an offset."""
    findings = FileFindings()

    assert time == read_time(text, 2, findings)
    assert [] == list(findings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2026 13:00", "which number is the day"),
        ("46113,5", "its own count of days"),
        ("46113", "its own count of days"),
        ("31.02.2026 00:00", "write 04.03.2026"),
        ("02.03.2026 25:00", "write"),
        ("02.03.2026 24:01", "write"),
        ("2026-03-02T13:00+15:00", "write"),
        ("i går", "write"),
        ("", "write"),
    ],
)
def test_what_is_no_time_is_named(text, words):
    """With its line, and what it may have been."""
    findings = FileFindings()

    assert read_time(text, 7, findings) is None
    (finding,) = findings
    assert ("TAB020", 7) == (finding.code, finding.position.line)
    assert words in finding.message


@pytest.mark.parametrize(
    ("time", "clock", "instants"),
    [
        ("2026-03-29T01:30", None, ["2026-03-29T00:30Z"]),
        ("2026-03-29T02:30", None, []),
        ("2026-03-29T02:30", Clock.ORDERED, []),
        ("2026-03-29T02:30", Clock.NORMAL, ["2026-03-29T01:30Z"]),
        ("2026-03-29T02:30", Clock.UTC, ["2026-03-29T02:30Z"]),
        ("2026-10-25T02:30", None, ["2026-10-25T00:30Z", "2026-10-25T01:30Z"]),
        ("2026-10-25T02:30", Clock.NORMAL, ["2026-10-25T01:30Z"]),
        ("2026-10-25T03:00", None, ["2026-10-25T02:00Z"]),
        ("2026-07-01T00:00", None, ["2026-06-30T22:00Z"]),
    ],
)
def test_a_clock_says_which_instants_a_time_may_mean(time, clock, instants):
    """None in the hour that is left out, two in the hour that comes twice."""
    assert [utc(text) for text in instants] == list(instants_of(CellTime(wall(time), None), clock))


def test_an_offset_goes_before_the_clock():
    """It says the instant itself."""
    assert (utc("2026-10-25T01:30Z"),) == instants_of(CellTime(wall("2026-10-25T02:30"), HOUR), Clock.UTC)


def test_the_first_and_the_last_day_have_no_instant_without_an_offset():
    """Python's zones end there."""
    assert () == instants_of(CellTime(wall("0001-01-01T00:00"), None), None)


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 1)])
def test_starts_and_ends_say_all_instants_of_a_day(day, minutes):
    """Of 23, 24 and 25 hours, in rows that follow each other."""
    start, end = (
        int(dt.datetime.combine(when, dt.time(), OSLO).timestamp()) for when in (day, day + dt.timedelta(1))
    )
    instants = list(range(start, end, minutes * 60))
    before = None
    intervals = []
    for instant in instants:
        times = [
            CellTime(at + int(dt.datetime.fromtimestamp(at, OSLO).utcoffset().total_seconds()), None)
            for at in (instant, instant + minutes * 60)
        ]
        (interval,) = interval_of(*(instants_of(time, None) for time in times), STEPS, before)
        before = interval[1]
        intervals.append(interval[0])

    assert instants == intervals
