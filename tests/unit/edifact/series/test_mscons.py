"""Lines of MSCONS as series: point, product, unit, direction, clock and status."""

import datetime as dt

import pytest
from tests.support.edifact_series import (
    DAY,
    OFFSET,
    both,
    mscons,
    only,
    value,
)

from edielkit.edifact.series.value_codes import (
    SeriesOptions,
)
from edielkit.market_time import Period, day_period
from edielkit.series import Status

UTC = dt.UTC


def test_a_line_becomes_a_series():
    """Point, product, unit, resolution, period and exact values are there."""
    line = only(
        mscons(
            "LIN+1++1501'MEA+AAZ++KWH'" + value("32300", "40000", "1.5") + value("40000", "40100", "0.125")
        )
    )

    assert ("707057500000000008", "1501", "KWH") == (line.metering_point, line.product, line.unit)
    assert line.direction is None
    assert line.resolution == "PT1H"
    assert (
        Period(dt.datetime(2024, 6, 3, 22, tzinfo=UTC), dt.datetime(2024, 6, 4, 0, tzinfo=UTC)) == line.period
    )
    assert [1500, 125] == line.observations.quantity.tolist()
    assert [1, 2] == line.observations.position.tolist()


def test_the_period_of_the_point_goes_before_the_header():
    """A point states its own day."""
    body = "DTM+163:202406042300:203'DTM+164:202406052300:203'LIN+1++1501'" + value("42300", "50000")

    assert day_period(dt.date(2024, 6, 5)) == only(mscons(body, times=OFFSET + DAY)).period


def test_values_without_times():
    """An annual estimate has a value and no period; with DTM+672 the order counts."""
    annual = only(mscons("LIN+1++9015'QTY+31:12444'", times=OFFSET + DAY))
    assert (None, None, [1]) == (annual.period, annual.resolution, annual.observations.position.tolist())
    assert [Status.ESTIMATED] == annual.observations.status.tolist()

    body = "DTM+163:202406040000:203'{}DTM+672:15:806'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+46:1:KWH'QTY+79:2:KWH'"
    for end in ("DTM+164:202406040030:203'", "DTM+164:202406040000:203'"):
        swiss = only(mscons(body.format(end), release="99A", guide="1.6", times=""))
        assert ("PT15M", [1, 2]) == (swiss.resolution, swiss.observations.position.tolist())
        assert dt.datetime(2024, 6, 3, 22, tzinfo=UTC) == swiss.period.start
        assert dt.timedelta(minutes=30) == swiss.period.duration
        assert [Status.METERED, Status.ESTIMATED] == swiss.observations.status.tolist()


@pytest.mark.parametrize(
    ("times", "guide", "start"),
    [
        (OFFSET, "EDIEL2", dt.datetime(2024, 6, 3, 22, tzinfo=UTC)),
        ("DTM+ZZZ:0:805'", "EDIEL2", dt.datetime(2024, 6, 3, 23, tzinfo=UTC)),
        ("DTM+735:?+0200:406'", "EDIEL2", dt.datetime(2024, 6, 3, 21, tzinfo=UTC)),
        ("", "EDIEL2", dt.datetime(2024, 6, 3, 22, tzinfo=UTC)),
        ("", "E2DK02", dt.datetime(2024, 6, 3, 23, tzinfo=UTC)),
        ("", "2.2e", dt.datetime(2024, 6, 3, 21, tzinfo=UTC)),
    ],
)
def test_the_offset_of_a_message(times, guide, start):
    """The message's own offset counts, then the profile's; Swiss civil time follows the clock."""
    segments = mscons("LIN+1++1501'" + value("32300", "40000"), times=times, guide=guide, release="04B")

    assert start == only(segments).period.start


def test_without_any_zone_there_are_no_times():
    """A message that nobody gives a zone gets no instants: its values have no place, and stay as text."""
    line = only(mscons("LIN+1++1501'" + value("32300", "40000", "3"), times="", guide="XYZ"))

    assert (None, None, ((0, "3"),)) == (line.period, line.resolution, line.observations.unparsed)


