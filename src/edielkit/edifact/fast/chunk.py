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

from edielkit.edifact.fast.amounts import Amounts, Loads, load, qualifier_text, quantities
from edielkit.edifact.fast.times import TimeTable, ValueTimes
from edielkit.edifact.segments import BLANK
from edielkit.edifact.series.blocks import Block
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier
from edielkit.series import Status

__all__ = ("Chunk", "block_of_rows", "chunk_end")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]
_Word = npt.NDArray[np.uint32]

# how many blanks before a segment are stepped over one by one
_FEW_BLANKS = 8
# the letter that QTY begins with
_INITIAL = ord("Q")


def _table(text: bytes) -> _Bool:
    listed = np.zeros(256, bool)
    listed[list(text)] = True
    return listed


# what may stand between two segments
_IS_BLANK = _table(BLANK)


def chunk_end(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY or UNH, so that no value is torn apart."""
    if start + size >= len(data):
        last = data.rfind(b"'", start)
        return last + 1 if last >= 0 else None
    # lines in one piece, as long as chunks do not get small
    end = _last_before(data, b"LIN+", start + size // 2, start + size)
    if end < 0:
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
    def of(cls, data: bytes, begin: int, stop: int, table: TimeTable | None = None) -> Chunk:
        """Return the segments and values between two byte offsets.

        Args:
            data: The input.
            begin: First byte of a segment.
            stop: First byte of a later one, or the end.
            table: Reads the times of values, and recognises those of earlier chunks.
        """
        octets = np.frombuffer(data, np.uint8, stop - begin, begin)
        end = np.flatnonzero(octets == 0x27)
        start = np.empty_like(end)
        start[0] = 0
        start[1:] = end[:-1] + 1
        initial = octets[start]
        if (initial <= 0x20).any():
            start = _past_blanks(octets, start)
            initial = octets[start]
        start += begin
        end += begin
        loads = Loads(data)
        first = np.flatnonzero(initial == _INITIAL)
        # a tag is known with the separator behind it: QTY136 is no QTY
        is_quantity = loads.four(start[first]) == load(b"QTY+")
        first = first if is_quantity.all() else first[is_quantity]
        times = (table or TimeTable()).times(loads, start, end, first)
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


def _past_blanks(octets: npt.NDArray[np.uint8], start: _Int) -> _Int:
    """Return where each segment begins behind the blanks before it; its terminator is no blank."""
    for _ in range(_FEW_BLANKS):
        blank = _IS_BLANK[octets[start]]
        if not blank.any():
            return start
        start += blank
    solid = np.flatnonzero(~_IS_BLANK[octets])
    return solid[np.searchsorted(solid, start)]


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
            status = status_of_qualifier(qualifier_text(code), profile, options)
            statuses[code] = int(Status.METERED if status is None else status)
    units, unit_rows = _codes(unit)
    column = np.array([statuses[code] for code in codes], np.uint8)
    column = np.full(len(quantity), column[0]) if which is None else column[which]
    return Block(
        start=low - shift,
        end=high - shift,
        # a column of its own: a part of a chunk would keep the chunk
        quantity=quantity.copy() if len(parts) == 1 else quantity,
        status=column,
        units=tuple(_unit(code) for code in units),
        unit_rows=unit_rows,
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
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _codes(column: npt.NDArray[np.uint32]) -> tuple[list[int], npt.NDArray[np.int64] | None]:
    """Return the different codes of a column in order, and which of them each value has, None when there is one alone."""
    if (column == column[0]).all():
        return [int(column[0])], None
    codes, first, which = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return codes[order].tolist(), place[which]
