"""The bytes of a chunk as segments and plain values, found with whole-array operations: amounts and times in columns.

A value is plain when it is a QTY with one number and its period in one DTM+324 or in DTM+163 and DTM+164, all in
the usual notation. Amounts that are written unlike the first one of the chunk are read by `amounts`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import COMMA, DIGIT, IS_CODE, SCALES, Amounts, amounts_of_any_form
from edielkit.edifact.segments import BLANK

if TYPE_CHECKING:
    from edielkit.edifact.fast.times import TimeTable

__all__ = (
    "ONES4",
    "ONES8",
    "Chunk",
    "Loads",
    "ValueTimes",
    "codes_of",
    "joined_rows",
    "load",
    "past_blanks",
    "quantities",
    "read_times",
)

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Word = npt.NDArray[np.uint32]
_Long = npt.NDArray[np.uint64]
_Byte = npt.NDArray[np.uint8]

# how many blanks before a segment are stepped over one by one
_FEW_BLANKS = 8
# the letter that QTY begins with
_INITIAL = ord("Q")
# 0x01 in each of eight and four bytes
ONES8, ONES4 = 0x0101010101010101, 0x01010101


def _table(text: bytes) -> _Bool:
    listed = np.zeros(256, bool)
    listed[list(text)] = True
    return listed


# what may stand between two segments
_IS_BLANK = _table(BLANK)


@attrs.frozen(eq=False, slots=False)
class Chunk:
    """The segments of a chunk and its plain values.

    Attributes:
        start: First byte of each segment.
        end: The terminator of each segment.
        other: Which segments are no part of a plain value.
        rows: How many plain values stand before each of those.
        first: Segment of each value.
        low: Start of each value in seconds, civil or UTC.
        high: End of each value.
        zoned: The times of the value carry their zone.
        notation: A number that tells how the times are written, zones included.
        quantity: Thousandths.
        qualifier: The bytes of QTY 6063, with a mark for two of them.
        unit: The bytes of QTY 6411 with the separator before them, 0 for none.
        form: How the amount is written: its digits times 16, a comma 8, a sign 4, and its decimals.
        last: The last segment of each value.
    """

    start: _Int
    end: _Int
    other: _Int
    rows: _Int
    first: _Int
    low: _Int
    high: _Int
    zoned: _Bool
    notation: _Int
    quantity: _Int
    qualifier: _Word
    unit: _Word
    form: npt.NDArray[np.uint8]
    last: _Int

    @classmethod
    def of(cls, data: bytes, begin: int, stop: int, table: TimeTable | None = None) -> Chunk:
        """Return the segments and values between two byte offsets.

        Args:
            data: The input.
            begin: First byte of a segment.
            stop: First byte of a later one, or the end.
            table: Recognises the times of runs of values that were read before; worth its while in a large input.
        """
        octets = np.frombuffer(data, np.uint8, stop - begin, begin)
        end = np.flatnonzero(octets == 0x27)
        start = np.empty_like(end)
        start[0] = 0
        start[1:] = end[:-1] + 1
        initial = octets[start]
        if (initial <= 0x20).any():
            start = past_blanks(octets, start)
            initial = octets[start]
        start += begin
        end += begin
        loads = Loads(data)
        first = np.flatnonzero(initial == _INITIAL)
        # a tag is known with the separator behind it: QTY136 is no QTY
        is_quantity = loads.four(start[first]) == load(b"QTY+")
        first = first if is_quantity.all() else first[is_quantity]
        read = table.times if table is not None else read_times
        times = read(loads, start, end, first)
        amounts = quantities(loads, start[first], end[first])
        good = times.good & amounts[1]
        if not good.all():
            first = first[good]
            times = times.rows(good)
            quantity, _, form, qualifier, unit = amounts
            amounts = (quantity[good], good[good], form[good], qualifier[good], unit[good])
        return cls._of_values(start, end, first, times, amounts)

    @classmethod
    def _of_values(cls, start: _Int, end: _Int, first: _Int, times: ValueTimes, amounts: Amounts) -> Chunk:
        is_other = np.ones(len(start), bool)
        last = first + 1 + times.pair
        is_other[first] = False
        is_other[first + 1] = False
        is_other[last] = False
        other = np.flatnonzero(is_other)
        quantity, _, form, qualifier, unit = amounts
        return cls(
            start,
            end,
            other,
            np.searchsorted(first, other),
            first,
            times.low,
            times.high,
            times.zoned,
            times.notation,
            quantity,
            qualifier,
            unit,
            form,
            last,
        )

    @cached_property
    def kinds(self) -> _Int | None:
        """Numbers that tell qualifier, unit and notation of the times of each value; None when all are alike."""
        # of the unit three letters, of the notation eleven bits
        kinds = (
            (self.qualifier.astype(np.int64) << 35)
            | (self.unit >> np.uint32(8) << np.int64(11))
            | self.notation
        )
        return None if not len(kinds) or bool((kinds == kinds[0]).all()) else kinds

    def offsets(self, rows: npt.NDArray[np.int64] | slice) -> tuple[_Int, _Int]:
        """Return the first byte of each value, and the byte behind its last terminator.

        Args:
            rows: Which values.
        """
        return self.start[self.first[rows]], self.end[self.last[rows]] + 1


def past_blanks(octets: npt.NDArray[np.uint8], start: _Int) -> _Int:
    """Return where each segment begins behind the blanks before it; its terminator is no blank.

    Args:
        octets: The bytes.
        start: The byte behind each terminator.
    """
    for _ in range(_FEW_BLANKS):
        blank = _IS_BLANK[octets[start]]
        if not blank.any():
            return start
        start += blank
    solid = np.flatnonzero(~_IS_BLANK[octets])
    return solid[np.searchsorted(solid, start)]


# -- rows of several chunks


def joined_rows(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return parts of a column as one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def codes_of(column: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.int64] | None]:
    """Return the different codes of a column in order, and which of them each value has, None when there is one alone."""
    if (column == column[0]).all():
        return [int(column[0])], None
    codes, first, which = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return codes[order].tolist(), place[which]


# -- bytes as numbers


def load(text: bytes) -> Any:
    """Return up to eight bytes as one number, little end first."""
    kind = np.uint32 if len(text) <= 4 else np.uint64
    return kind(int.from_bytes(text, "little"))


class Loads:
    """Four or eight bytes at any offset as one number, little end first; of the last ones where the input ends before."""

    def __init__(self, data: bytes) -> None:
        self._four = np.ndarray((max(len(data) - 3, 0),), "<u4", data, strides=(1,))
        self._eight = np.ndarray((max(len(data) - 7, 0),), "<u8", data, strides=(1,))
        self.data = data
        self.octets = np.frombuffer(data, np.uint8)

    def four(self, at: _Int) -> _Word:
        """Return four bytes at each offset."""
        return np.asarray(self._four[np.minimum(at, len(self._four) - 1)])

    def eight(self, at: _Int) -> _Long:
        """Return eight bytes at each offset."""
        return np.asarray(self._eight[np.minimum(at, len(self._eight) - 1)])


def are_digits(word: npt.NDArray[Any], kind: Any, ones: int) -> _Bool:
    """Tell whether all bytes are digits.

    Args:
        word: The bytes.
        kind: Their type.
        ones: 0x0101...01.
    """
    off = word ^ kind(0x30 * ones)
    return np.asarray(((off | (off + kind(0x76 * ones))) & kind(0x80 * ones)) == 0)


def eight_digits(word: _Long) -> _Int:
    """Return the number that eight digits are, the first of them in the lowest byte."""
    w = word & np.uint64(0x0F0F0F0F0F0F0F0F)
    w = (w * np.uint64(10) + (w >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    w = (w * np.uint64(100) + (w >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    w = (w * np.uint64(10000) + (w >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return w.astype(np.int64)


# -- amounts


def quantities(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read ``QTY+qualifier:amount[:unit]``: thousandths, which are plain, their form, qualifiers and units.

    Args:
        loads: The input.
        start: First byte of each segment.
        end: Its terminator.
    """
    value, good, form, qualifier, unit = _like_the_first(loads, start, end)
    others = np.flatnonzero(~good)
    if len(others):
        columns = amounts_of_any_form(loads, start[others], end[others])
        value[others], good[others], form[others], qualifier[others], unit[others] = columns
    return value, good, form, qualifier, unit


