"""Texts of rows: encodings, separators, lines."""

from __future__ import annotations

import pytest

from edielkit.value_files.delimited import head_of, open_sheet
from edielkit.value_files.file_value_rules import FileFindings

TEXT = "Målepunkt;kWh\n1;2,5\n"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("cp1252"), ["TAB001"]),
        (TEXT.encode("utf-16"), ["TAB001"]),
        (("\ufeff" + TEXT).encode("utf-16-be"), ["TAB001"]),
        (TEXT.replace("\n", "\r\n").encode(), []),
        (TEXT.replace(";", "\t").encode(), []),
        (b"sep=;\n" + TEXT.encode(), []),
        (b"\n;;\n" + TEXT.encode(), []),
    ],
)
def test_a_sheet_is_opened_whatever_saved_it(data, codes):
    """What is no UTF-8 is told."""
    findings = FileFindings()
    sheet = open_sheet(data, findings)

    assert ("Målepunkt", "kWh") == sheet.head
    assert [["1", "2,5"]] == [cells for _, cells in sheet.rows(findings)]
    assert codes == [finding.code for finding in findings]


@pytest.mark.parametrize(
    "data", [b"", b"UNB+UNOC:3", b"%PDF-1.7\n\x00;", b"one column\n1\n", b'"open;\n', b"\x00;\x00"]
)
def test_another_file_has_no_head(data):
    """It is not taken for a sheet."""
    assert head_of(data) is None


def test_rows_have_their_lines():
    """Also where a cell has two lines; an empty row is none, and a row of another width is told."""
    findings = FileFindings()
    data = b'a,b\n1,"x\ny"\n\n2,3,4\n5,6\n'
    rows = list(open_sheet(data, findings).rows(findings))

    assert [(3, ["1", "x\ny"]), (6, ["5", "6"])] == rows
    assert [("TAB004", 5)] == [(finding.code, finding.position.line) for finding in findings]
    assert "a decimal comma needs quotes" in next(iter(findings)).message


@pytest.mark.parametrize("data", [b'a,b\n1,"open\n', b"a,b\n" + b"x" * 200_000 + b",2\n", b'a,b\n"x"y,2\n'])
def test_broken_rows_are_a_finding(data):
    """Not an exception."""
    findings = FileFindings()
    sheet = open_sheet(data, findings)
    rows = [] if sheet is None else list(sheet.rows(findings))

    assert [] == rows
    assert ["TAB004"] == [finding.code for finding in findings]
