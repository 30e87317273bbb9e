"""What a message of series reports: each series with what tells it from others, and the times that it states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterator, Sequence
from functools import cached_property

import attrs

from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.message import Time
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.mscons import INSTANTS
from edielkit.edifact.timestamps import Clock, clock_of
from edielkit.market_time import Period

__all__ = ("ESTIMATES", "Reported", "ReportedSeries", "Times", "time_of")

# quantities (6063) of MSCONS that are no metered values of an interval: annual estimate, plan, forecast
ESTIMATES = frozenset({"31", "135", "187"})

# qualifiers (2005) of the start, the end and the whole of a period
_START, _END, _WHOLE = "163", "164", "324"
_INTERVAL = frozenset({_START, _END, _WHOLE})
# quantities (6063) that are of an instant: meter reading, maximum
_READ = frozenset({"220", "42"})
# qualifier (2005) of the version of what is reported of a point
_VERSION = "293"
# fewer times are read one by one
_FEW = 8
# digits before the zone in notations (2379) that carry one
_DIGITS = {"303": 12, "304": 14}
_ALL = 1 << 20
# notations (2379) of years and months, which are periods by themselves
_CALENDAR = frozenset({"602", "610"})
# tags that tell a series of UTILTS from others, before its observations
_UTILTS_KEY = frozenset({"LOC", "NAD", "LIN", "PIA", "CCI", "CAV"})
# qualifiers (3227) of points, after which places of another series begin
_POINTS = frozenset({"90", "172"})


# of series without quantities: a set of its own would be one more object for each
_NONE: frozenset[str] = frozenset()

# a tag with elements
_Named = tuple[str, tuple[tuple[str, ...], ...]]


@attrs.frozen(eq=False)
class ReportedSeries:
    """One series of a message: a line of MSCONS, a transaction of UTILTS.

    Attributes:
        head: The segment that it begins with, LIN or IDE.
        key: Point or area, parties, product and direction as they are written, each as a tag with elements.
        stated: The times of the nearest period that is stated for it: of its transaction, point or message.
        own: The times of its values, in order.
        qualifiers: What its quantities are (6063).
        registered: Times of registration and of the latest update (597, 368); of MSCONS the version of its point (293).
        read: Times of its meter readings and maxima (597); of MSCONS those of instants.
        resolution: The resolution that it states (354), as it is written.
        references: What tells its meter from others, as it is written.
    """

    head: Segment
    key: tuple[_Named, ...]
    stated: tuple[Segment, ...]
    own: tuple[Segment, ...] = ()
    qualifiers: frozenset[str] = frozenset()
    registered: tuple[Segment, ...] = ()
    read: tuple[Segment, ...] = ()
    resolution: Hashable = ()
    references: Hashable = ()

    def of(self, head: Segment, key: tuple[_Named, ...]) -> ReportedSeries:
        """Return the series with another head and key, and all else as it is.

        Args:
            head: The segment that it begins with.
            key: What tells it from others.
        """
        return ReportedSeries(
            head,
            key,
            self.stated,
            self.own,
            self.qualifiers,
            self.registered,
            self.read,
            self.resolution,
            self.references,
        )


class Times:
    """The times of a message as instants; each text is read once.

    Args:
        message: The message, whose header states the offset of all its times.
        profile: Code of the market, whose habit counts where the message is silent.
    """

    def __init__(self, message: RawMessage, profile: str) -> None:
        self.clock: Clock | None = clock_of(
            (time_of(segment) for segment in _header(message) if segment.tag == "DTM"), profile or None
        )
        self._spans: dict[tuple[str, ...], Period | None] = {}

    def instant(self, segment: Segment) -> dt.datetime | None:
        """Return the instant of a DTM with one time, None when it cannot be read."""
        try:
            return time_of(segment).instant(self.clock)
        except ValueError:
            return None

    def span(self, segment: Segment) -> Period | None:
        """Return what a DTM says of an interval: its period, or its start or end as a period without length."""
        text = segment.elements[0]
        if text not in self._spans:
            self._spans[text] = self._span(time_of(segment))
        return self._spans[text]

    def _span(self, time: Time) -> Period | None:
        try:
            if time.function == _WHOLE or time.format in _CALENDAR:
                return time.period(self.clock)
            instant = time.instant(self.clock)
        except ValueError:
            return None
        return Period(instant, instant)

    def period(self, segments: Sequence[Segment]) -> Period | None:
        """Return the period from the first to the last of some times, None when none can be read."""
        spans = [self.span(segment) for segment in _extremes(segments)]
        if None in spans:
            # one that cannot be read may hide the first or the last
            spans = [self.span(segment) for segment in segments]
        periods = [span for span in spans if span is not None]
        if not periods:
            return None
        return Period(min(span.start for span in periods), max(span.end for span in periods))


def _extremes(segments: Sequence[Segment]) -> list[Segment]:
    """Return those of the times written alike that begin first and end last: digits stand in the order of time."""
    if len(segments) < _FEW:
        return list(segments)
    groups: dict[tuple[str, str, int, str], dict[str, Segment]] = {}
    for segment in segments:
        function, text, notation = (*segment.elements[0], "", "")[:3]
        key = (function, notation, len(text), text[_DIGITS.get(notation, _ALL) :])
        groups.setdefault(key, {})[text] = segment
    return [group[text] for group in groups.values() for text in (min(group), max(group), _latest(group))]


def _latest(texts: Collection[str]) -> str:
    """Return the text whose second half comes last: of a period the end stands behind the start."""
    return max(texts, key=lambda text: text[len(text) // 2 :])


def time_of(segment: Segment) -> Time:
    """Return what a DTM says."""
    return Time(function=segment.get(1), text=segment.get(1, 2), format=segment.get(1, 3))


def _header(message: RawMessage) -> Iterator[Segment]:
    """Yield the segments before the first section, transaction or line."""
    for segment in message.segments:
        if segment.tag in {"UNS", "IDE", "LIN"}:
            return
        yield segment


@attrs.frozen(eq=False, slots=False)
class Reported:
    """What a message reports; it is read when it is first asked for.

    Attributes:
        message: The message.
        profile: Code of the market, empty when none is known.
    """

    message: RawMessage
    profile: str

    @cached_property
    def times(self) -> Times:
        """The times of the message."""
        return Times(self.message, self.profile)

    def period(self, segments: tuple[Segment, ...]) -> Period | None:
        """Return the period of the times of a series, which is asked for by several rules."""
        key = id(segments)
        if key not in self._periods:
            self._periods[key] = self.times.period(segments)
        return self._periods[key]

    def periods_read(self) -> dict[str, object]:
        """Return what was read of the times, to be kept for another message with the very same ones."""
        return {"times": self.times, "_periods": self._periods}

    def intervals(self, segments: Sequence[Segment]) -> Iterator[Period]:
        """Yield the period of each value by the times of a series, in order; half of one is none."""
        start: dt.datetime | None = None
        for segment in segments:
            span = self.times.span(segment)
            if segment.get(1) == _START:
                start = None if span is None else span.start
                continue
            if span is not None and segment.get(1) == _END and start is not None:
                span = Period(start, span.end)
            if span is not None and span.start < span.end:
                yield span
            start = None

    @cached_property
    def _periods(self) -> dict[int, Period | None]:
        return {}

    @cached_property
    def series(self) -> tuple[ReportedSeries, ...]:
        """The series of MSCONS or UTILTS; other messages report none."""
        return tuple(_series(self.message))


def _series(message: RawMessage) -> Iterator[ReportedSeries]:
    if message.type == "UTILTS":
        yield from _transactions(message)
    elif message.type == "MSCONS":
        yield from _lines(message)


def _transactions(message: RawMessage) -> Iterator[ReportedSeries]:
    part: list[Segment] = []
    for segment in message.segments:
        if segment.tag == "IDE" or segment is message.unt:
            if part:
                yield _transaction(part)
            part = [segment]
        elif part:
            part.append(segment)
    if part and part[-1] is not message.unt:
        yield _transaction(part)


def _transaction(part: Sequence[Segment]) -> ReportedSeries:
    first = next((n for n, segment in enumerate(part) if segment.tag == "SEQ"), len(part))
    head = part[:first]
    times = [segment for segment in head if segment.tag == "DTM"]
    return ReportedSeries(
        head=part[0],
        key=tuple((segment.tag, segment.elements) for segment in head if segment.tag in _UTILTS_KEY),
        stated=tuple(segment for segment in times if segment.get(1) in _INTERVAL),
        qualifiers=frozenset(segment.get(1) for segment in part[first:] if segment.tag == "QTY"),
        registered=tuple(segment for segment in times if segment.get(1) in {"597", "368"}),
        read=tuple(_read(part[first:])),
        resolution=tuple(segment.elements for segment in times if segment.get(1) == "354"),
    )


def _read(observations: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the times of meter readings and maxima; a time at a value of an interval says its place."""
    is_read = False
    for segment in observations:
        if segment.tag == "QTY":
            is_read = segment.get(1) in _READ
        elif is_read and segment.tag == "DTM" and segment.get(1) == "597":
            yield segment


