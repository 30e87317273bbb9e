"""Expected annual volumes in the hub: updates of the grid company, and the hub's own (EI-270)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from tests.support.hub_fixtures import (
    GRID,
    MORNING,
    NEIGHBOUR,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    TODAY,
    UNKNOWN,
    at,
    day,
    faults_of,
    gsrn,
    hub,
    master_data,
    message_lines,
    point,
)
from tests.support.hub_profiled import Meter

from edielkit.emif.messages import EstimatedAnnualVolumeDetail
from edielkit.hub import Config, Hub
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.store import added, block_of
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period, hours_in_day
from edielkit.series import Observations

ENERGY = "8716867000030"


def volumes_of(hub: Hub, identification: str, on: dt.date = TODAY) -> list[tuple[int, str, str | None]]:
    """Return the annual volumes of a point."""
    metering_point = hub.point(identification)
    assert metering_point is not None
    return [
        (volume.total, volume.calculation_method, volume.direction)
        for volume in metering_point.data(on).annual
    ]


def announced_faults(message: Any) -> list[str]:
    """Return the faults of a message whose version may be announced and not in force (XSD050)."""
    return [fault for fault in faults_of(message, MORNING) if " XSD050 " not in fault]


def payloads(hub: Hub, who: str) -> list[Any]:
    """Return the payloads of the notices that a party has been sent."""
    messages: list[Any] = [outgoing.message for outgoing in hub.sent if outgoing.party == who]
    return [
        payload
        for message in messages
        if message.kind() == "NotifyMeteringPointCharacteristics"
        for payload in message.payload_masterdata_mp_event
    ]


def test_an_update_of_many_points_is_used_confirmed_and_told_once() -> None:
    """One message updates two points; the supplier gets one notice that holds the volumes alone."""
    there, meter = hub(), Meter()
    message = meter.annual(
        MORNING,
        (POINT, TODAY, [(9000, "Manual", None)]),
        (PROFILED, day(3), [(4000, "Automatic", None)]),
    )

    assert there.receive(message, now=MORNING).accepted
    assert [(9000, "Manual", None)] == volumes_of(there, POINT)
    assert ([], [(4000, "Automatic", None)]) == (
        volumes_of(there, PROFILED, day(2)),
        volumes_of(there, PROFILED, day(3)),
    )
    assert ["Acknowledgement 317 DDM 294"] == message_lines(there, GRID)
    assert ["NotifyMeteringPointCharacteristics 317 DDQ 21"] == message_lines(there, OLD)
    filled = {
        name
        for payload in payloads(there, OLD)
        for name, value in attrs.asdict(payload, recurse=False).items()
        if value
    }
    assert {
        "identification",
        "original_business_document_reference",
        "start_of_occurrence",
        "metering_point_used_domain_location",
        "annual_period_estimated_metrics",
    } == filled
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]


@pytest.mark.parametrize(
    ("volumes", "sender", "reasons"),
    [
        ([(UNKNOWN, TODAY, [(1, "Manual", None)])], GRID, ("E10",)),
        ([(NEXT_DOOR, TODAY, [(1, "Manual", None)])], GRID, ("E0I",)),
        ([(POINT, TODAY, [])], GRID, ("EH026",)),
        (
            [(POINT, TODAY, [(1, "Manual", None)]), (NEXT_DOOR, TODAY, [(1, "Manual", None)])],
            NEIGHBOUR,
            ("E0I",),
        ),
        ([(POINT, dt.date(2010, 1, 1), [(1, "Manual", None)])], GRID, ("E14",)),
    ],
    ids=["unknown point", "another's grid", "no volume", "one of two wrong", "before the point"],
)
def test_one_wrong_payload_refuses_the_update(volumes: Any, sender: str, reasons: tuple[str, ...]) -> None:
    """A refusal says why, and nothing is changed."""
    there = hub()
    receipt = there.receive(Meter().annual(MORNING, *volumes, sender=sender), now=MORNING)

    assert (True, reasons) == (receipt.accepted, receipt.reasons)
    assert ["Acknowledgement 317 DDM 294"] == message_lines(there, sender)
    assert [] == volumes_of(there, POINT)


def test_automatic_is_not_the_grid_companys_word_any_more() -> None:
    """In part 2 of EI-270 only Manual may come from the grid company."""
    for version, reasons in (("", ()), ("2.4.3", ()), ("EI-270", ("E14",))):
        there = hub(annual_volumes=version)
        message = Meter().annual(MORNING, (POINT, TODAY, [(1, "Automatic", None)]))

        assert reasons == there.receive(message, now=MORNING).reasons


def test_one_automatic_volume_among_others_refuses_the_message() -> None:
    """Two directions in a payload, of which one claims to be the hub's own calculation."""
    there = hub(annual_volumes="EI-270")
    volumes = [(1, "Manual", "Out"), (2, "Automatic", "In")]

    receipt = there.receive(Meter().annual(MORNING, (POINT, TODAY, volumes)), now=MORNING)

    assert ("E14",) == receipt.reasons
    assert [] == volumes_of(there, POINT)


