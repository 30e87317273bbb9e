"""Calculations that build on each other: whatever comes in which order, in the end each is what its inputs say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import MORNING, gsrn, parties, structure
from tests.support.hub_sharing import ENERGY, day_period, member, observations

from edielkit.hub.core.config import Config
from edielkit.hub.core.ids import Ids
from edielkit.hub.core.market import Market
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.calculations import parts_sent, put, sent_key
from edielkit.hub.values.formulas import MILLION, weighted
from edielkit.hub.values.store import added, block_of, minute, read
from edielkit.hub.values.value_records import (
    VALUES,
    Calculation,
    CalculationInput,
    CalculationTarget,
    CalculationVersion,
    ChannelKey,
    Template,
)
from edielkit.hub.virtual import calculation_run
from edielkit.hub.virtual.interval_columns import IntervalGrid, column, runs, worst
from edielkit.hub.virtual.recalculation import recalculate
from edielkit.market_time import Period

DATE = dt.date(2026, 2, 2)
WHOLE = day_period(DATE)
METERS, RESULTS = 4, 6
KEYS = [ChannelKey(gsrn(500 + n), ENERGY, "Out") for n in range(METERS + RESULTS)]
POINTS = tuple(member(key.point, "E17", user=None) for key in KEYS)


def fresh():
    """Return a step on a hub with nothing but points."""
    market = Market(parties=parties(), structure=structure(), points=POINTS)
    return Transaction(State(market, Config(), Ids()), MORNING)


def calculation(name, inputs, target, *, start=DATE, end=None):
    """Return a sum of other channels, limited at zero."""
    version = CalculationVersion(
        number=1,
        start=start,
        end=end,
        template=Template.SUM,
        floor=True,
        inputs=tuple(CalculationInput(key=key, weight=weight) for key, weight in inputs),
        targets=(CalculationTarget(key=target),),
    )
    return Calculation(identification=name, versions=(version,))


def bring(transaction, key, quantities, first=0, *, number=0):
    """Store hourly values from an hour of the day on; return what has changed."""
    start = WHOLE.start + dt.timedelta(hours=first)
    registered = MORNING + dt.timedelta(seconds=number)
    block = block_of(start, "PT1H", observations(quantities), registered=registered, inserted=MORNING)
    transaction.put(VALUES, key, added(transaction.get(VALUES, key) or (), block))
    return key, Period(start, start + dt.timedelta(hours=len(quantities)))


def values_of(transaction, key):
    """Return the day's values."""
    return read(transaction.get(VALUES, key) or (), WHOLE, 60)


@st.composite
def graphs(draw):
    """Draw what each result is a sum of: meters, and results before it."""
    weights = st.sampled_from([MILLION, 500_000, 333_333, -MILLION, 2 * MILLION])
    return [
        draw(
            st.lists(
                st.tuples(st.sampled_from(KEYS[: METERS + n]), weights),
                min_size=1,
                max_size=3,
                unique_by=lambda draft: draft[0],
            )
        )
        for n in range(RESULTS)
    ]


messages = st.lists(
    st.tuples(
        st.integers(0, METERS - 1),
        st.integers(0, 23),
        st.lists(st.integers(0, 99_999), min_size=1, max_size=24),
    ).map(lambda draft: (draft[0], draft[1], draft[2][: 24 - draft[1]])),
    min_size=1,
    max_size=8,
)


