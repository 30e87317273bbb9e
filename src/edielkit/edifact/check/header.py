"""What the head of a message says beside the market and the interchange: the version, and the application reference."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from edielkit.edifact.check.guides import RULES, Weight, weights
from edielkit.edifact.check.guides.guide import versions_of
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.profiles import Profile
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Severity, Trust

__all__ = ("check_header",)

# another version of a guide begins as a known one does: E5SE, E2SE
_FAMILY = 4
# element of UNB that holds the application reference, and what begins the details of a message
_REFERENCE = 7
_DETAILS = frozenset({"UNS", "IDE", "LIN"})
# codes (3035) of sender and recipient, which are no roles
_NO_ROLES = frozenset({"MS", "MR", "FR", "DO"})


def check_header(
    interchange: Interchange, places: MessagePlaces, profile: Profile, process: str
) -> Iterator[Finding]:
    """Yield a version that is none of the market, and an application reference that the message contradicts.

    Args:
        interchange: The interchange, with its UNB.
        places: The places of the message.
        profile: The market.
        process: The process that the message names.
    """
    yield from _version(places, profile)
    # the header of the interchange is that of all its messages
    if interchange.unb is not None and places.message.index == 0:
        for weight in weights("GDE009", profile.code, places.message.type, process):
            yield from _reference(interchange.unb, places, weight)


def _version(places: MessagePlaces, profile: Profile) -> Iterator[Finding]:
    message = places.message
    versions = profile.versions.get(message.type, frozenset()) | versions_of(
        profile.code, message.type, message.directory
    )
    version = message.association
    # CONTRL is a message of the syntax: it may go without a guide's version
    if not versions or version in versions or (not version and message.type == "CONTRL"):
        return
    stated = repr(version[:6]) if version else "none"
    text = f"expected a version of the guide, such as {', '.join(sorted(versions))}, found {stated}"
    is_near = not version or any(version[:_FAMILY] == code[:_FAMILY] for code in versions)
    for weight in weights("GDE008", profile.code, message.type):
        chosen = attrs.evolve(weight, severity=Severity.WARNING, trust=Trust.DERIVED) if is_near else weight
        at = places.of(message.unh, 2, 5)
        yield chosen.finding(RULES["GDE008"], text, at, payload=places.payload(message.unh))


def _reference(unb: Segment, places: MessagePlaces, weight: Weight) -> Iterator[Finding]:
    """Compare the market and the role in ``23-DDQ-E66-T`` with MKS and NAD."""
    market, dash, left = unb.get(_REFERENCE).partition("-")
    role = left.partition("-")[0]
    if not dash:
        return
    head = list(_head(places))
    markets = {segment.get(1) for segment in head if segment.tag == "MKS"} - {""}
    roles = {segment.get(1) for segment in head if segment.tag == "NAD"} - {"", *_NO_ROLES}
    at = place(unb, _REFERENCE, path=unb.tag)
    for stated, others, what in ((market, markets, "market (MKS)"), (role, roles, "role (NAD)")):
        if stated and others and stated not in others:
            text = f"expected the {what} of the message in the application reference, {' or '.join(sorted(others))[:20]}, found {stated[:6]!r}"
            yield weight.finding(RULES["GDE009"], text, at, payload=None)


def _head(places: MessagePlaces) -> Iterator[Segment]:
    for segment in places.message.segments:
        if segment.tag in _DETAILS:
            return
        yield segment
