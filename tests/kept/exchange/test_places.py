"""Exchange points with their series, as they should be and changed in some places: checks, pairs of areas, balances, pictures, forms."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

import attrs
import numpy as np
from tests.support.exchange_fixtures import (
    ABROAD,
    JUNE,
    NORTH,
    SOUTH,
    cases,
    grid,
    gross,
    place,
    point_id,
    series,
)
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import beginning, brief, shortened
from tests.support.kept_lines import lines_of_report
from tests.support.kept_values import called

from edielkit.exchange import (
    POINT_COLUMNS,
    Direction,
    ExchangePoint,
    LossConstants,
    LossLimits,
    PointForm,
    PointValues,
    SignConvention,
    balance,
    balance_svg,
    check,
    check_balance,
    estimate,
    fill,
    join_net,
    merge_points,
    mirror,
    pair,
    read_migration,
    read_points,
    reconcile,
    split,
    split_points,
    write_migration,
    write_points,
    zero_channel,
)
from edielkit.exchange.channel_checks import amount, clock, length
from edielkit.exchange.channel_columns import day_of, gather, kind_of, ordinals, scale_of
from edielkit.exchange.timing import deadline
from edielkit.market_time import Period, day_period
from edielkit.series import Observations, Status, TimeSeries

# changed inputs of each fixture
COUNT = 11
_DAY = dt.timedelta(days=1)
_CONSTANTS = LossConstants(idle=Decimal(40), constant=Decimal("0.000004"))


def _ids() -> Any:
    return map("new-{}".format, count(1)).__next__


def _columns(item: TimeSeries, **columns: Any) -> TimeSeries:
    return attrs.evolve(item, observations=attrs.evolve(item.observations, **columns))


def changed_series(choice: random.Random, some: list[TimeSeries]) -> list[TimeSeries]:
    """Return series of which one is changed, gone, doubled or mirrored."""
    place_of = choice.randrange(len(some))
    item = some[place_of]
    values, size = item.observations, len(item.observations)
    row, rows = choice.randrange(max(size, 1)), np.arange(size)
    later = None if item.registered is None else item.registered + _DAY * choice.choice((-1, 1, 3))
    others: list[list[TimeSeries]] = [
        [],
        [item, item],
        [item, attrs.evolve(item, registered=later)],
        [item, attrs.evolve(_columns(item, quantity=values.quantity + 1000), registered=later, identification="second")],
        [item, mirror(item, metering_point=point_id(99))],
        [_columns(item, quantity=np.where(rows == row, -5000, values.quantity))],
        [_columns(item, quantity=values.quantity * 1000)],
        [_columns(item, quantity=np.where(rows < size // 2, 0, values.quantity))],
        [_columns(item, quantity=values.quantity * 0)],
        [_columns(item, quantity=values.quantity // 4 * 4)],
        [_columns(item, status=np.where(rows == row, Status.MISSING, values.status).astype(np.uint8))],
        [_columns(item, status=np.where(rows == row, Status.ESTIMATED, values.status).astype(np.uint8))],
        [_columns(item, position=np.where(rows == row, row, values.position))],
        [_columns(item, position=values.position + 1)],
        [attrs.evolve(item, observations=Observations.metered(values.quantity[: size // 2].tolist()))],
        [attrs.evolve(item, direction={"In": "Out", "Out": "In"}.get(str(item.direction)))],
        [attrs.evolve(item, direction=None)],
        [attrs.evolve(item, unit="MWh")],
        [attrs.evolve(item, unit="kvarh", product="8716867000047")],
        [attrs.evolve(item, unit=None, product=None)],
        [attrs.evolve(item, period=None)],
        [attrs.evolve(item, resolution="PT30M")],
        [attrs.evolve(item, resolution="P1D", observations=Observations.metered([24]))],
        [attrs.evolve(item, registered=later)],
        [attrs.evolve(item, registered=None, identification=None)],
        [attrs.evolve(item, metering_point=None)],
        [attrs.evolve(item, metering_point=point_id(98), grid_area=NORTH)],
        [attrs.evolve(item, period=item.period and Period(item.period.start + _DAY, item.period.end + _DAY))],
        [item, attrs.evolve(item, period=item.period and Period(item.period.start + _DAY, item.period.end + _DAY))],
        [attrs.evolve(item, period=item.period and Period(item.period.start + _DAY / 96, item.period.end + _DAY / 96))],
    ]  # fmt: skip
    return [*some[:place_of], *choice.choice(others), *some[place_of + 1 :]]


def changed_points(choice: random.Random, points: Sequence[ExchangePoint]) -> list[ExchangePoint]:
    """Return points of which one has another field."""
    number = choice.randrange(len(points))
    item = points[number]
    fields = choice.choice((
        {"values": None}, {"values": PointValues.NET}, {"values": PointValues.GROSS}, {"foreign": True, "neighbour": ABROAD}, {"main_area": None}, {"neighbour": None}, {"main_area": SOUTH, "neighbour": NORTH}, {"main_area": ABROAD},
        {"outgoing": None}, {"incoming": None}, {"outgoing": point_id(97)}, {"opposite": (point_id(99),)}, {"opposite": (point_id(1),), "name": "bridge"}, {"parts": (point_id(8), point_id(99))}, {"settlement_method": "E02"}, {"settlement_method": None},
        {"quarters_since": JUNE}, {"quarters_since": JUNE + _DAY}, {"reporting_responsible": None}, {"name": "other"}, {"reporting_responsible": "7080000009995"},
    ))  # fmt: skip
    try:
        other = attrs.evolve(item, **fields)
    except ValueError:
        return [*points]
    return [*points[:number], other, *points[number + 1 :], *([item] if choice.random() < 0.1 else ())]


def inputs() -> Iterator[tuple[str, list[TimeSeries], list[ExchangePoint]]]:
    """Yield the series and points of each fixture, and changed ones."""
    for case in cases():
        yield case.name, [*case.series], [*case.points]
        choice = random.Random(case.name)
        for number in range(COUNT):
            some, points = [*case.series], [*case.points]
            if choice.random() < 0.8:
                some = changed_series(choice, some)
            if some and choice.random() < 0.2:
                some = changed_series(choice, some)
            if choice.random() < 0.4:
                points = changed_points(choice, points)
            yield f"{case.name} {number}", some, points


def _report(report: Any) -> str:
    return "; ".join(lines_of_report(report))


def lines(some: list[TimeSeries], points: list[ExchangePoint]) -> Iterator[str]:
    """Yield what is wrong with series and points, alone and beside the neighbour's view, by areas, and in balance."""
    yield _report(check(some, points))
    end = day_period(JUNE).end
    neighbour = [
        mirror(item, metering_point=item.metering_point)
        for item in some
        if item.direction or len(item.observations)
    ]
    shifted = [
        _columns(item, quantity=item.observations.quantity + number) for number, item in enumerate(neighbour)
    ]
    yield _report(
        check(
            some,
            points,
            now=end + 2 * _DAY,
            received=end + _DAY / 3,
            neighbour=shifted,
            period=Period(day_period(JUNE).start, end + _DAY),
        )
    )
    yield _report(
        check(
            some,
            points,
            now=end + _DAY / 24,
            received={"second": end, **{str(item.identification): end + _DAY for item in some[:1]}},
            neighbour=neighbour,
            tolerance=1,
        )
    )
    pairs = reconcile(some, points, neighbour=shifted, tolerance=1)
    yield beginning(pairs.pairs) + _report(pairs.report)
    balances = balance(
        [*some, *grid(90_000, 70_000)],
        points,
        areas={point_id(50): NORTH, point_id(51): NORTH},
        losses={NORTH: _CONSTANTS},
    )
    yield f"{beginning(balances)} {_report(check_balance(balances, estimates=True))} {'; '.join(shortened(brief(balance_svg, area)) for area in balances.areas)}"
    filled = fill(some, points, new_id=_ids())
    merged = brief(lambda: merge_points(some, incoming=point_id(2), outgoing=point_id(3), into=point_id(1)))
    yield f"{beginning(filled)} {beginning(pair(some))} {merged} {brief(lambda: split_points(some, point_id(1), incoming=point_id(2), outgoing=point_id(3), new_id=_ids()))} {shortened(write_points(points))}"


