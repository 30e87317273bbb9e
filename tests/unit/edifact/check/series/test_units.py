"""A unit stated twice, in MSCONS and UTILTS."""

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed, codes_of, findings_of, rows_of, series_of

from edielkit.edifact.check.interchanges import check
from edielkit.findings import Severity

MEGA = [(1, 1_000_000), (2, 2_000_000), (3, 3_000_000)]


@pytest.mark.parametrize(
    ("changes", "unit", "rows"),
    [
        ([("136:1'", "136:1:MWH'"), ("136:2'", "136:2:MWH'"), ("136:3'", "136:3:MWH'")], "KWH", MEGA),
        ([("KWH", "MWH"), ("136:1'", "136:1000:KWH'"), ("136:2'", "136:2000:KWH'"), ("136:3'", "136:3000:KWH'")], "KWH", MEGA),
        ([("136:2'", "136:2:MWH'")], "KWH", [(1, 1000), (2, 2_000_000), (3, 3000)]),
        ([("KWH", "GWH"), ("136:2'", "136:2:MWH'")], "MWH", [(1, 1_000_000), (2, 2000), (3, 3_000_000)]),
        ([("MEA+AAZ++KWH'", ""), ("136:1'", "136:1:MWH'"), ("136:2'", "136:2:KWH'"), ("136:3'", "136:3:KWH'")], "KWH", [(1, 1_000_000), (2, 2000), (3, 3000)]),
        ([("KWH", "KWT"), ("136:3'", "136:3:MAW'")], "KWT", [(1, 1000), (2, 2000), (3, 3_000_000)]),
    ],
)  # fmt: skip
def test_a_value_counts_in_its_own_unit_and_the_report_says_so(changes, unit, rows):
    """C186: 6411 is the unit of its own 6060. The series is in the finest unit, so that each amount is exact."""
    message = changed(MSCONS, *changes)
    (finding,) = findings_of(message)
    (time_series,) = series_of(message)

    assert ("SER016", Severity.ERROR, "E73") == (finding.code, finding.severity, finding.reason.code)
    assert finding.position.segment == "QTY/1/3"
    assert unit == time_series.unit
    assert rows == rows_of(message)
    assert () == time_series.observations.unparsed


@pytest.mark.parametrize(
    ("message", "changes", "unparsed"),
    [
        (MSCONS, [("136:2'", "136:2:KVR'")], ((1, "2:KVR"),)),
        (MSCONS, [("136:2'", "136:2:KWT'")], ((1, "2:KWT"),)),
        (MSCONS, [("136:2'", "136:2.50:XYZ'")], ((1, "2.5:XYZ"),)),
        (MSCONS, [("136:1'", "136:1:KVR'"), ("136:2'", "136:2:KVR'"), ("136:3'", "136:3:KVR'")], ((0, "1:KVR"), (1, "2:KVR"), (2, "3:KVR"))),
        (MSCONS, [("MEA+AAZ++KWH'", ""), ("136:1'", "136:1:KWH'"), ("136:2'", "136:2:KWH'")], ((2, "3"),)),
        (MSCONS, [("MEA+AAZ++KWH'", ""), ("136:2'", "136:2:KWH'")], ((1, "2:KWH"),)),
        (MSCONS, [("1501'MEA+AAZ++KWH'", "1501'PIA+5+1-1?:1.29.0:SRW'"), ("136:1'", "136:1:KVR'")], ((0, "1:KVR"),)),
        (MSCONS, [("1501'MEA+AAZ++KWH'", "1501'PIA+5+1-1?:3.29.0:SRW'"), ("136:1'", "136:1:KWH'")], ((0, "1:KWH"),)),
        (UTILTS, [("MEA+AAZ++KWH'", ""), ("136:10'", "136:10:KVR'"), ("136:11'", "136:11:KWH'")], ((0, "10:KVR"), (2, "12"), (3, "13"))),
        (MSCONS, [("136:2'", "136:999999999999999:GWH'")], ((1, "999999999999999:GWH"),)),
        (UTILTS, [("136:11'", "136:11:KVR'")], ((1, "11:KVR"),)),
    ],
)  # fmt: skip
def test_what_cannot_be_scaled_is_an_error_and_kept_as_text(message, changes, unparsed):
    """Another quantity, an unknown unit, no unit among others that have one, an amount that is too large."""
    wrong = changed(message, *changes)
    (time_series,) = series_of(wrong)

    assert "SER016" in codes_of(wrong) or "SER001" in codes_of(wrong)
    assert unparsed == time_series.observations.unparsed
    assert not time_series.observations.quantity[[row for row, _ in unparsed]].any()


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("KVR", "expected KWH, found 'KVR', which measures something else"),
        ("KWT", "expected KWH, found 'KWT', which measures something else"),
        ("ZZZ", "expected KWH, found 'ZZZ', which is not known"),
        ("MWH", "expected the unit KWH of the line, found 'MWH'; all values are scaled to KWH"),
    ],
)
@pytest.mark.parametrize(
    "line", [("KWH'", "KWH'"), ("1501'MEA+AAZ++KWH'", "1501'PIA+5+1-1?:1.29.0:SRW'")], ids=["MEA", "OBIS"]
)
def test_the_value_that_has_another_unit_is_the_one_that_is_named(line, unit, text):
    """Those of the unit that MEA states, or that the product implies, are right."""
    (finding,) = findings_of(changed(MSCONS, line, ("136:2'", f"136:2:{unit}'")))

    assert text == finding.message
    assert "SG10[2]" in finding.position.path


