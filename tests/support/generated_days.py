"""Days of generated markets, for the tests: run once, with their messages."""

from __future__ import annotations

import datetime as dt
from functools import cache

import attrs

from edielkit.generate.market import DayRun, GeneratedMarket, generate_market
from edielkit.generate.market.message_files import MessageFile, message_files

# A winter's day, both days of the change of the clock, a holiday in summer time.
WINTER, SPRING, AUTUMN, HOLIDAY = (
    dt.date(2026, 1, 20),
    dt.date(2026, 3, 29),
    dt.date(2026, 10, 25),
    dt.date(2026, 5, 17),
)


@attrs.frozen
class GeneratedDay:
    """A day: the market, its run, and all messages."""

    market: GeneratedMarket
    run: DayRun
    files: tuple[MessageFile, ...]


@cache
def generated_day(points: int, seed: int, resolution: str = "mixed", day: dt.date = WINTER) -> GeneratedDay:
    """Return a day of a market, with all of its messages."""
    market = generate_market(points, seed=seed, resolution=resolution)
    run = DayRun(market, day)
    return GeneratedDay(market, run, tuple(message_files(run)))
