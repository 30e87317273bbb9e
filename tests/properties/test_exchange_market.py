"""A market of four grid areas: every planted fault is found, and nothing else."""

import datetime as dt
import time

import pytest
from tests.support.exchange_market import AREAS, CONSTANTS, METERING_POINTS, market, with_faults

from edielkit.exchange import balance, check, check_balance, reconcile


def _found(one):
    """Return (code, place, day) of each finding of reconciliation and balance."""
    reconciled = reconcile(one.series, one.points, neighbour=one.neighbour, period=one.period)
    balanced = balance(one.series, one.points, areas=one.areas, losses=dict.fromkeys(AREAS, CONSTANTS), period=one.period)  # fmt: skip
    reports = (reconciled.report, check_balance(balanced, estimates=True))
    return [(each.code, *each.position.path.rsplit("/", 1)) for report in reports for each in report]


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
    kinds = {each.metering_point for each in sound.series}

    start = time.perf_counter()
    found = _found(faulty)
    took = time.perf_counter() - start

    assert [] == _found(sound)
    assert 20 == len(faulty.planted)
    assert sorted(finding for fault in faulty.planted for finding in fault) == sorted(found)
    assert METERING_POINTS + 14 == len(kinds)
    assert took < 30, f"balance and reconciliation took {took:.1f} s"


def test_sound_market_passes_the_checks():
    """Nothing is wrong with the channels of the market, and every point is judged."""
    one = market(dt.date(2024, 10, 20), 14)
    exchange = {each for point in one.points for each in point.metering_points}
    report = check([each for each in one.series if each.metering_point in exchange], one.points, neighbour=one.neighbour, now=one.period.end + dt.timedelta(hours=9))  # fmt: skip

    assert () == report.findings
    assert () == report.not_checked
