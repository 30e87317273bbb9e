"""Instants on the clock of Norway and in UTC are the same instants, also in the hour that comes twice."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edielkit
from edielkit.conversion import Options
from edielkit.generate import generate_message
from edielkit.market_time import (
    OSLO,
    Period,
    Resolution,
    as_instant,
    day_period,
    expected_count,
    local_days,
    overlapped,
    whole_days_fault,
)
from edielkit.series import Observations, TimeSeries
from edielkit.testing import MarketHub

# from two hours before the hour that comes twice to two hours after it, in quarters
FIRST = dt.datetime(2026, 10, 24, 22, 0, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 32).map(lambda quarters: FIRST + quarters * dt.timedelta(minutes=15))
QUARTER = Resolution.of("PT15M")
TWICE = [dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)]


def shown(instant):
    return instant.astimezone(OSLO)


@given(INSTANTS, INSTANTS)
def test_a_period_is_the_same_by_any_clock(start, end):
    """Length, order, days, steps and words of a period do not depend on the clock that its ends are shown by."""
    plain, local = Period(start, end), Period(shown(start), shown(end))

    assert plain == local
    assert hash(plain) == hash(local)
    assert (plain.end <= plain.start) is (local.end <= local.start)
    assert plain.end - plain.start == local.end - local.start
    assert local.start.isoformat() == shown(start).isoformat()
    assert whole_days_fault(plain) == whole_days_fault(local)
    assert local_days(plain) == local_days(local)
    assert expected_count(plain, QUARTER) == expected_count(local, QUARTER)


@given(st.lists(INSTANTS, min_size=2, unique=True).map(sorted), INSTANTS, INSTANTS)
def test_overlaps_are_the_same_by_any_clock(borders, one_end, other_end):
    """A period that begins in the second of two like hours does not touch one that ends in the first."""
    start, end = sorted((one_end, other_end))
    spans = [Period(*pair) for pair in itertools.pairwise(borders)]
    locals_ = [(Period(shown(span.start), shown(span.end)), span) for span in spans]
    plain = overlapped([(span, span) for span in spans], Period(start, end))
    index, touched = overlapped(locals_, Period(shown(start), shown(end)))

    assert plain[0] == index
    assert (plain[1] and plain[1][1]) == (touched and touched[1])


@given(INSTANTS)
def test_an_instant_keeps_its_text_and_place(instant):
    """Only the clock goes: what is written is the same, and so is the time between two."""
    local = as_instant(shown(instant))

    assert (shown(instant).isoformat(), instant) == (local.isoformat(), local)
    assert {local: 1}[instant] == 1


@pytest.mark.parametrize("instant", TWICE)
def test_verbs_take_now_by_any_clock(instant):
    """What is made, said and answered is the same to the byte."""
    messages = [
        generate_message("CollectedData", seed=3, now=now, process="313").data
        for now in (instant, shown(instant))
    ]
    later = instant + dt.timedelta(days=30)
    reports = [
        edielkit.validate(messages[0], now=now) for now in (later, shown(later), instant, shown(instant))
    ]
    identities = ["00000000-0000-4000-8000-000000000001"] * 9
    answers = [
        edielkit.acknowledge(messages[0], reports[0], now=now, new_id=iter(identities).__next__)
        for now in (instant, shown(instant))
    ]

    assert messages[0] == messages[1]
    assert reports[0].findings == reports[1].findings
    assert reports[2].findings == reports[3].findings
    assert [edielkit.serialize(answer) for answer in answers[0]] == [
        edielkit.serialize(answer) for answer in answers[1]
    ]
    assert Options(now=shown(instant)).now == instant


def test_the_clock_of_a_hub_goes_forward_in_the_hour_that_comes_twice():
    """02:45 of the first hour is before 02:15 of the second."""
    market = MarketHub()
    hub = market.hub
    first, second = (
        dt.datetime(2026, 10, 25, 0, 45, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, 1, 15, tzinfo=dt.UTC),
    )
    hub.advance(shown(first))
    hub.advance(shown(second))

    assert second == hub.now
    with pytest.raises(ValueError, match="before the last event"):
        hub.advance(shown(first))


def test_of_two_registrations_the_later_is_the_later():
    """By the clock on the wall the second hour is not told from the first."""
    day = day_period(dt.date(2026, 10, 24))
    series = [
        TimeSeries(period=day, registered=shown(instant), observations=Observations.metered([]))
        for instant in TWICE
    ]

    assert series[0].registered < series[1].registered
    assert TWICE == [item.registered for item in series]
