"""Places of values: SEQ of UTILTS, qualifiers, counts of every resolution, and times that values say themselves."""

import pytest
from tests.support.edifact_checks import UTILTS, changed, codes_of, findings_of, rows_of, series_of

from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.findings import Severity
from edielkit.series import Status

ROWS = [(1, 10_000), (2, 11_000), (3, 12_000), (4, 13_000)]


def test_the_message_itself_is_right():
    """What is changed below is without findings."""
    assert [] == codes_of(UTILTS)
    assert ROWS == rows_of(UTILTS)


@pytest.mark.parametrize("which", [(0,), (1,), (3,), (0, 1, 2, 3)])
@pytest.mark.parametrize("code", ["67", "31", "79", "Z18", "999"])
def test_a_value_of_another_qualifier_keeps_its_place(which, code):
    """SEQ says the place: no value moves up, and each strange one has its finding."""
    message = UTILTS
    for amount in (10 + n for n in which):
        message = changed(message, (f"QTY+136:{amount}'", f"QTY+{code}:{amount}'"))
    findings = findings_of(message)

    assert ROWS == rows_of(message)
    assert [("SER021", Severity.ERROR)] * len(which) == [(f.code, f.severity) for f in findings]
    assert [f"SG5[1]/SG8[{n + 1}]/SG11[1]/QTY[1]" for n in which] == [f.position.path for f in findings]


def test_the_caller_may_say_what_a_qualifier_means():
    """`SeriesOptions.qualifiers` makes a known value of it, a reading included."""
    for code in ("67", "220"):
        options = SeriesOptions(qualifiers={code: Status.TEMPORARY})
        message = changed(UTILTS, ("QTY+136:11'", f"QTY+{code}:11'"))
        (time_series,) = series_of(message, options)

        assert [] == codes_of(message, options)
        assert ROWS == rows_of(message, options)
        assert [0, 3, 0, 0] == time_series.observations.status.tolist()


def test_readings_and_maxima_stand_aside():
    """A reading before the values has a number of its own, and takes no place from them."""
    reading = "SEQ++{}'QTY+220:5'DTM+597:202601150000:203'"
    first = changed(
        UTILTS,
        ("SEQ++4", "SEQ++5"),
        ("SEQ++3", "SEQ++4"),
        ("SEQ++2", "SEQ++3"),
        ("SEQ++1'", reading.format(1) + "SEQ++2'"),
    )
    amid = changed(
        UTILTS, ("SEQ++4", "SEQ++5"), ("SEQ++3'", reading.format(3).replace("220", "42") + "SEQ++4'")
    )

    for message in (first, amid):
        assert [] == codes_of(message)
        assert ROWS == rows_of(message)


