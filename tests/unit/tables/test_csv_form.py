"""Series into CSV: as documented, in pieces, and safe for spreadsheets."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.series_cases import SPRING, block, metered_series

from edielkit.series import Observations, TimeSeries
from edielkit.tables import (
    COLUMNS,
    from_csv,
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


def test_csv_refuses_nul():
    """A NUL character would vanish in the padding, so it raises."""
    for series in (
        metered_series([1], product="a\0b"),
        metered_series([], observations=block([0], status=5, unparsed=((0, "\0"),))),
    ):
        with pytest.raises(ValueError, match="NUL"):
            csv_bytes([series])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1|x", "'=1+1|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+47", "+47"),
        ("-1+cmd|x", "'-1+cmd|x"),
        ("\t=1", "'\t=1"),
        ("'=1+1", "''=1+1"),
        ("O'Hara", "O'Hara"),
    ],
)
def test_no_text_is_a_formula(text, cell):
    """What a spreadsheet would run is marked as a text, in fields and in unparsed rows, and read back without the mark."""
    series = metered_series([], product=text, observations=block([0], status=5, unparsed=((0, text),)))
    data = csv_bytes([series])

    assert [series] == list(from_csv(data))
    assert f",{cell},kWh".encode() in data
    assert data.endswith(f",{cell}\n".encode())


def test_an_instant_beyond_the_calendar_is_refused():
    """A time of the year 1 in another zone may lie before it in UTC."""
    early = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))

    with pytest.raises(ValueError, match="years 1 to 9999"):
        csv_bytes([metered_series([1], registered=early)])
