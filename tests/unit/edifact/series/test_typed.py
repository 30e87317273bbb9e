"""Series of MSCONS and UTILTS, read exactly and straight into columns."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.messages import Mscons, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.blocks import NO_TIME, Block, pieces, quantity_of
from edielkit.edifact.series.quality import (
    SeriesOptions,
    direction_of_obis,
    status_of_qualifier,
    status_of_reason,
    unit_of_obis,
)
from edielkit.edifact.series.typed import series
from edielkit.edifact.series.utilts import meter_readings
from edielkit.edifact.timestamps import CLOCKS
from edielkit.errors import ParseError
from edielkit.market_time import Period, day_period
from edielkit.series import Status

UTC = dt.UTC
HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+9'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+90+707057500000000008::9'"
)
OFFSET = "DTM+ZZZ:1:805'"
DAY = "DTM+163:202406032300:203'DTM+164:202406042300:203'"


def message(body, *, release="96A", guide="EDIEL2", times=OFFSET):
    text = HEAD.format(release=release, guide=guide, times=times) + body + "UNT+1+1'"
    return tokenize(text.encode()).segments


def both(segments, options=None):
    """The series of both ways, after a check that they are the same."""
    exact = list(series(segments, options))
    data = b"UNB+UNOC:3+A:14+B:14+240605:0715+R'" + b"".join(s.raw for s in segments) + b"UNZ+1+R'"

    assert exact == list(read_columns(data, options))
    return exact


def value(start, end, amount="1", code="136"):
    return f"QTY+{code}:{amount}'DTM+163:2024060{start}:203'DTM+164:2024060{end}:203'"


def only(segments, options=None):
    (one,) = both(segments, options)
    return one


def test_a_line_becomes_a_series():
    """Point, product, unit, resolution, period and exact values are there."""
    one = only(
        message(
            "LIN+1++1501'MEA+AAZ++KWH'" + value("32300", "40000", "1.5") + value("40000", "40100", "0.125")
        )
    )

    assert ("707057500000000008", "1501", "KWH") == (one.metering_point, one.product, one.unit)
    assert one.direction is None
    assert one.resolution == "PT1H"
    assert (
        Period(dt.datetime(2024, 6, 3, 22, tzinfo=UTC), dt.datetime(2024, 6, 4, 0, tzinfo=UTC)) == one.period
    )
    assert [1500, 125] == one.observations.quantity.tolist()
    assert [1, 2] == one.observations.position.tolist()


def test_a_hole_is_a_missing_position():
    """Positions come from the times, counted from the period that the header states."""
    one = only(
        message("LIN+1++1501'" + value("40100", "40200") + value("40400", "40500"), times=OFFSET + DAY)
    )

    assert day_period(dt.date(2024, 6, 4)) == one.period
    assert [3, 6] == one.observations.position.tolist()


def test_a_period_that_does_not_hold_the_values_does_not_count():
    """Values outside the stated period are placed by themselves."""
    one = only(message("LIN+1++1501'" + value("50100", "50200"), times=OFFSET + DAY))

    assert [1] == one.observations.position.tolist()
    assert dt.datetime(2024, 6, 5, 0, tzinfo=UTC) == one.period.start


def test_the_period_of_the_point_goes_before_the_header():
    """A point states its own day."""
    body = "DTM+163:202406042300:203'DTM+164:202406052300:203'LIN+1++1501'" + value("42300", "50000")

    assert day_period(dt.date(2024, 6, 5)) == only(message(body, times=OFFSET + DAY)).period


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
    one = only(message(f"LIN+1++1501'QTY+136:1'DTM+324:{start}{end}:Z13'"))

    assert resolution == one.resolution
    assert [1] == one.observations.position.tolist()


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

    assert [2, 3, 4] == only(message("LIN+1++1501'" + days, times=header)).observations.position.tolist()

    months = "QTY+136:1'DTM+324:202401010000202402010000:Z13'QTY+136:1'DTM+324:202403010000202403312300:Z13'"
    assert [1, 3] == only(message("LIN+1++1501'" + months)).observations.position.tolist()


def test_several_resolutions_are_several_series():
    """An hour among quarters does not disappear."""
    found = both(
        message("LIN+1++1501'" + value("32300", "40000") + value("40000", "40015") + value("40015", "40030"))
    )

    assert [("PT1H", 1), ("PT15M", 2)] == [(s.resolution, len(s.observations)) for s in found]


def test_values_without_times():
    """An annual estimate has a value and no period; with DTM+672 the order counts."""
    annual = only(message("LIN+1++9015'QTY+31:12444'", times=OFFSET + DAY))
    assert (None, None, [1]) == (annual.period, annual.resolution, annual.observations.position.tolist())
    assert [Status.ESTIMATED] == annual.observations.status.tolist()

    body = "DTM+163:202406040000:203'{}DTM+672:15:806'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+46:1:KWH'QTY+79:2:KWH'"
    for end in ("DTM+164:202406040030:203'", "DTM+164:202406040000:203'"):
        swiss = only(message(body.format(end), release="99A", guide="1.6", times=""))
        assert ("PT15M", [1, 2]) == (swiss.resolution, swiss.observations.position.tolist())
        assert dt.datetime(2024, 6, 3, 22, tzinfo=UTC) == swiss.period.start
        assert dt.timedelta(minutes=30) == swiss.period.duration
        assert [Status.METERED, Status.ESTIMATED] == swiss.observations.status.tolist()


def test_a_whole_month_in_one_time():
    """DTM+163 in format 610 is the month."""
    one = only(
        message("LIN+1'PIA+5+1-1?:1.6.0:SRW'QTY+220:5000'DTM+163:202301:610'", release="04B", guide="2.4c")
    )

    assert ("P1M", "KWT", "Out") == (one.resolution, one.unit, one.direction)
    assert dt.datetime(2022, 12, 31, 23, tzinfo=UTC) == one.period.start


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
    segments = message("LIN+1++1501'" + value("32300", "40000"), times=times, guide=guide, release="04B")

    assert start == only(segments).period.start


def test_without_any_zone_there_are_no_times():
    """A message that nobody gives a zone keeps its values and gets no instants."""
    one = only(message("LIN+1++1501'" + value("32300", "40000", "3"), times="", guide="XYZ"))

    assert (None, None, Decimal(3)) == (one.period, one.resolution, one.observations.total)


def test_times_with_their_own_zone():
    """German and Swiss values carry the zone, whatever the message says."""
    body = "LIN+1'PIA+5+1-1?:2.29.0:SRW'" + "".join(
        f"QTY+220:0,{q}:KWH'DTM+163:{a}?+01:303'DTM+164:{b}?+01:303'"
        for q, a, b in ((867, "202412240000", "202412240015"), (5, "202412240015", "202412240030"))
    )
    one = only(message(body, release="04B", guide="2.4c", times=""))

    assert ("In", "KWH", "PT15M") == (one.direction, one.unit, one.resolution)
    assert [867, 500] == one.observations.quantity.tolist()
    assert dt.datetime(2024, 12, 23, 23, tzinfo=UTC) == one.period.start


def test_2400_is_midnight():
    """The last hour of a day may end at 24:00."""
    one = only(message("LIN+1++1501'QTY+136:1'DTM+324:200912012300200912012400:Z13'"))

    assert ("PT1H", dt.datetime(2009, 12, 1, 23, tzinfo=UTC)) == (one.resolution, one.period.end)


def test_status_by_each_profile():
    """Qualifiers, and what the caller knows about more of them and about MEA codes."""
    body = (
        "LIN+1++1501'"
        + value("32300", "40000")
        + value("40000", "40100", code="67")
        + value("40100", "40200", code="Z18")
    )
    assert [0, 1, 0] == only(message(body)).observations.status.tolist()
    german = message(body, release="04B", guide="2.4c")
    assert [0, 1, 3] == only(german).observations.status.tolist()
    own = SeriesOptions(qualifiers={"Z18": Status.FINAL_ESTIMATED})
    assert [0, 1, 2] == only(message(body), own).observations.status.tolist()
    measured = SeriesOptions(measures={"2": Status.TEMPORARY})
    with_code = message(body + "CCI+++Z04'MEA+SV++ZZ:2'")
    assert [3, 1, 3] == only(with_code, measured).observations.status.tolist()


def test_status_by_sts():
    """STS+8 of a value says more than its qualifier; a German reason says nothing about it."""
    body = "LIN+1'PIA+5+1-1?:1.29.0:SRW'"
    for sts, status in (("STS+8+56'", 1), ("STS+8+46'", 5), ("STS+Z34++ZA4'", 0), ("STS+8+999'", 0)):
        one = only(message(body + value("32300", "40000", code="220") + sts, release="04B", guide="2.4c"))
        assert [status] == one.observations.status.tolist()


@pytest.mark.parametrize(
    "amount", ["0.12345", "1234567890123456", "1x", ".5", "5.", "", "1e3", "--1", "12345678901234567890"]
)
def test_odd_amounts_are_kept_beside_the_columns(amount):
    """What thousandths cannot hold reads zero and missing, with the text of the wire."""
    one = only(
        message("LIN+1++1501'" + value("32300", "40000") + value("40000", "40100", amount), release="04B")
    )

    assert ((1, amount),) == one.observations.unparsed
    assert [1000, 0] == one.observations.quantity.tolist()
    assert [0, 5] == one.observations.status.tolist()


@pytest.mark.parametrize(
    ("amount", "thousandths"),
    [
        ("0", 0), ("-1.5", -1500), ("36.300", 36300), ("1.5000", 1500), ("007", 7000), ("0,5", 500),
        ("123456789012.345", 123456789012345), ("999999999999999", 999999999999999000), ("-0", 0),
    ],
)  # fmt: skip
def test_amounts_are_exact(amount, thousandths):
    """Every number of up to fifteen digits and three decimals is exact, in both ways."""
    one = only(message("LIN+1++1501'" + value("32300", "40000", amount)))

    assert [thousandths] == one.observations.quantity.tolist()
    assert (thousandths, True) == quantity_of(amount)
    assert () == one.observations.unparsed


def test_direction_by_each_carrier():
    """OBIS says it, a product code by agreement, a pair of areas from the main area."""
    values = value("32300", "40000")
    assert only(message("LIN+1'PIA+5+1-1?:2.29.0:SRW'" + values)).direction == "In"
    assert only(message("LIN+1++1-1?:1.29.0'" + values)).direction == "Out"
    assert (
        only(message("LIN+1++1010'" + values), SeriesOptions(directions={"1010": "Out"})).direction == "Out"
    )
    areas = "LOC+232+{}'LOC+233+{}'LIN+1++1501'" + values
    for main, direction in (("M", "In"), ("N", "Out"), ("X", None), (None, None)):
        one = only(message(areas.format("N", "M")), SeriesOptions(main_area=main))
        assert direction == one.direction
        assert one.metering_point == "707057500000000008"


def test_areas_hold_for_their_point_only():
    """The areas of a pair do not reach the next point."""
    values = "LIN+1++1501'" + value("32300", "40000")
    body = f"LOC+232+N'LOC+233+M'{values}LOC+90+2::9'{values}"
    first, second = both(message(body), SeriesOptions(main_area="M"))

    assert ("In", None, "2") == (first.direction, second.direction, second.metering_point)


@pytest.mark.parametrize(
    ("code", "direction", "unit"),
    [
        ("1-1:1.29.0", "Out", "KWH"), ("1-1:2.8.0*255", "In", "KWH"), ("1.29.0", "Out", "KWH"),
        ("1-1:3.29.0", "Out", "KVR"), ("1-1:4.9.0", "In", "KVR"), ("1-1:5.29.0", None, "KVR"),
        ("1-1:1.6.0", "Out", "KWT"), ("7-0:9.98.0", None, None), ("8716867000030", None, None), ("1-1:9.29.0", None, None),
    ],
)  # fmt: skip
def test_obis(code, direction, unit):
    """The C group carries the direction, C and D the unit, of electricity only."""
    assert direction == direction_of_obis(code)
    assert unit == unit_of_obis(code)


def test_tables_of_codes():
    """Profiles read the qualifiers in their own way; unknown codes stay unknown."""
    options = SeriesOptions()
    assert Status.CALCULATED == status_of_qualifier("79", "de", options)
    assert Status.ESTIMATED == status_of_qualifier("79", "ch", options)
    assert status_of_qualifier("79", "no", options) is None
    assert Status.FINAL_ESTIMATED == status_of_reason("81")
    assert status_of_reason("999") is None
    guides = {"EDIEL2": "no", "E2SE5B": "se", "E5DK02": "dk", "2.4c": "de", "6A": "no", "?": None}
    for guide, profile in guides.items():
        assert profile == profile_of(Mscons(release="96A", association=guide))
    assert profile_of(Mscons(release="99A", association="1.6")) == "ch"


UTILTS = (
    "UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+E66::260+U1+9'DTM+137:202406050500:203'DTM+735:?+0100:406'"
    "IDE+24+T1'LOC+232+A:SVK:260'LOC+233+B:SVK:260'LOC+172+735999000000000005::9'LIN+++8716867000030:::9'"
    "DTM+324:202406040000202406040100:719'DTM+597:202406050600:203'DTM+354:15:806'MEA+AAZ++KWH'"
    "CCI+++E12::260'CAV+{kind}::260'{seq}UNT+1+1'"
)


def utilts(seq, kind="E20"):
    return tokenize(UTILTS.format(seq=seq, kind=kind).encode()).segments


def test_a_transaction_becomes_a_series():
    """Period, resolution, registration, identification and quality of UTILTS are there."""
    (one,) = series(utilts("SEQ++1'QTY+136:1'SEQ++2'QTY+136:2'STS+8+56'SEQ++4'QTY+136:NULL'"))

    assert ("T1", "PT15M", "KWH") == (one.identification, one.resolution, one.unit)
    assert [1, 2, 4] == one.observations.position.tolist()
    assert [0, 1, 5] == one.observations.status.tolist()
    assert dt.datetime(2024, 6, 3, 23, tzinfo=UTC) == one.period.start
    assert dt.datetime(2024, 6, 5, 5, tzinfo=UTC) == one.registered
    assert () == one.observations.unparsed


@pytest.mark.parametrize(
    ("kind", "main", "direction"),
    [("E17", None, "Out"), ("E18", None, "In"), ("E19", None, None), ("E20", "B", "In"), ("E20", "A", "Out"), ("E20", None, None)],
)  # fmt: skip
def test_direction_of_a_transaction(kind, main, direction):
    """Consumption is Out, production In, an exchange by its areas."""
    (one,) = series(utilts("SEQ++1'QTY+136:1'", kind), SeriesOptions(main_area=main))

    assert direction == one.direction


def test_readings_are_no_series():
    """Meter readings stand beside the energy, which is counted alone."""
    segments = utilts(
        "SEQ++1'RFF+AES:1'QTY+220:100'DTM+597:202406040000:203'SEQ++2'QTY+220:NULL'SEQ++3'QTY+136:7.5x'"
    )
    (one,) = series(segments)
    first, second = meter_readings(Utilts.read(segments))

    assert [1] == one.observations.position.tolist()
    assert ((0, "7.5x"),) == one.observations.unparsed
    assert ("1", Decimal(100), "T1") == (first.register, first.quantity, first.transaction)
    assert dt.datetime(2024, 6, 3, 23, tzinfo=UTC) == first.instant
    assert (None, None) == (second.quantity, second.instant)


def test_other_messages_have_no_series():
    """CONTRL has none, a UTILTS without energy neither, MSCONS without values neither."""
    assert [] == list(series(tokenize(b"UNH+1+CONTRL:D:3:UN'UNT+2+1'").segments))
    assert [] == list(series(utilts("SEQ++1'QTY+220:1'")))
    assert [] == both(message("LIN+1++1501'"))


PLAIN = "LIN+1++1501'MEA+AAZ++KWH'" + value("32300", "40000") + value("40000", "40100")
ODD = [
    PLAIN.replace("QTY+136:1'DTM+163:202406040000", "QTY+136:1+X'DTM+163:202406040000"),
    PLAIN + "DTM+9:202406040100:203'",
    PLAIN + "STS+8+56'",
    PLAIN + "FTX+AAO+++it?'s'",
    PLAIN + "XXX+1'" + value("40100", "40200"),
    PLAIN + "CCI+++Z04'" + value("40100", "40200"),
    PLAIN + "CCI+++Z04'MEA+SV++ZZ:1'DTM+9:202406040100:203'",
    PLAIN.replace("'MEA+AAZ++KWH'", "'NAD+XX'MEA+AAZ++KWH'"),
    PLAIN.replace("'MEA+AAZ++KWH'", "'MEA+AAZ++KWH'NAD+XX'"),
    PLAIN.replace("DTM+164:202406040000:203'", ""),
    PLAIN.replace("DTM+163:202406032300:203'DTM+164:202406040000:203'", "DTM+164:202406040000:203'DTM+163:202406032300:203'"),
    PLAIN.replace("164:202406040000:203", "164:202406040060:203"),
    PLAIN.replace("164:202406040000:203", "164:202413040000:203"),
    PLAIN.replace("164:202406040000:203", "164:202306310000:203"),
    PLAIN.replace("164:202406040000:203", "164:000106310000:203"),
    PLAIN.replace("164:202406040000:203", "164:20240604 000:203"),
    PLAIN.replace("164:202406040000:203", "164:202406040000?+02:303"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "163:202406032300?+01:303'DTM+164:202406040000?+01:303"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "324:202406032300202406040000:719"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "324:202406032300202406040000:719'DTM+9:1:2"),
    PLAIN.replace("163:202406032300:203", "163:202406032300?+01:303").replace("164:202406040000:203", "164:202406032300-01:303"),
    value("32300", "40000") + PLAIN,
    "LOC+90+9'" + PLAIN + "NAD+XX'" + PLAIN,
    PLAIN + "LIN+2++1502'QTY+136'QTY'LIN+3++1503'" + value("32300", "40000"),
    PLAIN.replace("'", "'\r\n"),
    PLAIN.replace("136:1'", "136:1:KWH'").replace("67", "x"),
    PLAIN.replace("136:1'", "136:1:K3'"),
    PLAIN.replace("136:1'", "136:1:'"),
    PLAIN.replace("136:1'", "1366:1'"),
    PLAIN.replace("136:1'", "7:1'"),
    PLAIN.replace("136:1'", "67:1'"),
    PLAIN + "UNS+S'" + value("40100", "40200"),
]  # fmt: skip


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize("chunk", [64, 200, 1 << 19])
def test_both_ways_agree_on_what_is_not_plain(body, chunk):
    """Whatever stands in a line, the fast way gives what the exact way gives, however the input is cut."""
    segments = message(body, release="04B")
    data = b"UNB+UNOC:3+A:14+B:14+240605:0715+R'" + b"".join(s.raw for s in segments) + b"UNZ+1+R'"

    assert list(series(segments)) == list(read_columns(data, chunk=chunk))


def test_inputs_of_other_shapes():
    """Other service characters, two interchanges, a byte order mark, missing ends: all as the exact way."""
    one = b"".join(s.raw for s in message(PLAIN))
    envelope = b"UNB+UNOC:3+A:14+B:14+240605:0715+R'"
    inputs = [
        b"UNA:+.? '" + envelope + one + b"UNZ+1+R'",
        b"UNA:+,? '\r\n" + envelope + one + b"UNZ+1+R'\r\n",
        b"\xef\xbb\xbf" + envelope + one + one + b"UNZ+2+R'",
        (envelope + one + b"UNZ+1+R'").replace(b"'", b"~").replace(b"UNB", b"UNA:+.? ~UNB", 1),
        envelope + one + b"UNZ+1+R'" + b"UNA:+.? '" + envelope + one + b"UNZ+1+R'",
        b"UNA:+.? '" + envelope + one + b"UNZ+1+R'" + b"UNA:+.? ~" + (envelope + one + b"UNZ+1+R'").replace(b"'", b"~"),
        envelope + one,
        envelope + one[:-8],
        envelope + one[:-8] + one + b"UNZ+1+R'",
        envelope + one + b"UNZ+1+R",
        envelope + b"UNG+1'" + one + b"UNE+1'UNZ+1+R'",
        envelope + b"UNH'UNT'UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'UNZ+1+R'",
        envelope,
    ]  # fmt: skip
    for data in inputs:
        interchanges, _ = parse_interchanges(data)
        expected = [s for each in interchanges for m in each.messages for s in series(m)]
        assert expected == list(read_columns(data)), data


def test_no_edifact_is_a_parse_error():
    """Bytes that are no EDIFACT raise, as everywhere."""
    for data in (b"", b"<xml/>", b"UNA", b"UNB"):
        with pytest.raises(ParseError):
            list(read_columns(data))


def test_pieces_of_nothing():
    """A block without rows gives no piece; a row without times gives one without a period."""
    none = np.zeros(0, np.int64)
    assert [] == list(
        pieces(Block(start=none, end=none, quantity=none, status=none.astype(np.uint8)), None, None, None)
    )
    one = np.array([NO_TIME])
    block = Block(start=one, end=one, quantity=np.array([1]), status=np.zeros(1, np.uint8))
    (piece,) = pieces(block, day_period(dt.date(2024, 6, 4)), CLOCKS["no"], None)
    assert piece.period is None