@pytest.mark.parametrize(
    ("changes", "codes", "places"),
    [
        # a gap, with as many values as the period has, or fewer
        ([("SEQ++3", "SEQ++4"), ("SEQ++4'QTY+136:13", "SEQ++5'QTY+136:13")], ["SER019", "SER012"], [1, 2, 4, 5]),
        ([("SEQ++3'QTY+136:12'", "")], ["SER019"], [1, 2, 4]),
        ([("SEQ++4'QTY+136:13'", "")], ["SER010"], [1, 2, 3]),
        ([("UNT", "SEQ++5'QTY+136:14'UNT")], ["SER012", "SER010"], [1, 2, 3, 4, 5]),
        # no number
        ([("SEQ++2", "SEQ++0")], ["SER019", "SER019"], [1, 0, 3, 4]),
        ([("SEQ++2", "SEQ++x")], ["SER019"], [1, 0, 3, 4]),
        ([("SEQ++2", "SEQ++-2")], ["SER019"], [1, 0, 3, 4]),
        ([("SEQ++2'", "SEQ'")], ["SER019"], [1, 0, 3, 4]),
        ([("SEQ++2", "SEQ++1234567890")], ["SER019"], [1, 0, 3, 4]),
        # twice, out of order, from elsewhere
        ([("SEQ++2", "SEQ++1")], ["SER019", "SER019", "SER008"], [1, 1, 3, 4]),
        ([("QTY+136:11'", "QTY+136:11'QTY+136:99'")], ["SER008"], [1, 2, 2, 3, 4]),
        ([("SEQ++2'QTY+136:11'SEQ++3'QTY+136:12'", "SEQ++3'QTY+136:12'SEQ++2'QTY+136:11'")], ["SER019"] * 3, [1, 3, 2, 4]),
        ([("SEQ++1'QTY+136:10'", "SEQ++1'")], ["SER010"], [2, 3, 4]),
        # a number behind the last place, without a quantity
        ([("UNT", "SEQ++5'UNT")], ["SER012"], [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_a_place_is_that_of_its_number(changes, codes, places):
    """Gaps, doubles, numbers that are none and places outside the period are errors; nothing is numbered anew."""
    message = changed(UTILTS, *changes)
    findings = findings_of(message)
    (time_series,) = series_of(message)

    assert codes == [finding.code for finding in findings]
    assert {Severity.ERROR} == {finding.severity for finding in findings}
    assert {finding.reason.code for finding in findings} & {"E87", "E50"}
    assert places == time_series.observations.position.tolist()
    placeless = [row for row, place in enumerate(places) if not place]
    assert placeless == [row for row, _ in time_series.observations.unparsed]


DAYS = ("15:806", "1:804")
MONTHS = ("15:806", "1:802")
YEARS = ("15:806", "1:801")


def period(start, end):
    return ("202601150000202601150100", start + end)


@pytest.mark.parametrize(
    ("resolution", "stated", "count"),
    [
        (DAYS, period("202601010000", "202602010000"), 31),
        (DAYS, period("202603010000", "202604010000"), 31),
        (DAYS, period("202610010000", "202611010000"), 31),
        (DAYS, period("202602010000", "202603010000"), 28),
        (MONTHS, period("202501010000", "202601010000"), 12),
        (MONTHS, period("202601010000", "202602010000"), 1),
        (YEARS, period("202501010000", "202601010000"), 1),
        (YEARS, period("202001010000", "202601010000"), 6),
        (("15:806", "60:806"), period("202601150000", "202601160000"), 24),
        (("15:806", "5:806"), period("202601150000", "202601150100"), 12),
        (("15:806", "24:805"), period("202601010000", "202601040000"), 3),
        (("15:806", "12:802"), period("202401010000", "202601010000"), 2),
    ],
)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_every_resolution_is_counted(resolution, stated, count, more):
    """Days, months and years are counted on the calendar as quarters are by the clock: E87."""
    if not count + more:
        return
    rows = "".join(f"SEQ++{n}'QTY+136:{n}'" for n in range(1, count + more + 1))
    message = changed(UTILTS, resolution, stated)
    message = message[: message.index("SEQ++1'")] + rows + "UNT+1+1'"
    findings = findings_of(message)
    expected = {-1: ["SER010"], 0: [], 1: ["SER012", "SER010"]}[more]

    assert expected == [finding.code for finding in findings]
    assert all(finding.severity is Severity.ERROR for finding in findings)
    assert more == 0 or "E87" in {finding.reason.code for finding in findings}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ([("DTM+354:15:806'", "")], ["SER024"]),
        ([("354:15:806", "354:7:806")], ["SER024"]),
        ([("354:15:806", "354:1:803")], ["SER024"]),
        ([("DTM+324:202601150000202601150100:719'", "")], ["SER024"]),
        ([("202601150100:719", "202601150050:719")], ["SER024"]),
        ([("202601150100:719", "202601150059:719")], ["SER025", "SER024"]),
        ([("202601150100:719", "202601150000:719")], ["SER005"]),
        ([("202601150100:719", "202601142300:719")], ["SER005"]),
        ([("202601150100:719", "202601152500:719")], ["SER003"]),
        ([("15:806", "1:804")], ["SER024"]),
        ([("15:806", "1:802")], ["SER024"]),
    ],
)
def test_values_that_cannot_be_counted_are_an_error(changes, codes):
    """Without period, resolution or whole steps no place has a time."""
    findings = findings_of(changed(UTILTS, *changes))

    assert codes == [finding.code for finding in findings]
    assert any(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize(
    ("time", "codes"),
    [
        ("DTM+324:202601150015202601150030:719'", []),
        ("DTM+163:202601150015:203'DTM+164:202601150030:203'", []),
        ("DTM+163:202601142315?+00:303'", []),
        ("DTM+597:202601150015:203'", []),
        ("DTM+597:202601150030:203'", []),
        ("DTM+324:202601150215202601150230:719'", ["SER023"]),
        ("DTM+324:202601150015202601150045:719'", ["SER023"]),
        ("DTM+163:202601150215:203'", ["SER023"]),
        ("DTM+164:202601150015:203'", ["SER023"]),
        ("DTM+597:202601150215:203'", ["SER023"]),
        ("DTM+163:2026011502:203'", ["SER003"]),
        ("DTM+163:202601150015:203'DTM+163:202601150030:203'", ["SER022", "SER023"]),
        ("DTM+324:202601150015202601150030:719'DTM+164:202601150045:203'", ["SER022", "SER023"]),
    ],
)
def test_the_place_and_the_time_of_a_value_are_compared(time, codes):
    """Both say when it was; a difference is an error, at the QTY and at the SEQ."""
    for spot in ("QTY+136:11'", "SEQ++2'"):
        findings = findings_of(changed(UTILTS, (spot, spot + time)))

        assert codes == [finding.code for finding in findings], spot
        assert {"DTM/1/2"} >= {
            finding.position.segment for finding in findings if finding.code in {"SER003", "SER023"}
        }, spot


def test_times_at_values_name_starts_or_ends_but_not_both():
    """Where the first says its start, one that says its end is a step off."""
    starts = changed(
        UTILTS,
        ("136:10'", "136:10'DTM+597:202601150000:203'"),
        ("136:11'", "136:11'DTM+597:202601150015:203'"),
    )
    mixed = changed(starts, ("202601150015:203", "202601150030:203"))

    assert [] == codes_of(starts)
    assert ["SER023"] == codes_of(mixed)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("DTM+597:202601160020:203", "DTM+597:2026011x0020:203"), ["SER003"]),
        (("DTM+597:202601160020:203", "DTM+597:202601160020:20x"), ["SER003"]),
        (("DTM+735:?+0100:406", "DTM+735:?+01x0:406"), ["SER003"]),
        (("DTM+735:?+0100:406", "DTM+735:?+0100:4x6"), ["SER003"]),
        (("DTM+137:202601161811", "DTM+137:202601161861"), ["SER003"]),
        (("SEQ++1'", "SEQ++1'QTY+220:1'DTM+597:x:203'"), ["SER003"]),
        (("QTY+136:11'", "QTY+136:11'STS+8+56'"), []),
        (("QTY+136:11'", "QTY+136:11'STS+8+99'"), ["SER031"]),
        (("QTY+136:11'", "QTY+136:11'STS++56'"), ["SER031"]),
    ],
)
def test_what_a_transaction_says_beside_its_values(change, codes):
    """Times of registration, document and reading are readable, and statuses are known."""
    assert codes == codes_of(changed(UTILTS, change))


