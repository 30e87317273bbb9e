"""What CONTRL says against its syntax and against itself: positions, levels of its error codes, actions, its version.

Sources: ISO 9735-4:1998 (0083, 0096, 0098, 0104 and Annex A); UN service directories. What a market's guide asks for beside
it are rows of that guide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.response_errors import check_errors
from edielkit.edifact.check.syntax_errors import LEVELS, error_codes, syntax_of
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding
from edielkit.harmless import quoted

__all__ = ("check_responses",)

# level of each segment of CONTRL in the words of ISO 9735-4, and the element of its error code (0085)
_ERRORS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"UCI": ("U", 5), "UCF": ("F", 5), "UCM": ("M", 4), "UCS": ("S", 2), "UCD": ("D", 1)}
)
# element of the action (0083) of the segments that have one
_ACTIONS: Mapping[str, int] = MappingProxyType({"UCI": 4, "UCF": 4, "UCM": 3})
# places that count from 1: segment, element, component
_POSITIONS: tuple[tuple[str, int, int, str], ...] = (
    ("UCS", 1, 1, "0096"), ("UCD", 2, 1, "0098"), ("UCD", 2, 2, "0104"), ("UCI", 7, 1, "0098"), ("UCI", 7, 2, "0104"),
    ("UCF", 7, 1, "0098"), ("UCF", 7, 2, "0104"), ("UCM", 6, 1, "0098"), ("UCM", 6, 2, "0104"),
)  # fmt: skip
_REJECTED, _ACCEPTED, _RECEIPT = "4", frozenset({"7", "1"}), "8"
_DUPLICATE = "26"
# what an amount has and a place has not: a sign, a decimal mark
_OF_AMOUNTS = frozenset("-.,")
# version and release of CONTRL by the syntax that it is of
_OF_SYNTAX_4, _OF_SYNTAX_3 = "4.1", "D.3"


def check_responses(places: MessagePlaces, syntax_version: str) -> Iterator[Finding]:
    """Yield what a CONTRL says against its syntax and against itself.

    Args:
        places: The places of the message.
        syntax_version: Element 0002 of its interchange.

    >>> from edielkit.edifact.interchange import RawMessage
    >>> texts = (("UNH", "1", ("CONTRL", "D", "3")), ("UCI", "R", "A", "B", "8"), ("UCM", "1", "MSCONS", "4"))
    >>> message = RawMessage(tuple(Segment.of(*text) for text in texts))
    >>> [finding.code for finding in check_responses(MessagePlaces(message), "3")]
    ['EDI069']
    """
    yield from _version(places, syntax_version)
    codes = error_codes(syntax_of(places.message.directory, syntax_version))
    for segment in places.message.segments:
        yield from _positions(segment, places)
        level, element = _ERRORS.get(segment.tag, ("", 0))
        code = segment.get(element) if level else ""
        if code in codes and level not in LEVELS.get(code, level):
            text = f"expected the error code {code} at {_levels(code)}, found it in {segment.tag}"
            yield _finding("EDI068", text, segment, (element, 1), places)
    yield from _actions(places)
    yield from _answered_once(places)
    yield from check_errors(places)


def _version(places: MessagePlaces, syntax_version: str) -> Iterator[Finding]:
    directory = places.message.directory
    other = {_OF_SYNTAX_4: _OF_SYNTAX_3, _OF_SYNTAX_3: _OF_SYNTAX_4}.get(directory)
    if other is not None and syntax_version and (directory == _OF_SYNTAX_4) != (syntax_version == "4"):
        text = f"expected CONTRL:{other.replace('.', ':')} in an interchange of syntax {syntax_version[:1]}, found {directory.replace('.', ':')}"
        yield _finding("EDI070", text, places.message.unh, (2, 2), places)


def _positions(segment: Segment, places: MessagePlaces) -> Iterator[Finding]:
    for tag, element, component, name in _POSITIONS:
        number = segment.get(element, component) if segment.tag == tag else ""
        # letters are a fault of the format
        is_place = number.strip("0") and not set(number) & _OF_AMOUNTS
        if number and not is_place:
            text = f"expected a number from 1 for {name}, found {quoted(number, 6)}"
            yield _finding("EDI067", text, segment, (element, component), places)


def _levels(code: str) -> str:
    return " or ".join(tag for tag, (level, _) in _ERRORS.items() if level in LEVELS[code])


def _actions(places: MessagePlaces) -> Iterator[Finding]:
    """Compare the action of each level with that of the level above it."""
    above: dict[str, str] = {}
    for segment in places.message.segments:
        element = _ACTIONS.get(segment.tag)
        if element is None:
            continue
        action = segment.get(element)
        if segment.tag == "UCI":
            above = {"UCI": action}
            continue
        if above.get("UCI") == _RECEIPT:
            text = f"expected no {segment.tag} in a receipt (UCI 0083 = 8), which judges no part"
            yield _finding("EDI069", text, segment, (0, 0), places)
        if segment.tag == "UCF":
            above["UCF"] = action
        rejected = [tag for tag, said in above.items() if said == _REJECTED and tag != segment.tag]
        if rejected and action in _ACCEPTED:
            text = f"expected the action 4 below {rejected[-1]}, which rejects all below it, found {action!r}"
            yield _finding("EDI069", text, segment, (element, 1), places)


def _answered_once(places: MessagePlaces) -> Iterator[Finding]:
    """Yield the messages that are answered again: of two actions nobody knows which counts (5.3.3: one error a level).

    Two messages of one reference are two answers, the second with the code for what is there twice.
    """
    answered: set[tuple[str, ...]] = set()
    for segment in places.message.segments:
        if segment.tag == "UCF":
            # references are those of its group
            answered = set()
        message = segment.elements[0] if segment.tag == "UCM" and segment.get(1) else ()
        if message in answered:
            if segment.get(4) == _DUPLICATE:
                continue
            text = f"expected one UCM for the message {quoted(segment.get(1), 14)}, found one more"
            yield _finding("EDI069", text, segment, (1, 1), places)
        elif message:
            answered.add(message)


def _finding(code: str, text: str, segment: Segment, spot: tuple[int, int], places: MessagePlaces) -> Finding:
    return RULES[code].finding(text, places.of(segment, *spot), payload=places.payload(segment))