def _like_the_first(loads: Loads, start: _Int, end: _Int) -> Amounts:
    """Read the quantities of the qualifier and the unit of the first one, with at most eight digits and no sign."""
    count = len(start)
    head = loads.eight(start)
    qualifier = np.full(count, head[0] >> np.uint64(32) & np.uint64(0xFFFFFF) if count else 0, np.uint32)
    unit = np.zeros(count, np.uint32)
    if not count or not _is_usual_head(int(head[0])):
        return np.zeros(count, np.int64), np.zeros(count, bool), np.zeros(count, np.uint8), qualifier, unit
    good = head == head[0]
    right = end
    tail = loads.data[int(end[0]) - 4 : int(end[0])]
    if tail[:1] == b":" and IS_CODE[list(tail[1:])].all() and end[0] - start[0] > 12:
        good &= loads.four(end - 4) == load(tail)
        unit[:] = load(tail)
        right = end - 4
    size = right - start - 8
    good &= (size > 0) & (size <= 8)
    value, exact, form = _short_decimals(loads.eight(right - 8), np.where(good, size, 8))
    return value, good & exact, form, qualifier, unit


def _is_usual_head(head: int) -> bool:
    """Tell whether eight bytes are ``QTY+136:`` or the same with other letters and digits."""
    text = head.to_bytes(8, "little")
    return text[7:] == b":" and bool(IS_CODE[list(text[4:7])].all())


