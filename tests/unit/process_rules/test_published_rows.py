"""Each row of the process tables is the published one: what is looked at, its reason with the agency, and when it holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from edielkit.process_rules import checks
from edielkit.process_rules.data import process_rows

ROWS = list(csv.DictReader(
    line for line in (Path(__file__).parent / "published_rows.csv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
))  # fmt: skip


def last(path):
    """Return a path or condition with the last element alone, and the signs in front of it."""
    signs = path[: len(path) - len(path.lstrip("^!"))]
    name, *value = path.lstrip("^!").partition("=")
    is_other = name.endswith("!")
    return signs + name.removesuffix("!").rpartition("/")[2] + "!" * is_other + "".join(value)


def test_the_tables_have_the_published_rows_alone():
    """A row that comes is typed here too."""
    assert [row["code"] for row in ROWS] == [row["code"] for row in process_rows()]


@pytest.mark.parametrize("published", ROWS, ids=lambda row: row["code"])
def test_a_row_is_the_published_one(published):
    """Another reason, element or condition would be another rule."""
    row = next(row for row in process_rows() if row["code"] == published["code"])

    assert published == {
        "code": row["code"],
        "element": ";".join(map(last, row["element"].split(";"))),
        "test": row["test"],
        "value": row["value"],
        "reason": row["reason"],
        "agency": row["agency"],
        "when": " & ".join(map(last, row["when"].split(" & "))) if row["when"] else "",
    }


@pytest.mark.parametrize("published", [row for row in ROWS if row["reason"]], ids=lambda row: row["code"])
def test_the_rule_of_a_row_gives_its_reason(published):
    """What a finding carries is what the row says."""
    reason = checks()[published["code"]].rule.reason

    assert (published["reason"], published["agency"]) == (reason.code, reason.agency)
