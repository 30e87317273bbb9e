"""Notices of values: payloads that share what is the same, messages that hold what they may."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import numpy as np
import pytest
from tests.support.hub_fixtures import (
    AREA,
    GRID,
    MORNING,
    NEIGHBOUR,
    OLD,
    POINT,
    UNKNOWN,
    day,
    gsrn,
    hub,
    point,
)
from tests.support.metering import ENERGY, INDUCTIVE, days, values

from edielkit.emif.messages import QuantityProfiledNotify
from edielkit.emif.quantities import ReadQuantity
from edielkit.hub.core.state import State
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.values.distribution import (
    AreaSum,
    ValueDelivery,
    distribute,
    payloads_of,
    product_of,
    send_values,
    sliced,
    sum_payloads,
)
from edielkit.hub.values.entitled import days_of, shares
from edielkit.hub.values.value_records import ChannelKey
from edielkit.market_time import Period

YESTERDAY = days(day(-1))


@pytest.fixture
def transaction() -> Transaction:
    """Give a step in the small market."""
    return Transaction(State.of(hub().snapshot()), MORNING)


def delivery(period: Period = YESTERDAY, minutes: int = 60, **changes) -> ValueDelivery:
    """Return hours or quarters of the point."""
    key = changes.pop("key", ChannelKey(POINT, ENERGY, "Out"))
    return ValueDelivery(
        key=key,
        period=period,
        minutes=minutes,
        observations=values(period, minutes),
        registered=MORNING,
        inserted=MORNING,
        **changes,
    )


def test_parts_that_are_the_same_are_shared(transaction):
    """The payloads of two parties hold the same columns and the same frozen parts, under identifications of their own."""
    sent = distribute(transaction, [delivery()], brs="313", document_type="E66")
    first, other = (
        outgoing.message.payload_energy_time_series[0] for outgoing in transaction.changes().outgoing
    )

    assert {(GRID, "DDM"): 1, (OLD, "DDQ"): 1} == sent
    assert first.identification != other.identification
    assert first.observation is other.observation
    assert first.observation_period_time_series_period is other.observation_period_time_series_period


def test_what_belongs_to_no_point_goes_to_nobody(transaction):
    """A point that is not registered has nobody entitled."""
    nobodys = delivery(key=ChannelKey(UNKNOWN, ENERGY, "Out"))

    assert {} == distribute(transaction, [nobodys], brs="313", document_type="E66")
    assert () == transaction.changes().outgoing


def test_a_payload_holds_9999_values(transaction):
    """More are parted at whole steps; nothing is lost."""
    period = days(dt.date(2025, 1, 1), 120)
    payloads = payloads_of(
        transaction, delivery(period, 15), reference="00000000-0000-4000-8000-000000000001"
    )
    stated = [payload.observation_period_time_series_period for payload in payloads]

    assert [9999, 120 * 96 - 4 - 9999] == [len(payload.observation) for payload in payloads]
    assert (period.start, stated[0].end, period.end) == (stated[0].start, stated[1].start, stated[1].end)
    assert [1, 1] == [int(payload.observation.position[0]) for payload in payloads]
    assert {"00000000-0000-4000-8000-000000000001"} == {payload.request_reference for payload in payloads}
    assert 1000 + 9999 == int(payloads[1].observation.quantity[0])


def test_a_message_holds_9999_payloads(transaction):
    """More go in another message; each is a series of its own, by the product."""
    payload = payloads_of(transaction, delivery())[0]
    product = payload.product_included_product_characteristics
    series = [
        attrs.evolve(
            payload,
            product_included_product_characteristics=attrs.evolve(
                product, identification=attrs.evolve(product.identification, value=str(number))
            ),
        )
        for number in range(10_000)
    ]
    sent_ids = send_values(transaction, series, to=OLD, role="DDQ", brs="313", document_type="E66")
    sent = transaction.changes().outgoing

    assert 2 == len(sent_ids)
    assert [9999, 1] == [len(outgoing.message.payload_energy_time_series) for outgoing in sent]
    assert [] == send_values(transaction, [], to=OLD, role="DDQ", brs="313", document_type="E66")


@pytest.mark.parametrize(("kind", "expected"), [("", None), ("HP04", "HP04"), ("6015", None)])
def test_calculated_values_say_their_kind(transaction, kind, expected):
    """BusinessType stands on what the hub has calculated for a profiled point."""
    payload = payloads_of(transaction, delivery(key=ChannelKey(POINT, ENERGY, "Out", kind)))[0]
    business_type = payload.mp_detail_measurement_metering_point_characteristic.business_type

    assert expected == (None if business_type is None else str(business_type))


def test_a_period_volume_is_told_whole(transaction):
    """Who is entitled to a part of its period gets all of it, with its readings."""
    volume = ValueDelivery(
        key=ChannelKey(POINT, ENERGY, "Out"),
        period=days(day(-30), 30),
        registered=MORNING,
        inserted=MORNING,
        profiled=QuantityProfiledNotify(metered=ReadQuantity(Decimal("12.5"), "1")),
        readings=(Decimal(1), Decimal("13.5")),
    )
    distribute(transaction, [volume], brs="312", document_type="E65")
    for outgoing in transaction.changes().outgoing:
        (payload,) = outgoing.message.payload_energy_time_series
        period = payload.observation_period_time_series_period
        assert (Decimal(1), Decimal("13.5"), None) == (
            period.meter_reading_start,
            period.meter_reading_end,
            period.resolution_duration,
        )
        assert payload.observation is None
    assert [] == [whole for whole in payloads_of(transaction, volume) if whole.profiled_observation is None]


def test_a_sum_has_the_keys_of_its_area(transaction):
    """Grid area, supplier and balance responsible party stand where they are given."""
    area_sum = AreaSum(
        area=AREA,
        business_type="SE07",
        direction="Out",
        period=YESTERDAY,
        minutes=60,
        observations=values(YESTERDAY),
        registered=MORNING,
        supplier=OLD,
        responsible=NEIGHBOUR,
        point=POINT,
    )
    (payload,) = sum_payloads(transaction, area_sum)

    assert [AREA, OLD, NEIGHBOUR, POINT] == [
        getattr(payload, name).identification.value
        for name in (
            "metering_grid_area_used_domain_location",
            "balance_supplier_involved_energy_party",
            "balance_responsible_involved_energy_party",
            "metering_point_used_domain_location",
        )
    ]
    bare = attrs.evolve(area_sum, area="", supplier="", responsible="", point="")
    assert sum_payloads(transaction, bare)[0].metering_grid_area_used_domain_location is None
    assert MORNING == sum_payloads(transaction, bare)[0].insert_date_time


def test_a_slice_counts_anew_and_copies_nothing():
    """The columns of a slice are views of the whole."""
    whole = values(YESTERDAY)
    part = sliced(whole, 5, 9)

    assert [1, 2, 3, 4] == part.position.tolist()
    assert np.shares_memory(whole.quantity, part.quantity)


@pytest.mark.parametrize(("product", "unit"), [(ENERGY, "kWh"), (INDUCTIVE, "kvarh")])
def test_a_product_has_its_unit(product, unit):
    """Active energy is in kWh, reactive in kvarh."""
    assert (product, unit) == (product_of(product).identification.value, product_of(product).unit_type)


def test_periods_of_other_zones_are_written_in_utc(transaction):
    """Equal instants are one period, whatever zone they were given in first."""
    zone = dt.timezone(dt.timedelta(hours=5))
    period = Period(YESTERDAY.start.astimezone(zone), YESTERDAY.end.astimezone(zone))
    period_of_payload = payloads_of(transaction, delivery(period))[0].observation_period_time_series_period

    assert [dt.timedelta(0)] * 2 == [
        instant.utcoffset() for instant in (period_of_payload.start, period_of_payload.end)
    ]


def test_days_of_a_period_within_a_day():
    """Half-open: midnight at the end belongs to the day before."""
    noon = YESTERDAY.start + dt.timedelta(hours=12)

    assert (day(-1), day(-1)) == days_of(noon, YESTERDAY.end)
    assert (day(-1), day(0)) == days_of(noon, YESTERDAY.end + dt.timedelta(minutes=15))


def test_a_point_without_supplier_has_its_grid_owner_alone(transaction):
    """Nobody else is entitled, and the share is the very period that was asked about."""
    empty = point(gsrn(61), user=None)
    (share,) = shares(transaction, empty, YESTERDAY, product=ENERGY)

    assert (GRID, "DDM") == (share.party, share.role)
    assert share.period is YESTERDAY
