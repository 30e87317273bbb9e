"""Facts that a message says twice: made to differ, each pair is found, and only what differs is called wrong."""

from __future__ import annotations

import re

import pytest

from edielkit import validate
from edielkit.generate.faults import fault_of

NO, SE, DE, CH = (fault_of(code) for code in ("EDI061", "SER023", "SER034", "SER016"))
FIRST = "QTY+136:1.25'DTM+324:202602280000202602280100:Z13'"

# what stands twice, message, change, code
PAIRS = [
    ("reference of the interchange", NO, ("UNZ+1+TEST1", "UNZ+1+TEST2"), "EDI022"),
    ("number of messages", NO, ("UNZ+1+", "UNZ+2+"), "EDI023"),
    ("reference of the message", NO, ("+1'UNZ", "+2'UNZ"), "EDI026"),
    ("number of segments", NO, ("UNT+63", "UNT+64"), "EDI027"),
    ("sum of the quantities", NO, ("CNT+1:306", "CNT+1:307"), "EDI059"),
    ("sender", NO, ("NAD+FR+7080009800026", "NAD+FR+7080009800033"), "EDI061"),
    ("recipient", NO, ("NAD+DO+7080009800019", "NAD+DO+7080009800033"), "EDI061"),
    ("Swedish sender", SE, ("NAD+MS+99001", "NAD+MS+99003"), "EDI061"),
    ("market", SE, ("MKS+23", "MKS+27"), "GDE009"),
    ("role", SE, ("NAD+DDQ'", "NAD+DDK'"), "GDE009"),
    ("kind of message", SE, ("-E66-T", "-E31-T"), "GDE002"),
    ("period of the header and of the values", NO, ("DTM+164:202603010000", "DTM+164:202603020000"), "SER010"),
    ("start of the header and of the values", NO, ("DTM+163:202602280000", "DTM+163:202602280100"), "SER012"),
    ("period of a value", NO, (FIRST, f"{FIRST}DTM+163:202602280100:203'"), "SER022"),
    ("unit of a line and of a value", NO, ("QTY+136:1.25'", "QTY+136:1.25:MWH'"), "SER016"),
    ("unit of a line", NO, ("MEA+AAZ++KWH'", "MEA+AAZ++KWH'MEA+AAZ++MWH'"), "SER022"),
    ("unit and product", NO, ("LIN+1++1501", "LIN+1++8716867000047"), "SER026"),
    ("offset", NO, ("DTM+ZZZ:1:805'", "DTM+ZZZ:1:805'DTM+735:?+0200:406'"), "SER022"),
    ("place and time of a value", SE, ("QTY+136:1.5'", "QTY+136:1.5'DTM+597:202602280300:203'"), "SER023"),
    ("place and number of a value", SE, ("SEQ++2'", "SEQ++3'"), "SER019"),
    ("number of values and period", SE, ("202602280000202603010000", "202602280000202603020000"), "SER010"),
    ("number of values and resolution", SE, ("DTM+354:60", "DTM+354:15"), "SER010"),
    ("metering point", SE, ("LOC+172", "LOC+172+735999000000001249::9'LOC+172"), "SER022"),
    ("product", SE, ("LIN+++8716867000030:::9'", "LIN+++8716867000030:::9'LIN+++8716867000047:::9'"), "SER022"),
    ("balance responsible", SE, ("LIN+++", "NAD+DDK+99677:SVK:260'NAD+DDK+11111:SVK:260'LIN+++"), "SER022"),
    ("product code of one list", NO, ("LIN+1++1501'", "LIN+1++1501'PIA+5+1502'"), "SER022"),
    ("point under 89 and its check digit", SE, ("735999000000001232::9", "735999000000001233::89"), "IDN002"),
    ("areas of an exchange", NO, ("LOC+90", "LOC+232+A'LOC+232+B'LOC+233+C'LOC+90"), "SER022"),
    ("kind of point", SE, ("CAV+E17::260'", "CAV+E17::260'CAV+E18::260'"), "SER022"),
    ("quality", SE, ("QTY+136:2.5'", "QTY+136:2.5'STS+8+56'STS+8+46'"), "SER022"),
    ("registration", SE, ("DTM+597:202603010100:203'", "DTM+597:202603010100:203'DTM+597:202603010200:203'"), "SER022"),
    ("period of a German point and of its values", DE, ("DTM+164:202602282300", "DTM+164:202603012300"), "SER010"),
    ("unit and OBIS code", DE, ("QTY+220:1.25", "QTY+220:1.25:KVR"), "SER016"),
    ("direction and sign", DE, ("QTY+220:1.25", "QTY+220:-1.25"), "SER034"),
    ("cancellation and values", DE, ("TESTDOC1+9", "TESTDOC1+1"), "GDE004"),
    ("time of the interchange and of the message", NO, ("260302:1000", "260301:1000"), "SER045"),
    ("amount and absence", DE, ("QTY+220:1.25", "QTY+Z30:1.25"), "SER036"),
    ("length of the values", CH, ("DTM+672:60", "DTM+672:30"), "SER010"),
]  # fmt: skip


def counted(text: str) -> str:
    """Return a message whose UNT counts its segments, unless that count is what was changed."""
    count = text[text.index("UNH") : text.index("UNT")].count("'") + 1
    return re.sub(r"UNT\+\d+", f"UNT+{count}", text)


@pytest.mark.parametrize(
    ("fault", "change", "code"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS]
)
def test_what_differs_is_found(fault, change, code):
    """Each pair is the same in the valid message, and told where one of the two is another."""
    text = fault.valid.decode("latin-1")
    assert change[0] in text
    wrong = text.replace(change[0], change[1], 1)
    data = (wrong if code == "EDI027" else counted(wrong)).encode("latin-1")

    assert () == validate(fault.valid, now=fault.now).findings
    assert code in {finding.code for finding in validate(data, now=fault.now)}
