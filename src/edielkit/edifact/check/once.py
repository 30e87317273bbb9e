"""What stands once: identifications of messages, transactions and lines, numbers of lines, and series."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache

import attrs

from edielkit.edifact.check.guides import RULES as GUIDE_RULES
from edielkit.edifact.check.guides import Weight, weights
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import ESTIMATES, Reported, ReportedSeries
from edielkit.edifact.check.time_rules import RULES as TIME_RULES
from edielkit.edifact.collector import Surplus, never_full
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding
from edielkit.harmless import quoted
from edielkit.market_time import Period, overlapped

__all__ = ("NamesOfDocument", "SeenOnce", "check_once", "once_tags")

_Place = tuple[MessagePlaces, Segment]

_INTERCHANGE, _MESSAGE = "interchange", "message"
_LONGEST_PATH = 60


@attrs.frozen(eq=False)
class SeenOnce:
    """What the messages of an interchange have said so far.

    Attributes:
        names: Identifications by the segment that holds them, with where each stood first.
        series: Series by what tells them from others, with where each stood first.
        spans: Of series that differ in their periods alone those that do not overlap, in order.
        added: Where in *spans* each came in, in the order in which they came.
    """

    names: dict[tuple[str, str], _Place] = attrs.field(factory=dict)
    series: dict[Hashable, _Place] = attrs.field(factory=dict)
    spans: dict[Hashable, list[tuple[Period, _Place]]] = attrs.field(factory=dict)
    added: list[tuple[Hashable, int]] = attrs.field(factory=list)

    @property
    def size(self) -> tuple[int, int, int]:
        """How much has been said so far."""
        return len(self.names), len(self.series), len(self.added)

    def overlapped(self, key: Hashable, period: Period, at: _Place) -> _Place | None:
        """Return where the series stands whose period a further one overlaps; None when it is kept as one that does not.

        Args:
            key: What tells the series from others, but for its period.
            period: Its period.
            at: Where it stands.
        """
        spans = self.spans.setdefault(key, [])
        index, before = overlapped(spans, period)
        if before is not None:
            return before[1]
        spans.insert(index, (period, at))
        self.added.append((key, index))
        return None

    def any_overlapped(self, key: Hashable, periods: Sequence[Period], at: _Place) -> _Place | None:
        """Return where a series of another place stands that one of some periods overlaps; all others are kept.

        Args:
            key: What tells the series from others, but for its periods.
            periods: Its periods.
            at: Where it stands.
        """
        touched = [place for period in periods if (place := self.overlapped(key, period, at)) is not None]
        # of itself a series overlaps nothing: that its values do is told by the rules on its values
        return next((place for place in touched if place[1] is not at[1]), None)

    def restore(self, size: tuple[int, int, int]) -> None:
        """Take back what was said since there was so much.

        Args:
            size: What `size` was.
        """
        names, series, added = size
        while len(self.names) > names:
            self.names.popitem()
        while len(self.series) > series:
            self.series.popitem()
        while len(self.added) > added:
            key, index = self.added.pop()
            del self.spans[key][index]


@attrs.frozen(eq=False)
class NamesOfDocument:
    """What the number of a document (BGM 1004) names in messages that differ in it alone: its message stands once by it.

    Attributes:
        holders: The segments that hold it, as names are kept by them.
        places: The places of one such message.
    """

    holders: tuple[str, ...]
    places: MessagePlaces | None

    @classmethod
    def of(cls, message: RawMessage, profile: str, seen: SeenOnce) -> NamesOfDocument | None:
        """Return what the number of a message that was checked names, None when an earlier one has it.

        Args:
            message: The message, whose second segment is BGM.
            profile: Code of its market, empty when none is known.
            seen: What it and earlier ones have said.
        """
        head = message.segments[1]
        number = head.get(2)
        holders = {weight.segment for weight in weights("GDE006", profile, message.type)}
        named = {text: seen.names[text, number] for text in sorted(holders) if (text, number) in seen.names}
        if any(segment is not head for _, segment in named.values()):
            return None
        return cls(tuple(named), next((places for places, _ in named.values()), None))

    def keep(self, number: str, message: RawMessage, seen: SeenOnce) -> bool:
        """Note the number of a further message, False when an earlier one has it.

        Args:
            number: The number.
            message: The message.
            seen: What earlier ones have said.
        """
        if any((holder, number) in seen.names for holder in self.holders):
            return False
        for holder in self.holders:
            at = MessagePlaces(message, like=self.places)
            seen.names[holder, number] = (at, message.segments[1])
        return True


def check_once(
    places: MessagePlaces,
    reported: Reported,
    process: str,
    seen: SeenOnce,
    *,
    single_values: bool = False,
    is_full: Callable[[str], bool] = never_full,
) -> Iterator[Finding | Surplus]:
    """Yield what stands again in a message, or stood in an earlier one of its interchange.

    Args:
        places: The places of the message.
        reported: What it reports.
        process: The process that the message names.
        seen: What earlier messages have said; this one is added.
        single_values: The guide lets values stand alone: what lies between them is of no series, and may be of another message.
        is_full: Tells whether further findings of a rule are only counted.
    """
    kind, profile = places.message.type, reported.profile
    repeated: set[int] = set()
    for weight in weights("GDE006", profile, kind, process):
        for segment, finding in _names(places, weight, seen, is_full):
            repeated.add(id(segment))
            yield finding
    for weight in weights("GDE007", profile, kind, process):
        # a number that stands twice is told of already
        yield from _numbers(places, weight, repeated, is_full)
    # a transaction that stands twice with its identification is told of already
    told = _series(places, reported, seen, single_values=single_values)
    yield from (finding for head, finding in told if id(head) not in repeated)


@lru_cache(maxsize=64)
def once_tags(profile: str, message_type: str) -> frozenset[str]:
    """Return the tags of the segments that say what stands once, and of those that begin the parts that it stands once in.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.

    >>> sorted(once_tags("no", "MSCONS"))
    ['BGM', 'LIN', 'LOC']
    """
    rows = [row for rule in ("GDE006", "GDE007") for row in weights(rule, profile, message_type)]
    tags = {Pattern(row.segment).tag for row in rows} | {row.within for row in rows}
    return frozenset(tags - {_INTERCHANGE, _MESSAGE})


def _names(
    places: MessagePlaces, weight: Weight, seen: SeenOnce, is_full: Callable[[str], bool]
) -> Iterator[tuple[Segment, Finding | Surplus]]:
    names = seen.names if weight.within == _INTERCHANGE else {}
    holder, within = Pattern(weight.segment), weight.within
    held = holder.tag
    for segment in places.message.segments:
        tag = segment.tag
        if tag == within:
            names = {}
        if tag != held or not holder.matches(segment):
            continue
        name = segment.get(weight.element, weight.component)
        if not name:
            continue
        first = names.setdefault((holder.text, name), (places, segment))
        if first[1] is segment:
            continue
        if is_full("GDE006"):
            yield segment, Surplus("GDE006", segment.offset)
        else:
            at = places.of(segment, weight.element, weight.component)
            text = f"expected an identification of its own for {holder.words}, found that of {_where(first)} again"
            yield segment, weight.finding(GUIDE_RULES["GDE006"], text, at, payload=places.payload(segment))


def _where(place: _Place) -> str:
    """Return a place in words that tell the messages of an interchange apart."""
    places, segment = place
    return f"{places.of(segment).path} of message {places.message.index + 1}"[:_LONGEST_PATH]


def _numbers(
    places: MessagePlaces, weight: Weight, told: set[int], is_full: Callable[[str], bool]
) -> Iterator[Finding | Surplus]:
    """Yield the lines whose number is not the next one; where each part may count anew, its first may be 1 too."""
    expected, is_first = 1, True
    within, held, spot = weight.within, weight.segment, (weight.element, weight.component)
    # in D.96A what is no number is a fault of the format
    is_of_format = places.message.directory == "D.96A"
    for segment in places.message.segments:
        tag = segment.tag
        is_first = is_first or tag == within
        if tag != held:
            continue
        number = segment.get(*spot)
        digits = number.isascii() and number.isdigit() and len(number) < 7
        is_told = id(segment) in told or (not digits and is_of_format)
        is_wrong = number and number != str(expected) and not is_told and not (is_first and number == "1")
        if is_wrong and is_full("GDE007"):
            yield Surplus("GDE007", segment.offset)
        elif is_wrong:
            at = places.of(segment, weight.element, weight.component)
            text = f"expected the line number {expected}, found {quoted(number, 6)}"
            yield weight.finding(GUIDE_RULES["GDE007"], text, at, payload=places.payload(segment))
        is_first = False
        expected = (int(number) if digits else expected) + 1


def _series(
    places: MessagePlaces, reported: Reported, seen: SeenOnce, *, single_values: bool
) -> Iterator[tuple[Segment, Finding]]:
    is_utilts = places.message.type == "UTILTS"
    for series in reported.series:
        if not series.key:
            continue
        kinds = series.qualifiers if is_utilts else series.qualifiers & ESTIMATES
        period = reported.period(series.own) or reported.period(series.stated)
        when = (period.start, period.end) if period else _instants(series)
        if period is None and not series.qualifiers:
            continue
        at = (places, series.head)
        first = seen.series.setdefault((series.key, kinds, when), at)
        text = ""
        if first[1] is not series.head:
            text = f"expected each series once, found point, product, direction and period of {_where(first)} again"
        elif period is not None:
            key = (series.key, kinds, series.resolution)
            spans = tuple(reported.intervals(series.own)) if single_values else ()
            overlapped = seen.any_overlapped(key, spans or (period,), at)
            # the values of a message of MSCONS are compared one by one
            if overlapped is not None and (is_utilts or overlapped[0] is not places):
                text = f"expected each value once, found a period that overlaps that of {_where(overlapped)}"
        if text:
            here, payload = places.of(series.head), places.payload(series.head)
            yield series.head, TIME_RULES["SER044"].finding(text, here, payload=payload)


def _instants(series: ReportedSeries) -> Hashable:
    """Return what tells series without a period from each other: their meter and the instants of its readings."""
    return series.references, frozenset(segment.elements for segment in series.read) if series.read else ()
