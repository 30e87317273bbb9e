"""What grows with a hub, and how: the job of 07:00 by metering points, and a channel by its deliveries.

Run: python benchmarks/hub_growth.py [jobs] [deliveries] [messages] [SIZE ...]

``jobs``: four mornings of a market of which no value comes, the dearest there is: every channel is missing, and more is
awaited each day. ``deliveries``: single hours of one channel in one message. ``messages``: the same in as many messages. Sizes are 2,000 and 10,000 unless given. All
times are processor time; the last column is that of one point or delivery, which should stay as it is.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.hub_fixtures import gsrn
from tests.support.metering import collected, days, series, values

import edielkit
from benchmarks.hub_values import COMPANIES, market, owners
from edielkit.hub import Config, Hub, Ids
from edielkit.market_time import Period
from edielkit.series import TimeSeries

FIRST = dt.date(2026, 2, 1)
MORNINGS = 4
SIZES = (2_000, 10_000)
# A message holds at most 9,999 series.
MOST = 9_000


def jobs(size: int) -> None:
    """Print what each morning costs a market of *size* points."""
    hub = Hub(market(size // COMPANIES), ids=Ids("growth"), config=Config(values_since=FIRST))
    for number in range(MORNINGS):
        gc.collect()
        start = time.process_time()
        hub.advance(dt.datetime(2026, 2, 2 + number, 6, 30, tzinfo=dt.UTC))
        taken = time.process_time() - start
        print(f"{size:>8,} points, morning {number + 1}: {taken:7.3f} s {taken / size * 1e6:7.1f} us")


def deliveries(size: int) -> None:
    """Print what *size* corrections of one hour each cost in one message, judged and stored."""
    hub, now, corrections = corrected_channel(size)
    data = edielkit.serialize(collected(*corrections, sender=owners()[0], now=now))
    gc.collect()
    start = time.process_time()
    receipt = hub.receive(data, now=now)
    taken = time.process_time() - start
    assert receipt.passed, receipt.reasons[:1]
    print(f"{size:>8,} deliveries: {taken:7.3f} s {taken / size * 1e6:7.1f} us")


def messages(size: int) -> None:
    """Print what *size* corrections of one hour each cost in a message each."""
    hub, now, corrections = corrected_channel(size)
    documents = [
        edielkit.serialize(collected(correction, sender=owners()[0], now=now)) for correction in corrections
    ]
    gc.collect()
    start = time.process_time()
    for data in documents:
        assert hub.receive(data, now=now).passed
        hub.forget()
    taken = time.process_time() - start
    print(f"{size:>8,} messages: {taken:7.3f} s {taken / size * 1e6:7.1f} us")


def corrected_channel(size: int) -> tuple[Hub, dt.datetime, list[TimeSeries]]:
    """Return a hub with a channel of *size* hours, the instant that it is, and a correction of each hour."""
    hub = Hub(market(1), ids=Ids("growth"))
    now = dt.datetime(2026, 2, 2, 5, tzinfo=dt.UTC)
    hour, point = dt.timedelta(hours=1), gsrn(100)
    first = dt.date(2025, 1, 1)
    daily = [days(first + dt.timedelta(days=number)) for number in range(size // 24 + 1)]
    whole = [series(day, point=point, registered=now - 2 * hour, observations=values(day)) for day in daily]
    assert hub.receive(collected(*whole, sender=owners()[0], now=now), now=now).passed
    start = daily[0].start
    hours = (Period(start + number * hour, start + (number + 1) * hour) for number in range(size))
    return (
        hub,
        now,
        [series(period, point=point, registered=now - hour, observations=values(period)) for period in hours],
    )


if __name__ == "__main__":
    numbers = tuple(int(word) for word in sys.argv[1:] if word.isdigit()) or SIZES
    names = [word for word in sys.argv[1:] if not word.isdigit()] or ["jobs", "deliveries", "messages"]
    for number in numbers:
        if "jobs" in names:
            jobs(number)
    for number in numbers:
        if "deliveries" in names:
            deliveries(min(number, MOST))
    for number in numbers:
        if "messages" in names:
            messages(min(number, MOST))