def test_times_with_their_own_zone():
    """German and Swiss values carry the zone, whatever the message says."""
    body = "LIN+1'PIA+5+1-1?:2.29.0:SRW'" + "".join(
        f"QTY+220:0,{q}:KWH'DTM+163:{a}?+01:303'DTM+164:{b}?+01:303'"
        for q, a, b in ((867, "202412240000", "202412240015"), (5, "202412240015", "202412240030"))
    )
    line = only(mscons(body, release="04B", guide="2.4c", times=""))

    assert ("In", "KWH", "PT15M") == (line.direction, line.unit, line.resolution)
    assert [867, 500] == line.observations.quantity.tolist()
    assert dt.datetime(2024, 12, 23, 23, tzinfo=UTC) == line.period.start


def test_2400_is_midnight():
    """The last hour of a day may end at 24:00."""
    line = only(mscons("LIN+1++1501'QTY+136:1'DTM+324:200912012300200912012400:Z13'"))

    assert ("PT1H", dt.datetime(2009, 12, 1, 23, tzinfo=UTC)) == (line.resolution, line.period.end)


def test_status_by_sts():
    """STS+8 of a value says more than its qualifier; a German reason says nothing about it."""
    body = "LIN+1'PIA+5+1-1?:1.29.0:SRW'"
    for sts, status in (("STS+8+56'", 1), ("STS+8+46'", 5), ("STS+Z34++ZA4'", 0), ("STS+8+999'", 0)):
        line = only(mscons(body + value("32300", "40000", code="220") + sts, release="04B", guide="2.4c"))
        assert [status] == line.observations.status.tolist()


def test_direction_by_each_carrier():
    """OBIS says it, a product code by agreement, a pair of areas from the main area."""
    values = value("32300", "40000")
    assert only(mscons("LIN+1'PIA+5+1-1?:2.29.0:SRW'" + values)).direction == "In"
    assert only(mscons("LIN+1++1-1?:1.29.0'" + values)).direction == "Out"
    assert only(mscons("LIN+1++1010'" + values), SeriesOptions(directions={"1010": "Out"})).direction == "Out"
    areas = "LOC+232+{}'LOC+233+{}'LIN+1++1501'" + values
    for main, direction in (("M", "In"), ("N", "Out"), ("X", None), (None, None)):
        line = only(mscons(areas.format("N", "M")), SeriesOptions(main_area=main))
        assert direction == line.direction
        assert line.metering_point == "707057500000000008"


def test_areas_hold_for_their_point_only():
    """The areas of a pair do not reach the next point."""
    values = "LIN+1++1501'" + value("32300", "40000")
    body = f"LOC+232+N'LOC+233+M'{values}LOC+90+2::9'{values}"
    first, second = both(mscons(body), SeriesOptions(main_area="M"))

    assert ("In", None, "2") == (first.direction, second.direction, second.metering_point)


def test_a_cancellation_takes_its_values_back():
    """BGM 1225 = 1: the values stand at their places as text, and count for nothing."""
    body = "LIN+1++1501'MEA+AAZ++KWH'" + value("32300", "40000", "1.5") + value("40000", "40100", "x")
    for line in both(mscons(body, function="1")):
        assert [1, 2] == line.observations.position.tolist()
        assert [0, 0] == line.observations.quantity.tolist()
        assert [Status.MISSING] * 2 == line.observations.status.tolist()
        assert ((0, "1.500"), (1, "x")) == line.observations.unparsed
    for line in both(mscons(body, function="5")):
        assert [Status.METERED, Status.MISSING] == line.observations.status.tolist()


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("46", Status.METERED),
        ("79", Status.ESTIMATED),
        ("Z18", Status.TEMPORARY),
        ("Z30", Status.MISSING),
        ("20", Status.MISSING),
    ],
)
def test_switzerland_writes_the_codes_of_germany(code, status):
    """A value that is missing or not usable counts for nothing there either."""
    body = "LIN+1'PIA+5+1-1?:1.29.0:SRW'" + value("32300", "40000", "1.5", code=code)
    line = only(mscons(body, release="04B", guide="2.2e"))
    assert [status] == line.observations.status.tolist()
    assert (None if status is Status.MISSING else "1.500") == next(
        None if o.quantity is None else str(o.quantity) for o in line.observations
    )
