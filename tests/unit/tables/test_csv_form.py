"""Series as CSV: as documented, with pyarrow and without, from any bytes."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.series_cases import JUNE, SPRING, block, days, metered_series

from edielkit.series import Observations, TimeSeries
from edielkit.tables import (
    COLUMNS,
    from_arrow,
    from_csv,
    to_arrow,
    to_csv,
)


def csv_bytes(series):
    """Return the CSV of series in one piece."""
    return b"".join(to_csv(series))


REGISTERED = dt.datetime(2024, 6, 5, 6, 59, 59, 123456, tzinfo=dt.UTC)


def test_csv_is_as_documented():
    """The bytes of a small file."""
    series = metered_series(
        [],
        SPRING,
        product="8716867000030",
        direction="Out",
        registered=REGISTERED,
        observations=block(
            [1500, -1, 0], [1, 2, 23], status=[0, 1, 5], validation=[0, 2, 0], estimation=[0, 1, 0]
        ),
    )
    head = "0,707057500012345670,,8716867000030,kWh,Out,PT1H,,2024-06-05T06:59:59.123456Z,2024-03-30T23:00:00Z,2024-03-31T22:00:00Z"
    expected = [
        ",".join(COLUMNS),
        head + ",1,2024-03-30T23:00:00Z,1.500,metered,,,",
        head + ",2,2024-03-31T00:00:00Z,-0.001,estimated,V002,E001,",
        head + ",23,2024-03-31T21:00:00Z,,missing,,,",
        "1" + "," * 17,
    ]

    empty = TimeSeries(observations=Observations.metered([]))
    assert expected == csv_bytes([series, empty]).decode().splitlines()


def test_csv_is_written_in_pieces():
    """A long series comes in several pieces, and a generator is taken one series at a time."""
    taken = []

    def source():
        for n in range(3):
            taken.append(n)
            yield metered_series(["1.234"] * 60_000, resolution="PT5M", count=210)

    pieces = to_csv(source())

    assert (",".join(COLUMNS) + "\n").encode() == next(pieces)
    assert [] == taken
    assert b"0,7070" == next(pieces)[:6]
    assert [0] == taken
    assert 5 == len(list(pieces))


@pytest.mark.parametrize("extra", [True, False])
def test_a_small_csv_is_enough(extra, request):
    """Columns may be absent, in another order, or unknown; a byte order mark and CRLF do not matter."""
    if not extra:
        request.getfixturevalue("no_pyarrow")
    data = "\ufeffquantity,note,position,unit,period_start,period_end\r\n1.5,x,1,kWh,2024-06-04T00:00+02:00,2024-06-05 00:00+02:00\r\n,y,2,kWh,2024-06-04T00:00+02:00,2024-06-04T22:00Z\r\n"
    (series,) = from_csv(data.encode())

    assert days(JUNE) == series.period
    assert block([1500, 0], status=[0, 5]) == series.observations
    assert ("kWh", None, None) == (series.unit, series.resolution, series.metering_point)


BROKEN = {
    b"": "a column 'position'",
    b"position\n1\n": "a column 'quantity'",
    b"\xff\xfe\n": "a column 'position'",
    b"position,quantity,quantity\n1,1,1\n": "'quantity' occurs more than once",
    b"position,quantity\n1\n": None,
    b"position,quantity\n1,1,2\n": None,
    b"position,quantity\n1,1.2345\n": None,
    b"position,quantity\n1,abc\n": None,
    b"position,quantity\n1,nan\n": None,
    b"position,quantity\n1,Infinity\n": None,
    b"position,quantity\n1.5,1\n": None,
    b"position,quantity\n99999999999,1\n": None,
    b"position,quantity\n1,9999999999999999\n": None,
    b"position,quantity\n1,99999999999999999999\n": None,
    b'position,quantity\n1,"1,5"\n': None,
    b"position,quantity,status\n1,1,good\n": None,
    b"position,quantity,status\n1,,metered\n": "row 0 has no quantity and is not missing",
    b"position,quantity,status,validation\n1,1,metered,V005\n": None,
    b"position,quantity,registered\n1,1,2024-06-04T00:00:00\n": None,
    b"position,quantity,registered\n1,1,yesterday\n": None,
    b"position,quantity,period_start\n1,1,2024-06-04T00:00:00Z\n": "one end of a period only",
    b"position,quantity\n1,1\n,\n": "a row without position",
    b"position,quantity\n\xff,1\n": None,
}


@pytest.mark.parametrize("data", BROKEN)
@pytest.mark.parametrize("extra", [True, False])
def test_a_broken_csv_is_an_error(data, extra, request):
    """What cannot be read raises ValueError, with and without pyarrow."""
    if not extra:
        request.getfixturevalue("no_pyarrow")

    with pytest.raises(ValueError, match=BROKEN[data] or ".") as caught:
        list(from_csv(data))
    assert ValueError is caught.type


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(alphabet='position,quantity\n123.-"aé', max_size=200).map(str.encode)
    )
)
def test_any_bytes_give_series_or_a_value_error(data):
    """Hostile bytes raise nothing but ValueError."""
    for candidate in (data, b"position,quantity\n" + data):
        try:
            list(from_csv(candidate))
        except ValueError as error:
            assert str(error)  # noqa: PT017  (both ways are right, but no other error)


def test_csv_refuses_nul():
    """A NUL character would vanish in the padding, so it raises."""
    for series in (
        metered_series([1], product="a\0b"),
        metered_series([], observations=block([0], status=5, unparsed=((0, "\0"),))),
    ):
        with pytest.raises(ValueError, match="NUL"):
            csv_bytes([series])


def test_csv_reads_an_empty_text_as_none():
    """An empty text and no text look the same in CSV, and only there."""
    series = metered_series([1], product="")

    assert [attrs.evolve(series, product=None)] == list(from_csv(csv_bytes([series])))
    assert [series] == list(from_arrow(to_arrow([series])))
