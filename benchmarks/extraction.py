"""A billion metering values of portfolios that moved, from the hub's store to compressed bytes.

Run: ``python benchmarks/extraction.py [PORTFOLIOS]``. Ten portfolios of 3,800 points over three years, hourly, one after
the other so that they fit in memory. The source (users' forum 2024) names a little over a billion values an hour; the
target is five times that on one core.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import attrs
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support import hub_extraction as case

from edielkit.hub import Hub
from edielkit.hub.values.value_records import VALUES, ChannelKey, ValueBlock
from edielkit.market_time import day_period

POINTS = 3800
FIRST = dt.date(2023, 2, 2)
SOURCE_RATE = 1_000_000_000 / 3600


def portfolio(
    seed: int, count: int, *, days: bool = False, compression: str = "gzip"
) -> tuple[Hub, str, int]:
    """Return a hub with points that moved, the job of their extraction, and how many values it has.

    Args:
        seed: Number of the portfolio.
        count: How many points.
        days: A block for each day, as BRS-NO-313 brings them, not one for three years.
        compression: Of the files.
    """
    hub = case.hub(*(case.moved(n, move_in=dt.date(2022, 1, 1)) for n in range(count)))
    hours = (day_period(case.CHANGE).start - day_period(FIRST).start) // dt.timedelta(hours=1)
    numbers = np.random.default_rng(seed).integers(0, 9_999, hours + count).astype("<i4")
    whole = (case.hourly(FIRST, case.CHANGE, value=1),)
    if days:
        every = [FIRST + dt.timedelta(days=n) for n in range((case.CHANGE - FIRST).days)]
        whole = tuple(case.hourly(day, day + dt.timedelta(days=1), value=1) for day in every)
    for n in range(count):
        column = numbers[n : n + hours].tobytes()
        hub._state.table(VALUES)[ChannelKey(case.gsrn(n), case.ENERGY, "Out")] = tuple(_filled(whole, column))
    start = time.perf_counter()
    job = case.order(hub, compression=compression)
    print(f"  order of {count} points: {time.perf_counter() - start:.1f} s", flush=True)
    return hub, job.identification, job.values


def _filled(blocks: tuple[ValueBlock, ...], column: bytes) -> list[ValueBlock]:
    filled, at = [], 0
    for block in blocks:
        filled.append(attrs.evolve(block, quantity=column[at : at + 4 * block.count]))
        at += 4 * block.count
    return filled


def extracted(hub: Hub, job: str) -> int:
    """Take all files of a job; return how many bytes they have."""
    return sum(len(piece) for _, pieces in hub.extract(job) for piece in pieces)


def run(name: str, rounds: int, count: int, **kind: object) -> None:
    """Extract portfolios and print the rate."""
    values = size = 0
    spent = 0.0
    for seed in range(rounds):
        hub, job, number = portfolio(seed, count, **kind)
        start = time.perf_counter()
        size += extracted(hub, job)
        spent += time.perf_counter() - start
        values += number
    rate = values / spent
    print(
        f"{name}: {values / 1e6:,.0f} million values in {spent:.0f} s, {size / 1e6:,.0f} MB; "
        f"{rate / 1e6:.2f} million a second, {rate / SOURCE_RATE:.1f} times the source's rate",
        flush=True,
    )


def main() -> None:
    """Run a billion, then smaller ones of other kinds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    run("one block a point", rounds, POINTS)
    run("one block a day", 1, POINTS // 10, days=True)
    run("as Zstandard", 1, POINTS // 10, compression="zstd")
    sys.modules["isal"] = None  # type: ignore[assignment]
    run("without the extra fast", 1, POINTS // 10)


if __name__ == "__main__":
    main()
