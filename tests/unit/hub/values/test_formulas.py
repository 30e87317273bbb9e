"""The formulas of virtual calculations: exact, and nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.hub.values.formulas import (
    MILLION,
    Formula,
    apportioned,
    fits,
    floored,
    gross,
    millionths,
    netted,
    shared,
    weighted,
)

LIMIT = 10**15
quantities = st.integers(0, LIMIT - 1)
small = st.integers(0, 50)
mixed = st.one_of(quantities, small)


def columns(count, length, values=quantities):
    """Draw *count* columns of *length*."""
    return st.lists(st.lists(values, min_size=length, max_size=length), min_size=count, max_size=count).map(
        lambda rows: np.array(rows, np.int64)
    )


@st.composite
def tables(draw, values=mixed):
    """Draw a table with up to seven rows and five intervals."""
    return draw(columns(draw(st.integers(1, 7)), draw(st.integers(1, 5)), values))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (250_000, "0.25"),
        (1, "0.000001"),
        (-MILLION, -1),
        (1000 * MILLION, Decimal(1000)),
        (None, "0.0000001"),
        (None, "1000.000001"),
        (None, "NaN"),
        (None, "a quarter"),
        (None, None),
    ],
)
def test_weights_are_exact(expected, text):
    """A weight has six decimals and is no larger than a thousand."""
    if expected is None:
        with pytest.raises(ValueError, match="expected"):
            millionths(text)
    else:
        assert expected == millionths(text)


@pytest.mark.parametrize(
    ("expected", "rows", "weights"),
    [
        ([30], [[10], [20]], [MILLION, MILLION]),
        ([-10], [[10], [20]], [MILLION, -MILLION]),
        # half a thousandth goes away from zero, as much below as above
        ([1], [[1], [0]], [500_000, MILLION]),
        ([-1], [[1], [0]], [-500_000, MILLION]),
        # rounded once: three thirds are a whole, not three times nothing
        ([1], [[1], [1], [1]], [333_333, 333_333, 333_334]),
        ([999_999_999_999_999 * 999], [[999_999_999_999_999]], [999 * MILLION]),
    ],
)
def test_weighted_sums(expected, rows, weights):
    """Sums with weights are rounded once, half away from zero."""
    assert expected == weighted(np.array(rows, np.int64), weights).tolist()


@given(st.data())
@settings(max_examples=100)
def test_weighted_sums_are_within_half_a_thousandth(data):
    """Whatever `fits` lets through is exact to half a thousandth."""
    table = data.draw(tables())
    weights = data.draw(st.lists(st.integers(-(10**9), 10**9), min_size=len(table), max_size=len(table)))
    total = weighted([np.where(fits(table, weights), row, 0) for row in table], weights)
    for at, usable in enumerate(fits(table, weights)):
        exact = sum(Fraction(int(row[at]) * w, MILLION) for row, w in zip(table, weights, strict=True))
        if usable:
            assert abs(exact - int(total[at])) <= Fraction(1, 2)
        else:
            assert sum(abs(int(row[at]) * w) for row, w in zip(table, weights, strict=True)) > LIMIT * 998_000


def test_what_does_not_fit_is_named():
    """A sum of more than fifteen digits is not calculated."""
    big = np.array([LIMIT - 1, 1])

    assert [False, True] == fits([big, big], [MILLION, MILLION]).tolist()


@given(tables())
def test_net_is_conserved(table):
    """What is taken less what is fed in is the net, and never both at once."""
    net = table[0] - table[-1]
    out, into = netted(net)

    assert net.tolist() == (out - into).tolist()
    assert not ((out > 0) & (into > 0)).any()
    assert (out >= 0).all()
    assert (into >= 0).all()


def test_floor_and_gross():
    """Below zero is zero; gross is production and net together."""
    assert [0, 0, 5] == floored(np.array([-5, 0, 5])).tolist()
    assert [7, 4, 0] == gross(np.array([4, 4, 4]), np.array([3, 0, -9])).tolist()


@given(st.data())
@settings(max_examples=150)
def test_parts_sum_to_the_whole(data):
    """Parts sum to the whole in each interval, none is off its exact share by a thousandth or more."""
    shares = data.draw(tables())
    whole = data.draw(columns(1, shares.shape[1], mixed))[0]
    parts = apportioned(whole, shares, first=data.draw(st.integers(0, 10**7)))

    assert whole.tolist() == parts.sum(axis=0).tolist()
    for at in range(len(whole)):
        weights = [int(x) for x in shares[:, at]]
        total = sum(weights) or len(weights)
        weights = weights if sum(weights) else [1] * len(weights)
        for part, weight in zip(parts[:, at], weights, strict=True):
            assert abs(Fraction(int(whole[at]) * weight, total) - int(part)) < 1


@given(st.data())
@settings(max_examples=50)
def test_parts_do_not_depend_on_the_period(data):
    """An interval is divided alike whether it is calculated alone or in a year."""
    shares = data.draw(tables(small))
    whole = data.draw(columns(1, shares.shape[1], small))[0]
    parts = apportioned(whole, shares, first=100)

    for at in range(len(whole)):
        alone = apportioned(whole[at : at + 1], shares[:, at : at + 1], first=100 + at)
        assert parts[:, at : at + 1].tolist() == alone.tolist()


def test_nobody_gains_by_a_place_in_a_list():
    """Over as many intervals as there are recipients, equal shares of one thousandth each come to one each."""
    parts = apportioned(np.ones(7, np.int64), np.ones((7, 1), np.int64), first=3)

    assert [1] * 7 == parts.sum(axis=1).tolist()


ONE = np.array([1000], np.int64)


@pytest.mark.parametrize(
    ("expected", "formula", "consumption", "shares"),
    [
        ([250, 750], Formula.MANUAL, [[9], [9]], [250_000, 750_000]),
        ([0, 1000], Formula.MANUAL, [[9], [9]], [0, MILLION]),
        ([500, 500], Formula.EQUAL, [[9], [1]], []),
        ([900, 100], Formula.CONSUMPTION, [[9], [1]], []),
        ([1000, 0], Formula.CONSUMPTION, [[9], [0]], []),
        # nobody uses anything: the production is still somebody's
        ([500, 500], Formula.CONSUMPTION, [[0], [0]], []),
    ],
)
def test_shared_production_by_hand(expected, formula, consumption, shares):
    """Each formula, calculated by hand."""
    assert expected == shared(ONE, np.array(consumption), formula, shares)[:, 0].tolist()


@given(st.data(), st.sampled_from(Formula))
@settings(max_examples=100)
def test_shared_production_conserves_energy(data, formula):
    """In each interval all that recipients take less what they feed in is their consumption less the production."""
    consumption = data.draw(tables())
    count, length = consumption.shape
    production = data.draw(columns(1, length))[0]
    cuts = sorted(data.draw(st.lists(st.integers(0, MILLION), min_size=count - 1, max_size=count - 1)))
    shares = np.diff([0, *cuts, MILLION]).tolist()
    parts = shared(production, consumption, formula, shares, first=data.draw(st.integers(0, 10**6)))
    nets = [netted(used - part) for used, part in zip(consumption, parts, strict=True)]
    balance = [sum(int(out[t]) - int(into[t]) for out, into in nets) for t in range(length)]

    assert [int(consumption[:, t].sum()) - int(production[t]) for t in range(length)] == balance
