"""What holds for every series: nothing is lost, nothing is made, on every day of the year."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import any_series, block, dates, full

from edielkit.market_time import Period, day_period, hours_in_day
from edielkit.series import (
    Holes,
    Merge,
    Observations,
    Overlap,
    Rounding,
    Status,
    add,
    align,
    compare,
    counts_by_day,
    cut,
    cut_days,
    decimal,
    fill,
    grid_of,
    is_complete,
    join,
    missing,
    negate,
    scale,
    sixty_to_fifteen,
    spread,
    subtract,
    sum_days,
    sum_to,
)

bounded = settings(max_examples=100, deadline=None)


@bounded
@given(any_series(), st.data())
def test_cut_then_join_is_the_identity(series, data):
    """Whatever the cuts and their order, joining the parts gives the series back."""
    grid = grid_of(series)
    step = dt.timedelta(seconds=grid.resolution.seconds)
    inner = data.draw(st.sets(st.integers(1, grid.count - 1), max_size=5))
    bounds = [
        series.period.start,
        *(series.period.start + n * step for n in sorted(inner)),
        series.period.end,
    ]
    parts = [cut(series, Period(a, b)) for a, b in itertools.pairwise(bounds)]

    assert series == join(data.draw(st.permutations(parts)))


@bounded
@given(any_series())
def test_days_then_join_is_the_identity(series):
    """The days of a series are a partition of it."""
    parts = cut_days(series)

    assert series == join(parts)
    assert series.observations.total == sum((p.observations.total for p in parts), Decimal(0))


@bounded
@given(any_series(resolutions=("PT15M",), holes=False, missing=False))
def test_sums_conserve_the_total(series):
    """Hours and days add up to the same total as the quarters, and to each other."""
    hours, by_day = sum_to(series, "PT1H"), sum_days(series)

    assert series.observations.total == hours.observations.total == by_day.observations.total
    assert by_day == sum_days(hours)


@bounded
@given(any_series(resolutions=("PT15M",)))
def test_sums_with_holes_lose_only_what_they_say(series):
    """A sum is right or it is missing; a long step without any value is absent."""
    hours = sum_to(series, "PT1H", holes=Holes.KEEP)
    by_hour: dict[int, list[int]] = {}
    for position, quantity, status in zip(
        *(getattr(series.observations, n).tolist() for n in ("position", "quantity", "status")), strict=True
    ):
        by_hour.setdefault((position - 1) // 4 + 1, []).append(quantity if status != Status.MISSING else None)
    expected = [
        (at, decimal(sum(quarters)) if len(quarters) == 4 and None not in quarters else None)
        for at, quarters in by_hour.items()
    ]

    assert expected == [(o.position, o.quantity) for o in hours.observations]


@bounded
@given(any_series(resolutions=("PT1H", "PT60M")))
def test_flat_quarters_add_up_to_the_hour(series):
    """Four flat quarters are the hour and differ by a thousandth at most, also below zero."""
    quarters = sixty_to_fifteen(series)
    four = quarters.observations.quantity.reshape(-1, 4)

    assert np.array_equal(series.observations.quantity, four.sum(axis=1))
    assert (four.max(axis=1) - four.min(axis=1) <= 1).all()


@bounded
@given(any_series(resolutions=("PT1H",)), st.booleans(), st.data())
def test_hours_come_back_from_profiled_quarters(series, large, data):
    """The 60-to-15 transformation, summed again, gives the hours back: values, status, codes and holes."""
    top = 2**60 if large else 9
    profile = attrs.evolve(
        full(resolution="PT15M"),
        period=series.period,
        observations=block(
            np.random.default_rng(data.draw(st.integers(0, 2**32))).integers(
                0, top, grid_of(series).count * 4, endpoint=False
            )
        ),
    )
    quarters = sixty_to_fifteen(series, profile)

    assert series == sum_to(quarters, "PT1H", holes=Holes.KEEP)


@bounded
@given(
    st.lists(st.integers(-(10**18), 10**18), min_size=24, max_size=24),
    st.lists(st.integers(0, 10**18), min_size=96, max_size=96),
)
def test_shares_are_the_nearest_that_add_up(hours, weights):
    """Each quarter is its exact share rounded down or up, whatever the size of the numbers."""
    series = attrs.evolve(full(), observations=block(hours))
    profile = attrs.evolve(full(resolution="PT15M"), observations=block(weights))
    quarters = spread(series, "PT15M", profile).observations.quantity.tolist()

    for n, hour in enumerate(hours):
        weight = weights[4 * n : 4 * n + 4]
        whole = sum(weight)
        shares = [Fraction(abs(hour) * w, whole) if whole else Fraction(abs(hour), 4) for w in weight]
        assert hour == sum(quarters[4 * n : 4 * n + 4])
        assert all(abs(abs(q) - s) < 1 for q, s in zip(quarters[4 * n : 4 * n + 4], shares, strict=True))


@bounded
@given(dates, st.integers(0, 10**15 - 1), st.sampled_from(["PT1H", "PT15M"]))
def test_a_day_spreads_over_its_hours(day, quantity, resolution):
    """A day's volume over 23, 24 or 25 hours, or their quarters, adds up to the day."""
    series = attrs.evolve(full(day, "P1D"), observations=block([quantity]))
    spread_out = spread(series, resolution)

    assert hours_in_day(day) * {"PT1H": 1, "PT15M": 4}[resolution] == len(spread_out.observations)
    assert series == sum_days(spread_out)


