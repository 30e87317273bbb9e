"""Join, cut, fill and align."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days, full, metered_series

from edielkit.market_time import Period, day_period
from edielkit.series import (
    Holes,
    Observations,
    Overlap,
    Status,
    align,
    common_period,
    cut,
    cut_day,
    cut_days,
    fill,
    join,
)

HOUR = dt.timedelta(hours=1)


def test_days_of_a_month_join_in_any_order():
    """A month of days around the clock change joins to the whole month."""
    month = full(dt.date(2024, 3, 1), "PT1H", 31)
    parts = cut_days(month)

    assert 31 * 24 - 1 == len(month.observations)
    assert month == join(reversed(parts))


@pytest.mark.parametrize(("day", "counts"), [(SPRING, [23, 92]), (JUNE, [24, 96]), (AUTUMN, [25, 100])])
def test_a_day_is_cut_at_local_midnights(day, counts):
    """One local day out of three has its own number of values, counted from one."""
    for resolution, count in zip(("PT1H", "PT15M"), counts, strict=True):
        series = full(day - dt.timedelta(days=1), resolution, 3)
        piece = cut_day(series, day)

        assert list(range(1, count + 1)) == piece.observations.position.tolist()
        assert piece == cut_days(series)[1]


def test_days_of_a_daily_series_are_single_values():
    """A series of days is cut into its values."""
    assert [1000, 2000] == [int(day.observations.quantity[0]) for day in cut_days(full(SPRING, "P1D", 2))]


def test_partial_days_are_cut_at_the_ends_of_the_period():
    """A period that starts and ends inside days gives shorter first and last days."""
    series = full(JUNE, "PT1H", 3)
    part = cut(series, Period(series.period.start + 5 * HOUR, series.period.end - 2 * HOUR))

    assert [19, 24, 22] == [len(day.observations) for day in cut_days(part)]


def test_odd_rows_survive_cut_and_join():
    """A row that the columns cannot hold stays at its position."""
    odd = metered_series(
        [], count=2, observations=block([1, 0, 3], [1, 30, 31], status=[0, 5, 0], unparsed=((1, "1,5"),))
    )
    first, second = cut_days(odd)

    assert () == first.observations.unparsed
    assert ((0, "1,5"),) == second.observations.unparsed
    assert odd == join([second, first])
    assert odd.observations.unparsed == align(odd, days(JUNE, 5)).observations.unparsed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "MWH"}, "expected one unit, found 'kWh' and 'MWH'"),
        ({"product": "x"}, "expected one product"),
        ({"direction": "In"}, "expected one direction"),
        ({"metering_point": None}, "expected one metering point"),
        ({"grid_area": "x"}, "expected one grid area"),
        ({"resolution": "PT15M"}, "expected one resolution, found PT15M and PT1H"),
        ({"period": days(JUNE, 1)}, "24 positions occur in more than one series, the first is 1"),
        ({"period": days(dt.date(2024, 6, 7), 1)}, "no series covers 2024-06-04T22:00:00"),
    ],
)
def test_series_that_do_not_fit_do_not_join(changes, words):
    """Every mismatch is named."""
    first = full(JUNE)
    other = attrs.evolve(full(JUNE + dt.timedelta(days=1)), **changes)

    with pytest.raises(ValueError, match=words):
        join([first, other])


def test_a_gap_may_stay_a_hole():
    """Asked to keep holes, join leaves the days between absent."""
    ends = [full(JUNE), full(JUNE + dt.timedelta(days=2))]
    joined = join(ends, holes=Holes.KEEP)

    assert days(JUNE, 3) == joined.period
    assert [*range(1, 25), *range(49, 73)] == joined.observations.position.tolist()


def test_nothing_does_not_join():
    """Join needs a series."""
    with pytest.raises(ValueError, match="at least one series"):
        join([])


def test_join_keeps_what_all_say():
    """Registration is the latest, identification stays when all have it."""
    early, late = (dt.datetime(2024, 6, day, 5, tzinfo=dt.UTC) for day in (5, 6))
    first, second = cut_days(full(JUNE, count=2))
    both = join(
        [
            attrs.evolve(first, registered=late, identification="a"),
            attrs.evolve(second, registered=early, identification="b"),
        ]
    )

    assert (late, None) == (both.registered, both.identification)
    assert join([attrs.evolve(first, registered=late), second]).registered is None


def test_one_hour_has_two_codes():
    """PT1H and PT60M are the same step; the first series names it."""
    first, second = cut_days(full(JUNE, count=2))

    assert "PT1H" == join([first, attrs.evolve(second, resolution="PT60M")]).resolution


OVERLAPS = [
    (Overlap.LAST, [(1, 10, 0), (2, 21, 1), (3, 31, 0)]),
    (Overlap.BETTER, [(1, 10, 0), (2, 20, 0), (3, 31, 0)]),
]


@pytest.mark.parametrize(("overlap", "expected"), OVERLAPS)
def test_overlapping_values_are_chosen(overlap, expected):
    """The last or the better value stays, each position once."""
    old = metered_series(
        [], observations=block([10, 20, 30], status=[0, 0, 3], validation=[0, 0, 2], estimation=[0, 0, 4])
    )
    new = metered_series([], observations=block([21, 31], [2, 3], status=[1, 0]))
    values = join([old, new], overlap=overlap).observations

    assert expected == list(
        zip(values.position.tolist(), values.quantity.tolist(), values.status.tolist(), strict=True)
    )


def test_equal_overlaps_join_and_others_do_not():
    """The same values twice are one series; a difference is named with its position."""
    first = metered_series([1, 2, 3])

    assert first == join([first, first], overlap=Overlap.EQUAL)
    for other in (block([1000, 2000, 3001]), block([1000, 2000, 3000], status=[0, 0, 1])):
        with pytest.raises(ValueError, match="differ at position 3"):
            join([first, attrs.evolve(first, observations=other)], overlap=Overlap.EQUAL)


def test_an_odd_row_is_not_overwritten():
    """A row that could not be read does not vanish under a correction."""
    odd = metered_series([], observations=block([0], status=5, unparsed=((0, "?"),)))

    with pytest.raises(ValueError, match="without a readable value"):
        join([odd, metered_series([1])], overlap=Overlap.LAST)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (-1, 5, "expected a period inside"),
        (5, 25, "expected a period inside"),
        (5, 5, "expected a period inside"),
        (5, 4, "expected a period inside"),
        (0.5, 5, "boundary of the PT1H steps"),
    ],
)
def test_a_cut_that_does_not_fit_is_refused(start, end, words):
    """A cut lies on the steps, inside the period, and is not empty."""
    series = full(JUNE)
    origin = series.period.start

    with pytest.raises(ValueError, match=words):
        cut(series, Period(origin + start * HOUR, origin + end * HOUR))


def test_fill_writes_what_it_is_told():
    """Holes get the value, its status and its codes; the other rows stay."""
    series = metered_series([], observations=block([7, 0], [2, 4], status=[0, 5]))
    filled = fill(series, "0.5", status=Status.ESTIMATED, validation="V002", estimation="E001").observations

    assert 24 == len(filled)
    assert [500, 7, 500, 500] == filled.quantity[:4].tolist()
    assert ("V002", "E001", Status.ESTIMATED) == (
        filled[3].validation,
        filled[3].estimation,
        filled[3].status,
    )
    assert ("", Status.METERED) == (filled[1].validation, filled[1].status)


def test_fill_may_leave_named_holes():
    """Rows that say missing stay when asked, odd ones with them."""
    series = metered_series([], observations=block([7, 0], [2, 4], status=[0, 5], unparsed=((1, "?"),)))
    filled = fill(series, status=Status.METERED, missing=False).observations

    assert [0, 0, 0, 5] == filled.status[:4].tolist()
    assert ((3, "?"),) == filled.unparsed
    with pytest.raises(ValueError, match="row 1 of the series has no value"):
        fill(series, status=Status.METERED)


def test_fill_refuses_unknown_codes():
    """A code that EMIF does not have cannot be written."""
    with pytest.raises(ValueError, match="'V005'"):
        fill(full(), status=Status.ESTIMATED, validation="V005")


def test_align_refuses_to_lose_values():
    """A shorter period may drop holes, never values."""
    series = metered_series([1, 2])
    short = Period(series.period.start, series.period.start + 2 * HOUR)

    assert 2 == len(align(series, short).observations)
    with pytest.raises(ValueError, match="values outside"):
        align(series, Period(short.start, short.start + HOUR))
    with pytest.raises(ValueError, match="values outside"):
        align(series, Period(short.start + HOUR, series.period.end))


def test_an_empty_series_aligns_anywhere():
    """Without values every period fits."""
    moved = align(metered_series([]), days(AUTUMN))

    assert day_period(AUTUMN) == moved.period
    assert 0 == len(moved.observations)


def test_common_period_is_the_overlap():
    """The time that two series share, or an error."""
    first, second = full(JUNE, count=2), full(JUNE + dt.timedelta(days=1), count=2)

    assert day_period(JUNE + dt.timedelta(days=1)) == common_period([first, second])
    for apart, words in (
        ([full(JUNE), full(AUTUMN)], "no time in common"),
        ([], "at least one"),
        ([full(JUNE), metered_series([], period=None)], "a period and a resolution"),
    ):
        with pytest.raises(ValueError, match=words):
            common_period(apart)


def test_operations_leave_their_input_alone():
    """The columns of the input are as they were, and read-only in the result."""
    series = full(JUNE, count=2)
    before = series.observations.quantity.copy()
    parts = cut_days(series)
    joined = join(parts)

    assert before.tolist() == series.observations.quantity.tolist()
    assert isinstance(joined.observations, Observations)
    assert not joined.observations.quantity.flags.writeable