@pytest.mark.parametrize(
    ("amount", "codes"),
    [
        ("1,500.5", ["SER002"]), ("12x", ["SER002"]), ("1.5E3", ["SER002"]), ("1.5-", ["SER002"]), ("?+1", ["SER002"]),
        ("1 000", ["SER002"]), ("NULL", ["SER002"]), (".5", ["SER002"]), ("0.0005", ["SER001"]),
        ("1234567890123456", ["SER001"]), ("-1", []), ("1,5", []),
    ],
)  # fmt: skip
def test_a_number_that_is_none_is_refused_and_marked(amount, codes):
    """Its row reads zero and missing, with the text of the wire; what is right has no mark."""
    message = changed(UTILTS, ("136:11'", f"136:{amount}'"))
    findings = findings_of(message)
    (time_series,) = series_of(message)

    assert codes == [finding.code for finding in findings]
    assert all(finding.severity is Severity.ERROR for finding in findings)
    assert (((1, amount.replace("?", "")),) if codes else ()) == time_series.observations.unparsed


def test_no_number_is_right_where_the_value_is_missing():
    """STS+8+46 says that there is none; a reading may be NULL."""
    assert [] == codes_of(changed(UTILTS, ("136:11'", "136:NULL'STS+8+46'")))
    assert "SER002" not in codes_of(changed(UTILTS, ("SEQ++1'", "SEQ++1'QTY+220:NULL'")))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            [("354:15:806", "354:1:804"), ("202601150000202601150100", "202606302200202607012200")],
            "expected a period of whole steps of P1D, found 2026-06-30T23:00+0200 to 2026-07-01T23:00+0200; days begin at 00:00 by UTC+1 or in Stockholm",
        ),
        (
            [("354:15:806", "354:1:804"), ("202601150000202601150100", "202601150000202601160000")],
            "expected one observation of P1D for 2026-01-15T00:00+0100 to 2026-01-16T00:00+0100, found 4",
        ),
        ([("202601150000202601150100:719", "202613:610")], "expected a time of the calendar, found '202613'"),
        ([("202601150000202601150100:719", "2026x3:610")], "expected 6 digits, found '2026x3'"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_period(changes, text):
    """The clock that days are counted by, one or more observations, and the text as it stands in the message."""
    assert text in [
        finding.message for finding in findings_of(changed(UTILTS, *changes), SeriesOptions(profile="se"))
    ]


def test_a_day_in_steps_of_days_is_one_in_steps_of_hours_too():
    """A day of the year's clock under an offset of normal time is a whole day for both rules."""
    day = ("202601150000202601150100", "202606302300202607012300")
    daily = changed(UTILTS[: UTILTS.index("SEQ++2")] + "UNT+1+1'", day, ("354:15:806", "354:1:804"))

    assert [] == [finding.code for finding in findings_of(daily, SeriesOptions(profile="se"))]


def test_a_period_of_two_times_is_held_against_the_grid_too():
    """The finding stands at its start."""
    message = changed(
        UTILTS,
        ("DTM+324:202601150000202601150100:719'", "DTM+163:202601150005:203'DTM+164:202601150105:203'"),
    )
    (place,) = [finding.position.path for finding in findings_of(message) if finding.code == "SER013"]

    assert place.endswith("DTM[1]")


@pytest.mark.parametrize(
    ("document", "codes"), [("E66", ["SER010"]), ("E31", ["SER010"]), ("S07", ["SER010"]), ("S02", [])]
)
def test_forecasts_alone_are_no_values_of_a_validated_series(document, codes):
    """E66, E31 and S07 report energy (QTY+136); S02 is a forecast."""
    message = changed(UTILTS, ("E66", document)).replace("QTY+136", "QTY+135")

    assert codes == codes_of(message)
