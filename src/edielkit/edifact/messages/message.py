"""What every typed message is made of: parts declared by their fields, times, the header and the trailer.

One declaration per field drives reading, writing and plain data: a value is a segment and what hangs under it.

A class names the tag of its segment, puts each component that it knows into a field (`at`) and each kind of
segment or group below it into another (`many`, `single`), in the order of the standard. Components without a field
stay in ``more``, segments without a field in ``others``, each with its place, so that writing gives back exactly
what was read. The structure is a superset of all directories of a message type; whether a segment may stand
where it stands is the walker's business, not the reader's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast

import attrs

from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import (
    Clock,
    clock_of,
    read_instant,
    read_period,
    write_instant,
    write_period,
)
from edielkit.market_time import Period

__all__ = (
    "Child",
    "Message",
    "Other",
    "Part",
    "Plan",
    "SegmentSource",
    "Time",
    "Trailer",
    "at",
    "many",
    "plan_of",
    "read_part",
    "segments_of",
    "single",
)

P = TypeVar("P", bound="Part")


@attrs.frozen(kw_only=True)
class Other:
    """A segment that no field of the value above it holds.

    Attributes:
        tag: The segment's tag.
        elements: Its elements, each a tuple of components.
        slot: How many child fields of the value stand before it.
        after: How many segments or groups of the field before it stand before it.
    """

    tag: str
    elements: tuple[tuple[str, ...], ...] = ()
    slot: int = 0
    after: int = 0
    source: Segment | None = attrs.field(default=None, eq=False, repr=False)


def at(element: int, component: int = 1) -> Any:
    """Declare a text field: the component of the segment at *element* and *component*, from 1."""
    return attrs.field(default="", metadata={"at": (element, component)})


def many(kind: type[Part]) -> Any:
    """Declare a field for the segments or groups of *kind*, in order."""
    return attrs.field(default=(), converter=tuple, metadata={"child": kind, "single": False})


def single(kind: type[Part]) -> Any:
    """Declare a field for the only segment or group of *kind*, None when it is absent."""
    return attrs.field(default=None, metadata={"child": kind, "single": True})


@attrs.frozen(kw_only=True)
class Part:
    """A segment with its fields and with the segments below it.

    Attributes:
        more: Components that no field names: (element, component, text), numbered from 1.
        others: Segments below this one that no field holds.
        source: The segment as it was read; it is written back as long as the fields still say the same.
    """

    TAG: ClassVar[str] = ""

    more: tuple[tuple[int, int, str], ...] = ()
    others: tuple[Other, ...] = ()
    source: Segment | None = attrs.field(default=None, eq=False, repr=False)

    def write(self) -> Iterator[Segment]:
        """Yield this segment and all below it, in order."""
        yield self.own_segment()
        children = plan_of(type(self)).children
        if not self.others:
            for child in children:
                for part in self._below(child):
                    yield from part.write()
            return
        places = _segments_without_field(self.others, len(children))
        yield from places.pop((0, 0), ())
        for slot, child in enumerate(children, 1):
            parts = self._below(child)
            yield from places.pop((slot, 0), ())
            for count, part in enumerate(parts, 1):
                yield from part.write()
                yield from places.pop((slot, count), ())
            # behind parts that are there no more
            for late in sorted(place for place in places if place[0] == slot):
                yield from places.pop(late)

    def _below(self, child: Child) -> Sequence[Part]:
        value = getattr(self, child.name)
        if child.single:
            return () if value is None else (value,)
        return cast("Sequence[Part]", value)

    def own_segment(self) -> Segment:
        """Return the segment of this value alone: as it was read when the fields still say the same."""
        plan = plan_of(type(self))
        elements: list[list[str]] = []
        for name, element, component in plan.texts:
            text = getattr(self, name)
            if text:
                _put(elements, element, component, text)
        for element, component, text in self.more:
            _put(elements, element, component, text)
        written = tuple(tuple(components) if components else ("",) for components in elements)
        source = self.source
        if source is not None and source.elements == written:
            return source
        return Segment(self.TAG, written)


def _put(elements: list[list[str]], element: int, component: int, text: str) -> None:
    while len(elements) < element:
        elements.append([])
    components = elements[element - 1]
    while len(components) < component:
        components.append("")
    if text:
        components[component - 1] = text


def _segments_without_field(others: Sequence[Other], slots: int) -> dict[tuple[int, int], list[Segment]]:
    """Return the segments without a field by their place; what names no field stands behind the last."""
    places: dict[tuple[int, int], list[Segment]] = {}
    for other in others:
        slot = min(max(other.slot, 0), slots)
        place = (slot, max(other.after, 0) if slot else 0)
        places.setdefault(place, []).append(other.source or Segment(other.tag, other.elements))
    return places


@attrs.frozen
class Child:
    """A child field of a class: its name, the class of what it holds, and whether it holds one at most."""

    name: str
    kind: type[Part]
    single: bool


@attrs.frozen
class Plan:
    """What a class declares: its texts with their places (name, element, component), its child fields in order."""

    texts: tuple[tuple[str, int, int], ...]
    children: tuple[Child, ...]


def _plan_of(cls: type[Part]) -> Plan:
    fields = attrs.fields(cls)
    texts = tuple((f.name, *f.metadata["at"]) for f in fields if "at" in f.metadata)
    children = tuple(
        Child(f.name, f.metadata["child"], f.metadata["single"]) for f in fields if "child" in f.metadata
    )
    return Plan(tuple(sorted(texts, key=lambda text: text[1:])), children)


def _make_open(cls: type[Part], slot: int, outer: frozenset[str]) -> frozenset[str]:
    """Return the tags that *cls* from child field *slot* on, or anyone above it, can still take."""
    return outer | {child.kind.TAG for child in plan_of(cls).children[slot:]}


def _find_slot(cls: type[Part], tag: str, first: int) -> int | None:
    """Return the first child field of *cls*, from *first* on, that takes *tag*."""
    for slot, child in enumerate(plan_of(cls).children[first:], first):
        if tag == child.kind.TAG:
            return slot
    return None


_Shape = tuple[int, ...]
_ShapePlan = tuple[tuple[tuple[str, int, int], ...], tuple[tuple[int, int], ...], tuple[int, ...]]


def _make_shape(cls: type[Part], shape: _Shape) -> _ShapePlan:
    """Return, for a segment with so many components in each element: its fields, what no field names, the composites."""
    named = {(e, c): n for n, e, c in plan_of(cls).texts}
    places = [(e, c) for e, size in enumerate(shape, 1) for c in range(1, size + 1)]
    fields = tuple((named[place], place[0] - 1, place[1] - 1) for place in places if place in named)
    unnamed = tuple(place for place in places if place not in named)
    return fields, unnamed, tuple(e for e, size in enumerate(shape) if size > 1)


# cached; the casts are there because mypy takes no class with attrs' own equality for hashable
plan_of = cast("Callable[[type[Part]], Plan]", cache(_plan_of))
_open = cast("Callable[[type[Part], int, frozenset[str]], frozenset[str]]", lru_cache(4096)(_make_open))
_slot = cast("Callable[[type[Part], str, int], int | None]", lru_cache(4096)(_find_slot))
_cached_shape = cast("Callable[[type[Part], _Shape], _ShapePlan]", lru_cache(2048)(_make_shape))

# larger segments are reckoned each time, so that strange input does not fill the memory
_MOST_CACHED = 64


def _shape(cls: type[Part], shape: _Shape) -> _ShapePlan:
    return (_cached_shape if sum(shape) <= _MOST_CACHED else _make_shape)(cls, shape)


def _texts(cls: type[Part], segment: Segment) -> dict[str, Any]:
    """Return the fields of one segment, with what no field names under ``more``."""
    elements = segment.elements
    fields, unnamed, composites = _shape(cls, tuple(map(len, elements)))
    values: dict[str, Any] = {name: elements[e][c] for name, e, c in fields}
    more = [(e, c, text) for e, c in unnamed if (text := elements[e - 1][c - 1])]
    # separators behind the last text are no data, but belong to what was read
    more += [
        (e + 1, len(elements[e]), "") for e in composites if not elements[e][-1] and e + 1 < len(elements)
    ]
    if elements and not elements[-1][-1]:
        more.append((len(elements), len(elements[-1]), ""))
    if more:
        values["more"] = tuple(more)
    values["source"] = segment
    return values


def read_part(
    cls: type[P], segments: Sequence[Segment], start: int = 0, *, with_others: bool = True
) -> tuple[P, int]:
    """Return the value whose segment stands at *start*, and the index behind all that belongs to it.

    Args:
        cls: The class to read.
        segments: All segments.
        start: Index of the value's own segment.
        with_others: Keep the segments that no field holds.
    """
    return _read(cls, segments, start, frozenset(), with_others=with_others)


def _read(
    cls: type[P], segments: Sequence[Segment], start: int, outer: frozenset[str], *, with_others: bool
) -> tuple[P, int]:
    """Read one value and, as deep as the classes are nested, what belongs below it.

    Args:
        cls: The class to read.
        segments: All segments.
        start: Index of the value's own segment.
        outer: Tags that the values above can take: they end this one.
        with_others: Keep the segments that no field holds.
    """
    values = _texts(cls, segments[start])
    index = start + 1
    children = plan_of(cls).children
    if not children:
        return cls(**values), index
    parts: dict[int, list[Part]] = {}
    others: list[Other] = []
    slot, last, end = 0, -1, len(segments)
    while index < end:
        segment = segments[index]
        taker = _slot(cls, segment.tag, slot)
        if taker is None:
            if segment.tag in outer:
                break
            index += 1
            if with_others:
                after = len(parts[last]) if last >= 0 else 0
                others.append(
                    Other(
                        tag=segment.tag,
                        elements=segment.elements,
                        slot=last + 1,
                        after=after,
                        source=segment,
                    )
                )
            continue
        child = children[taker]
        slot = taker + 1 if child.single else taker
        part, index = _read(child.kind, segments, index, _open(cls, slot, outer), with_others=with_others)
        parts.setdefault(taker, []).append(part)
        last = taker
    for taker, listed in parts.items():
        child = children[taker]
        values[child.name] = listed[0] if child.single else tuple(listed)
    if others:
        values["others"] = tuple(others)
    return cls(**values), index


# -- the parts that make a message


@attrs.frozen(kw_only=True)
class Time(Part):
    """DTM: a time, a period, a duration or an offset.

    Attributes:
        function: Qualifier (2005): ``137`` document, ``163`` start, ``164`` end, ``324`` period ...
        text: The time as written (2380).
        format: Its notation (2379), see `edielkit.edifact.timestamps`.
    """

    TAG: ClassVar[str] = "DTM"
    function: str = at(1, 1)
    text: str = at(1, 2)
    format: str = at(1, 3)

    @classmethod
    def of(cls, function: str, instant: dt.datetime, format: str, clock: Clock) -> Self:  # noqa: A002 - 2379
        """Return the segment for an aware *instant*.

        Raises:
            ValueError: The format cannot hold the instant.
        """
        return cls(function=function, text=write_instant(instant, format, clock.zone), format=format)

    @classmethod
    def of_period(cls, function: str, period: Period, format: str, clock: Clock) -> Self:  # noqa: A002 - 2379
        """Return the segment for a *period* of format 719, Z13, 602, 610 or 102.

        Raises:
            ValueError: The format cannot hold the period.
        """
        return cls(function=function, text=write_period(period, format, clock), format=format)

    def instant(self, clock: Clock | None) -> dt.datetime:
        """Return the instant, in UTC.

        Raises:
            ValueError: The text does not follow its format, or nobody states a zone.
        """
        zone = None if clock is None else clock.calendar if self.format == "102" else clock.zone
        return read_instant(self.text, self.format, zone)

    def period(self, clock: Clock | None) -> Period:
        """Return the half-open period of a text with two times or days, a year, a month or a day.

        Raises:
            ValueError: The text does not follow its format, or nobody states a zone.
        """
        if clock is None:
            raise ValueError("neither the message nor the profile states a zone for this time")
        return read_period(self.text, self.format, clock)


@attrs.frozen(kw_only=True)
class Trailer(Part):
    """UNT: the number of segments and the message reference again."""

    TAG: ClassVar[str] = "UNT"
    count: str = at(1)
    reference: str = at(2)


class SegmentSource(Protocol):
    """A raw message of an interchange."""

    @property
    def segments(self) -> Sequence[Segment]:
        """All segments, UNH and UNT included."""


def segments_of(source: SegmentSource | Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments from UNH to UNT of a raw message, or of any segments in order."""
    return tuple(source if isinstance(source, Sequence) else source.segments)


