"""What all operations on series give for whole days, days of the clock change, holes, values twice, and extremes; or refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from typing import Any

import attrs
import numpy as np
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import brief
from tests.support.kept_values import text_of_value
from tests.support.series_cases import AUTUMN, JUNE, SPRING, block, days

from edielkit import series as room
from edielkit.market_time import Period
from edielkit.series import (
    Grid,
    Holes,
    Merge,
    Observation,
    Observations,
    Overlap,
    Rounding,
    Status,
    TimeSeries,
    ZeroProfile,
)
from edielkit.series.combined_status import merged_rows, quality_columns, ranks
from edielkit.series.exact import add_checked, group_sums, largest, muldiv, subtract_checked, total
from edielkit.series.grid import clean, concatenated, grid_of, same_grid, take
from edielkit.series.units import UNITS, edifact_unit, energy_unit, is_listed, unit_named, unit_size

_HOUR = dt.timedelta(hours=1)
_MOST = 2**63 - 1
# no period of the tests goes beyond: what overflows is then the library and not the test
_LAST = dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)
_RESOLUTIONS = ("PT15M", "PT1H", "PT60M", "P1D", "P1M", "P1Y", "PT5M", "P7D", "x", None)


def of(
    day: dt.date, resolution: str | None, observations: Observations, count: int = 1, **fields: Any
) -> TimeSeries:
    """Return a series over whole days."""
    more = {
        "metering_point": "707057500012345670",
        "unit": "kWh",
        "direction": "Out",
        "product": "8716867000030",
    }
    return TimeSeries(
        resolution=resolution, period=days(day, count), observations=observations, **{**more, **fields}
    )


def cases() -> dict[str, TimeSeries]:
    """Return series of all sides, small ones for the most part."""
    hours = {JUNE: 24, SPRING: 23, AUTUMN: 25}
    series: dict[str, TimeSeries] = {}
    for day, count in hours.items():
        numbers = [n * 7919 % 4001 for n in range(1, 4 * count + 1)]
        series[f"hours {day}"] = of(day, "PT1H", block(numbers[:count]))
        series[f"quarters {day}"] = of(day, "PT15M", block(numbers))
        series[f"negative quarters {day}"] = of(
            day, "PT15M", block([2000 - n for n in numbers]), identification="a"
        )
    statuses = [n % 7 for n in range(24)]
    quality = block(
        range(24),
        status=statuses,
        validation=[n % 10 for n in range(24)],
        estimation=[n % 9 for n in range(24)],
    )
    series["qualities"] = of(
        JUNE, "PT1H", quality, direction="In", registered=dt.datetime(2024, 6, 5, 5, tzinfo=dt.UTC)
    )
    series["turned"] = of(
        JUNE, "PT1H", block(range(24), range(24, 0, -1), status=[0, 1] * 12, validation=[0, 2] * 12)
    )
    series["holes"] = of(JUNE, "PT1H", block([5, 6, 7], [1, 3, 24]))
    series["one hole"] = of(JUNE, "PT15M", block([4] * 95, [n for n in range(1, 97) if n != 50]))
    series["missing"] = of(JUNE, "PT1H", block([0, 6, 0], [1, 2, 5], status=[6, 0, 6]))
    series["twice"] = of(JUNE, "PT1H", block([5, 6, 7], [1, 3, 3]))
    series["twice, turned"] = of(JUNE, "PT1H", block([5, 6, 7], [3, 2, 3]))
    series["before"] = of(JUNE, "PT1H", block([5, 6], [0, 1]))
    series["behind"] = of(JUNE, "PT1H", block([5, 6], [24, 25]))
    series["unparsed"] = of(JUNE, "PT1H", block([5, 0, 7], status=[0, 6, 0], unparsed=((1, "<x/>"),)))
    series["unparsed, turned"] = of(
        JUNE, "PT1H", block([5, 0, 7], [3, 2, 1], status=[0, 6, 0], unparsed=((1, "<x/>"),))
    )
    series["unknown status"] = of(JUNE, "PT1H", block([1] * 24, status=9))
    series["empty"] = of(JUNE, "PT1H", block([]))
    series["largest"] = of(JUNE, "PT1H", block([_MOST, -_MOST, _MOST - 1, 0] * 6))
    series["least"] = of(JUNE, "PT15M", block([-_MOST - 1] + [0] * 95))
    series["large quarters"] = of(JUNE, "PT15M", block([_MOST // 4] * 96))
    series["too large quarters"] = of(JUNE, "PT15M", block([_MOST // 4 + 2] * 96))
    series["flat"] = of(JUNE, "PT15M", block([n // 4 for n in range(96)]))
    series["nearly flat"] = of(JUNE, "PT15M", block([n // 4 + (n % 4 == 3) for n in range(96)]))
    series["zeros"] = of(JUNE, "PT15M", block([0] * 96))
    series["MWh"] = of(JUNE, "PT1H", block([1500] * 24), unit="MWH")
    series["two days"] = of(SPRING, "PT1H", block(range(1, 48)), 2)
    series["day"] = of(JUNE, "P1D", block([24001]))
    series["days"] = of(AUTUMN, "P1D", block([1, 2, 3]), 3)
    series["month"] = of(dt.date(2024, 10, 1), "P1D", block(range(31)), 31)
    series["month as one"] = of(dt.date(2024, 10, 1), "P1M", block([744_001]), 31)
    series["year"] = of(dt.date(2024, 1, 1), "P1M", block(range(12)), 366)
    series["year as one"] = of(dt.date(2024, 1, 1), "P1Y", block([7]), 366)
    series["no resolution"] = of(JUNE, None, block([1]))
    series["unknown resolution"] = of(JUNE, "P7D", block([1]))
    series["no period"] = TimeSeries(resolution="PT1H", observations=block([1, 2]))
    start = days(JUNE).start
    series["six hours"] = attrs.evolve(
        series["hours 2024-06-04"],
        period=Period(start + 2 * _HOUR, start + 8 * _HOUR),
        observations=block(range(6)),
    )
    series["off the hour"] = attrs.evolve(
        series["six hours"], period=Period(start + dt.timedelta(minutes=7), start + dt.timedelta(minutes=67))
    )
    series["nothing"] = attrs.evolve(
        series["hours 2024-06-04"], period=Period(start, start), observations=block([])
    )
    series["end of the calendar"] = attrs.evolve(
        series["six hours"],
        period=Period(_LAST - _HOUR, _LAST),
        observations=block([5]),
    )
    series["centuries"] = attrs.evolve(
        series["six hours"],
        period=Period(dt.datetime(1024, 1, 1, tzinfo=dt.UTC), dt.datetime(2924, 1, 1, tzinfo=dt.UTC)),
        resolution="PT15M",
    )
    series["other day"] = of(JUNE + dt.timedelta(days=1), "PT1H", block(range(100, 124)))
    series["day after a gap"] = of(JUNE + dt.timedelta(days=2), "PT1H", block(range(100, 124)))
    series["same, other values"] = of(JUNE, "PT60M", block(range(200, 224)), metering_point=None)
    series["profile"] = of(JUNE, "PT15M", block([n % 5 for n in range(96)]))
    series["other unit"] = of(JUNE, "PT1H", block([1] * 24), unit="kvarh")
    return series  # fmt: skip


def _after(instant: dt.datetime, span: dt.timedelta) -> dt.datetime:
    """Return an instant so much later, the end of the calendar at the latest."""
    return instant + min(span, _LAST - instant)


# what is asked of each series alone
ALONE: dict[str, Callable[[TimeSeries], Any]] = {
    "negate": room.negate, "parts": room.signed_parts, "missing": room.missing, "absent": lambda s: room.missing(s, named=False), "duplicates": room.duplicates,
    "outside": room.outside, "counts": room.counts_by_day, "complete": room.is_complete, "flat": room.flat_hours, "grid": grid_of, "days": lambda s: grid_of(s).day_starts(),
    "cut days": room.cut_days, "sum days": room.sum_days, "instants": lambda s: s.instants().astype("int64"), "repr": lambda s: repr(s.observations), "total": lambda s: s.observations.total,
    "rows": lambda s: list(s.observations)[:3], "last": lambda s: s.observations[-1], "second": lambda s: s.observations[1], "none": lambda s: s.observations[len(s.observations)],
    "before": lambda s: s.observations[-len(s.observations) - 1], "counting": lambda s: s.observations.counts_from_one, "clean": lambda s: clean(s, grid_of(s), unparsed=True),
    "sixty to fifteen": room.sixty_to_fifteen, "cut day": lambda s: room.cut_day(s, JUNE), "common": lambda s: room.common_period([s]), "of": lambda s: TimeSeries.of(s.observations, period=s.period, resolution=s.resolution),
    **{f"sum to {step}": lambda s, step=step: room.sum_to(s, step) for step in _RESOLUTIONS},
    "sum, calculated": lambda s: room.sum_to(s, "PT1H", merge=Merge.CALCULATED, holes=Holes.KEEP), "sum of days with holes": lambda s: room.sum_to(s, "P1D", holes=Holes.KEEP),
    **{f"spread over {step}": lambda s, step=step: room.spread(s, step) for step in ("PT15M", "PT1H", "P1D", "PT5M")},
    **{f"scale {factor!s} {rounding.value}": lambda s, factor=factor, rounding=rounding: room.scale(s, factor, rounding=rounding)
       for factor in (1000, "0.25", Fraction(-1, 3), 0, Fraction(1, 2), 2**62, "1E-30") for rounding in Rounding},
    "scale float": lambda s: room.scale(s, 0.5), "scale unit": lambda s: room.scale(s, 1, unit="MWh").unit,
    **{f"fill {status.name} {missing}": lambda s, status=status, missing=missing: room.fill(s, "1.5", status=status, missing=missing)
       for status in (Status.METERED, Status.MISSING) for missing in (True, False)},
    "fill coded": lambda s: room.fill(s, status=Status.ESTIMATED, validation="V002", estimation="E001"), "fill badly": lambda s: room.fill(s, status=Status.ESTIMATED, validation="V999"),
    "cut": lambda s: room.cut(s, Period(_after(s.period.start, 2 * _HOUR), _after(s.period.start, 5 * _HOUR))), "cut between": lambda s: room.cut(s, Period(_after(s.period.start, _HOUR / 7), s.period.end)),
    "cut before": lambda s: room.cut(s, Period(s.period.start - _HOUR, s.period.end)), "cut behind": lambda s: room.cut(s, Period(s.period.start, _after(s.period.end, _HOUR))), "cut nothing": lambda s: room.cut(s, Period(s.period.start, s.period.start)),
    "align longer": lambda s: room.align(s, Period(s.period.start - _HOUR, _after(s.period.end, _HOUR))), "align shorter": lambda s: room.align(s, Period(_after(s.period.start, _HOUR), s.period.end)),
    "align to its values": lambda s: room.align(s, Period(s.period.start, _after(s.period.start, 3 * _HOUR))), "align between": lambda s: room.align(s, Period(_after(s.period.start, _HOUR / 7), s.period.end)),
}  # fmt: skip
# what needs a period to be asked
_OF_PERIODS = frozenset(
    word for word in ALONE if word.startswith(("cut", "align", "of")) and word not in {"cut days", "cut day"}
)
# what is asked of two
TOGETHER: dict[str, Callable[..., Any]] = {
    "add": room.add, "subtract": room.subtract, "compare": room.compare, "tolerant": lambda a, b: room.compare(a, b, tolerance="0.7"), "join": lambda a, b: room.join([a, b]),
    "add, missing": lambda a, b: room.add(a, b, holes=Holes.KEEP, merge=Merge.CALCULATED), "subtract, missing": lambda a, b: room.subtract(a, b, holes=Holes.KEEP),
    **{f"join {overlap.value}": lambda a, b, overlap=overlap: room.join([a, b], overlap=overlap, holes=Holes.KEEP) for overlap in Overlap},
    "join turned": lambda a, b: room.join([b, a], holes=Holes.KEEP), "profiled": lambda a, b: room.spread(a, "PT15M", profile=b), "same grid": lambda a, b: same_grid(grid_of(a), grid_of(b)),
    "strictly profiled": lambda a, b: room.spread(a, "PT15M", profile=b, zero=ZeroProfile.REFUSE), "offset": lambda a, b: grid_of(a).offset(b.period.start), "common": lambda a, b: room.common_period([a, b]),
}  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield what each operation gives of each series, and of each pair that may be asked."""
    series = cases()
    for name, alone in series.items():
        for number in range(0, len(ALONE), 18):
            calls = islice(ALONE.items(), number, number + 18)
            said = [
                f"{word}: {brief(call, alone)}"
                for word, call in calls
                if alone.period or word not in _OF_PERIODS
            ]
            yield Answer(f"{name}, {number}", ["; ".join(said[at : at + 3]) for at in range(0, len(said), 3)])
    firsts = (
        "hours 2024-06-04",
        "quarters 2024-06-04",
        "holes",
        "missing",
        "qualities",
        "two days",
        "largest",
    )
    for first, second in product(firsts, (name for name, alone in series.items() if alone.period)):
        said = [f"{word}: {brief(call, series[first], series[second])}" for word, call in TOGETHER.items()]
        yield Answer(f"{first} and {second}", ["; ".join(said[:6]), "; ".join(said[6:])])
    yield from _of_columns()
    yield from _of_parts()


