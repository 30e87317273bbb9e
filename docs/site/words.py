"""The texts of the site in bokmål: its own from ``nb.csv``, those of the package from its catalogues."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from edielkit.translation import catalogue

__all__ = ("say",)


@cache
def _own() -> Mapping[str, str]:
    with Path(__file__).with_name("nb.csv").open(encoding="utf-8", newline="") as file:
        return {row["english"]: row["bokmål"] for row in csv.DictReader(file)}


def say(english: str, language: str) -> str:
    """Return a text of the site in a language.

    Args:
        english: The text.
        language: ``en`` or ``nb``.

    Raises:
        KeyError: It has no translation.

    >>> say("weight", "nb"), say("sourced", "nb"), say("weight", "en")
    ('alvorlighet', 'kildebelagt', 'weight')
    """
    if language == "en" or english in _THE_SAME:
        return english
    texts = catalogue(language).texts
    return _own()[english] if english in _own() else texts[english]


# names that both languages write alike
_THE_SAME = frozenset({"", "XML", "EDIFACT"})
