"""The volumes of profiled points: valid, what their area balances with, and taken by the hub."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import edielkit
from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.message_files import message_files
from edielkit.generate.market.profiled_volumes import closed_months, month_volumes, volume_files
from edielkit.generate.market.scenario import SentDay, market_scenario
from edielkit.generate.market.sizes import PointUse
from edielkit.scenarios import play, read_scenario


def month(year: int, number: int) -> list[dt.date]:
    first = dt.date(year, number, 1)
    days = (first + n * dt.timedelta(days=1) for n in range(31))
    return [day for day in days if day.month == number]


@pytest.mark.parametrize("number", [1, 3, 10])
def test_messages_are_valid_and_canonical(number):
    """In months of both clock changes too; nothing is found, not even a warning."""
    files = [file for _, file in volume_files(generate_market(400, seed=2), [month(2026, number)])]
    assert files
    for file in files:
        assert () == edielkit.validate(file.content, now=file.head.created).findings
        assert file.content == edielkit.serialize(edielkit.parse(file.content))


def test_a_volume_is_the_consumption_with_which_the_area_balances():
    """Over all days of the month, to the thousandth."""
    market, days = generate_market(60, seed=4), month(2026, 2)
    expected = dict.fromkeys(range(len(market.areas)), 0)
    for day in days:
        run = DayRun(market, day)
        for _ in run.blocks():
            pass
        for number, sums in enumerate(run._sums):
            expected[number] += int(sums.profiled.sum())

    for group in market.groups:
        if group.use is PointUse.PROFILED:
            assert expected[group.area] == int(month_volumes(market, group, days).sum())
    sent = sum(
        Decimal(payload.profiled_observation.metered.quantity)
        for _, file in volume_files(market, [days])
        for payload in edielkit.parse(file.content).payload_energy_time_series
        if payload.profiled_observation.metered
    )
    assert sum(expected.values()) == sent * 1000


def test_only_whole_months_have_volumes():
    """From their first day to their last."""
    days = [dt.date(2026, 1, 31) + n * dt.timedelta(days=1) for n in range(59)]

    assert [dt.date(2026, 2, 1)] == [closed[0] for closed in closed_months(days)]
    assert [] == list(closed_months(days[:20]))


def test_each_month_begins_at_the_reading_that_ends_the_one_before():
    """And the first of all with a start reading."""
    market = generate_market(30, seed=3)
    files = list(volume_files(market, [month(2026, 1), month(2026, 2)]))
    periods = {}
    for days, file in files:
        for payload in edielkit.parse(file.content).payload_energy_time_series:
            point = str(payload.metering_point_used_domain_location.identification)
            periods.setdefault(point, []).append((days[0].month, payload))

    assert periods
    for (_, start), (_, january), (_, february) in periods.values():
        first, second = (payload.observation_period_time_series_period for payload in (january, february))
        assert start.profiled_observation.meter_index.quantity == first.meter_reading_start
        assert (first.end, first.meter_reading_end) == (second.start, second.meter_reading_start)


def test_the_hub_takes_the_volumes():
    """It refuses none, and sends each on."""
    market, last = generate_market(12, seed=2), dt.date(2026, 1, 31)
    run = DayRun(market, last)
    files = list(message_files(run))
    volumes = [file for _, file in volume_files(market, [month(2026, 1)])]
    sent = SentDay(
        day=last,
        files=tuple(file.name for file in files if not file.is_correction),
        corrections=tuple(file.name for file in files if file.is_correction),
        figures=run.figures(),
        volumes=tuple(file.name for file in volumes),
    )
    contents = {file.name: file.content for file in (*files, *volumes)}
    playback = play(read_scenario(market_scenario(market, [sent]), files=contents))

    assert [] == list(playback.differences)
    outgoing = [message.message for message in playback.hub.sent]
    assert "Acknowledgement" not in {message.kind() for message in outgoing}
    assert "E65" in {str(message.header.document_type) for message in outgoing}
