"""Each row of the published rule tables is a rule with its reason code, and each message of the matrix has its place."""

from __future__ import annotations

import csv

import pytest
from tests.support.paths import ROOT

from edielkit.findings import Trust
from edielkit.process_rules import checks
from edielkit.process_rules.data import combinations

FOLDER = ROOT.parent / "shared" / "reference" / "elhub"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference tables are not here")


def _rows(name):
    path = FOLDER / name
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.is_file() else []


# rows whose codes are not the row's own number
_ELSEWHERE = {
    **{("BRS-NO-313", "CollectedData", str(n)): f"SER{92 + n}" for n in range(9, 16)},
    ("BRS-NO-311", "CollectedData", "16"): "BRS311-15",
}
_FIRST = {"1": "01", "4": "01", "5": "01"}


def _code(row):
    key = (row["brs"], row["message"], row["number"])
    if key in _ELSEWHERE:
        return _ELSEWHERE[key]
    if row["error_code"] == "EH025":
        return "COD003"
    brs = row["brs"].removeprefix("BRS-NO-")
    if row["error_code"] == "EH055":
        return f"BRS{brs}-01"
    letter = {"Acknowledgement": "A", "ResponseFromGridAccessProvider": "R"}.get(row["message"], "")
    if row["part"].startswith("Business"):
        letter = "B"
    whole, _, part = row["number"].partition(".")
    return f"BRS{brs}-{letter}{int(whole):02}{part}"


def _published():
    """Return the rows that are readable and have a reason code, with the process of their own."""
    return [
        row
        for row in _rows("brs-rules.csv")
        if row["brs"].startswith("BRS-NO-")
        and row["error_code"].startswith("E")
        and " " not in row["error_code"]
        # a process of the portal: no message is checked by it
        and row["brs"] != "BRS-NO-624"
    ]


@pytest.mark.parametrize("row", _published(), ids=lambda r: f"{r['brs']}-{r['message']}-{r['number']}")
def test_a_published_row_is_a_sourced_rule(row):
    """The rule of the row gives the reason code of the row, as an error, under the agency of the code."""
    code = _code(row)
    if code == "COD003":
        from edielkit.codes import code_list

        assert row["error_code"] == code_list("Elhub_DocumentType").agency_reason
        return
    rule = checks()[code].rule

    assert row["error_code"] == rule.reason.code
    assert Trust.SOURCED is rule.trust
    assert "error" == rule.severity.value


def test_most_rows_were_compared():
    """The comparison is one of the whole tables, not of a few rows."""
    assert len(_published()) > 130


@pytest.mark.parametrize(
    "row",
    [r for r in _rows("brs-messages.csv") if "?" not in r["document_type"]],
    ids=lambda r: f"{r['brs']}-{r['message']}-{r['document_type']}-{r['business_process_role'] or 'any'}",
)
def test_a_combination_of_the_matrix_is_allowed(row):
    """Message, process, document type, agency and role of each published combination are taken."""
    brs = row["brs"].removeprefix("BRS-NO-")
    mapped = [
        c
        for c in combinations(row["message"], brs)
        if (c.document_type, c.agency) == (row["document_type"], row["document_type_agency"])
    ]
    allowed = {role for c in mapped for role in c.roles}
    roles = [r for r in row["business_process_role"].split("|") if r.isalpha()]

    assert mapped
    assert "*" in allowed or set(roles) <= allowed
