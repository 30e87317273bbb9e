"""Generated markets: who is there, how it is built, and the values of days, which balance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import Any

import attrs
import numpy as np
import pytest
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.kept_values import called

from edielkit.generate.market import DayRun, GeneratedMarket, generate_market
from edielkit.generate.market.contract_changes import contract_changes, newcomer
from edielkit.generate.market.day_clock import DayClock
from edielkit.generate.market.day_values import AreaWeather, consumption, fed_in, gaps, production
from edielkit.generate.market.identities import (
    area_number,
    firm_number,
    gsrn_texts,
    party_number,
    person_name,
    person_number,
    uuid_texts,
)
from edielkit.generate.market.market_structure import PointGroup, loss_constants, sub_grids
from edielkit.generate.market.noise import bits, key_of, quarter_bits, whole_numbers
from edielkit.generate.market.point_columns import point_columns
from edielkit.generate.market.scenario import market_names, point_rows
from edielkit.generate.market.shapes import USERS, load_factors, plant_factors
from edielkit.generate.market.sizes import (
    AreaKind,
    PointUse,
    area_kinds,
    owner_count,
    point_counts,
    shared_out,
    sub_grid_count,
    supplier_count,
    uses,
)
from edielkit.generate.market.weather import PRICE_AREAS, weather_of

# an ordinary day, days of 23 and 25 hours, a Saturday, two holidays, the middle and the end of months
DAYS = (
    dt.date(2026, 2, 2), dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 1, 17), dt.date(2026, 5, 17), dt.date(2026, 12, 25),
    dt.date(2026, 6, 15), dt.date(2026, 6, 14), dt.date(2026, 7, 31), dt.date(2025, 12, 31), dt.date(2028, 2, 29),
)  # fmt: skip
SIZES = (10, 11, 20, 99, 100, 499, 500, 1000, 8000)


def answers() -> Iterator[Answer]:
    """Yield sizes, structure, identities, noise, weather and days, from the smallest parts up."""
    yield from _sizes()
    yield from _identities()
    yield from _days()
    yield from _values()
    yield from _markets()
    yield from _runs()


@cache
def market(points: int, seed: int = 1, resolution: str = "mixed") -> GeneratedMarket:
    """Return a market."""
    return generate_market(points, seed=seed, resolution=resolution)


def _sizes() -> Iterator[Answer]:
    for points in (*SIZES, 10_000, 100_000, 1_000_000):
        kinds = area_kinds(points)
        counted = {str(kind): kinds.count(kind) for kind in AreaKind}
        size = [1 + n % 9 for n in range(len(kinds))]
        yield Answer(
            f"areas of {points}",
            [f"{counted} {kinds[:3]}", called(point_counts, points // 2, kinds[:40], size[:40])],
        )
        yield Answer(
            f"parties of {points}",
            [f"{owner_count(len(kinds))} {supplier_count(len(kinds))} {sub_grid_count(len(kinds))}"],
        )
    for count, weights in (
        (10, [1, 1, 1]),
        (0, [1, 2]),
        (7, [1, 0, 3]),
        (5, [2, 3]),
        (11, [5, 5, 5, 1]),
        (1, [1, 1]),
    ):
        yield Answer(f"shared {count} {weights}", [f"{shared_out(count, weights)}"])
    for kind, count in product(AreaKind, (1, 2, 4, 5, 6, 20, 33, 40, 66, 199, 200, 400)):
        yield Answer(
            f"uses of {kind} {count}", [f"{ {str(use): n for use, n in uses(kind, count).items()} }"]
        )
    for infeed in (-1, 0, 1, 2, 100, 10_000, 199_999, 200_000, 200_001, 400_000):
        yield Answer(f"losses of {infeed}", [f"{loss_constants(infeed)}"])
    for words in ((9,), (10,), (1_000_000,), (1_000_001,)):
        yield Answer(f"market of {words[0]}", [called(lambda points: generate_market(points).points, *words)])
    yield Answer("market of days", [called(generate_market, 10, resolution="day")])


def _identities() -> Iterator[Answer]:
    for place in (0, 1, 7, 8, 9, 27, 28, 63, 64, 99, 336, 20_160, 99_999, 201_600, 999_999):
        makers = (party_number, area_number, firm_number, person_number, person_name)
        yield Answer(
            f"place {place}", [" ".join(called(maker, place) for maker in makers), f"{gsrn_texts(place, 3)}"]
        )
    index = np.arange(5, 8)
    yield Answer("identifications", [*uuid_texts(1, "message", index), *uuid_texts(2, "payload", index)])
    for user, points in (("person 0000007", 100), ("firm 0000000", 10), ("firm 9999999", 1)):
        yield Answer(f"newcomer of {user} {points}", [newcomer(user, points)])
    yield Answer("keys", [f"{key_of(1, 'weather', 3)} {key_of(1)} {key_of(0, '')}"])
    for low, high in ((0, 1), (0, 100), (-90, 91), (5, 6), (1000, 50_000)):
        drawn = whole_numbers(low, high, bits(3, np.arange(40)))
        yield Answer(
            f"numbers {low} {high}", [f"{drawn[:10].tolist()} {digest(drawn.tolist())} {drawn.dtype}"]
        )
    for first, rows, columns in ((0, 1, 1), (0, 2, 4), (1, 2, 5), (3, 3, 23), (2, 1, 100)):
        table = quarter_bits(9, first, rows, columns)
        yield Answer(
            f"noise {first} {rows} {columns}",
            [f"{table.shape} {table[-1][:6].tolist()} {digest(table.tolist())}"],
        )


def _days() -> Iterator[Answer]:
    for day in DAYS:
        clock = DayClock.of(day)
        yield Answer(
            f"day {day}",
            [
                f"{clock.period} {clock.hours.tolist()}",
                f"{clock.is_working_day} {clock.noon} {clock.registered} {clock.sent} {clock.corrected}",
            ],
        )
        for area in PRICE_AREAS:
            weather = weather_of(1, area, clock)
            columns = (weather.temperature, weather.sun, weather.wind)
            yield Answer(f"weather {day} {area}", [f"{column.tolist()}" for column in columns])
        plants = plant_factors(clock, weather)
        yield Answer(f"plants {day}", [f"{name} {column.tolist()}" for name, column in plants.items()])
        yield Answer(
            f"loads {day}",
            [f"{name} {row.tolist()}" for name, row in zip(USERS, load_factors(clock, weather), strict=True)],
        )


def _values() -> Iterator[Answer]:
    """Yield the values of small groups of each use in each kind of area."""
    clock = DayClock.of(DAYS[1])
    day = AreaWeather.of(1, "NO2", clock)
    for kind in AreaKind:
        for use in (*uses(kind, 100), PointUse.EXCHANGE):
            group = PointGroup(area=0, use=use, first=30, count=12)
            columns = point_columns(1, group, kind, 2, 9)
            whole = point_columns(1, group, kind)
            yield Answer(
                f"points {kind} {use}",
                [
                    f"{columns.user.tolist()} {columns.annual.tolist()} {columns.peak.tolist()}",
                    f"{digest(columns.random.tolist())} {len(whole.user)}",
                ],
            )
            for minutes in (15, 60) if use is not PointUse.EXCHANGE else ():
                if use is PointUse.PRODUCTION:
                    tables = [production(1, columns, day, first=32, minutes=minutes, unit=5000)]
                else:
                    used = consumption(1, columns, day, first=32, minutes=minutes)
                    tables = [used, *fed_in(columns, day, used, minutes=minutes)]
                yield Answer(
                    f"values {kind} {use} {minutes}",
                    [f"{table.shape} {table[0][:8].tolist()} {digest(table.tolist())}" for table in tables],
                )
    for start, count, intervals in ((0, 5000, 24), (0, 5000, 92), (300, 700, 25)):
        group = PointGroup(area=0, use=PointUse.HOURLY, first=77, count=9000)
        faults = gaps(1, group, clock, start=start, count=count, intervals=intervals)
        yield Answer(
            f"gaps {start} {count} {intervals}",
            [f"{len(faults)} {faults[:3]} {digest([str(fault) for fault in faults])}"],
        )


def _markets() -> Iterator[Answer]:
    for points, seed in (*product(SIZES, (1,)), (100, 2), (1000, 3), (1000, 4)):
        whole = market(points, seed)
        head = f"market {points} {seed}"
        yield Answer(f"{head} areas", [f"{attrs.astuple(area)}" for area in whole.areas])
        yield Answer(
            f"{head} parties", [f"{party.name} {party.gln} {party.roles}" for party in whole.parties]
        )
        yield Answer(
            f"{head} groups",
            [
                f"{group.area} {group.use} {group.first} {group.count} {group.neighbour}"
                for group in whole.groups
            ],
        )
        yield Answer(
            f"{head} grids",
            [
                f"{sub_grids(whole.groups)}",
                f"{sorted(whole.profiled_areas)} {whole.eic(-1)} {whole.base_minutes} {whole.minutes}",
            ],
        )
        yield Answer(f"{head} sums", [f"{whole.expected}", f"{whole.plant_unit}", f"{dict(whole.losses)}"])
        rows = list(islice(point_rows(whole), 0, None, max(1, points // 40)))
        yield Answer(f"{head} points", [f"{row}" for row in rows])
        yield Answer(f"{head} exchange", [f"{attrs.astuple(point)}" for point in whole.exchange_points])
        yield Answer(
            f"{head} changes",
            [f"{attrs.astuple(change)}" for change in contract_changes(whole, point_rows(whole), DAYS[0])],
        )
    for points in (20, 500):
        names = market_names(market(points))
        for part, listed in names.items():
            yield Answer(
                f"names {points} {part}",
                [f"{name} {listed[name]}" for name in list(listed)[:4]] + [digest(listed)],
            )


def _runs() -> Iterator[Answer]:
    for points, resolution, day in (
        (10, "mixed", DAYS[0]), (100, "mixed", DAYS[1]), (100, "quarter", DAYS[2]), (100, "hour", DAYS[2]), (600, "mixed", DAYS[4]), (8000, "mixed", DAYS[6]),
    ):  # fmt: skip
        run = DayRun(market(points, 1, resolution), day)
        head = f"run {points} {resolution} {day}"
        yield Answer(f"{head} before its blocks", [_early(run)])
        for number, block in enumerate(run.blocks()):
            if points < 100 or block.faults or number % 7 == 0:
                yield Answer(
                    f"{head} block {number}",
                    [
                        f"{block.group.use} {block.start} {block.direction} {block.minutes} {block.quantity.shape} {block.quantity.dtype}",
                        f"{block.quantity[0][:6].tolist()} {digest(block.quantity.tolist())}",
                        f"{block.faults[:2]} {digest([row.tolist() for row in block.corrections])}",
                    ],
                )
        for figures in run.figures():
            for what, sums in (("as sent", figures), ("corrected", figures.after_corrections)):
                columns = ("production", "incoming", "outgoing", "metered", "profiled", "loss", "corrected")
                totals = [int(getattr(sums, name).sum()) for name in columns]
                whole = digest([getattr(sums, name).tolist() for name in columns])
                yield Answer(
                    f"{head} area {figures.area} {what}",
                    [f"{totals} {whole} {sums.minutes} {sums.has_profile}"],
                )


def _early(run: Any) -> str:
    """Return what a run says when it is asked for figures before its blocks are taken."""
    with pytest.raises(RuntimeError) as refused:
        run.figures()
    return f"RuntimeError {refused.value}"


def test_markets_are_the_kept_ones():
    """Every number is the same on every machine."""
    assert_kept(__file__, answers())
