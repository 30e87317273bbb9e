"""Values of MSCONS with their times, qualifiers and periods: everything that stands twice, or is missing."""

import datetime as dt

import pytest
from tests.support.edifact_checks import MSCONS, changed, codes_of, findings_of, rows_of, series_of

from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.findings import Severity
from edielkit.series import Status

SECOND = "DTM+324:202602010100202602010200:Z13'"
ROWS = [(1, 1000), (2, 2000), (3, 3000)]


def test_the_message_itself_is_right():
    """What is changed below is without findings."""
    assert [] == codes_of(MSCONS)
    assert ROWS == rows_of(MSCONS)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("136:2'" + SECOND, "136:2'"), ["SER020", "SER006"]),
        ((SECOND, "DTM+325:202602010100202602010200:Z13'"), ["SER020", "SER006"]),
        ((SECOND, "DTM+163:202602010100:203'"), ["SER015"]),
        ((SECOND, "DTM+164:202602010200:203'"), ["SER015"]),
        ((SECOND, "DTM+324:202602010100202602010x00:Z13'"), ["SER003"]),
        ((SECOND, "DTM+163:202602010100:203'DTM+164:20260201:203'"), ["SER003"]),
    ],
)
def test_a_value_without_a_time_has_no_place(change, codes):
    """It comes with its mark in a series of its own, and leaves a hole where it should be."""
    message = changed(MSCONS, change)
    findings = findings_of(message)
    placeless, series = series_of(message)

    assert codes == [finding.code for finding in findings]
    assert {Severity.ERROR} == {finding.severity for finding in findings}
    assert [1, 3] == series.observations.position.tolist()
    assert (None, ((0, "2"),)) == (placeless.period, placeless.observations.unparsed)


def test_no_time_in_a_whole_line_is_one_finding():
    """One cause is said once, with how many values it has; each of them is marked."""
    message = MSCONS
    for hour in range(3):
        message = changed(message, (f"DTM+324:202602010{hour}00202602010{hour + 1}00:Z13'", ""))
    (finding,) = findings_of(message)
    (time_series,) = series_of(message)

    assert ("SER020", True) == (finding.code, "at 3 values" in finding.message)
    assert 3 == len(time_series.observations.unparsed)


@pytest.mark.parametrize(
    "value",
    ["QTY+31:12444'", "QTY+220:7'DTM+9:202602010000:203'", "QTY+79:123.123'DTM+306:20260601:102'"],
)
def test_values_of_no_interval_need_none(value):
    """An annual estimate, a reading, a factor of a day: right as they are, and read."""
    start, end = MSCONS.index("QTY+136:1'"), MSCONS.index("UNT+")
    message = (MSCONS[:start] + value + MSCONS[end:]).replace("EDIEL2", "2.4c")
    (time_series,) = series_of(message)

    assert [] == codes_of(message)
    assert () == time_series.observations.unparsed
    assert time_series.observations.total


STEP = "DTM+672:60:806'LIN"


def test_values_that_are_counted_from_the_start_of_their_point():
    """With DTM+672 the order is the place; it is counted, and told from values that have times."""
    message = changed(MSCONS, ("LIN", STEP))
    for hour in range(3):
        message = changed(message, (f"DTM+324:202602010{hour}00202602010{hour + 1}00:Z13'", ""))
    fewer = changed(message, ("QTY+136:3'", ""))
    mixed = changed(message, ("136:2'", "136:2'" + SECOND))
    other = changed(MSCONS, ("LIN", STEP.replace("60", "15")))

    assert ([], ROWS) == (codes_of(message), rows_of(message))
    assert ["SER010"] == codes_of(fewer)
    assert ["SER020", "SER020"] == codes_of(mixed)
    assert "SER022" in codes_of(other)


@pytest.mark.parametrize("code", ["Z99", "777", "46"])
def test_an_unknown_qualifier_keeps_its_place_and_is_told(code):
    """The quality of the value is not known: a warning; the caller may say it."""
    message = changed(MSCONS, ("QTY+136:2", f"QTY+{code}:2"))
    (finding,) = findings_of(message)
    options = SeriesOptions(qualifiers={code: Status.ESTIMATED})
    (time_series,) = series_of(message, options)

    assert ("SER017", Severity.WARNING) == (finding.code, finding.severity)
    assert ROWS == rows_of(message)
    assert [] == codes_of(message, options)
    assert [0, 1, 0] == time_series.observations.status.tolist()


