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
    PartyId,
    Sign,
    convert,
    convert_series,
    source_losses,
)
from edielkit.conversion.from_edifact import read_edifact
from edielkit.conversion.losses import Loss
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
    with pytest.raises(BuildError, match="expected a unit of energy, KWH, MWH, GWH, KVR, K3; found 'KWT'"):
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


def entries(data, options=None):
    """Return the entries of the first message, and what was lost on the way."""
    losses = []
    document = next(read_edifact(data, options or Options(), losses))
    return document, [loss for loss in losses if loss.code not in {"CNV009", "CNV111", "CNV029"}]


def test_lines_that_are_no_series_are_left_out():
    """An annual volume, and values without a time."""
    march = BY_NAME["no-march-hours"].edi
    first = march.index(b"LIN+1'")
    second = march.index(b"LOC+90", first + 1)
    annual = march[:first] + march[first:second].replace(b"QTY+136:", b"QTY+31:") + march[second:]
    head, line = march[:first], march[first:second]
    untimed = (
        head
        + b"".join(part for part in line.splitlines(keepends=True) if not part.startswith(b"DTM"))
        + march[second:]
    )
    untimed = untimed.replace(b"DTM+163:202603290000:203'\n", b"").replace(
        b"DTM+164:202603292300:203'\n", b""
    )
    where = "message 1, LOC 707057500000000100, LIN 1"

    document, losses = entries(annual)
    assert Loss("CNV026", "QTY+31", where, "the annual volume is left out") in losses
    assert 1 == len(document.entries)
    document, losses = entries(untimed)
    assert {Loss("CNV026", "values without times", where, "the values have no period and are left out")} == {
        loss for loss in losses if loss.code == "CNV026"
    }


@pytest.mark.parametrize(
    ("old", "new", "physical"),
    [
        (b"", b"", PartyId("7080000000012")),
        (b"7080000000012:14+", b"7080000009015:14+", PartyId("7080000009015")),
        (b"7080000000012:14+", b"7080000000012:ZZ+", None),
    ],
)
def test_the_party_of_unb_really_sends(old, new, physical):
    """If its identification is a GLN."""
    document, _ = entries(
        BY_NAME["no-march-hours"].edi.replace(old, new, 1) if old else BY_NAME["no-march-hours"].edi
    )

    assert physical == document.head.physical_sender


def test_the_head_of_utilts_has_type_and_role():
    """BGM 1001 and the NAD that is a role alone, where Elhub has them."""
    document, _ = entries(BY_NAME["se-utilts-e66-notify"].edi)
    head = document.head

    assert ("utilts", "E66", "DDQ", False) == (head.wire, head.document_type, head.role, head.answer)
    assert "00005eed-0000-0000-0000-0000000000a1"[:8] == head.identification[:8]
    mscons, _ = entries(BY_NAME["no-march-hours"].edi)
    assert ("mscons", None, None, None) == (
        mscons.head.wire,
        mscons.head.document_type,
        mscons.head.role,
        mscons.head.answer,
    )


def test_a_transaction_has_what_stands_beside_its_series():
    """Time of storage, balance parties and the request."""
    data = BY_NAME["se-utilts-e66-notify"].edi
    parties = b"NAD+DDK+7080000009015::9'NAD+DDQ+7080000000029::9'"
    at = data.index(b"LIN+")
    data = data[:at] + parties + data[at:]
    stored = data.index(b"DTM+354")
    data = data[:stored] + b"DTM+368:202610260700:203'" + data[stored:]
    reference = data.index(b"CCI+")
    data = data[:reference] + b"RFF+TN:00005eed0000000000000000000000ff'" + data[reference:]
    document, _ = entries(data)
    first, second = document.entries

    assert (
        dt.datetime(2026, 10, 26, 6, tzinfo=dt.UTC),
        "7080000009015",
        "7080000000029",
        "00005eed-0000-0000-0000-0000000000ff",
    ) == (first.inserted, first.responsible, first.supplier, first.request)
    assert (None, None, None) == (second.inserted, second.responsible, second.request)


def test_codes_of_the_partner_are_named():
    """What channels and product of the options mean is told with its place."""
    data = BY_NAME["no-march-hours"].edi.replace(b"1-1?:2.29.0", b"ABC", 1)
    where = "message 1, LOC 707057500000000100, LIN 1"

    _, losses = entries(data, Options(channels=(Channel("ABC", ACTIVE, "In"),)))
    assert [Loss("CNV112", "Product", where, f"ABC is {ACTIVE} In, as was given (channels)")] == losses
    _, losses = entries(data, Options(channels=(Channel("ABC", ACTIVE),)))
    assert [Loss("CNV112", "Product", where, f"ABC is {ACTIVE}, as was given (channels)")] == losses
    _, losses = entries(data, Options(product=ACTIVE))
    assert [Loss("CNV112", "Product", where, f"ABC is {ACTIVE}, as was given (product)")] == losses
    with pytest.raises(BuildError, match="no product of Elhub is known for 'ABC'") as caught:
        entries(data)
    assert "options.channels" == caught.value.field


def test_obis_codes_are_told_with_their_product():
    """Elhub's product is wider."""
    losses = []
    next(read_edifact(BY_NAME["no-march-hours"].edi, Options(), losses))

    assert Loss("CNV029", "1-1:2.29.0", "message 1, LOC 707057500000000100, LIN 1", f"written as product {ACTIVE}") in losses  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "points", "signed", "words"),
    [
        (Sign.IN, None, True, "positive is import, as was given (sign)"),
        (Sign.OUT, None, True, "positive is export, as was given (sign)"),
        (Sign.OUT, frozenset({"x"}), False, ""),
        (None, None, False, ""),
    ],
)
def test_a_line_without_a_direction_is_signed_by_agreement(sign, points, signed, words):
    """All such points, or those that are named."""
    data = BY_NAME["no-signed-october-quarters"].edi
    document, losses = entries(data, Options(sign=sign, signed_points=points, product=ACTIVE))
    told = [loss.message for loss in losses if loss.code == "CNV106"]

    assert {signed} == {entry.signed for entry in document.entries}
    assert ([words] if words else []) == told[:1]


def test_directions_of_lines_are_named():
    """The first line of a product at a point, and the second."""
    pair = BY_NAME["no-lines-two-days"]
    document, losses = entries(pair.edi, Options(line_directions=("Out", "In")))

    assert {"Out", "In"} == {entry.series.direction for entry in document.entries}
    assert {"Out was given (line_directions)", "In was given (line_directions)"} == {
        loss.message for loss in losses if loss.code == "CNV105"
    }
