"""The fast path: the QTY groups of MSCONS straight from bytes into columns, never an object for a value.

Everything but the values, some segments a line, goes through the typed messages, so both ways share all that
gives a series its meaning. A line goes the exact way when anything in its values is not plain: a release
character, another order, a third DTM, an STS, a long number, a time that is none. The result is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.blocks import Block
from edielkit.edifact.decimals import decimals
from edielkit.edifact.messages import Message, read_message
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.quality import SeriesOptions, profile_of, status_of_qualifier
from edielkit.edifact.series import LineContext, block_of, line_contexts, line_series, placed_series
from edielkit.edifact.syntax import Segment, tokenize
from edielkit.edifact.utilts_columns import is_plain, utilts_messages
from edielkit.series import Status, TimeSeries

__all__ = ("MessageColumns", "read_columns", "read_messages")

_Int = npt.NDArray[np.int64]
_Bool = npt.NDArray[np.bool_]

_BLANK = b" \t\r\n"
_MOST_BLANKS = 8
# Segments that may stand between LIN and its first value, and those that end a line.
_BEFORE_VALUES = frozenset({b"PIA", b"IMD", b"PRI", b"MOA", b"MEA", b"CUX"})
_AFTER_VALUES = frozenset({b"CCI", b"MEA", b"DTM"})
_ENDS_LINE = frozenset({b"LIN", b"LOC", b"NAD", b"CNT", b"UNT"})
_ENDS_MESSAGE = frozenset({b"UNH", b"UNE", b"UNZ", b"UNB", b"UNG"})


def read_columns(
    data: bytes, options: SeriesOptions | None = None, *, chunk: int = 1 << 19
) -> Iterator[TimeSeries]:
    """Yield the series of all messages of an input, in order, as `edielkit.edifact.series.series` gives them.

    Args:
        data: One interchange or several; MSCONS and UTILTS have series, other messages none.
        options: What the messages do not say.
        chunk: How many bytes are looked at together.

    Raises:
        ParseError: The bytes are no EDIFACT.

    >>> sum(len(s.observations) for s in read_columns(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"))
    0
    """
    for found in read_messages(data, options, chunk=chunk):
        for _, each in found.series:
            yield each


@attrs.frozen(kw_only=True, eq=False)
class MessageColumns:
    """A message with its series.

    Attributes:
        unb: The head of the interchange that it stands in, if there is one.
        message: The typed message, None for a type that has none. Lines that went the fast way have no values here.
        series: The series in order, each with the line or transaction that it comes from.
    """

    unb: Segment | None
    message: Message | None
    series: tuple[tuple[LineContext | Transaction, TimeSeries], ...]


def read_messages(
    data: bytes, options: SeriesOptions | None = None, *, chunk: int = 1 << 19
) -> Iterator[MessageColumns]:
    """Yield all messages of an input in order, each with its series.

    Args:
        data: One interchange or several; MSCONS and UTILTS have series, other messages none.
        options: What the messages do not say.
        chunk: How many bytes are looked at together.

    Raises:
        ParseError: The bytes are no EDIFACT.
    """
    chosen = options or SeriesOptions()
    start = _start(data)
    if start is None:
        yield from _exact_input(data, chosen)
        return
    if is_plain(data):
        for unb, message, found in utilts_messages(data, chosen):
            yield MessageColumns(unb=unb, message=message, series=found)
        return
    reader = _Reader(data, chosen)
    at = start
    while at < len(data):
        end = _cut(data, at, chunk)
        if end is None:
            break
        yield from reader.take(_Chunk.of(data, at, end))
        at = end
    yield from reader.finish(len(data))


def _exact_input(data: bytes, options: SeriesOptions) -> Iterator[MessageColumns]:
    from edielkit.edifact.interchange import parse_interchanges

    interchanges, _ = parse_interchanges(data)
    for interchange in interchanges:
        for message in interchange.messages:
            typed = read_message(message)
            yield MessageColumns(
                unb=interchange.unb,
                message=typed,
                series=_placed(typed, options),
            )


def _placed(
    message: Message | None, options: SeriesOptions
) -> tuple[tuple[LineContext | Transaction, TimeSeries], ...]:
    return tuple(placed_series(message, options)) if isinstance(message, Mscons | Utilts) else ()


def _start(data: bytes) -> int | None:
    """Return where the first UNB stands, None when the input needs the exact way from the start."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    at = data.find(head[:4])
    if head.startswith(b"UNA"):
        una = head[:9]
        if una[3:5] != b":+" or una[5:6] not in b".," or una[6:9] != b"? '":
            return None
        # a later interchange may announce other characters
        if data.count(b"UNA") != data.count(una):
            return None
        at += 9
        while data[at : at + 1] and data[at : at + 1] in _BLANK:
            at += 1
    elif b"UNA" in data:
        return None
    # a released terminator ends no segment; a last segment without terminator is the scanner's business
    last = data.rfind(b"'")
    tail = data[last + 1 :].strip(_BLANK)
    plain = data.startswith(b"UNB+", at) and not tail and data.find(b"?'") < 0
    return at if plain else None


def _cut(data: bytes, start: int, size: int) -> int | None:
    """Return the end of the next chunk: right before a QTY, so that no value is torn apart."""
    if start + size >= len(data):
        last = data.rfind(b"'", start)
        return last + 1 if last >= 0 else None
    end = max(data.rfind(b"'QTY+", start, start + size), data.rfind(b"'UNH+", start, start + size)) + 1
    if end <= start:
        end = data.find(b"'QTY+", start + size) + 1 or data.rfind(b"'", start) + 1
    return end if end > start else None


# -- one chunk


@attrs.frozen(eq=False)
class _Chunk:
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
        quantity: Thousandths.
        qualifier: The bytes of QTY 6063, with a mark for two of them.
    """

    start: _Int
    end: _Int
    other: _Int
    rows: _Int
    first: _Int
    low: _Int
    high: _Int
    zoned: _Bool
    quantity: _Int
    qualifier: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, data: bytes, begin: int, stop: int) -> _Chunk:
        """Return the segments and values between two byte offsets."""
        octets = np.frombuffer(data, np.uint8, stop - begin, begin)
        end = np.flatnonzero(octets == 0x27)
        start = np.empty_like(end)
        start[0] = 0
        start[1:] = end[:-1] + 1
        for _ in range(_MOST_BLANKS):
            blank = (octets[start] <= 0x20) & (start < end)
            if not blank.any():
                break
            start += blank
        start += begin
        end += begin
        loads = _Loads(data)
        tag = loads.four(start) & np.uint32(0xFFFFFF)
        first = np.flatnonzero(tag == _load(b"QTY"))
        values = _values(loads, start, end, first)
        plain = np.ones(len(start), bool)
        used = values.good
        first = first[used]
        plain[first] = False
        plain[first + 1] = False
        pairs = first[values.pair[used]]
        plain[pairs + 2] = False
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
            values.quantity[used],
            values.qualifier[used],
        )


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

    def four(self, at: _Int) -> npt.NDArray[np.uint32]:
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
    quantity: _Int
    qualifier: npt.NDArray[np.uint32]


def _values(loads: _Loads, start: _Int, end: _Int, first: _Int) -> _Values:
    """Read the values whose QTY is segment *first*, with the times of the next one or two segments."""
    last = len(start) - 1
    one, two = np.minimum(first + 1, last), np.minimum(first + 2, last)
    size = end - start
    names = loads.eight(start[one]), loads.eight(start[two])
    ends = loads.four(end[one] - 4), loads.four(end[two] - 4)
    has_one, has_two = first < last, first + 1 < last
    pair = (names[0] == _load(b"DTM+163:")) & (names[1] == _load(b"DTM+164:")) & has_two
    fixed = pair & (size[one] == 24) & (size[two] == 24)
    fixed &= (ends[0] == _load(b":203")) & (ends[1] == _load(b":203"))
    zoned = pair & (size[one] == 28) & (size[two] == 28)
    zoned &= (ends[0] == _load(b":303")) & (ends[1] == _load(b":303"))
    double = (names[0] == _load(b"DTM+324:")) & (size[one] == 36) & has_one
    double &= (ends[0] == _load(b":Z13")) | (ends[0] == _load(b":719"))
    low, good_low = _times(loads, start[one] + 8)
    high, good_high = _times(loads, np.where(double, start[one] + 20, start[two] + 8))
    zone_low, right_low = _zone(loads, start[one] + 20)
    zone_high, right_high = _zone(loads, start[two] + 20)
    zoned &= right_low & right_high
    low, high = low - np.where(zoned, zone_low, 0), high - np.where(zoned, zone_high, 0)
    quantity, good_quantity, qualifier = _quantities(loads, start[first], end[first])
    good = (fixed | zoned | double) & good_low & good_high & good_quantity
    return _Values(good, ~double, low, high, zoned, quantity, qualifier)


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
    """Return days since 1970 of dates written CCYYMMDD; the same date in a row is reckoned once."""
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


def _quantities(loads: _Loads, start: _Int, end: _Int) -> tuple[_Int, _Bool, npt.NDArray[np.uint32]]:
    """Read ``QTY+qualifier:amount[:unit]`` as thousandths, and tell which are plain."""
    octets = loads.octets
    top = len(octets) - 1
    short = octets[np.minimum(start + 6, top)] == 0x3A
    good = short | (octets[np.minimum(start + 7, top)] == 0x3A)
    qualifier = loads.four(start + 4) & np.uint32(0xFFFFFF)
    qualifier = np.where(short, (qualifier & np.uint32(0xFFFF)) | np.uint32(_SHORT), qualifier)
    left = start + np.where(short, 7, 8)
    right = end.copy()
    for width in (3, 2):
        unit = (
            (right == end) & (octets[np.maximum(right - width - 1, 0)] == 0x3A) & (right - width - 1 > left)
        )
        right -= np.where(unit, width + 1, 0)
    value, exact = decimals(octets, left, right)
    return value, good & exact, qualifier


# marks a qualifier of two characters
_SHORT = 1 << 24


# -- lines and messages


class _Line:
    """A line while its segments go by."""

    __slots__ = ("closed", "exact", "mark", "parts", "start")

    def __init__(self, start: int, mark: int) -> None:
        self.start = start
        # how many bytes' pieces of the message stood before the line
        self.mark = mark
        self.parts: list[tuple[_Chunk, slice]] = []
        self.exact = False
        self.closed = False


class _Reader:
    """Follows the segments that are no values, and gives the values to the lines that they belong to."""

    def __init__(self, data: bytes, options: SeriesOptions) -> None:
        self.data = data
        self.options = options
        self.unb = b""
        self._reset()

    def _reset(self) -> None:
        self.start = -1
        self.exact = False
        self.frame: list[bytes] = []
        self.lines: list[_Line] = []
        self.line: _Line | None = None

    def take(self, chunk: _Chunk) -> Iterator[MessageColumns]:
        """Yield the messages that end in *chunk*."""
        starts, ends = chunk.start[chunk.other].tolist(), chunk.end[chunk.other].tolist()
        done = 0
        for start, end, rows in zip(starts, ends, chunk.rows.tolist(), strict=True):
            if rows > done:
                self._rows(chunk, slice(done, rows))
                done = rows
            yield from self._segment(start, end)
        if done < len(chunk.first):
            self._rows(chunk, slice(done, len(chunk.first)))

    def finish(self, end: int) -> Iterator[MessageColumns]:
        """Yield a message that never ended."""
        if self.start >= 0:
            yield from self._message(end)

    def _rows(self, chunk: _Chunk, rows: slice) -> None:
        if self.line is None:
            self.exact = True
            return
        self.line.exact |= self.line.closed
        self.line.parts.append((chunk, rows))

    def _segment(self, start: int, end: int) -> Iterator[MessageColumns]:
        tag = self.data[start : start + 3]
        if tag in _ENDS_MESSAGE:
            if self.start >= 0:
                yield from self._message(start)
            if tag == b"UNB":
                self.unb = self.data[start : end + 1]
            elif tag == b"UNH":
                self.start = start
        if self.start < 0:
            return
        line = self.line
        if line is not None and tag in _ENDS_LINE:
            self._end_line(start)
            line = None
        if tag == b"LIN":
            self.line = _Line(start, len(self.frame))
            self.lines.append(self.line)
        elif line is not None:
            if line.parts or line.closed:
                line.closed = True
                line.exact |= tag not in _AFTER_VALUES or (tag == b"DTM" and not self._below_cci())
            else:
                line.exact |= tag not in _BEFORE_VALUES and tag != b"CCI"
                line.closed = tag == b"CCI"
        self.frame.append(self.data[start : end + 1])
        if tag == b"UNT":
            yield from self._message(end + 1)

    def _below_cci(self) -> bool:
        """The last segment is CCI or stands below one, so a DTM here is no time of a value."""
        return self.frame[-1][:3] in {b"CCI", b"MEA", b"DTM"}

    def _end_line(self, end: int) -> None:
        line = self.line
        if line is not None and line.exact:
            self.frame[line.mark :] = [self.data[line.start : end]]
        self.line = None

    def _message(self, end: int) -> Iterator[MessageColumns]:
        """Yield the message that stands before *end*."""
        self._end_line(end)
        start, frame, lines, exact = self.start, self.frame, self.lines, self.exact
        self._reset()
        unb = next((each for each in tokenize(self.unb).segments if each.tag == "UNB"), None)
        head = frame[0].split(b"+")
        if len(head) > 2 and head[2].startswith(b"MSCONS:") and not exact:
            message = Mscons.read(self._tokens(b"".join(frame)))
            contexts = list(line_contexts(message, self.options))
            blocks = self._blocks(message, contexts, lines)
            if blocks is not None:
                series = tuple(
                    (context, each)
                    for context, block in zip(contexts, blocks, strict=True)
                    for each in line_series(context, block, self.options)
                )
                yield MessageColumns(unb=unb, message=message, series=series)
                return
        typed = read_message(self._tokens(self.data[start:end]))
        yield MessageColumns(unb=unb, message=typed, series=_placed(typed, self.options))

    def _tokens(self, message: bytes) -> tuple[Segment, ...]:
        """Return the segments of a message, in the character set of its interchange."""
        segments = tokenize(self.unb + message).segments
        return tuple(each for each in segments if each.tag not in {"UNB", "UNA"})

    def _blocks(self, message: Mscons, contexts: list[LineContext], lines: list[_Line]) -> list[Block] | None:
        """Return the values of each line, None when the lines of the bytes are not those of the message."""
        if len(contexts) != len(lines):
            return None
        profile = self.options.profile or profile_of(message)
        clock = message.clock(profile)
        offset = clock.zone.utcoffset(None) if clock else None
        shift = None if offset is None else int(offset.total_seconds())
        statuses: dict[int, int] = {}
        blocks: list[Block] = []
        for context, line in zip(contexts, lines, strict=True):
            if line.exact:
                blocks.append(block_of(context, self.options))
                continue
            zoned = [chunk.zoned[rows] for chunk, rows in line.parts]
            if any(each.any() for each in zoned) and not all(each.all() for each in zoned):
                return None
            civil = bool(zoned) and not zoned[0].all()
            if civil and shift is None:
                return None
            blocks.append(self._block(line, (shift or 0) if civil else 0, statuses, profile))
        return blocks

    def _block(self, line: _Line, shift: int, statuses: dict[int, int], profile: str | None) -> Block:
        parts = line.parts
        low, high, quantity, qualifier = (
            _joined([getattr(chunk, name)[rows] for chunk, rows in parts], kind)
            for name, kind in (("low", "i8"), ("high", "i8"), ("quantity", "i8"), ("qualifier", "u4"))
        )
        codes, which = _codes(qualifier)
        for code in codes:
            if code not in statuses:
                text = code.to_bytes(4, "little")[: 2 if code & _SHORT else 3].decode("latin-1")
                known = status_of_qualifier(text, profile, self.options)
                statuses[code] = int(Status.METERED if known is None else known)
        status = np.array([statuses[code] for code in codes], np.uint8)[which]
        return Block(
            start=low - shift, end=high - shift, quantity=quantity, status=status, unit=self._unit(parts)
        )

    def _unit(self, parts: list[tuple[_Chunk, slice]]) -> str:
        if not parts:
            return ""
        chunk, rows = parts[0]
        segment = int(chunk.first[rows.start])
        amount = self.data[int(chunk.start[segment]) : int(chunk.end[segment])].split(b":")
        return amount[2].decode("latin-1") if len(amount) > 2 else ""


def _joined(parts: list[npt.NDArray[Any]], kind: str) -> npt.NDArray[Any]:
    return parts[0].copy() if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, kind)


def _codes(qualifier: npt.NDArray[np.uint32]) -> tuple[list[int], _Int]:
    """Return the different qualifiers, and which of them each value has; mostly there is one."""
    if len(qualifier) and (qualifier == qualifier[0]).all():
        return [int(qualifier[0])], np.zeros(len(qualifier), np.int64)
    codes, which = np.unique(qualifier, return_inverse=True)
    return [int(each) for each in codes], which
