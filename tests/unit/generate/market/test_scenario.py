"""A generated market as a scenario: the hub takes it, and settles it to the same figures."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.message_files import message_files
from edielkit.generate.market.scenario import SentDay, market_names, market_scenario
from edielkit.scenarios import play, read_names, read_scenario


def scenario(points: int, seed: int, resolution: str, *days: dt.date):
    market = generate_market(points, seed=seed, resolution=resolution)
    sent, contents = [], {}
    for day in days:
        run = DayRun(market, day)
        files = list(message_files(run))
        contents.update({file.name: file.content for file in files})
        sent.append(
            SentDay(
                day=day,
                files=tuple(file.name for file in files if not file.is_correction),
                corrections=tuple(file.name for file in files if file.is_correction),
                figures=run.figures(),
            )
        )
    return market_scenario(market, sent), contents


@pytest.mark.parametrize(
    ("points", "seed", "resolution", "days"),
    [
        (10, 1, "mixed", (dt.date(2026, 2, 2),)),
        (12, 2, "quarter", (dt.date(2026, 10, 24), dt.date(2026, 10, 25))),
        (30, 3, "hour", (dt.date(2026, 3, 28), dt.date(2026, 3, 29))),
        # a silent day: the hub settles it without, and again when it has come
        (60, 4, "mixed", (dt.date(2026, 3, 28), dt.date(2026, 3, 29))),
        (200, 5, "mixed", (dt.date(2026, 5, 17),)),
    ],
)
def test_the_hub_settles_the_market_to_the_same_figures(points, seed, resolution, days):
    """Every area, every day, before and after corrections; what the hub sends validates besides."""
    content, files = scenario(points, seed, resolution, *days)

    assert [] == list(play(read_scenario(content, files=files)).differences)


def test_shared_production_is_set_up_after_the_settled_days():
    """In each distribution area with recipients enough; the hub takes it, and says so."""
    content, files = scenario(200, 5, "mixed", dt.date(2026, 5, 17))
    areas = [step["name"] for step in content["steps"] if step.get("send") == "RequestUpdateSharedProduction"]
    playback = play(read_scenario(content, files=files))

    assert areas
    kinds = [outgoing.message.kind() for outgoing in playback.hub.sent]
    assert len(areas) == kinds.count("NotifySharedProduction")


def test_some_change_their_supplier_and_some_move_in_after_the_settled_days():
    """The hub takes each, and tells the new supplier; whoever moves in is somebody new."""
    content, files = scenario(200, 5, "mixed", dt.date(2026, 5, 17))
    starts = [step for step in content["steps"] if step.get("send") == "RequestStartOfSupply"]
    playback = play(read_scenario(content, files=files))

    assert {"101", "102"} == {step["process"] for step in starts}
    assert [] == list(playback.differences)
    kinds = [outgoing.message.kind() for outgoing in playback.hub.sent]
    assert len(starts) == kinds.count("ConfirmStartOfSupply")
    users = [point["user"] for point in content["points"].values() if "user" in point]
    moved = [step["customer"] for step in starts if step["process"] == "102"]
    assert not set(moved) & set(users)


def test_a_thousandth_more_is_a_difference():
    """The figures of the scenario are looked at."""
    content, files = scenario(10, 1, "mixed", dt.date(2026, 2, 2))
    result = next(step for step in content["steps"] if "report" in step)["expect"]["result"]
    result["-1.sums.production"] = result["-1.sums.production"] + "1"

    (difference,) = play(read_scenario(content, files=files)).differences
    assert "-1.sums.production" in difference


@pytest.mark.parametrize("points", [10, 100, 1_500])
def test_names_are_a_market_without_troubles(points):
    """Points of every kind, each with the contracts that it may have, and no number twice."""
    names = read_names(market_names(generate_market(points, seed=7)))

    assert [] == list(names.market.troubles())
    assert points == len({point.identification for point in names.registered})
    customers = [str(customer.identification) for customer in names.customers.values()]
    assert len(customers) == len(set(customers))
    kinds = {str(point.versions[-1].data.detail.metering_point_type) for point in names.registered}
    assert {"E17", "E18", "E19", "E20"} == kinds
    if points == 1_500:
        timelines = [point.timeline for point in names.registered]
        assert {"DDQ", "SLR"} == {supply.role for timeline in timelines for supply in timeline.supplies}
        assert any(timeline.occupancies and not timeline.supplies for timeline in timelines)
        assert any(timeline.accesses for timeline in timelines)
