"""Rules about the series in MSCONS and UTILTS: times, order, holes, doubles, counts on clock-change days.

The series are judged with the same columns that `edielkit.edifact.series.typed` makes of them; each finding stands at
the QTY or DTM that it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.series_rule_table import RULES
from edielkit.edifact.fast.line_values import LineValues, line_values
from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.binding import Part
from edielkit.edifact.messages.message import Message, SegmentSource, segments_of
from edielkit.edifact.messages.mscons import Mscons, Value
from edielkit.edifact.messages.parts import Time, number
from edielkit.edifact.messages.utilts import Quantity, Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment, place
from edielkit.edifact.series.blocks import NO_TIME, Block, instant_of, pieces
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier
from edielkit.edifact.series.typed import (
    quantity_of,
    stated_period,
)
from edielkit.edifact.timestamps import Clock, is_ambiguous, read_resolution
from edielkit.findings import Finding, Severity
from edielkit.market_time import OSLO, Period, Resolution, is_local_midnight, local_days

__all__ = ("RULES", "check_series")

# releases whose 6060 is numeric: a bad number is a fault of the format already
_NUMERIC = frozenset({"96A", "97A", "99A"})
_INTERVAL = ("163", "164", "324")
_WITHOUT_ZONE = frozenset({"102", "203", "204", "602", "610", "719", "Z13"})


def check_series(
    source: Message | SegmentSource | Sequence[Segment],
    profile: str | Any | None = None,
    options: SeriesOptions | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the series of a message.

    Args:
        source: A typed or raw message; types other than MSCONS and UTILTS have no series.
        profile: Name of the profile, or a value with the name as ``code``; None to take it from the message.
        options: What the message does not say.

    >>> from edielkit.edifact.messages import Mscons
    >>> list(check_series(Mscons(type="MSCONS")))
    []
    """
    chosen = options or SeriesOptions()
    name = profile if profile is None or isinstance(profile, str) else str(profile.code)
    if name:
        chosen = attrs.evolve(chosen, profile=name)
    if isinstance(source, Mscons) or (not isinstance(source, Message) and _is_mscons(segments_of(source))):
        yield from _mscons(source, chosen)
        return
    message = read_message(source)
    if isinstance(message, Utilts):
        yield from _utilts(message, chosen)


def _is_mscons(segments: Sequence[Segment]) -> bool:
    return bool(segments) and segments[0].tag == Mscons.TAG and segments[0].get(2) == Mscons.TYPE


def _finding(code: str, text: str, part: Part, path: str, *spot: int, **more: Any) -> Finding:
    """Return a finding at *part*, or at the element and component of it that *spot* names."""
    return RULES[code].finding(text, place(part.own_segment(), *spot, path=path), **more)


def _show(seconds: int) -> str:
    return f"{instant_of(seconds).astimezone(OSLO):%Y-%m-%dT%H:%M%z}"


# -- MSCONS


def _mscons(source: Mscons | SegmentSource | Sequence[Segment], options: SeriesOptions) -> Iterator[Finding]:
    message, found = line_values(source, options)
    lines = list(found)
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    header = list(_placed(message.times, ""))
    yield from _offset(message, lines, clock, profile)
    yield from _stated(header, clock)
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            yield from _stated(_placed(point.times, f"SG5[{d}]/SG6[{p}]/"), clock)
    numeric = message.release in _NUMERIC
    for line in lines:
        yield from _Values(line, options, numeric=numeric).check()


def _placed(times: Iterable[Time], prefix: str) -> Iterator[tuple[Time, str]]:
    for count, each in enumerate(times, 1):
        yield each, f"{prefix}DTM[{count}]"


def _offset(
    message: Mscons, lines: Iterable[LineValues], clock: Clock | None, profile: str | None
) -> Iterator[Finding]:
    """Yield a finding when times depend on an offset that the message does not state."""
    # the Swiss Metering Code itself says civil time
    if clock is not None and (clock.stated or profile == "ch"):
        return
    for each, path in _interval_times(message, lines):
        if each.format in _WITHOUT_ZONE and each.format not in {"602", "610"}:
            taken = "no zone is known, so the values have no times"
            if clock is not None:
                taken = f"{clock.zone} of the profile is taken"
            yield _finding(
                "SER004",
                f"expected DTM+ZZZ with the offset from UTC in the header, found none; {taken}",
                each,
                path,
            )
            return


