"""What CONTRL says of errors: each once, at the lowest level, in order, and in the service segments of its level.

Source: ISO 9735-4:1998, 5.3 (one error of each part, at the lowest level; what a receipt judges; no CONTRL for a CONTRL). Which
service segments belong to which level follows from where they stand (derived).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted

__all__ = ("check_errors",)

# of each segment that judges a level: elements of action (0083), error (0085), service segment (0013) and place in it (S011),
# and the service segments of the level
_JUDGES: Mapping[str, tuple[int, int, int, int, tuple[str, ...]]] = MappingProxyType(
    {
        "UCI": (4, 5, 6, 7, ("UNA", "UNB", "UNZ")),
        "UCF": (4, 5, 6, 7, ("UNG", "UNE")),
        "UCM": (3, 4, 5, 6, ("UNH", "UNT")),
    }
)
_ACCEPTED, _RECEIPT = frozenset({"1", "7"}), "8"
_ANSWER = "CONTRL"
_LEVEL = {"UCI": 0, "UCF": 1, "UCM": 2, "UCS": 3, "UCD": 4}


def check_errors(places: MessagePlaces) -> Iterator[Finding]:
    """Yield what a CONTRL says of errors in a wrong place, twice, or at two levels.

    Args:
        places: The places of the message.

    >>> from edielkit.edifact.interchange import RawMessage
    >>> texts = (("UNH", "1", ("CONTRL", "D", "3")), ("UCI", "R", "A", "B", "4", "12", "XXX"))
    >>> message = RawMessage(tuple(Segment.of(*text) for text in texts))
    >>> [finding.code for finding in check_errors(MessagePlaces(message))]
    ['EDI072']
    """
    segments = [segment for segment in places.message.segments if segment.tag in _LEVEL]
    for segment in segments:
        if segment.tag in _JUDGES:
            yield from _judged(segment, places)
    yield from _levels(segments, places)
    yield from _parts(segments, places)


def _judged(segment: Segment, places: MessagePlaces) -> Iterator[Finding]:
    action, error, where, spot, tags = _JUDGES[segment.tag]
    said, code, named = segment.get(action), segment.get(error), segment.get(where)
    at = _Writer(places, segment)
    if code and said in _ACCEPTED | {_RECEIPT}:
        what = (
            "a receipt judges nothing"
            if said == _RECEIPT
            else "only an error that is not fatal may be accepted"
        )
        yield at.warning(
            "EDI069",
            f"expected the action 4 beside the error {quoted(code, 3)}, found {said!r}: {what}",
            action,
        )
    if said == _RECEIPT and segment.tag != "UCI":
        yield at.warning(
            "EDI069", f"expected 4 or 7 for 0083, found {said!r}, which is of the interchange alone", action
        )
    if named and named not in tags:
        yield at.warning(
            "EDI072",
            f"expected one of {', '.join(tags)} for 0013 in {segment.tag}, found {quoted(named, 3)}",
            where,
        )
    elif segment.get(spot) and not named:
        yield at.warning(
            "EDI072",
            f"expected one of {', '.join(tags)} for 0013 beside the place of the error, found none",
            where,
        )
    elif named and not code:
        yield at.warning("EDI072", f"expected an error (0085) beside {quoted(named, 3)}, found none", error)
    if segment.tag == "UCM" and segment.get(2) == _ANSWER:
        yield at.warning("EDI073", "expected no answer to a CONTRL, found one", 2)


def _levels(segments: list[Segment], places: MessagePlaces) -> Iterator[Finding]:
    """Yield the errors that stand above a more precise one, and the places without any error."""
    for segment, below in zip(segments, [*segments, None][1:], strict=True):
        error = {"UCS": 2, "UCD": 1}.get(segment.tag) or _JUDGES[segment.tag][1]
        is_above = below is not None and _LEVEL[segment.tag] < _LEVEL[below.tag]
        at = _Writer(places, segment)
        if segment.get(error) and is_above and below is not None:
            text = f"expected an error at its lowest level alone, found one in {segment.tag} and one in {below.tag} below it"
            yield at.warning("EDI069", text, error)
        elif segment.tag == "UCS" and not segment.get(error) and not is_above:
            yield at.warning(
                "EDI069",
                "expected an error (0085) of the segment, or one of an element (UCD), found none",
                error,
            )


def _parts(segments: list[Segment], places: MessagePlaces) -> Iterator[Finding]:
    """Yield the segments and elements that are named again, or before one that stands earlier in the message."""
    reported: dict[str, tuple[int, ...]] = {}
    named: set[tuple[str, tuple[int, ...]]] = set()
    for segment in segments:
        if segment.tag not in {"UCS", "UCD"}:
            reported, named = {}, set()
            continue
        if segment.tag == "UCS":
            reported.pop("UCD", None)
            named = {part for part in named if part[0] == "UCS"}
        element = 1 if segment.tag == "UCS" else 2
        spot = (
            tuple(_number(text) for text in segment.elements[element - 1])
            if len(segment.elements) >= element
            else ()
        )
        at = _Writer(places, segment)
        if (segment.tag, spot) in named:
            text = f"expected one {segment.tag} of each part, found one more"
            yield at.finding("EDI069", text, element)
        elif spot < reported.get(segment.tag, ()):
            yield at.warning(
                "EDI069", "expected the parts in the order of the message, found an earlier one", element
            )
        named.add((segment.tag, spot))
        reported[segment.tag] = max(spot, reported.get(segment.tag, ()))


def _number(text: str) -> int:
    # what is no number, or too long for one, is a fault of the format
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@attrs.frozen
class _Writer:
    """Writes findings at a segment."""

    places: MessagePlaces
    segment: Segment

    def finding(self, code: str, text: str, element: int, severity: Severity | None = None) -> Finding:
        at = self.places.of(self.segment, element, 1)
        return RULES[code].finding(text, at, severity=severity, payload=self.places.payload(self.segment))

    def warning(self, code: str, text: str, element: int) -> Finding:
        return self.finding(code, text, element, Severity.WARNING)