# of eight bytes with so many decimals behind a mark: those before the mark, those behind it, a digit in front
_BEFORE = np.array([0, *((1 << 8 * (7 - n)) - 1 for n in (1, 2, 3))], np.uint64)
_BEHIND = np.array([(1 << 64) - 1, *((1 << 64) - (1 << 8 * (8 - n)) for n in (1, 2, 3))], np.uint64)
_FRONT = np.array([0, 0x30, 0x30, 0x30], np.uint64)


def _short_decimals(word: _Long, size: _Int) -> tuple[_Int, _Bool, _Byte]:
    """Read the last *size* of eight bytes as thousandths; the others have another way."""
    unused = ((8 - size) * 8).astype(np.uint64)
    is_zero_first = (word >> unused & np.uint64(0xFF)) == 0x30
    word = (word >> unused) << unused
    word |= np.uint64(0x30 * ONES8) & ((np.uint64(1) << unused) - np.uint64(1))
    comma = np.zeros(len(word), np.uint8)
    places = np.zeros(len(word), np.uint8)
    for number in (1, 2, 3):
        sign = (word >> np.uint64(8 * (7 - number))).astype(np.uint8)
        is_comma = sign == 0x2C
        comma |= is_comma
        places += ((sign == 0x2E) | is_comma) * np.uint8(number)
    # of two marks one stays among the digits
    places = np.minimum(places, 3)
    digits = (word & _BEHIND[places]) | ((word & _BEFORE[places]) << np.uint64(8)) | _FRONT[places]
    # a mark needs digits before it
    good = are_digits(digits, np.uint64, ONES8) & ((size > places + 1) | (places == 0))
    count = size - (places > 0)
    # zeros that lead are a fault, of which the exact path speaks
    good &= ~(is_zero_first & (count - places > 1))
    form = count.astype(np.uint8) * np.uint8(DIGIT) + comma * np.uint8(COMMA) + places
    return eight_digits(digits) * SCALES[places], good, form


# -- times


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
        return ValueTimes(*(column[rows].copy() for column in self.columns))

    @property
    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        """The columns in the order of their names above."""
        return (self.good, self.pair, self.low, self.high, self.zoned, self.notation)


def read_times(loads: Loads, start: _Int, end: _Int, first: _Int) -> ValueTimes:
    """Read the times of the values whose QTY are the segments *first*, out of the one or two segments behind each.

    Args:
        loads: The input.
        start: First byte of each segment.
        end: Its terminator.
        first: Numbers of segments.
    """
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
