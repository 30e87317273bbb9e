"""A generated market that stands still."""

from __future__ import annotations

import datetime as dt

import pytest

import edielkit
from edielkit.testing import FrozenMarket


def test_it_is_the_same_every_time():
    """Messages, figures and series."""
    first, again = FrozenMarket.of(12, seed=3), FrozenMarket.of(12, seed=3)

    assert first.messages == again.messages
    assert first.market == again.market
    assert first.messages != FrozenMarket.of(12, seed=4).messages


def test_its_series_are_those_of_its_messages():
    """Point by point, payload by payload, estimates with their codes, silent days not at all."""
    frozen = FrozenMarket.of(900, seed=1, day=dt.date(2026, 10, 25))
    assert frozen.corrections

    def facts(listed):
        return {
            (series.metering_point, series.direction): (series.period, series.registered, series.observations)
            for series in listed
        }

    sent = facts(series for data in frozen.messages for series in edielkit.read_series(data))
    assert sent == facts(frozen.series())


def test_a_hub_takes_it_and_settles_it():
    """All of its messages, in a hub that is new each time."""
    frozen = FrozenMarket.of(20, seed=2)
    hub = frozen.hub()
    assert all(hub.receive(data).passed for data in frozen.messages)
    hub.wait(hours=2)
    (report,) = hub.hub.settlement_report(hub.area("distribution 001"), frozen.day)

    assert "done" == report["state"]
    assert frozen.hub().hub.journal != hub.hub.journal


@pytest.mark.parametrize("points", [1, 2_000_000])
def test_no_market_of_other_sizes(points):
    """As `generate_market` says."""
    with pytest.raises(ValueError, match="metering points"):
        FrozenMarket.of(points)