@bounded
@given(any_series(missing=False), st.data())
def test_add_and_subtract_undo_each_other(series, data):
    """Adding and subtracting a series of the same grid gives the first back."""
    size = len(series.observations)
    random = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    values = attrs.evolve(series.observations, quantity=random.integers(-(10**12), 10**12, size))
    other = attrs.evolve(series, observations=values)
    together = add(series, other, holes=Holes.KEEP)

    assert series == subtract(together, other, holes=Holes.KEEP)
    assert together.observations.total == series.observations.total + other.observations.total
    assert add(series, negate(other), holes=Holes.KEEP) == subtract(series, other, holes=Holes.KEEP)


@bounded
@given(any_series(), st.fractions(-1000, 1000, max_denominator=1000), st.sampled_from(Rounding))
def test_scale_is_exact_or_the_nearest(series, factor, rounding):
    """A scaled value is the exact product, or its nearest thousandth where rounding is asked for."""
    exact = [q * factor for q in series.observations.quantity.tolist()]
    whole = all(amount.denominator == 1 for amount in exact)
    if rounding is Rounding.REFUSE and not whole:
        return
    scaled = scale(series, factor, rounding=rounding).observations.quantity.tolist()

    assert all(abs(amount - got) <= Fraction(1, 2) for amount, got in zip(exact, scaled, strict=True))
    if rounding is Rounding.HALF_EVEN:
        assert [round(amount) for amount in exact] == scaled


@bounded
@given(any_series(), st.integers(-5, 5), st.integers(0, 5))
def test_align_moves_no_value(series, before, after):
    """On a longer period every value keeps its instant; cut brings the series back."""
    start = series.period.start - dt.timedelta(days=abs(before))
    longer = align(series, Period(start, series.period.end + dt.timedelta(hours=after)))

    assert np.array_equal(series.instants(), longer.instants())
    assert series == cut(longer, series.period)


@bounded
@given(any_series())
def test_fill_leaves_no_hole_and_no_value_changed(series):
    """After filling with zero the total is the same, every day is full, and the known values are there."""
    filled = fill(series, 0, status=Status.ESTIMATED)

    assert is_complete(filled)
    assert not len(missing(filled))
    assert series.observations.total == filled.observations.total
    assert all(day.expected == day.present for day in counts_by_day(filled))
    assert not len(compare(series, filled).position)


@bounded
@given(any_series())
def test_filled_named_holes_round_trip(series):
    """Holes that are named and unnamed again are the holes that were."""
    named = fill(series, 0, status=Status.MISSING)

    assert np.array_equal(missing(series), missing(named))
    assert len(missing(named, named=False)) == 0


