"""What the files of a job hold: for each Norwegian month the values of each stretch that count, as runs or as bytes."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from edielkit.hub.extraction.csv_rows import HEADER, MonthStamps, RowHead, lines
from edielkit.hub.extraction.extraction_records import Stretch
from edielkit.hub.extraction.value_runs import ValueRun, layered, runs_of
from edielkit.hub.values.store import minute
from edielkit.hub.values.value_kinds import PROFILES, SENT
from edielkit.hub.values.value_records import ChannelKey, History, ValueBlock
from edielkit.market_time import day_period

__all__ = ("MonthSpan", "StretchBlocks", "by_month", "count_months", "month_lines")

Histories = Callable[[ChannelKey], History | None]


class MonthSpan(NamedTuple):
    """A Norwegian month.

    Attributes:
        day: Its first day.
        first: Minute of its start since 1970 in UTC.
        last: Minute of its end.
    """

    day: dt.date
    first: int
    last: int


class StretchBlocks(NamedTuple):
    """A stretch with the blocks that may count in each month.

    Attributes:
        channel: The channel.
        first: Minute of its start.
        last: Minute of its end.
        kinds: Kind of values, and for each month the blocks that lie in it.
    """

    channel: RowHead
    first: int
    last: int
    kinds: tuple[tuple[str, Sequence[History]], ...]


def by_month(
    histories: Histories, stretches: Sequence[Stretch], as_of: dt.datetime | None
) -> tuple[tuple[MonthSpan, ...], tuple[StretchBlocks, ...]]:
    """Return the months that *stretches* touch, and their parts.

    Args:
        histories: Gives the blocks of a key, None when there are none.
        stretches: Days of channels.
        as_of: Blocks that came later are left out; None for none.
    """
    if not stretches:
        return (), ()
    months = tuple(
        _months(min(stretch.start for stretch in stretches), max(stretch.end for stretch in stretches))
    )
    edges = [months[0].first, *(month.last for month in months)]
    return months, tuple(_part(histories, stretch, edges, as_of) for stretch in stretches)


def _months(start: dt.date, end: dt.date) -> Iterator[MonthSpan]:
    """Yield the months from that of *start* to that of the day before *end*."""
    day = start.replace(day=1)
    while day < end:
        following = (day + dt.timedelta(days=31)).replace(day=1)
        yield MonthSpan(day, _minute(day), _minute(following))
        day = following


def _minute(day: dt.date) -> int:
    return minute(day_period(day).start)


def _part(
    histories: Histories, stretch: Stretch, edges: Sequence[int], as_of: dt.datetime | None
) -> StretchBlocks:
    channel = RowHead(stretch.point, stretch.product, stretch.direction)
    kinds = []
    # what a profiled point feeds in is not profiled
    for kind in PROFILES if stretch.profiled and stretch.direction == "Out" else (SENT,):
        history = histories(ChannelKey(*channel, kind))
        if history:
            kinds.append((kind, _spread(history, edges, as_of)))
    return StretchBlocks(channel, _minute(stretch.start), _minute(stretch.end), tuple(kinds))


def _spread(history: History, edges: Sequence[int], as_of: dt.datetime | None) -> Sequence[History]:
    """Return for each month between *edges* the blocks that touch it, in their order."""
    if as_of is not None and any(block.inserted > as_of for block in history):
        history = tuple(block for block in history if block.inserted <= as_of)
    if len(history) == 1:
        return (history,) * (len(edges) - 1)
    months: list[list[ValueBlock]] = [[] for _ in edges[1:]]
    for block in history:
        low = max(bisect_right(edges, block.start) - 1, 0)
        for place in range(low, min(bisect_left(edges, block.end), len(months))):
            months[place].append(block)
    return tuple(map(tuple, months))


def _runs(part: StretchBlocks, place: int, month: MonthSpan) -> list[ValueRun]:
    """Return the values of *part* that count in a month."""
    first, last = max(part.first, month.first), min(part.last, month.last)
    if first >= last or not part.kinds:
        return []
    if len(part.kinds) == 1:
        kind, months = part.kinds[0]
        return runs_of(months[place], first, last, kind)
    return layered(runs_of(months[place], first, last, kind) for kind, months in part.kinds)


def count_months(months: Sequence[MonthSpan], parts: Sequence[StretchBlocks]) -> Iterator[tuple[int, int]]:
    """Yield for each month how many points have values, and how many values there are."""
    for place, month in enumerate(months):
        points, values = set(), 0
        for part in parts:
            count = sum(run.length for run in _runs(part, place, month))
            if count:
                points.add(part.channel.point)
                values += count
        yield len(points), values


def month_lines(months: Sequence[MonthSpan], parts: Sequence[StretchBlocks], day: dt.date) -> Iterator[bytes]:
    """Yield the content of the file of the month that begins on *day*, piece by piece: header, then rows."""
    place = next(n for n, month in enumerate(months) if month.day == day)
    month = months[place]
    runs = ((part.channel, run) for part in parts for run in _runs(part, place, month))
    return chain((HEADER,), lines(runs, MonthStamps(month.first, month.last)))
