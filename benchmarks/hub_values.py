"""How many metering values a hub takes in a second, and how it holds a year of them; input of its own.

Run: python benchmarks/hub_values.py [day] [year]

``day``: 10,000 metering points, a day of hourly values of each, in 5 messages of 2,000 payloads from 5 grid companies:
received, checked, stored, distributed to grid owner and supplier, polled and acknowledged; with the figure of writing
what was polled beside it. ``year``: 1,000 points, a year in quarters (35 million values): memory of the process, and
how long a query (BRS-NO-315) for a day, a month and the year takes. All times are processor time, the best of three.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import attrs
import numpy as np
from tests.support.hub_fixtures import OLD, gsrn, master_data, point
from tests.support.metering import collected, days, series, value_query, values

import edielkit
from edielkit.hub import GridArea, Hub, Ids, Market, Party, Structure
from edielkit.hub.values.store import block_of
from edielkit.hub.values.value_records import ChannelKey
from edielkit.identifiers.registry import gs1_digit
from edielkit.series import Observations

COMPANIES, POINTS = 5, 2_000
DAY = dt.date(2026, 2, 1)
NOW = dt.datetime(2026, 2, 2, 5, 0, tzinfo=dt.UTC)
RUNS = 3


def owners() -> list[str]:
    """Return the numbers of the grid companies."""
    return [body + gs1_digit(body) for body in (f"70800099920{n}" for n in range(COMPANIES))]


def market(count: int, since: dt.date = dt.date(2024, 1, 1)) -> Market:
    """Return a market in which each grid company has *count* points of one supplier."""
    areas = [
        GridArea(identification=f"50YBENCHMARK-0{n}X", owner=owner, price_area="NO1")
        for n, owner in enumerate(owners())
    ]
    # every point has master data of its own, as in a real hub
    points = [
        attrs.evolve(
            point(gsrn(n * count + number + 100), since=since, data=attrs.evolve(master_data())),
            area=area.identification,
        )
        for n, area in enumerate(areas)
        for number in range(count)
    ]
    parties = [Party(gln=owner, roles={"DDM", "MDR", "DDE"}) for owner in owners()]
    return Market(
        parties=[*parties, Party(gln=OLD, roles={"DDQ"})], structure=Structure.of(areas), points=points
    )


def messages(day: dt.date, count: int, now: dt.datetime) -> list[bytes]:
    """Return the message of each grid company with a day of hourly values of each of its points."""
    random = np.random.default_rng(1)
    period = days(day)
    hours = len(values(period))
    written = []
    for n, owner in enumerate(owners()):
        listed = []
        for number in range(count):
            columns = values(period)
            amounts = random.integers(0, 9_000, hours)
            listed.append(
                series(
                    period,
                    point=gsrn(n * count + number + 100),
                    registered=now,
                    observations=attrs.evolve(columns, quantity=amounts),
                )
            )
        written.append(edielkit.serialize(collected(*listed, sender=owner, now=now)))
    return written


def one_day() -> None:
    """Print how long each step of a day takes."""
    hubs = [Hub(market(POINTS), ids=Ids(f"bench {n}")) for n in range(RUNS)]
    sent = messages(DAY, POINTS, NOW)
    count = COMPANIES * POINTS * 24
    size = sum(map(len, sent)) / 1e6
    print(f"{COMPANIES} messages, {COMPANIES * POINTS:,} payloads, {count:,} values, {size:.0f} MB")
    taken: dict[str, list[float]] = {"receive": [], "poll": [], "write": [], "all but write": []}
    for hub in hubs:
        gc.collect()
        start = time.process_time()
        for data in sent:
            assert hub.receive(data, now=NOW).accepted
        received = time.process_time()
        results = []
        for who, role in [*((owner, "DDM") for owner in owners()), (OLD, "DDQ")]:
            result = hub.poll(who, role, "PollMeteringValues", now=NOW)
            assert result is not None
            results.append(result)
            assert hub.acknowledge_poll(result, now=NOW).accepted
        polled = time.process_time()
        payloads = sum(len(_payloads(m)) for r in results for m in r.messages)
        assert payloads == 2 * COMPANIES * POINTS, payloads
        for result in results:
            result.to_bytes()
        written = time.process_time()
        for name, figure in zip(
            taken, (received - start, polled - received, written - polled, polled - start), strict=True
        ):
            taken[name].append(figure)
    for name, figures in taken.items():
        print(f"{name:>14}: {min(figures):6.3f} s, {count / min(figures):>12,.0f} values/s")
    total = min(a + b for a, b in zip(taken["all but write"], taken["write"], strict=True))
    print(f"{'all':>14}: {total:6.3f} s, {count / total:>12,.0f} values/s")


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def one_year() -> None:
    """Print what a year of quarters weighs, and how long a query takes."""
    count = 1_000 // COMPANIES
    before = _memory("VmRSS")
    parties_and_points = market(count, since=dt.date(2024, 1, 1))
    hub = Hub(parties_and_points, ids=Ids("bench"))
    now = dt.datetime(2026, 1, 2, 5, 0, tzinfo=dt.UTC)
    names = [point.identification for point in parties_and_points.points]
    total = 0
    # what 365 days of BRS-NO-313 leave: a block a day; receiving them is what `day` measures
    table = {}
    random = np.random.default_rng(2)
    for number in range(365):
        period = days(dt.date(2025, 1, 1) + dt.timedelta(days=number))
        columns: Observations = values(period, 15)
        registered = period.end + dt.timedelta(hours=6)
        for name in names:
            year_day = attrs.evolve(columns, quantity=random.integers(0, 3_000, len(columns)))
            key = ChannelKey(name, "8716867000030", "Out")
            stored = block_of(
                period.start,
                "PT15M",
                year_day,
                registered=registered,
                inserted=registered,
                source=f"{number:08d}-{name}-0000000000",
            )
            table[key] = (*table.get(key, ()), stored)
            total += len(year_day)
    taken = hub.snapshot()
    hub = Hub.restore(attrs.evolve(taken, tables={**taken.tables, "values": table}))
    del taken
    gc.collect()
    print(f"{total:,} values in {len(names)} points: {_memory('VmRSS') - before:,.0f} MB")
    for words, first, length in (
        ("day", dt.date(2025, 6, 1), 1),
        ("month", dt.date(2025, 6, 1), 30),
        ("year", dt.date(2025, 1, 1), 365),
    ):
        queries = [
            edielkit.serialize(value_query(days(first, length), point=names[7], sender=OLD, now=now))
            for _ in range(20)
        ]
        print(f"{words:>8}: {min(_query(hub, query, now) for query in queries) * 1000:7.2f} ms")


def _query(hub: Hub, query: bytes, now: dt.datetime) -> float:
    start = time.process_time()
    receipt = hub.receive(query, now=now)
    taken = time.process_time() - start
    assert receipt.accepted
    assert not receipt.reasons, receipt.reasons
    hub.forget()
    return taken


def _payloads(message: Any) -> tuple[Any, ...]:
    return tuple(message.payload_energy_time_series)


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["day", "year"]
    if "day" in chosen:
        one_day()
    if "year" in chosen:
        one_year()