def answers() -> Iterator[Answer]:
    """Yield what is said of each place, and what its parts give."""
    for case, some, points in inputs():
        yield Answer(case, lines(some, points))
    yield from _of_series()
    yield from _of_balances()
    yield from _of_texts()


def _of_series() -> Iterator[Answer]:
    """Yield what channels become: mirrored, without energy, net."""
    incoming, outgoing = gross(1)
    signed = series(1, None, [5, -7, 0] * 8)
    coded = _columns(
        incoming,
        status=np.array([n % 7 for n in range(24)], np.uint8),
        validation=np.full(24, 3, np.uint8),
        estimation=np.full(24, 2, np.uint8),
    )
    short = attrs.evolve(
        outgoing,
        period=Period(outgoing.period.start, outgoing.period.start + _DAY / 2),
        observations=Observations.metered([1] * 12),
    )
    for name, item in {
        "in": incoming,
        "out": outgoing,
        "signed": signed,
        "coded": coded,
        "short": short,
        "none": attrs.evolve(signed, observations=Observations.metered([])),
        "no period": attrs.evolve(incoming, period=None),
    }.items():
        yield Answer(f"series {name}", [
            brief(zero_channel, item) + brief(zero_channel, item, identification="z"), brief(mirror, item) + brief(mirror, item, metering_point="m", grid_area="g", identification="i"),
            "; ".join(brief(split, item, sign=sign) + brief(split, item, sign=sign, identifications=("a", "b")) for sign in SignConvention),
            "; ".join(brief(join_net, item, other, sign=sign) for sign in SignConvention for other in (outgoing, short, coded, incoming)), f"{kind_of(item)} {scale_of(item)}", beginning(gather([item, outgoing])),
        ])  # fmt: skip
    for unit in ("kWh", "MWh", "KWH", "MWH", "kvarh", "x", None):
        item = attrs.evolve(incoming, unit=unit)
        yield Answer(f"unit {unit}", [called(kind_of, item), called(scale_of, item)])


