"""The master data of a metering point as a whole: what an update says has to fit what it leaves as it was."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from tests.support.hub_fixtures import (
    AREA,
    MORNING,
    POINT,
    QUIET,
    at,
    day,
    gsrn,
    master_data,
    point,
)
from tests.support.hub_sharing import channel

from edielkit.emif.messages import MeasurementDefinitionGeneric, MeterFacility
from edielkit.emif.values import Code
from edielkit.hub.core.market_records import StatusChange

NEW_POINT, EXCHANGE = gsrn(301), gsrn(302)


def data_of(kind, method=None, *, reading="PT1H", channels=(), **detail):
    """Return what an update says: type, settlement method, reading resolution, channels as (direction, length)."""
    plain = master_data(kind or "E17")
    settlement = None if method is None else Code(method, "89" if method == "Z01" else "260")
    sub_type = Code("A04", "89") if kind in {"E17", "E19"} else None
    return attrs.evolve(
        plain,
        detail=attrs.evolve(
            plain.detail,
            metering_point_type=None if kind is None else plain.detail.metering_point_type,
            settlement_method_type=settlement,
            meter_reading_occurrence=reading,
            **{"metering_point_sub_type_consumption": sub_type, **detail},
        ),
        channels=tuple(
            attrs.evolve(channel(direction, 60), resolution=length) for direction, length in channels
        ),
    )


def update(say, brs, data, *, target=POINT, date=None, **more):
    """Return the update with its channels."""
    message = say.update(brs, day(0) if date is None else date, target=target, data=data, **more)
    (payload,) = message.payload_master_data_mp_event
    stated = tuple(
        MeasurementDefinitionGeneric(
            product_included_product_characteristics=part.product_included_product_characteristics,
            direction=part.direction,
            resolution=part.resolution,
        )
        for part in data.channels
    )
    return attrs.evolve(
        message, payload_master_data_mp_event=(attrs.evolve(payload, measurement_definition=stated),)
    )


OUT, IN = ("Out", "PT1H"), ("In", "PT1H")
OUT_15, IN_15 = ("Out", "PT15M"), ("In", "PT15M")
# what is said, of which point; rules that it breaks
UPDATES = {
    "a consumption point as it is": (data_of("E17", "E02", channels=[OUT]), POINT, set()),
    "combined with both channels": (data_of("E19", "E02", channels=[OUT, IN]), POINT, set()),
    "production with its channel": (data_of("E18", "E02", channels=[IN]), POINT, set()),
    "quarters with quarters": (data_of("E17", "E02", reading="PT15M", channels=[OUT_15]), POINT, set()),
    "quarters beside hours": (data_of("E17", "E02", reading="PT15M", channels=[OUT, OUT_15]), POINT, set()),
    "not settled, quarters of hours": (data_of("E17", "Z01", reading="PT15M", channels=[OUT]), POINT, set()),
    "profiled": (data_of("E17", "E01", reading=None, channels=[("Out", "N")]), POINT, set()),
    "an exchange point as it is": (data_of("E20", channels=[OUT, IN]), EXCHANGE, set()),
    "consumption of an exchange point": (data_of("E17", "E02", channels=[OUT]), EXCHANGE, {"HUB081"}),
    "exchange of a consumption point": (data_of("E20", channels=[OUT, IN]), POINT, {"HUB081"}),
    "an exchange point that is settled": (data_of("E20", "E02", channels=[OUT, IN]), EXCHANGE, {"HUB082"}),
    "an exchange point with one channel": (data_of("E20", channels=[OUT]), EXCHANGE, {"HUB084"}),
    "profiled production": (data_of("E18", "E01", channels=[IN]), POINT, {"HUB083"}),
    "profiled production and consumption": (data_of("E19", "E01", channels=[OUT, IN]), POINT, {"HUB083"}),
    "production with the old channel": (data_of("E18", "E02"), POINT, {"HUB084"}),
    "combined with one channel": (data_of("E19", "E02", channels=[OUT]), POINT, {"HUB084"}),
    "consumption with both": (data_of("E17", "E02", channels=[OUT, IN]), POINT, {"HUB084"}),
    "quarters of hours": (data_of("E17", "E02", reading="PT15M", channels=[OUT]), POINT, {"HUB085"}),
    "quarters without a word on channels": (data_of("E17", "E02", reading="PT15M"), POINT, {"HUB085"}),
    "quarters in one direction": (
        data_of("E19", "E02", reading="PT15M", channels=[OUT_15, IN]),
        POINT,
        {"HUB085"},
    ),
    "a capacity of consumption": (data_of(None, installed_capacity=12), POINT, {"HUB086"}),
    "a sub type of production": (
        data_of(None, metering_point_sub_type_production=Code("B11", "89")),
        POINT,
        {"HUB086"},
    ),
}


def broken(receipt):
    """Return the hub's own rules that a message breaks."""
    return {finding.code for finding in receipt.report.errors if finding.code.startswith("HUB")}


@pytest.mark.parametrize("brs", ["302", "402"])
@pytest.mark.parametrize("case", UPDATES.values(), ids=UPDATES)
def test_an_update_leaves_a_point_that_fits_together(case, brs, make_hub, say):
    """What does not fit is refused, told to the sender, and changes nothing; what fits is carried out."""
    data, target, rules = case
    border = point(EXCHANGE, user=None, data=data_of("E20", channels=[OUT, IN]))
    market = make_hub(attrs.evolve(border, settlement_point=False))
    before = market.point(target)

    receipt = market.receive(update(say, brs, data, target=target), now=MORNING)

    assert rules == broken(receipt)
    assert bool(rules) == (before == market.point(target))
    answer = next(
        o.message for o in reversed(market.sent) if o.message.kind() == "Acknowledgement"
    ).payload_response_event
    assert ("41" if rules else "39") == str(answer.status_type)


