"""The store of metering values: newest counts, nothing is lost, memory is that of the values."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edielkit.hub.values.store import added, block_of, minute, pieces, read, withdrawn
from edielkit.hub.values.value_records import ValueBlock
from edielkit.market_time import Period, day_period
from edielkit.series import Observation, Observations, Status

NOON = dt.datetime(2026, 2, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def _block(
    start: dt.datetime, values: list[int], *, code: str = "PT1H", age: int = 0, later: int = 0
) -> ValueBlock:
    return block_of(
        start,
        code,
        Observations.metered(values),
        registered=NOON + age * HOUR,
        inserted=NOON + (age + later) * HOUR,
        source=f"{age}-{later}",
    )


DAY = day_period(dt.date(2026, 2, 2)).start


@pytest.mark.parametrize(
    ("expected", "new"),
    [
        ([1, 9, 9, 1], _block(DAY + HOUR, [9, 9], age=1)),
        ([1, 1, 1, 1], _block(DAY + HOUR, [9, 9], age=-1)),
        ([1, 9, 9, 1], _block(DAY + HOUR, [9, 9], age=0, later=1)),
        ([9, 9, 9, 9], _block(DAY - HOUR, [9] * 9, age=3)),
    ],
    ids=["registered later", "registered before", "registered at once, came later", "wider"],
)
def test_what_was_registered_last_counts(expected, new):
    """The latest registration counts, and of two at one time the later insertion."""
    history = added(added((), _block(DAY, [1, 1, 1, 1])), new)
    values = read(history, Period(DAY, DAY + 4 * HOUR), 60)
    assert [number * 1000 for number in expected] == values.quantity.tolist()
    assert values.complete


def test_as_of_an_instant():
    """What came after the instant is not there yet."""
    history = added(added((), _block(DAY, [1, 2])), _block(DAY, [3], age=2))
    period = Period(DAY, DAY + 2 * HOUR)
    assert read(history, period, 60, as_of=NOON).quantity.tolist() == [1000, 2000]
    assert read(history, period, 60, as_of=NOON - HOUR).present.tolist() == [False, False]
    assert read(history, period, 60, as_of=NOON + 2 * HOUR).quantity.tolist() == [3000, 2000]


def test_withdrawn_values_are_absent():
    """Values that were taken back are gone, those around them stay."""
    gone = withdrawn(Period(DAY + HOUR, DAY + 2 * HOUR), 60, registered=NOON + HOUR, inserted=NOON + HOUR)
    values = read((_block(DAY, [1, 2, 3]), gone), Period(DAY, DAY + 3 * HOUR), 60)
    assert values.present.tolist() == [True, False, True]
    assert values.status.tolist() == [Status.METERED, Status.MISSING, Status.METERED]


def test_pieces_tell_what_came_together():
    """A query's answer is split where registration or a hole splits the values."""
    history = added((_block(DAY, [1, 2, 3, 4]),), _block(DAY + HOUR, [7], age=1))
    found_pieces = pieces(history, Period(DAY, DAY + 6 * HOUR))
    expected = [(DAY, [1], 0), (DAY + HOUR, [7], 1), (DAY + 2 * HOUR, [3, 4], 0)]
    assert expected == [
        (
            piece.period.start,
            [int(q) // 1000 for q in piece.observations.quantity],
            (piece.registered - NOON) // HOUR,
        )
        for piece in found_pieces
    ]


def test_quarters_replace_hours():
    """Where quarters came later, an hour that they touch is gone as an hour."""
    history = (_block(DAY, [4, 4, 4]), _block(DAY + HOUR, [1, 1, 1, 1], code="PT15M", age=1))
    assert read(history, Period(DAY, DAY + 3 * HOUR), 60).present.tolist() == [True, False, True]
    assert read(history, Period(DAY + HOUR, DAY + 2 * HOUR), 15).quantity.tolist() == [1000] * 4
    partly = (_block(DAY, [4, 4]), _block(DAY + HOUR, [1, 1], code="PT15M", age=1))
    assert [piece.minutes for piece in pieces(partly, Period(DAY, DAY + 2 * HOUR))] == [60, 15]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 1)])
def test_days_of_the_clock_change(day):
    """A day of 23 or 25 hours is read whole, and the next one begins where it ends."""
    period = day_period(day)
    count = period.duration // HOUR
    history = (_block(period.start, list(range(count))), _block(period.end, [99], age=1))
    assert [number * 1000 for number in range(count)] == read(history, period, 60).quantity.tolist()


def test_qualities_and_large_values_survive():
    """Statuses, codes and numbers of twelve digits come back as they were."""
    given_rows = Observations.of(
        [
            Observation(1, Observations.metered(["123456789012.345"])[0].quantity),
            Observation(2, Observations.metered(["1"])[0].quantity, Status.TEMPORARY, "V999", "E008"),
        ]
    )
    block = block_of(DAY, "PT1H", given_rows, registered=NOON, inserted=NOON)
    assert given_rows == read((block,), Period(DAY, DAY + 2 * HOUR), 60).observations()


def test_small_blocks_stay_small():
    """A day of quarters takes five hundred bytes, not an object a value."""
    block = _block(DAY, [1] * 96, code="PT15M")
    assert (384, 2) == (len(block.quantity), len(block.quality))


_STEPS = st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 5), st.sampled_from([15, 60]))


@given(st.lists(_STEPS, max_size=8))
def test_reading_is_what_a_naive_overlay_gives(steps):
    """For any deliveries, reading equals writing them one after another into a plain list."""
    history, base = (), np.full(4 * 64, -1)
    blocks = [
        _block(
            DAY + start * HOUR, [place + 1] * (count * 60 // size), code=f"PT{size}M", age=age, later=place
        )
        for place, (start, count, age, size) in enumerate(steps)
    ]
    for block in blocks:
        history = added(history, block)
    for block in sorted(blocks, key=lambda b: (b.registered, b.inserted)):
        low = (block.start - minute(DAY)) // 15
        base[low : low + block.count * block.minutes // 15] = blocks.index(block)
    for minutes in (15, 60):
        values = read(history, Period(DAY, DAY + 64 * HOUR), minutes)
        parts = base.reshape(-1, minutes // 15)
        expected = [
            int(row[0]) + 1
            if row[0] >= 0 and blocks[row[0]].minutes == minutes and (row == row[0]).all()
            else 0
            for row in parts
        ]
        assert [number * 1000 for number in expected] == values.quantity.tolist()
