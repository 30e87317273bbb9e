"""Operations on channels at their edges: holes, overlaps, signs, ids."""

import datetime as dt
from itertools import count

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import JUNE, gross, place, point_id, series, values

from edielkit.exchange import (
    ExchangePoint,
    SignConvention,
    fill,
    join_net,
    merge_points,
    mirror,
    pair,
    split,
    split_points,
    zero_channel,
)
from edielkit.market_time import Period
from edielkit.series import Observations, Status, TimeSeries

IN_ONLY = ExchangePoint(incoming=point_id(1))


def part(one, low, high):
    """Return the values of a day from hour *low* to hour *high*."""
    start = one.period.start
    period = Period(*(start + dt.timedelta(hours=each) for each in (low, high)))
    return attrs.evolve(series(1, one.direction, one.observations.quantity[low:high], period=period))


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        (SignConvention.IMPORT_POSITIVE, ([5_000, 0, 0], [0, 7_000, 0])),
        (SignConvention.EXPORT_POSITIVE, ([0, 7_000, 0], [5_000, 0, 0])),
    ],
)
def test_split_goes_by_the_sign_that_was_agreed(sign, expected):
    """The positive direction is the caller's; the identifications go to In and Out."""
    net = TimeSeries(observations=Observations.metered([5, -7, 0]))
    found = split(net, sign=sign, identifications=("a", "b"))

    assert expected == tuple(each.observations.quantity.tolist() for each in found)
    assert [("In", "a"), ("Out", "b")] == [(each.direction, each.identification) for each in found]


def test_join_net_of_gross_values_with_different_status():
    """Gross values give their difference, the less certain status wins, the later registration stays."""
    incoming, outgoing = gross(1)
    status = np.full(24, Status.ESTIMATED, np.uint8)
    later = outgoing.registered + dt.timedelta(days=1)
    unsure = attrs.evolve(
        outgoing, registered=later, observations=attrs.evolve(outgoing.observations, status=status)
    )
    found = join_net(incoming, unsure, sign=SignConvention.EXPORT_POSITIVE)

    assert np.array_equal(
        outgoing.observations.quantity - incoming.observations.quantity, found.observations.quantity
    )
    assert {int(Status.ESTIMATED)} == set(found.observations.status.tolist())
    assert (None, later) == (found.direction, found.registered)


def test_join_net_refuses_what_does_not_match():
    """In by the hour and Out by the quarter have no difference."""
    with pytest.raises(ValueError, match="one resolution"):
        join_net(gross(1)[0], gross(1, code="PT15M")[1], sign=SignConvention.IMPORT_POSITIVE)


def test_zero_channel_needs_a_direction():
    """A signed series has no other direction."""
    with pytest.raises(ValueError, match="direction In or Out"):
        zero_channel(series(1, None, [1]))


def test_the_smallest_number_has_no_opposite():
    """A value at the end of 64 bits is refused, not wrapped."""
    extreme = series(1, None, [-(2**63)])

    with pytest.raises(ValueError, match="an opposite value does not fit"):
        split(extreme, sign=SignConvention.IMPORT_POSITIVE)
    with pytest.raises(ValueError, match="no opposite"):
        mirror(extreme)


def test_fill_writes_only_what_is_missing():
    """Where Out is there for some hours, zeros fill the others, a series for each run, each with its own id."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    some = part(zero_channel(whole), 5, 9)
    ids = (f"id{n}" for n in count())
    found = fill([whole, some], [IN_ONLY], new_id=lambda: next(ids)).added

    assert [("id0", 5), ("id1", 15)] == [(each.identification, len(each.observations)) for each in found]
    assert [0, 9] == [(each.period.start - whole.period.start) // dt.timedelta(hours=1) for each in found]
    assert {"Out"} == {each.direction for each in found}


def test_fill_sees_that_quarters_cover_hours():
    """Zeros by the quarter are no hole beside hours: what is unequal is for the check to say."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    quarters = series(1, "Out", np.zeros(96, np.int64), code="PT15M")

    assert () == fill([whole, quarters], [IN_ONLY]).added


def test_fill_invents_no_values():
    """A metered channel that is missing stays missing and is named; other points are left alone."""
    found = fill([gross(1)[0], gross(5)[0]], [place(1)])

    assert () == found.added
    assert 1 == len(found.left)
    assert "Out is metered there" in found.left[0]


def test_pair_takes_what_belongs_together():
    """PT1H and PT60M are one resolution; another period or point is another pair."""
    incoming, outgoing = gross(1)
    same = attrs.evolve(outgoing, resolution="PT60M")
    other = gross(2)[0]

    assert [(True, incoming, same), (False, other, None)] == [(p.whole, p.incoming, p.outgoing) for p in pair([incoming, other, same])]  # fmt: skip


def test_split_points_gives_each_its_zero_channel():
    """One point with two channels becomes two with one real channel each."""
    found = split_points(gross(1), point_id(1), incoming=point_id(2), outgoing=point_id(3))

    assert [(point_id(2), "In"), (point_id(2), "Out"), (point_id(3), "Out"), (point_id(3), "In")] == [(s.metering_point, s.direction) for s in found]  # fmt: skip
    assert [False, True, False, True] == [not s.observations.quantity.any() for s in found]


def test_merge_loses_nothing_that_is_no_zero():
    """Energy in a channel that should be zero is added; the sums stay."""
    first, second = series(2, "In", values(JUNE, "PT1H", 1)), series(3, "In", values(JUNE, "PT1H", 2))
    (found,) = merge_points([first, second], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))

    assert first.observations.total + second.observations.total == found.observations.total
    assert point_id(1) == found.metering_point


def test_merge_takes_the_one_value_there_is():
    """Where one point has a hole and the other a value, the value counts."""
    whole = series(2, "In", values(JUNE, "PT1H", 1))
    keep = np.arange(24) != 7
    columns = {n: getattr(whole.observations, n)[keep] for n in ("position", "quantity", "status", "validation", "estimation")}  # fmt: skip
    holed = attrs.evolve(whole, observations=Observations(**columns))
    (found,) = merge_points(
        [holed, attrs.evolve(whole, metering_point=point_id(3))], incoming=point_id(2), outgoing=point_id(3), into=point_id(1)
    )  # fmt: skip

    assert 24 == len(found.observations)
    assert whole.observations.quantity[7] == found.observations.quantity[7]


def test_merge_drops_zeros_that_come_in_other_periods():
    """Zeros for a day by the hour beside metered values for the same day in two parts add nothing."""
    whole = series(1, "In", values(JUNE, "PT1H", 1))
    parts = [attrs.evolve(part(whole, *each), metering_point=point_id(2)) for each in ((0, 12), (12, 24))]
    zeros = attrs.evolve(zero_channel(zero_channel(whole)), metering_point=point_id(3))
    found = merge_points([*parts, zeros], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))

    assert [12, 12] == [len(each.observations) for each in found]
    with pytest.raises(ValueError, match="cut or join first"):
        merge_points([*parts, attrs.evolve(whole, metering_point=point_id(3))], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))  # fmt: skip
    with pytest.raises(ValueError, match="cut first"):
        merge_points([parts[0], zeros], incoming=point_id(2), outgoing=point_id(3), into=point_id(1))
