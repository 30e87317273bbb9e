"""Signed values and two directions."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.exchange_fixtures import gross, series

from edielkit.exchange import (
    SignConvention,
    join_net,
    mirror,
    split,
    zero_channel,
)
from edielkit.series import Observations, Status, TimeSeries


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
    halves = split(net, sign=sign, identifications=("a", "b"))

    assert expected == tuple(half.observations.quantity.tolist() for half in halves)
    assert [("In", "a"), ("Out", "b")] == [(half.direction, half.identification) for half in halves]


def test_join_net_of_gross_values_with_different_status():
    """Gross values give their difference, the less certain status wins, the later registration stays."""
    incoming, outgoing = gross(1)
    status = np.full(24, Status.ESTIMATED, np.uint8)
    later = outgoing.registered + dt.timedelta(days=1)
    unsure = attrs.evolve(
        outgoing, registered=later, observations=attrs.evolve(outgoing.observations, status=status)
    )
    net = join_net(incoming, unsure, sign=SignConvention.EXPORT_POSITIVE)

    assert np.array_equal(
        outgoing.observations.quantity - incoming.observations.quantity, net.observations.quantity
    )
    assert {int(Status.ESTIMATED)} == set(net.observations.status.tolist())
    assert (None, later) == (net.direction, net.registered)


def test_a_difference_that_no_number_holds_is_refused():
    """A negative amount on the other side goes beyond 64 bits: an error, and no value with another sign."""
    most = 2**63 - 1
    for amounts in ((most, -1), (-2, most)):
        incoming, outgoing = (
            series(1, name, [quantity]) for name, quantity in zip(("In", "Out"), amounts, strict=True)
        )
        with pytest.raises(ValueError, match="does not fit"):
            join_net(incoming, outgoing, sign=SignConvention.IMPORT_POSITIVE)


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
