"""The glossary: Norwegian words of the market, and what they are called here.

The words are in ``glossary.csv``, each with a place that has both; a test holds them to it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from docs.generators.markdown import NOTE, table

__all__ = ("Term", "page", "terms")


@attrs.frozen
class Term:
    """A Norwegian word, what it is called in English here, and a file of the repository that has both."""

    norwegian: str
    english: str
    place: str


def terms() -> list[Term]:
    """Return the words in the order of the alphabet."""
    with Path(__file__).with_name("glossary.csv").open(encoding="utf-8", newline="") as file:
        return [Term(**row) for row in csv.DictReader(file)]


def page() -> str:
    """Return the page of the glossary."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Glossary", "", NOTE, "")
    yield "What the words of the Norwegian market are called here, and a place where they are used. Names of codes in both languages"
    yield "are found with `edielkit codes`."
    yield ""
    yield from table(
        ("Norwegian", "here", "used in"),
        ((term.norwegian, term.english, _link(term.place)) for term in terms()),
    )


def _link(place: str) -> str:
    return f"[{Path(place).name}]({os.path.relpath(place, 'docs/reference').replace(os.sep, '/')})"
