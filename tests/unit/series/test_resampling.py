"""Sums over longer steps and shares over shorter ones."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days, full, metered_series

from edielkit.series import (
    Holes,
    Merge,
    Status,
    ZeroProfile,
    cut_day,
    sixty_to_fifteen,
    spread,
    sum_days,
    sum_to,
)


def quantities(series):
    """Return the thousandths of a series."""
    return series.observations.quantity.tolist()


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (JUNE, 24), (AUTUMN, 25)])
def test_quarters_sum_to_hours_and_days(day, hours):
    """92, 96 or 100 quarters are 23, 24 or 25 hours and one day."""
    quarters = metered_series(["0.001"] * hours * 4, day, "PT15M")

    assert [4] * hours == quantities(sum_to(quarters, "PT1H"))
    assert [4 * hours] == quantities(sum_days(quarters))


def test_a_year_sums_to_months():
    """Hours, quarters and days of a year all give the twelve months, by the Norwegian calendar."""
    hours = metered_series([1] * 8784, dt.date(2024, 1, 1), "PT1H", 366)
    expected = [744, 696, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744]

    assert [1000 * n for n in expected] == quantities(sum_to(hours, "P1M"))
    assert quantities(sum_to(hours, "P1M")) == quantities(sum_to(sum_days(hours), "P1M"))
    assert [8784000] == quantities(sum_to(sum_to(hours, "P1M"), "P1Y")) == quantities(sum_to(hours, "P1Y"))


def test_a_sum_to_its_own_step_is_the_series():
    """Nothing to sum changes nothing."""
    for resolution in ("PT15M", "PT1H", "P1D"):
        assert full(resolution=resolution) == sum_to(full(resolution=resolution), resolution)


@pytest.mark.parametrize(
    ("series", "resolution", "words"),
    [
        (full(), "PT15M", "steps of PT15M do not hold whole steps of PT1H"),
        (full(resolution="P1D"), "PT1H", "steps of PT1H do not hold whole steps of P1D"),
        (full(), "P1M", "steps of P1M do not fill"),
        (full(), "P1W", "with a length"),
        (full(dt.date(2024, 6, 1), "P1M", 30), "P1D", "steps of P1D do not hold whole steps of P1M"),
        (full(dt.date(2024, 1, 1), "P1Y", 366), "P1M", "steps of P1M do not hold whole steps of P1Y"),
        (metered_series(range(23)), "P1D", "position 24 of the series has no value"),
        (metered_series([]), "P1D", "position 1 of the series has no value"),
        (
            metered_series([], observations=block([1, 0], status=[0, 5])),
            "P1D",
            "position 2 of the series has no value",
        ),
    ],
)
def test_a_sum_that_cannot_be_made_says_why(series, resolution, words):
    """Steps that do not fit and values that are not there are named."""
    with pytest.raises(ValueError, match=words):
        sum_to(series, resolution)


def test_kept_holes_show_in_the_sums():
    """A whole hour is summed, a broken one is missing, an empty one is absent."""
    series = metered_series(
        [],
        resolution="PT15M",
        observations=block(
            [1, 2, 3, 4, 5, 6, 7, 0, 0, 9, 9], [1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16], [0] * 7 + [5, 0, 0, 0]
        ),
    )
    sums = sum_to(series, "PT1H", holes=Holes.KEEP).observations

    assert [(1, 10, 0), (2, 0, 5), (4, 0, 5)] == list(
        zip(sums.position.tolist(), sums.quantity.tolist(), sums.status.tolist(), strict=True)
    )


def test_the_least_certain_quarter_marks_the_hour():
    """Status and codes of a sum come from one row, the first of the worst."""
    series = metered_series(
        [],
        resolution="PT15M",
        observations=block(
            [1] * 96, status=[0, 1, 1, 2] * 24, validation=[0, 3, 4, 5] * 24, estimation=[0, 6, 7, 8] * 24
        ),
    )
    worst, calculated = (
        sum_to(series, "PT1H").observations,
        sum_to(series, "PT1H", merge=Merge.CALCULATED).observations,
    )

    assert {(1, 3, 6)} == set(zip(worst.status, worst.validation, worst.estimation, strict=True))
    assert {(4, 0, 0)} == set(
        zip(calculated.status, calculated.validation, calculated.estimation, strict=True)
    )


FLAT = [
    (0, [0, 0, 0, 0]),
    (1, [1, 0, 0, 0]),
    (2, [1, 1, 0, 0]),
    (7, [2, 2, 2, 1]),
    (-7, [-2, -2, -2, -1]),
    (10**15 - 1, [25 * 10**13] * 3 + [25 * 10**13 - 1]),
    (2**63 - 1, [2**61] * 3 + [2**61 - 1]),
]


@pytest.mark.parametrize(("hour", "quarters"), FLAT)
def test_flat_quarters(hour, quarters):
    """An hour is divided by four, what is left over goes to the first quarters."""
    series = metered_series([], observations=block([hour]))

    assert quarters == quantities(sixty_to_fifteen(series))


PROFILED = [
    # share 10 * p / 10 is exact
    (10, [1, 2, 3, 4], [1, 2, 3, 4]),
    # thirds: 3.33 3.33 3.33 0, the first third gets the rest
    (10, [1, 1, 1, 0], [4, 3, 3, 0]),
    # 0.9 1.8 2.7 3.6: rounded down 0 1 2 3, the three largest remainders .9 .8 .7 get one each
    (9, [1, 2, 3, 4], [1, 2, 3, 3]),
    (-9, [1, 2, 3, 4], [-1, -2, -3, -3]),
    (0, [1, 2, 3, 4], [0, 0, 0, 0]),
    (5, [0, 0, 0, 1], [0, 0, 0, 5]),
    # zero profile: flat
    (5, [0, 0, 0, 0], [2, 1, 1, 1]),
    # products of 128 bits
    (10**15 - 1, [10**15, 10**15, 10**15, 10**15], [25 * 10**13] * 3 + [25 * 10**13 - 1]),
    (2**62, [2**60, 2**60, 2**60, 2**60], [2**60] * 4),
]


@pytest.mark.parametrize(("hour", "profile", "quarters"), PROFILED)
def test_profiled_quarters(hour, profile, quarters):
    """Quarters follow the profile, the largest remainders get what is left over."""
    series = metered_series([], observations=block([hour]))
    shape = metered_series([], resolution="PT15M", observations=block(profile))

    assert quarters == quantities(sixty_to_fifteen(series, shape))


def test_profile_of_a_longer_period_is_cut():
    """The profile may cover more time, another unit and another point than the series."""
    shape = attrs.evolve(full(JUNE - dt.timedelta(days=1), "PT15M", 3), unit="MWH", metering_point=None)

    assert quantities(spread(full(JUNE), "PT15M", cut_day(shape, JUNE))) == quantities(
        spread(full(JUNE), "PT15M", shape)
    )


def test_quality_goes_with_the_hour():
    """Quarters have the status and codes of their hour, or the one status that is asked for."""
    series = metered_series(
        [], observations=block([4, 0, 8], status=[1, 5, 0], validation=[2, 0, 0], estimation=[3, 0, 0])
    )
    same = spread(series, "PT15M").observations
    marked = spread(series, "PT15M", status=Status.CALCULATED).observations

    assert [1] * 4 + [5] * 4 + [0] * 4 == same.status.tolist()
    assert [2] * 4 + [0] * 8 == same.validation.tolist()
    assert [4] * 4 + [5] * 4 + [4] * 4 == marked.status.tolist()
    assert not marked.validation.any()
    assert not marked.estimation.any()


def test_holes_stay_holes():
    """An absent hour gives four absent quarters, a missing one needs no profile."""
    series = metered_series([], observations=block([4, 0], [2, 3], status=[0, 5]))
    shape = metered_series([], resolution="PT15M", observations=block([1] * 4, [5, 6, 7, 8]))

    assert [5, 6, 7, 8, 9, 10, 11, 12] == spread(series, "PT15M", shape).observations.position.tolist()


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (full(), "expected a profile in PT15M, found PT1H"),
        (full(AUTUMN, "PT15M"), "the profile covers 2024-10-26T22:00:00"),
        (metered_series([1] * 95, resolution="PT15M"), "position 96 of the profile has no value"),
        (
            metered_series([], resolution="PT15M", observations=block([1] * 96, status=[0, 5] * 48)),
            "position 2 of the profile has no value",
        ),
        (
            metered_series([], resolution="PT15M", observations=block([1, -1] * 48)),
            "position 2 of the profile is below zero",
        ),
        (
            metered_series([], resolution="PT15M", observations=block([2**60 + 1] * 96)),
            "profile whose sums are at most",
        ),
        (
            metered_series([], resolution="PT15M", observations=block([2**62] * 96)),
            "the sum of a profile does not fit 64 bits",
        ),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(profile, words):
    """What is wrong with a profile is named."""
    with pytest.raises(ValueError, match=words):
        spread(full(), "PT15M", profile)


def test_a_zero_profile_may_be_refused():
    """On request a zero profile raises, unless there is nothing to share."""
    shape = metered_series([], resolution="PT15M", observations=block([0] * 96))

    with pytest.raises(ValueError, match="the profile is zero"):
        spread(full(), "PT15M", shape, zero=ZeroProfile.REFUSE)
    assert [0] * 96 == quantities(spread(metered_series([0] * 24), "PT15M", shape, zero=ZeroProfile.REFUSE))


def test_a_day_spreads_by_profile_over_uneven_groups():
    """Days of 24, 23 and 24 hours take the shares of their own hours."""
    series = metered_series([], SPRING - dt.timedelta(days=1), "P1D", 3, observations=block([100, 23, -5]))
    shape = full(SPRING - dt.timedelta(days=1), "PT1H", 3)
    shares = spread(series, "PT1H", shape)

    assert series == sum_days(shares)
    assert [24, 23, 24] == np.diff([0, 24, 47, 71]).tolist()
    # 100 * n / 300 thousandths in the hours n = 1 .. 24 of the first day
    assert abs(shares.observations.quantity[:24] - np.arange(1, 25) / 3).max() < 1


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (full(resolution="PT15M"), "expected hourly values, found 'PT15M'"),
        (attrs.evolve(full(), resolution=None), "expected hourly values, found None"),
        (
            metered_series([], observations=block([0], status=5, unparsed=((0, "?"),))),
            "row 0 of the series has no value",
        ),
        (metered_series([], observations=block([-(2**63)])), "does not fit 64 bits"),
    ],
)
def test_what_is_no_hourly_value_is_refused(series, words):
    """The transformation takes hours that can be calculated with."""
    with pytest.raises(ValueError, match=words):
        sixty_to_fifteen(series)


def test_shares_of_shorter_steps_only():
    """Nothing spreads over longer steps."""
    with pytest.raises(ValueError, match="do not hold whole steps"):
        spread(full(resolution="PT15M"), "PT1H")


def test_a_switch_day_keeps_its_instants():
    """The quarters of a day start where its hours start."""
    hours = full(AUTUMN)

    assert hours.instants().tolist() == sixty_to_fifteen(hours).instants()[::4].tolist()
    assert days(AUTUMN) == sixty_to_fifteen(hours).period