def _of_balances() -> Iterator[Answer]:
    """Yield balances of several resolutions, their limits and their pictures."""
    areas = {point_id(50): NORTH, point_id(51): NORTH, point_id(52): SOUTH}
    for produced, consumed in (
        (0, 0),
        (90_000, 70_000),
        (70_000, 90_000),
        (1, 10**9),
        (10**12, 1),
        (300_000, 0),
        (100_000, 100_200),
        (1_000_000, 500_000),
        (5_000_000, 4_399_000),
    ):
        for resolution in (None, "PT15M", "PT1H", "P1D"):
            balances = called(
                balance,
                [*gross(1), *grid(produced, consumed)],
                [place(1)],
                areas=areas,
                resolution=resolution,
            )
            yield Answer(f"balance {produced} {consumed} {resolution}", [shortened(balances)])
        balances = balance(
            [*gross(1, seed=9), *grid(produced, consumed)],
            [place(1)],
            areas=areas,
            losses={NORTH: _CONSTANTS, SOUTH: _CONSTANTS},
        )
        limits = LossLimits(negative=Decimal(-1), high_share=Decimal("0.0001"), high=Decimal(1))
        yield Answer(
            f"limits {produced} {consumed}",
            [_report(check_balance(balances, limits=some)) for some in (None, limits, {NORTH: limits})],
        )
        said = [
            brief(balance_svg, area, title="<a>", whole=whole, language=language)
            for area in balances.areas
            for whole in (True, False)
            for language in ("en", "nb")
        ]
        yield Answer(
            f"picture {produced} {consumed}",
            [
                "; ".join(said),
                beginning(balances.areas),
                "; ".join(str(area.totals) for area in balances.areas),
            ],
        )
    for days in (1, 3, 40, 400):
        whole = Period(day_period(JUNE).start, day_period(JUNE + days * _DAY).start)
        hours = int(whole.duration.total_seconds()) // 3600
        long = attrs.evolve(
            gross(1)[0], period=whole, observations=Observations.metered([n % 37 for n in range(hours)])
        )
        balances = balance([long], [place(1)])
        yield Answer(f"picture of {days} days", [brief(balance_svg, balances.areas[0]), beginning(balances)])
    quarters = gross(1, code="PT15M")
    for period in (
        None,
        day_period(JUNE + _DAY),
        Period(day_period(JUNE).start, day_period(JUNE).start + _DAY / 4),
        Period(day_period(JUNE).start, day_period(JUNE).start),
    ):
        balances = called(
            balance, [*quarters, *grid(5, 4)], [place(1, foreign=True)], areas=areas, period=period
        )
        yield Answer(f"balance in {period}", [shortened(balances), balances[-120:]])
    for amounts in ([], [0], [1, -1], [10**9], [10**12, 5]):
        for seconds in (900, 3600, 86400):
            yield Answer(
                f"estimate {amounts} {seconds}",
                [called(estimate, _CONSTANTS, np.array(amounts, np.int64), seconds=seconds)],
            )