def _interval_times(message: Mscons, lines: Iterable[LineValues]) -> Iterator[tuple[Time, str]]:
    """Yield the times of periods in order; of plain values, which are all written alike, those of the first."""
    below: dict[tuple[int, int], list[LineValues]] = {}
    for line in lines:
        below.setdefault(line.context.place[:2], []).append(line)
    for each, path in _placed(message.times, ""):
        if each.function in _INTERVAL:
            yield each, path
    for d, delivery in enumerate(message.deliveries, 1):
        for p, point in enumerate(delivery.points, 1):
            for each, path in _placed(point.times, f"SG5[{d}]/SG6[{p}]/"):
                if each.function in _INTERVAL:
                    yield each, path
            for n, line in enumerate(below.get((d, p), ()), 1):
                for q, value in enumerate(line.values[:1] if line.plain else line.values, 1):
                    for each, path in _placed(value.times, f"SG5[{d}]/SG6[{p}]/SG9[{n}]/SG10[{q}]/"):
                        if each.function in _INTERVAL:
                            yield each, path


def _stated(times: Iterable[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    """Check the period that a header or a point states."""
    listed = [(each, path) for each, path in times if each.function in _INTERVAL]
    yield from _unreadable(listed, clock)
    period = stated_period((each for each, _ in listed), clock)
    if period is None:
        return
    last, path = next(((each, path) for each, path in listed if each.function in {"164", "324"}), listed[0])
    if period.end <= period.start:
        yield _finding(
            "SER005", f"expected an end after {_show_instant(period.start)}, found {last.text!r}",
            last, path, 1, 2, severity=Severity.WARNING,
        )  # fmt: skip
    elif clock is not None and clock.calendar is OSLO:
        yield from _midnights(period, last, path)


def _show_instant(instant: dt.datetime) -> str:
    return f"{instant.astimezone(OSLO):%Y-%m-%dT%H:%M%z}"


def _midnights(period: Period, last: Time, path: str) -> Iterator[Finding]:
    hour = dt.timedelta(hours=1)
    if not is_local_midnight(period.start) or is_local_midnight(period.end):
        return
    near = next((end for end in (period.end - hour, period.end + hour) if is_local_midnight(end)), None)
    if near is None or near <= period.start:
        return
    right = local_days(Period(period.start, near))
    start, end = _oslo_offset(period.start), _oslo_offset(near)
    # an hour beside midnight, in a period that no clock change lies in, is a choice and no slip
    if start != end:
        yield _finding(
            "SER018",
            f"expected the end at {_show_instant(near)}, where {right[-1]} ends, found {_show_instant(period.end)}",
            last, path, 1, 2,
        )  # fmt: skip


def _oslo_offset(instant: dt.datetime) -> dt.timedelta | None:
    return instant.astimezone(OSLO).utcoffset()


def _unreadable(times: Iterable[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    for each, path in times:
        single = each.function in {"163", "164"} and each.format not in {"602", "610"}
        known = clock or _ANY_CLOCK
        try:
            if single:
                each.instant(known)
            else:
                each.period(known)
        except ValueError as error:
            yield _finding("SER003", str(error), each, path, 1, 2)
            continue
        if single and is_ambiguous(each.text, each.format, known.zone):
            yield _finding(
                "SER014", f"{each.text!r} is double or missing at a clock change", each, path, 1, 2
            )


# whether a text follows its notation does not depend on the zone
_ANY_CLOCK = Clock(zone=dt.UTC, calendar=dt.UTC)

_Int = npt.NDArray[np.int64]


class _Values:
    """The checks of one line."""

    def __init__(self, line: LineValues, options: SeriesOptions, *, numeric: bool) -> None:
        self.line = line
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
        return _finding(code, text, self.values[row], f"{self._at(row)}QTY[1]", **more)

    def _value(self, row: int, value: Value) -> Iterator[Finding]:
        yield from _amount(value, f"{self._at(row)}QTY[1]", numeric=self.numeric)
        functions = {each.function for each in value.times}
        placed = [pair for pair in _placed(value.times, self._at(row)) if pair[0].function in _INTERVAL]
        if placed:
            yield from _unreadable(placed, self.context.clock)
        whole = any(each.format in {"602", "610"} for each, _ in placed)
        if len(functions & {"163", "164"}) == 1 and not whole and "324" not in functions:
            missing = "164" if "163" in functions else "163"
            yield self._on("SER015", f"expected DTM+{missing} too, found none", row)

    def _qualifiers(self) -> Iterator[Finding]:
        seen: set[str] = set()
        for row in range(len(self.values)) if self.line.kinds is None else self.line.kinds:
            value = self.values[row]
            known = status_of_qualifier(value.function, self.context.profile, self.options)
            if known is None and value.function not in seen:
                yield _finding(
                    "SER017", f"quantity qualifier {value.function!r} has no known quality; read as metered",
                    value, f"{self._at(row)}QTY[1]", 1, 1,
                )  # fmt: skip
            seen.add(value.function)

    def _units(self) -> Iterator[Finding]:
        first = self.values[0].unit
        for row in range(len(self.values)) if self.line.units is None else self.line.units:
            value = self.values[row]
            if value.unit != first:
                yield _finding(
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
            row, before = int(rows[index]), int(start[index - 1])
            yield self._on(
                "SER009", f"{_show(int(start[index]))} stands after {_show(before)}; values go by time", row
            )
        # a backward interval was reported; taken forward it makes no hole beside itself
        yield from self._neighbours(rows, np.minimum(start, end), np.maximum(start, end))
        yield from self._pieces(block)

    def _backward(self, rows: _Int, start: _Int, end: _Int) -> Iterator[Finding]:
        for index in np.flatnonzero(end <= start).tolist():
            row = int(rows[index])
            times = self.values[row].times
            count, last = next((n, t) for n, t in enumerate(times, 1) if t.function in {"164", "324", "163"}
                               and (t.function != "163" or len(times) == 1))  # fmt: skip
            yield _finding(
                "SER005", f"expected an end after {_show(int(start[index]))}, found {_show(int(end[index]))}",
                last, f"{self._at(row)}DTM[{count}]", 1, 2,
            )  # fmt: skip

    def _neighbours(self, rows: _Int, start: _Int, end: _Int) -> Iterator[Finding]:
        """Yield doubles, overlaps and holes: each value against the ones before it in time."""
        order = np.lexsort((rows, end, start))
        rows, start, end = rows[order], start[order], end[order]
        reach = np.maximum.accumulate(end)[:-1]
        same = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
        for index in np.flatnonzero(same).tolist():
            yield self._on(
                "SER008",
                f"{_show(int(start[index + 1]))} has a value already, in {self._at(int(rows[index]))}QTY[1]",
                int(rows[index + 1]),
            )
        for index in np.flatnonzero((start[1:] < reach) & ~same).tolist():
            yield self._on(
                "SER007",
                f"begins at {_show(int(start[index + 1]))}, before the end of another value at "
                f"{_show(int(reach[index]))}",
                int(rows[index + 1]),
            )
        known = set(rows.tolist())
        length = int(end[0] - start[0])
        for index in np.flatnonzero(start[1:] > reach).tolist():
            row, gap = int(rows[index + 1]), int(start[index + 1] - reach[index])
            # the value before has no readable time, which is reported already
            if row and row - 1 not in known:
                continue
            count = f": {gap // length} missing" if length and not gap % length else ""
            yield self._on(
                "SER006",
                f"no value from {_show(int(reach[index]))} to {_show(int(start[index + 1]))}{count}",
                row,
            )

    def _pieces(self, block: Block) -> Iterator[Finding]:
        context = self.context
        timed = [
            each
            for each in pieces(block, context.period, context.clock, None)
            if (block.start[each.rows] != NO_TIME).all()
        ]
        named = [each for each in timed if each.resolution]
        if len({each.resolution for each in named}) > 1:
            names = " and ".join(sorted({each.resolution or "" for each in named}))
            yield self._on("SER011", f"expected one resolution, found {names}", int(named[1].rows[0]))
        for each in timed:
            resolution = Resolution.of(each.resolution) if each.resolution else None
            if resolution is not None and resolution.seconds:
                yield from self._grid(block, each.rows, resolution.seconds)
        base = context.period
        if base is None or base.end <= base.start:
            return
        low, high = int(base.start.timestamp()), int(base.end.timestamp())
        known = block.start != NO_TIME
        outside = np.flatnonzero(known & ((block.start < low) | (block.end > high)))
        if len(outside):
            yield self._on(
                "SER012",
                f"expected values from {_show(low)} to {_show(high)}, found {len(outside)} outside",
                int(outside[0]),
            )
        if len(timed) == 1 and timed[0].resolution and known.all():
            yield from self._count(block, timed[0].resolution, base)

    def _grid(self, block: Block, rows: _Int, step: int) -> Iterator[Finding]:
        off = np.flatnonzero(block.start[rows] % step)
        if len(off):
            first = int(rows[off[0]])
            yield self._on(
                "SER013",
                f"{_show(int(block.start[first]))} is no start of {step // 60} minutes of the day; "
                f"{len(off)} values are off the grid",
                first,
            )

    def _count(self, block: Block, code: str, base: Period) -> Iterator[Finding]:
        """Yield a finding when the values, holes and doubles aside, do not fill the period."""
        resolution = Resolution.of(code)
        if resolution is None or not resolution.seconds:
            return
        expected, rest = divmod(base.duration, dt.timedelta(seconds=resolution.seconds))
        spanned = int(block.end.max() - block.start.min()) // resolution.seconds
        if rest or expected == spanned:
            return
        days = local_days(base)
        hours = base.duration // dt.timedelta(hours=1)
        note = f" ({days[0]} has {hours} hours)" if len(days) == 1 and hours in {23, 25} else ""
        yield self._on(
            "SER010",
            f"expected {expected} values of {code} for {_show(int(base.start.timestamp()))} to "
            f"{_show(int(base.end.timestamp()))}{note}, found {len(block)}",
            len(block) - 1,
        )


def _amount(value: Value | Quantity, path: str, *, numeric: bool) -> Iterator[Finding]:
    _, exact = quantity_of(value.amount)
    if exact or value.amount in {"", "NULL"}:
        return
    if number(value.amount) is not None:
        yield _finding(
            "SER001",
            f"expected at most 15 digits and 3 decimals, found {value.amount[:40]!r}",
            value,
            path,
            1,
            2,
        )
    elif not numeric:
        yield _finding("SER002", f"expected a number, found {value.amount[:40]!r}", value, path, 1, 2)


# -- UTILTS


def _utilts(message: Utilts, options: SeriesOptions) -> Iterator[Finding]:
    profile = options.profile or profile_of(message)
    clock = message.clock(profile)
    for count, transaction in enumerate(message.transactions, 1):
        yield from _transaction(transaction, f"SG5[{count}]", clock, profile, options)


def _transaction(
    transaction: Transaction, path: str, clock: Clock | None, profile: str | None, options: SeriesOptions
) -> Iterator[Finding]:
    rows: list[tuple[int, Quantity, str]] = []
    blocks = transaction.observations
    payload = transaction.identification or None
    for s, block in enumerate(blocks, 1):
        for q, quantity in enumerate(block.quantities, 1):
            where = f"{path}/SG8[{s}]/SG11[{q}]/QTY[1]"
            for each in _amount(quantity, where, numeric=False):
                yield attrs.evolve(each, payload=payload)
            if quantity.function in {"136", "135"}:
                rows.append((s, quantity, where))
            elif (
                status_of_qualifier(quantity.function, profile, options) is None and quantity.function != "42"
            ):
                yield _finding(
                    "SER017", f"quantity qualifier {quantity.function!r} has no known quality",
                    quantity, where, 1, 1, payload=payload,
                )  # fmt: skip
    if not rows:
        return
    for each in _stated(_placed(transaction.times, f"{path}/"), clock):
        yield attrs.evolve(each, payload=payload)
    expected_number, numbered = 1, True
    for s, block in enumerate(blocks, 1):
        if block.sequence and block.sequence != str(expected_number):
            numbered = False
            yield _finding(
                "SER019", f"expected observation {expected_number}, found {block.sequence!r}",
                block, f"{path}/SG8[{s}]/SEQ[1]", 2, 1, payload=payload,
            )  # fmt: skip
        digits = block.sequence.isascii() and block.sequence.isdigit() and len(block.sequence) < 10
        expected_number = (int(block.sequence) if digits else expected_number) + 1
    if numbered:
        yield from _observation_count(transaction, rows, clock, payload)


def _observation_count(
    transaction: Transaction,
    rows: Sequence[tuple[int, Quantity, str]],
    clock: Clock | None,
    payload: str | None,
) -> Iterator[Finding]:
    period = stated_period(transaction.times, clock)
    found = transaction.time("354")
    code = read_resolution(found.text, found.format) if found else None
    resolution = Resolution.of(code) if code else None
    if period is None or resolution is None or not resolution.seconds or period.end <= period.start:
        return
    expected, rest = divmod(period.duration, dt.timedelta(seconds=resolution.seconds))
    if not rest and expected != len(rows):
        _, last, where = rows[-1]
        yield _finding(
            "SER010",
            f"expected {expected} observations of {code} for {_show_instant(period.start)} to "
            f"{_show_instant(period.end)}, found {len(rows)}",
            last, where, payload=payload,
        )  # fmt: skip
