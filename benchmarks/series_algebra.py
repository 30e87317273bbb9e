"""Series algebra and tables: columns against one Python value after the other, as ratios of one run.

Run: python benchmarks/series_algebra.py
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

import attrs
import numpy as np

from edielkit.market_time import OSLO, Period, day_period
from edielkit.series import (
    Observations,
    TimeSeries,
    add,
    cut_days,
    join,
    sixty_to_fifteen,
    spread,
    sum_days,
    sum_to,
)
from edielkit.tables import from_arrow, from_csv, to_arrow, to_csv

POINTS = 20
YEAR = Period(day_period(dt.date(2024, 1, 1)).start, day_period(dt.date(2024, 12, 31)).end)


def year(seed: int, count: int, resolution: str) -> TimeSeries:
    """Return a year of metered values."""
    zeros = np.zeros(count, np.uint8)
    return TimeSeries(
        metering_point=f"70705750001{seed:07}",
        product="8716867000030",
        unit="kWh",
        direction="Out",
        resolution=resolution,
        period=YEAR,
        observations=Observations(
            position=np.arange(1, count + 1, dtype=np.int32),
            quantity=np.random.default_rng(seed).integers(0, 10**7, count),
            status=zeros,
            validation=zeros,
            estimation=zeros,
        ),
    )


QUARTERS = [year(n, 366 * 96, "PT15M") for n in range(POINTS)]
HOURS = [year(n, 366 * 24, "PT1H") for n in range(POINTS)]
PROFILE = year(99, 366 * 96, "PT15M")


def best(call: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of some runs in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def plain_hours(rows: list[Decimal]) -> list[Decimal]:
    return [sum(rows[n : n + 4], Decimal(0)) for n in range(0, len(rows), 4)]


def plain_days(rows: list[Decimal]) -> dict[dt.date, Decimal]:
    sums: dict[dt.date, Decimal] = defaultdict(Decimal)
    for n, value in enumerate(rows):
        sums[(YEAR.start + n * dt.timedelta(minutes=15)).astimezone(OSLO).date()] += value
    return sums


def plain_flat(rows: list[Decimal]) -> list[Decimal]:
    result = []
    for value in rows:
        share, remainder = divmod(int(value * 1000), 4)
        result += [Decimal(share + (n < remainder)).scaleb(-3) for n in range(4)]
    return result


def plain_profiled(rows: list[Decimal], profile: list[Decimal]) -> list[Decimal]:
    result = []
    for n, value in enumerate(rows):
        weight = [int(step * 1000) for step in profile[4 * n : 4 * n + 4]]
        whole, total = int(value * 1000), sum(weight)
        shares = [divmod(whole * part, total) for part in weight]
        left = whole - sum(share for share, _ in shares)
        order = sorted(range(4), key=lambda k: -shares[k][1])
        result += [Decimal(shares[k][0] + (order.index(k) < left)).scaleb(-3) for k in range(4)]
    return result


def plain_csv(series: TimeSeries, rows: list[Decimal]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for n, value in enumerate(rows):
        at = (YEAR.start + n * dt.timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer.writerow([0, series.metering_point, series.product, series.unit, n + 1, at, value, "metered"])
    return out.getvalue()


def operations():
    """Return what is measured: name, call, values, and the same in plain Python where it is written."""
    quarter, hour = QUARTERS[0], HOURS[0]
    rows, hour_rows, weights = (
        [observation.quantity for observation in series.observations] for series in (quarter, hour, PROFILE)
    )
    table, text = to_arrow(QUARTERS), b"".join(to_csv(QUARTERS))
    days = cut_days(quarter)
    quarters, hours = POINTS * len(rows), POINTS * len(hour_rows)
    without = attrs.evolve(quarter)
    return [
        (
            "quarters to hours",
            lambda: [sum_to(s, "PT1H") for s in QUARTERS],
            quarters,
            lambda: plain_hours(rows),
        ),
        (
            "quarters to local days",
            lambda: [sum_days(s) for s in QUARTERS],
            quarters,
            lambda: plain_days(rows),
        ),
        (
            "60 to 15, flat",
            lambda: [sixty_to_fifteen(s) for s in HOURS],
            hours,
            lambda: plain_flat(hour_rows),
        ),
        (
            "60 to 15, profile",
            lambda: [spread(s, "PT15M", PROFILE) for s in HOURS],
            hours,
            lambda: plain_profiled(hour_rows, weights),
        ),
        (
            "add twenty series",
            lambda: add(*QUARTERS),
            quarters,
            lambda: [a + b for a, b in zip(rows, rows, strict=True)],
        ),
        ("cut into days", lambda: cut_days(without), len(rows), None),
        ("join 366 days", lambda: join(days), len(rows), None),
        ("to Arrow", lambda: to_arrow(QUARTERS), quarters, None),
        ("from Arrow", lambda: list(from_arrow(table)), quarters, None),
        ("to CSV", lambda: [len(c) for c in to_csv(QUARTERS)], quarters, lambda: plain_csv(quarter, rows)),
        ("from CSV", lambda: list(from_csv(text)), quarters, None),
    ]


def main() -> None:
    """Print seconds per million values, and the ratio to plain Python."""
    print(f"{'':24}{'s per million':>14}{'plain Python':>14}{'ratio':>8}")
    for name, call, count, plain in operations():
        fast = best(call) / count * 1e6
        if plain is None:
            print(f"{name:24}{fast:14.4f}")
            continue
        slow = best(plain, 1) / (count / POINTS) * 1e6
        print(f"{name:24}{fast:14.4f}{slow:14.3f}{slow / fast:8.0f}")


if __name__ == "__main__":
    main()
