"""A generated day balances to the thousandth, in every grid area and interval, and so says everybody who counts again."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.support.generated_days import AUTUMN, HOLIDAY, SPRING, WINTER, generated_day

from edielkit import read_series
from edielkit.exchange import balance, check_balance
from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.day_run import SentValues

MARKETS = [
    (10, 1, "mixed", WINTER),
    (10, 2, "quarter", SPRING),
    (40, 3, "hour", AUTUMN),
    (300, 4, "mixed", AUTUMN),
    (2_000, 5, "mixed", SPRING),
    (1_000, 6, "quarter", HOLIDAY),
]


def areas_of(generated):
    """Return the grid area of each point that is no exchange point, by its number."""
    from edielkit.generate.market.identities import gsrn_texts

    return {
        number: generated.market.eic(group.area)
        for group in generated.market.groups
        if group.use != "exchange"
        for number in gsrn_texts(group.first, group.count)
    }


def series_of(generated, *, corrections: bool):
    """Return all series as they were read from the bytes of the messages: a correction in place of what it corrects."""
    latest = {}
    for file in generated.files:
        if corrections or not file.is_correction:
            for series in read_series(file.content):
                key = series.metering_point, series.direction
                if key not in latest or latest[key].registered < series.registered:
                    latest[key] = series
    return list(latest.values())


@pytest.mark.parametrize(("points", "seed", "resolution", "day"), MARKETS)
def test_every_area_balances_in_every_interval(points, seed, resolution, day):
    """Production and import are consumption, export and loss; nothing is below zero."""
    figures = generated_day(points, seed, resolution, day).run.figures()

    for area in figures:
        for state in (area, area.after_corrections):
            into = state.production + state.incoming
            out = state.outgoing + state.metered + state.profiled + state.loss
            assert into.tolist() == out.tolist()
            assert all(getattr(state, name).min() >= 0 for name in ("production", "metered", "profiled", "loss"))  # fmt: skip
            assert state.loss.sum() > 0


@pytest.mark.parametrize("corrections", [False, True])
@pytest.mark.parametrize(("points", "seed", "resolution", "day"), MARKETS)
def test_the_balance_of_exchange_points_agrees(points, seed, resolution, day, corrections):
    """Read back from the bytes, `exchange.balance` has the same figures, and nothing to say of them."""
    generated = generated_day(points, seed, resolution, day)
    counted = balance(
        series_of(generated, corrections=corrections),
        generated.market.exchange_points,
        areas=areas_of(generated),
        period=generated.run.clock.period,
    )

    assert () == counted.unplaced
    for area in generated.run.figures():
        figures = area.after_corrections if corrections else area
        other = counted.of(generated.market.eic(figures.area))
        assert figures.minutes * 60 == other.seconds or not figures.metered.any()
        parts = len(other.loss) // len(figures.loss)
        for name, column in (
            ("production", other.production),
            ("incoming", other.incoming),
            ("outgoing", other.outgoing),
            ("metered", other.consumption),
        ):
            assert getattr(figures, name).tolist() == column.reshape(-1, parts).sum(axis=1).tolist(), name
        # what the balance calls the loss: all that no series tells of
        unmetered = figures.production + figures.incoming - figures.outgoing - figures.metered
        assert unmetered.tolist() == other.loss.reshape(-1, parts).sum(axis=1).tolist()
    if corrections:
        assert () == check_balance(counted).findings


def test_what_one_area_sends_its_neighbour_gets():
    """Over all areas, import less export is what came from abroad."""
    generated = generated_day(300, 4, "mixed", AUTUMN)
    (abroad,) = (
        group for group in generated.market.groups if group.use == "exchange" and group.neighbour == -1
    )
    blocks = DayRun(generated.market, AUTUMN).blocks()
    flows = {block.direction: block.quantity.sum() for block in blocks if block.group == abroad}
    net = sum(int((area.incoming - area.outgoing).sum()) for area in generated.run.figures())

    assert net == flows["In"] - flows["Out"]


def test_figures_are_known_when_the_blocks_are_taken():
    """What flows over borders is known at the end."""
    with pytest.raises(RuntimeError, match="all its blocks"):
        DayRun(generate_market(10), WINTER).figures()


@pytest.mark.parametrize(("day", "hours"), [(WINTER, 24), (SPRING, 23), (AUTUMN, 25)])
def test_a_day_has_the_hours_of_the_norwegian_clock(day, hours):
    """23, 24 or 25, and four quarters in each."""
    for block in DayRun(generate_market(40, seed=3), day).blocks():
        assert (len(block.quantity), hours * 60 // block.minutes) == block.quantity.shape
        assert block.quantity.dtype == np.int64


def test_a_part_of_a_group_has_the_values_that_it_has_in_the_whole(monkeypatch):
    """However large the blocks are: a point's values depend on the seed, the point and the day."""
    market = generate_market(500, seed=9)
    whole = rows(DayRun(market, WINTER))
    monkeypatch.setattr("edielkit.generate.market.day_run._BLOCK", 7 * 24)

    assert whole == rows(DayRun(market, WINTER))


