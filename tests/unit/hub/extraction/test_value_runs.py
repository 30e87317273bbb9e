"""Columns of a channel from the blocks of its history: what the store says counts, and nothing else."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edielkit.hub.extraction.value_runs import ValueRun, layered, runs_of
from edielkit.hub.values.store import added, block_of, instant_of, minute, pieces, withdrawn
from edielkit.market_time import Period
from edielkit.series import Observations

BEGIN = dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC)
ZERO = minute(BEGIN)
HOUR = dt.timedelta(hours=1)


def expanded(runs):
    """Return start, length, value and quality of each value of *runs*."""
    return [
        (
            run.start + n * run.minutes,
            run.minutes,
            value,
            run.quality if isinstance(run.quality, int) else int(run.quality[n]),
        )
        for run in runs
        for n, value in enumerate(run.quantity.tolist())
    ]


def counted(history, first, last):
    """Return the same from what the store says counts."""
    rows = []
    for piece in pieces(history, Period(instant_of(first), instant_of(last))):
        observations = piece.observations
        quality = (
            observations.status
            | observations.validation.astype(int) << 3
            | observations.estimation.astype(int) << 7
        )
        start = minute(piece.period.start)
        rows += [
            (start + n * piece.minutes, piece.minutes, int(observations.quantity[n]), int(quality[n]))
            for n in range(len(observations.quantity))
        ]
    return rows


def block_at(start, values, *, minutes=60, age=0, status=0):
    """Return a block that begins so many hours after the beginning."""
    count = len(values)
    zeros = np.zeros(count, np.uint8)
    return block_of(
        BEGIN + start * HOUR,
        {60: "PT1H", 15: "PT15M"}[minutes],
        Observations(
            position=np.arange(1, count + 1, dtype=np.int32),
            quantity=np.array(values, np.int64),
            status=np.array([status or n % 2 for n in range(count)], np.uint8),
            validation=zeros,
            estimation=zeros,
        ),
        registered=BEGIN + age * HOUR,
        inserted=BEGIN + age * HOUR,
    )


@st.composite
def histories(draw):
    """Draw blocks of hours and quarters that overlap, leave holes, and are taken back."""
    history = ()
    for age in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 20))
        if draw(st.integers(0, 5)) == 0:
            span = Period(BEGIN + start * HOUR, BEGIN + (start + draw(st.integers(1, 5))) * HOUR)
            instant = BEGIN + age * HOUR
            history = added(history, withdrawn(span, 60, registered=instant, inserted=instant))
            continue
        minutes = draw(st.sampled_from((60, 60, 15)))
        values = draw(st.lists(st.integers(-5, 2**33), min_size=1, max_size=12))
        history = added(
            history, block_at(start, values, minutes=minutes, age=age, status=draw(st.integers(0, 4)))
        )
    return history


@given(histories(), st.integers(0, 10), st.integers(0, 30))
def test_what_the_store_says(history, first, last):
    """Whatever the blocks, the values are those that count."""
    low, high = ZERO + first * 60, ZERO + last * 60
    expected = counted(history, low, high) if low < high else []
    assert expected == expanded(runs_of(history, low, high))


def test_days_end_to_end_are_one_run():
    """Blocks that follow each other are laid end to end, whatever their widths and qualities."""
    history = (block_at(0, [1, 2], status=1), block_at(2, [2**40], status=1), block_at(3, [3, 4]))
    (run,) = runs_of(history, ZERO, ZERO + 300, "HP04")
    assert ([1, 2, 2**40, 3, 4], "HP04") == (run.quantity.tolist(), run.kind)
    assert [1, 1, 1, 0, 1] == run.quality.tolist()


def test_one_quality_stays_one():
    """Blocks of one quality have it once."""
    (run,) = runs_of((block_at(0, [1, 2], status=3), block_at(2, [3], status=3)), ZERO, ZERO + 120)
    assert ([1, 2], 3) == (run.quantity.tolist(), run.quality)


def test_whole_values_alone():
    """A value that lies half inside is outside."""
    run = ValueRun(ZERO, 60, np.arange(4), 0)
    assert [1, 2] == run.within(ZERO + 30, ZERO + 210).quantity.tolist()
    assert 0 == run.within(ZERO + 1000, ZERO + 2000).length


@st.composite
def layers(draw):
    """Draw values of several kinds, each without overlaps."""
    drawn = []
    for kind in range(draw(st.integers(0, 3))):
        at, layer = 0, []
        for _ in range(draw(st.integers(0, 4))):
            at += draw(st.integers(0, 4))
            minutes = draw(st.sampled_from((15, 60)))
            count = draw(st.integers(1, 4)) * (60 // minutes)
            layer.append(ValueRun(at * 60, minutes, np.full(count, kind), kind, str(kind)))
            at = layer[-1].end // 60
        drawn.append(layer)
    return drawn


@given(layers())
def test_the_first_layer_counts(given_layers):
    """Of each quarter that any layer has, the first layer that has it gives the value; nothing is there twice."""
    expected = {}
    for kind, layer in enumerate(given_layers):
        quarters = {n for run in layer for n in range(run.start, run.end, 15)}
        expected |= dict.fromkeys(quarters - set(expected), kind)
    values = {}
    result = layered(given_layers)
    for run in result:
        for n in range(run.start, run.end, 15):
            assert n not in values
            values[n] = int(run.kind)
    assert [run.start for run in result] == sorted(run.start for run in result)
    # whole hours meet whole hours here, so that nothing is lost at an edge
    assert expected == values