def test_a_suspicious_volume_is_used_and_becomes_a_case() -> None:
    """Ten thousand times as much as before is used, and shown to a person."""
    there, meter = hub(), Meter()
    there.receive(meter.annual(MORNING, (POINT, TODAY, [(100, "Manual", None)])), now=MORNING)
    there.receive(meter.annual(MORNING, (POINT, TODAY, [(1_000_000, "Manual", None)])), now=MORNING)

    assert [(1_000_000, "Manual", None)] == volumes_of(there, POINT)
    assert [(POINT, 100, 1_000_000)] == [
        (case["point"], case["previous"], case["total"]) for case in there.annual_cases()
    ]


def test_directions_stand_beside_each_other() -> None:
    """A volume of production leaves that of consumption alone (version EI-270)."""
    farm = gsrn(50)
    there, meter = hub(point(farm, data=master_data("E19")), annual_volumes="EI-270"), Meter()
    there.receive(meter.annual(MORNING, (farm, TODAY, [(5000, "Manual", "Out")])), now=MORNING)
    there.receive(meter.annual(MORNING, (farm, TODAY, [(700, "Manual", "In")])), now=MORNING)

    assert [(5000, "Manual", "Out"), (700, "Manual", "In")] == volumes_of(there, farm)
    assert [] == [fault for outgoing in there.sent for fault in announced_faults(outgoing.message)]


def with_days(there: Hub, identification: str, days: int, *, direction: str = "Out", kind: str = "") -> None:
    """Give a point *days* days of one kWh an hour, the last of them the last that is settled today."""
    transaction = Transaction(there._state, MORNING)
    history: tuple[Any, ...] = ()
    for count in range(days):
        that = TODAY - dt.timedelta(days=6 + count)
        values = Observations.metered(["1"] * hours_in_day(that))
        start = day_period(that).start
        history = added(history, block_of(start, "PT1H", values, registered=start, inserted=start))
    transaction.put(VALUES, ChannelKey(identification, ENERGY, direction, kind), history)
    there._state.commit(transaction.changes())


def test_the_hub_computes_uses_and_tells_a_year_of_values() -> None:
    """A year of values is the volume; supplier and grid company are told, of those that changed enough."""
    there = hub(annual_volumes="2.4.3")
    with_days(there, POINT, 365)
    with_days(there, PROFILED, 73, kind="HP04")
    calculated = there.call("compute_annual_volumes", now=MORNING)

    assert [(POINT, "A", 8760), (PROFILED, "B", 8760)] == [
        (volume["point"], volume["case"], volume["total"]) for volume in calculated
    ]
    assert [(8760, "Automatic", None)] == volumes_of(there, POINT)
    assert ["NotifyMeteringPointCharacteristics 317 DDQ 21"] == message_lines(there, OLD)
    assert ["NotifyMeteringPointCharacteristics 317 DDM 21"] == message_lines(there, GRID)
    assert [] == [fault for outgoing in there.sent for fault in faults_of(outgoing.message, MORNING)]
    assert [] == there.call("compute_annual_volumes", now=MORNING)


@pytest.mark.parametrize(
    ("previous", "expected"),
    [(9221, 9221), (9222, 8760), (8343, 8343), (8342, 8760), (8760, 8760)],
)
def test_a_computed_volume_is_used_when_it_differs_by_five_percent(previous: int, expected: int) -> None:
    """8760 kWh are computed; 5 percent of what holds is the hub's own setting, as the source names no figure (inferred)."""
    farm, details = gsrn(51), master_data("E17")
    volume = EstimatedAnnualVolumeDetail(total=previous, calculation_method="Automatic", direction=None)
    there = hub(point(farm, data=attrs.evolve(details, annual=(volume,))), annual_volumes="2.4.3")
    with_days(there, farm, 365)
    there.call("compute_annual_volumes", now=MORNING)

    assert [(expected, "Automatic", None)] == volumes_of(there, farm)


