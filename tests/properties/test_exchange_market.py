"""A market of four grid areas: every planted fault is found, and nothing else."""

import datetime as dt

import pytest
from tests.support.exchange_market import AREAS, CONSTANTS, METERING_POINTS, market, with_faults

from edielkit.exchange import balance, check, check_balance, reconcile


def _findings(grid):
    """Return (code, place, day) of each finding of reconciliation and balance."""
    reconciled = reconcile(grid.series, grid.points, neighbour=grid.neighbour, period=grid.period)
    balanced = balance(grid.series, grid.points, areas=grid.areas, losses=dict.fromkeys(AREAS, CONSTANTS), period=grid.period)  # fmt: skip
    reports = (reconciled.report, check_balance(balanced, estimates=True))
    return [(finding.code, *finding.position.path.rsplit("/", 1)) for report in reports for finding in report]


@pytest.mark.parametrize(
    ("first", "days"),
    [
        pytest.param(dt.date(2024, 3, 15), 30, id="month"),
        pytest.param(dt.date(2024, 1, 1), 366, id="year", marks=pytest.mark.slow),
    ],
)
def test_every_planted_fault_is_found_and_nothing_else(first, days):
    """Twenty faults in a market of quarters give exactly their findings; the sound market gives none."""
    sound = market(first, days)
    faulty = with_faults(sound)
    kinds = {item.metering_point for item in sound.series}

    findings = _findings(faulty)

    assert [] == _findings(sound)
    assert 20 == len(faulty.planted)
    assert sorted(finding for fault in faulty.planted for finding in fault) == sorted(findings)
    assert METERING_POINTS + 14 == len(kinds)


def test_sound_market_passes_the_checks():
    """Nothing is wrong with the channels of the market, and every point is checked."""
    sound = market(dt.date(2024, 10, 20), 14)
    exchange = {metering_point for point in sound.points for metering_point in point.metering_points}
    report = check([item for item in sound.series if item.metering_point in exchange], sound.points, neighbour=sound.neighbour, now=sound.period.end + dt.timedelta(hours=9))  # fmt: skip

    assert () == report.findings
    assert () == report.not_checked