def test_a_correction_is_held_against_later_versions_too(market, say):
    """Hours from yesterday on do not fit the quarters that begin today, whose channels they would replace."""
    quarters = data_of("E17", "E02", reading="PT15M", channels=[OUT_15])
    assert market.receive(update(say, "302", quarters), now=MORNING).passed
    # the address alone says nothing of the structure
    assert market.receive(say.update("402", day(-3)), now=MORNING).passed

    only_reading = data_of("E17", "E02", reading="PT15M")
    receipt = market.receive(update(say, "402", only_reading, date=day(-3)), now=MORNING)

    assert {"HUB085"} == broken(receipt)


def test_a_new_point_is_whole_too(market, say):
    """BRS-NO-121 with channels of another type is refused; quarters are asked for when it is activated."""
    wrong = data_of("E18", "E02", channels=[OUT], metering_point_sub_type_production=Code("B11", "89"))
    right = data_of("E17", "E02", reading="PT15M", channels=[OUT])

    assert {"HUB084"} == broken(
        market.receive(update(say, "121", wrong, target=NEW_POINT, area=AREA), now=MORNING)
    )
    assert market.receive(update(say, "121", right, target=NEW_POINT, area=AREA), now=MORNING).passed
    now = at(day(1))
    activation = update(say, "122", right, target=NEW_POINT, date=day(1), now=now)
    assert {"HUB085"} == broken(market.receive(activation, now=now))


@pytest.mark.parametrize(
    ("digits", "constant", "rules"),
    [(6, Decimal(1), set()), (None, Decimal(1), {"HUB087"}), (6, None, {"HUB087"}), (None, None, {"HUB087"})],
)
def test_a_profiled_point_is_activated_with_digits_and_constant(make_hub, say, digits, constant, rules):
    """What volumes are calculated with has to be there when the point becomes active."""
    meter = MeterFacility(meter_identification="TEST0007", number_of_digits=digits, constant=constant)
    data = attrs.evolve(master_data(profiled=True), meter=meter)
    market = make_hub(point(NEW_POINT, user=None, status="E23", data=data))

    receipt = market.receive(say.update("122", day(0), target=NEW_POINT), now=MORNING)

    assert rules == broken(receipt)


QUARTERS_OF_HOURS = data_of("E17", "E02", reading="PT15M", channels=[OUT])
WITHOUT_METER = attrs.evolve(master_data(profiled=True), meter=None)
# process, status that it gives, the point as it is, whether somebody lives there; rules that it breaks
STATUSES = {
    "activated without a word": ("122", None, "E23", QUARTERS_OF_HOURS, False, {"HUB085"}),
    "activated by a correction": ("402", "E22", "E23", QUARTERS_OF_HOURS, False, {"HUB085"}),
    "deactivation taken back": ("223", None, "E23", QUARTERS_OF_HOURS, False, {"HUB085"}),
    "profiled by a correction": ("402", "E22", "E23", WITHOUT_METER, False, {"HUB087"}),
    "active already": ("402", "E22", "E22", QUARTERS_OF_HOURS, True, set()),
    "switched off, empty": ("402", "E23", "E22", master_data(), False, set()),
    "switched off, inhabited": ("402", "E23", "E22", master_data(), True, {"HUB023"}),
    "removed, inhabited": ("402", "E31", "E22", master_data(), True, {"HUB023"}),
    "an exchange point removed": ("402", "E31", "E22", data_of("E20", channels=[OUT, IN]), False, {"HUB002"}),
}


def test_a_status_is_held_against_the_point_whatever_process_gives_it(make_hub, say):
    """What 122, 212 and 213 ask for holds of a correction and a rollback too, though they say nothing of the structure."""
    for name, (brs, status, before, data, inhabited, rules) in STATUSES.items():
        user = {} if inhabited else {"user": None}
        old = point(NEW_POINT, status="E22" if brs == "223" else before, data=data, **user)
        if brs == "223":
            old = attrs.evolve(old, statuses=(*old.statuses, StatusChange(start=day(0), status="E23")))
        market = make_hub(old)

        receipt = market.receive(say.update(brs, day(0), target=NEW_POINT, status=status), now=MORNING)

        assert rules == broken(receipt), name
        assert (old.status(day(0)) if rules else status) == market.point(NEW_POINT).status(day(0)), name


def test_a_correction_of_a_status_ends_where_the_next_one_begins(make_hub, say):
    """Who moves in after the point was switched on anew is no matter of the days before."""
    old = point(NEW_POINT, since=day(-2))
    later = StatusChange(start=day(-3), status="E22")
    market = make_hub(attrs.evolve(old, statuses=(*old.statuses, later)))

    assert market.receive(say.update("402", day(-9), target=NEW_POINT, status="E23"), now=MORNING).passed
    assert ["E22", "E23", "E22"] == [market.point(NEW_POINT).status(day(n)) for n in (-10, -9, -3)]
    # before it was made: its creation moves, with the status that is given
    early = say.update("402", day(-4000), target=NEW_POINT, status="E23")
    assert market.receive(early, now=MORNING).passed
    assert "E23" == market.point(NEW_POINT).status(day(-4000))


def test_an_interval_point_is_activated_without_them(market, say):
    """Its values come from the meter."""
    assert market.receive(say.update("122", day(0), target=QUIET), now=MORNING).passed