def rows(run: DayRun) -> dict:
    """Return the values of each point and direction."""
    return {
        (block.group.first + block.start + row, block.direction): values
        for block in run.blocks()
        for row, values in enumerate(block.quantity.tolist())
    }


def sums(points: int, day: dt.date, use: str, direction: str) -> int:
    """Return what all points of a use come to on a day."""
    blocks = DayRun(generate_market(points, seed=2), day).blocks()
    return sum(
        int(block.quantity.sum())
        for block in blocks
        if block.group.use == use and block.direction == direction
    )


@pytest.mark.parametrize(
    ("less", "more", "use", "direction"),
    [
        (dt.date(2026, 7, 14), dt.date(2026, 1, 13), "hourly consumption", "Out"),
        (dt.date(2026, 12, 15), dt.date(2026, 6, 16), "combined", "In"),
    ],
)
def test_winter_and_summer_differ(less, more, use, direction):
    """It is warmer in summer, and the sun is higher."""
    assert 2 * sums(2_000, less, use, direction) < 3 * sums(2_000, more, use, direction)
    assert sums(2_000, less, use, direction) < sums(2_000, more, use, direction)


def test_a_holiday_is_no_working_day():
    """17 May has the shape of a Sunday: work begins later than on a Monday."""
    market = generate_market(2_000, seed=2)

    def morning(day: dt.date) -> int:
        blocks = (b for b in DayRun(market, day).blocks() if b.group.use == "quarter-hourly consumption")
        small = [b.quantity for b in blocks if market.areas[b.group.area].kind == "distribution"]
        whole = sum(int(q.sum()) for q in small)
        return sum(int(q[:, 7 * 4 : 9 * 4].sum()) for q in small) * 1000 // whole

    assert morning(dt.date(2027, 5, 17)) < morning(dt.date(2027, 5, 18))


def test_silent_days_and_estimates_are_there_and_named():
    """A silent day has zeros and its truth; an estimate is a little below its truth; all else is the same."""
    run = DayRun(generate_market(5_000, seed=1), WINTER)
    faulty = [block for block in run.blocks() if block.faults]
    estimated = [fault for block in faulty for fault in _rows_of(block)]

    assert {True, False} == {is_estimate for _, _, _, is_estimate in estimated}
    for sent, intervals, truth, is_estimate in estimated:
        difference = truth - sent
        if is_estimate:
            assert 0 < difference.sum() < truth.sum() // 10
            assert difference[intervals].sum() == difference.sum()
        else:
            assert not sent.any()
            assert slice(len(truth)) == intervals


def _rows_of(block: SentValues):
    return [
        (block.quantity[row], intervals, truth, is_estimate)
        for (row, intervals, is_estimate), truth in zip(block.faults, block.corrections, strict=True)
    ]
