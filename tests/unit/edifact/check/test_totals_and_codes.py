"""Codes and segments that a guide or a list does not have."""

import pytest
from tests.support.edifact_messages import BODY, UNB, interchange, message

from edielkit.codes import code_list
from edielkit.edifact.check.interchanges import check
from edielkit.findings import Severity


def test_a_guide_is_checked_from_the_level_of_processes_on():
    """A German message with a CNT, and with a qualifier that the guide has not, does not follow it."""
    body = (
        "BGM+7+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:13019'NAD+MS+9900000020001::293'NAD+MR+9900000010002::293'UNS+D'"
        "NAD+DP'LOC+172+51000000003'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+136:1'CNT+1:1'"
    )
    data = interchange(message(body, unh="UNH+1+MSCONS:D:04B:UN:2.4c'"))
    assert () == check(data, level="codes").findings
    assert [("GDE002", "QTY/1/1", "error"), ("GDE003", "CNT", "warning")] == [
        (f.code, f.position.segment, f.severity.value)
        for f in check(data, level="process").findings
        if f.code.startswith("GDE")
    ]


def test_code_lists_are_read():
    """The lists that are complete, and the later codes, are in the data file."""
    assert {"D", "S"} == set(code_list("0081", wire="edifact").codes)
    assert ("D.97A",) == code_list("6063", wire="edifact")["220"].versions
    assert "algebraic total of quantities" == code_list("6069", wire="edifact")["1"].name


def test_two_decimal_marks_in_syntax_4():
    """Syntax 4 has both marks, so that UNA says none: the first in the message is the one to keep to."""
    body = "BGM+7+M1+9'UNS+D'NAD+XX'LOC+90+707057500000000008::9'LIN+1++1501'QTY+136:1,5'QTY+136:2.25'"
    unb = UNB.replace("UNOC:3", "UNOC:4").replace("260201", "20260201")
    four = [f.message for f in check(interchange(message(body), unb=unb)).findings if f.code == "EDI054"]
    three = [f.message for f in check(interchange(message(body))).findings if f.code == "EDI054"]

    assert ["as UNA says" in text for text in three] == [True]
    assert ["as UNA says" in text for text in four] == [False]
    assert four[0].startswith("expected the decimal mark ',' as before it")


@pytest.mark.parametrize("tags", [False, True])
@pytest.mark.parametrize("head", [False, True])
def test_lower_case_in_level_a_is_one_finding(tags, head):
    """A message wholly in lower case under UNOA has one fault, not one a segment and what follows from it."""
    text = interchange(message(), unb=UNB.replace("UNOC", "UNOA")).decode()
    una, *segments = text.split("'")
    at, end = (0, len(segments)) if head else (1, len(segments) - 2)
    segments[at:end] = [s.lower() if tags else s[:3] + s[3:].lower() for s in segments[at:end]]
    data = "'".join((una, *segments)).replace("unoa", "UNOA").encode()
    errors = [f for f in check(data).findings if f.severity is Severity.ERROR]

    assert 1 == len(errors), errors
    assert errors[0].code == ("EDI029" if tags and head else "EDI011")
    assert "capitals" in errors[0].message


def test_a_code_of_no_list_is_told_in_level_a_too():
    """A small letter is a fault of the letters where its capital is a code, and no other."""
    for code, rules in (("d", {"EDI011"}), ("D", set()), ("x", {"EDI011", "EDI055"}), ("X", {"EDI055"})):
        text = message(BODY.replace("UNS+D", f"UNS+{code}"))
        report = check(interchange(text, unb=UNB.replace("UNOC", "UNOA")))
        assert rules == {f.code for f in report.errors if "UNS" in f.position.segment}, code


def test_lower_case_beside_another_letter_is_another_fault():
    """A letter of another set is told for itself; one segment in lower case is counted as one."""
    body = BODY.replace("NAD+XX", "NAD+XX+++æ vei")
    errors = [f.message for f in check(interchange(message(body), unb=UNB.replace("UNOC", "UNOA"))).errors]

    assert ["byte 0xe6", "expected capitals in UNOA, found lower-case letters in 1 segment"] == [
        text.split(";")[0].split(" is ")[0] for text in errors
    ]


def test_texts_where_the_directory_has_no_layout_of_its_own():
    """D.99A: a quantity and a control total that are no numbers are errors there too."""
    body = (
        "BGM+7+M1+9'DTM+137:202602010500:203'UNS+D'NAD+DP'LOC+172+CH0012345678901234567890123456789'DTM+163:202602010000:203'"
        "DTM+164:202602010100:203'DTM+672:60:806'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+46:abc:KWH'CNT+1:abc'"
    )
    findings = check(interchange(message(body, unh="UNH+1+MSCONS:D:99A:UN:1.6'"))).findings

    assert {"SER002", "EDI059"} == {f.code for f in findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("line", "total", "expected"),
    [
        ("MEA+AAZ++KWH'", "7.50", []),
        ("MEA+AAZ++KWH'", "7.50:KWH", []),
        ("MEA+AAZ++KWH'", "7.50:MWH", [("EDI059", "error", "CNT/1/2")]),
        ("MEA+AAZ++KWH'", "0.0075:MWH", []),
        ("MEA+AAZ++KWH'", "0.0075:KWH", [("EDI059", "error", "CNT/1/2")]),
        ("MEA+AAZ++KWH'", "7.50:KVR", [("EDI059", "error", "CNT/1/3")]),
        ("MEA+AAZ++KWH'", "7.50:ZZZ", [("EDI059", "error", "CNT/1/3")]),
        ("MEA+AAZ++MWH'", "7500:KWH", []),
        ("MEA+AAZ++MWH'", "7.50:KWH", [("EDI059", "error", "CNT/1/2")]),
        # no unit is known, or several are
        ("", "7.50:MWH", []),
        ("PIA+5+1-1?:1.29.0:SRW'", "0.0075:MWH", []),
        ("PIA+5+1-1?:1.29.0:SRW'", "7.50:MWH", [("EDI059", "error", "CNT/1/2")]),
        ("MEA+AAZ++KWH'LIN+2++1502'MEA+AAZ++KVR'", "7.50:KWH", [("EDI059", "warning", "CNT/1/3")]),
        ("MEA+AAZ++KWH'LIN+2++1502'MEA+AAZ++KVR'", "7.50", []),
    ],
)
def test_a_total_is_in_its_own_unit(line, total, expected):
    """The unit of a total (6411) is that of its amount: it is scaled, and one of another quantity is refused."""
    body = f"BGM+7+M1+9'UNS+D'NAD+XX'LOC+90+707057500000000008::9'LIN+1++1501'{line}QTY+136:2.5'QTY+136:5'CNT+1:{total}'"
    told = [f for f in check(interchange(message(body))).findings if f.code == "EDI059"]

    assert expected == [(f.code, f.severity.value, f.position.segment) for f in told]
