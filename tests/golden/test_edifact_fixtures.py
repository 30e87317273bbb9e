"""Our own EDIFACT fixtures: sound ones have no findings of syntax and structure, and come back byte for byte."""

import pytest
from tests.support.paths import ROOT

import edielkit
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.verbs import creation_time

FILES = sorted((ROOT / "fixtures" / "edifact").glob("*.edi"))

# LOC+232 and 233 are of a later directory than D.96A
KNOWN = {"mscons-no-areas": {"EDI056"}}


def test_there_are_fixtures():
    """The folder is not empty, so the tests below run."""
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fixture_is_sound(path):
    """No rule of the wire is broken, but for the known warning."""
    report = check(path.read_bytes(), level="codes")
    assert KNOWN.get(path.stem, set()) == {f.code for f in report.findings}
    assert () == report.errors


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fixture_comes_back(path):
    """Reading and writing gives the same bytes."""
    data = path.read_bytes()
    assert data == b"".join(interchange_to_bytes(interchange) for interchange in parse_interchanges(data)[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fixture_is_accepted_on_its_own_day(path):
    """With all rules, at the instant of its creation: its guide was in force then too."""
    data = path.read_bytes()
    assert () == edielkit.validate(data, now=creation_time(data)).errors
