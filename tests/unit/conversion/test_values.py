"""Values on the way between the wires: units, cuts, missing ones, and how they are written."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from decimal import Decimal

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, collected, ids, series, values

import edielkit
from edielkit.conversion import RULES, Carrier, Channel, Options, Sign, convert
from edielkit.conversion.losses import WHERE
from edielkit.conversion.values_text import amounts, joined, times
from edielkit.errors import BuildError
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.series import Observations, Status

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)
MARCH = BY_NAME["no-march-hours"]


def year(resolution="PT15M"):
    """Return a series of a whole year."""
    period = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2027, 1, 1)).start)
    count = expected_count(period, Resolution.of(resolution))
    one = series("2026-06-04", "Out", resolution=resolution)
    return attrs.evolve(one, period=period, observations=values(count, 7))


@pytest.mark.parametrize("profile", ["no", "de"])
def test_a_year_of_quarters_is_cut_by_month(profile):
    """35040 values become twelve lines of the months, and come back as twelve payloads with the same values."""
    source = year()
    document = MARCH.build()
    payload = attrs.evolve(
        document.payload_energy_time_series[1],
        observation=source.observations,
        observation_period_time_series_period=attrs.evolve(
            document.payload_energy_time_series[1].observation_period_time_series_period,
            resolution_duration="PT15M",
            start=source.period.start,
            end=source.period.end,
        ),
    )
    document = attrs.evolve(document, payload_energy_time_series=(payload,))
    found = convert(
        document, "mscons", options=attrs.evolve(OBIS, profile=profile, process_id="13025", new_id=ids(500))
    )
    back = convert(
        found.to_bytes(), "collected-data", options=Options(**COLLECTED, gather=True, new_id=ids(900))
    ).message
    series_back = list(edielkit.read_series(edielkit.serialize(back)))

    assert 12 == len(series_back)
    assert [2976, 2688, 2972, 2880] == [len(each.observations) for each in series_back[:4]]
    assert np.array_equal(
        source.observations.quantity, np.concatenate([each.observations.quantity for each in series_back])
    )
    assert not edielkit.validate(found.to_bytes(), level="codes").errors


def test_megawatt_hours_are_scaled_exactly():
    """1.2345 MWh is 1234.5 kWh: decimals that thousandths of a MWh cannot hold are kept."""
    data = MARCH.edi.replace(b"MEA+AAZ++KWH'", b"MEA+AAZ++MWH'").replace(b"QTY+136:0.5'", b"QTY+136:1.2345'")
    message = convert(data, "collected-data", options=MARCH.back).message
    quantity = message.payload_energy_time_series[0].observation.quantity

    assert [1_234_500, 637_000] == quantity[:2].tolist()


def test_more_decimals_than_the_target_holds_are_refused():
    """A value that kWh with three decimals cannot hold is an error, not rounded."""
    with pytest.raises(BuildError, match="more than three decimals"):
        convert(MARCH.edi.replace(b"QTY+136:0.5'", b"QTY+136:0.50001'"), "collected-data", options=MARCH.back)


def test_kilowatt_hours_become_megawatt_hours_and_back():
    """Six decimals of a MWh hold every thousandth of a kWh."""
    out = convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, carrier=Carrier.LINES, unit="MWH"))
    back = convert(
        out.to_bytes(), "collected-data", options=attrs.evolve(MARCH.back, line_directions=("In", "Out"))
    )

    assert b"MEA+AAZ++MWH'QTY+136:0.0005'" in out.to_bytes()
    assert edielkit.parse(MARCH.xml) == back.message
    assert not edielkit.validate(out.to_bytes(), level="codes").errors


def test_power_is_no_energy():
    """A unit of power is refused with the units that can be converted."""
    with pytest.raises(BuildError, match="expected a unit of energy, KWH, MWH, GWH, KVR; found 'KWT'"):
        convert(MARCH.edi.replace(b"AAZ++KWH", b"AAZ++KWT"), "collected-data", options=MARCH.back)


def test_missing_values_leave_a_hole_in_xml():
    """A German Z30 has no form in XML: the position stays empty, and the loss names it."""
    pair = BY_NAME["de-quality-quarters"]
    data = pair.edi.replace(b"QTY+220:5.5'", b"QTY+Z30:0'", 1)
    found = convert(data, "collected-data", options=pair.back)
    loss = next(each for each in found.losses if each.code == "CNV022")
    holes = [each for each in found.message.payload_energy_time_series if len(each.observation) == 91]

    assert "1 left out" in loss.message
    assert 1 == len(holes)


def test_calculated_values_go_to_the_message_that_has_them():
    """79 of the German profile is calculated: Notify says so, CollectedData cannot."""
    pair = BY_NAME["de-quality-quarters"]
    data = pair.edi.replace(b"QTY+220:", b"QTY+79:")
    collected_form = convert(data, "collected-data", options=pair.back)
    notify = convert(
        data, "notify-validated-data", options=attrs.evolve(pair.back, document_type="E66", role="DDQ")
    )

    assert "CNV020" in {each.code for each in collected_form.losses}
    assert "CNV020" not in {each.code for each in notify.losses}
    assert Status.CALCULATED in notify.message.payload_energy_time_series[0].observation.status


@pytest.mark.parametrize("sign", list(Sign))
def test_signed_values_split_by_the_stated_sign(sign):
    """A positive value is import or export, as the partners say; the other direction is zero."""
    data = BY_NAME["no-signed-october-quarters"]
    options = attrs.evolve(data.back, sign=sign, new_id=ids(1))
    into, out = (
        each.observation.quantity
        for each in convert(data.edi, "collected-data", options=options).message.payload_energy_time_series
    )
    (net,) = (each.observations.quantity for each in edielkit.read_series(data.edi))

    assert np.array_equal(net if sign is Sign.IN else -net, into - out)
    assert 0 == int(np.minimum(into, out).max())


def test_joined_gross_values_are_told():
    """Where both directions have a value, only the difference is left: a loss with its count."""
    message = collected([series("2026-06-04", "In", number=1), series("2026-06-04", "Out", number=2)], 11)
    found = convert(message, "mscons", options=Options(profile="no", join=True, sign=Sign.OUT))

    assert "24 values have both In and Out" in next(
        each.message for each in found.losses if each.code == "CNV027"
    )


def test_only_the_named_points_are_signed():
    """A point that is not named keeps its one direction."""
    pair = BY_NAME["no-signed-october-quarters"]
    positive = pair.edi.replace(b":-", b":")
    options = attrs.evolve(pair.back, signed_points=frozenset({"x"}), direction="Out", new_id=ids(1))
    found = convert(positive, "collected-data", options=options).message

    assert ["Out"] == [
        each.mp_detail_measurement_metering_point_characteristic.direction
        for each in found.payload_energy_time_series
    ]


def test_xml_becomes_the_other_xml():
    """Notify to CollectedData loses what only Notify has, and keeps every value."""
    pair = BY_NAME["se-utilts-e66-notify"]
    found = convert(pair.xml, "collected-data", options=Options(**COLLECTED))

    assert {"CNV004", "CNV008", "CNV017", "CNV018"} == {each.code for each in found.losses}
    assert [s.observations for s in edielkit.read_series(pair.xml)] == [
        s.observations for s in edielkit.read_series(found.to_bytes())
    ]


def test_several_messages_stay_several_unless_gathered():
    """An interchange of three messages gives three documents, or one when they are gathered."""
    pair = BY_NAME["de-quality-quarters"]
    message = collected(
        [series("2026-06-04", "Out", number=n, point=f"70705750000000{n:04}") for n in (1, 2, 3)], 11
    )
    data = convert(message, "mscons", options=attrs.evolve(pair.out, new_id=ids(70))).to_bytes()

    assert 3 == data.count(b"UNH+")
    apart = convert(data, "collected-data", options=pair.back)
    assert 3 == len(apart.messages)
    with pytest.raises(BuildError, match="expected one message, found 3"):
        _ = apart.message
    together = convert(data, "collected-data", options=attrs.evolve(pair.back, gather=True))
    assert message == together.message
    assert 2 == sum(each.code == "CNV002" for each in together.losses)


def test_values_as_bytes():
    """Numbers have no zeros that say nothing, and times are twelve digits."""
    quantity = np.array([0, 1, -1, 1000, 999_999_999_999_999, -12_340])
    texts = joined(len(quantity), [amounts(quantity, 3), b" "]).split()

    assert [b"0", b"0.001", b"-0.001", b"1", b"999999999999.999", b"-12.34"] == texts
    assert [Decimal(int(each)).scaleb(-3) for each in quantity] == [Decimal(each.decode()) for each in texts]
    seconds = np.array([0, 951_782_400, 4_102_444_740])
    assert b"197001010000 200002290000 209912312359 " == joined(3, [times(seconds), b" "])


def test_every_loss_is_described():
    """Each kind of loss has a title, a text, a trust and at least one direction."""
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.text.endswith(".")
        assert WHERE[code]


def test_months_and_days_are_written_on_the_calendar():
    """A month and days across a clock change have their borders at midnight in Oslo."""
    period = Period(day_period(dt.date(2026, 3, 28)).start, day_period(dt.date(2026, 3, 31)).start)
    days = attrs.evolve(
        series("2026-06-04", "Out"),
        period=period,
        resolution="P1D",
        observations=Observations.metered([1, 2, 3]),
    )
    data = convert(collected([days], 11), "mscons", options=OBIS).to_bytes()

    assert b"DTM+324:202603290000202603292300:Z13" in data
    back = convert(data, "collected-data", options=Options(**COLLECTED)).message
    assert days == attrs.evolve(next(edielkit.read_series(edielkit.serialize(back))))


def test_channels_carry_a_product_without_direction():
    """A code that says no direction takes the one that the options give."""
    data = MARCH.edi.replace(b"PIA+5+1-1?:2.29.0:SRW'", b"PIA+5+ABC'").replace(
        b"PIA+5+1-1?:1.29.0:SRW'", b"PIA+5+ABC'"
    )
    found = convert(
        data,
        "collected-data",
        options=attrs.evolve(MARCH.back, channels=(Channel("ABC", ACTIVE),), direction="Out"),
    )

    assert ["Out", "Out"] == [each.direction for each in edielkit.read_series(found.to_bytes())]


def test_no_object_is_made_for_a_value():
    """Thirty times the values leave no more blocks of memory behind, in either direction."""
    alive = []
    for count in (24, 31 * 24):
        period = Period(
            day_period(dt.date(2026, 1, 1)).start,
            day_period(dt.date(2026, 1, 1)).start + dt.timedelta(hours=count),
        )
        one = attrs.evolve(series("2026-06-04", "Out"), period=period, observations=values(count, 7))
        message = collected([one], 11)
        convert(
            convert(message, "mscons", options=OBIS).to_bytes(),
            "collected-data",
            options=Options(**COLLECTED),
        )
        tracemalloc.start()
        out = convert(message, "mscons", options=OBIS)
        back = convert(out.to_bytes(), "collected-data", options=Options(**COLLECTED))
        alive.append(len(tracemalloc.take_snapshot().traces))
        tracemalloc.stop()
        assert back.documents

    assert alive[1] < alive[0] + 200


def test_conversion_and_reading_agree_on_obis():
    """The code that is written for a product and a direction is read with that direction and its unit."""
    from edielkit.conversion.code_mappings import OBIS, obis_of, product_of_obis
    from edielkit.edifact.series.quality import direction_of_obis, unit_of_obis
    from edielkit.process_rules.data import units
    from edielkit.series.units import energy_unit

    for product, direction in OBIS:
        code = obis_of(product, direction)
        assert (product, direction) == product_of_obis(code)
        assert direction == direction_of_obis(code)
        assert (units()[product], 1) == energy_unit(unit_of_obis(code))
