"""Profiles: what the Nordic, German and Swiss markets make of the UN messages, as data.

A profile is chosen from the version code in UNH (0057), or from the parties when that code is common to several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

from edielkit.edifact.directory.tables import table_lines
from edielkit.edifact.interchange import Interchange, RawMessage

__all__ = ("PROFILES", "Profile", "Use", "detect_profile", "profile", "profiles")

PROFILES = ("no", "se", "dk", "de", "ch")


@attrs.frozen
class Use:
    """The codes that a profile uses at one place of a message.

    Attributes:
        group: Group that the segment stands in; empty for none.
        segment: Segment tag.
        element: Element, from 1 after the tag.
        component: Component, from 1.
        codes: The codes.
        closed: The guide lists them; others are reported. Otherwise they were only observed.
    """

    group: str
    segment: str
    element: int
    component: int
    codes: frozenset[str]
    closed: bool


@attrs.frozen
class Profile:
    """What one market does with the UN messages.

    Attributes:
        code: ``no``, ``se``, ``dk``, ``de`` or ``ch``.
        name: The country.
        versions: Version codes (0057) by message type.
        qualifiers: Codes that qualify parties in UNB (0007).
        parties: Patterns of party ids in UNB.
        uses: Codes by message type and directory.
        without: Segments that are not used, by message type and directory.
    """

    code: str
    name: str
    versions: dict[str, frozenset[str]] = attrs.field(factory=dict, hash=False, repr=False)
    qualifiers: frozenset[str] = attrs.field(default=frozenset(), repr=False)
    parties: tuple[str, ...] = attrs.field(default=(), repr=False)
    uses: dict[tuple[str, str], tuple[Use, ...]] = attrs.field(factory=dict, hash=False, repr=False)
    without: dict[tuple[str, str], frozenset[str]] = attrs.field(factory=dict, hash=False, repr=False)

    def codes(self, message_type: str, directory: str, place: str) -> frozenset[str]:
        """Return the codes used at a place, none when the profile says nothing about it.

        >>> sorted(profile("dk").codes("MSCONS", "D.96A", "SG10:QTY/1/1"))
        ['136', '31']
        """
        for use in self.uses.get((message_type, directory), ()):
            if f"{use.group or '.'}:{use.segment}/{use.element}/{use.component}" == place:
                return use.codes
        return frozenset()

    def knows_party(self, identification: str) -> bool:
        """Tell whether a party id looks like one of this market."""
        return any(re.fullmatch(pattern, identification) for pattern in self.parties)


_PLACE = re.compile(r"(\.|SG\d+):([A-Z]{3})/(\d+)/(\d+)")


class _Reader:
    """Reads the lines of the data file into profiles."""

    def __init__(self) -> None:
        self.done: dict[str, Profile] = {}
        self.code = ""
        self.words: dict[str, Callable[[str], None]] = {
            "source": lambda _rest: None,  # sources are for the reader of the file
            "version": self._version,
            "qualifier": self._qualifier,
            "party": self._party,
            "codes": lambda rest: self._use(rest, closed=True),
            "seen": lambda rest: self._use(rest, closed=False),
            "without": self._without,
        }

    def line(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "profile":
            self.code, _, name = rest.partition(" ")
            self.done[self.code] = Profile(self.code, name)
        else:
            self.words[word](rest)

    def _evolve(self, **changes: Any) -> None:
        self.done[self.code] = attrs.evolve(self.done[self.code], **changes)

    def _version(self, rest: str) -> None:
        kind, *codes = rest.split()
        self._evolve(versions={**self.done[self.code].versions, kind: frozenset(codes)})

    def _qualifier(self, rest: str) -> None:
        self._evolve(qualifiers=frozenset(rest.split()))

    def _party(self, rest: str) -> None:
        self._evolve(parties=(*self.done[self.code].parties, rest.strip()))

    def _use(self, rest: str, *, closed: bool) -> None:
        head, _, codes = rest.partition(": ")
        kind, directory, place = head.split()
        match = _PLACE.fullmatch(place)
        if match is None:
            raise ValueError(f"profiles.txt: cannot read {place!r}")
        use = Use(
            match[1].replace(".", ""),
            match[2],
            int(match[3]),
            int(match[4]),
            frozenset(codes.split()),
            closed,
        )
        uses = self.done[self.code].uses
        key = (kind, directory)
        self._evolve(uses={**uses, key: (*uses.get(key, ()), use)})

    def _without(self, rest: str) -> None:
        head, _, tags = rest.partition(": ")
        kind, directory = head.split()
        self._evolve(without={**self.done[self.code].without, (kind, directory): frozenset(tags.split())})


@cache
def profiles() -> dict[str, Profile]:
    """Return all profiles by code."""
    reader = _Reader()
    for line in table_lines("profiles.txt"):
        reader.line(line)
    return reader.done


def profile(code: str) -> Profile:
    """Return the profile *code*.

    Raises:
        KeyError: There is none of that code.

    >>> profile("no").name
    'Norway'
    """
    return profiles()[code]


def detect_profile(interchange: Interchange, message: RawMessage | None = None) -> Profile | None:
    """Return the profile that a message follows, or None when nothing tells.

    Args:
        interchange: The envelope with the parties.
        message: The message; the first one of the interchange when left out.
    """
    if message is None:
        message = interchange.messages[0] if interchange.messages else None
    by_version = _of_version(message) if message else []
    if len(by_version) == 1:
        return by_version[0]
    candidates = by_version or list(profiles().values())
    scores = [(_score(each, interchange), -i, each) for i, each in enumerate(candidates)]
    best = max(scores, key=lambda score: score[:2])
    clear = best[0] > 0 and sum(score[0] == best[0] for score in scores) == 1
    return best[2] if clear else None


def _of_version(message: RawMessage) -> list[Profile]:
    return [
        each for each in profiles().values() if message.association in each.versions.get(message.type, ())
    ]


def _score(each: Profile, interchange: Interchange) -> int:
    """Count the parties of UNB that look like the profile's; a bare qualifier is no evidence."""
    sides = (
        (interchange.sender, interchange.sender_qualifier),
        (interchange.recipient, interchange.recipient_qualifier),
    )
    return sum(each.knows_party(party) and qualifier in each.qualifiers for party, qualifier in sides)
