"""Values of a line as columns: amounts, resolution, period and positions."""

import datetime as dt

import numpy as np
import pytest
from tests.support.edifact_series import (
    DAY,
    OFFSET,
    both,
    mscons,
    only,
    value,
)

from edielkit.edifact.series.blocks import NO_TIME, Block, pieces, quantity_of
from edielkit.edifact.timestamps import CLOCKS
from edielkit.market_time import day_period

UTC = dt.UTC


def test_a_hole_is_a_missing_position():
    """Positions come from the times, counted from the period that the header states."""
    line = only(
        mscons("LIN+1++1501'" + value("40100", "40200") + value("40400", "40500"), times=OFFSET + DAY)
    )

    assert day_period(dt.date(2024, 6, 4)) == line.period
    assert [3, 6] == line.observations.position.tolist()


def test_a_period_that_does_not_hold_the_values_does_not_count():
    """Values outside the stated period are placed by themselves."""
    line = only(mscons("LIN+1++1501'" + value("50100", "50200"), times=OFFSET + DAY))

    assert [1] == line.observations.position.tolist()
    assert dt.datetime(2024, 6, 5, 0, tzinfo=UTC) == line.period.start


@pytest.mark.parametrize(
    ("start", "end", "resolution"),
    [
        ("202406032300", "202406032305", "PT5M"),
        ("202406032300", "202406032315", "PT15M"),
        ("202406032300", "202406032330", "PT30M"),
        ("202406032300", "202406040000", "PT1H"),
        ("202406032300", "202406042300", "P1D"),
        ("202403310000", "202403312300", "P1D"),
        ("202410262300", "202410280000", "P1D"),
        ("202402010000", "202403010000", "P1M"),
        ("202405312300", "202406302300", "P1M"),
        ("202306010000", "202307010000", "P1M"),
        ("202401010000", "202501010000", "P1Y"),
        ("202406032300", "202406032310", None),
        ("202406010000", "202408010000", None),
    ],
)
def test_resolution_comes_from_the_length(start, end, resolution):
    """Lengths and calendar stretches name the resolution; days have 23, 24 or 25 hours."""
    line = only(mscons(f"LIN+1++1501'QTY+136:1'DTM+324:{start}{end}:Z13'"))

    assert resolution == line.resolution
    assert [1] == line.observations.position.tolist()


def test_days_and_months_are_counted_on_the_calendar():
    """The third day of a period over the clock change is position three, a month's place is its number."""
    days = "".join(
        f"QTY+136:1'DTM+324:{a}{b}:Z13'"
        for a, b in (
            ("202403300000", "202403310000"),
            ("202403310000", "202403312300"),
            ("202403312300", "202404012300"),
        )
    )
    header = OFFSET + "DTM+163:202403290000:203'DTM+164:202404012300:203'"

    assert [2, 3, 4] == only(mscons("LIN+1++1501'" + days, times=header)).observations.position.tolist()

    months = "QTY+136:1'DTM+324:202401010000202402010000:Z13'QTY+136:1'DTM+324:202403010000202403312300:Z13'"
    assert [1, 3] == only(mscons("LIN+1++1501'" + months)).observations.position.tolist()


def test_several_resolutions_are_several_series():
    """An hour among quarters does not disappear."""
    pieces_of_line = both(
        mscons("LIN+1++1501'" + value("32300", "40000") + value("40000", "40015") + value("40015", "40030"))
    )

    assert [("PT1H", 1), ("PT15M", 2)] == [(s.resolution, len(s.observations)) for s in pieces_of_line]


def test_a_whole_month_in_one_time():
    """DTM+163 in format 610 is the month."""
    line = only(
        mscons("LIN+1'PIA+5+1-1?:1.6.0:SRW'QTY+220:5000'DTM+163:202301:610'", release="04B", guide="2.4c")
    )

    assert ("P1M", "KWT", "Out") == (line.resolution, line.unit, line.direction)
    assert dt.datetime(2022, 12, 31, 23, tzinfo=UTC) == line.period.start


@pytest.mark.parametrize(
    "amount", ["0.12345", "1234567890123456", "1x", ".5", "5.", "", "1e3", "--1", "12345678901234567890"]
)
def test_amounts_that_no_column_holds_are_kept_as_text(amount):
    """What thousandths cannot hold reads zero and missing, with the text of the wire."""
    line = only(
        mscons("LIN+1++1501'" + value("32300", "40000") + value("40000", "40100", amount), release="04B")
    )

    assert ((1, amount),) == line.observations.unparsed
    assert [1000, 0] == line.observations.quantity.tolist()
    assert [0, 5] == line.observations.status.tolist()


@pytest.mark.parametrize(
    ("amount", "thousandths"),
    [
        ("0", 0), ("-1.5", -1500), ("36.300", 36300), ("1.5000", 1500), ("007", 7000), ("0,5", 500),
        ("123456789012.345", 123456789012345), ("999999999999999", 999999999999999000), ("-0", 0),
    ],
)  # fmt: skip
def test_amounts_are_exact(amount, thousandths):
    """Every number of up to fifteen digits and three decimals is exact, in both ways."""
    line = only(mscons("LIN+1++1501'" + value("32300", "40000", amount)))

    assert [thousandths] == line.observations.quantity.tolist()
    assert (thousandths, True) == quantity_of(amount)
    assert () == line.observations.unparsed


def test_pieces_of_nothing():
    """A block without rows gives no piece; a row without times gives a piece without a period."""
    empty = np.zeros(0, np.int64)
    assert [] == list(
        pieces(Block(start=empty, end=empty, quantity=empty, status=empty.astype(np.uint8)), None, None, None)
    )
    untimed = np.array([NO_TIME])
    block = Block(start=untimed, end=untimed, quantity=np.array([1]), status=np.zeros(1, np.uint8))
    (piece,) = pieces(block, day_period(dt.date(2024, 6, 4)), CLOCKS["no"], None)
    assert piece.period is None
