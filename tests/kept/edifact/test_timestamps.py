"""Times, offsets, periods and steps as they are read and written in each notation and on each clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product
from zoneinfo import ZoneInfo

from tests.support.edifact_values_changed import FORMATS, TIMES
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import table_of, text_of_value

from edielkit.edifact import timestamps
from edielkit.edifact.messages.message import Time
from edielkit.edifact.series import steps
from edielkit.edifact.series.blocks import period_of, stated_instant, stated_period
from edielkit.edifact.timestamps import CLOCKS, Clock
from edielkit.market_time import OSLO, Period, Resolution

NORMAL = dt.timezone(dt.timedelta(hours=1))
HALF = dt.timezone(dt.timedelta(hours=5, minutes=30))
ZONES = (NORMAL, OSLO, dt.UTC, HALF, None)
MARKETS = (
    *CLOCKS.values(),
    Clock(zone=HALF, calendar=HALF),
    Clock(zone=OSLO, calendar=ZoneInfo("America/New_York")),
    None,
)
OFFSETS = (
    "1",
    "+1",
    "-1",
    "01",
    "0",
    "14",
    "15",
    "-14",
    "123",
    "",
    "x",
    "+0100",
    "-0530",
    "+01",
    "+1401",
    "+1400",
    "0100",
    "+010",
    "+0060",
    "1 ",
)
NOTATIONS = ("805", "406", "203", "")
INSTANTS = tuple(
    dt.datetime(*parts, tzinfo=dt.UTC)
    for parts in (
        (2024, 6, 3, 22), (2024, 6, 3, 23), (2024, 6, 3, 23, 30), (2024, 6, 3, 22, 0, 5), (2024, 6, 3, 22, 0, 0, 7), (2024, 10, 27, 0), (2024, 10, 27, 1),
        (2024, 3, 31, 1), (1, 1, 1), (9999, 12, 31, 23, 59), (999, 5, 5), (2024, 1, 1), (2023, 12, 31, 23), (2024, 6, 4, 4),
    )
)  # fmt: skip
PERIODS = tuple(
    f"{start}{end}"
    for start, end in (
        ("202406032300", "202406042300"), ("202406040000", "202406050000"), ("202403302300", "202403312200"), ("202403310000", "202403312300"),
        ("202410262300", "202410272300"), ("202403010000", "202404010000"), ("202401010000", "202501010000"), ("202406040000", "202406040000"),
        ("202406040000", "202406030000"), ("202406040000", "202406040100"), ("202406040000", "202406040015"), ("202406040500", "202406050500"),
        ("202406010500", "202407010500"), ("202402290000", "202502280000"), ("202406030000", "202406100000"), ("000101010000", "999912312400"),
    )
)  # fmt: skip
TEXTS = (
    "2024", "0000", "0001", "9999", "202402", "202413", "202400", "999912", "20240229", "20230229", "99991231", "00010101", "2024020120240301",
    "2024020120240201", "24060400002406050000", "2O24", "202402\u0661\u0661", "", "x" * 40, *PERIODS,
)  # fmt: skip
CODES = ("PT5M", "PT15M", "PT30M", "PT1H", "PT60M", "P1D", "P1W", "P1M", "P1Y", "PT7M", "")
DURATIONS = ("1", "5", "15", "30", "60", "24", "12", "0", "01", "99999", "100000", "", "x", "\u0661", "-1")


def answers() -> Iterator[Answer]:
    """Yield what is read and written in each notation."""
    for notation in NOTATIONS:
        yield Answer(f"offset {notation}", (table_of(timestamps.read_offset, product(OFFSETS, [notation])),))
        zones = [
            *map(dt.timezone, map(dt.timedelta, (0, 0, 0), (3600, -3600, -19800))),
            dt.timezone(dt.timedelta(seconds=3601)),
            OSLO,
            HALF,
        ]
        yield Answer(
            f"written offset {notation}", (table_of(timestamps.write_offset, product(zones, [notation])),)
        )
    for notation, zone in product(FORMATS, ZONES):
        # what a clock showed long ago is told otherwise by other tables of zones
        texts = [text for text in (*TIMES, "x" * 35, "2" * 36) if zone is not OSLO or text[:2] != "19"]
        instants = [instant for instant in INSTANTS if zone is not OSLO or instant.year > 1970]
        rows = [*product(texts, [notation], [zone])]
        written = [*product(instants, [notation], [zone or dt.UTC])]
        read = table_of(timestamps.read_instant, rows), table_of(timestamps.write_instant, written)
        clocks = table_of(timestamps.is_ambiguous, rows), table_of(timestamps.is_skipped, rows)
        yield Answer(f"instant {notation} {zone}", (*read, *clocks))
    for notation, (number, clock) in product((*FORMATS, "713"), enumerate(MARKETS)):
        if clock is None:
            continue
        rows = [*product(TEXTS, [notation], [clock])]
        periods = [timestamps.read_period(text, "719", CLOCKS["de"]) for text in PERIODS[:-1]]
        periods += [
            timestamps.read_period(text, kind, clock)
            for text, kind in (("2024", "602"), ("202402", "610"), ("20240604", "102"))
        ]
        written = [*product(periods, [notation], [clock])]
        yield Answer(
            f"period {notation} {number}",
            (table_of(timestamps.read_period, rows), table_of(timestamps.write_period, written)),
        )
    for notation in FORMATS:
        yield Answer(
            f"resolution {notation}", (table_of(timestamps.read_resolution, product(DURATIONS, [notation])),)
        )
    yield Answer("written resolution", (table_of(timestamps.write_resolution, ((code,) for code in CODES)),))
    yield from _clocks()
    yield from _steps()


def _time(function: str, text: str, form: str) -> Time:
    return Time(function=function, text=text, format=form)


def _clocks() -> Iterator[Answer]:
    times = [
        _time(function, text, form)
        for function, text, form in product(("ZZZ", "735", "137"), ("1", "+0100", "x"), ("805", "406", "203"))
    ]
    for profile in (*CLOCKS, None, "xx"):
        rows = [*(((time,), profile) for time in times), ((), profile), (times[::-1], profile)]
        yield Answer(f"clock {profile}", (table_of(timestamps.clock_of, rows),))


def _steps() -> Iterator[Answer]:
    resolutions = [resolution for code in CODES if (resolution := Resolution.of(code))]
    for number, clock in enumerate(MARKETS):
        zone = clock or CLOCKS["de"]
        periods = [
            timestamps.read_period(text, "719", zone) for text in PERIODS[:-1] if text[:12] <= text[12:]
        ]
        periods.append(Period(INSTANTS[0], INSTANTS[9]))
        zones = steps.calendar_zones(clock), steps.day_zones(clock)
        yield Answer(
            f"zones {number}",
            (text_of_value(zones), table_of(steps.is_whole_days, product(periods, [clock]))),
        )
        for resolution in resolutions:
            rows = [*product(periods, [resolution], (0, 1, 2, 23, 24, 25, 96, 400), [clock])]
            yield Answer(
                f"steps {number} {resolution.code}",
                (
                    table_of(steps.steps_in, product(periods, [resolution], [clock])),
                    table_of(steps.start_of, rows),
                ),
            )
        yield Answer(f"stated {number}", _stated(clock))


def _stated(clock: Clock | None) -> Iterator[str]:
    """Yield what is made of the times of a value or a line."""
    start, end = _time("163", "202406040000", "203"), _time("164", "202406040100", "203")
    span, odd = _time("324", PERIODS[0], "719"), _time("163", "2024", "203")
    day, zoned = _time("324", "20240604", "102"), _time("163", "202406040000+00", "303")
    chosen = (
        (),
        (start,),
        (end,),
        (start, end),
        (end, start),
        (span,),
        (span, start, end),
        (odd, end),
        (day,),
        (zoned, end),
        (start, start, end),
    )
    yield table_of(period_of, product(chosen, [clock]))
    yield table_of(stated_period, product(chosen, [clock]))
    yield table_of(stated_instant, product(chosen, ("163", "324", "9"), [clock]))


def test_times_are_the_kept_ones():
    """Every notation, on every clock, at its limits."""
    assert_kept(__file__, answers())
