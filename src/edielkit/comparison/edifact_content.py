"""Messages of EDIFACT as contents: times become instants, amounts numbers, and what only counts the rest is left out.

A message that has a typed value is compared as that: the order of its parts has no meaning. Any other is compared segment
by segment, in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import partial

from edielkit.comparison.content import Content, leaf, shown
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import read_message
from edielkit.edifact.messages.message import Part, Time, plan_of
from edielkit.edifact.messages.parts import number
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import INSTANTS, OFFSETS, PERIODS, Clock

__all__ = ("contents",)

# Places (element, component) that hold numbers: 6060, 6314, 6162, 6152, 5004, 6066, 5118.
_NUMBERS = frozenset(
    {("QTY", 1, 2), ("MEA", 3, 2), ("MEA", 3, 3), ("MEA", 3, 4), ("MOA", 1, 2), ("CNT", 1, 2), ("PRI", 1, 2)}
)
# The number of a line (1082) counts lines, UNT segments: both follow from the rest.
_COUNTS = frozenset({("LIN", 1, 1)})
_COUNTING = frozenset({"UNT"})
# Tags whose first component tells what the segment is, as DTM+137 does.
_QUALIFIED = frozenset({"NAD", "LOC", "RFF", "MEA", "CNT", "IDE", "CTA", "MOA", "PRI", "FTX", "CUX", "PIA"})
# Places by which repeated segments of a tag are told from each other.
_KEYS = {
    "NAD": ((2, 1),),
    "LOC": ((2, 1), (3, 1), (4, 1)),
    "IDE": ((2, 1),),
    "LIN": ((3, 1),),
    "SEQ": ((2, 1),),
    "UCM": ((1, 1),),
    "UCS": ((1, 1),),
}


def contents(interchange: Interchange) -> Iterator[tuple[str, str, Content]]:
    """Yield kind, identification and content of an interchange's envelope, and of each of its messages."""
    yield "Interchange", interchange.reference, _envelope(interchange)
    for raw in interchange.messages:
        typed = read_message(raw)
        if typed is None:
            yield raw.type, _document_number(raw.segments), _in_order(raw.type, raw.segments)
        else:
            clock = typed.clock(profile_of(typed, interchange.unb))
            identification = _document_number(raw.segments) or typed.reference
            yield typed.TYPE, identification, _content(typed, clock, typed.TYPE)


def _document_number(segments: Sequence[Segment]) -> str:
    return next((segment.get(2) for segment in segments if segment.tag == "BGM"), "")


# -- the envelope

_ENVELOPE = (
    "sender",
    "sender_qualifier",
    "sender_subaddress",
    "recipient",
    "recipient_qualifier",
    "recipient_subaddress",
    "reference",
    "application_reference",
    "ack_request",
    "agreement",
    "test",
)


def _envelope(interchange: Interchange) -> Content:
    parts = [leaf(name, value) for name in _ENVELOPE if (value := getattr(interchange, name))]
    parts.append(leaf("prepared", _prepared(interchange)))
    parts += (
        Content(name=group.ung.tag, parts=partial(_components, group.ung)) for group in interchange.groups
    )
    return Content(name="UNB", parts=lambda: parts)


def _prepared(interchange: Interchange) -> str:
    """Return a date and time of UNB with its century: syntax 1 to 3 leave it out (0017)."""
    text = interchange.prepared
    if len(text) == len("YYMMDDhhmm"):
        return f"20{text}"
    unb = interchange.unb
    return (
        text if unb is None or len(text) == len("CCYYMMDDhhmm") else f"{unb.get(4)} {unb.get(4, 2)}".strip()
    )


# -- messages without a typed value


