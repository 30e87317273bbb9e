"""The files of generated markets: messages, corrections, volumes, tables and scenarios, by digest and beginning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import size_and_digest
from tests.support.kept_values import called

from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.message_files import message_files, observations
from edielkit.generate.market.outputs import MOST_IN_SCENARIO, block_series, market_files
from edielkit.generate.market.profiled_volumes import closed_months

DAY = dt.timedelta(days=1)


def _from(first: dt.date, count: int) -> list[dt.date]:
    return [first + n * DAY for n in range(count)]


SPRING, AUTUMN, MONTH = (
    _from(dt.date(2026, 3, 28), 2),
    _from(dt.date(2026, 10, 25), 1),
    _from(dt.date(2026, 2, 26), 4),
)


def answers() -> Iterator[Answer]:
    """Yield the files of each form, then what is refused, then the series of blocks."""
    for points, seed, resolution, days, form in (
        (10, 0, "mixed", AUTUMN, "messages"), (10, 0, "mixed", AUTUMN, "tables"), (10, 0, "mixed", AUTUMN, "scenario"),
        (120, 3, "mixed", SPRING, "messages"), (120, 3, "quarter", SPRING[:1], "tables"), (60, 2, "hour", MONTH, "scenario"),
        (60, 2, "mixed", MONTH, "messages"), (600, 1, "hour", SPRING[1:], "messages"), (600, 1, "hour", SPRING[1:], "scenario"),
    ):  # fmt: skip
        market = generate_market(points, seed=seed, resolution=resolution)
        for name, pieces in market_files(market, days, form):
            data = b"".join(pieces)
            text = data.decode("utf-8")
            shown = text.splitlines()[-3:] if name.endswith((".csv", ".yml")) else text.splitlines()[20:23]
            yield Answer(f"{points} {resolution} {len(days)} {form} {name}", [size_and_digest(data), *shown])
    for days in (
        [],
        SPRING,
        MONTH,
        _from(dt.date(2026, 1, 1), 31),
        _from(dt.date(2026, 1, 1), 30),
        _from(dt.date(2026, 1, 2), 60),
        _from(dt.date(2025, 12, 1), 90),
    ):
        yield Answer(
            f"months of {len(days)} days from {min(days, default='')}",
            [f"{[(month[0], month[-1], len(month)) for month in closed_months(days)]}"],
        )
    yield from _refusals()
    yield from _series()


def _refusals() -> Iterator[Answer]:
    market, large = generate_market(10), generate_market(MOST_IN_SCENARIO + 1)
    for case, chosen, days, form in (
        ("no such form", market, AUTUMN, "xml"),
        ("too large for a scenario", large, AUTUMN, "scenario"),
        ("as large as can be", generate_market(MOST_IN_SCENARIO), AUTUMN, "scenario"),
        ("before the first year", market, [dt.date(1099, 12, 31)], "messages"),
        ("after the last year", market, [*AUTUMN, dt.date(9901, 1, 1)], "tables"),
    ):
        yield Answer(case, [called(_first_name, chosen, days, form)])


def _first_name(market: object, days: Sequence[dt.date], form: str) -> str:
    return next(market_files(market, days, form))[0]


def _series() -> Iterator[Answer]:
    """Yield the series of blocks with faults, and the heads of messages."""
    run = DayRun(generate_market(900, seed=5), SPRING[1])
    for number, block in enumerate(run.blocks()):
        if block.faults or number == 0:
            listed = list(block_series(run, block))
            yield Answer(
                f"series of block {number}",
                [f"{len(listed)} {len(block.quantity)}", *(repr(series) for series in listed[:2])],
            )
            for row, intervals, estimated in block.faults[:2]:
                columns = observations(block.quantity[row], intervals)
                yield Answer(
                    f"values of block {number} row {row} {estimated}",
                    [
                        f"{getattr(columns, name).tolist()}"
                        for name in ("position", "quantity", "status", "validation", "estimation")
                    ],
                )
    for file in message_files(DayRun(generate_market(60, seed=2), SPRING[1])):
        yield Answer(
            f"message {file.name}",
            [f"{file.sender} {file.is_correction} {file.head}", size_and_digest(file.content)],
        )


def test_files_are_the_kept_ones():
    """Another machine writes the same bytes."""
    assert_kept(__file__, answers())
