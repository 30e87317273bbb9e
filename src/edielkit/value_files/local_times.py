"""Times of cells as instants: with their offset, or by a clock that the file or its reader says; never by a guess.

Norwegian clocks leave an hour out in March and have one twice in October. Which of the two is meant tell, in this order: the offset,
the interval's own end (02:00 to 02:00 is the last hour of summer time), the end of the interval before it, the option `Clock`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from edielkit.harmless import quoted
from edielkit.market_time import OSLO, RESOLUTIONS, Resolution
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.options import Clock

__all__ = ("STEPS", "CellTime", "instants_of", "interval_of", "read_time")

_EPOCH = dt.datetime(1970, 1, 1)
_HOUR = 3600
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.0{1,9})?)?)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_NORWEGIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? +(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?", re.ASCII)
_SLASHED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}.*", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_SHOWN = 40

# Lengths of steps in seconds.
STEPS = frozenset(
    resolution.seconds for code in RESOLUTIONS if (resolution := Resolution.of(code)) and resolution.seconds
)


class CellTime(NamedTuple):
    """A time as it is written.

    Attributes:
        wall: Seconds since 1970 by the clock on the wall.
        offset: Seconds that the clock is ahead of UTC, None where it is not said.
    """

    wall: int
    offset: int | None


def read_time(text: str, line: int, findings: FileFindings) -> CellTime | None:
    """Return the time of a cell; None for one that is a finding.

    Args:
        text: ISO 8601 with or without an offset, or the Norwegian ``dd.mm.yyyy hh:mm``.
        line: Its line.
        findings: Takes what is wrong.

    >>> (
    ...     read_time("25.10.2026 02:00", 2, FileFindings()),
    ...     read_time("2026-10-25T02:00+01:00", 3, FileFindings()),
    ... )
    (CellTime(wall=1792893600, offset=None), CellTime(wall=1792893600, offset=3600))
    """
    time = _cell_time(text)
    if time is None:
        findings.add("TAB020", f"expected a time, found {quoted(text, _SHOWN)}{_hint(text)}", line=line)
    return time


@lru_cache(maxsize=1 << 14)
def _cell_time(text: str) -> CellTime | None:
    match = _ISO.fullmatch(text)
    if match:
        year, month, day, hour, minute, second, offset = match.groups()
    else:
        match = _NORWEGIAN.fullmatch(text)
        if match is None:
            return None
        day, month, year, hour, minute, second = match.groups()
        offset = None
    hours = int(hour or 0)
    is_end = hours == 24 and int(minute or 0) == int(second or 0) == 0
    try:
        wall = dt.datetime(
            int(year), int(month), int(day), 0 if is_end else hours, int(minute or 0), int(second or 0)
        )
        seconds = (wall - _EPOCH) // dt.timedelta(seconds=1) + (24 * _HOUR if is_end else 0)
        return CellTime(seconds, _offset(offset))
    except ValueError:
        return None


def _offset(text: str | None) -> int | None:
    if text is None or text == "Z":
        return None if text is None else 0
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59:
        raise ValueError("no offset of a clock")
    return (-1 if text[0] == "-" else 1) * (hours * _HOUR + minutes * 60)


def _hint(text: str) -> str:
    if _SLASHED.fullmatch(text):
        return "; which number is the day and which the month it does not say"
    if _SERIAL.fullmatch(text):
        return "; a spreadsheet has made a number of it, its own count of days"
    return "; write 04.03.2026 13:00 or 2026-03-04T13:00+01:00"


@lru_cache(maxsize=1 << 12)
def _oslo_offsets(wall_hour: int) -> tuple[int, ...]:
    """Return by how much Norwegian clocks are ahead of UTC in an hour of the wall: none, one or two answers."""
    wall = _EPOCH + dt.timedelta(hours=wall_hour)
    offsets: dict[int, None] = {}
    for fold in (0, 1):
        local = wall.replace(tzinfo=OSLO, fold=fold)
        ahead = local.utcoffset()
        back = local.astimezone(dt.UTC).astimezone(OSLO)
        if ahead is not None and back.replace(tzinfo=None) == wall:
            offsets[int(ahead.total_seconds())] = None
    return tuple(offsets)


@lru_cache(maxsize=1 << 14)
def instants_of(time: CellTime, clock: Clock | None) -> tuple[int, ...]:
    """Return the instants that a time may mean, in seconds since 1970 in UTC: none, one, or two in their order.

    Args:
        time: The time.
        clock: The clock of times without an offset.

    >>> [len(instants_of(CellTime(wall, None), None)) for wall in (1774751400, 1774755000, 1792893600)]
    [0, 1, 2]
    """
    if time.offset is not None:
        return (time.wall - time.offset,)
    if clock is Clock.UTC:
        return (time.wall,)
    if clock is Clock.NORMAL:
        return (time.wall - _HOUR,)
    try:
        return tuple(time.wall - ahead for ahead in _oslo_offsets(time.wall // _HOUR))
    except (OverflowError, ValueError):
        return ()  # the first and the last day that Python knows


def interval_of(
    starts: Sequence[int], ends: Sequence[int], steps: Collection[int], before: int | None
) -> tuple[tuple[int, int], ...]:
    """Return the intervals, start and end, that two times may mean: those of a length that steps have.

    Args:
        starts: Instants that the start may mean.
        ends: The same of the end.
        steps: Lengths of steps, in seconds.
        before: End of the interval before it in the file, None for none: of several it tells which one.

    >>> interval_of((0, 3600), (0, 3600), STEPS, None)
    ((0, 3600),)
    >>> interval_of((0, 3600), (900, 4500), STEPS, 3600)
    ((3600, 4500),)
    """
    intervals = tuple([(start, end) for start in starts for end in ends if end - start in steps])
    if len(intervals) > 1 and before is not None:
        chained = tuple(interval for interval in intervals if interval[0] == before)
        return chained or intervals
    return intervals
