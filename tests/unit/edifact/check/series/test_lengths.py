"""Values of a line whose length is not that of the others, and points whose values another point takes."""

from itertools import pairwise

import pytest
from tests.support.edifact_checks import MSCONS, changed, codes_of, findings_of, series_of

from edielkit.findings import Severity

START, END = MSCONS.index("QTY+136:1'"), MSCONS.index("UNT+")


def of_values(*times, message=MSCONS):
    """Return three hours of a point with other values: their start and end in February, or in whole."""
    values = "".join(f"QTY+136:{n}'DTM+324:{begin}{end}:Z13'" for n, (begin, end) in enumerate(times, 1))
    return message[:START] + values + message[END:]


def hours(*times):
    """Return values of the first of February."""
    return of_values(*((f"20260201{begin}", f"20260201{end}") for begin, end in times))


@pytest.mark.parametrize(
    ("times", "row"),
    [
        ([("0000", "0100"), ("0100", "0200"), ("0200", "0300")], None),
        # it fills what the others leave, exactly
        ([("0000", "0100"), ("0100", "0300")], 2),
        ([("0000", "0200"), ("0200", "0300")], 2),
        ([("0000", "0100"), ("0100", "0145"), ("0145", "0300")], 2),
        ([("0000", "0100"), ("0100", "0207"), ("0207", "0300")], 2),
        ([("0000", "0015"), ("0015", "0100"), ("0100", "0200"), ("0200", "0300")], 1),
        ([("0000", "0020"), ("0020", "0030"), ("0030", "0100"), ("0100", "0200"), ("0200", "0300")], 1),
        ([("0000", "0100"), ("0100", "0115"), ("0115", "0130"), ("0130", "0145"), ("0145", "0200"), ("0200", "0300")], 1),
        ([("0000", "0045"), ("0045", "0130"), ("0130", "0215"), ("0215", "0300")], None),
        ([("0000", "0045"), ("0045", "0130"), ("0130", "0300")], 3),
        # a single value, and values none of which is like another
        ([("0000", "0300")], None),
        ([("0000", "0045"), ("0045", "0300")], None),
    ],
)  # fmt: skip
def test_the_value_of_another_length_is_an_error(times, row):
    """Nobody knows which hours its amount is of; the others stay at their places."""
    reported = [
        (finding.code, finding.severity, finding.position.path) for finding in findings_of(hours(*times))
    ]
    path = f"SG5[1]/SG6[1]/SG9[1]/SG10[{row}]/QTY[1]"

    assert ([] if row is None else [("SER011", Severity.ERROR, path)]) == reported


SPRING = ["202603280000", "202603290000", "202603292300", "202603302300", "202603312300"]
OF_NORMAL_TIME = ["202603280000", "202603290000", "202603300000", "202603302300", "202603312300"]


def of_days(instants, message):
    """Return the days between instants in UTC+1, as a series of the period that they fill."""
    whole = changed(
        message,
        *(("163:202602010000", f"163:{instants[0]}"), ("164:202602010300", f"164:{instants[-1]}")) * 2,
    )
    begin = whole.index("QTY+136:1'")
    values = "".join(
        f"QTY+136:{n}'DTM+324:{first}{last}:Z13'" for n, (first, last) in enumerate(pairwise(instants), 1)
    )
    return whole[:begin] + values + whole[whole.index("UNT+") :]


@pytest.mark.parametrize("guide", ["UN:EDIEL2", "UN:E2SE5B"])
def test_days_of_the_years_clock_stand_at_their_places(guide):
    """23 hours are a day where the clock goes forward, whatever the days of the market's guide."""
    message = of_days(SPRING, changed(MSCONS, ("UN:EDIEL2", guide)))
    (time_series,) = series_of(message)

    assert [] == codes_of(message)
    assert ("P1D", [1, 2, 3, 4]) == (time_series.resolution, time_series.observations.position.tolist())


def test_days_of_normal_time_are_a_calendar_too():
    """As long as all of them are."""
    (time_series,) = series_of(of_days(OF_NORMAL_TIME[:3], MSCONS))

    assert ("P1D", [1, 2]) == (time_series.resolution, time_series.observations.position.tolist())


@pytest.mark.parametrize(("days", "row"), [(4, 3), (5, 2)])
def test_a_day_of_normal_time_among_days_of_the_years_clock(days, row):
    """The day of the change has 24 hours there, one of them of the next day."""
    (finding,) = findings_of(of_days(OF_NORMAL_TIME[:days], MSCONS))

    assert ("SER011", Severity.ERROR) == (finding.code, finding.severity)
    assert f"SG10[{row}]" in finding.position.path


@pytest.mark.parametrize(
    ("notation", "first", "last", "codes", "quantity"),
    [
        ("610", "202602", "202603", [], 9000),
        ("610", "202602", "202602", ["SER005"], 9000),
        ("610", "202602", "202601", ["SER005"], 9000),
        ("610", "202602", "202613", ["SER003"], 0),
        ("102", "20260201", "20260301", [], 9000),
        ("102", "20260201", "20260131", ["SER005"], 9000),
        ("203", "202602010000", "202603010000", [], 9000),
        ("203", "202602010000", "202601010000", ["SER005"], 9000),
    ],
)
def test_a_period_ends_after_it_begins_in_every_notation(notation, first, last, codes, quantity):
    """A month as a border is its first instant, as a day is: the period ends where the month of DTM+164 begins."""
    value = f"QTY+136:9'DTM+163:{first}:{notation}'DTM+164:{last}:{notation}'"
    message = (MSCONS[:START] + value + MSCONS[END:]).replace("164:202602010300", "164:202603010000")
    (time_series,) = series_of(message)

    assert codes == [code for code in codes_of(message) if code not in {"SER010", "SER012"}]
    assert [quantity] == time_series.observations.quantity.tolist()


POINT = "LOC+90+707057500000000008::9'"


@pytest.mark.parametrize(
    ("places", "count"),
    [
        (POINT, 0),
        ("LOC+90+707057500000000015::9'" + POINT, 1),
        (POINT + POINT, 1),
        ("LOC+90+707057500000000015::9'LOC+90+707057500000000022::9'" + POINT, 2),
        ("LOC+90+707057500000000015::9'LOC+239+ABC'" + POINT, 1),
        ("LOC+172+707057500000000015::9'" + POINT, 1),
        ("LOC+172+707057500000000008::9'" + POINT, 0),
        ("LOC+239+ABC'" + POINT, 0),
        ("LOC+239+ABC'LOC+239+DEF'" + POINT, 1),
        ("LOC+232+ABC'LOC+233+DEF'" + POINT, 0),
    ],
)
def test_a_point_whose_values_another_takes_is_an_error(places, count):
    """Below two points stands one line: its values are read as those of the second, and the first would be lost."""
    reported = findings_of(changed(MSCONS, (POINT, places)))

    assert [("SER032", Severity.ERROR, f"SG5[1]/SG6[{n}]/LOC[1]") for n in range(1, count + 1)] == [
        (finding.code, finding.severity, finding.position.path) for finding in reported
    ]
