"""The bytes of a chunk as segments and plain values, found with whole-array operations, and its rows as columns of a line.

A value is plain when it is a QTY with one number and its period in one DTM+324 or in DTM+163 and DTM+164, all in
the usual notation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.segments import BLANK
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier
from edielkit.series import Status

__all__ = ("COMMA", "DECIMALS", "DIGIT", "SIGN", "Chunk", "block_of_rows", "chunk_end", "decimals")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Word = npt.NDArray[np.uint32]

# how many blanks before a segment are stepped over one by one
_FEW_BLANKS = 8
# marks a qualifier of two characters
_SHORT = 1 << 24
# how an amount is written: its decimals, a sign, a comma, the number of its digits
DECIMALS, SIGN, COMMA, DIGIT = 3, 4, 8, 16


def _table(text: bytes) -> _Bool:
    listed = np.zeros(256, bool)
    listed[list(text)] = True
    return listed


# what may stand between two segments, and what codes are made of
_IS_BLANK = _table(BLANK)
_IS_CODE = _table(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def chunk_end(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY or UNH, so that no value is torn apart."""
    if start + size >= len(data):
        last = data.rfind(b"'", start)
        return last + 1 if last >= 0 else None
    end = max(_last_before(data, mark, start, start + size) for mark in _BORDERS)
    if end <= start:
        later = _next_from(data, _BORDERS[0], start + size)
        end = later if later > start else data.rfind(b"'", start) + 1
    return end if end > start else None


_BORDERS = (b"QTY+", b"UNH+")


def _last_before(data: bytes, mark: bytes, start: int, stop: int) -> int:
    """Return where the last segment that begins with *mark* stands in a stretch of bytes, -1 for nowhere."""
    at = stop
    while (at := data.rfind(mark, start, at)) > start:
        if _begins_segment(data, at):
            return at
    return -1


def _next_from(data: bytes, mark: bytes, start: int) -> int:
    """Return where the next segment that begins with *mark* stands, -1 for nowhere."""
    at = start - 1
    while (at := data.find(mark, at + 1)) >= 0:
        if _begins_segment(data, at):
            return at
    return -1


def _begins_segment(data: bytes, at: int) -> bool:
    return data[max(at - _MOST_BLANKS, 0) : at].rstrip(BLANK).endswith(b"'")


