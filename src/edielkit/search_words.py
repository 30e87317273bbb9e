"""Words that people search by: without accents and case, in both languages, and by what else the thing is called."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ("folded", "spellings")

# what one thing is called in Norwegian and in English, by the standard, by the industry and by people
_SAME = (
    ("målepunkt", "metering point"),
    ("leverandørskifte", "leverandørbytte", "change of supplier", "switch of supplier"),
    ("nettavregningsområde", "nettområde", "grid area"),
    ("kraftleverandør", "strømleverandør", "balance supplier"),
    ("nettselskap", "netteier", "grid company", "grid owner", "grid access provider"),
    ("sluttbruker", "end user"),
    ("måleverdi", "målerverdi", "metering value", "metered data", "metered value"),
    ("målerstand", "meter reading"),
    ("utveksling", "exchange"),
    ("innflytting", "move-in", "move in"),
    ("utflytting", "move-out", "move out"),
    ("oppløsning", "resolution"),
    ("kvittering", "acknowledgement"),
    ("avregning", "settlement"),
    ("nettap", "grid loss"),
    ("leveringsplikt", "supplier of last resort"),
    ("årsforbruk", "årsvolum", "annual volume", "annual consumption"),
    ("tredjepart", "third party"),
    ("samtykke", "consent"),
    ("opphør", "end of supply"),
)
_LETTERS = str.maketrans({"å": "a", "ø": "o", "æ": "ae"})
_SHORTEST = 4


def folded(text: str) -> str:
    """Return *text* in small letters without accents.

    >>> folded("Målepunkt"), folded("overføring"), folded("é")
    ('malepunkt', 'overforing', 'e')
    """
    plain = text.casefold().translate(_LETTERS)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def spellings(wanted: str) -> tuple[str, ...]:
    """Return what to search for, folded: the words themselves first, then what else the thing is called.

    Args:
        wanted: A word, or the beginning of one, of either language.

    >>> spellings("leverandørbytte")
    ('leverandorbytte', 'leverandorskifte', 'change of supplier', 'switch of supplier')
    >>> spellings("E20")
    ('e20',)
    """
    word = " ".join(folded(wanted).split())
    others = [
        name
        for names in _groups()
        if len(word) >= _SHORTEST and any(name.startswith(word) for name in names)
        for name in names
    ]
    return tuple(dict.fromkeys((word, *others))) if word else ()


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(folded, names)) for names in _SAME)