@bounded
@given(any_series(missing=False), st.data())
def test_corrections_replace_what_they_name(series, data):
    """Joined with corrections of some positions, those are the corrections' and the others stay."""
    count = grid_of(series).count
    chosen = sorted(data.draw(st.sets(st.integers(1, count), min_size=1, max_size=10)))
    fixes = attrs.evolve(series, observations=block([7] * len(chosen), chosen))
    joined = join([series, fixes], overlap=Overlap.LAST)
    expected = dict(
        zip(series.observations.position.tolist(), series.observations.quantity.tolist(), strict=True)
    )
    expected |= dict.fromkeys(chosen, 7)

    assert sorted(expected.items()) == list(
        zip(joined.observations.position.tolist(), joined.observations.quantity.tolist(), strict=True)
    )


@bounded
@given(dates, st.integers(1, 40))
def test_every_day_has_its_hours(first, count):
    """The days of a quarter series have 92, 96 or 100 values, as many as the clock says."""
    series = full(first, "PT15M", count)

    assert [hours_in_day(first + dt.timedelta(days=n)) * 4 for n in range(count)] == [
        len(day.observations) for day in cut_days(series)
    ]
    assert [day_period(first + dt.timedelta(days=n)) for n in range(count)] == [
        day.period for day in cut_days(series)
    ]


@bounded
@given(any_series(holes=False, missing=False))
def test_a_sum_is_as_certain_as_its_least_certain_part(series):
    """The status of a day is one that a value of the day has, and no better than any of them."""
    order = [0, 6, 4, 2, 1, 3, 5]
    for day, whole in zip(sum_days(series).observations, cut_days(series), strict=True):
        statuses = set(whole.observations.status.tolist())
        assert max(statuses, key=order.index) == day.status
        assert any(
            (quarter.status, quarter.validation, quarter.estimation)
            == (day.status, day.validation, day.estimation)
            for quarter in whole.observations
        )
    calculated = sum_days(series, merge=Merge.CALCULATED).observations
    assert {Status.CALCULATED} == {quarter.status for quarter in calculated}


extreme = st.one_of(
    st.sampled_from([2**63 - 1, -(2**63), 2**62, -(2**62), 0, 1, -1]), st.integers(-(2**63), 2**63 - 1)
)


def fits(*numbers):
    """Tell whether all numbers are in the range of 64 bits."""
    return all(-(2**63) <= number < 2**63 for number in numbers)


@bounded
@given(st.lists(extreme, min_size=4, max_size=4))
def test_a_sum_is_exact_or_refused(numbers):
    """At the limits of 64 bits a sum is either right or an error, never wrapped."""
    series = attrs.evolve(full(resolution="PT15M"), observations=block(numbers * 24))

    if fits(sum(numbers)):
        assert [sum(numbers)] * 24 == sum_to(series, "PT1H").observations.quantity.tolist()
    else:
        with pytest.raises(ValueError, match="64 bits"):
            sum_to(series, "PT1H")


@bounded
@given(st.lists(st.tuples(extreme, extreme), min_size=24, max_size=24), st.sampled_from([add, subtract]))
def test_addition_is_exact_or_refused(pairs, operate):
    """Sums and differences at the limits of 64 bits are right or an error."""
    # most draws have one pair that does not fit, so those that do are tried alone, too
    for some in (pairs, [p if fits(sum(p), p[0] - p[1]) else (0, 0) for p in pairs]):
        first, two = (attrs.evolve(full(), observations=block([p[n] for p in some])) for n in (0, 1))
        results = [a + b if operate is add else a - b for a, b in some]
        if fits(*results):
            assert results == operate(first, two).observations.quantity.tolist()
        else:
            with pytest.raises(ValueError, match="64 bits"):
                operate(first, two)


@bounded
@given(any_series())
def test_compare_with_itself_is_equal(series):
    """A series equals itself, with its holes."""
    comparison = compare(series, series)

    assert comparison.equal
    assert Decimal(0) == comparison.largest == comparison.difference
    assert int((series.observations.status != Status.MISSING).sum()) == comparison.compared


def test_an_empty_series_stays_empty():
    """Operations on a series without values give one without values."""
    empty = attrs.evolve(full(), observations=Observations.metered([]))

    assert empty == join(cut_days(empty))
    assert [] == sixty_to_fifteen(empty).observations.quantity.tolist()
    assert [] == sum_to(sixty_to_fifteen(empty), "PT1H", holes=Holes.KEEP).observations.quantity.tolist()
