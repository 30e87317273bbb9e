"""Values of MSCONS that stand again: in another line of the same point and product, or a reading twice in one line.

Two values of one line for one interval are SER008, see `edielkit.edifact.check.series.intervals`; lines of one whole
period are told by `edielkit.edifact.check.once`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.reported import ESTIMATES
from edielkit.edifact.check.series.rules import finding_at, show_seconds
from edielkit.edifact.check.time_rules import RULES as TIME_RULES
from edielkit.edifact.fast.line_values import LineValues
from edielkit.edifact.segments import place
from edielkit.edifact.series.blocks import NO_TIME
from edielkit.edifact.series.mscons import INSTANTS, product_codes
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted

__all__ = ("readings_again", "values_again")

_Int = npt.NDArray[np.int64]


def values_again(lines: Sequence[LineValues]) -> Iterator[Finding]:
    """Yield the lines with a value for an interval, or of an instant, that an earlier line of the same series has.

    Args:
        lines: The lines of a message.
    """
    groups: dict[Hashable, list[LineValues]] = {}
    for line in lines:
        if len(line.block):
            groups.setdefault(_series_of(line), []).append(line)
    for group in groups.values():
        if len(group) > 1:
            yield from _intervals_again(group)
            yield from _instants_again(group)


def readings_again(line: LineValues, path: str) -> Iterator[Finding]:
    """Yield the first reading of a line that is of the instant of an earlier one.

    Args:
        line: The line with its values.
        path: Its group path.
    """
    first: dict[Hashable, int] = {}
    for row, instants in _readings(line):
        before = first.setdefault(instants, row)
        if before != row:
            text = f"expected one reading of {quoted(instants[0][1], 35)}, found one already, in {path}/SG10[{before + 1}]/QTY[1]"
            at = f"{path}/SG10[{row + 1}]/QTY[1]"
            yield finding_at("SER008", text, line.values[row], at, severity=Severity.WARNING)
            return


def _series_of(line: LineValues) -> Hashable:
    """Return what tells the series of a line from others: places, product and kind of quantity."""
    context = line.context
    kinds = frozenset(code for _, code in line.qualifiers) & ESTIMATES
    places = tuple(
        (point.function, point.identification, point.agency, point.related, point.second_related)
        for point in (*context.above, context.point)
    )
    return places, tuple(product_codes(context.line)), kinds


def _path(line: LineValues) -> str:
    d, p, n = line.context.place
    return f"SG5[{d}]/SG6[{p}]/SG9[{n}]"


def _again(line: LineValues, text: str) -> Finding:
    path = f"{_path(line)}/LIN[1]"
    return TIME_RULES["SER044"].finding(text, place(line.context.line.own_segment(), path=path))


def _intervals_again(group: Sequence[LineValues]) -> Iterator[Finding]:
    """Yield each line that has an interval of an earlier one; linear in the values but for sorting them."""
    timed = [line.block.start != NO_TIME for line in group]
    start = np.concatenate([line.block.start[rows] for line, rows in zip(group, timed, strict=True)])
    end = np.concatenate([line.block.end[rows] for line, rows in zip(group, timed, strict=True)])
    number = np.repeat(np.arange(len(group)), [int(rows.sum()) for rows in timed])
    if len(start) < 2:
        return
    first: dict[int, tuple[int, int]] = {}
    for later, earlier, begin in _common(start, end, number):
        first.setdefault(later, (earlier, begin))
    whole = _whole_again(group, timed) if first else frozenset()
    for later, (earlier, begin) in sorted(first.items()):
        if later not in whole:
            text = f"expected each value once, found one at {show_seconds(begin)} in {_path(group[earlier])} already"
            yield _again(group[later], text)


def _common(start: _Int, end: _Int, number: _Int) -> Iterator[tuple[int, int, int]]:
    """Yield the lines of two values that overlap, the later one first, and where the overlap begins."""
    order = np.lexsort((number, start))
    start, end, number = start[order], np.maximum(start, end)[order], number[order]
    reach = np.maximum.accumulate(end)
    holder = np.maximum.accumulate(np.where(end == reach, np.arange(len(end)), 0))[:-1]
    for index in np.flatnonzero((start[1:] < reach[:-1]) & (number[1:] != number[holder])).tolist():
        own, other = int(number[index + 1]), int(number[holder[index]])
        yield max(own, other), min(own, other), int(start[index + 1])


def _whole_again(group: Sequence[LineValues], timed: Sequence[npt.NDArray[np.bool_]]) -> frozenset[int]:
    """Return the numbers of the lines that are of the whole period of an earlier one, of which another rule speaks."""
    spans: set[tuple[int, int]] = set()
    again = set()
    for number, (line, rows) in enumerate(zip(group, timed, strict=True)):
        if rows.any():
            span = (int(line.block.start[rows].min()), int(line.block.end[rows].max()))
            if span in spans:
                again.add(number)
            spans.add(span)
    return frozenset(again)


def _readings(line: LineValues) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Yield the rows of readings, each with the times that say of when they are."""
    if line.plain or bool((line.block.start != NO_TIME).all()):
        return
    for row, value in enumerate(line.values):
        instants = tuple(
            sorted((time.function, time.text) for time in value.times if time.function in INSTANTS)
        )
        if instants and int(line.block.start[row]) == NO_TIME:
            yield row, instants


def _instants_again(group: Sequence[LineValues]) -> Iterator[Finding]:
    """Yield each line that has a reading of an instant that an earlier one has, of the same meter."""
    first: dict[Hashable, LineValues] = {}
    whole: set[Hashable] = set()
    for line in group:
        meter = tuple((ref.function, ref.number) for ref in line.context.point.references)
        readings = [instants for _, instants in _readings(line)]
        if (meter, frozenset(readings)) in whole:
            continue  # of which another rule speaks
        whole.add((meter, frozenset(readings)))
        for instants in readings:
            before = first.setdefault((meter, instants), line)
            if before is not line:
                text = f"expected each reading once, found one of {quoted(instants[0][1], 35)} in {_path(before)} already"
                yield _again(line, text)
                break