def _in_order(kind: str, segments: Sequence[Segment]) -> Content:
    """Return a message as its segments, the nth of a tag compared with the nth."""
    counts: Counter[str] = Counter()
    parts = []
    for segment in segments:
        counts[segment.tag] += 1
        if segment.tag not in _COUNTING:
            key = f"number {counts[segment.tag]}"
            parts.append(Content(name=segment.tag, keys=(key,), parts=partial(_components, segment)))
    # segments of one tag are in order by their numbers, and all of them by this
    parts.append(leaf("tags of the segments, in order", " ".join(segment.tag for segment in segments)))
    return Content(name=kind, parts=lambda: parts)


def _components(segment: Segment) -> Iterator[Content]:
    for e, element in enumerate(segment.elements, 1):
        for c, text in enumerate(element, 1):
            if text:
                yield leaf(f"element {e}/{c}", _value(segment.tag, e, c, text))


def _value(tag: str, element: int, component: int, text: str) -> Hashable:
    if (tag, element, component) not in _NUMBERS:
        return text
    amount = number(text)
    return text if amount is None else amount


# -- typed messages


def _content(part: Part, clock: Clock | None, name: str, keys: tuple[str, ...] = ()) -> Content:
    # the same text is the same instant where both messages have one clock
    return Content(name=name, keys=keys, origin=(clock, part), parts=partial(_parts, part, clock))


def _parts(part: Part, clock: Clock | None) -> Iterator[Content]:
    plan = plan_of(type(part))
    for name, element, component in plan.texts:
        text = getattr(part, name)
        if text and (part.TAG, element, component) not in _COUNTS:
            yield leaf(name, _value(part.TAG, element, component, text))
    for element, component, text in part.more:
        if text:
            yield leaf(f"element {element}/{component}", text)
    for child in plan.children:
        below: Sequence[Part] = getattr(part, child.name) or ()
        yield from _children((below,) if isinstance(below, Part) else below, clock)
    for other in part.others:
        if other.tag not in _COUNTING:
            segment = Segment(other.tag, other.elements)
            yield Content(name=other.tag, parts=partial(_components, segment))


def _children(parts: Sequence[Part], clock: Clock | None) -> Iterator[Content]:
    for place, part in enumerate(parts, 1):
        if isinstance(part, Time):
            yield from _time(part, clock)
        elif part.TAG not in _COUNTING:
            yield _content(part, clock, _name(part), _keys(part, clock, place))


def _name(part: Part) -> str:
    qualifier = part.own_segment().get(1) if part.TAG in _QUALIFIED else ""
    return f"{part.TAG}+{qualifier}" if qualifier else part.TAG


def _keys(part: Part, clock: Clock | None, place: int) -> tuple[str, ...]:
    if part.TAG == "QTY":
        times: Sequence[Time] = getattr(part, "times", ())
        ends = sorted((end.name, shown(end.value)) for time in times for end in _time(time, clock))
        return (" to ".join(text for _, text in ends) or f"number {place}",)
    segment = part.own_segment()
    key = " ".join(text for place in _KEYS.get(part.TAG, ()) if (text := segment.get(*place)))
    return (key, _about(part))


def _about(part: Part) -> str:
    """Return the points and areas that a transaction is about, empty for any other part."""
    locations = getattr(part, "locations", ()) if part.TAG == "IDE" else ()
    return " ".join(location.identification for location in locations)


def _time(time: Time, clock: Clock | None) -> Iterator[Content]:
    """Yield a time as an instant, a period as its two instants; an offset is in the instants already."""
    name = f"DTM+{time.function}"
    try:
        if time.function in OFFSETS:
            return
        if time.format in INSTANTS:
            yield leaf(name, time.instant(clock))
            return
        if time.format in PERIODS:
            period = time.period(clock)
            start, end = _ENDS.get(time.function, (f"{name} start", f"{name} end"))
            yield leaf(start, period.start)
            yield leaf(end, period.end)
            return
    except ValueError:
        pass  # compared as it is written
    yield leaf(name, f"{time.text} in format {time.format}" if time.format else time.text)


# 2005: 324 is a period, whose ends may stand as 163 and 164
_ENDS = {"324": ("DTM+163", "DTM+164")}
