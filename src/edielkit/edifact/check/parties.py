"""The parties of UNB against those of the message: who sends and who receives stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding

__all__ = ("check_parties",)

# Roles (3035) of the header, and the element of UNB that names the same party.
_IN_UNB = {"FR": 2, "MS": 2, "DO": 3, "MR": 3}
# What begins the details of a message: a party below is none of the header.
_DETAILS = frozenset({"UNS", "IDE", "LIN"})
# Code lists of parties: the qualifier of UNB (0007), and the agencies (3055) and lists (1131) of NAD that are the same.
_LISTS: dict[str, frozenset[str]] = {
    "14": frozenset({"9"}),
    "500": frozenset({"293"}),
    "502": frozenset({"332"}),
    "ZZ": frozenset({"SVK", "160", "260"}),
}


def check_parties(interchange: Interchange, message: RawMessage, tree: Group | None) -> Iterator[Finding]:
    """Yield the parties of a message that are not those of its interchange, where both are of one code list.

    Args:
        interchange: The interchange, with its UNB.
        message: A message in it.
        tree: The message as groups, for the path.
    """
    unb = interchange.unb
    if unb is None:
        return
    for segment in message.segments:
        if segment.tag in _DETAILS:
            return
        element = _IN_UNB.get(segment.get(1)) if segment.tag == "NAD" else None
        if element is not None and _differs(segment, unb.get(element), unb.get(element, 2)):
            paths = () if tree is None else tree.segments_with_paths()
            path = next((path for path, _, item in paths if item is segment), segment.tag)
            text = f"expected the party of UNB/{element} as NAD+{segment.get(1)}, found another one"
            where = place(segment, 2, 1, path=path)
            yield RULES["EDI061"].finding(text, where, payload=message.reference[:40] or None)


def _differs(segment: Segment, party: str, qualifier: str) -> bool:
    """Tell whether a NAD names somebody else than UNB does, as far as both are of one code list."""
    lists = {segment.get(2, 2), segment.get(2, 3)} & _LISTS.get(qualifier, frozenset())
    return bool(party and segment.get(2) and lists) and segment.get(2) != party
