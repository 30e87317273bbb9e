"""Which values are waited for, and whether they are there."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.hub_fixtures import MORNING, day, gsrn, master_data, point
from tests.support.metering import ENERGY, INDUCTIVE, days, temporary, values

from edielkit.emif.messages import DetailMeteringPointCharacteristic
from edielkit.hub.core.channels import has_channel, type_of
from edielkit.hub.core.market_records import MasterData, Version
from edielkit.hub.values.expected import (
    channels,
    is_covered,
    is_expected,
    is_ready,
    is_settled,
)
from edielkit.hub.values.store import block_of, withdrawn
from edielkit.market_time import Period

DAY = day(-1)
WHOLE = days(DAY)
NOON = WHOLE.start + dt.timedelta(hours=12)


def block_over(period, minutes=60, *, observations=None, late=0):
    """Return a block of values, registered *late* minutes after the others."""
    when = MORNING + dt.timedelta(minutes=late)
    code = {15: "PT15M", 60: "PT1H"}[minutes]
    quantities = values(period, minutes) if observations is None else observations
    return block_of(period.start, code, quantities, registered=when, inserted=when)


HALF, REST = Period(WHOLE.start, NOON), Period(NOON, WHOLE.end)


@pytest.mark.parametrize(
    ("words", "history", "covered", "ready"),
    [
        ("nothing", (), False, False),
        ("another day", (block_over(days(day(-3))),), False, False),
        ("the day", (block_over(WHOLE),), True, True),
        ("more days at once", (block_over(days(day(-3), 5)),), True, True),
        ("half", (block_over(HALF),), False, False),
        ("two halves", (block_over(HALF), block_over(REST)), True, True),
        ("hours and quarters", (block_over(HALF), block_over(REST, 15)), True, True),
        ("temporary", (block_over(WHOLE, observations=temporary(values(WHOLE))),), True, False),
        (
            "half of it temporary",
            (block_over(WHOLE), block_over(HALF, observations=temporary(values(HALF)), late=1)),
            True,
            False,
        ),
        (
            "corrected",
            (block_over(WHOLE, observations=temporary(values(WHOLE))), block_over(WHOLE, late=1)),
            True,
            True,
        ),
        (
            "taken back",
            (block_over(WHOLE), withdrawn(HALF, 60, registered=MORNING, inserted=MORNING)),
            False,
            False,
        ),
        (
            "another day later",
            (
                block_over(WHOLE),
                block_over(days(day(2)), observations=temporary(values(days(day(2)))), late=1),
            ),
            True,
            True,
        ),
    ],
)
def test_a_day_is_there_and_ready(words, history, covered, ready):
    """Whole, in whatever pieces and resolutions; ready when nothing that counts is temporary."""
    assert (covered, ready) == (is_covered(history, DAY), is_ready(history, DAY)), words


@pytest.mark.parametrize("date", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_days_of_the_clock_change_are_whole_too(date):
    """23 and 25 hours; 24 hours do not fill the longer day."""
    period = days(date)
    shorter = Period(period.start, period.start + dt.timedelta(hours=24))

    assert is_covered((block_over(period),), date)
    assert (date.month == 3) == is_covered((block_over(shorter),), date)


@pytest.mark.parametrize(
    ("kind", "profiled", "status", "expected", "settled"),
    [
        ("E17", False, "E22", True, True),
        ("E17", False, "E23", False, False),
        ("E17", True, "E22", False, False),
        ("E20", False, "E22", True, True),
    ],
)
def test_what_is_expected_of_a_point(kind, profiled, status, expected, settled):
    """Active points that are not profiled; exchange points without a settlement method too."""
    data = master_data(kind, profiled=profiled)
    if kind == "E20":
        data = attrs.evolve(data, detail=attrs.evolve(data.detail, settlement_method_type=None))
    metering_point = point(gsrn(51), data=data, status=status)

    assert (expected, settled) == (
        is_expected(metering_point, ENERGY, "Out", DAY),
        is_settled(metering_point, DAY),
    )
    assert not is_expected(metering_point, INDUCTIVE, "Out", DAY)
    assert not is_expected(metering_point, ENERGY, "In", DAY)
    assert (False, False) == (
        is_expected(metering_point, ENERGY, "Out", dt.date(2019, 1, 1)),
        is_settled(metering_point, dt.date(2019, 1, 1)),
    )


def test_channels_of_a_day_are_those_of_its_master_data():
    """A channel that comes later is not waited for before."""
    metering_point = point(gsrn(52))
    data = master_data()
    both = attrs.evolve(data, channels=(*data.channels, attrs.evolve(data.channels[0], direction="In")))
    grown = attrs.evolve(metering_point, versions=(*metering_point.versions, Version(start=DAY, data=both)))

    assert ["Out"] == [channel.direction for channel in channels(grown, day(-2))]
    assert ["In", "Out"] == [channel.direction for channel in channels(grown, DAY)]


def test_a_point_of_no_type():
    """Master data that say nothing have no type and no channel."""
    bare = MasterData(detail=DetailMeteringPointCharacteristic())

    assert ("", False) == (type_of(bare), has_channel(bare, ENERGY, "Out"))
