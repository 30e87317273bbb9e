"""The energy balance of grid areas, and the limits of its loss."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import JUNE, NORTH, SOUTH, grid, gross, place, point_id, series

from edielkit.exchange import (
    ExchangePoint,
    LossConstants,
    LossLimits,
    balance,
    check_balance,
)
from edielkit.market_time import day_period

AREAS = {point_id(50): NORTH, point_id(51): NORTH}


def test_the_identity_holds():
    """Production + import - export - consumption = loss, by interval and in all."""
    incoming, outgoing = gross(1)
    balances = balance([incoming, outgoing, *grid(90_000, 70_000)], [place(1)], areas=AREAS)
    north, south = balances.areas

    assert ([NORTH, SOUTH], (2, 0)) == ([area.area for area in balances.areas], (north.points, south.points))
    assert np.array_equal(
        20_000 + incoming.observations.quantity - outgoing.observations.quantity, north.loss
    )
    assert np.array_equal(north.incoming, south.outgoing)
    assert north.totals["loss"] == (
        north.totals["production"]
        + north.totals["import"]
        - north.totals["export"]
        - north.totals["consumption"]
    )


def test_a_foreign_neighbour_has_no_balance():
    """The grid on the other side of a border is not Elhub's."""
    assert [NORTH] == [area.area for area in balance(gross(1), [place(1, foreign=True)]).areas]


def test_quarters_are_summed_to_the_longest_interval():
    """Quarters beside hours become hours; with a shorter resolution the hours are left out and named."""
    mixed = [*gross(1, code="PT15M"), *grid(1, 1)]
    hours, quarters = (balance(mixed, [place(1)], areas=AREAS, resolution=code) for code in (None, "PT15M"))

    assert (3600, 24) == (hours.of(NORTH).seconds, len(hours.of(NORTH).start))
    assert mixed[0].observations.quantity[:4].sum() == hours.of(NORTH).incoming[0]
    assert 96 == len(quarters.of(NORTH).start)
    assert 2 == len([words for words in quarters.unplaced if "longer intervals" in words])


def test_what_has_no_area_is_named():
    """A point without a grid area, or an exchange point without a main area, is not counted in silence."""
    balances = balance([*gross(1), *grid(1, 1)], [ExchangePoint.of_metering_point(point_id(1))])

    assert () == balances.areas
    assert 3 == len(balances.unplaced)


@pytest.mark.parametrize(
    ("codes", "production", "used", "limits"),
    [
        ([], 10_000, 210_000, LossLimits()),
        (["EXC030"], 10_000, 210_001, LossLimits()),
        ([], 10_000, 210_001, LossLimits(negative=Decimal(-300))),
        ([], 4_000_000, 3_520_000, LossLimits()),
        ([], 5_000_000, 4_400_000, LossLimits()),
        (["EXC031"], 5_000_000, 4_399_999, LossLimits()),
        ([], 4_000_000, 3_500_000, LossLimits()),
        (["EXC031"], 4_000_000, 3_499_999, LossLimits()),
        ([], 4_000_000, 3_499_999, LossLimits(high=Decimal(501))),
        ([], 4_000_000, 3_499_999, LossLimits(high_share=Decimal("0.1251"))),
    ],
)
def test_limits_are_exact(codes, production, used, limits):
    """A loss at the limit is not flagged, a thousandth beyond it is: -200 kWh; 12 % and 500 kWh."""
    report = check_balance(balance(grid(production, used), areas=AREAS), limits=limits)

    assert codes == [finding.code for finding in report]
    assert [f"{NORTH}/2024-06-04"] * len(codes) == [finding.position.path for finding in report]


def test_limits_may_differ_by_area():
    """A grid company may have its own limits."""
    balances = balance(grid(0, 250_000), areas=AREAS)

    assert ["EXC030"] == [
        finding.code
        for finding in check_balance(balances, limits={SOUTH: LossLimits(negative=Decimal(-900))})
    ]
    assert [] == list(check_balance(balances, limits={NORTH: LossLimits(negative=Decimal(-900))}))


def test_missing_constants_are_told_where_an_estimate_is_wanted():
    """An area without loss constants is a finding, one with them has an estimate."""
    constants = {NORTH: LossConstants(idle=Decimal(1), constant=Decimal(0))}
    with_constants, unknown = (
        balance(grid(10, 9), areas=AREAS, losses=losses) for losses in (constants, None)
    )

    assert [1_000] * 24 == with_constants.of(NORTH).estimate.tolist()
    assert [] == list(check_balance(with_constants, estimates=True))
    assert ["EXC032"] == [finding.code for finding in check_balance(unknown, estimates=True)]


def test_a_sum_that_is_too_large_is_refused():
    """No sum wraps around in silence."""
    with pytest.raises(ValueError, match="do not fit 64 bits"):
        balance([series(50, "In", [2**61] * 24)], areas=AREAS)


def test_a_span_that_is_too_long_is_refused():
    """One stray value does not make an axis of centuries; a period makes it short again."""
    stray = attrs.evolve(grid(1, 1)[0], period=day_period(dt.date(1990, 1, 1)))
    far = attrs.evolve(grid(1, 1)[1], period=day_period(dt.date(2150, 1, 1)), resolution="PT15M")
    stray = attrs.evolve(stray, resolution="PT15M")

    with pytest.raises(ValueError, match="give a period"):
        balance([stray, far], areas=AREAS)
    assert 96 == len(balance([stray, far], areas=AREAS, period=day_period(JUNE)).of(NORTH).start)


@pytest.mark.parametrize("resolution", ["P1D", "P1M", "hourly", ""])
def test_a_balance_has_intervals_of_fixed_length(resolution):
    """Days and months are of different length: no balance is made of them."""
    with pytest.raises(ValueError, match="expected a resolution in minutes or hours"):
        balance(gross(1), [place(1)], resolution=resolution)
