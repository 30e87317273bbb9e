"""Times and numbers that are none, with the field and the code that a Swedish partner answers."""

from __future__ import annotations

import pytest
from tests.support.edifact_checks import UTILTS, changed

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.series import check_series
from edielkit.edifact.messages import read_message
from edielkit.edifact.read.assembler import parse_interchanges

UNB = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R9++23-DDQ-E66-T++1'"
READING = "QTY+220:100'DTM+597:202601150000:203'"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (("DTM+137:202601161811", "DTM+137:202602301811"), "SER003", "205"),
        (("DTM+137:202601161811", "DTM+137:202601162511"), "SER003", "205"),
        (("735:?+0100", "735:?+2500"), "SER003", "206"),
        (("202601150000202601150100", "202602300000202602300100"), "SER003", "245"),
        (("DTM+597:202601160020", "DTM+597:202601160060"), "SER003", "512"),
        (("QTY+136:10'", READING.replace("0115000", "0135000")), "SER003", "530a"),
        (("QTY+136:10'", "QTY+136:1,5E3'"), "SER002", "516"),
        (("QTY+136:10'", "QTY+220:1.5-'"), "SER002", "517"),
        (("QTY+136:10'", "QTY+136:0010'"), "SER035", "516"),
        (("QTY+136:10'", "QTY+220:0010'"), "SER035", "517"),
        (("QTY+136:10'", "QTY+136:-00.5'"), "SER035", "516"),
    ],
)
def test_what_cannot_be_read_names_its_field(change, code, field):
    """205 document, 206 offset, 245 period, 512 registration, 530a reading; 516 energy, 517 reading."""
    report = check((UNB + changed(UTILTS, change) + "UNZ+1+R9'").encode())
    (finding,) = [f for f in report if f.code == code]
    assert ("error", "42/260", field) == (finding.severity.value, str(finding.reason), finding.rule.field)


@pytest.mark.parametrize(
    ("changes", "code", "reason", "field"),
    [
        ([("MEA+AAZ++KWH'", "MEA+AAZ++KWH'MEA+AAZ++MWH'")], "SER022", "E73", "264"),
        ([("LIN+++8716867000030:::9'", "LIN+++8716867000030:::9'LIN+++8716867000047:::9'")], "SER022", "E29", "506"),
        ([("LOC+172", "LOC+172+735999000000001249::9'LOC+172")], "SER022", "42", "209"),
        ([("LOC+239+ABC:SVK:260'", "LOC+239+ABC:SVK:260'LOC+239+ABD:SVK:260'")], "SER022", "42", "260a"),
        ([("DTM+597:202601160020:203'", "DTM+597:202601160020:203'DTM+597:202601160030:203'")], "SER022", "E50", "512"),
        ([("MEA+AAZ++KWH", "MEA+AAZ++MTQ")], "SER026", "E73", "264"),
        ([("QTY+136:10'", "QTY+136:10:MWH'")], "SER016", "E73", "264"),
        ([("QTY+136:10'", "QTY+136:10.0005'")], "SER001", "E51", "516"),
        ([("QTY+136:10'", "QTY+136:10'" + READING.replace("100'", "100.5'"))], "SER033", "E51", "517"),
    ],
)  # fmt: skip
def test_what_is_said_of_one_element_names_its_field_beside_its_reason(changes, code, reason, field):
    """E73 unit, E29 product, E50 times, E51 decimals; places have no reason of ebIX, so that they are incorrect data (42)."""
    report = check((UNB + changed(UTILTS, *changes) + "UNZ+1+R9'").encode())
    (finding,) = [f for f in report if f.code == code]
    assert (f"{reason}/260", field) == (str(finding.reason), finding.rule.field)


def test_other_faults_keep_the_reason_of_the_series():
    """The number of values is refused with E87, whatever the field."""
    report = check((UNB + changed(UTILTS, ("SEQ++4'QTY+136:13'", "")) + "UNZ+1+R9'").encode())
    assert {"E87/260"} == {str(f.reason) for f in report if f.code == "SER010"}


def test_a_message_that_was_never_bytes_has_no_places():
    """Without offsets nothing says which segment holds the fault."""
    data = (UNB + changed(UTILTS, ("QTY+136:10'", "QTY+136:x'")) + "UNZ+1+R9'").encode()
    message = read_message(parse_interchanges(data)[0][0].messages[0])
    assert ["SER002"] == [finding.code for finding in check_series(message, "se") if finding.code == "SER002"]
