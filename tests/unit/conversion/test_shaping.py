"""Signed values into two directions and back, and series cut to what a message holds."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import BY_NAME, COLLECTED, collected, ids, series, values

import edielkit
from edielkit.conversion import Carrier, Options, Sign, convert
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralEntry
from edielkit.conversion.shaping import join_signed, split_signed
from edielkit.errors import BuildError
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.series.combined_status import ranks

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


def pair_of(into, out, **changes):
    """Return In and Out entries of one day with some quantities."""
    return [
        NeutralEntry(
            series=attrs.evolve(
                series("2026-06-04", direction, number=n),
                observations=attrs.evolve(values(len(quantity), 7), quantity=np.array(quantity, np.int64)),
                **changes,
            ),
            where=direction,
        )
        for n, (direction, quantity) in enumerate((("In", into), ("Out", out)), 1)
    ]


@pytest.mark.parametrize(("sign", "expected"), [(Sign.IN, [5, -2, 0, 1]), (Sign.OUT, [-5, 2, 0, -1])])
def test_two_directions_are_joined_by_the_sign(sign, expected):
    """What both have is told, and that the identification of Out is gone."""
    losses = []
    (joined,) = join_signed(pair_of([5, 0, 0, 3], [0, 2, 0, 2]), Options(sign=sign), losses)

    assert expected == joined.series.observations.quantity.tolist()
    assert (True, None, "In and Out") == (joined.signed, joined.series.direction, joined.where)
    assert [
        Loss("CNV027", "gross values", "In and Out", "1 values have both In and Out; the difference is left"),
        Loss("CNV003", "Identification", "Out", "the joined series has the identification of In"),
    ] == losses


def test_a_joined_value_keeps_the_less_certain_status():
    """Whichever direction has it, with its codes."""
    into, out = pair_of([1, 1, 1], [0, 0, 0])
    into = attrs.evolve(into, series=attrs.evolve(into.series, observations=attrs.evolve(into.series.observations, status=np.array([0, 1, 3], np.uint8), validation=np.array([0, 1, 4], np.uint8), estimation=np.array([0, 1, 0], np.uint8))))  # fmt: skip
    out = attrs.evolve(out, series=attrs.evolve(out.series, identification=None, observations=attrs.evolve(out.series.observations, status=np.array([1, 0, 1], np.uint8), validation=np.array([2, 0, 3], np.uint8), estimation=np.array([3, 0, 2], np.uint8))))  # fmt: skip
    losses = []
    (joined,) = join_signed([into, out], Options(sign=Sign.IN), losses)
    worst = [1, 1, max((1, 3), key=lambda status: ranks(np.array([status], np.uint8))[0])]

    assert worst == joined.series.observations.status.tolist()
    assert [2, 1, 3 if worst[2] == 1 else 4] == joined.series.observations.validation.tolist()
    assert [3, 1, 2 if worst[2] == 1 else 0] == joined.series.observations.estimation.tolist()
    assert [Loss("CNV028", "status", "In and Out", "3 values keep the less certain status")] == losses


def test_what_does_not_belong_together_is_not_joined():
    """Other places, a direction twice, a sum beyond 64 bits, no convention."""
    into, out = pair_of([1, 2], [0, 0])
    short = attrs.evolve(out, series=attrs.evolve(out.series, observations=values(1, 7)))
    with pytest.raises(BuildError, match=r"In and Out have other positions .In, Out."):
        list(join_signed([into, short], Options(sign=Sign.IN), []))
    for twice in ([into, into], [attrs.evolve(into, series=attrs.evolve(into.series, direction=None))]):
        with pytest.raises(BuildError, match=r"expected one In and one Out .In."):
            list(join_signed(twice, Options(sign=Sign.IN), []))
    with pytest.raises(BuildError, match="In and Out: a net value does not fit 64 bits"):
        list(join_signed(pair_of([2**63 - 1], [-1]), Options(sign=Sign.IN), []))
    with pytest.raises(BuildError, match="say what a positive value means"):
        list(join_signed([into, out], Options(), []))
    with pytest.raises(BuildError, match=r"expected both directions, found only Out .Out."):
        list(join_signed([out], Options(sign=Sign.IN), []))


def test_series_without_a_direction_and_with_a_sign_need_a_convention():
    """Values below zero alone do not say what they mean; others go on as they are."""
    entry = NeutralEntry(series=attrs.evolve(series("2026-06-04", None)), where="here")
    below = attrs.evolve(entry, series=attrs.evolve(entry.series, observations=attrs.evolve(values(1, 7), quantity=np.array([-1]))))  # fmt: skip

    assert [entry] == list(split_signed([entry], Options()))
    with pytest.raises(BuildError, match=r"negative values and no direction .here."):
        list(split_signed([below], Options()))
    into, out = split_signed([attrs.evolve(below, signed=True)], Options(sign=Sign.OUT))
    assert [("In", 1), ("Out", 0)] == [
        (e.series.direction, int(e.series.observations.quantity[0])) for e in (into, out)
    ]
    assert [True, False] == [e.series.identification is not None for e in (into, out)]
