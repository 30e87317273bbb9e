"""Rules about the intervals of a line of MSCONS: order, overlaps, holes, resolution, and how they fill the stated period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.guides.allowances import Allowance
from edielkit.edifact.check.series.rules import RULES, finding_at, show_instant, show_seconds
from edielkit.edifact.check.series.stated import INTERVAL, LAST_MINUTE
from edielkit.edifact.fast.line_values import offset_of
from edielkit.edifact.messages.mscons import Value
from edielkit.edifact.series.blocks import NO_TIME, Block, Piece, beside_calendar, pieces, seconds_of
from edielkit.edifact.series.mscons import LineContext
from edielkit.edifact.series.steps import steps_in
from edielkit.edifact.timestamps import Clock
from edielkit.findings import Finding, Position, Severity
from edielkit.market_time import Period, Resolution, local_days

__all__ = ("LinePlaces", "check_intervals")

_Int = npt.NDArray[np.int64]


@attrs.frozen(eq=False)
class LinePlaces:
    """Where the values of a line stand.

    Attributes:
        path: Group path of the line.
        values: Its values.
    """

    path: str
    values: Sequence[Value]

    def at(self, row: int) -> str:
        """Return the group path of a value."""
        return f"{self.path}/SG10[{row + 1}]/"

    def on(self, code: str, text: str, row: int, **more: Any) -> Finding:
        """Return a finding at the QTY of a value."""
        # a flood of findings reads no value again for its place
        at = Position(path=f"{self.at(row)}QTY[1]", offset=offset_of(self.values, row), segment=Value.TAG)
        return RULES[code].finding(text, at, **more)


@attrs.frozen
class StatedTimes:
    """What is stated of the times of a line.

    Attributes:
        period: The period that the point or the header states.
        clock: The clock of the message.
        step: Resolution that the point states.
    """

    period: Period | None
    clock: Clock | None
    step: str | None


def check_intervals(
    places: LinePlaces, context: LineContext, block: Block, allowed: Allowance
) -> Iterator[Finding]:
    """Yield what is wrong with the intervals of a line.

    Args:
        places: Where its values stand.
        context: The line.
        block: Its values as columns.
        allowed: What the guide allows the series to leave out.
    """
    stated = StatedTimes(context.period, context.clock, context.step)
    is_timed = 0 < len(block) <= _MOST_KEPT and bool((block.start != NO_TIME).all())
    if not is_timed or not _are_regular(block.start.tobytes(), block.end.tobytes(), stated, allowed):
        yield from _faults(places, stated, block, allowed)


# intervals of a line that are kept to be recognised: lines of one period have the same ones
_MOST_KEPT = 1 << 12
_ANY_VALUE = Value()


@lru_cache(maxsize=64)
def _are_regular(start: bytes, end: bytes, stated: StatedTimes, allowed: Allowance) -> bool:
    """Tell whether nothing is wrong with intervals, whatever stands in them.

    Args:
        start: The column of their starts.
        end: The column of their ends.
        stated: What is stated of them.
        allowed: What the guide allows the series to leave out.
    """
    first, last = np.frombuffer(start, np.int64), np.frombuffer(end, np.int64)
    if (last <= first).any():
        return False
    zeros = np.zeros(len(first), np.int64)
    block = Block(start=first, end=last, quantity=zeros, status=zeros.astype(np.uint8))
    places = LinePlaces("", (_ANY_VALUE,) * len(first))
    return next(_faults(places, stated, block, allowed), None) is None


def _faults(places: LinePlaces, stated: StatedTimes, block: Block, allowed: Allowance) -> Iterator[Finding]:
    rows = np.flatnonzero(block.start != NO_TIME)
    if not len(rows):
        yield from _counted(places, stated, block)
        return
    start, end = block.start[rows], block.end[rows]
    yield from _backward(places, rows, start, end)
    yield from _last_minutes(places, rows, end)
    for index in (np.flatnonzero(start[1:] < start[:-1]) + 1).tolist():
        begin, before = show_seconds(int(start[index])), show_seconds(int(start[index - 1]))
        yield places.on("SER009", f"{begin} stands after {before}; values go by time", int(rows[index]))
    # a backward interval was reported; taken forward it makes no hole beside itself
    beside = list(
        _neighbours(places, stated, rows, np.minimum(start, end), np.maximum(start, end), allowed=allowed)
    )
    yield from beside
    if not any(finding.code in _OF_BORDERS for finding in beside):
        yield from _lengths(places, stated, block, allowed)
    yield from _pieces(places, stated, block, allowed)


# a hole or an overlap: of a value that is too short or too long this is said already
_OF_BORDERS = frozenset({"SER006", "SER007"})


def _timed(stated: StatedTimes, block: Block) -> list[Piece]:
    return [
        piece
        for piece in pieces(block, stated.period, stated.clock, None)
        if (block.start[piece.rows] != NO_TIME).all()
    ]


def _backward(places: LinePlaces, rows: _Int, start: _Int, end: _Int) -> Iterator[Finding]:
    for index in np.flatnonzero(end <= start).tolist():
        row = int(rows[index])
        times = places.values[row].times
        count, last = next(
            (number, time) for number, time in enumerate(times, 1)
            if time.function in {"164", "324"} or (time.function == "163" and len(times) == 1)
        )  # fmt: skip
        begin, finish = show_seconds(int(start[index])), show_seconds(int(end[index]))
        yield finding_at(
            "SER005", f"expected an end after {begin}, found {finish}",
            last, f"{places.at(row)}DTM[{count}]", 1, 2,
        )  # fmt: skip


def _last_minutes(places: LinePlaces, rows: _Int, end: _Int) -> Iterator[Finding]:
    """Yield the first value that ends a minute before the hour: its end was taken for the last minute of it."""
    short = np.flatnonzero(end % 3600 >= LAST_MINUTE * 60)
    if len(short):
        finish = int(end[short[0]])
        hour = show_seconds(finish - finish % 3600 + 3600)
        many = f" in {len(short)} values" if len(short) > 1 else ""
        text = f"expected the end at {hour}, found {show_seconds(finish)}{many}: the end is the first instant behind the interval"
        yield places.on("SER025", text, int(rows[short[0]]))


def _neighbours(
    places: LinePlaces, stated: StatedTimes, rows: _Int, start: _Int, end: _Int, *, allowed: Allowance
) -> Iterator[Finding]:
    """Yield doubles, overlaps and holes: each value against the ones before it in time."""
    order = np.lexsort((rows, end, start))
    rows, start, end = rows[order], start[order], end[order]
    reach = np.maximum.accumulate(end)[:-1]
    same = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    for index in np.flatnonzero(same).tolist():
        begin, first = show_seconds(int(start[index + 1])), places.at(int(rows[index]))
        yield places.on("SER008", f"{begin} has a value already, in {first}QTY[1]", int(rows[index + 1]))
    yield from _overlaps(places, rows, start, end, np.flatnonzero((start[1:] < reach) & ~same))
    if not allowed.single_values:
        yield from _holes(places, stated, rows, start, end, reach=reach)


def _overlaps(places: LinePlaces, rows: _Int, start: _Int, end: _Int, indexes: _Int) -> Iterator[Finding]:
    """Yield the values that reach into others, by time: of two, the one of another length than most, else the later."""
    if not len(indexes):
        return
    length = end - start
    lengths, counts = np.unique(length, return_counts=True)
    usual = int(lengths[counts.argmax()])
    # the value that ends last of those up to each
    last = np.maximum.accumulate(np.where(end >= np.maximum.accumulate(end), np.arange(len(end)), 0))
    long: set[int] = set()
    for index in indexes.tolist():
        owner = int(last[index])
        begin, before = show_seconds(int(start[index + 1])), show_seconds(int(end[owner]))
        if length[owner] == usual or length[index + 1] != usual:
            text = f"begins at {begin}, before the end of another value at {before}"
            yield places.on("SER007", text, int(rows[index + 1]))
        elif owner not in long:
            long.add(owner)
            text = f"expected the end at {begin}, where the next value begins, found {before}"
            yield places.on("SER007", text, int(rows[owner]))


def _holes(
    places: LinePlaces, stated: StatedTimes, rows: _Int, start: _Int, end: _Int, *, reach: _Int
) -> Iterator[Finding]:
    timed = set(rows.tolist())
    length = int(end[0] - start[0])
    period = stated.period
    if period is not None and period.start < period.end:
        # outside the stated period nothing is missing: of values there SER012 speaks
        low, high = seconds_of(period.start), seconds_of(period.end)
        reach, start = np.clip(reach, low, high), np.clip(start, low, high)
    for index in np.flatnonzero(start[1:] > reach).tolist():
        row, gap = int(rows[index + 1]), int(start[index + 1] - reach[index])
        # the time of the value before cannot be read, which is reported already
        if row and row - 1 not in timed and _has_interval(places.values[row - 1]):
            continue
        count = f": {gap // length} missing" if length and not gap % length else ""
        before, begin = show_seconds(int(reach[index])), show_seconds(int(start[index + 1]))
        yield places.on("SER006", f"no value from {before} to {begin}{count}", row)


def _has_interval(value: Value) -> bool:
    return any(time.function in INTERVAL for time in value.times)


def _pieces(places: LinePlaces, stated: StatedTimes, block: Block, allowed: Allowance) -> Iterator[Finding]:
    timed = _timed(stated, block)
    named = [piece for piece in timed if piece.resolution]
    for piece in named:
        if stated.step is not None and piece.resolution != stated.step:
            text = f"expected values of {stated.step} as DTM+672 says, found {piece.resolution}"
            yield places.on("SER022", text, int(piece.rows[0]))
        resolution = Resolution.of(piece.resolution or "")
        if resolution is not None and resolution.seconds:
            yield from _grid(places, block, piece.rows, resolution.seconds)
    if stated.period is not None and stated.period.start < stated.period.end:
        yield from _within(places, stated, block, timed, allowed)


def _lengths(places: LinePlaces, stated: StatedTimes, block: Block, allowed: Allowance) -> Iterator[Finding]:
    """Yield the first value whose length is not that of most values of its line."""
    weight = Severity.WARNING if allowed.single_values else Severity.ERROR
    timed = _timed(stated, block)
    rows: dict[str, list[int]] = {}
    for piece in timed:
        length = int(block.end[piece.rows[0]] - block.start[piece.rows[0]])
        # one that is backward has no length, and a rule of its own; of those outside SER012 speaks
        if length > 0 and _is_within(stated.period, block, piece.rows):
            rows.setdefault(piece.resolution or _words(length), []).extend(piece.rows.tolist())
    usual = max(rows, key=lambda name: len(rows[name]), default="")
    # values of as many lengths as they are, none of them of the market, are no series with an odd one
    is_common = len(rows.get(usual, ())) > 1 or any(Resolution.of(name) for name in rows)
    faults: list[tuple[int, str]] = []
    if len(rows) > 1 and is_common:
        row, name = min((numbers[0], name) for name, numbers in rows.items() if name != usual)
        faults.append((row, f"expected one resolution, found {usual} and {name}"))
    for piece in timed:
        beside = beside_calendar(block, piece, stated.clock)
        if beside is not None:
            begin, length = int(block.start[beside]), int(block.end[beside] - block.start[beside])
            text = f"expected values of {piece.resolution} of one calendar, found {_words(length)} from {show_seconds(begin)}"
            faults.append((beside, text))
    if faults:
        row, text = min(faults)
        yield places.on("SER011", text, row, severity=weight)


def _is_within(period: Period | None, block: Block, rows: _Int) -> bool:
    """Tell whether values lie in the stated period, or in part; without one they do."""
    if period is None or period.end <= period.start:
        return True
    return bool(
        (block.start[rows] < seconds_of(period.end)).any()
        and (block.end[rows] > seconds_of(period.start)).any()
    )


def _words(length: int) -> str:
    """Return a length in seconds in words.

    >>> _words(7200), _words(50)
    ('120 minutes', '50 seconds')
    """
    return f"{length} seconds" if length % 60 else f"{length // 60} minutes"


def _grid(places: LinePlaces, block: Block, rows: _Int, step: int) -> Iterator[Finding]:
    off = np.flatnonzero(block.start[rows] % step)
    if len(off):
        first = int(rows[off[0]])
        yield places.on(
            "SER013",
            f"{show_seconds(int(block.start[first]))} is no start of {step // 60} minutes of the day; "
            f"{len(off)} values are off the grid",
            first,
        )


# -- the stated period


def _within(
    places: LinePlaces, stated: StatedTimes, block: Block, timed: Sequence[Piece], allowed: Allowance
) -> Iterator[Finding]:
    """Compare the values with the period that the point or the header states."""
    period = stated.period
    if period is None:
        return
    low, high = seconds_of(period.start), seconds_of(period.end)
    has_time = block.start != NO_TIME
    outside = np.flatnonzero(has_time & ((block.start < low) | (block.end > high)))
    if len(outside):
        yield places.on(
            "SER012",
            f"expected values from {show_seconds(low)} to {show_seconds(high)}, found {len(outside)} outside",
            int(outside[0]),
        )
    if has_time.all() and not allowed.parts:
        first, last = int(block.start.min()), int(block.end.max())
        resolution = Resolution.of(timed[0].resolution or "") if len(timed) == 1 else None
        # of values of several lengths, those outside are said
        if (first, last) != (low, high) and (resolution is not None or not len(outside)):
            spanned = Period(_instant(first), _instant(last))
            yield from _unfilled(places, stated, block, spanned, resolution)


def _instant(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _unfilled(
    places: LinePlaces, stated: StatedTimes, block: Block, spanned: Period, resolution: Resolution | None
) -> Iterator[Finding]:
    """Yield that values do not begin and end where the stated period does."""
    period = stated.period
    if period is None:
        return
    start, end = show_instant(period.start), show_instant(period.end)
    row = _beside_gap(block, spanned, period)
    expected = steps_in(period, resolution, stated.clock) if resolution else None
    if resolution is None or expected is None:
        text = f"expected values from {start} to {end}, found them from {show_instant(spanned.start)} to {show_instant(spanned.end)}"
        yield places.on("SER010", text, row)
    elif expected != steps_in(spanned, resolution, stated.clock):
        text = f"expected {expected} values of {resolution.code} for {start} to {end}{_hours(period)}, found {len(block)}"
        yield places.on("SER010", text, row)


def _beside_gap(block: Block, spanned: Period, period: Period) -> int:
    """Return the row beside the first gap of a period that values do not fill: the first one in time, or the last."""
    if spanned.start > period.start:
        return int(block.start.argmin())
    return int(block.end.argmax()) if spanned.end < period.end else len(block) - 1


def _counted(places: LinePlaces, stated: StatedTimes, block: Block) -> Iterator[Finding]:
    """Compare the number of values that are counted from the start of their point with its period."""
    period = stated.period
    resolution = Resolution.of(stated.step) if stated.step else None
    if period is None or resolution is None or period.end <= period.start:
        return
    expected = steps_in(period, resolution, stated.clock)
    if expected != len(block):
        start, end = show_instant(period.start), show_instant(period.end)
        number = "a whole number of" if expected is None else expected
        text = f"expected {number} values of {resolution.code} for {start} to {end}{_hours(period)}, found {len(block)}"
        yield places.on("SER010", text, len(block) - 1)


def _hours(period: Period) -> str:
    """Return how many hours the day of a period has, in words, where they are not 24."""
    hours = period.duration // dt.timedelta(hours=1)
    # the days of a longer one, which may be centuries, are not looked at
    days = local_days(period) if hours in {23, 25} else ()
    return f" ({days[0]} has {hours} hours)" if len(days) == 1 else ""
