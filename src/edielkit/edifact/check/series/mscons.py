"""Rules about the series in MSCONS: the offset of the message, then each line with its values.

A line is checked on its columns; a typed value is made only of one that is reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.guides.allowances import Allowance, allowance
from edielkit.edifact.check.series.rules import finding_at, show_seconds
from edielkit.edifact.check.series.stated import (
    INTERVAL,
    check_amount,
    check_stated_period,
    check_times,
    placed,
)
from edielkit.edifact.fast.line_values import LineValues, line_values
from edielkit.edifact.messages.message import SegmentSource, Time
from edielkit.edifact.messages.mscons import Mscons, Value
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.blocks import NO_TIME, Block, Piece, pieces
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier
from edielkit.edifact.timestamps import Clock
from edielkit.findings import Finding
from edielkit.market_time import Period, Resolution, local_days

__all__ = ("check_mscons",)

_Int = npt.NDArray[np.int64]

# releases whose 6060 is numeric: a bad number is a fault of the format already
_NUMERIC = frozenset({"96A", "97A", "99A"})
# notations (2379) of times that carry no zone; 602 and 610 are years and months of the calendar
_WITHOUT_ZONE = frozenset({"102", "203", "204", "719", "Z13"})


def check_mscons(
    source: Mscons | SegmentSource | Sequence[Segment], options: SeriesOptions
) -> Iterator[Finding]:
    """Yield what is wrong with the series of an MSCONS message.

    Args:
        source: A typed or raw MSCONS message.
        options: What the message does not say.
    """
    message, line_iterator = line_values(source, options)
    lines = list(line_iterator)
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    yield from _offset(message, lines, clock, profile)
    yield from check_stated_period(placed(message.times, ""), clock)
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            yield from check_stated_period(placed(point.times, f"SG5[{d}]/SG6[{p}]/"), clock)
    numeric = message.release in _NUMERIC
    allowed = _allowed(message, profile)
    for line in lines:
        yield from _Line(line, options, allowed, numeric=numeric).check()


def _allowed(message: Mscons, profile: str | None) -> Allowance:
    """Return what the guide of the message allows its series to leave out."""
    cases = (reference.number for reference in message.references if reference.function == "Z13")
    return allowance(
        profile or "",
        "MSCONS",
        process=next(cases, ""),
        document=message.document.code if message.document else "",
    )


def _offset(
    message: Mscons, lines: Iterable[LineValues], clock: Clock | None, profile: str | None
) -> Iterator[Finding]:
    """Yield a finding when times depend on an offset that the message does not state."""
    # the Swiss Metering Code itself says civil time
    if clock is not None and (clock.stated or profile == "ch"):
        return
    for time, path in _interval_times(message, lines):
        if time.function in INTERVAL and time.format in _WITHOUT_ZONE:
            taken = "no zone is known, so the values have no times"
            if clock is not None:
                taken = f"{clock.zone} of the profile is taken"
            text = f"expected DTM+ZZZ with the offset from UTC in the header, found none; {taken}"
            yield finding_at("SER004", text, time, path)
            return


def _interval_times(message: Mscons, lines: Iterable[LineValues]) -> Iterator[tuple[Time, str]]:
    """Yield the times in order; of plain values, which are all written alike, those of the first."""
    below: dict[tuple[int, int], list[LineValues]] = {}
    for line in lines:
        below.setdefault(line.context.place[:2], []).append(line)
    yield from placed(message.times, "")
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            path = f"SG5[{d}]/SG6[{p}]"
            yield from placed(point.times, f"{path}/")
            for n, line in enumerate(below.get((d, p), ()), 1):
                for q, value in enumerate(line.values[:1] if line.plain else line.values, 1):
                    yield from placed(value.times, f"{path}/SG9[{n}]/SG10[{q}]/")


class _Line:
    """The checks of one line."""

    def __init__(
        self, line: LineValues, options: SeriesOptions, allowed: Allowance, *, numeric: bool
    ) -> None:
        self.line = line
        self.allowed = allowed
        self.context = line.context
        self.options = options
        self.numeric = numeric
        d, p, n = line.context.place
        self.path = f"SG5[{d}]/SG6[{p}]/SG9[{n}]"
        self.values = line.values

    def check(self) -> Iterator[Finding]:
        """Yield the findings of the line, value by value first."""
        if not self.line.plain:
            for row, value in enumerate(self.values):
                yield from self._value(row, value)
        yield from self._qualifiers()
        block = self.line.block
        if len(block):
            yield from self._units()
            yield from self._times(block)

    def _at(self, row: int) -> str:
        return f"{self.path}/SG10[{row + 1}]/"

    def _on(self, code: str, text: str, row: int, **more: Any) -> Finding:
        return finding_at(code, text, self.values[row], f"{self._at(row)}QTY[1]", **more)

    def _value(self, row: int, value: Value) -> Iterator[Finding]:
        yield from check_amount(value, f"{self._at(row)}QTY[1]", numeric=self.numeric)
        functions = {time.function for time in value.times}
        interval = [
            (time, path) for time, path in placed(value.times, self._at(row)) if time.function in INTERVAL
        ]
        if interval:
            yield from check_times(interval, self.context.clock)
        whole = any(time.format in {"602", "610"} for time, _ in interval)
        if len(functions & {"163", "164"}) == 1 and not whole and "324" not in functions:
            missing = "164" if "163" in functions else "163"
            yield self._on("SER015", f"expected DTM+{missing} too, found none", row)

    def _qualifiers(self) -> Iterator[Finding]:
        seen: set[str] = set()
        for row in range(len(self.values)) if self.line.kinds is None else self.line.kinds:
            value = self.values[row]
            status = status_of_qualifier(value.function, self.context.profile, self.options)
            if status is None and value.function not in seen:
                yield finding_at(
                    "SER017", f"quantity qualifier {value.function!r} has no known quality; read as metered",
                    value, f"{self._at(row)}QTY[1]", 1, 1,
                )  # fmt: skip
            seen.add(value.function)

    def _units(self) -> Iterator[Finding]:
        first = self.values[0].unit
        for row in range(len(self.values)) if self.line.units is None else self.line.units:
            value = self.values[row]
            if value.unit != first:
                yield finding_at(
                    "SER016", f"expected unit {first!r} as in the first value, found {value.unit!r}",
                    value, f"{self._at(row)}QTY[1]", 1, 3,
                )  # fmt: skip
                return

    def _times(self, block: Block) -> Iterator[Finding]:
        rows = np.flatnonzero(block.start != NO_TIME)
        if not len(rows):
            return
        start, end = block.start[rows], block.end[rows]
        yield from self._backward(rows, start, end)
        for index in (np.flatnonzero(start[1:] < start[:-1]) + 1).tolist():
            begin, before = show_seconds(int(start[index])), show_seconds(int(start[index - 1]))
            yield self._on("SER009", f"{begin} stands after {before}; values go by time", int(rows[index]))
        # a backward interval was reported; taken forward it makes no hole beside itself
        yield from self._neighbours(rows, np.minimum(start, end), np.maximum(start, end))
        yield from self._pieces(block)

    def _backward(self, rows: _Int, start: _Int, end: _Int) -> Iterator[Finding]:
        for index in np.flatnonzero(end <= start).tolist():
            row = int(rows[index])
            times = self.values[row].times
            count, last = next(
                (number, time) for number, time in enumerate(times, 1)
                if time.function in {"164", "324"} or (time.function == "163" and len(times) == 1)
            )  # fmt: skip
            begin, finish = show_seconds(int(start[index])), show_seconds(int(end[index]))
            yield finding_at(
                "SER005", f"expected an end after {begin}, found {finish}",
                last, f"{self._at(row)}DTM[{count}]", 1, 2,
            )  # fmt: skip

    def _neighbours(self, rows: _Int, start: _Int, end: _Int) -> Iterator[Finding]:
        """Yield doubles, overlaps and holes: each value against the ones before it in time."""
        order = np.lexsort((rows, end, start))
        rows, start, end = rows[order], start[order], end[order]
        reach = np.maximum.accumulate(end)[:-1]
        same = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
        for index in np.flatnonzero(same).tolist():
            begin, first = show_seconds(int(start[index + 1])), self._at(int(rows[index]))
            yield self._on("SER008", f"{begin} has a value already, in {first}QTY[1]", int(rows[index + 1]))
        for index in np.flatnonzero((start[1:] < reach) & ~same).tolist():
            begin, before = show_seconds(int(start[index + 1])), show_seconds(int(reach[index]))
            text = f"begins at {begin}, before the end of another value at {before}"
            yield self._on("SER007", text, int(rows[index + 1]))
        if not self.allowed.single_values:
            yield from self._holes(rows, start, end, reach)

    def _holes(self, rows: _Int, start: _Int, end: _Int, reach: _Int) -> Iterator[Finding]:
        timed = set(rows.tolist())
        length = int(end[0] - start[0])
        for index in np.flatnonzero(start[1:] > reach).tolist():
            row, gap = int(rows[index + 1]), int(start[index + 1] - reach[index])
            # the value before has no readable time, which is reported already
            if row and row - 1 not in timed:
                continue
            count = f": {gap // length} missing" if length and not gap % length else ""
            before, begin = show_seconds(int(reach[index])), show_seconds(int(start[index + 1]))
            yield self._on("SER006", f"no value from {before} to {begin}{count}", row)

    def _pieces(self, block: Block) -> Iterator[Finding]:
        context = self.context
        timed = [
            piece
            for piece in pieces(block, context.period, context.clock, None)
            if (block.start[piece.rows] != NO_TIME).all()
        ]
        named = [piece for piece in timed if piece.resolution]
        if len({piece.resolution for piece in named}) > 1:
            names = " and ".join(sorted({piece.resolution or "" for piece in named}))
            yield self._on("SER011", f"expected one resolution, found {names}", int(named[1].rows[0]))
        for piece in timed:
            resolution = Resolution.of(piece.resolution) if piece.resolution else None
            if resolution is not None and resolution.seconds:
                yield from self._grid(block, piece.rows, resolution.seconds)
        if context.period is not None and context.period.start < context.period.end:
            yield from self._within(block, timed, context.period)

    def _within(self, block: Block, timed: Sequence[Piece], period: Period) -> Iterator[Finding]:
        """Compare the values with the period that the point or the header states."""
        low, high = int(period.start.timestamp()), int(period.end.timestamp())
        has_time = block.start != NO_TIME
        outside = np.flatnonzero(has_time & ((block.start < low) | (block.end > high)))
        if len(outside):
            yield self._on(
                "SER012",
                f"expected values from {show_seconds(low)} to {show_seconds(high)}, found {len(outside)} outside",
                int(outside[0]),
            )
        if len(timed) == 1 and timed[0].resolution and has_time.all() and not self.allowed.parts:
            yield from self._count(block, timed[0].resolution, period)

    def _grid(self, block: Block, rows: _Int, step: int) -> Iterator[Finding]:
        off = np.flatnonzero(block.start[rows] % step)
        if len(off):
            first = int(rows[off[0]])
            yield self._on(
                "SER013",
                f"{show_seconds(int(block.start[first]))} is no start of {step // 60} minutes of the day; "
                f"{len(off)} values are off the grid",
                first,
            )

    def _count(self, block: Block, code: str, period: Period) -> Iterator[Finding]:
        """Yield a finding when the values, holes and doubles aside, do not fill the period."""
        resolution = Resolution.of(code)
        if resolution is None or not resolution.seconds:
            return
        expected, remainder = divmod(period.duration, dt.timedelta(seconds=resolution.seconds))
        spanned = int(block.end.max() - block.start.min()) // resolution.seconds
        if remainder or expected == spanned:
            return
        days = local_days(period)
        hours = period.duration // dt.timedelta(hours=1)
        note = f" ({days[0]} has {hours} hours)" if len(days) == 1 and hours in {23, 25} else ""
        start, end = show_seconds(int(period.start.timestamp())), show_seconds(int(period.end.timestamp()))
        yield self._on(
            "SER010",
            f"expected {expected} values of {code} for {start} to {end}{note}, found {len(block)}",
            len(block) - 1,
        )