def _of_columns() -> Iterator[Answer]:
    """Yield what columns are made of, and what is refused."""
    for amounts in (["1.5", 2, Decimal("0.001")], [], ["1.2345"], [1.5], [True], "12", {"a": 1}, 7, ["x"], [None], ["NaN"], ["1E+3"], [10**12], [10**12 - 1], ["1E-30"], ["1" * 40], [-(10**12)], [b"1"]):  # fmt: skip
        yield Answer(
            f"metered {amounts!s:.50} {type(amounts).__name__}",
            [brief(Observations.metered, amounts), brief(room.thousandths, amounts)],
        )
        yield Answer(
            f"of {amounts!s:.50} {type(amounts).__name__}",
            [brief(TimeSeries.of, amounts, period=days(JUNE), resolution="P1D", direction="In")],
        )
    yield Answer("from seven", [brief(Observations.metered, [1, 2], first=7)])
    for row in (Observation(1, None), Observation(2, Decimal("1.5"), Status.ESTIMATED, "V001", "E002"), Observation(1, Decimal(1), Status.METERED, "V000"), Observation(1, Decimal(1), Status.METERED, "", "x")):  # fmt: skip
        yield Answer(
            f"row {row}",
            [
                brief(Observations.of, [row]),
                brief(Observations.of, [Observation(1, Decimal(1)), row]),
            ],
        )
    for fields in ({"direction": "Up"}, {"metering_point": 7}, {"resolution": "P7D"}, {"resolution": 7}, {"period": days(SPRING)}, {"period": Period(days(JUNE).start, days(JUNE).start + _HOUR / 7)}):  # fmt: skip
        yield Answer(
            f"of 24 with {text_of_value(fields)}",
            [
                brief(
                    lambda more=fields: TimeSeries.of(
                        [1] * 24, **{"period": days(JUNE), "resolution": "PT1H", **more}
                    )
                )
            ],
        )
    ints = np.array([1, 2], np.int64)
    yield Answer(
        "unequal columns",
        [
            brief(
                lambda: Observations(position=[1], quantity=ints, status=[0], validation=[0], estimation=[0])
            )
        ],
    )
    for resolution, day in product(_RESOLUTIONS, (SPRING, dt.date(2024, 10, 1), dt.date(2024, 1, 1))):
        for count in (1, 31, 366):
            if resolution:
                yield Answer(
                    f"grid {resolution} {day} {count}", [brief(Grid.of, days(day, count), resolution)]
                )
    made_of = block([1, 2], [3, 4], status=[0, 1], validation=2, estimation=3)
    columns = (made_of.position, made_of.quantity, made_of.status, made_of.validation, made_of.estimation)
    yield Answer(
        "of columns",
        [
            brief(lambda: list(Observations.of_columns(*columns))),
            str(Observations.of_columns(*columns) == made_of),
            str(Observations.of_columns(*columns).unparsed),
        ],
    )
    start = days(JUNE).start
    for resolution, offset in product(
        ("PT1H", "PT15M", "P1D", "P1M"), (0, 1, -1, 24, 0.25, 0.1, -24, 23, 25, 720, -6 * 24)
    ):
        yield Answer(
            f"offset {resolution} {offset}",
            [
                brief(
                    lambda resolution=resolution, offset=offset: Grid.of(
                        days(dt.date(2024, 6, 1) if resolution == "P1M" else JUNE, 30), resolution
                    ).offset(start + offset * _HOUR)
                )
            ],
        )
    for first, last, resolution in product((0, 22, 23, 24), (25, 47, 48, 49), ("PT1H", "P1D", "P1M")):
        yield Answer(
            f"days of {first} to {last} {resolution}",
            [
                brief(
                    lambda first=first, last=last, resolution=resolution: Grid.of(
                        Period(start + first * _HOUR, start + last * _HOUR), resolution
                    ).day_starts()
                )
            ],
        )
    for count in (1023, 1024, 1025, 5000):
        yield Answer(
            f"counting to {count}",
            [str(Observations.metered([0] * count, first=first).counts_from_one) for first in (1, 2)],
        )


