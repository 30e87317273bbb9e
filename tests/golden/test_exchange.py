"""Fixtures of exchange points: made as the support module says, checked as the expected files say."""

import json

import pytest
from tests.support.exchange_fixtures import FOLDER, cases, findings, message

import edielkit
from edielkit.exchange import write_points

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings_are_those_expected(case):
    """Each message with its points file gives the findings of its expected file, and the codes judged by eye."""
    data = (FOLDER / f"{case.name}.{case.wire}").read_bytes()
    points = (FOLDER / f"{case.name}.points.csv").read_text()
    expected = json.loads((FOLDER / f"{case.name}.expected.json").read_text())

    assert expected == {"about": case.about, **findings(data, points)}
    assert sorted(case.codes) == [
        finding["code"] for finding in sorted(expected["findings"], key=lambda f: f["code"])
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_files_are_those_of_the_support_module(case):
    """The files are what the support module writes, so that a change of either shows."""
    assert (FOLDER / f"{case.name}.{case.wire}").read_bytes() == message(case)
    assert (FOLDER / f"{case.name}.points.csv").read_text() == write_points(case.points)


@pytest.mark.parametrize("case", [c for c in CASES if not c.codes], ids=lambda case: case.name)
def test_faultless_fixtures_are_valid_messages(case):
    """A fixture without a fault of its exchange points has none in its schema and codes either."""
    data = (FOLDER / f"{case.name}.{case.wire}").read_bytes()

    assert [] == list(edielkit.validate(data, level="codes").errors)


def test_each_file_belongs_to_a_case():
    """No file lies in the folder that no test reads."""
    files = {f"{c.name}.{end}" for c in CASES for end in (c.wire, "points.csv", "expected.json")}

    assert files == {path.name for path in FOLDER.iterdir() if path.name != "README.md"}
