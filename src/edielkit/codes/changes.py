"""What changes from one version of EMIF to the next, and what is announced: a calendar as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import attrs

from edielkit.codes.code_rows import read_data

__all__ = ("Change", "changes")

_RANGE = re.compile(r"([A-Z]+)(\d+)-([A-Z]+)(\d+)")


@attrs.frozen(kw_only=True)
class Change:
    """A change of the standard.

    Attributes:
        number: Elhub's number of it, such as ``EI-270``; empty where no page names one.
        version: The first of the supported EMIF versions that has it.
        release: The release of the schemas that brought it, as far as known.
        state: ``in force`` or ``announced``.
        effect: ``adds`` and ``loosens`` leave right what was right, ``removes`` does not.
        messages: The messages that it is about.
        element: The element, or ``the message``.
        codes: The codes of the element that it is about; empty for the element itself.
        is_in_schema: The schemas say so, and `validate` does; else this table is all there is.
        what: The change in words.
        instead: What to write, as far as a page says so.
        trust: How well it is known.
        source: Where it is from.
    """

    number: str
    version: str
    release: str
    state: str
    effect: str
    messages: tuple[str, ...]
    element: str
    codes: tuple[str, ...]
    is_in_schema: bool
    what: str
    instead: str
    trust: str
    source: str


@cache
def changes() -> tuple[Change, ...]:
    """Return all changes of EMIF, those in force before those that are announced.

    >>> [change.number for change in changes() if change.state == "announced"]
    ['EI-270', 'EI-270', 'EI-270', 'EI-1763']
    >>> changes()[-1].codes
    ('Z04', 'Z05', 'Z06')
    """
    rows, sources = read_data("changes.csv")
    return tuple(
        Change(
            number=row["change"],
            version=row["version"],
            release=row["release"],
            state=row["state"],
            effect=row["effect"],
            messages=tuple(row["messages"].split()),
            element=row["element"],
            codes=tuple(code for text in row["codes"].split() for code in _codes(text)),
            is_in_schema=row["checked"] == "schema",
            what=row["what"],
            instead=row["instead"],
            trust=row["trust"],
            source=" ; ".join(sources[key] for key in row["source"].split()),
        )
        for row in rows
    )


def _codes(text: str) -> Iterator[str]:
    """Yield a code, or those from one to another of the same letters.

    >>> list(_codes("B08-B10"))
    ['B08', 'B09', 'B10']
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        yield text
        return
    width = len(match[2])
    yield from (f"{match[1]}{number:0{width}}" for number in range(int(match[2]), int(match[4]) + 1))
