"""Wire times of EDIFACT, read and written."""

import datetime as dt

import attrs
import pytest

from edielkit.edifact.timestamps import (
    CLOCKS,
    NORMAL_TIME,
    Clock,
    clock_of,
    is_ambiguous,
    read_instant,
    read_offset,
    read_period,
    read_resolution,
    write_instant,
    write_offset,
    write_period,
    write_resolution,
)
from edielkit.market_time import OSLO, Period, Resolution, day_period, expected_count

UTC = dt.UTC
HOURS_5_45 = dt.timezone(dt.timedelta(hours=5, minutes=45))

# text, format, zone, instant: read and written
INSTANTS = [
    ("20240604", "102", OSLO, dt.datetime(2024, 6, 3, 22, tzinfo=UTC)),
    ("20240604", "102", NORMAL_TIME, dt.datetime(2024, 6, 3, 23, tzinfo=UTC)),
    ("202406032300", "203", NORMAL_TIME, dt.datetime(2024, 6, 3, 22, tzinfo=UTC)),
    ("202406032200", "203", UTC, dt.datetime(2024, 6, 3, 22, tzinfo=UTC)),
    ("20240603220015", "204", UTC, dt.datetime(2024, 6, 3, 22, 0, 15, tzinfo=UTC)),
    ("202310082200+00", "303", UTC, dt.datetime(2023, 10, 8, 22, tzinfo=UTC)),
    ("201912140015+01", "303", NORMAL_TIME, dt.datetime(2019, 12, 13, 23, 15, tzinfo=UTC)),
    (
        "201912140015-03",
        "303",
        dt.timezone(dt.timedelta(hours=-3)),
        dt.datetime(2019, 12, 14, 3, 15, tzinfo=UTC),
    ),
    ("20240430220000+00", "304", UTC, dt.datetime(2024, 4, 30, 22, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "notation", "zone", "instant"), INSTANTS)
def test_instants_read_and_write(text, notation, zone, instant):
    """A time of each format means one instant, and the instant is written as that time."""
    assert instant == read_instant(text, notation, zone)
    assert text == write_instant(instant, notation, zone)


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("2024060323", "203"),
        ("202406032360", "203"),
        ("202413012300", "203"),
        ("202402300000", "203"),
        ("202406032401", "203"),
        ("202406032500", "203"),
        ("20240603２300", "203"),
        (" 20240603230", "203"),
        ("202406032300+01", "203"),
        ("202406032300", "303"),
        ("202406032300+1", "303"),
        ("202406032300+15", "303"),
        ("999912312400", "203"),
        ("000001010000", "203"),
        ("202406", "610"),
        ("", "203"),
        ("240603", "101"),
    ],
)
def test_bad_times_raise(text, notation):
    """What does not follow its format is refused, never bent into a time."""
    with pytest.raises(ValueError, match="expected"):
        read_instant(text, notation, UTC)


def test_midnight_has_two_notations():
    """2400 of a day is 0000 of the next, at the end of the year too."""
    assert read_instant("200912020000", "203", UTC) == read_instant("200912012400", "203", UTC)
    assert dt.datetime(2025, 1, 1, tzinfo=UTC) == read_instant("202412312400", "203", UTC)


def test_a_time_without_a_zone_is_refused():
    """A zone is never guessed."""
    with pytest.raises(ValueError, match="zone"):
        read_instant("202406032300", "203", None)


def test_what_a_format_cannot_hold_is_refused():
    """Seconds in 203, a time in 102, a quarter of an hour in 303's zone, an unknown format."""
    instant = dt.datetime(2024, 6, 3, 22, 0, 15, tzinfo=UTC)
    for notation, zone in (("203", UTC), ("102", UTC), ("304", HOURS_5_45), ("610", UTC)):
        with pytest.raises(ValueError):
            write_instant(instant, notation, zone)
    with pytest.raises(ValueError):
        write_instant(attrs.evolve(day_period(dt.date(2024, 1, 1))).start.replace(microsecond=1), "204", UTC)


# Oslo day, hours, as written in UTC+1 and in UTC
DAYS = [
    (dt.date(2024, 1, 15), 24, "202401150000202401160000", "202401142300202401152300"),
    (dt.date(2024, 3, 31), 23, "202403310000202403312300", "202403302300202403312200"),
    (dt.date(2024, 6, 4), 24, "202406032300202406042300", "202406032200202406042200"),
    (dt.date(2024, 10, 27), 25, "202410262300202410280000", "202410262200202410272300"),
]


@pytest.mark.parametrize("notation", ["719", "Z13"])
@pytest.mark.parametrize(("day", "hours", "normal", "utc"), DAYS)
def test_norwegian_days(day, hours, normal, utc, notation):
    """Each Norwegian day is the right stretch in both zones, clock-change days included."""
    for profile, text in (("no", normal), ("dk", utc)):
        period = read_period(text, notation, CLOCKS[profile])

        assert day_period(day) == period
        assert hours == expected_count(period, Resolution.of("PT1H"))
        assert hours * 4 == expected_count(period, Resolution.of("PT15M"))
        assert text == write_period(period, notation, CLOCKS[profile])


@pytest.mark.parametrize(
    ("text", "notation", "days"),
    [
        ("2024", "602", 366),
        ("2023", "602", 365),
        ("202402", "610", 29),
        ("202412", "610", 31),
        ("20240604", "102", 1),
    ],
)
def test_calendar_periods(text, notation, days):
    """A year, a month and a day are read as periods and written back."""
    for clock in CLOCKS.values():
        period = read_period(text, notation, clock)

        assert abs(period.duration - dt.timedelta(days=days)) <= dt.timedelta(hours=1)
        assert text == write_period(period, notation, clock)


