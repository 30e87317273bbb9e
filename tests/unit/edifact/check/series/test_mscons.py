"""Rules about the series in MSCONS."""

import pytest
from tests.support.paths import FIXTURES

from edielkit.edifact.check.series import check_series
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.series import Status


def findings_of(data):
    interchanges, _ = parse_interchanges(data)
    return [
        finding
        for interchange in interchanges
        for message in interchange.messages
        for finding in check_series(message)
    ]


def test_the_message_names_the_hours_of_the_day():
    """A newcomer reads how many values are right, and why."""
    (finding,) = findings_of((FIXTURES / "broken" / "series-october-96-quarters.edi").read_bytes())

    assert "expected 100 values of PT15M" in finding.message
    assert "(2024-10-27 has 25 hours), found 96" in finding.message


HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+9'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+172+707057500000000008::9'"
)


def check(body, *, release="04B", guide="2.4c", times="DTM+ZZZ:0:805'", **more):
    text = HEAD.format(release=release, guide=guide, times=times) + body + "UNT+1+1'"
    return list(check_series(tokenize(text.encode()).segments, **more))


def codes(*args, **more):
    return [f.code for f in check(*args, **more)]


VALUE = "DTM+163:202406032200:203'DTM+164:202406032300:203'"


def test_numbers_of_numeric_releases_are_the_formats_business():
    """In D.96A a bad number breaks the format of 6060 already; it is not reported twice."""
    assert codes("LIN+1'QTY+136:12x'" + VALUE, release="96A", guide="EDIEL2") == []


def test_offsets():
    """Times in 203 need an offset; 303 carries its own; Swiss civil time is the custom."""
    zoned = VALUE.replace(":203", "?+00:303")
    assert codes("LIN+1'QTY+220:1'" + VALUE, times="") == ["SER004"]
    assert codes("LIN+1'QTY+220:1'" + zoned, times="") == []
    assert codes("LIN+1'QTY+220:1'" + VALUE, times="", guide="2.2e") == []
    assert "no zone is known" in check("LIN+1'QTY+220:1'" + VALUE, times="", guide="?")[0].message
    assert codes("LIN+1'QTY+220:1'DTM+306:20240601:102'", times="") == []


def test_civil_time_at_the_clock_change():
    """A Swiss civil time between two and three in October is double."""
    body = "LIN+1'QTY+220:1'DTM+163:202410270200:203'DTM+164:202410270215:203'"
    assert codes(body, times="", guide="2.2e") == ["SER014", "SER014"]


def test_civil_time_that_the_clock_skips():
    """At two o'clock of 29 March the clock goes on at three: a time between them is none."""
    body = "LIN+1'QTY+220:1'DTM+163:202603290{}:203'DTM+164:202603290{}:203'"
    assert codes(body.format(145, 200), times="", guide="2.2e") == ["SER003"]
    assert codes(body.format(215, 230), times="", guide="2.2e") == ["SER003", "SER003"]
    assert codes(body.format(145, 300), times="", guide="2.2e") == []


def test_profiles_may_be_given():
    """The profile may be named; the caller's qualifiers count."""
    body = "LIN+1'QTY+Z18:1:KWH'" + VALUE
    assert codes(body, guide="?") == ["SER017"]
    assert codes(body, guide="?", profile="de") == []
    assert codes(body, guide="?", options=SeriesOptions(qualifiers={"Z18": Status.TEMPORARY})) == []


def test_single_values_leave_no_holes_where_the_guide_allows_them():
    """A German message of case 13028 holds values that stand alone; a load profile does not, whatever its document code."""
    head = "BGM+{}+D1+9'DTM+137:202406050715?+00:303'RFF+Z13:{}'UNS+D'NAD+DP'LOC+172+DE1'"
    period = "DTM+163:202406032200?+00:303'DTM+164:202406042200?+00:303'LIN+1'"
    values = "".join(
        f"QTY+220:1'DTM+163:20240604{hour:02}00?+00:303'DTM+164:20240604{hour:02}15?+00:303'"
        for hour in (1, 5, 9)
    )
    reported = {}
    for document, case in (("Z85", "13028"), ("Z85", "13025"), ("7", "13028"), ("7", "13025")):
        text = f"UNH+1+MSCONS:D:04B:UN:2.4c'{head.format(document, case)}{period}{values}UNT+1+1'"
        reported[document, case] = [
            finding.code for finding in check_series(tokenize(text.encode()).segments)
        ]

    assert ["SER006", "SER006", "SER010"] == reported.pop(("7", "13025")) == reported.pop(("Z85", "13025"))
    assert [[], []] == list(reported.values())


def test_single_values_are_of_one_length():
    """Where values stand alone, one of another length is told: no hole beside it does."""
    head = "BGM+Z85+D1+9'DTM+137:202406050715?+00:303'RFF+Z13:13028'UNS+D'NAD+DP'LOC+172+DE1'LIN+1'"
    value = "QTY+220:1'DTM+163:20240604{0}00?+00:303'DTM+164:20240604{0}{1}?+00:303'"
    for minutes, codes in (("15", []), ("14", ["SER011"])):
        body = head + value.format("01", "15") + value.format("05", minutes)
        text = f"UNH+1+MSCONS:D:04B:UN:2.4c'{body}UNT+1+1'"

        assert codes == [finding.code for finding in check_series(tokenize(text.encode()).segments)]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("DTM+ZZZ:1:805'", []),
        ("", ["SER004"]),
        ("DTM+ZZZ:X:805'", ["SER003"]),
        ("DTM+735:?+99:406'", ["SER003"]),
        ("DTM+ZZZ:X:805'DTM+ZZZ:1:805'", ["SER003"]),
        # readable as a time, so that only its absence as an offset is told
        ("DTM+ZZZ:202403010000:203'", ["SER004"]),
    ],
)
def test_an_offset_that_cannot_be_read_is_one_finding(offset, expected):
    """It is not missing as well."""
    reported = codes("LIN+1'QTY+220:1'" + VALUE, times=offset)
    assert expected == [code for code in reported if code in {"SER003", "SER004"}]
