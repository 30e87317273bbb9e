"""The page of the hub's reports: every key that a report has is on it, and no other."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import attrs
from tests.support.paths import ROOT

from edielkit.hub.engine import daily
from edielkit.hub.reconciliation import run_report
from edielkit.hub.reconciliation.differences import CorrectionRow
from edielkit.scenarios import play, read_scenario

PAGE = ROOT / "docs" / "reference" / "hub-reports.md"
DAY = "2026-02-02"


def keys_of(heading):
    """Return the keys in the first cells of a section's table."""
    section = PAGE.read_text("utf-8").partition(f"## {heading}")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}


def played(*steps):
    """Return the hub after a day without values, and *steps*."""
    plain = {
        "scenario": "x",
        "market": "two areas",
        "config": {"values since": DAY},
        "steps": [{"wait": "day 1 07:00"}, *steps],
    }
    return play(read_scenario(plain))


def test_settlement():
    """State, validations, sums."""
    story = played()
    (version,) = story.hub.settlement_report("50YHUBDEMO-NORTI", story.hub.now.date().replace(day=2))

    assert keys_of("settlement_report") == set(version)
    assert "failed" == version["state"]


def test_exchange():
    """What the check of 07:00 says of each point."""
    story = played()
    report = story.hub.exchange_report(story.hub.now.date().replace(day=2))

    assert {"day", "area", "findings"} == set(report)
    assert keys_of("exchange_report") == set(report["findings"][0])


def test_reconciliation():
    """The run and its lists, and the columns of its rows."""
    story = played({"call": "run reconciliation"})
    run = story.hub.reconciliation(1)

    assert keys_of("reconciliation") == set(run)
    text = PAGE.read_text("utf-8")
    row = CorrectionRow(day=dt.date(2026, 2, 2), supplier="A", business_type="RE01", volume=1, amount=1)
    columns = run_report._row(SimpleNamespace(area="X", loss_supplier="L"), row)
    assert [] == [name for name in columns if f"`{name}`" not in text]


def test_failure_cases(monkeypatch):
    """What a case says."""
    job = attrs.evolve(daily.JOBS["settlement"], run=lambda _transaction, _day: 1 // 0)
    monkeypatch.setattr(daily, "JOBS", {**daily.JOBS, "settlement": job})
    story = played()
    (case,) = story.hub.failure_cases()

    assert keys_of("failure_cases") == set(case)
    assert f"the hub did not foresee this, failure case 1: {case['reason']}" in story.events[0].differences
