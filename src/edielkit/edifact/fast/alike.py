"""Series of messages that are written alike: what a line is written like is read once, then its amounts alone.

A message is a header, lines and a trailer; the first line of a point begins with its LOC. A line is written as an earlier one
when all its bytes are those of the earlier one, but for the identification of the point, the number of the line and the amounts.
What it says is then what the earlier one says. That one is read the ordinary way, in a small message of the same header, behind
the line before it; behind another line it is read once more, since its place depends on the header and what is before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import attrs
import numpy as np

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk_ends import begins_segment, last_before, next_from
from edielkit.edifact.fast.stretch import AlikeValues, Layout, Stretch, Workspace
from edielkit.series import Observations, TimeSeries

__all__ = ("AlikeMessages", "Placed")

# the place of a series in its message (delivery, point, line), and the series
Placed = tuple[tuple[int, int, int], TimeSeries]

# bytes that are looked at together, and the most when lines are longer
_CHUNK, _LONGEST_CHUNK = 1 << 19, 1 << 23
_LONGEST_HEADER = 1 << 12
_MOST_SHAPES = 8
_MOST_HEADERS = 64
_MOST_PLACES = 1 << 10
# so many lines may be read the ordinary way before it has to be worth it
_PATIENCE = 8
# how often the way to the next look is doubled
_MOST_DOUBLED = 10

_GAP = rb"[ \t\r\n]{0,16}"
# to the number of a line: what stands before and behind the identification of its point
_POINT = re.compile(
    rb"(LOC\+[0-9A-Z]{2,3}\+)([0-9A-Za-z]{1,35})([+:'](?:[^']*'){0,40}?" + _GAP + rb"LIN\+)[0-9]{1,6}(?=[+'])"
)
_LINE = re.compile(rb"(LIN\+)[0-9]{1,6}(?=[+'])")
_VALUE = re.compile(rb"(QTY\+[0-9A-Z]{2,3}:)([0-9]{1,12}(?:[.,][0-9]{1,3})?)(?=[':])")
# what may stand behind a line, and what ends it for sure
_BEHIND = re.compile(rb"'" + _GAP + rb"(?=(?:LIN|LOC|NAD|UNS|CNT|UN[ABGHTEZ])[+'])")
_ENDS = (b"LIN+", b"LOC+", b"CNT+", b"UNT+")
_TRAILER = re.compile(rb"(?:CNT\+[^']{0,99}'" + _GAP + rb"){0,9}UNT\+[^']{0,99}'" + _GAP)
# what does not stand in a message
_SERVICE = re.compile(rb"'" + _GAP + rb"UN[ABGHTEZ][+']")
_MSCONS = re.compile(rb"UNH\+[^'+:?]{0,35}\+MSCONS:")
# the parts of a header on which no series depends: the references of message and document, and when it was made
_HEADER = re.compile(
    rb"(UNH\+)[^'+:?]{0,35}(\+[^']*'" + _GAP + rb"BGM\+[^'+?]*\+)[^'+:?]{0,70}"
    rb"([+'](?:[^']*'){0,9}?" + _GAP + rb"DTM\+137:)[0-9]{12}(:203')"
)  # fmt: skip
_END = b"UNT+1+1'"


@attrs.frozen(eq=False)
class _Shape:
    """How a line is written, and what that says.

    Attributes:
        number: Its own.
        head: From LOC or LIN to the first amount; the identification of the point is a group.
        text: What stands behind each amount, up to the next one.
        count: How many amounts there are.
        layout: How the values are written.
        series: The series of such a line.
    """

    number: int
    head: re.Pattern[bytes]
    text: bytes
    count: int
    layout: Layout
    series: TimeSeries

    def is_written_as(self, other: _Shape) -> bool:
        """Tell whether both shapes are of the same bytes."""
        own = (self.head.pattern, self.text, self.count, self.layout)
        return own == (other.head.pattern, other.text, other.count, other.layout)

    def series_of(self, point: str, values: AlikeValues, row: int) -> TimeSeries:
        """Return the series of a line of this shape.

        Args:
            point: Identification of its point.
            values: Where its amounts are.
            row: The first of them.
        """
        sample = self.series.observations
        # a column of its own: a part of a stretch would keep the stretch
        quantity = values.quantity[row : row + self.count].copy()
        quantity.flags.writeable = False
        observations = Observations.of_columns(
            sample.position, quantity, sample.status, sample.validation, sample.estimation
        )
        return self.with_observations(point, observations)

    def with_observations(self, point: str, observations: Observations) -> TimeSeries:
        """Return the series of a line that says the same of other values and another point."""
        series = self.series
        return TimeSeries(
            metering_point=series.metering_point and point,
            grid_area=series.grid_area and point,
            product=series.product,
            unit=series.unit,
            direction=series.direction,
            resolution=series.resolution,
            period=series.period,
            registered=series.registered,
            identification=series.identification,
            observations=observations,
        )

    def matches(self, values: AlikeValues, row: int) -> bool:
        """Tell whether all values from a row on are plain, and what stands between them is as in this shape."""
        if not values.text.startswith(self.text, row * (self.layout.head + self.layout.width)):
            return False
        return not any(row <= faulty < row + self.count for faulty in values.faulty)


@attrs.frozen(eq=False)
class _Header:
    """What is known of the messages of one header.

    Attributes:
        text: UNB and the header, as the first of these messages has them.
        shapes: Shapes of lines, the latest one last.
        places: The shape of the first line of the point, of the line before, and of the line, as they were read together.
    """

    text: bytes
    shapes: list[_Shape] = attrs.field(factory=list)
    places: set[tuple[int, int, int]] = attrs.field(factory=set)


@attrs.define(eq=False)
class _Before:
    """What stands before a line.

    Attributes:
        point: Number of the shape of the first line of the latest point, 0 at the start, -1 for one without a shape.
        line: The same of the line before.
        stretches: Where these two lines stand, one when they are the same.
        name: Identification of the point.
    """

    point: int = 0
    line: int = 0
    stretches: tuple[slice, ...] = ()
    name: str = ""

    def take(self, number: int, name: str, stretch: slice, *, is_first: bool) -> None:
        """Go behind a line.

        Args:
            number: Of its shape.
            name: Of its point.
            stretch: Where it stands.
            is_first: It begins with the LOC of its point.
        """
        if is_first:
            self.point, self.stretches, self.name = number, (stretch,), name
        else:
            self.stretches = (self.stretches[0], stretch)
        self.line = number


class OrdinaryError(Exception):
    """A message is none for this path."""


class AlikeMessages:
    """Reads the messages of an input that are written alike.

    Attributes:
        end: The byte behind the message that was read last, and the blanks behind it; 0 when not all of it could be read.
    """

    def __init__(self, data: bytes, read: Callable[[bytes], Sequence[Placed]]) -> None:
        """Read an input with the usual service characters and no released terminator.

        Args:
            data: The input.
            read: The ordinary way to read a message, with UNB before it and nothing behind it.
        """
        self.data = data
        self.end = 0
        self._read = read
        self._loads = Workspace(data)
        self._headers: dict[bytes, _Header] = {}
        self._stretch = Stretch(self._loads, 0, 0)
        self._row = 0
        self._shapes = 0
        self._learned = 0
        self._alike = 0

    def all_series(
        self,
        start: int,
        ordinary: Callable[[int, int], Iterator[TimeSeries]],
        head: Callable[[], bytes],
        size: int,
    ) -> Iterator[TimeSeries]:
        """Yield the series of the input, those of messages that are none for this path as they are read the ordinary way.

        Args:
            start: Where the first UNB stands.
            ordinary: Reads the messages between two offsets the ordinary way.
            head: Gives UNB of the interchange that this way stands in, nothing outside of one.
            size: After how many bytes a message is looked at again where none is for this path.
        """
        data, failures, begin = self.data, 0, start
        while begin < len(data):
            count, self.end = 0, 0
            if head().startswith(b"UNB+") and data.startswith(b"UNH+", begin):
                for time_series in self.series(begin, head()):
                    yield time_series
                    count += 1
            if self.end:
                begin, failures = self.end, 0
                continue
            failures += count == 0
            later = begin + (size << min(failures, _MOST_DOUBLED) if failures > 1 else 1)
            stop = next_from(data, b"UNH+", later) if later < len(data) else -1
            stop = len(data) if stop < 0 else stop
            # the first ones are told already
            yield from islice(ordinary(begin, stop), count, None)
            begin = stop

    def series(self, at: int, head: bytes) -> Iterator[TimeSeries]:
        """Yield the series of the message that begins at an offset, all of them or the first ones: `end` tells.

        Args:
            at: First byte of UNH.
            head: UNB of its interchange.
        """
        self.end = 0
        try:
            yield from self._message(at, head)
        except OrdinaryError:
            self.end = 0

    def _message(self, at: int, head: bytes) -> Iterator[TimeSeries]:
        data = self.data
        start = next_from(data, b"LOC+", at, at + _LONGEST_HEADER)
        if start < 0 or not _MSCONS.match(data, at) or _SERVICE.search(data, at, start):
            raise OrdinaryError
        header = self._header(head, data[at:start])
        before = _Before()
        while data.startswith((b"LOC+", b"LIN+"), start):
            alike = self._alike_line(header, start, before)
            if alike is None:
                number, name, listed, stop = self._learn(header, start, before)
                yield from listed
            else:
                number, name, series, stop = alike
                self._alike += 1
                yield series
            before.take(number, name, slice(start, stop), is_first=data.startswith(b"LOC", start))
            start = stop
        trailer = _TRAILER.match(data, start)
        if trailer is None:
            raise OrdinaryError
        self.end = trailer.end()

    def _header(self, head: bytes, text: bytes) -> _Header:
        """Return what is known of the messages of a header."""
        match = _HEADER.match(text)
        key = head + (b"\0".join(match.groups()) + text[match.end() :] if match else text)
        header = self._headers.get(key)
        if header is None:
            if len(self._headers) >= _MOST_HEADERS:
                self._headers.clear()
            header = self._headers[key] = _Header(head + text)
        return header

    # -- a line that is written as one before it

    def _alike_line(
        self, header: _Header, start: int, before: _Before
    ) -> tuple[int, str, TimeSeries, int] | None:
        """Return number of the shape, point, series and end of a line that is written as an earlier one."""
        for shape in reversed(header.shapes):
            match = shape.head.match(self.data, start)
            if match is None or (before.point, before.line, shape.number) not in header.places:
                continue
            row = self._row_of(match.end() - shape.layout.head, start, shape.count)
            values = self._stretch.values(shape.layout) if row >= 0 else None
            if values is not None and shape.matches(values, row):
                self._row = row + shape.count
                name = match[1].decode("ascii") if match.lastindex else before.name
                stop = int(values.stop[self._row - 1]) + shape.layout.width
                if not self.data.startswith(_ENDS, stop):
                    return None
                return shape.number, name, shape.series_of(name, values, row), stop
        return None

    def _row_of(self, first: int, start: int, count: int) -> int:
        """Return the row of the first value of a line in a stretch that holds all of it, -1 when there is none."""
        row = self._stretch.row_at(first, self._row)
        if (row < 0 or row + count > len(self._stretch)) and self._stretch.begin != start:
            self._stretch = Stretch(self._loads, start, self._stretch_end(start))
            row = self._stretch.row_at(first, 0)
        return row if row + count <= len(self._stretch) else -1

    def _stretch_end(self, start: int) -> int:
        """Return where a stretch ends that begins at a line: at a later point."""
        stop = start + _CHUNK
        if stop >= len(self.data):
            return len(self.data)
        end = last_before(self.data, b"LOC+", start + _CHUNK // 2, stop)
        if end < 0:
            end = next_from(self.data, b"LOC+", stop, start + _LONGEST_CHUNK)
        return end if end > start else min(start + _LONGEST_CHUNK, len(self.data))

    # -- a line that is not

    def _learn(
        self, header: _Header, start: int, before: _Before
    ) -> tuple[int, str, Sequence[TimeSeries], int]:
        """Read a line the ordinary way; return the number of its shape, -1 for none, its point, series and end."""
        self._learned += 1
        head = (_POINT if self.data.startswith(b"LOC", start) else _LINE).match(self.data, start)
        if head is None or self._learned > _PATIENCE + self._alike // 4:
            raise OrdinaryError
        behind = _BEHIND.search(self.data, head.end(), start + _LONGEST_CHUNK)
        if behind is None or not self.data.startswith(_ENDS, behind.end()):
            raise OrdinaryError
        text = self.data[start : behind.end()]
        # of a point whose LIN is written oddly the head goes on to the next one, which may stand in another message
        if _SERVICE.search(text):
            raise OrdinaryError
        name = head[2].decode("ascii") if head.re is _POINT else before.name
        series = self._series(header, before, text)
        shape = self._shape(header, text, name, series)
        if shape is None:
            return -1, name, series, behind.end()
        if min(before.point, before.line) >= 0:
            header.places.add((before.point, before.line, shape.number))
        return shape.number, name, series, behind.end()

    def _series(self, header: _Header, before: _Before, text: bytes) -> list[TimeSeries]:
        """Return the series of a line that is read the ordinary way, behind what stands before it."""
        if text.startswith(b"LOC"):
            place = (1, 2 if before.stretches else 1, 1)
        else:
            place = (1, 1, len(before.stretches) + 1)
        texts = [self.data[stretch] for stretch in before.stretches]
        placed = self._read(b"".join((header.text, *texts, text, _END)))
        series = [time_series for at, time_series in placed if at == place]
        # a line that stands elsewhere, or is none: what is behind it may stand elsewhere too
        if not series or max(at for at, _ in placed) != place:
            raise OrdinaryError
        return series

    def _shape(self, header: _Header, text: bytes, name: str, series: Sequence[TimeSeries]) -> _Shape | None:
        """Return the shape of a line, None when it has none that others could have."""
        shape = _shape_of(self._shapes + 1, text, name, series)
        if shape is None:
            return None
        for earlier in header.shapes:
            if earlier.is_written_as(shape):
                if earlier.with_observations(name, shape.series.observations) != shape.series:
                    raise OrdinaryError
                return earlier
        self._shapes += 1
        header.shapes.append(shape)
        del header.shapes[:-_MOST_SHAPES]
        if len(header.places) > _MOST_PLACES:
            header.places.clear()
        return shape


def _shape_of(number: int, text: bytes, name: str, series: Sequence[TimeSeries]) -> _Shape | None:
    """Return the shape of a line whose values are all written alike and say one series, None for another line."""
    head = _POINT.match(text) or _LINE.match(text)
    first = _VALUE.search(text, head.end()) if head else None
    if head is None or first is None or len(series) != 1:
        return None
    values = list(_VALUE.finditer(text, first.start()))
    ends = [*(value.start() for value in values[1:]), len(text)]
    gaps = [text[value.end() : end] for value, end in zip(values, ends, strict=True)]
    layout = Layout(len(first[1]), len(gaps[0]), gaps[0][0])
    if (
        any(value[1] != first[1] or not begins_segment(text, value.start()) for value in values)
        or any(len(gap) != layout.width or gap[0] != layout.stop for gap in gaps)
        or text.count(b"Q", first.start()) != len(values)
        or not _says_amounts(series[0], name, text, values)
    ):
        return None
    if head.re is _POINT:
        parts = [re.escape(head[1]), b"([0-9A-Za-z]{1,35})", re.escape(head[3])]
    else:
        parts = [re.escape(head[1])]
    parts += [b"[0-9]{1,6}", re.escape(text[head.end() : first.end(1)])]
    return _Shape(number, re.compile(b"".join(parts)), first[1].join(gaps), len(values), layout, series[0])


def _says_amounts(series: TimeSeries, name: str, text: bytes, values: Sequence[re.Match[bytes]]) -> bool:
    """Tell whether a series of a place has the amounts as they are written: none scaled, none taken back, none left out."""
    octets = np.frombuffer(text, np.uint8)
    left, right = (np.array([value.span(2)[edge] for value in values], np.int64) for edge in (0, 1))
    quantity, good, _ = decimals(octets, left, right)
    return (
        {series.metering_point, series.grid_area} == {name, None}
        and not series.observations.unparsed
        and np.array_equal(series.observations.quantity, quantity)
        # of zeros nobody can tell whether they were scaled
        and bool(good.all() and quantity.any())
    )
