"""What the clock and the calendar of the market give: days of the clock change, ends of the calendar, steps, holidays, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called

from edielkit import market_calendar, market_time
from edielkit.market_time import OSLO, Period, Resolution

DAYS = (
    dt.date(2024, 3, 30), dt.date(2024, 3, 31), dt.date(2024, 4, 1), dt.date(2024, 10, 26), dt.date(2024, 10, 27), dt.date(2024, 10, 28), dt.date(2024, 2, 29), dt.date(2024, 12, 31),
    dt.date(2025, 1, 1), dt.date(1, 1, 1), dt.date(1, 1, 2), dt.date(9999, 12, 30), dt.date(9999, 12, 31), dt.date(1940, 8, 11), dt.date(1976, 4, 4),
)  # fmt: skip
CODES = (
    "PT5M",
    "PT15M",
    "PT30M",
    "PT1H",
    "PT60M",
    "P1D",
    "P7D",
    "P1W",
    "P1M",
    "P3M",
    "P1Y",
    "",
    "x",
    "PT0M",
    "pt1h",
)
_UTC, _ONE, _TWO = dt.UTC, dt.timezone(dt.timedelta(hours=1)), dt.timezone(dt.timedelta(hours=2))
_ODD = dt.timezone(dt.timedelta(hours=5, minutes=30))
INSTANTS = tuple(
    instant.replace(tzinfo=zone)
    for instant, zone in product(
        (
            dt.datetime(2024, 6, 4), dt.datetime(2024, 6, 3, 22), dt.datetime(2024, 6, 3, 22, 15), dt.datetime(2024, 6, 4, 21, 59), dt.datetime(2024, 3, 31), dt.datetime(2024, 3, 31, 1),
            dt.datetime(2024, 3, 31, 2, 30), dt.datetime(2024, 10, 27), dt.datetime(2024, 10, 27, 0, 30), dt.datetime(2024, 10, 27, 2, 30), dt.datetime(2024, 10, 27, 23),
            dt.datetime(2024, 1, 1), dt.datetime(2024, 12, 31, 23), dt.datetime(2025, 1, 1, 0, 0, 0, 1), dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23), dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
        ),
        (_UTC, _ONE, _TWO, _ODD, OSLO, None),
    )
)  # fmt: skip
OF_INSTANT: dict[str, Callable[[Any], Any]] = {
    "instant": market_time.as_instant, "or naive": market_time.instant_or_naive, "day": market_time.local_day, "time": market_time.local_time, "midnight": market_time.is_local_midnight,
    "shown": lambda t: market_time.shown_by(_ONE, t), "shown in Oslo": lambda t: market_time.shown_by(OSLO, t), "a year before": lambda t: market_time.years_before(t, 1), "four before": lambda t: market_time.years_before(t, 4),
}  # fmt: skip
OF_DAY: dict[str, Callable[[Any], Any]] = {
    "period": market_time.day_period, "hours": market_time.hours_in_day, "working": market_calendar.is_working_day, "three years before": lambda d: market_time.years_before(d, 3),
    **{f"and {n}": lambda d, n=n: market_calendar.add_working_days(d, n) for n in (-5, -1, 0, 1, 3, 10)},
    "at six": lambda d: market_calendar.clock(d, dt.time(6)), "at half past two": lambda d: market_calendar.clock(d, dt.time(2, 30)),
}  # fmt: skip
_H = dt.timedelta(hours=1)


def periods() -> Iterator[Period]:
    """Yield whole days, months and years, and periods that miss them in each way that is usual."""

    def midnight(day: dt.date) -> dt.datetime:
        return market_time.day_period(day).start

    for first, last in (
        (dt.date(2024, 6, 4), dt.date(2024, 6, 5)), (dt.date(2024, 3, 31), dt.date(2024, 4, 1)), (dt.date(2024, 10, 27), dt.date(2024, 10, 28)), (dt.date(2024, 6, 1), dt.date(2024, 7, 1)), (dt.date(2024, 1, 1), dt.date(2025, 1, 1)),
        (dt.date(2024, 3, 30), dt.date(2024, 4, 2)), (dt.date(2024, 3, 1), dt.date(2024, 11, 1)), (dt.date(2024, 6, 4), dt.date(2024, 6, 4)), (dt.date(2024, 6, 5), dt.date(2024, 6, 4)),
    ):  # fmt: skip
        start, end = midnight(first), midnight(last)
        for before, behind in (
            (0, 0),
            (-1, -1),
            (1, 1),
            (-1, 0),
            (0, 1),
            (0, -1 / 60),
            (0, -1 / 3600),
            (0.5, 0),
            (2, 2),
            (0.25, 0.25),
        ):
            yield Period(start + before * _H, end + behind * _H)
        yield Period(start.replace(tzinfo=_UTC), end.replace(tzinfo=_UTC))
        yield Period(start.replace(tzinfo=_ONE), end.replace(tzinfo=_ONE))
        yield Period(start.astimezone(ZoneInfo("Europe/Oslo")), end.astimezone(_ODD))
    yield Period(dt.datetime(9999, 12, 31, tzinfo=_TWO), dt.datetime(9999, 12, 31, 23, 59, tzinfo=_TWO))
    yield Period(dt.datetime(1, 1, 1, tzinfo=_ONE), dt.datetime(1, 1, 2, tzinfo=_ONE))
    yield Period(
        dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(-_H)),
        dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(-_H)),
    )


def of_period(period: Period) -> Iterator[str]:
    """Yield what is said of a period: its days, its steps, and why it has no whole days."""
    yield f"{called(lambda: period.duration)} {called(market_time.local_days, period)}"
    yield "; ".join(
        called(market_time.expected_count, period, step) for code in CODES if (step := Resolution.of(code))
    )
    for calendar, place in (
        (OSLO, "Oslo"),
        (_UTC, "UTC"),
        (ZoneInfo("Europe/London"), "London"),
        (_ONE, "normal time"),
    ):
        yield called(market_time.whole_days_fault, period, calendar, place)
    inside = (
        (period.start, period.end, period.start - _H / 60)
        if period.start.year > 1
        else (period.start, period.end)
    )
    yield "; ".join(called(lambda at=at: at in period) for at in inside)


def answers() -> Iterator[Answer]:
    """Yield what each function gives."""
    for number, instant in enumerate(INSTANTS):
        # what has no zone is taken for the clock of the machine, which other functions ask
        verbs = [item for item in OF_INSTANT.items() if instant.tzinfo or item[0] in {"instant", "or naive"}]
        said = [f"{word} {called(verb, instant)}" for word, verb in verbs]
        yield Answer(f"instant {number} {instant}", ["; ".join(said[:4]), "; ".join(said[4:])])
    for folded in (0, 1):
        twice = dt.datetime(2024, 10, 27, 2, 30, fold=folded, tzinfo=OSLO)
        yield Answer(f"folded {folded}", ["; ".join(called(verb, twice) for verb in OF_INSTANT.values())])
    for day in DAYS:
        said = [f"{word} {called(verb, day)}" for word, verb in OF_DAY.items()]
        yield Answer(f"day {day}", ["; ".join(said[at : at + 3]) for at in range(0, len(said), 3)])
    for code in CODES:
        step = Resolution.of(code)
        yield Answer(
            f"resolution {code!r}",
            [called(Resolution.of, code), called(lambda step=step: step and step.step)],
        )
    for number, period in enumerate(periods()):
        yield Answer(f"period {number} {period.start} {period.end}", of_period(period))
    days = [(market_time.day_period(dt.date(2024, 6, day)), day) for day in (2, 3, 5, 9)]
    for number, period in enumerate(periods()):
        yield Answer(
            f"overlap {number}",
            [called(market_time.overlapped, days, period), called(market_time.overlapped, [], period)],
        )
    for first, last in product(range(1, 10), range(2, 11)):
        period = Period(
            market_time.day_period(dt.date(2024, 6, first)).start,
            market_time.day_period(dt.date(2024, 6, last)).start,
        )
        yield Answer(f"overlap of {first} to {last}", [called(market_time.overlapped, days, period)])
    for year in (1, 1900, 1999, 2000, 2024, 2025, 2026, 2038, 2100, 9999):
        yield Answer(
            f"year {year}", [called(market_calendar.easter, year), called(market_calendar.holidays, year)]
        )
    for zone, place in ((OSLO, "Oslo"), (_UTC, "UTC"), (_ONE, "x"), (ZoneInfo("Europe/London"), "London")):
        yield Answer(f"in {place}", [market_time.in_zone(zone, place), market_time.in_zone(zone)])
    for naive in (dt.datetime(2024, 1, 1), INSTANTS[0]):
        yield Answer(
            f"period from {naive!r}", [called(Period, naive, naive), called(Period, INSTANTS[0], naive)]
        )


def test_times_are_the_kept_ones():
    """Days, steps, words and refusals."""
    assert_kept(__file__, answers())
