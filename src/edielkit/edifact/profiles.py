"""Profiles: what the Nordic, German and Swiss markets make of the UN messages, as data.

A profile is chosen from the version code in UNH (0057), or from the parties when that code is common to several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import attrs

from edielkit.edifact.data_lines import data_lines
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.segments import Segment

__all__ = ("PROFILES", "Profile", "detect_profile", "profile", "profile_of", "profiles")

PROFILES = ("no", "se", "dk", "de", "ch")


@attrs.frozen
class Profile:
    """What one market does with the UN messages.

    Attributes:
        code: ``no``, ``se``, ``dk``, ``de`` or ``ch``.
        name: The country.
        versions: Version codes (0057) by message type.
        qualifiers: Codes that qualify parties in UNB (0007).
        parties: Patterns of party ids in UNB.
    """

    code: str
    name: str
    versions: dict[str, frozenset[str]] = attrs.field(factory=dict, hash=False, repr=False)
    qualifiers: frozenset[str] = attrs.field(default=frozenset(), repr=False)
    parties: tuple[str, ...] = attrs.field(default=(), repr=False)

    def knows_party(self, identification: str) -> bool:
        """Tell whether a party id looks like one of this market."""
        return any(re.fullmatch(pattern, identification) for pattern in self.parties)


class _Reader:
    """Reads the lines of the data file into profiles."""

    def __init__(self) -> None:
        self.done: dict[str, Profile] = {}
        self.code = ""
        self.words: dict[str, Callable[[str], None]] = {
            "source": lambda _text: None,  # sources are for the reader of the file
            "version": self._version,
            "qualifier": self._qualifier,
            "party": self._party,
        }

    def line(self, line: str) -> None:
        word, _, text = line.partition(" ")
        if word == "profile":
            self.code, _, name = text.partition(" ")
            self.done[self.code] = Profile(self.code, name)
        else:
            self.words[word](text)

    def _evolve(self, **changes: Any) -> None:
        self.done[self.code] = attrs.evolve(self.done[self.code], **changes)

    def _version(self, text: str) -> None:
        kind, *codes = text.split()
        self._evolve(versions={**self.done[self.code].versions, kind: frozenset(codes)})

    def _qualifier(self, text: str) -> None:
        self._evolve(qualifiers=frozenset(text.split()))

    def _party(self, text: str) -> None:
        self._evolve(parties=(*self.done[self.code].parties, text.strip()))


@cache
def profiles() -> dict[str, Profile]:
    """Return all profiles by code."""
    reader = _Reader()
    for line in data_lines("edielkit.edifact", "profiles.txt"):
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


# Guide codes (0057) by their beginning, for versions that the tables do not list: E2SE, E5DK ... name the country,
# EDIEL1 and EDIEL2 are common to the north.
_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("E2SE", ("se",)),
    ("E5SE", ("se",)),
    ("E2DK", ("dk",)),
    ("E5DK", ("dk",)),
    ("EDIEL", ("no", "se", "dk")),
)
_GERMAN = re.compile(r"[12]\.\d[a-z]\Z", re.ASCII)


def detect_profile(interchange: Interchange, message: RawMessage | None = None) -> Profile | None:
    """Return the profile that a message follows, or None when nothing tells.

    Args:
        interchange: The envelope with the parties.
        message: The message; the first one of the interchange when left out.
    """
    if message is None:
        message = interchange.messages[0] if interchange.messages else None
    kind, code = (message.type, message.association) if message else ("", "")
    return _chosen(kind, code, interchange.unb)


def profile_of(message: Any, unb: Segment | None = None) -> str | None:
    """Return the code of the profile that a message follows, as `detect_profile` finds it, or None.

    Args:
        message: A typed or raw message.
        unb: The head of its interchange with the parties, as far as it is known.

    >>> from edielkit.edifact.messages import Mscons
    >>> [profile_of(Mscons(association=code)) for code in ("EDIEL2", "2.4c", "")]
    ['no', 'de', None]
    >>> unb = Segment.of("UNB", "", ("5790000000012", "14"), ("5790000000029", "14"))
    >>> profile_of(Mscons(association="EDIEL2"), unb)
    'dk'
    """
    chosen = _chosen(getattr(message, "TYPE", "") or message.type, message.association, unb)
    return chosen.code if chosen else None


def _chosen(kind: str, code: str, unb: Segment | None) -> Profile | None:
    """Choose by the guide code, then by the parties; a Nordic code with no other evidence is Norway's."""
    table = profiles()
    named = _of_code(kind, code)
    if len(named) == 1:
        return table[named[0]]
    by_parties = _of_parties([table[name] for name in named or table], unb)
    return by_parties or (table["no"] if "no" in named else None)


def _of_code(kind: str, code: str) -> tuple[str, ...]:
    """Return the profiles whose guide has the code: of this message, else of any, else by its form."""
    table = profiles()
    of_kind = tuple(name for name, market in table.items() if code in market.versions.get(kind, ()))
    if of_kind or not code:
        return of_kind
    for start, names in _FAMILIES:
        if code.startswith(start):
            return names
    anywhere = tuple(
        name for name, market in table.items() if any(code in codes for codes in market.versions.values())
    )
    return anywhere or (("de",) if _GERMAN.match(code) else ())


def _of_parties(candidates: list[Profile], unb: Segment | None) -> Profile | None:
    """Return the one profile that the parties of UNB look like most; a bare qualifier is no evidence."""
    sides = [] if unb is None else [_markets(unb.get(n)[:_LONGEST], unb.get(n, 2)[:_LONGEST]) for n in (2, 3)]
    scores = [sum(candidate.code in side for side in sides) for candidate in candidates]
    best = max(scores)
    return candidates[scores.index(best)] if best and scores.count(best) == 1 else None


# 0004 and 0010 are an..35; what is longer is no party, and cut it stays none
_LONGEST = 36


@lru_cache(maxsize=1024)
def _markets(identification: str, qualifier: str) -> frozenset[str]:
    """Return the profiles whose parties look like this one."""
    return frozenset(
        name
        for name, market in profiles().items()
        if qualifier in market.qualifiers and market.knows_party(identification)
    )
