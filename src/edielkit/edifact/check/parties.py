"""The parties of UNB against those of the message: who sends and who receives stands twice, and in CONTRL the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.edifact.check.guides import RULES as GUIDE_RULES
from edielkit.edifact.check.guides import weights
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.rules import RULES, reason
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted

__all__ = ("answered_parties", "check_parties", "sent_to_itself")

# Roles (3035) of the header, and the element of UNB that names the same party.
_IN_UNB = {"FR": 2, "MS": 2, "DO": 3, "MR": 3}
# Element of UCI, with that of UNB that names the same party: who sent what is answered receives the answer.
_ANSWERED = {2: 3, 3: 2}
_QUALIFIER, _ROUTING = 2, 3
# Codes (3035) of sender and recipient in the header, as they go together.
_PAIRS = {"DO": "FR", "MR": "MS"}
# What begins the details of a message: a party below is none of the header.
_DETAILS = frozenset({"UNS", "IDE", "LIN"})
# Code lists of parties: the qualifier of UNB (0007), and the agencies (3055) and lists (1131) of NAD that are the same.
_LISTS: dict[str, frozenset[str]] = {
    "14": frozenset({"9"}),
    "82": frozenset({"82", "NO3"}),
    "500": frozenset({"293"}),
    "502": frozenset({"332"}),
    "ZZ": frozenset({"SVK", "160", "260"}),
    "ZZZ": frozenset({"305"}),
}
_NAMED = frozenset().union(*_LISTS.values())
# Other qualifiers of syntax 3: they name lists of which NAD has no agency here.
_OTHERS = frozenset({"1", "12", "30", "91", "92", "Z01"})


def check_parties(interchange: Interchange, places: MessagePlaces, market: str = "") -> Iterator[Finding]:
    """Yield the parties of a message that are not those of its interchange, and those whose code lists differ.

    Where UNB names no list that exists, the identifications alone are compared.

    Args:
        interchange: The interchange, with its UNB.
        places: The places of a message in it.
        market: Code of the profile, empty when none is known.
    """
    unb, message = interchange.unb, places.message
    if unb is None:
        return
    for segment in message.segments:
        if segment.tag in _DETAILS:
            return
        element = _IN_UNB.get(segment.get(1)) if segment.tag == "NAD" else None
        if element is None:
            continue
        party, qualifier = unb.get(element), unb.get(element, 2)
        payload = message.reference[:40] or None
        is_swapped = segment.get(2) == unb.get(5 - element) != party
        if _differs(segment, party, qualifier) or (party and segment.get(2) and is_swapped):
            other = f"that of UNB/{5 - element}" if is_swapped else "another one"
            text = f"expected the party of UNB/{element} as NAD+{segment.get(1)}, found {other}"
            where = places.of(segment, 2, 1)
            yield RULES["EDI061"].finding(text, where, payload=payload)
        elif segment.get(2) == party and _is_of_another_list(segment, qualifier):
            text = f"expected the agency of the qualifier {qualifier} of UNB/{element} for the same party, found {quoted(segment.get(2, 3), 3)}"
            where = places.of(segment, 2, 3)
            for weight in weights("GDE010", market, message.type):
                yield weight.finding(GUIDE_RULES["GDE010"], text, where, payload=payload)


def answered_parties(
    interchange: Interchange, places: MessagePlaces, *, guided: bool = True
) -> Iterator[Finding]:
    """Yield the parties of UCI that are not those of UNB the other way round: an answer goes from recipient to sender.

    Args:
        interchange: The interchange, with its UNB.
        places: The places of a CONTRL in it.
        guided: A guide says whether UCI has the qualifiers; without one, those that UNB has are asked for.
    """
    unb, message = interchange.unb, places.message
    uci = next((segment for segment in message.segments if segment.tag == "UCI"), None)
    if unb is None or uci is None:
        return
    swapped = uci.get(2) == unb.get(2) != uci.get(3) == unb.get(3) and bool(uci.get(2))
    for answered, element in _ANSWERED.items():
        if swapped and answered != min(_ANSWERED):
            return  # one cause, which the first has told
        component, what = _difference(uci, answered, unb, element)
        is_bare = not component and not guided and unb.get(element, _QUALIFIER) and uci.get(answered)
        if is_bare and not uci.get(answered, _QUALIFIER):
            component, what = _QUALIFIER, "no qualifier"
        if component:
            text = f"expected the party of UNB/{element} in UCI/{answered}, found {what}"
            where = places.of(uci, answered, component)
            severity = Severity.WARNING if component == _ROUTING or is_bare else None
            yield RULES["EDI071"].finding(
                text, where, severity=severity, payload=message.reference[:40] or None
            )


def _difference(uci: Segment, answered: int, unb: Segment, element: int) -> tuple[int, str]:
    """Return the first component of a party of UCI that is not that of UNB, and what stands there; 0 when they agree."""
    party, stated = unb.get(element), uci.get(answered)
    if party and stated and party != stated:
        return 1, f"that of UNB/{answered}" if stated == unb.get(answered) else "another one"
    for component, what in ((_QUALIFIER, "another qualifier"), (_ROUTING, "another routing address")):
        own, other = unb.get(element, component), uci.get(answered, component)
        if own and other and own != other:
            return component, what
    return 0, ""


def sent_to_itself(interchange: Interchange, places: MessagePlaces) -> Iterator[Finding]:
    """Yield that sender and recipient are one: of the interchange, once, and of the message.

    Args:
        interchange: The interchange, with its UNB.
        places: The places of a message in it.
    """
    unb, message = interchange.unb, places.message
    # the header of the interchange is that of all its messages
    if unb is not None and message.index == 0 and unb.get(2) and _address(unb, 2) == _address(unb, 3):
        text = "expected a recipient other than the sender, found the same identification"
        yield RULES["EDI066"].finding(text, place(unb, 3, 1, path="UNB"), reason=reason("12"))
    senders: dict[str, Segment] = {}
    for segment in message.segments:
        if segment.tag in _DETAILS:
            return
        if segment.tag != "NAD" or not segment.get(2):
            continue
        senders.setdefault(segment.get(1), segment)
        sender = senders.get(_PAIRS.get(segment.get(1), ""))
        if sender is not None and sender.elements[1:2] == segment.elements[1:2]:
            text = f"expected another party than NAD+{sender.get(1)}, found the same identification"
            where = places.of(segment, 2, 1)
            yield RULES["EDI066"].finding(text, where, payload=message.reference[:40] or None)


def _address(unb: Segment, element: int) -> tuple[str, ...]:
    return tuple(unb.get(element, component) for component in (1, 2, 3))


def _differs(segment: Segment, party: str, qualifier: str) -> bool:
    """Tell whether a NAD names somebody else than UNB does, as far as both are of one code list."""
    own = _lists_of(segment)
    # one that names no list is of that of UNB: nothing says that it is of another
    is_comparable = (
        (not own or bool(own & _LISTS[qualifier])) if qualifier in _LISTS else qualifier not in _OTHERS
    )
    return bool(party and segment.get(2) and is_comparable) and segment.get(2) != party


def _is_of_another_list(segment: Segment, qualifier: str) -> bool:
    """Tell whether a NAD names a code list that is not the one of the qualifier."""
    # of an agency that names no party in any market the guide's row of it speaks
    own, lists = _LISTS.get(qualifier), _lists_of(segment) & _NAMED
    return bool(own and lists) and not lists & (own or frozenset())


def _lists_of(segment: Segment) -> frozenset[str]:
    return frozenset({segment.get(2, 2), segment.get(2, 3)}) - {""}
