"""The tutorial on exchange is walked: each command runs and says what the page says."""

from __future__ import annotations

import json
import re
import shlex
from decimal import Decimal

import pytest
from tests.support.paths import ROOT

import edielkit as package

PAGE = (ROOT / "docs/tutorial/exchange.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    shlex.split(command.replace("\\\n", " "))
    for block in BLOCKS
    for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


@pytest.fixture
def walked(edielkit, fixtures, tmp_path, monkeypatch):
    """Run all commands of the page in a folder of its own."""
    (tmp_path / "fixtures").symlink_to(fixtures)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return [edielkit(*command[1:]) for command in COMMANDS]


def test_the_walk_ends_well(walked, tmp_path):
    """No command fails, and the two that matter leave a message that is accepted, and a list."""
    assert [0] * len(COMMANDS) == [ran.status for ran in walked], [ran.err for ran in walked]
    assert {"edielkit"} == {command[0] for command in COMMANDS}
    assert "accepted" in walked[2].text
    told = json.loads((tmp_path / "said.json").read_text())
    assert {"CNV101", "CNV102", "CNV103", "CNV104", "CNV106", "CNV111"} <= {
        loss["code"] for source in told for loss in source["supplied"]
    }
    assert ["CNV009"] == [loss["code"] for source in told for loss in source["losses"]]


def test_the_page_shows_what_is_said(walked):
    """The lines on standard error are those of the page, as far as it goes."""
    shown = re.search(r"```text\n(.*?)\.\.\.\n```", PAGE, re.DOTALL)[1]

    assert walked[1].err.startswith(shown)


def test_both_channels_are_clean(walked, tmp_path):
    """In less Out is the signed series, both ways of making them give the same values, and neither is negative."""
    net = next(iter(package.read_series((tmp_path / "fixtures/exchange/signed-mscons.edi").read_bytes())))
    for name in ("report.xml", "report-too.xml"):
        incoming, outgoing = package.read_series((tmp_path / name).read_bytes())
        assert ("In", "Out") == (incoming.direction, outgoing.direction)
        difference = incoming.observations.quantity - outgoing.observations.quantity
        assert net.observations.quantity.tolist() == difference.tolist()
        assert 0 == int((incoming.observations.quantity * outgoing.observations.quantity).any())
        assert 0 <= min(incoming.observations.quantity.min(), outgoing.observations.quantity.min())
    assert Decimal("691.125") == net.observations.total
    assert "873.997" in PAGE
    assert "182.872" in PAGE