HEADER = ("DTM+163:202602010000:203'DTM+164:202602010300:203'DTM+ZZZ", "{}DTM+ZZZ")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        # the header and the point
        ([("164:202602010300:203'DTM+ZZZ", "164:202602020300:203'DTM+ZZZ")], []),
        ([("164:202602010300:203'DTM+ZZZ", "164:202602010200:203'DTM+ZZZ")], ["SER012"]),
        ([("163:202602010000:203'DTM+164:202602010300:203'DTM+ZZZ", "163:202602010200:203'DTM+164:202602010500:203'DTM+ZZZ")], ["SER012"]),
        # the point and its values
        ([("164:202602010300:203'LIN", "164:202602010200:203'LIN")], ["SER012", "SER010"]),
        ([("163:202602010000:203'DTM+164:202602010300:203'LIN", "163:202602010200:203'DTM+164:202602010500:203'LIN")], ["SER012", "SER012"]),
        ([("164:202602010300:203'DTM+ZZZ", "164:202602010400:203'DTM+ZZZ"), ("164:202602010300:203'LIN", "164:202602010400:203'LIN")], ["SER010"]),
        # twice the same place
        ([("136:2'" + SECOND, "136:2'" + SECOND + "DTM+163:202602010100:203'DTM+164:202602010200:203'")], []),
        ([("136:2'" + SECOND, "136:2'" + SECOND + "DTM+163:202602010300:203'DTM+164:202602010400:203'")], ["SER022", "SER022"]),
        ([("136:2'" + SECOND, "136:2'" + SECOND + SECOND)], []),
        ([("136:2'" + SECOND, "136:2'" + SECOND + SECOND.replace("0200:Z13", "0300:Z13"))], ["SER022"]),
        ([("DTM+ZZZ:1:805'", "DTM+ZZZ:1:805'DTM+735:?+0100:406'")], []),
        ([("DTM+ZZZ:1:805'", "DTM+ZZZ:1:805'DTM+735:?+0200:406'")], ["SER022"]),
        ([("DTM+ZZZ:1:805'", "DTM+ZZZ:1:805'DTM+ZZZ:0:805'")], ["SER022"]),
        ([("164:202602010300:203'LIN", "164:202602010300:203'DTM+164:202602010300:203'LIN")], []),
        ([("164:202602010300:203'LIN", "164:202602010300:203'DTM+164:202602010400:203'LIN")], ["SER022"]),
        ([("164:202602010300:203'LIN", "164:202602010300:203'DTM+324:202602010000202602010300:719'LIN")], []),
        ([("MEA+AAZ++KWH'", "MEA+AAZ++KWH'MEA+AAZ++KWH'")], []),
        ([("MEA+AAZ++KWH'", "MEA+AAZ++KWH'MEA+AAZ++MWH'")], ["SER022"]),
        ([("1501'MEA", "1501'PIA+5+1-1?:1.29.0:SRW'PIA+5+1-1?:2.29.0:SRW'MEA")], ["SER022"]),
        # ends a minute before the hour
        ([("164:202602010300:203'DTM+ZZZ", "164:202602012359:203'DTM+ZZZ")], ["SER025"]),
        ([("164:202602010300:203'LIN", "164:202602010259:203'LIN")], ["SER025", "SER012", "SER010"]),
        ([(SECOND, "DTM+324:202602010100202602010159:Z13'")], ["SER025", "SER006"]),
        # values of their own lengths, doubled, torn
        ([(SECOND, "DTM+324:202602010100202602010300:Z13'")], ["SER007"]),
        ([(SECOND, "DTM+324:202602010000202602010100:Z13'")], ["SER008", "SER006"]),
        ([("QTY+136:2'" + SECOND, "")], ["SER006"]),
    ],
)  # fmt: skip
def test_periods_are_compared(changes, codes):
    """Head, point and values say the same, or there is a finding that names the difference."""
    assert codes == codes_of(changed(MSCONS, *changes))