def _of_parts() -> Iterator[Answer]:
    """Yield what the integers and statuses beneath them give."""
    columns = [
        np.array(values, np.int64)
        for values in (
            [],
            [0],
            [1, -1],
            [_MOST, 1],
            [-_MOST - 1, -1],
            [_MOST, _MOST],
            [2**62, 2**31, -(2**31)],
            [_MOST, -_MOST - 1],
        )
    ]
    for alone, other in product(columns, repeat=2):
        if len(alone) == len(other):
            yield Answer(
                f"integers {alone.tolist()} {other.tolist()}",
                [
                    brief(add_checked, alone, other, "a sum"),
                    brief(subtract_checked, alone, other, "a difference"),
                ],
            )
    for alone in columns:
        starts = [np.array(some, np.int64) for some in ([], [0], [0, 1])]
        said = [
            brief(group_sums, alone, some, "a sum")
            for some in starts
            if not len(some) or some[-1] < len(alone)
        ]
        yield Answer(f"sums {alone.tolist()}", [*said, str(total(alone)), str(largest(alone))])
    for value, factor, divisor in (
        (7, 2**61, 2**62),
        (_MOST, 1, 1),
        (_MOST, 3, 7),
        (2**62 + 12345, 2**61 + 77, 2**62),
        (0, 0, 1),
        (5, 5, 5),
        (10**18, 10**9 + 7, 10**9 + 9),
    ):
        yield Answer(
            f"muldiv {value} {factor} {divisor}",
            [brief(muldiv, *(np.array([n], np.int64) for n in (value, factor, divisor)))],
        )
    for statuses in ([0], [0, 1, 1, 0], [6, 0, 4, 5], [9], [9, 9], [3, 2, 1, 4], [2, 2, 2]):
        status = np.array(statuses, np.uint8)
        starts = np.array([0] if len(statuses) < 3 else [0, 2], np.int64)
        values = block(range(len(statuses)), status=statuses, validation=3, estimation=2)
        rows = np.arange(len(statuses))
        yield Answer(
            f"statuses {statuses}",
            [
                brief(ranks, status),
                brief(merged_rows, status, starts),
                *(text_of_value(quality_columns(values, rows, merge)) for merge in Merge),
            ],
        )
    odd = block([5, 0, 7, 0], [4, 3, 2, 1], status=[0, 6, 0, 6], unparsed=((1, "<x/>"), (3, "<y/>")))
    for rows, shift in (([0, 1, 2, 3], 0), ([3, 0], 5), ([], 0), ([1, 3], -1), ([3, 1], 0)):
        yield Answer(f"take {rows} {shift}", [brief(take, odd, np.array(rows, np.intp), shift)])
    yield Answer(
        "concatenated",
        [
            brief(concatenated, [odd, block([1]), odd]),
            brief(room.join, []),
            brief(room.add),
            brief(room.common_period, []),
        ],
    )
    for unit in (*UNITS, "kWh", "KVARH", "x", ""):
        code = unit if isinstance(unit, str) else unit.code
        yield Answer(
            f"unit {code}",
            [
                text_of_value(unit),
                brief(unit_named, code),
                brief(edifact_unit, code),
                brief(is_listed, code),
                brief(energy_unit, code.lower()),
                brief(unit_size, code.lower()),
            ],
        )


def test_operations_give_what_is_kept():
    """Values, statuses, codes and refusals."""
    assert_kept(__file__, answers())
