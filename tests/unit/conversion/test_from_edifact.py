"""A series of EDIFACT in Elhub's words: product, unit, direction."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, ids, series

import edielkit
from edielkit.conversion import (
    Carrier,
    Channel,
    Options,
    Sign,
    convert,
    convert_series,
    source_losses,
)
from edielkit.errors import BuildError
from edielkit.series import Status

NOON = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
SIGNED = BY_NAME["no-signed-october-quarters"]
PARTIES = {"sender": "7080000009015", "recipient": "7080000009039"}
MARCH = BY_NAME["no-march-hours"]


@pytest.mark.parametrize("product", ["8716867000047", "no product"])
def test_product_has_the_unit_of_the_line(product):
    """A product of reactive energy is none for kWh."""
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, new_id=ids(1), product=product)

    with pytest.raises(BuildError, match="no product of Elhub"):
        convert(SIGNED.edi.replace(b"8716867000030", b"1501"), "collected-data", options=options)


def test_direction_of_a_changed_series_counts_more_than_its_code():
    """Halves of a signed series keep their directions, whatever their common code means."""
    halves = [attrs.evolve(series("2026-06-04", direction), product="1501") for direction in ("In", "Out")]
    channels = (Channel("1502", ACTIVE, "In"), Channel("1501", ACTIVE, "Out"))
    options = Options(
        **PARTIES, profile="no", carrier=Carrier.PRODUCT, channels=channels, now=NOON, new_id=ids(1)
    )
    data = convert_series(halves, "mscons", options=options).to_bytes()

    assert [b"1502", b"1501"] == [line[3:7] for line in data.split(b"LIN+")[1:]]


def test_power_is_no_energy():
    """A unit of power is refused with the units that can be converted."""
    with pytest.raises(BuildError, match="expected a unit of energy, KWH, MWH, GWH, KVR; found 'KWT'"):
        convert(MARCH.edi.replace(b"AAZ++KWH", b"AAZ++KWT"), "collected-data", options=MARCH.back)


def test_only_the_named_points_are_signed():
    """A point that is not named keeps its one direction."""
    pair = BY_NAME["no-signed-october-quarters"]
    positive = pair.edi.replace(b":-", b":")
    options = attrs.evolve(pair.back, signed_points=frozenset({"x"}), direction="Out", new_id=ids(1))
    message = convert(positive, "collected-data", options=options).message

    assert ["Out"] == [
        payload.mp_detail_measurement_metering_point_characteristic.direction
        for payload in message.payload_energy_time_series
    ]


def test_channels_carry_a_product_without_direction():
    """A code that says no direction takes the one that the options give."""
    data = MARCH.edi.replace(b"PIA+5+1-1?:2.29.0:SRW'", b"PIA+5+ABC'").replace(
        b"PIA+5+1-1?:1.29.0:SRW'", b"PIA+5+ABC'"
    )
    converted = convert(
        data,
        "collected-data",
        options=attrs.evolve(MARCH.back, channels=(Channel("ABC", ACTIVE),), direction="Out"),
    )

    assert ["Out", "Out"] == [item.direction for item in edielkit.read_series(converted.to_bytes())]


@pytest.mark.parametrize(
    ("pair", "options", "told"),
    [
        ("no-march-hours", Options(), {"23 values read as metered"}),
        ("no-march-hours", Options(qualifiers={Status.ESTIMATED: "Z02"}), set()),
        ("no-march-hours", Options(qualifiers={Status.MISSING: "Z02"}), {"23 values read as metered"}),
        ("de-quality-quarters", Options(), set()),
        ("se-utilts-e66-notify", Options(), set()),
        ("se-older-product-codes", Options(profile="se"), {"24 values read as metered"}),
    ],
)
def test_a_market_without_codes_for_doubt_is_told(pair, options, told):
    """All values read as metered, and nobody can know (CNV111); agreed codes for doubtful values end that."""
    losses = source_losses(BY_NAME[pair].edi, "collected-data", options=options)

    assert told == {loss.message for loss in losses if loss.code == "CNV111"}
    assert {"status"} >= {loss.what for loss in losses if loss.code == "CNV111"}


def test_a_doubtful_value_is_no_silence():
    """Where one value has a code for doubt, the others are metered indeed."""
    agreed = Options(qualifiers={Status.MISSING: "Z02"})
    data = BY_NAME["no-march-hours"].edi.replace(b"QTY+136:", b"QTY+Z02:", 1)
    places = [
        loss.where for loss in source_losses(data, "collected-data", options=agreed) if loss.code == "CNV111"
    ]

    assert ["message 1, LOC 707057500000000100, LIN 2"] == places
