"""What the head of a message says beside the market and the interchange: version, directory, references."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from edielkit.edifact.check.guides import RULES, Weight, weights
from edielkit.edifact.check.guides.guide import directories_of, versions_of
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.profiles import Profile
from edielkit.edifact.segments import Segment, place
from edielkit.findings import Finding, Severity, Trust
from edielkit.harmless import name_of_something, quoted

__all__ = ("check_header",)

# another version of a guide begins as a known one does: E5SE, E2SE
_FAMILY = 4
# what a guide says of the kind of values in the last part of the reference, and the units of the resolution (2379)
_TEMPLATE, _SERIES = "S", "T"
_MINUTES, _MONTH = "806", "802"
# the processes whose references end in S or in T; the others have one of them, whatever their resolution
_OF_BOTH_KINDS = frozenset({"E30", "E31", "E66", "S07"})
# the market that a version of PRODAT is for: 23 electricity, 27 gas (7293)
_MARKETS = {"E2SE6A": "23", "E2SE5A": "23", "E2SE6B": "27", "E2SE5B": "27"}
# a process in a reference has three characters: E66, S01
_PROCESS = 3
# qualifier (1153) of the previous message
_PREVIOUS = "ACW"
# element of UNB that holds the application reference, and what begins the details of a message
_REFERENCE = 7
_DETAILS = frozenset({"UNS", "IDE", "LIN"})
# messages that take the reference of the one that they ask for or answer, so that an APERAK to them has it too
_OF_ANOTHER = frozenset({"E72", "E73", "E74", "S06", "ERR"})
# codes (3035) of sender and recipient, which are no roles
_NO_ROLES = frozenset({"MS", "MR", "FR", "DO"})


def check_header(
    interchange: Interchange, places: MessagePlaces, profile: Profile, process: str
) -> Iterator[Finding]:
    """Yield a version or directory that is none of the market, and references that the message contradicts.

    Args:
        interchange: The interchange, with its UNB.
        places: The places of the message.
        profile: The market.
        process: The process that the message names.
    """
    yield from _version(places, profile)
    yield from _directory(places, profile)
    yield from _itself(places, profile)
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
    stated = quoted(version, 6) if version else "none"
    text = f"expected a version of the guide, such as {', '.join(sorted(versions))}, found {stated}"
    is_near = not version or any(version[:_FAMILY] == code[:_FAMILY] for code in versions)
    for weight in weights("GDE008", profile.code, message.type):
        chosen = attrs.evolve(weight, severity=Severity.WARNING, trust=Trust.DERIVED) if is_near else weight
        at = places.of(message.unh, 2, 5)
        yield chosen.finding(RULES["GDE008"], text, at, payload=places.payload(message.unh))


def _directory(places: MessagePlaces, profile: Profile) -> Iterator[Finding]:
    """Compare directory and agency of UNH with those of the guide that the version names."""
    message = places.message
    if message.type == "CONTRL":
        # its directories are those of the syntax, and have a rule of their own
        return
    named = directories_of(profile.code, message.type, message.association)
    agencies = named or directories_of(profile.code, message.type)
    agency = agencies.get(message.directory)
    if not agencies or (agency is not None and agency in {"", message.agency}):
        return
    at = places.of(message.unh, 2, 3 if agency is None else 4)
    if agency is None:
        text = f"expected {' or '.join(sorted(agencies))} for {message.type}, found {quoted(message.directory, 7)}"
    else:
        text = f"expected the agency {agency} for {message.type} {message.directory}, found {quoted(message.agency, 3)}"
    for weight in weights("GDE011", profile.code, message.type):
        is_sure = agency is None and named
        chosen = weight if is_sure else attrs.evolve(weight, severity=Severity.WARNING, trust=Trust.DERIVED)
        yield chosen.finding(RULES["GDE011"], text, at, payload=places.payload(message.unh))


def _itself(places: MessagePlaces, profile: Profile) -> Iterator[Finding]:
    """Yield the reference to an earlier message that names the message itself."""
    rows = weights("GDE017", profile.code, places.message.type)
    if not rows:
        return
    own = next((segment.get(2) for segment in _head(places) if segment.tag == "BGM"), "")
    for segment in _head(places) if own else ():
        if segment.tag == "RFF" and (segment.get(1), segment.get(1, 2)) == (_PREVIOUS, own):
            text = (
                "expected the identification of another message in RFF+ACW, found that of the message itself"
            )
            for weight in rows:
                at = places.of(segment, 1, 2)
                yield weight.finding(RULES["GDE017"], text, at, payload=places.payload(segment))


def _reference(unb: Segment, places: MessagePlaces, weight: Weight) -> Iterator[Finding]:
    """Compare the parts of ``23-DDQ-E66-T`` with the version, MKS, NAD, DOC and the resolution."""
    market, dash, left = unb.get(_REFERENCE).partition("-")
    role = left.partition("-")[0]
    if not dash:
        return
    head = list(_head(places))
    markets = {segment.get(1) for segment in head if segment.tag == "MKS"} - {""}
    if places.message.type == "PRODAT":
        markets = {_MARKETS.get(places.message.association, "")} - {""}
    roles = {segment.get(1) for segment in head if segment.tag == "NAD"} - {"", *_NO_ROLES}
    at = place(unb, _REFERENCE, path=unb.tag)
    process, _, kind = left.partition("-")[2].partition("-")
    answered = {segment.get(1) for segment in head if segment.tag == "DOC"} - {""}
    if answered & _OF_ANOTHER or len(process) != _PROCESS:
        answered = set()
    stated_parts = (
        (market, markets, "market"),
        (role, roles, "role (NAD)"),
        (process, answered, "kind (DOC)"),
    )
    for stated, others, what in stated_parts:
        if stated and others and stated not in others:
            text = f"expected the {what} of the message in the application reference, {' or '.join(map(name_of_something, sorted(others)))[:20]}, found {quoted(stated, 6)}"
            yield weight.finding(RULES["GDE009"], text, at, payload=None)
    if process not in _OF_BOTH_KINDS:
        return
    units = {
        segment.get(1, 3)
        for segment in places.message.segments
        if segment.tag == "DTM" and segment.get(1) == "354"
    }
    other = {_TEMPLATE: _MINUTES, _SERIES: _MONTH}.get(kind)
    if other in units:
        what = "T (time series) for minutes" if kind == _TEMPLATE else "S (month or template) for months"
        text = f"expected {what} at the end of the application reference, found {kind}"
        chosen = attrs.evolve(weight, severity=Severity.WARNING, trust=Trust.DERIVED)
        yield chosen.finding(RULES["GDE009"], text, at, payload=None)


def _head(places: MessagePlaces) -> Iterator[Segment]:
    for segment in places.message.segments:
        if segment.tag in _DETAILS:
            return
        yield segment
