"""Signed values into two directions and back, and series cut to what a message holds."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import BY_NAME, COLLECTED, collected, ids, series, values

import edielkit
from edielkit.conversion import Carrier, Options, Sign, convert
from edielkit.conversion.neutral import NeutralEntry
from edielkit.conversion.shaping import split_signed
from edielkit.errors import BuildError
from edielkit.market_time import Period, Resolution, day_period, expected_count

OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)
MARCH = BY_NAME["no-march-hours"]


def year(resolution="PT15M"):
    """Return a series of a whole year."""
    period = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2027, 1, 1)).start)
    count = expected_count(period, Resolution.of(resolution))
    day = series("2026-06-04", "Out", resolution=resolution)
    return attrs.evolve(day, period=period, observations=values(count, 7))


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
    converted = convert(
        document, "mscons", options=attrs.evolve(OBIS, profile=profile, process_id="13025", new_id=ids(500))
    )
    back = convert(
        converted.to_bytes(), "collected-data", options=Options(**COLLECTED, gather=True, new_id=ids(900))
    ).message
    series_back = list(edielkit.read_series(edielkit.serialize(back)))

    assert 12 == len(series_back)
    assert [2976, 2688, 2972, 2880] == [len(item.observations) for item in series_back[:4]]
    assert np.array_equal(
        source.observations.quantity, np.concatenate([item.observations.quantity for item in series_back])
    )
    assert not edielkit.validate(converted.to_bytes(), level="codes").errors


@pytest.mark.parametrize("sign", list(Sign))
def test_signed_values_split_by_the_stated_sign(sign):
    """A positive value is import or export, as the partners say; the other direction is zero."""
    data = BY_NAME["no-signed-october-quarters"]
    options = attrs.evolve(data.back, sign=sign, new_id=ids(1))
    into, out = (
        payload.observation.quantity
        for payload in convert(data.edi, "collected-data", options=options).message.payload_energy_time_series
    )
    (net,) = (item.observations.quantity for item in edielkit.read_series(data.edi))

    assert np.array_equal(net if sign is Sign.IN else -net, into - out)
    assert 0 == int(np.minimum(into, out).max())


def test_joined_gross_values_are_told():
    """Where both directions have a value, only the difference is left: a loss with its count."""
    message = collected([series("2026-06-04", "In", number=1), series("2026-06-04", "Out", number=2)], 11)
    converted = convert(message, "mscons", options=Options(profile="no", join=True, sign=Sign.OUT))

    assert "24 values have both In and Out" in next(
        loss.message for loss in converted.losses if loss.code == "CNV027"
    )


def test_join_needs_both_directions():
    """One direction alone cannot be joined."""
    message = collected([series("2026-06-04", "In")], 11)

    with pytest.raises(BuildError, match="expected both directions, found only In"):
        convert(message, "mscons", options=Options(profile="no", join=True, sign=Sign.IN))


def test_the_lowest_number_has_no_opposite():
    """A value that cannot be turned round is an error of ours."""
    lowest = attrs.evolve(series("2026-06-04", None), observations=attrs.evolve(values(1, 7), quantity=np.array([-(2**63)])))  # fmt: skip
    entry = NeutralEntry(series=lowest, where="here", signed=True)

    with pytest.raises(BuildError, match="here: an opposite value does not fit 64 bits"):
        list(split_signed([entry], Options(sign=Sign.IN)))