@given(graphs(), st.permutations(range(RESULTS)), st.lists(messages, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_results_are_what_their_inputs_say(graph, order, batches):
    """After any batches of values each result is the sum of what its inputs are now, where all of them are there."""
    transaction = fresh()
    for n in order:
        put(transaction, calculation(f"calculation {n}", graph[n], KEYS[METERS + n]))
    number = 0
    for batch in batches:
        changed = []
        for meter, first, quantities in batch:
            number += 1
            changed.append(bring(transaction, KEYS[meter], quantities, first, number=number))
        written = recalculate(transaction, changed)
        assert {1} >= set(Counter(written).values())
    for n, inputs in enumerate(graph):
        result = values_of(transaction, KEYS[METERS + n])
        columns = [values_of(transaction, key) for key, _ in inputs]
        present = np.logical_and.reduce([values.present for values in columns])
        expected = np.maximum(weighted([values.quantity for values in columns], [w for _, w in inputs]), 0)
        assert present.tolist() == result.present.tolist()
        assert expected[present].tolist() == result.quantity[present].tolist()


def test_a_diamond_is_calculated_once():
    """Two ways to one result: it is written once."""
    transaction = fresh()
    meter, left, right, bottom = KEYS[:4]
    put(transaction, calculation("bottom", [(left, MILLION), (right, MILLION)], bottom))
    put(transaction, calculation("left", [(meter, MILLION)], left))
    put(transaction, calculation("right", [(meter, 2 * MILLION)], right))
    written = recalculate(transaction, [bring(transaction, meter, [1] * 24)])

    assert [3] * 24 == values_of(transaction, bottom).quantity.tolist()
    assert 1 == len(transaction.get(VALUES, bottom))
    assert {(left, WHOLE), (right, WHOLE), (bottom, WHOLE)} == set(written)


def test_calculations_that_turn_round_at_a_midnight():
    """What was built one way until a day and the other way after it is calculated on both days."""
    transaction = fresh()
    first, two = KEYS[:2]
    following = DATE + dt.timedelta(days=1)
    put(transaction, calculation("there", [(first, MILLION)], two, end=following))
    put(transaction, calculation("back", [(two, MILLION)], first, start=following))
    both = Period(WHOLE.start, day_period(following).end)
    changed = [bring(transaction, first, [5] * 24), bring(transaction, two, [6] * 24, 24)]
    recalculate(transaction, changed)

    assert [5] * 24 + [6] * 24 == read(transaction.get(VALUES, first), both, 60).quantity.tolist()
    assert [5] * 24 + [6] * 24 == read(transaction.get(VALUES, two), both, 60).quantity.tolist()


def test_nothing_follows_from_what_nobody_uses():
    """Values that go into no calculation cost a look and write nothing."""
    transaction = fresh()
    put(transaction, calculation("one", [(KEYS[1], MILLION)], KEYS[2]))

    assert [] == recalculate(transaction, [bring(transaction, KEYS[0], [1])])


def test_the_same_values_again_write_nothing():
    """A result that does not change is not written, and so not sent, again."""
    transaction = fresh()
    put(transaction, calculation("one", [(KEYS[0], MILLION)], KEYS[1]))

    assert [(KEYS[1], WHOLE)] == recalculate(transaction, [bring(transaction, KEYS[0], [1] * 24)])
    assert [] == recalculate(transaction, [bring(transaction, KEYS[0], [1] * 24, number=1)])
    hour = Period(WHOLE.start + dt.timedelta(hours=3), WHOLE.start + dt.timedelta(hours=4))
    again = bring(transaction, KEYS[0], [1, 1, 1, 2, *[1] * 20], number=2)
    assert [(KEYS[1], hour)] == recalculate(transaction, [again])


@pytest.mark.parametrize(
    ("expected", "mask"), [([], []), ([(0, 2)], [1, 1]), ([(1, 2), (3, 4)], [0, 1, 0, 1])]
)
def test_runs(expected, mask):
    """Runs of true rows, the first and the last row too."""
    assert expected == list(runs(np.array(mask, bool)))


def test_hours_and_quarters_on_one_grid():
    """An hour is there as it was sent, or as four quarters; three of them make none, and the worst says the status."""
    transaction = fresh()
    key = KEYS[0]
    bring(transaction, key, [10, 10, 10])
    quarters = observations([1, 2, 3, 4, 5, 6, 7], status=3)
    block = block_of(
        WHOLE.start + dt.timedelta(hours=3), "PT15M", quarters, registered=MORNING, inserted=MORNING
    )
    transaction.put(VALUES, key, added(transaction.get(VALUES, key), block))
    start = int(WHOLE.start.timestamp()) // 60
    summed = column(transaction, key, IntervalGrid(start, start + 300, 60))

    assert [True, True, True, True, False] == summed.present.tolist()
    assert [10, 10, 10, 10, 0] == summed.quantity.tolist()
    assert [0, 0, 0, 3] == [int(quality) & 7 for quality in summed.quality[:4]]
    assert [0, 0, 0, 3] == [int(quality) & 7 for quality in worst([summed, summed])[:4]]


def test_channels_that_nobody_reckons_keep_their_key():
    """Without calculations a channel's values are kept as they come, whatever the period."""
    transaction = fresh()

    assert ((KEYS[0], WHOLE),) == parts_sent(transaction, KEYS[0], WHOLE)
    assert KEYS[0] == sent_key(transaction, KEYS[0], DATE)


def test_long_stretches_are_calculated_in_parts(monkeypatch):
    """However little is calculated at once, the values are the same."""
    from edielkit.hub.virtual import calculation_run

    days = Period(WHOLE.start, day_period(DATE + dt.timedelta(days=9)).end)
    results = []
    for most in (calculation_run._MOST_VALUES, 1, 1000):
        monkeypatch.setattr(calculation_run, "_MOST_VALUES", most)
        transaction = fresh()
        put(transaction, calculation("one", [(KEYS[0], 333_333)], KEYS[1]))
        written = recalculate(transaction, [bring(transaction, KEYS[0], list(range(240)))])
        assert [(KEYS[1], days)] == written
        results.append(read(transaction.get(VALUES, KEYS[1]), days, 60).quantity.tolist())

    assert [(333_333 * n + 500_000) // MILLION for n in range(240)] == results[0]
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("day", [DATE, dt.date(2026, 3, 28), dt.date(2026, 10, 24)], ids=str)
@pytest.mark.parametrize("days_at_once", [1, 2, 3])
def test_a_long_stretch_is_calculated_piece_by_piece(monkeypatch, day, days_at_once):
    """Pieces of whole UTC days touch, none is calculated twice, and the values are those of one piece."""
    source, target = KEYS[0], KEYS[METERS]
    whole = Period(day_period(day).start, day_period(day + dt.timedelta(days=6)).end)
    low, high = minute(whole.start), minute(whole.end)
    quantities = list(range(1, (high - low) // 60 + 1))
    block = block_of(whole.start, "PT1H", observations(quantities), registered=MORNING, inserted=MORNING)
    edges = [low, *range((low // 1440 + days_at_once) * 1440, high, days_at_once * 1440), high]
    # a source and a target of 96 quarters each a day
    for most, expected in ((calculation_run._MOST_VALUES, [low, high]), (days_at_once * 2 * 96, edges)):
        monkeypatch.setattr(calculation_run, "_MOST_VALUES", most)
        transaction = fresh()
        transaction.put(VALUES, source, (block,))
        result = calculation("once", [(source, MILLION)], target, start=day)
        pieces = list(calculation_run.run(transaction, result, low, high))

        assert [(target, *piece) for piece in pairwise(expected)] == pieces
        assert quantities == read(transaction.get(VALUES, target) or (), whole, 60).quantity.tolist()
