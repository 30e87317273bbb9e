"""The pairs of XML and EDIFACT with the same content, both ways."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.conversion_pairs import PAIRS

import edielkit
from edielkit.conversion import convert
from edielkit.conversion.losses import WHERE
from edielkit.series import Status

BY_NAME = {pair.name: pair for pair in PAIRS}
_EACH = pytest.mark.parametrize("pair", PAIRS, ids=list(BY_NAME))


@_EACH
def test_xml_becomes_the_edifact_file(pair):
    """The XML file gives the very segments of its partner, and exactly the losses that are named."""
    converted = convert(pair.xml, pair.edifact, options=pair.out)

    assert pair.edi.replace(b"\n", b"") == converted.to_bytes()
    assert pair.lost_out == {loss.code for loss in converted.losses}
    assert all(("emif", pair.edifact) in WHERE[loss.code] for loss in converted.losses)


@_EACH
def test_edifact_becomes_the_xml_file(pair):
    """The EDIFACT file gives the very XML of its partner, save what a named loss took."""
    converted = convert(pair.edi, pair.target, options=pair.back)

    assert pair.lost_back == {loss.code for loss in converted.losses}
    assert all((pair.edifact, "emif") in WHERE[loss.code] for loss in converted.losses)
    if pair.exact and "signed" not in pair.name:
        assert edielkit.parse(pair.xml) == converted.message


@_EACH
@pytest.mark.parametrize("suffix", ["xml", "edi"])
def test_both_files_are_valid(pair, suffix):
    """Each file of a pair has no error at level codes."""
    report = edielkit.validate(getattr(pair, suffix), level="codes")

    assert () == report.errors


@pytest.mark.parametrize("name", [name for name in BY_NAME if "signed" not in name])
def test_both_files_have_the_same_series(name):
    """Point, period, registration and quantities are the same when read without any conversion."""
    pair = BY_NAME[name]
    xml = sorted(edielkit.read_series(pair.xml), key=_order)
    edi = sorted(edielkit.read_series(pair.edi), key=_order)

    assert len(xml) == len(edi)
    for own, other in zip(xml, edi, strict=True):
        assert own.metering_point == other.metering_point
        assert (own.period, own.resolution, own.registered) == (
            other.period,
            other.resolution,
            other.registered,
        )
        assert np.array_equal(own.observations.position, other.observations.position)
        assert np.array_equal(own.observations.quantity, other.observations.quantity)


def _order(series):
    return (
        series.metering_point,
        series.period.start,
        series.resolution,
        series.observations.quantity.tolist(),
    )


def test_signed_series_is_in_less_out():
    """The one line of the signed pair is In less Out, hour by hour of the long day, and comes back as both."""
    pair = BY_NAME["no-signed-october-quarters"]
    into, out = edielkit.read_series(pair.xml)
    (net,) = edielkit.read_series(pair.edi)

    assert 100 == len(net.observations)
    assert np.array_equal(into.observations.quantity - out.observations.quantity, net.observations.quantity)
    assert int(net.observations.quantity.min()) < 0 < int(net.observations.quantity.max())
    back = list(edielkit.read_series(convert(pair.edi, "collected-data", options=pair.back).to_bytes()))
    assert [("In", into.observations), ("Out", out.observations)] == [
        (s.direction, s.observations) for s in back
    ]


def test_german_statuses_come_back_and_danish_do_not():
    """67 and Z18 keep estimated and temporary; a market without such codes writes metered, and says so."""
    german = list(edielkit.read_series(BY_NAME["de-quality-quarters"].edi))
    danish = list(edielkit.read_series(BY_NAME["dk-areas-in-utc"].edi))

    assert [Status.ESTIMATED, Status.TEMPORARY] == german[0].observations.status[3:5].tolist()
    assert [Status.METERED, Status.METERED] == danish[0].observations.status[3:5].tolist()


def test_a_hand_written_line():
    """The first line of the Swedish pair is what its XML says, read by eye."""
    head = BY_NAME["se-older-product-codes"].edi.decode().split("\n")

    assert "BGM+7+00005eed000000000000000000000047+9'" == head[3]
    assert "DTM+163:202601150000:203'" == head[5]
    assert "LOC+90+707057500000000100::9'" == head[12]
    assert ["LIN+1++1009:::9'", "MEA+AAZ++KWH'"] == head[15:17]
    # the series counts 30.5 (500 x 61 thousandths, below 9000 by taking the rest) and then 0.137 more each hour
    assert ["QTY+136:3.5'", "DTM+324:202601150000202601150100:Z13'", "QTY+136:3.637'"] == head[17:20]
