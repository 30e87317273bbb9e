"""How a system of one's own is tested with edielkit."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from small_supplier import Meters, report

import edielkit
from edielkit.testing import assert_findings, assert_same_message, assert_valid
from edielkit.testing.strategies import collected_data

DAY = dt.date(2026, 3, 29)  # 23 hours
IDS = ("0b0a5a0e-0000-4000-8000-000000000001", "0b0a5a0e-0000-4000-8000-000000000002")
GLN, POINT = "7080009800002", "707057599600000016"


def test_a_report_is_valid(message_snapshots):
    """It is accepted, and says what it said when somebody read it last."""
    message = report(GLN, POINT, DAY, [1] * 23, ids=IDS)

    assert_valid(message)
    message_snapshots.check(message, "report.xml")


def test_a_day_without_its_changed_clock_is_refused():
    """24 values are one too many, and the hub would say so: E87."""
    assert_findings(report(GLN, POINT, DAY, [1] * 24, ids=IDS), ["E87"])


def test_two_reports_differ_in_their_values_alone():
    """What may differ is left aside."""
    first, second = (report(GLN, POINT, DAY, [value] * 23, ids=IDS) for value in (1, 2))

    assert_same_message(first, second, ignore=["observation"])


def test_values_of_either_wire_come_in(message_factory):
    """The same method for CollectedData of Elhub and MSCONS of a Norwegian partner."""
    for message in (message_factory("CollectedData", process="313"), message_factory("MSCONS", profile="no")):
        assert_valid(message)
        Meters().take(message.data)


def test_a_market_comes_in_whole(frozen_market):
    """All that forty points are sent with, before and after corrections, to the thousandth of a kWh."""
    meters = Meters()
    for data in frozen_market.messages:
        meters.take(data)
    figures = frozen_market.figures
    exchange = sum(
        series.observations.total
        for data in frozen_market.messages
        for series in edielkit.read_series(data)
        if series.metering_point in exchange_points(frozen_market)
    )

    assert (meters.total - exchange) * 1000 == sum(int((f.production + f.metered).sum()) for f in figures)


def exchange_points(frozen_market):
    return {number for place in frozen_market.market.exchange_points for number in place.metering_points}


def test_the_hub_takes_the_market_and_settles_it(frozen_market):
    """A hub of our own, with the market in it."""
    hub = frozen_market.hub()
    assert all(hub.receive(data).passed for data in frozen_market.messages)
    hub.wait(hours=2)  # 07:00: the settlement

    areas = zip(frozen_market.market.areas, frozen_market.figures, strict=True)
    for area, figures in areas:
        report = hub.hub.settlement_report(area.identification, frozen_market.day)
        assert int(figures.loss.sum()) == int(report[-1]["sums"]["loss"].replace(".", ""))


@settings(max_examples=25, deadline=None)
@given(collected_data())
def test_any_values_add_up(message):
    """Whatever comes, nothing is lost: a property of all messages."""
    meters = Meters()
    meters.take(edielkit.serialize(message))
    assert meters.total == sum(series.observations.total for series in edielkit.read_series(edielkit.serialize(message)))  # fmt: skip