@pytest.mark.parametrize(
    ("time", "rows"),
    [
        ("DTM+324:26020101002602010200:713'", [1, 2, 3]),
        ("DTM+163:202602010100:203'DTM+164:202602010200:203'", [1, 2, 3]),
        ("DTM+163:20260201010000:204'DTM+164:20260201020000:204'", [1, 2, 3]),
        ("DTM+163:202602010000?+00:303'DTM+164:202602010100?+00:303'", [1, 2, 3]),
    ],
)
def test_every_notation_of_a_period_is_read(time, rows):
    """A time in another notation is the same time: no finding, and the same place."""
    message = changed(MSCONS, (SECOND, time))

    assert [] == codes_of(message)
    assert rows == [place for place, _ in rows_of(message)]


def test_a_day_in_two_days_is_a_day():
    """Notation 718 names days: a day of values is whole in it."""
    start, end = MSCONS.index("QTY+136:1'"), MSCONS.index("UNT+")
    message = MSCONS[:start] + "QTY+136:9'DTM+324:2026020120260202:718'" + MSCONS[end:]
    message = message.replace("202602010300", "202602020000")
    (time_series,) = series_of(message)

    assert [] == codes_of(message)
    assert ("P1D", 9000) == (time_series.resolution, int(time_series.observations.quantity[0]))


def test_hours_of_a_day_that_lacks_its_ends():
    """A series that begins later or ends earlier than its day is counted as one with a hole in it."""
    first = changed(MSCONS, ("QTY+136:1'DTM+324:202602010000202602010100:Z13'", ""))
    last = changed(MSCONS, ("QTY+136:3'DTM+324:202602010200202602010300:Z13'", ""))

    for message in (first, last):
        (finding,) = findings_of(message)
        assert ("SER010", Severity.ERROR, "E87") == (finding.code, finding.severity, finding.reason.code)


def test_days_and_months_of_a_line_are_counted():
    """P1D and P1M are counted on the calendar, with the times that values have in MSCONS too."""
    days = "".join(
        f"QTY+136:{day}'DTM+324:202602{day:02}0000202602{day + 1:02}0000:Z13'" for day in range(1, 28)
    )
    start, end = MSCONS.index("QTY+136:1'"), MSCONS.index("UNT+")
    month = (MSCONS[:start] + days + MSCONS[end:]).replace("202602010300", "202603010000")
    months = "QTY+136:1'DTM+324:202601010000202602010000:Z13'"
    year = (MSCONS[:start] + months + MSCONS[end:]).replace("202602010300", "202701010000")
    year = year.replace("163:202602010000", "163:202601010000")
    (of_days,), (of_months,) = findings_of(month), findings_of(year)

    assert ("SER010", True) == (of_days.code, "expected 28 values of P1D" in of_days.message)
    assert ("SER010", True) == (of_months.code, "expected 12 values of P1M" in of_months.message)


def test_without_a_zone_the_values_have_no_times():
    """Neither the message nor a market says the offset: an error, and the values are marked."""
    message = changed(MSCONS, ("DTM+ZZZ:1:805'", ""), ("EDIEL2", "XYZ"))
    (finding,) = findings_of(message)

    assert ("SER004", Severity.ERROR) == (finding.code, finding.severity)
    assert [3] == [len(time_series.observations.unparsed) for time_series in series_of(message)]


@pytest.mark.parametrize("qualifier", ["31", "135"])
def test_amounts_of_another_kind_in_a_line(qualifier):
    """An estimate of a year or a forecast among metered energy, before it or behind it; a line of one kind is right."""
    for old in ("QTY+136:1'", "QTY+136:2'"):
        message = changed(MSCONS, (old, old.replace("136", qualifier)))
        assert ["SER030"] == [code for code in codes_of(message) if code != "SER017"]


@pytest.mark.parametrize(
    ("qualifier", "options", "status"),
    [
        ("31", SeriesOptions(), Status.MISSING),
        ("135", SeriesOptions(), Status.MISSING),
        ("135", SeriesOptions(qualifiers={"135": Status.ESTIMATED}), Status.ESTIMATED),
        ("67", SeriesOptions(), Status.ESTIMATED),
    ],
)
def test_a_plan_or_an_annual_volume_is_no_estimate_of_an_hour(qualifier, options, status):
    """It keeps its place and its text, and a finding tells of it, unless the caller says what it is."""
    message = MSCONS.replace("QTY+136", f"QTY+{qualifier}")
    (found_series,) = series_of(message, options)
    is_missing = status is Status.MISSING

    assert [status] * 3 == found_series.observations.status.tolist()
    assert ([(0, "1"), (1, "2"), (2, "3")] if is_missing else []) == list(found_series.observations.unparsed)
    assert is_missing == ("SER030" in codes_of(message, options))


