"""Files of many series at once: byte for byte what the exact writer gives."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import edielkit
from edielkit.generate.market.identities import gsrn_digits, gsrn_texts, uuid_digits, uuid_texts
from edielkit.generate.market.series_file import FileHead, message_of, series_file
from edielkit.market_time import day_period
from edielkit.series import Observations

MESSAGE = "0b0a5a0e-0000-8000-8000-00000000000a"


def head(minutes: int, day: dt.date) -> FileHead:
    period = day_period(day)
    return FileHead(
        sender="7080009800002",
        recipient="7080003824349",
        created=period.end,
        registered=period.end,
        period=period,
        direction="Out",
        minutes=minutes,
    )


@pytest.mark.parametrize("minutes", [15, 60])
@pytest.mark.parametrize("day", [dt.date(2026, 2, 2), dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
@pytest.mark.parametrize("highest", [1, 10, 1_000, 123_456, 10**9, 10**15])
def test_the_bytes_are_those_of_the_exact_writer(minutes, day, highest):
    """Numbers of every length, days of 23, 24 and 25 hours, hours and quarters."""
    start = head(minutes, day)
    count = start.period.duration // dt.timedelta(minutes=minutes)
    quantity = np.random.default_rng(highest).integers(0, highest, (7, count))
    quantity[0, :5] = [0, highest - 1, highest // 10, (highest - 1) // 1000 * 1000, min(100, highest - 1)]
    index = np.arange(7)
    message = message_of(
        start,
        MESSAGE,
        [
            (point, payload, Observations.metered([edielkit.series.decimal(int(q)) for q in row]))
            for point, payload, row in zip(gsrn_texts(3, 7), uuid_texts(1, "p", index), quantity, strict=True)
        ],
    )

    written = series_file(start, MESSAGE, gsrn_digits(3, 7), uuid_digits(1, "p", index), quantity)

    assert edielkit.serialize(message) == written


@pytest.mark.parametrize("quantity", [-1, 10**15])
def test_a_quantity_that_no_message_takes_is_refused(quantity):
    """Below zero, or sixteen digits."""
    with pytest.raises(ValueError, match="expected quantities"):
        series_file(
            head(60, dt.date(2026, 2, 2)),
            MESSAGE,
            gsrn_digits(0, 1),
            uuid_digits(1, "p", np.arange(1)),
            np.full((1, 24), quantity),
        )