def _of_texts() -> Iterator[Answer]:
    """Yield points and channels of a migration as they are read and written, and words for amounts and times."""
    head = ",".join(POINT_COLUMNS)
    full = {"point": point_id(1), "main_area": NORTH, "neighbour": SOUTH, "values": "gross"}
    tables = [
        head,
        "",
        "x",
        f"{head}\n",
        f"{head},{head}\n",
        "point\n1\n",
        f"point,x\n{point_id(1)},1\n",
        f"point;out_point\n{point_id(1)};{point_id(2)}\n",
        f"point\n{point_id(1)},2\n",
        "\ufeffpoint\n" + point_id(1),
    ]
    odd = {"point": ("", "1", point_id(2), "x"), "out_point": ("", "x", point_id(1), point_id(2)), "main_area": ("", SOUTH, "x"), "neighbour": ("", NORTH, "x"), "values": ("", "net", "Gross", "x"), "foreign": ("yes", "no", "", "true", "x"), "parts": (point_id(8), f"{point_id(8)} {point_id(9)}", "x"),
           "opposite": (point_id(8), "x"), "settlement_method": ("E02", "x", ""), "quarters_since": ("2024-06-04", "04.06.2024", "x", ""), "name": ("a", "=1+1", "'x"), "form": ("in-only", "out-only", "two-points", "two-channels", "x"), "reporting_responsible": ("7080000009995", "x")}  # fmt: skip
    for column, texts in odd.items():
        for text in texts:
            row = {**full, column: text}
            if column in POINT_COLUMNS:
                tables.append(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    for number, table in enumerate(tables):
        points = called(read_points, table)
        back = called(lambda table=table: write_points(read_points(table)))
        yield Answer(
            f"points {number} {table[-60:]!r}",
            [
                points,
                back,
                called(
                    lambda table=table: [
                        (point.form, point.areas, point.metering_points, str(point))
                        for point in read_points(table)
                    ]
                ),
            ],
        )
    for number, fields in enumerate(
        (
            {"incoming": None, "outgoing": None},
            {"incoming": None},
            {"outgoing": None},
            {"outgoing": point_id(2)},
            {"foreign": True, "neighbour": None},
            {"parts": (point_id(1),)},
            {"neighbour": NORTH},
        )
    ):
        yield Answer(
            f"point {number}",
            [
                called(place, 1, **fields),
                called(
                    lambda more=fields: [
                        place(1, **more).form,
                        place(1, **more).areas,
                        place(1, **more).metering_points,
                    ]
                ),
            ],
        )
    for form, out_point in (
        ("two-points", point_id(2)),
        ("two-points", point_id(1)),
        ("in-only", point_id(2)),
        ("two-channels", point_id(2)),
    ):
        row = {**full, "form": form, "out_point": out_point}
        table = ",".join(row) + "\n" + ",".join(row.values()) + "\n\n"
        yield Answer(
            f"form {form} {out_point}",
            [called(read_points, table), called(read_points, table.replace(",", ";"))],
        )
    for table in (
        f'point,name\n{point_id(1)},"a, b"\n',
        f'point,name\n{point_id(1)},"a\n',
        f"point,name\n{point_id(1)}\n",
        f"point,name,name\n{point_id(1)},a,b\n",
        f"name\n{point_id(1)}\n",
        f"\n\npoint\n\n{point_id(1)}\n",
        f" point , name \n {point_id(1)} , a \n",
        f"POINT\n{point_id(1)}\n",
    ):
        yield Answer(f"table {table!r}", [called(read_points, table)])
    points = [place(1), place(2, outgoing=None), place(3, incoming=None), place(4, outgoing=point_id(5))]
    for plus in Direction:
        written = called(write_migration, points, plus=plus)
        yield Answer(
            f"migration {plus}",
            [
                written,
                called(lambda plus=plus: read_migration(write_migration(points, plus=plus), plus=plus)),
            ],
        )
        for table in (
            "",
            "x",
            "metering_point,direction\n1,+\n",
            f"metering_point,channel\n{point_id(1)},+\n",
        ):
            yield Answer(f"migration {plus} of {table!r}", [called(read_migration, table, plus=plus)])
    for value in (0, 1, -1, 999, 1000, -1500, 10**12, 3600, 900, 5400, 86400, 7, 60):
        yield Answer(f"words {value}", [called(amount, value), called(clock, value), called(length, value)])
    for day in (
        JUNE,
        dt.date(2024, 3, 31),
        dt.date(2024, 10, 26),
        dt.date(2024, 12, 31),
        dt.date(9999, 12, 31),
    ):
        yield Answer(f"deadline {day}", [called(deadline, day)])
    seconds = np.array(
        [0, 82799, 82800, 1711839600, 1711926000, 1729980000, 1730069999, 1730070000], np.int64
    )
    yield Answer(
        "ordinals",
        [
            called(ordinals, seconds),
            "; ".join(called(day_of, int(day)) for day in ordinals(seconds)),
            " ".join(form.value for form in PointForm),
        ],
    )


def test_places_are_judged_as_kept():
    """Findings, pairs, balances and what is written."""
    assert_kept(__file__, answers())