def test_a_value_without_the_unit_of_most_others_is_named_not_they():
    """The product counts it in its own unit, a thousandth of theirs."""
    changes = [
        ("1501'MEA+AAZ++KWH'", "1501'PIA+5+1-1?:1.29.0:SRW'"),
        ("136:1'", "136:1:MWH'"),
        ("136:3'", "136:3:MWH'"),
    ]
    message = changed(MSCONS, *changes)
    (finding,) = findings_of(message)

    assert (
        "expected a unit such as MWH, as other values of the line have, found none; its product counts it in KWH"
        == finding.message
    )
    assert "SG10[2]" in finding.position.path
    assert [(1, 1_000_000), (2, 2000), (3, 3_000_000)] == rows_of(message)


def test_a_transaction_is_scaled_as_a_line_is():
    """The units of UTILTS are those of MSCONS."""
    message = changed(UTILTS, ("136:11'", "136:0.011:MWH'"))

    assert ["SER016"] == codes_of(message)
    assert [(1, 10_000), (2, 11_000), (3, 12_000), (4, 13_000)] == rows_of(message)
    assert ["KWH"] == [time_series.unit for time_series in series_of(message)]


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        (MSCONS, []),
        (MSCONS, [("136:1'", "136:1:KWH'")]),
        (MSCONS, [("MEA+AAZ++KWH'", ""), ("136:1'", "136:1:KWH'"), ("136:2'", "136:2:KWH'"), ("136:3'", "136:3:KWH'")]),
        (MSCONS, [("MEA+AAZ++KWH'", "MEA+AAZ++MWH'")]),
        (MSCONS, [("1501'MEA+AAZ++KWH'", "1501'")]),
        (UTILTS, [("136:11'", "136:11:KWH'")]),
        (UTILTS, [("0030:::9", "0047:::9"), ("AAZ++KWH", "AAZ++KVR")]),
    ],
)  # fmt: skip
def test_one_unit_however_often_it_is_said_is_right(message, changes):
    """The same unit at the line and at its values is no difference."""
    assert [] == codes_of(changed(message, *changes))


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("QTY+220:100", []),
        ("QTY+220:100:KWH", []),
        ("QTY+220:NULL", []),
        ("QTY+220:100:MWH", ["QTY/1/3"]),
        ("QTY+220:100:KVR", ["QTY/1/3"]),
        ("QTY+220:100:XYZ", ["QTY/1/3"]),
        ("QTY+220:100:KWT", ["QTY/1/3"]),
        ("QTY+42:5", []),
        ("QTY+42:5:KWH", []),
        # the highest energy of an hour is a power
        ("QTY+42:5:KWT", []),
        ("QTY+42:5:MWH", ["QTY/1/3"]),
        ("QTY+42:5:KVR", ["QTY/1/3"]),
        ("QTY+42:5:XYZ", ["QTY/1/3"]),
    ],
)
def test_readings_and_maxima_are_of_the_unit_of_their_transaction(quantity, expected):
    """They are of no interval, but 6411 is the unit of their 6060 as well."""
    message = changed(UTILTS, ("QTY+136:10'", f"QTY+136:10'{quantity}'"))
    findings = [finding for finding in findings_of(message) if finding.code == "SER016"]

    assert expected == [finding.position.segment for finding in findings]
    assert all("E73" == finding.reason.code for finding in findings)


@pytest.mark.parametrize(
    ("product", "unit", "expected"),
    [
        *(("0030", unit, 0) for unit in ("KWH", "MWH", "GWH")),
        *(
            ("0030", unit, 1)
            for unit in (
                "MTQ",
                "MQH",
                "HTZ",
                "KVA",
                "P1",
                "3B",
                "D54",
                "E08",
                "E46",
                "D90",
                "KWT",
                "KVR",
                "K3",
            )
        ),
        ("0047", "K3", 0),
        ("0047", "MTQ", 1),
        # power
        *(
            (product, unit, count)
            for product in ("0016", "0023")
            for unit, count in (
                ("KWH", 1),
                ("KVR", 1),
                ("MWH", 1),
                ("K3", 1),
                ("KWT", 0),
                ("KVA", 0),
                ("3B", 0),
            )
        ),
        # of a product that nobody knows, nothing
        ("0059", "MTQ", 0),
    ],
)
def test_a_product_is_in_no_unit_but_its_own(product, unit, expected):
    """Active energy is in no cubic metres, no hertz, no per cent and no apparent power."""
    message = changed(UTILTS, ("0030:::9", f"{product}:::9"), ("AAZ++KWH", f"AAZ++{unit}"))
    assert expected == codes_of(message).count("SER026")