def test_values_before_a_value_by_hand_do_not_count() -> None:
    """After a manual value the hub begins anew: on its day nothing changes, 73 days later a fifth does (case C)."""
    there, meter = hub(annual_volumes="2.4.3", annual_change_percent=1), Meter()
    with_days(there, POINT, 365)
    there.receive(meter.annual(MORNING, (POINT, TODAY, [(10_000, "Manual", None)])), now=MORNING)

    assert [] == there.call("compute_annual_volumes", now=MORNING)

    later = there.now
    assert later is not None
    transaction = Transaction(there._state, later)
    history = transaction.get(VALUES, ChannelKey(POINT, ENERGY, "Out"))
    for count in range(73):
        that = day(count)
        values = Observations.metered(["2"] * hours_in_day(that))
        start = day_period(that).start
        history = added(history, block_of(start, "PT1H", values, registered=start, inserted=start))
    transaction.put(VALUES, ChannelKey(POINT, ENERGY, "Out"), history)
    there._state.commit(transaction.changes())
    calculated = there.call("compute_annual_volumes", now=at(day(72 + 6)))
    summed = 2 * sum(hours_in_day(day(count)) for count in range(73))

    assert [("C", 73, 8000 + summed)] == [
        (volume["case"], volume["days"], volume["total"]) for volume in calculated
    ]


def test_a_direction_of_production_is_computed_in_ei_270_alone() -> None:
    """A combined point has two volumes with their directions in EI-270, one without before."""
    farm = gsrn(50)
    for version, expected in (
        ("2.4.3", [(8760, "Automatic", None)]),
        ("EI-270", [(8760, "Automatic", "Out"), (8760, "Automatic", "In")]),
    ):
        there = hub(point(farm, data=master_data("E19")), annual_volumes=version)
        with_days(there, farm, 365)
        with_days(there, farm, 365, direction="In")
        there.call("compute_annual_volumes", now=MORNING)

        assert expected == volumes_of(there, farm)
        assert [] == [fault for outgoing in there.sent for fault in announced_faults(outgoing.message)]


def test_the_computation_runs_on_the_first_of_a_month() -> None:
    """The daily jobs compute on the first day of a month, when the hub is set up so."""
    there = hub(annual_volumes="2.4.3", values_since=TODAY)
    with_days(there, POINT, 365)
    there.advance(at(dt.date(2026, 2, 28), 12))
    before = volumes_of(there, POINT)
    there.advance(at(dt.date(2026, 3, 1), 12))

    assert ([], 1) == (before, len(volumes_of(there, POINT, dt.date(2026, 3, 1))))


def test_points_that_are_not_settled_or_not_active_have_no_computed_volume() -> None:
    """Only active points that are settled in a real grid area are computed."""
    quiet, exchange = gsrn(51), gsrn(52)
    there = hub(
        point(quiet, status="E23"),
        point(exchange, user=None, data=master_data("E20")),
        annual_volumes="EI-270",
    )
    for excluded in (quiet, exchange):
        with_days(there, excluded, 365)

    assert [] == there.call("compute_annual_volumes", now=MORNING)


def test_a_hub_that_computes_none_says_so() -> None:
    """By default the hub computes no annual volumes; a setting that is none is refused."""
    with pytest.raises(ValueError, match="annual_volumes"):
        hub().call("compute_annual_volumes", now=MORNING)
    with pytest.raises(ValueError, match="annual_volumes"):
        Config(annual_volumes="2.3")


def test_a_volume_from_the_beginning_is_as_old_as_its_master_data() -> None:
    """A manual value whose arrival nobody saw counts from the day that it holds from."""
    data = master_data()
    old = point(
        gsrn(53),
        data=type(data)(
            detail=data.detail,
            address=data.address,
            channels=data.channels,
            annual=(EstimatedAnnualVolumeDetail(total=1, calculation_method="Manual"),),
        ),
    )
    there = hub(old, annual_volumes="2.4.3")
    with_days(there, gsrn(53), 365)

    assert ["A"] == [volume["case"] for volume in there.call("compute_annual_volumes", now=MORNING)]