@pytest.mark.parametrize("length", [24, 300])
@pytest.mark.parametrize("qualifier", ["31", "135"])
def test_many_of_them_are_read_the_same(length, qualifier):
    """Lines long enough for the fast path keep their texts too."""
    start = dt.datetime(2026, 1, 1)
    hours = [
        (start + n * dt.timedelta(hours=1), start + (n + 1) * dt.timedelta(hours=1)) for n in range(length)
    ]
    values = "".join(
        f"QTY+{qualifier}:{n}.50'DTM+324:{a:%Y%m%d%H%M}{b:%Y%m%d%H%M}:Z13'" for n, (a, b) in enumerate(hours)
    )
    head, _ = MSCONS.split("QTY+136:1'", 1)
    message = f"{head}{values}UNT+{13 + 2 * length}+1'"
    for old in ("DTM+163:202602010000:203'DTM+164:202602010300:203'",):
        message = message.replace(old, "")
    (found_series,) = series_of(message)

    assert [f"{n}.50" for n in range(length)] == [text for _, text in found_series.observations.unparsed]
    assert ["SER030"] == [code for code in codes_of(message) if code == "SER030"]


def test_an_annual_volume_of_a_year_is_one():
    """Of a period of a year it stays an estimate."""
    message = MSCONS.replace(
        "QTY+136:1'DTM+324:202602010000202602010100", "QTY+31:1'DTM+324:202502010000202602010000"
    )
    (whole, *_) = series_of(message)

    assert [Status.ESTIMATED] == whole.observations.status.tolist()


QUARTERS = [
    ("0000", "0015"),
    ("0015", "0030"),
    ("0030", "0045"),
    ("0045", "0100"),
    ("0100", "0115"),
    ("0115", "0130"),
]


def quarters(*others):
    """Return the message with a line of six quarters, some of them at other times."""
    spans = dict(enumerate(QUARTERS)) | dict(others)
    values = "".join(
        f"QTY+136:1'DTM+324:{'' if len(a) > 4 else '20260201'}{a}{'' if len(b) > 4 else '20260201'}{b}:Z13'"
        for a, b in spans.values()
    )
    start, end = MSCONS.index("QTY+136:1'"), MSCONS.index("UNT+")
    return (MSCONS[:start] + values + MSCONS[end:]).replace("202602010300", "202602010130")


@pytest.mark.parametrize(
    ("others", "code", "at", "text"),
    [
        ([(1, ("0015", "0130"))], "SER007", 2, "expected the end at 2026-02-01T00:30+0100, where the next value begins, found 2026-02-01T01:30+0100"),
        ([(1, ("0015", "0045"))], "SER007", 2, "expected the end at 2026-02-01T00:30+0100, where the next value begins, found 2026-02-01T00:45+0100"),
        # two of one length: the later one
        ([(2, ("0020", "0035"))], "SER007", 3, "begins at 2026-02-01T00:20+0100, before the end of another value at 2026-02-01T00:30+0100"),
        # behind the stated period no hole is told
        ([(5, ("202602020115", "202602020130"))], "SER012", 6, "expected values from 2026-02-01T00:00+0100 to 2026-02-01T01:30+0100, found 1 outside"),
        ([(0, ("202601310000", "202601310015"))], "SER012", 1, "expected values from 2026-02-01T00:00+0100 to 2026-02-01T01:30+0100, found 1 outside"),
    ],
)  # fmt: skip
def test_the_value_that_stands_wrong_is_the_one_that_is_named(others, code, at, text):
    """One value that lasts too long reaches into its neighbours, which are right; nothing is missing outside the period."""
    findings = [finding for finding in findings_of(quarters(*others)) if finding.code == code]

    assert [] == codes_of(quarters())
    assert [f"SG5[1]/SG6[1]/SG9[1]/SG10[{at}]/QTY[1]"] == [finding.position.path for finding in findings]
    assert [text] == [finding.message for finding in findings]


def test_a_hole_is_told_as_far_as_the_stated_period_goes():
    """Of a value that left the period, its own place is missing, no more."""
    holes = [f for f in findings_of(quarters((5, ("202602020115", "202602020130")))) if f.code == "SER006"]

    assert ["no value from 2026-02-01T01:15+0100 to 2026-02-01T01:30+0100: 1 missing"] == [
        f.message for f in holes
    ]
