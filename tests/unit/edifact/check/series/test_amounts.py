"""The sign and the decimals of amounts, by market and process."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed

from edielkit.edifact.check.interchanges import check

SWEDISH = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R9++23-DDQ-E66-T++1'"
NORWEGIAN = "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0631+R9'"
GERMAN = "UNB+UNOC:3+9900000000003:500+9900000000010:500+260201:0600+R9++TL'"
PERIOD = "DTM+163:202601312300?+00:303'DTM+164:202602010000?+00:303'"


def findings_of(unb: str, message: str, code: str) -> list[tuple[str, str, str]]:
    """Return weight, place and partner's code of the findings of a rule."""
    report = check((unb + message + "UNZ+1+R9'").encode())
    return [(f.severity.value, f.position.segment, str(f.reason)) for f in report if f.code == code]


def german(case: str, product: str, *amounts: str) -> str:
    values = "".join(f"QTY+220:{amount}'{PERIOD}" for amount in amounts)
    return (
        f"UNH+1+MSCONS:D:04B:UN:2.4c'BGM+7+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:{case}'NAD+MS+9900000000003::293'"
        f"NAD+MR+9900000000010::293'UNS+D'NAD+DP'LOC+172+99000000011'{PERIOD}LIN+1'{product}{values}UNT+1+1'"
    )


OBIS = "PIA+5+1-1?:1.29.0:SRW'"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (german("13018", OBIS, "1.25"), []),
        (german("13018", OBIS, "-1.25"), [("error", "QTY", "Z35/293")]),
        (german("13025", OBIS, "-1.25", "-2"), [("error", "QTY", "Z35/293")]),
        # the guide is silent of the sign, or it was not found which case is energy of a correction
        (german("13019", OBIS, "-1.25"), [("warning", "QTY", "Z35/293")]),
        (german("13018", "", "-1.25"), [("error", "QTY", "Z35/293")]),
        (german("13019", "", "-1.25"), []),
    ],
)
def test_a_load_profile_of_germany_has_no_negative_value(message, expected):
    """Its direction is in the OBIS code; elsewhere a stated direction makes a sign a warning."""
    assert expected == findings_of(GERMAN, message, "SER034")


@pytest.mark.parametrize(
    ("process", "amount", "expected"),
    [
        ("E66", "-11", []),
        ("E30", "11", []),
        ("E30", "-11", [("warning", "QTY/1/2", "E98/260")]),
        ("E31", "-11", [("warning", "QTY/1/2", "E98/260")]),
    ],
)
def test_sweden_checks_the_sign_of_collected_and_aggregated_values(process, amount, expected):
    """E98 is about E30 and aggregates; what it asks for in detail was not found, so it warns."""
    message = changed(UTILTS, ("BGM+E66", f"BGM+{process}"), ("QTY+136:11", f"QTY+136:{amount}"))
    assert expected == findings_of(SWEDISH, message, "SER034")


MONTH = changed(
    UTILTS[: UTILTS.index("SEQ")] + "SEQ++1'QTY+136:812'UNT+1+1'",
    ("202601150000202601150100", "202512010000202601010000"),
    ("DTM+354:15:806", "DTM+354:1:802"),
)
READING = "QTY+136:812'QTY+220:100'DTM+597:202601010000:203'"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (MONTH, []),
        (changed(MONTH, ("812", "812.0")), []),
        (changed(MONTH, ("812", "812.5")), [("error", "QTY/1/2", "E51/260")]),
        (changed(MONTH, ("812", "812.125"), ("KWH", "MWH")), []),
        (changed(MONTH, ("QTY+136:812'", READING)), []),
        (changed(MONTH, ("QTY+136:812'", READING), ("220:100", "220:100.5")), [("error", "QTY/1/2", "E51/260")]),
        (changed(MONTH, ("QTY+136:812'", READING), ("220:100", "220:NULL")), []),
        # quarters have up to three
        (changed(UTILTS, ("136:11", "136:11.125")), []),
    ],
)  # fmt: skip
def test_months_and_readings_of_sweden_are_whole(message, expected):
    """A month is whole kWh, a reading has no decimals, a quarter up to three."""
    assert expected == findings_of(SWEDISH, message, "SER033")


def test_the_first_of_many_names_how_many():
    """One cause is one finding."""
    data = (GERMAN + german("13018", OBIS, "1", "-1.25", "-2") + "UNZ+1+R9'").encode()
    (finding,) = [f for f in check(data) if f.code == "SER034"]
    assert "found -1.250 in 2 values" in finding.message


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", 0), ("0.505", 0), ("-0.5", 0), ("505", 0), ("100", 0), ("10.05", 0),
        ("00505", 1), ("00.5", 1), ("-01", 1), ("00", 1), ("012345678.125", 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("count", [1, 400])
def test_zeros_that_lead_are_suppressed(amount, expected, count):
    """One digit stands before the mark; each value is told, on the columns of a large line as in a small one."""
    start = dt.datetime(2026, 1, 1)
    hours = [f"{start + dt.timedelta(hours=n):%Y%m%d%H%M}" for n in range(count + 1)]
    amounts = ["1.5"] * (count - 1) + [amount]
    values = "".join(
        f"QTY+136:{value}'DTM+324:{begin}{end}:Z13'"
        for value, begin, end in zip(amounts, hours[:-1], hours[1:], strict=True)
    )
    message = MSCONS[: MSCONS.index("QTY+")] + values + "UNT+20+1'"
    assert expected == [
        finding.code for finding in check((NORWEGIAN + message + "UNZ+1+R9'").encode())
    ].count("SER035")
