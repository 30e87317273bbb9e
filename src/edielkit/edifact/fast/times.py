"""The times of plain values out of the bytes; those of a run that is written as one before it are not read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import ONES4, ONES8, Loads, are_digits, eight_digits, load

__all__ = ("TimeTable", "ValueTimes")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

# runs that are kept to be recognised: how many, of how many values
_MOST_RUNS, _MOST_VALUES, _FEWEST_VALUES = 32, 1 << 14, 4
# runs of one chunk that are kept
_MOST_NEW = 8
# bytes of the times of a value
_WIDEST = 128


@attrs.frozen(eq=False)
class ValueTimes:
    """The times of values, row by row.

    Attributes:
        good: They are written in one of the usual ways, and are times of the calendar.
        pair: They stand in two segments.
        low: Start in seconds, civil or UTC.
        high: End.
        zoned: They carry their zone.
        notation: A number that tells how they are written, zones included.
    """

    good: _Bool
    pair: _Bool
    low: _Int
    high: _Int
    zoned: _Bool
    notation: _Int

    def rows(self, rows: slice | _Bool) -> ValueTimes:
        """Return some of the values, as columns of their own.

        Args:
            rows: Which values.
        """
        return ValueTimes(*(column[rows].copy() for column in _columns(self)))


class TimeTable:
    """Reads the times of values; lines of one period have the same ones, written alike."""

    def __init__(self) -> None:
        self._runs: dict[bytes, ValueTimes] = {}
        self._text = b""
        self._latest: ValueTimes | None = None

    def times(self, loads: Loads, start: _Int, end: _Int, first: _Int) -> ValueTimes:
        """Return the times of the values whose QTY are the segments *first*, out of the one or two segments behind each.

        Args:
            loads: The input.
            start: First byte of each segment.
            end: Its terminator.
            first: Numbers of segments.
        """
        stride = int(first[1] - first[0]) if len(first) > 1 else 0
        last = int(first[0]) + stride - 1 if stride else 0
        width = int(end[last] - end[first[0]]) + 1 if stride in {2, 3} and last < len(end) else 0
        if not 0 < width <= _WIDEST:
            return _read(loads, start, end, first)
        # from the terminator of QTY to that of its last time
        texts = _texts(loads.data, end[first], width)
        edges = (np.flatnonzero(np.diff(first) != stride) + 1).tolist()
        runs = [(a, b, texts[a * width : b * width]) for a, b in pairwise([0, *edges, len(first)])]
        pieces = [self._of_run(text) if b - a >= _FEWEST_VALUES else None for a, b, text in runs]
        unread = [run for run, piece in zip(runs, pieces, strict=True) if piece is None]
        if unread:
            rows = first if len(unread) == len(runs) else np.concatenate([first[a:b] for a, b, _ in unread])
            times = _read(loads, start, end, rows)
            self._keep(unread, times, is_pair=stride == 3)
            return _joined(_filled(runs, pieces, times))
        return _joined([piece for piece in pieces if piece is not None])

    def _of_run(self, text: bytes) -> ValueTimes | None:
        """Return the times of a run that is written as one before it, None when there was none."""
        if text != self._text:
            self._text, self._latest = text, self._runs.get(text)
        return self._latest

    def _keep(self, runs: Sequence[tuple[int, int, bytes]], times: ValueTimes, *, is_pair: bool) -> None:
        """Keep the first runs that have nothing but times of one kind."""
        row = 0
        for a, b, text in runs[:_MOST_NEW]:
            rows = slice(row, row + b - a)
            row = rows.stop
            is_plain = bool(times.good[rows].all() and (times.pair[rows] == is_pair).all())
            if is_plain and _FEWEST_VALUES <= b - a <= _MOST_VALUES:
                if len(self._runs) >= _MOST_RUNS:
                    self._runs.clear()
                self._runs[text] = times.rows(rows)
        # the run that was looked for last may be there now
        self._text = b""


def _texts(data: bytes, at: _Int, width: int) -> bytes:
    """Return the bytes at some places, one behind the other; the last place may be nearer to the end."""
    places = np.ndarray((len(data) - width + 1,), f"V{width}", data, strides=(1,))
    return places[np.minimum(at, len(places) - 1)].tobytes()


def _filled(
    runs: Sequence[tuple[int, int, bytes]], pieces: Sequence[ValueTimes | None], times: ValueTimes
) -> list[ValueTimes]:
    """Put the times that were read where they are missing."""
    filled, row = [], 0
    for (a, b, _), piece in zip(runs, pieces, strict=True):
        if piece is None:
            filled.append(ValueTimes(*(column[row : row + b - a] for column in _columns(times))))
            row += b - a
        else:
            filled.append(piece)
    return filled


def _columns(times: ValueTimes) -> tuple[npt.NDArray[Any], ...]:
    return (times.good, times.pair, times.low, times.high, times.zoned, times.notation)


def _joined(pieces: Sequence[ValueTimes]) -> ValueTimes:
    if len(pieces) == 1:
        return pieces[0]
    return ValueTimes(*(np.concatenate(columns) for columns in zip(*map(_columns, pieces), strict=True)))


def _read(loads: Loads, start: _Int, end: _Int, first: _Int) -> ValueTimes:
    """Read the times of the values whose QTY is segment *first*, one by one."""
    last = len(start) - 1
    second, third = np.minimum(first + 1, last), np.minimum(first + 2, last)
    size = end - start
    names = loads.eight(start[second]), loads.eight(start[third])
    ends = loads.four(end[second] - 4), loads.four(end[third] - 4)
    pair = (names[0] == load(b"DTM+163:")) & (names[1] == load(b"DTM+164:")) & (first + 1 < last)
    fixed = pair & (size[second] == 24) & (size[third] == 24)
    fixed &= (ends[0] == load(b":203")) & (ends[1] == load(b":203"))
    zoned = pair & (size[second] == 28) & (size[third] == 28)
    zoned &= (ends[0] == load(b":303")) & (ends[1] == load(b":303"))
    double = (names[0] == load(b"DTM+324:")) & (size[second] == 36) & (first < last)
    double &= (ends[0] == load(b":Z13")) | (ends[0] == load(b":719"))
    low, good_low = _times(loads, start[second] + 8)
    high, good_high = _times(loads, np.where(double, start[second] + 20, start[third] + 8))
    zone_low, right_low = _zone(loads, start[second] + 20)
    zone_high, right_high = _zone(loads, start[third] + 20)
    zoned &= right_low & right_high
    zone_low, zone_high = np.where(zoned, zone_low, 0), np.where(zoned, zone_high, 0)
    notation = ~double + 2 * zoned + 4 * (double & (ends[0] == load(b":719")))
    notation += (zone_low // 3600 << 3) + (zone_high // 3600 << 7)
    good = (fixed | zoned | double) & good_low & good_high
    return ValueTimes(good, ~double, low - zone_low, high - zone_high, zoned, notation)


def _times(loads: Loads, at: _Int) -> tuple[_Int, _Bool]:
    """Read twelve digits CCYYMMDDHHMM as civil seconds since 1970, and tell which are a time."""
    word, clock = loads.eight(at), loads.four(at + 8)
    good = are_digits(word, np.uint64, ONES8) & are_digits(clock, np.uint32, ONES4)
    date = eight_digits(word)
    c = clock & np.uint32(0x0F0F0F0F)
    c = (c * np.uint32(10) + (c >> np.uint32(8))) & np.uint32(0x00FF00FF)
    hour, minute = (c & np.uint32(0xFF)).astype(np.int64), (c >> np.uint32(16)).astype(np.int64)
    good &= (minute < 60) & ((hour < 24) | ((hour == 24) & (minute == 0)))
    days, right = _days(date)
    return days * 86400 + hour * 3600 + minute * 60, good & right


_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)


def _days(date: _Int) -> tuple[_Int, _Bool]:
    """Return days since 1970 of dates written CCYYMMDD; the same date in a row is calculated once."""
    if not len(date):
        return date, np.ones(0, bool)
    change = np.flatnonzero(date[1:] != date[:-1]) + 1
    heads = np.concatenate((np.zeros(1, np.int64), change))
    runs = np.append(heads[1:], len(date)) - heads
    year, month, day = date[heads] // 10000, date[heads] // 100 % 100, date[heads] % 100
    good = (month >= 1) & (month <= 12) & (year >= 1000) & (year < 9999)
    month = np.where(good, month, 1)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    good &= (day >= 1) & (day <= _MONTH_DAYS[month] + (leap & (month == 2)))
    # days from the civil calendar, counted in years that begin in March
    y = year - (month <= 2)
    era, of_era = y // 400, y % 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    count = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return np.repeat(count, runs), np.repeat(good, runs)


def _zone(loads: Loads, at: _Int) -> tuple[_Int, _Bool]:
    """Read a zone ``?+00`` as seconds, and tell where there is one."""
    word = loads.four(at)
    tens, ones = (word >> np.uint32(16)) & np.uint32(0xFF), word >> np.uint32(24)
    good = (word & np.uint32(0xFFFF)) == load(b"?+")
    good &= (tens >= 0x30) & (tens <= 0x31) & (ones >= 0x30) & (ones <= 0x39)
    hours = (tens.astype(np.int64) - 0x30) * 10 + ones.astype(np.int64) - 0x30
    return hours * 3600, good & (hours <= 14)
