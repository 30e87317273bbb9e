"""Readings of UTILTS, and periods beside the grid of their resolution."""

from __future__ import annotations

import pytest
from tests.support.edifact_checks import UTILTS, changed, findings_of
from tests.support.paths import FIXTURES

MONTH = (FIXTURES / "edifact" / "utilts-se-month-readings.edi").read_text(encoding="ascii")
MONTH = MONTH[MONTH.index("UNH") : MONTH.index("UNZ")]
SECOND = "SG5[1]/SG8[2]/SG11[1]/QTY[1]"
FIRST = "SG5[1]/SG8[1]/SG11[1]/QTY[1]"
PERIOD = "SG5[1]/DTM[1]"

CASES = [
    ("the message itself", (MONTH,), []),
    ("two readings of one instant", (MONTH, ("DTM+597:202506010000", "DTM+597:202505010000")), [("SER008", SECOND)]),
    ("of two registers", (MONTH, ("DTM+597:202506010000", "DTM+597:202505010000"), ("SEQ++2'RFF+AES:1", "SEQ++2'RFF+AES:2")), []),
    ("of two meters", (MONTH, ("DTM+597:202506010000", "DTM+597:202505010000"), ("SEQ++2'RFF+AES:1", "SEQ++2'RFF+AES:1'RFF+MG:M-78")), []),
    ("a reading before the period", (MONTH, ("QTY+220:1000'DTM+597:202505", "QTY+220:1000'DTM+597:202405")), [("SER012", FIRST)]),
    ("a reading after the period", (MONTH, ("DTM+597:202506010000", "DTM+597:202506010015")), [("SER012", SECOND)]),
    ("below zero", (MONTH, ("QTY+220:1000", "QTY+220:-1000")), [("SER034", FIRST)]),
    ("end before start", (MONTH, ("DTM+597:202505010000", "DTM+597:2025x"), ("DTM+597:202506010000", "DTM+597:202505010000"), ("DTM+597:2025x", "DTM+597:202506010000")), [("SER009", SECOND)]),
    ("a month from the middle of one", (MONTH, ("202505010000202506010000", "202504150000202505150000"), ("597:202506010000", "597:202505010000"),
        ("597:202505010000", "597:202504200000")), [("SER018", PERIOD)]),
    ("a year from May", (MONTH, ("202505010000202506010000", "202405010000202505010000"), ("354:1:802", "354:1:801"),
        ("QTY+220:1000'DTM+597:2025", "QTY+220:1000'DTM+597:2024"), ("597:202506010000", "597:202505010000")), [("SER018", PERIOD)]),
    ("quarters from five past", (UTILTS, ("202601150000202601150100", "202601150005202601150105")), [("SER013", PERIOD)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_contradicts_the_period_or_itself_is_named(name, change, expected):
    """Each has a warning at its place; what no guide forbids has none."""
    message, *changes = change
    findings = findings_of(changed(message, *changes))

    assert expected == [(f.code, f.position.path) for f in findings], name
    assert {"warning"} >= {f.severity.value for f in findings}