SE = changed(MSCONS, ("D:04B:UN:EDIEL2", "D:96A:ZZ:E2SE5B"))


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        (SE, [("1501", "1010")]),
        (SE, [("1501", "1102"), ("KWH", "KVR")]),
        # elsewhere such a code is another product
        (MSCONS, [("1501", "1102")]),
    ],
)
def test_a_product_of_one_market_is_none_of_another(message, changes):
    """Sweden's older codes say active or reactive energy; what Norway means by them is not known."""
    assert [] == codes_of(changed(message, *changes))


@pytest.mark.parametrize(
    ("message", "changes", "code"),
    [
        (UTILTS, [("0030:::9", "0047:::9")], "SER026"),
        (UTILTS, [("AAZ++KWH", "AAZ++KVR")], "SER026"),
        (MSCONS, [("1501'MEA", "1501'PIA+5+1-1?:3.29.0:SRW'MEA")], "SER026"),
        (MSCONS, [("1501", "8716867000047")], "SER026"),
        *((SE, [("1501", product), ("KWH", "KVR")], "SER026") for product in ("1010", "2055", "1009")),
        *((SE, [("1501", product)], "SER026") for product in ("1101", "1102")),
        (MSCONS, [("KWH", "KWX")], "SER027"),
        (UTILTS, [("KWH", "KW")], "SER027"),
    ],
)
def test_a_unit_is_known_and_measures_what_the_product_is(message, changes, code):
    """Reactive energy is not in kWh; a unit that nobody knows counts nothing."""
    assert [code] == codes_of(changed(message, *changes))


GERMAN = (
    "UNB+UNOC:3+9999900000015:500+9999900000023:500+260202:0630+R1'UNH+1+MSCONS:D:04B:UN:2.4c'BGM+7+D1+9'"
    "DTM+137:202602020430?+00:303'RFF+Z13:{case}'NAD+MS+9999900000015::293'NAD+MR+9999900000023::293'UNS+D'NAD+DP'"
    "LOC+172+99000000011'DTM+163:202602010000?+00:303'DTM+164:202602010100?+00:303'LIN+1'{product}QTY+220:1{unit}'"
    "DTM+163:202602010000?+00:303'DTM+164:202602010100?+00:303'UNT+{count}+1'UNZ+1+R1'"
)
OBIS = "PIA+5+1-1?:1.29.0:SRW'"
# cases of readings, sums, profiles and single values
CASES = ["13002", "13005", "13013", "13016", "13018", "13019", "13022", "13025", "13028"]


def of_unit(case, product, unit):
    """Return what is said of the product and unit of a German line."""
    data = GERMAN.format(case=case, product=product, unit=unit, count=15 if product else 14)
    report = check(data.encode())
    said = (f for f in report.findings if f.code == "SER027" or f.position.segment == "PIA")
    return [(f.code, f.severity.value) for f in said]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("product", "unit", "expected"),
    [
        (OBIS, "", None),
        (OBIS, ":KWH", None),
        ("PIA+5+ABC:Z02'", ":KWH", None),
        # neither a code nor the value says what is counted
        ("PIA+5+ABC:Z02'", "", "SER027"),
        ("PIA+5+ABC:Z08'", "", "SER027"),
        ("", "", "GDE004"),
    ],
)
def test_a_german_line_says_its_unit_by_its_obis_code_or_at_its_values(case, product, unit, expected):
    """Its guide has no MEA: without a code and without a unit nobody knows how large its values are."""
    weight = "error" if expected == "GDE004" else "warning"
    assert ([(expected, weight)] if expected else []) == of_unit(case, product, unit)


@pytest.mark.parametrize("case", CASES)
def test_a_german_line_without_a_code_has_its_unit_at_its_values(case):
    """As in the guide's own example; a load profile needs the code for its direction."""
    profile = case in {"13018", "13025"}
    assert ([("GDE004", "warning")] if profile else []) == of_unit(case, "", ":KWH")


@pytest.mark.parametrize(
    ("message", "product", "obis", "expected"),
    [
        (SE, "1010", "1-1?:1.29.0", []),
        (SE, "1010", "1-1?:2.29.0", [Severity.WARNING]),
        (SE, "1009", "1-1?:1.29.0", [Severity.WARNING]),
        (SE, "1009", "1-1?:2.29.0", []),
        # elsewhere such a code is another product
        (MSCONS, "1009", "1-1?:1.29.0", []),
    ],
)
def test_a_product_and_its_obis_code_have_one_direction(message, product, obis, expected):
    """Sweden's older codes say the direction, as an OBIS code does."""
    both = changed(message, ("1501'", f"{product}'PIA+5+{obis}:SRW'"))
    assert expected == [finding.severity for finding in findings_of(both) if finding.code == "SER022"]