@attrs.define(eq=False)
class _Line:
    """A line of MSCONS while its segments come in."""

    head: Segment
    key: list[_Named]
    stated: tuple[Segment, ...]
    own: list[Segment] = attrs.field(factory=list)
    qualifiers: set[str] = attrs.field(factory=set)
    registered: tuple[Segment, ...] = ()
    read: list[Segment] = attrs.field(factory=list)
    references: tuple[Hashable, ...] = ()

    def series(self) -> ReportedSeries:
        return ReportedSeries(
            head=self.head,
            key=tuple(self.key),
            stated=self.stated,
            own=tuple(self.own),
            qualifiers=frozenset(self.qualifiers) if self.qualifiers else _NONE,
            registered=self.registered,
            read=tuple(self.read),
            references=self.references,
        )


@attrs.define(eq=False)
class _Reader:
    """Reads MSCONS segment by segment: the header, places with their periods, lines with their values."""

    header: list[Segment] = attrs.field(factory=list)
    places: list[_Named] = attrs.field(factory=list)
    of_place: list[Segment] = attrs.field(factory=list)
    versions: list[Segment] = attrs.field(factory=list)
    references: list[Hashable] = attrs.field(factory=list)
    in_details: bool = False
    # a line has come since the last place
    has_line: bool = False
    line: _Line | None = None

    def take(self, segment: Segment) -> None:
        """Take one segment; values come by the thousand, so they are asked for first."""
        tag, line = segment.tag, self.line
        if tag == "DTM":
            if segment.get(1) in _INTERVAL:
                self._interval(segment)
            elif line is not None:
                if segment.get(1) in INSTANTS:
                    line.read.append(segment)
            elif self.in_details and segment.get(1) == _VERSION:
                self.versions.append(segment)
        elif tag == "QTY":
            if line is not None:
                line.qualifiers.add(segment.get(1))
        elif tag == "UNS":
            self.in_details = True
        elif tag == "LOC":
            self._place(segment)
        elif tag == "LIN":
            self._start(segment)
        elif tag == "PIA" and line is not None:
            line.key.append((tag, segment.elements))
        elif tag == "RFF" and line is None and self.in_details:
            self.references.append(segment.elements)

    def finished(self) -> Iterator[ReportedSeries]:
        """Yield the line that has come to its end."""
        if self.line is not None:
            yield self.line.series()
            self.line = None

    def _place(self, segment: Segment) -> None:
        if segment.get(1) in _POINTS:
            self.places, self.of_place, self.versions = [], [], []
        elif self.has_line:
            # the places of the next series at the same point
            self.places, self.of_place, self.versions = self.places[:1], [], []
        self.has_line, self.references = False, []
        self.places.append((segment.tag, segment.elements))

    def _start(self, segment: Segment) -> None:
        product = (segment.tag, segment.elements[2:3])
        self.line = _Line(
            segment,
            [*self.places, product],
            tuple(self.of_place) or tuple(self.header),
            registered=tuple(self.versions),
            references=tuple(self.references),
        )
        self.has_line = True

    def _interval(self, segment: Segment) -> None:
        if self.line is not None:
            self.line.own.append(segment)
        elif self.in_details:
            self.of_place.append(segment)
        else:
            self.header.append(segment)


# segments that end a line
_AFTER_LINE = frozenset({"LIN", "LOC", "NAD", "CNT", "UNT"})


def _lines(message: RawMessage) -> Iterator[ReportedSeries]:
    reader = _Reader()
    for segment in message.segments:
        if segment.tag in _AFTER_LINE:
            yield from reader.finished()
        reader.take(segment)
    yield from reader.finished()
