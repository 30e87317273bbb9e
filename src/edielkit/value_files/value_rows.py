"""Rows of values with their instants, gathered into series: a channel has one series for each length of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from edielkit.market_time import Period, Resolution
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.value_files.file_value_rules import FileFindings

__all__ = ("Channel", "ValueRow", "resolution_code", "series_of_rows")

_CODES = {
    resolution.seconds: code
    for code in ("PT5M", "PT15M", "PT30M", "PT1H")
    if (resolution := Resolution.of(code))
}
_VALIDATIONS, _ESTIMATIONS = (
    {code: place for place, code in enumerate(codes)} for codes in (VALIDATION_CODES, ESTIMATION_CODES)
)
# as many steps as the operations on series take
_MOST_STEPS = 1 << 24


class Channel(NamedTuple):
    """What values of one series have in common.

    Attributes:
        point: Identification of the metering point, None where neither the file nor its reader says it.
        product: Product code, or None.
        unit: Unit, or None.
        direction: ``In``, ``Out`` or None.
    """

    point: str | None
    product: str | None
    unit: str | None
    direction: str | None


class ValueRow(NamedTuple):
    """A value with its time.

    Attributes:
        channel: Whose value it is.
        start: Start of the interval in seconds since 1970.
        seconds: Its length.
        thousandths: The quantity, None where it is missing.
        status: How it came about.
        line: Line of the file, None where it has none.
        validation: EMIF validation code, or empty.
        estimation: EMIF estimation code, or empty.
        path: Path in the file, where it has no lines.
    """

    channel: Channel
    start: int
    seconds: int
    thousandths: int | None
    status: Status
    line: int | None = None
    validation: str = ""
    estimation: str = ""
    path: str = ""


def resolution_code(seconds: int) -> str | None:
    """Return the code of a length of steps, None where the market has none.

    >>> resolution_code(900), resolution_code(420)
    ('PT15M', None)
    """
    return _CODES.get(seconds)


def series_of_rows(rows: Iterable[ValueRow], findings: FileFindings) -> tuple[TimeSeries, ...]:
    """Return the series of *rows*, by channel and length of steps in the order of their first rows.

    A series lasts from its first value to the end of its last; where a value is missing it has a hole.

    Args:
        rows: The rows, in any order.
        findings: Takes rows whose intervals stand twice, or lie over each other.
    """
    groups: dict[tuple[Channel, int], list[ValueRow]] = {}
    for row in rows:
        groups.setdefault((row.channel, row.seconds), []).append(row)
    series = []
    for (channel, seconds), members in groups.items():
        ordered = sorted(members, key=lambda row: row.start)
        if _are_apart(ordered, seconds, findings):
            series.append(_series(channel, seconds, ordered))
    _find_overlaps(groups, findings)
    return tuple(series)


def _are_apart(rows: Sequence[ValueRow], seconds: int, findings: FileFindings) -> bool:
    """Tell whether the intervals of one channel stand once each, on one grid; say where they do not."""
    are_apart = True
    for first, second in pairwise(rows):
        if second.start == first.start:
            words = f"the interval of {_shown(first.start)} stands twice, before in {_place(first)}"
        elif (second.start - first.start) % seconds:
            words = f"the interval of {_shown(second.start)} is no step after that of {_place(first)}"
        else:
            continue
        findings.add("TAB023", words, line=second.line, path=second.path)
        are_apart = False
    if rows and (rows[-1].start - rows[0].start) // seconds >= _MOST_STEPS:
        findings.add("TAB023", f"expected at most {_MOST_STEPS} steps from the first value to the last")
        are_apart = False
    return are_apart


def _find_overlaps(groups: dict[tuple[Channel, int], list[ValueRow]], findings: FileFindings) -> None:
    """Say where values of two lengths of a channel lie over each other."""
    lengths: dict[Channel, list[int]] = {}
    for channel, seconds in groups:
        lengths.setdefault(channel, []).append(seconds)
    for channel, steps in lengths.items():
        if len(steps) > 1:
            rows = [row for seconds in steps for row in groups[channel, seconds]]
            rows.sort(key=lambda row: row.start)
            for first, second in pairwise(rows):
                if first.seconds != second.seconds and first.start + first.seconds > second.start:
                    words = f"the interval of {_shown(second.start)} lies over that of {_place(first)}"
                    findings.add("TAB023", words, line=second.line, path=second.path)


def _place(row: ValueRow) -> str:
    return row.path if row.line is None else f"line {row.line}"


def _instant(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _shown(seconds: int) -> str:
    return f"{_instant(seconds):%Y-%m-%dT%H:%MZ}"


def _series(channel: Channel, seconds: int, rows: Sequence[ValueRow]) -> TimeSeries:
    first, last = rows[0].start, rows[-1].start + seconds
    return TimeSeries(
        metering_point=channel.point,
        product=channel.product,
        unit=channel.unit,
        direction=channel.direction,
        resolution=_CODES[seconds],
        period=Period(_instant(first), _instant(last)),
        observations=Observations(
            position=np.array([(row.start - first) // seconds + 1 for row in rows], np.int32),
            quantity=np.array([row.thousandths or 0 for row in rows], np.int64),
            status=np.array(list(_statuses(rows)), np.uint8),
            validation=np.array([_VALIDATIONS[row.validation] for row in rows], np.uint8),
            estimation=np.array([_ESTIMATIONS[row.estimation] for row in rows], np.uint8),
        ),
    )


def _statuses(rows: Sequence[ValueRow]) -> Iterator[int]:
    return (int(Status.MISSING if row.thousandths is None else row.status) for row in rows)
