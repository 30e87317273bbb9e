"""What stands once: identifications of messages, transactions and lines, numbers of lines, and series."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import attrs

from edielkit.edifact.check.guides import RULES as GUIDE_RULES
from edielkit.edifact.check.guides import Weight, weights
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported
from edielkit.edifact.check.time_rules import RULES as TIME_RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding

__all__ = ("SeenOnce", "check_once")

_Place = tuple[MessagePlaces, Segment]

_INTERCHANGE = "interchange"
# quantities (6063) of MSCONS that are no metered values of an interval: annual estimate, plan, forecast
_OTHER_KINDS = frozenset({"31", "135", "187"})
_LONGEST_PATH = 60


@attrs.frozen(eq=False)
class SeenOnce:
    """What the messages of an interchange have said so far.

    Attributes:
        names: Identifications by the segment that holds them, with where each stood first.
        series: Series by what tells them from others, with where each stood first.
    """

    names: dict[tuple[str, str], _Place] = attrs.field(factory=dict)
    series: dict[Hashable, _Place] = attrs.field(factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """How much has been said so far."""
        return len(self.names), len(self.series)

    def restore(self, size: tuple[int, int]) -> None:
        """Take back what was said since there was so much.

        Args:
            size: What `size` was.
        """
        names, series = size
        while len(self.names) > names:
            self.names.popitem()
        while len(self.series) > series:
            self.series.popitem()


def check_once(places: MessagePlaces, reported: Reported, process: str, seen: SeenOnce) -> Iterator[Finding]:
    """Yield what stands again in a message, or stood in an earlier one of its interchange.

    Args:
        places: The places of the message.
        reported: What it reports.
        process: The process that the message names.
        seen: What earlier messages have said; this one is added.
    """
    kind, profile = places.message.type, reported.profile
    repeated: set[int] = set()
    for weight in weights("GDE006", profile, kind, process):
        for segment, finding in _names(places, weight, seen):
            repeated.add(id(segment))
            yield finding
    for weight in weights("GDE007", profile, kind, process):
        yield from _numbers(places, weight)
    # a transaction that stands twice with its identification is told of already
    yield from (finding for head, finding in _series(places, reported, seen) if id(head) not in repeated)


def _names(places: MessagePlaces, weight: Weight, seen: SeenOnce) -> Iterator[tuple[Segment, Finding]]:
    names = seen.names if weight.within == _INTERCHANGE else {}
    for segment in places.message.segments:
        if segment.tag == weight.within:
            names = {}
        if segment.tag != weight.segment:
            continue
        name = segment.get(weight.element, weight.component)
        if not name:
            continue
        first = names.setdefault((segment.tag, name), (places, segment))
        if first[1] is not segment:
            at = places.of(segment, weight.element, weight.component)
            text = f"expected an identification of its own for {segment.tag}, found that of {_where(first)} again"
            yield segment, weight.finding(GUIDE_RULES["GDE006"], text, at, payload=places.payload(segment))


def _where(place: _Place) -> str:
    """Return a place in words that tell the messages of an interchange apart."""
    places, segment = place
    return f"{places.of(segment).path} of message {places.message.index + 1}"[:_LONGEST_PATH]


def _numbers(places: MessagePlaces, weight: Weight) -> Iterator[Finding]:
    expected = 1
    for segment in places.message.segments:
        if segment.tag != weight.segment:
            continue
        number = segment.get(weight.element, weight.component)
        if number and number != str(expected):
            at = places.of(segment, weight.element, weight.component)
            text = f"expected the line number {expected}, found {number[:6]!r}"
            yield weight.finding(GUIDE_RULES["GDE007"], text, at, payload=places.payload(segment))
        digits = number.isascii() and number.isdigit() and len(number) < 7
        expected = (int(number) if digits else expected) + 1


def _series(places: MessagePlaces, reported: Reported, seen: SeenOnce) -> Iterator[tuple[Segment, Finding]]:
    is_utilts = places.message.type == "UTILTS"
    for series in reported.series:
        period = reported.period(series.own) or reported.period(series.stated)
        if period is None or not series.key:
            continue
        kinds = series.qualifiers if is_utilts else series.qualifiers & _OTHER_KINDS
        key = (series.key, kinds, period.start, period.end)
        first = seen.series.setdefault(key, (places, series.head))
        if first[1] is not series.head:
            text = f"expected each series once, found point, product, direction and period of {_where(first)} again"
            at, payload = places.of(series.head), places.payload(series.head)
            yield series.head, TIME_RULES["SER044"].finding(text, at, payload=payload)