@attrs.frozen(kw_only=True)
class Message(Part):
    """A message from UNH to UNT.

    Attributes:
        reference: Message reference (0062), the same in UNH and UNT.
        type: Message type (0065), such as ``MSCONS``.
        version: Version (0052), mostly ``D``.
        release: Release (0054), such as ``96A``.
        agency: Controlling agency (0051).
        association: Code of the guide (0057), such as ``EDIEL2``.
        access_reference: Common access reference (0068); Denmark's business transaction.
        sequence: Number of the part of a split message (0070).
        transfer: ``C`` first, ``F`` last part (0073).
    """

    TAG: ClassVar[str] = "UNH"
    TYPE: ClassVar[str] = ""

    reference: str = at(1)
    type: str = at(2, 1)
    version: str = at(2, 2)
    release: str = at(2, 3)
    agency: str = at(2, 4)
    association: str = at(2, 5)
    access_reference: str = at(3)
    sequence: str = at(4, 1)
    transfer: str = at(4, 2)
    origin: tuple[Segment, ...] | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def read(cls, source: SegmentSource | Sequence[Segment], *, with_others: bool = True) -> Self:
        """Return the message of a raw message, or of its segments from UNH on.

        Nothing is checked here: what does not fit is kept in ``more`` and ``others``.

        Args:
            source: The raw message, or its segments.
            with_others: Keep the segments that no field holds; a message without them is not written again.

        Raises:
            ValueError: The first segment is not UNH, or the type is another one.
        """
        segments = segments_of(source)
        if not segments or segments[0].tag != cls.TAG:
            raise ValueError(f"expected UNH first, found {segments[0].tag if segments else 'nothing'!r}")
        if segments[0].get(2) != cls.TYPE:
            raise ValueError(f"expected a message {cls.TYPE}, found {segments[0].get(2)!r}")
        message, _ = read_part(cls, segments, with_others=with_others)
        return attrs.evolve(message, origin=segments)

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments from UNH to UNT.

        A message that still says what was read gives the very segments that were read, a wrong count in UNT
        included. Any other gets a trailer with the right count and reference.
        """
        written = tuple(self.write())
        if self.origin is not None and written == self.origin:
            return self.origin
        body = [segment for segment in written if segment.tag != "UNT"]
        return (*body, Trailer(count=str(len(body) + 1), reference=self.reference).own_segment())

    def clock(self, profile: str | None = None) -> Clock | None:
        """Return how the times of this message become instants, see `edielkit.edifact.timestamps.clock_of`."""
        return clock_of(getattr(self, "times", ()), profile)

    def time(self, function: str) -> Time | None:
        """Return the first time of the header with this qualifier."""
        times: Iterable[Time] = getattr(self, "times", ())
        return next((time for time in times if time.function == function), None)

    def instant(self, function: str, profile: str | None = None) -> dt.datetime | None:
        """Return a time of the header as an instant in UTC; None when it is absent or cannot be read."""
        time = self.time(function)
        if time is None:
            return None
        try:
            return time.instant(self.clock(profile))
        except ValueError:
            return None