def test_swedish_months_are_normal_time():
    """A Swedish month begins and ends at UTC+1, in summer too; a Norwegian one follows the clock."""
    assert dt.datetime(2024, 6, 30, 23, tzinfo=UTC) == read_period("202406", "610", CLOCKS["se"]).end
    assert dt.datetime(2024, 6, 30, 22, tzinfo=UTC) == read_period("202406", "610", CLOCKS["no"]).end


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("20240603230020240604230", "Z13"),
        ("202406", "602"),
        ("2024", "610"),
        ("202413", "610"),
        ("9999", "602"),
        ("999912", "610"),
        ("202406032300", "203"),
    ],
)
def test_bad_periods_raise(text, notation):
    """A period that does not follow its format is refused."""
    with pytest.raises(ValueError, match="expected"):
        read_period(text, notation, CLOCKS["no"])


def test_end_before_start_is_read():
    """Backward periods are readable; a rule reports them."""
    period = read_period("202406042300202406032300", "Z13", CLOCKS["no"])

    assert period.end < period.start


def test_a_period_that_is_no_calendar_period_cannot_be_written_as_one():
    """Two days are no 102, and three hours no month."""
    start = day_period(dt.date(2024, 6, 4)).start
    for notation in ("102", "610", "602", "203"):
        with pytest.raises(ValueError):
            write_period(Period(start, start + dt.timedelta(hours=3)), notation, CLOCKS["no"])


@pytest.mark.parametrize(
    ("text", "notation", "hours"),
    [
        ("1", "805", 1),
        ("0", "805", 0),
        ("-2", "805", -2),
        ("+0100", "406", 1),
        ("+0000", "406", 0),
        ("-0330", "406", -3.5),
    ],
)
def test_offsets_read_and_write(text, notation, hours):
    """An offset is read and written in hours and in hours with minutes."""
    zone = read_offset(text, notation)

    assert dt.timedelta(hours=hours) == zone.utcoffset(None)
    assert text == write_offset(zone, notation)


@pytest.mark.parametrize(
    ("text", "notation"), [("x", "805"), ("15", "805"), ("1", "406"), ("+1500", "406"), ("1", "203")]
)
def test_bad_offsets_raise(text, notation):
    """An offset outside its format is refused."""
    with pytest.raises(ValueError, match="expected"):
        read_offset(text, notation)


def test_offsets_that_cannot_be_written_raise():
    """A zone that changes its clock has no offset; half hours do not fit 805."""
    for zone, notation in ((OSLO, "805"), (HOURS_5_45, "805"), (UTC, "203")):
        with pytest.raises(ValueError):
            write_offset(zone, notation)


@pytest.mark.parametrize(
    ("code", "text", "notation"),
    [
        ("PT5M", "5", "806"),
        ("PT15M", "15", "806"),
        ("PT30M", "30", "806"),
        ("PT1H", "60", "806"),
        ("P1D", "1", "804"),
        ("P1W", "1", "803"),
        ("P1M", "1", "802"),
        ("P1Y", "1", "801"),
    ],
)
def test_durations_read_and_write(code, text, notation):
    """Each resolution of the market has its duration and comes back from it."""
    assert code == read_resolution(text, notation)
    assert (text, notation) == write_resolution(code)


def test_odd_durations():
    """One hour may be written as 1 of 805; other lengths have no code."""
    assert read_resolution("1", "805") == "PT1H"
    assert read_resolution("7", "806") is None
    assert read_resolution("x", "806") is None
    with pytest.raises(ValueError):
        write_resolution("PT7M")


def test_ambiguous_civil_times():
    """Civil time between two and three is double in October and missing in March; fixed offsets are neither."""
    assert is_ambiguous("202410270230", "203", OSLO)
    assert is_ambiguous("202403310230", "203", OSLO)
    assert not is_ambiguous("202403310330", "203", OSLO)
    assert not is_ambiguous("202410270230", "203", NORMAL_TIME)
    assert not is_ambiguous("202410270230+02", "303", OSLO)


@attrs.frozen
class Dtm:
    function: str
    text: str
    format: str


def test_clock_of_a_message():
    """The message's own statement wins; else the profile's default; else nothing."""
    assert Clock(zone=UTC, calendar=OSLO, stated=True) == clock_of([Dtm("ZZZ", "0", "805")], "no")
    assert Clock(zone=NORMAL_TIME, calendar=NORMAL_TIME, stated=True) == clock_of(
        [Dtm("137", "202406032300", "203"), Dtm("735", "+0100", "406")], None
    )
    assert CLOCKS["dk"] == clock_of([], "dk")
    assert clock_of([], None) is None
    assert clock_of([Dtm("ZZZ", "x", "805")], "no") is None


@pytest.mark.parametrize(
    ("text", "notation", "same"),
    [
        ("2024060120240701", "718", "202405312300202406302300"),
        ("2024033120240401", "718", "202403310000202403312300"),
        ("24060323002406042300", "713", "202406032300202406042300"),
        ("99123123000001010000", "713", "209912312300200001010000"),
    ],
)
def test_periods_of_two_days_and_without_a_century(text, notation, same):
    """Days begin on the calendar, times without a century are of this one; the end is the first instant behind."""
    assert read_period(same, "719", CLOCKS["no"]) == read_period(text, notation, CLOCKS["no"])


@pytest.mark.parametrize(
    ("text", "notation"),
    [("20240601", "718"), ("2024060120240732", "718"), ("2024060120240701x", "718"), ("240603230024060423", "713"), ("", "713")],
)  # fmt: skip
def test_bad_periods_of_these_notations_raise(text, notation):
    """Too short, too long, no day of the calendar."""
    with pytest.raises(ValueError, match="expected"):
        read_period(text, notation, CLOCKS["no"])
