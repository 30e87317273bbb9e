"""What two sides of a place say of the same energy, and what is counted twice, over days with and without values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

import attrs
from tests.support.exchange_fixtures import JUNE, NORTH, SOUTH, gross, place, point_id
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import brief
from tests.support.kept_lines import lines_of_report
from tests.support.kept_values import called

from edielkit.exchange import ExchangePoint, balance, balance_svg, check, mirror, reconcile
from edielkit.exchange.channel_columns import gather
from edielkit.exchange.points import Direction
from edielkit.exchange.views import daily_values, days_with_values, doubles, views
from edielkit.market_time import Period, day_period
from edielkit.series import Observations, TimeSeries

_DAYS = [JUNE + dt.timedelta(days=n) for n in range(3)]


def of_days(
    number: int, *, days: tuple[int, ...] = (0, 1, 2), code: str = "PT1H", seed: int = 1
) -> list[TimeSeries]:
    """Return both channels of a metering point on some of three days."""
    return [item for n in days for item in gross(number, day=_DAYS[n], code=code, seed=seed + 10 * n)]


def _zeros(some: list[TimeSeries], direction: str = "") -> list[TimeSeries]:
    return [
        attrs.evolve(item, observations=Observations.metered([0] * len(item.observations)))
        if direction in {"", item.direction}
        else item
        for item in some
    ]


def _mirrored(some: list[TimeSeries], number: int) -> list[TimeSeries]:
    return [mirror(item, metering_point=point_id(number)) for item in some]


def markets() -> Iterator[tuple[str, list[TimeSeries]]]:
    """Yield series of points 1 to 4 over three days."""
    ours = of_days(1)
    yield "one", ours
    yield "two", [*ours, *of_days(2, seed=5)]
    yield "mirrored", [*ours, *_mirrored(ours, 2)]
    yield "mirrored on a day", [*ours, *_mirrored(of_days(1, days=(1,)), 2)]
    yield "the same", [*ours, *(attrs.evolve(item, metering_point=point_id(2)) for item in ours)]
    yield "mirrored but for zeros", [*ours, *_zeros(_mirrored(ours, 2))]
    yield "one direction of zeros", [*_zeros(ours, "Out"), *_mirrored(_zeros(ours, "Out"), 2)]
    yield "all zeros", [*_zeros(ours), *_mirrored(_zeros(ours), 2)]
    yield "quarters beside", [*ours, *of_days(2, code="PT15M")]
    yield "three", [*ours, *of_days(2, seed=5, days=(0, 2)), *of_days(3, seed=7, days=(2,))]
    yield "on other days", [*of_days(1, days=(0,)), *of_days(2, days=(1,))]
    yield (
        "sum and parts",
        [*of_days(1), *of_days(2, days=(0, 1)), *of_days(3, days=(1, 2)), *of_days(4, days=())],
    )
    yield "in alone", [item for item in ours if item.direction == "In"]
    yield "shorter out", [item for item in ours if item.direction == "In" or item.period == day_period(JUNE)]


def points() -> Iterator[tuple[str, list[ExchangePoint]]]:
    """Yield exchange points that tell of each other in each way."""
    turned = {"main_area": SOUTH, "neighbour": NORTH}
    yield "alone", [place(1), place(2)]
    yield "opposite", [place(1, opposite=(point_id(2),)), place(2, opposite=(point_id(1),), **turned)]
    yield "opposite, once", [place(1, opposite=(point_id(2),))]
    yield "by name", [place(1, name="bridge"), place(2, name="bridge", **turned)]
    yield "by name, of one area", [place(1, name="bridge"), place(2, name="bridge")]
    yield (
        "by name and opposite",
        [place(1, name="bridge", opposite=(point_id(2),)), place(2, name="bridge", **turned)],
    )
    yield (
        "three by name",
        [place(1, name="bridge"), place(2, name="bridge", **turned), place(3, name="bridge", **turned)],
    )
    yield "parts", [place(1, parts=(point_id(2), point_id(3))), place(2), place(3)]
    yield "parts that are silent", [place(1, parts=(point_id(4),))]
    yield "two points", [place(1, outgoing=point_id(2)), place(3, **turned)]
    yield "none", []


def answers() -> Iterator[Answer]:
    """Yield doubles, views and findings of each market with all points."""
    listed = list(points())
    for name, some in markets():
        channels = gather(some)
        for numbers in ((1,), (2,), (1, 2), (1, 1), (4,), (), (2, 3)):
            ids = [point_id(number) for number in numbers]
            yield Answer(
                f"{name}, days of {numbers}",
                [
                    called(days_with_values, channels, ids),
                    brief(lambda ids=ids, channels=channels: list(daily_values(channels, ids))),
                    str(len(list(daily_values(channels, ids)))),
                ],
            )
        for first, second in ((1, 2), (2, 1), (1, 1), (1, 4), (1, 3)):
            for direction, mirrored in product(Direction, (True, False)):
                seen = views(
                    channels, [point_id(first)], channels, [point_id(second)], direction, mirrored=mirrored
                )
                yield Answer(
                    f"{name}, {first} and {second} {direction} {mirrored}",
                    [brief(lambda seen=seen: seen), brief(lambda seen=seen: seen.difference)],
                )
        for words, some_points in listed:
            twice = called(
                lambda channels=channels, some_points=some_points: list(doubles(some_points, channels))
            )
            said = "; ".join(lines_of_report(check(some, some_points)))
            areas = reconcile(some, some_points)
            yield Answer(
                f"{name}, {words}",
                [
                    twice,
                    said,
                    "; ".join(lines_of_report(areas.report)),
                    brief(lambda areas=areas: areas.pairs),
                ],
            )
    for code, begin, end in product(("PT15M", "PT1H"), (0, 15, 45, 60), (90, 120, 1440)):
        start = day_period(JUNE).start
        period = Period(start + dt.timedelta(minutes=begin), start + dt.timedelta(minutes=end))
        area = called(
            lambda code=code, period=period: balance(of_days(1, code=code), [place(1)], period=period).areas
        )
        picture = brief(
            lambda code=code, period=period: [
                balance_svg(part, whole=whole)
                for part in balance(of_days(1, code=code), [place(1)], period=period).areas
                for whole in (True, False)
            ]
        )
        yield Answer(f"picture {code} {begin} {end}", [area, picture])


def test_views_are_the_kept_ones():
    """What is seen twice, and how far two sides differ."""
    assert_kept(__file__, answers())
