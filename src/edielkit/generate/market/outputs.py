"""A generated market as files: names and bytes, one after the other; whoever takes them writes them where they belong."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import attrs
import numpy as np
import yaml

from edielkit.csv_cells import as_text_cell
from edielkit.exchange import write_points
from edielkit.generate.generated import require_years
from edielkit.generate.market.contract_changes import contract_changes
from edielkit.generate.market.day_run import AreaFigures, DayRun, SentValues
from edielkit.generate.market.generated_market import GeneratedMarket
from edielkit.generate.market.identities import gsrn_texts, uuid_texts
from edielkit.generate.market.market_structure import ABROAD, sub_grids
from edielkit.generate.market.message_files import message_files, observations
from edielkit.generate.market.profiled_volumes import closed_months, volume_files
from edielkit.generate.market.scenario import SentDay, market_scenario, point_rows
from edielkit.generate.market.series_file import ACTIVE_ENERGY, RESOLUTION_CODES, UNIT
from edielkit.generate.market.sizes import PointUse
from edielkit.series import TimeSeries, decimal
from edielkit.tables import arrow_schema, to_csv, to_parquet

__all__ = ("FORMS", "MOST_IN_SCENARIO", "block_series", "market_files")

# Name of a file with slashes between folders, and its bytes in pieces.
NamedFile = tuple[str, Iterable[bytes]]
# A scenario is held in memory, and a YAML file of it has at most four megabytes.
MOST_IN_SCENARIO = 8_000


def market_files(market: GeneratedMarket, days: Sequence[dt.date], form: str) -> Iterator[NamedFile]:
    """Yield the files of a market.

    Args:
        market: The market.
        days: Days that follow each other.
        form: ``messages``: the CollectedData of each day; ``scenario``: a scenario that sends them to a hub and expects
            its figures; ``tables``: CSV; ``parquet``: the same with values in Parquet; each with the figures of the areas,
            and the files that `edielkit exchange` takes.

    Raises:
        ValueError: There is no such form, or the market is too large for a scenario.
        BuildError: A day lies at the ends of the calendar.
        MissingExtraError: Parquet is wanted and pyarrow is not installed.

    >>> from edielkit.generate.market import generate_market
    >>> names = [name for name, _ in market_files(generate_market(10), [dt.date(2026, 2, 2)], "messages")]
    >>> names[:3], names[-1]
    (['exchange-points.csv', 'point-areas.csv', 'losses.csv'], 'figures/2026-02-02.csv')
    """
    if form not in FORMS:
        raise ValueError(f"expected one of {', '.join(FORMS)}; found {form!r}")
    if form == "scenario" and market.points > MOST_IN_SCENARIO:
        raise ValueError(f"expected at most {MOST_IN_SCENARIO} metering points in a scenario, found {market.points}")  # fmt: skip
    for day in days:
        require_years(day)
    yield "exchange-points.csv", [write_points(market.exchange_points).encode()]
    yield "point-areas.csv", _point_areas(market)
    yield "losses.csv", _losses(market)
    yield from FORMS[form](market, days)


def _messages(market: GeneratedMarket, days: Sequence[dt.date]) -> Iterator[NamedFile]:
    for day in days:
        run = DayRun(market, day)
        for file in message_files(run):
            folder = "corrections" if file.is_correction else "messages"
            yield f"{folder}/{day}/{file.name}", [file.content]
        yield f"figures/{day}.csv", _figures(market, run)
    for month, file in volume_files(market, closed_months(days)):
        yield f"volumes/{month[0]:%Y-%m}/{file.name}", [file.content]


def _scenario(market: GeneratedMarket, days: Sequence[dt.date]) -> Iterator[NamedFile]:
    sent: list[SentDay] = []
    for day in days:
        run = DayRun(market, day)
        names: dict[bool, list[str]] = {True: [], False: []}
        for file in message_files(run):
            name = f"messages/{file.name}"
            names[file.is_correction].append(name)
            yield name, [file.content]
        yield f"figures/{day}.csv", _figures(market, run)
        sent.append(
            SentDay(day=day, files=tuple(names[False]), corrections=tuple(names[True]), figures=run.figures())
        )
    volumes: dict[dt.date, list[str]] = {}
    for month, file in volume_files(market, closed_months(days)):
        volumes.setdefault(month[-1], []).append(f"volumes/{file.name}")
        yield f"volumes/{file.name}", [file.content]
    sent = [attrs.evolve(day, volumes=tuple(volumes.get(day.day, ()))) for day in sent]
    text = yaml.safe_dump(market_scenario(market, sent), sort_keys=False, allow_unicode=True, width=120)
    yield "market.yml", [text.encode()]


def _tables(
    market: GeneratedMarket, days: Sequence[dt.date], ending: str, table: _Table
) -> Iterator[NamedFile]:
    yield "parties.csv", _rows([("name", "gln", "roles"), *((p.name, p.gln, " ".join(p.roles)) for p in market.parties)])  # fmt: skip
    yield "areas.csv", _rows(_area_rows(market))
    yield "sub-grids.csv", _rows(_sub_grid_rows(market))
    yield "points.csv", _rows(_point_rows(market))
    last = dt.date.min
    for day in days:
        run, last = DayRun(market, day), day
        for block in run.blocks():
            first = block.group.first + block.start
            yield f"values/{day}/{first:07d}-{block.direction}.{ending}", table(block_series(run, block))
        yield f"figures/{day}.csv", _figures(market, run)
    yield "contract-changes.csv", _rows(_change_rows(market, last))


def _parquet(series: Iterable[TimeSeries]) -> Iterable[bytes]:
    return [to_parquet(series)]


def _parquet_tables(market: GeneratedMarket, days: Sequence[dt.date]) -> Iterator[NamedFile]:
    arrow_schema()  # says what is not installed before the first file is written
    return _tables(market, days, "parquet", _parquet)


_Table = Callable[[Iterable[TimeSeries]], Iterable[bytes]]

FORMS: Mapping[str, Callable[[GeneratedMarket, Sequence[dt.date]], Iterator[NamedFile]]] = MappingProxyType(
    {
        "messages": _messages,
        "scenario": _scenario,
        "tables": partial(_tables, ending="csv", table=to_csv),
        "parquet": _parquet_tables,
    }
)


def block_series(run: DayRun, block: SentValues) -> Iterator[TimeSeries]:
    """Yield the series of a block as they are sent; a point without values has none.

    Args:
        run: The day.
        block: A block of it.
    """
    first = block.group.first + block.start
    numbers = gsrn_texts(first, len(block.quantity))
    index = np.arange(first, first + len(numbers))
    payloads = uuid_texts(run.market.seed, f"payload values {block.direction} {run.clock.day.toordinal()}", index)  # fmt: skip
    faults = {row: (intervals, estimated) for row, intervals, estimated in block.faults}
    for row, number in enumerate(numbers):
        intervals, estimated = faults.get(row, (slice(0), True))
        if not estimated:
            continue
        yield TimeSeries(
            metering_point=number,
            grid_area=run.market.eic(block.group.area),
            product=ACTIVE_ENERGY,
            unit=UNIT,
            direction=block.direction,
            resolution=RESOLUTION_CODES[block.minutes],
            period=run.clock.period,
            registered=run.clock.registered,
            identification=payloads[row],
            observations=observations(block.quantity[row], intervals),
        )


# -- small tables


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield rows as CSV, some at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow([as_text_cell(str(cell)) for cell in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _point_areas(market: GeneratedMarket) -> Iterator[bytes]:
    return _rows(_point_area_rows(market))


def _point_area_rows(market: GeneratedMarket) -> Iterator[Sequence[str]]:
    yield "point", "area"
    for group in market.groups:
        if group.use is not PointUse.EXCHANGE:
            for number in gsrn_texts(group.first, group.count):
                yield number, market.eic(group.area)


def _losses(market: GeneratedMarket) -> Iterator[bytes]:
    rows = ((market.eic(number), f"{c.idle:f}", f"{c.constant:f}") for number, c in market.losses.items())
    return _rows([("area", "idle", "constant"), *rows])


def _area_rows(market: GeneratedMarket) -> Iterator[Sequence[str]]:
    yield "name", "eic", "kind", "price_area", "owner", "feeder"
    for area in market.areas:
        feeder = "" if area.feeder == ABROAD else market.areas[area.feeder].name
        yield (
            area.name,
            area.identification,
            area.kind,
            area.price_area,
            market.owner(area.number).gln,
            feeder,
        )


def _sub_grid_rows(market: GeneratedMarket) -> Iterator[Sequence[str]]:
    yield "name", "area", "point"
    for name, area, place in sub_grids(market.groups):
        yield name, market.eic(area), gsrn_texts(place, 1)[0]


def _change_rows(market: GeneratedMarket, last: dt.date) -> Iterator[Sequence[str]]:
    yield "point", "process", "customer", "supplier", "day"
    for change in contract_changes(market, point_rows(market), last):
        yield change.point, f"BRS-NO-{change.process}", change.customer, change.supplier, f"{change.day}"


_POINT_KEYS = ("name", "number", "area", "kind", "settlement", "resolution", "annual", "user", "since", "supplier", "supplied since", "role", "meter", "neighbour")  # fmt: skip


def _point_rows(market: GeneratedMarket) -> Iterator[Sequence[str]]:
    yield [key.replace(" ", "_") for key in _POINT_KEYS]
    for row in point_rows(market):
        yield [row.get(key, "") for key in _POINT_KEYS]


_FIGURES = ("production", "incoming", "outgoing", "metered", "profiled", "loss")


def _figures(market: GeneratedMarket, run: DayRun) -> Iterator[bytes]:
    return _rows(_figure_rows(market, run, run.figures()))


def _figure_rows(
    market: GeneratedMarket, run: DayRun, areas: Iterable[AreaFigures]
) -> Iterator[Sequence[str]]:
    yield "area", "start", *_FIGURES, "metered_corrected"
    start = run.clock.period.start.astimezone(dt.UTC)
    for figures in areas:
        columns = [*(getattr(figures, name) for name in _FIGURES), figures.corrected]
        for place, values in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            instant = start + place * dt.timedelta(minutes=figures.minutes)
            yield market.eic(figures.area), f"{instant:%Y-%m-%dT%H:%M:%SZ}", *map(str, map(decimal, values))