# behind more blanks no chunk ends
_MOST_BLANKS = 16


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
    def of(cls, data: bytes, begin: int, stop: int) -> Chunk:
        """Return the segments and values between two byte offsets."""
        octets = np.frombuffer(data, np.uint8, stop - begin, begin)
        end = np.flatnonzero(octets == 0x27)
        start = np.empty_like(end)
        start[0] = 0
        start[1:] = end[:-1] + 1
        start = _past_blanks(octets, start)
        start += begin
        end += begin
        loads = _Loads(data)
        # a tag is known with the separator behind it: QTY136 is no QTY
        first = np.flatnonzero(loads.four(start) == _load(b"QTY+"))
        values = _values(loads, start, end, first)
        plain = np.ones(len(start), bool)
        used = values.good
        first = first[used]
        plain[first] = False
        plain[first + 1] = False
        last = first + 1 + values.pair[used]
        plain[last] = False
        other = np.flatnonzero(plain)
        return cls(
            start,
            end,
            other,
            np.searchsorted(first, other),
            first,
            values.low[used],
            values.high[used],
            values.zoned[used],
            values.notation[used],
            values.quantity[used],
            values.qualifier[used],
            values.unit[used],
            values.form[used],
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


def _past_blanks(octets: npt.NDArray[np.uint8], start: _Int) -> _Int:
    """Return where each segment begins behind the blanks before it; its terminator is no blank."""
    for _ in range(_FEW_BLANKS):
        blank = _IS_BLANK[octets[start]]
        if not blank.any():
            return start
        start += blank
    solid = np.flatnonzero(~_IS_BLANK[octets])
    return solid[np.searchsorted(solid, start)]


def _load(text: bytes) -> Any:
    kind = np.uint32 if len(text) <= 4 else np.uint64
    return kind(int.from_bytes(text, "little"))


class _Loads:
    """Four or eight bytes at any offset as one number, little end first; zero where the input ends before."""

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        self._four = np.ndarray((max(len(data) - 3, 0),), "<u4", data, strides=(1,))
        self._eight = np.ndarray((max(len(data) - 7, 0),), "<u8", data, strides=(1,))
        self.octets = np.frombuffer(data, np.uint8)

    def four(self, at: _Int) -> _Word:
        """Return four bytes at each offset."""
        return np.asarray(self._four[np.minimum(at, len(self._four) - 1)])

    def eight(self, at: _Int) -> npt.NDArray[np.uint64]:
        """Return eight bytes at each offset."""
        return np.asarray(self._eight[np.minimum(at, len(self._eight) - 1)])


@attrs.frozen(eq=False)
class _Values:
    good: _Bool
    pair: _Bool
    low: _Int
    high: _Int
    zoned: _Bool
    notation: _Int
    quantity: _Int
    qualifier: _Word
    unit: _Word
    form: npt.NDArray[np.uint8]


def _values(loads: _Loads, start: _Int, end: _Int, first: _Int) -> _Values:
    """Read the values whose QTY is segment *first*, with the times of the next one or two segments."""
    last = len(start) - 1
    second, third = np.minimum(first + 1, last), np.minimum(first + 2, last)
    size = end - start
    names = loads.eight(start[second]), loads.eight(start[third])
    ends = loads.four(end[second] - 4), loads.four(end[third] - 4)
    has_second, has_third = first < last, first + 1 < last
    pair = (names[0] == _load(b"DTM+163:")) & (names[1] == _load(b"DTM+164:")) & has_third
    fixed = pair & (size[second] == 24) & (size[third] == 24)
    fixed &= (ends[0] == _load(b":203")) & (ends[1] == _load(b":203"))
    zoned = pair & (size[second] == 28) & (size[third] == 28)
    zoned &= (ends[0] == _load(b":303")) & (ends[1] == _load(b":303"))
    double = (names[0] == _load(b"DTM+324:")) & (size[second] == 36) & has_second
    double &= (ends[0] == _load(b":Z13")) | (ends[0] == _load(b":719"))
    low, good_low = _times(loads, start[second] + 8)
    high, good_high = _times(loads, np.where(double, start[second] + 20, start[third] + 8))
    zone_low, right_low = _zone(loads, start[second] + 20)
    zone_high, right_high = _zone(loads, start[third] + 20)
    zoned &= right_low & right_high
    zone_low, zone_high = np.where(zoned, zone_low, 0), np.where(zoned, zone_high, 0)
    low, high = low - zone_low, high - zone_high
    notation = ~double + 2 * zoned + 4 * (double & (ends[0] == _load(b":719")))
    notation += (zone_low // 3600 << 3) + (zone_high // 3600 << 7)
    quantity, good_quantity, form, qualifier, unit = _quantities(loads, start[first], end[first])
    good = (fixed | zoned | double) & good_low & good_high & good_quantity
    return _Values(good, ~double, low, high, zoned, notation, quantity, qualifier, unit, form)


def _digits(word: npt.NDArray[Any], kind: Any, ones: int) -> _Bool:
    """Tell whether all bytes are digits; *ones* is 0x0101...01."""
    off = word ^ kind(0x30 * ones)
    return np.asarray(((off | (off + kind(0x76 * ones))) & kind(0x80 * ones)) == 0)


_ONES8 = 0x0101010101010101
_ONES4 = 0x01010101


def _times(loads: _Loads, at: _Int) -> tuple[_Int, _Bool]:
    """Read twelve digits CCYYMMDDHHMM as civil seconds since 1970, and tell which are a time."""
    word, clock = loads.eight(at), loads.four(at + 8)
    good = _digits(word, np.uint64, _ONES8) & _digits(clock, np.uint32, _ONES4)
    w = word & np.uint64(0x0F0F0F0F0F0F0F0F)
    w = (w * np.uint64(10) + (w >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    w = (w * np.uint64(100) + (w >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    date = ((w * np.uint64(10000) + (w >> np.uint64(32))) & np.uint64(0xFFFFFFFF)).astype(np.int64)
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


def _zone(loads: _Loads, at: _Int) -> tuple[_Int, _Bool]:
    """Read a zone ``?+00`` as seconds, and tell where there is one."""
    word = loads.four(at)
    tens, ones = (word >> np.uint32(16)) & np.uint32(0xFF), word >> np.uint32(24)
    good = (word & np.uint32(0xFFFF)) == _load(b"?+")
    good &= (tens >= 0x30) & (tens <= 0x31) & (ones >= 0x30) & (ones <= 0x39)
    hours = (tens.astype(np.int64) - 0x30) * 10 + ones.astype(np.int64) - 0x30
    return hours * 3600, good & (hours <= 14)


def _quantities(
    loads: _Loads, start: _Int, end: _Int
) -> tuple[_Int, _Bool, npt.NDArray[np.uint8], _Word, _Word]:
    """Read ``QTY+qualifier:amount[:unit]``: thousandths, which are plain, their form, qualifiers and units."""
    octets = loads.octets
    top = len(octets) - 1
    short = octets[np.minimum(start + 6, top)] == 0x3A
    good = short | (octets[np.minimum(start + 7, top)] == 0x3A)
    qualifier = loads.four(start + 4) & np.uint32(0xFFFFFF)
    qualifier = np.where(short, (qualifier & np.uint32(0xFFFF)) | np.uint32(_SHORT), qualifier)
    # an annual estimate is no value of an interval
    good &= qualifier != np.uint32(_load(b"31") | np.uint32(_SHORT))
    good &= _IS_CODE[octets[start + 4]] & _IS_CODE[octets[np.minimum(start + 5, top)]]
    good &= short | _IS_CODE[octets[np.minimum(start + 6, top)]]
    left = start + np.where(short, 7, 8)
    right = end.copy()
    for width in (3, 2):
        has_unit = (
            (right == end) & (octets[np.maximum(right - width - 1, 0)] == 0x3A) & (right - width - 1 > left)
        )
        right -= np.where(has_unit, width + 1, 0)
    value, exact, form = decimals(octets, left, right)
    good &= (right == end) | (
        _IS_CODE[octets[right + 1 - (right == end)]] & _IS_CODE[octets[end - 2]] & _IS_CODE[octets[end - 1]]
    )
    # of the separator and the unit, four bytes at most, the ones that are there
    unit = loads.four(right) & _MASKS[np.minimum(end - right, 4)]
    return value, good & exact, form, qualifier, unit


_MASKS = np.array([(1 << (8 * width)) - 1 for width in range(5)], np.uint32)


# -- numbers


def decimals(
    octets: npt.NDArray[np.uint8], left: _Int, right: _Int
) -> tuple[_Int, _Bool, npt.NDArray[np.uint8]]:
    """Read decimal numbers as thousandths, and tell which are plain.

    Args:
        octets: The input.
        left: First byte of each number.
        right: The byte after it.

    Returns:
        Thousandths, whether the number has at most fifteen digits and three decimals, and how it is written.

    >>> text = np.frombuffer(b"12.5;-3;x", np.uint8)
    >>> decimals(text, np.array([0, 5, 8]), np.array([4, 7, 9]))[0].tolist()[:2]
    [12500, -3000]
    """
    size = right - left
    good = (size > 0) & (size <= 17)
    value = np.zeros(len(left), np.int64)
    places = np.full(len(left), -1, np.int64)
    digits = np.zeros(len(left), np.int64)
    negative = good & (octets[np.minimum(left, len(octets) - 1)] == 0x2D)
    comma = np.zeros(len(left), bool)
    for column in range(int(size[good].max()) if good.any() else 0):
        within = good & (column < size)
        sign = octets[np.minimum(left + column, len(octets) - 1)]
        digit = sign - np.uint8(0x30)
        number = within & (digit <= 9)
        mark = within & ((sign == 0x2E) | (sign == 0x2C))
        comma |= within & (sign == 0x2C)
        value = np.where(number, value * 10 + digit, value)
        digits += number
        places += number & (places >= 0)
        # a mark needs digits before it, and there is only one
        good &= ~within | number | (mark & (places < 0) & (digits > 0)) | (negative & (column == 0))
        places = np.where(mark, 0, places)
    good &= (digits > 0) & (digits <= 15) & (places != 0) & (places <= 3)
    places = np.clip(places, 0, 3)
    value *= _SCALES[places]
    form = digits * DIGIT + comma * COMMA + negative * SIGN + places
    return np.where(negative, -value, value), good, form.astype(np.uint8)


_SCALES = np.array([1000, 100, 10, 1], np.int64)


# -- rows to the values of a line


def block_of_rows(
    parts: Sequence[tuple[Chunk, slice]],
    shift: int,
    *,
    statuses: dict[int, int],
    profile: str | None,
    options: SeriesOptions,
) -> Block:
    """Return the plain values of a line as columns.

    Args:
        parts: Chunks, each with rows of it that are of the line.
        shift: Offset in seconds of the times of the line.
        statuses: What the qualifiers so far say, by their bytes; further ones are added.
        profile: Name of the profile.
        options: What the message does not say.
    """
    if not parts:
        return _NOTHING
    low, high, quantity, qualifier, unit = (
        _joined([getattr(chunk, name)[rows] for chunk, rows in parts])
        for name in ("low", "high", "quantity", "qualifier", "unit")
    )
    codes, which = _codes(qualifier)
    for code in codes:
        if code not in statuses:
            text = code.to_bytes(4, "little")[: 2 if code & _SHORT else 3].decode("latin-1")
            status = status_of_qualifier(text, profile, options)
            statuses[code] = int(Status.METERED if status is None else status)
    units, unit_rows = _codes(unit)
    return Block(
        start=low - shift,
        end=high - shift,
        quantity=quantity,
        status=np.array([statuses[code] for code in codes], np.uint8)[which],
        units=tuple(_unit(code) for code in units),
        unit_rows=unit_rows if len(units) > 1 else None,
    )


def _unit(code: int) -> str:
    """Return the unit that four bytes hold: its separator and two or three letters, or nothing."""
    return code.to_bytes(4, "little")[1:].rstrip(b"\0").decode("latin-1")


_NOTHING = Block(
    start=np.zeros(0, np.int64),
    end=np.zeros(0, np.int64),
    quantity=np.zeros(0, np.int64),
    status=np.zeros(0, np.uint8),
)


def _joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return parts[0].copy() if len(parts) == 1 else np.concatenate(parts)


def _codes(column: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Return the different codes of a column in order, and which of them each value has; mostly there is one."""
    if (column == column[0]).all():
        return [int(column[0])], np.zeros(len(column), np.int64)
    codes, first, which = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return codes[order].tolist(), place[which]
