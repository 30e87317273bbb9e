"""Rows of CSV from columns: equal to what the csv module writes, for every width of number."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edielkit.hub.extraction.csv_rows import COLUMNS, HEADER, MonthStamps, RowHead, lines
from edielkit.hub.extraction.value_runs import ValueRun
from edielkit.hub.values.store import instant_of, minute
from edielkit.market_time import day_period
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, decimal
from edielkit.tables.rows import STATUS_NAMES

POINT, ENERGY = "707057500000000018", "8716867000030"
FIRST, LAST = (minute(day_period(dt.date(2026, month, 1)).start) for month in (3, 4))
LIMIT = 10**15 - 1


def plain(runs):
    """Return the rows as the csv module writes them, value by value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for channel, run in runs:
        for n, quantity in enumerate(run.quantity.tolist()):
            quality = run.quality if isinstance(run.quality, int) else int(run.quality[n])
            writer.writerow(
                [
                    *channel,
                    run.kind,
                    f"{instant_of(run.start + n * run.minutes):%Y-%m-%dT%H:%M:%SZ}",
                    {15: "PT15M", 60: "PT1H"}[run.minutes],
                    format(decimal(quantity), ".3f"),
                    "kWh",
                    STATUS_NAMES[quality & 7],
                    VALIDATION_CODES[quality >> 3 & 15],
                    ESTIMATION_CODES[quality >> 7 & 15],
                ]
            )
    return text.getvalue().encode()


qualities = st.builds(
    lambda status, validation, estimation: status | validation << 3 | estimation << 7,
    st.integers(0, len(STATUS_NAMES) - 1),
    st.integers(0, len(VALIDATION_CODES) - 1),
    st.integers(0, len(ESTIMATION_CODES) - 1),
)


@st.composite
def runs(draw):
    """Draw values of a channel somewhere in March."""
    minutes = draw(st.sampled_from((15, 60)))
    small = draw(st.booleans())
    bound = 2**31 - 1 if small else LIMIT
    values = draw(
        st.lists(
            st.one_of(
                st.integers(-bound, bound), st.integers(0, 10**7), st.sampled_from([0, 999, 1000, bound])
            ),
            min_size=1,
            max_size=20,
        )
    )
    start = FIRST + minutes * draw(st.integers(0, 2000 if minutes == 15 else 700))
    quality = draw(qualities)
    if draw(st.booleans()):
        quality = np.array(draw(st.lists(qualities, min_size=len(values), max_size=len(values))), np.uint16)
    channel = RowHead(draw(st.sampled_from((POINT, "1"))), ENERGY, draw(st.sampled_from(("In", "Out"))))
    kind = draw(st.sampled_from(("", "HP02", "HP04")))
    return channel, ValueRun(start, minutes, np.array(values, "<i4" if small else "<i8"), quality, kind)


@given(st.lists(runs(), min_size=1, max_size=6))
def test_equal_to_the_csv_module(given_runs):
    """Whatever the values, lengths and qualities, the bytes are those of a plain writer."""
    assert plain(given_runs) == b"".join(lines(given_runs, MonthStamps(FIRST, LAST)))


@pytest.mark.parametrize(
    ("expected", "quantity"),
    [
        (b"0.000", 0),
        (b"0.001", 1),
        (b"1.000", 1000),
        (b"9999.999", 9_999_999),
        (b"10000.000", 10_000_000),
        (b"99999999.999", 99_999_999_999),
        (b"100000000.000", 100_000_000_000),
        (b"100000001.000", 100_000_001_000),
        (b"999999999999.999", LIMIT),
        (b"-0.001", -1),
        (b"-999999999999.999", -LIMIT),
        (b"-2147483.648", -(2**31)),
    ],
)
def test_every_width_of_number(expected, quantity):
    """From nothing to twelve digits before the point; a number beside it keeps its own width."""
    narrow = "<i4" if -(2**31) <= quantity < 2**31 else "<i8"
    run = ValueRun(FIRST, 60, np.array([quantity, 7], narrow), 0)
    rows = b"".join(lines([(RowHead(POINT, ENERGY, "Out"), run)], MonthStamps(FIRST, LAST))).splitlines()
    assert [expected, b"0.007"] == [row.split(b",")[6] for row in rows]


def test_pieces_of_bounded_size():
    """Many runs come in pieces, which are together the whole."""
    given_runs = [
        (RowHead(POINT, ENERGY, "Out"), ValueRun(FIRST, 60, np.arange(743, dtype=np.int32), 0))
        for _ in range(40)
    ]
    written = list(lines(given_runs, MonthStamps(FIRST, LAST)))
    assert len(written) > 5
    assert max(map(len, written)) < 600_000
    assert 40 * 743 == sum(piece.count(b"\n") for piece in written)


def test_nothing():
    """No runs give no rows."""
    assert [] == list(lines([], MonthStamps(FIRST, LAST)))


def test_header():
    """A name for each field."""
    assert ",".join(COLUMNS) == HEADER.decode().strip()
    assert len(COLUMNS) == len(
        plain([(RowHead(POINT, ENERGY, "Out"), ValueRun(FIRST, 60, np.array([1]), 0))]).split(b",")
    )


@pytest.mark.parametrize("text", ['7"', "7,8", "7\n", "7\0"])
def test_what_would_need_quotes(text):
    """A channel with such a text is refused, never written crooked."""
    given_runs = [(RowHead(text, ENERGY, "Out"), ValueRun(FIRST, 60, np.array([1]), 0))]
    with pytest.raises(ValueError, match="quotes"):
        list(lines(given_runs, MonthStamps(FIRST, LAST)))


def test_clock_changes():
    """The hours of the last Sunday of March: 23 of them, each an hour after the one before in UTC."""
    sunday = day_period(dt.date(2026, 3, 29))
    run = ValueRun(minute(sunday.start), 60, np.arange(23), 0)
    rows = (
        b"".join(lines([(RowHead(POINT, ENERGY, "Out"), run)], MonthStamps(FIRST, LAST)))
        .decode()
        .splitlines()
    )
    starts = [dt.datetime.fromisoformat(row.split(",")[4]) for row in rows]
    assert (sunday.start, sunday.end - dt.timedelta(hours=1)) == (starts[0], starts[-1])
    assert {dt.timedelta(hours=1)} == {b - a for a, b in itertools.pairwise(starts)}
