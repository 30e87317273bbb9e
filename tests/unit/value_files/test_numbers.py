"""Quantities and identifications in cells."""

from __future__ import annotations

import pytest

from edielkit.identifiers.registry import gs1_digit
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.numbers import PointCells, QuantityCells


@pytest.mark.parametrize(
    ("texts", "thousandths"),
    [
        (["1,5", "-0,001", "+2", "1,", "0,1000"], [1500, -1, 2000, 1000, 100]),
        (["1.5", "12.345"], [1500, 12345]),
        (["999999999999999,999", ""], [999999999999999999, None]),
    ],
)
def test_quantities_are_exact(texts, thousandths):
    """With a comma or a point, whichever the file has."""
    findings = FileFindings()
    cells = QuantityCells(findings)

    assert thousandths == [cells.thousandths(text, line) for line, text in enumerate(texts, 2)]
    assert [] == list(findings)


@pytest.mark.parametrize(
    ("texts", "code", "words"),
    [
        (["1,5", "1.5"], "TAB012", "a decimal comma in line 2"),
        (["1.5", "1,5"], "TAB012", "a decimal point in line 2"),
        (["1 234,5"], "TAB011", "thousands"),
        (["1\u00a0234,5"], "TAB011", "thousands"),
        (["1.234,5"], "TAB011", "thousands"),
        (["1,234.5"], "TAB011", "thousands"),
        (["1.234.567"], "TAB011", "thousands"),
        (["1'234"], "TAB011", "thousands"),
        (["1,2E-05"], "TAB010", "exponent"),
        (["abc"], "TAB010", "expected a number"),
        (["1234567890123456"], "TAB010", "expected a number"),
        (["NaN"], "TAB010", "expected a number"),
        (["１"], "TAB010", "expected a number"),
        (["1,2345"], "TAB013", "three decimals"),
    ],
)
def test_what_spreadsheets_do_to_numbers_is_named(texts, code, words):
    """By its line, and never taken for a number."""
    findings = FileFindings()
    cells = QuantityCells(findings)
    last = [cells.thousandths(text, line) for line, text in enumerate(texts, 2)][-1]

    (finding,) = findings
    assert last is None
    assert (code, len(texts) + 1) == (finding.code, finding.position.line)
    assert words in finding.message


@pytest.mark.parametrize(
    ("text", "point", "codes"),
    [
        ("707057500000000008", "707057500000000008", []),
        ("7070 5750 0000 0000 08", "707057500000000008", []),
        ("7.07057E+17", None, ["TAB005"]),
        ("7,07058E+17", None, ["TAB005"]),
        ("1234567890123456" + gs1_digit("1234567890123456"), None, ["TAB006"]),
        ("12345", "12345", ["TAB007"]),
        ("", None, []),
    ],
)
def test_points_that_lost_digits_are_named(text, point, codes):
    """A name of a partner's own is a warning."""
    findings = FileFindings()
    cells = PointCells(findings)

    assert [point, point] == [cells.point(text, 2), cells.point(text, 3)]
    assert codes == [finding.code for finding in findings], "each is told once"
