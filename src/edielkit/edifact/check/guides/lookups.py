"""What other rooms ask of the rows of guides: whether a segment is there, left out or spoken of, and the only code of a place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from edielkit.edifact.check.guides.guide import Requirement, guide_for
from edielkit.edifact.check.guides.guide_files import Row, guide_file, guide_names

__all__ = ("allows_code", "leaves_out", "only_code", "settles_segment", "speaks_of")

_SETTLED = frozenset({Requirement.REQUIRED, Requirement.UNUSED})

# 0065 is an..6; what is longer is no type, and cut it stays none
_LONGEST_TYPE = 7


@lru_cache(maxsize=1024)
def settles_segment(profile: str, message_type: str, tag: str, process: str = "") -> bool:
    """Tell whether a guide says of a segment that a process has it, has it under a known condition, or never has it.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.
        tag: Tag of the segment.
        process: What `process_of` reads from the message, empty for what holds for every process.

    >>> settles_segment("no", "MSCONS", "MEA"), settles_segment("de", "MSCONS", "MEA")
    (True, False)
    >>> [settles_segment("se", "UTILTS", "MEA", process) for process in ("E66", "S01", "E30", "E99")]
    [True, True, True, False]
    """
    rows = (
        row
        for market, kind, directory in guide_names()
        if (market, kind) == (profile, message_type[:_LONGEST_TYPE])
        and (guide := guide_for(market, kind, directory, process=process)) is not None
        for row in guide.rows
    )
    return any(
        row.step.pattern.tag == tag and not row.element and (row.status in _SETTLED or row.when is not None)
        for row in rows
    )


@lru_cache(maxsize=1024)
def leaves_out(profile: str, message_type: str, directory: str, process: str, place: str) -> bool:
    """Tell whether a guide does not use a segment, or the group that it starts, in a process.

    Args:
        profile: Code of the market.
        message_type: Element 0065.
        directory: Version and release.
        process: What `process_of` reads from the message.
        place: The place as rows spell it.

    >>> [leaves_out("se", "UTILTS", "D.02B", process, "DTM+597") for process in ("E30", "E31", "E66")]
    [False, True, False]
    """
    guide = guide_for(profile, message_type, directory, process=process)
    return guide is not None and any(
        row.place == place and row.status is Requirement.UNUSED for row in guide.rows
    )


@lru_cache(maxsize=1024)
def allows_code(profile: str, message_type: str, directory: str, place: str, code: str) -> bool:
    """Tell whether a message may have a code at a place, which it may where no guide lists any.

    Args:
        profile: Code of the market.
        message_type: Element 0065.
        directory: Version and release.
        place: The place as rows spell it.
        code: The code.

    >>> [allows_code("se", "APERAK", "D.04A", "UNB/1/1", code) for code in ("UNOC", "UNOA")]
    [True, False]
    >>> allows_code("no", "APERAK", "D.96A", "UNB/1/1", "UNOA")
    True
    """
    guide = guide_for(profile, message_type, directory)
    rows = () if guide is None else (row for row in guide.rows if row.place == place)
    return all(row.values is None or row.values.allow(code) for row in rows)


@lru_cache(maxsize=1024)
def only_code(profile: str, message_type: str, directory: str, process: str, place: str) -> str:
    """Return the code that a place has in a process, as far as a guide or a message of its market says one; else nothing.

    Args:
        profile: Code of the market.
        message_type: Element 0065.
        directory: Version and release.
        process: What `process_of` reads from the message.
        place: The place as rows spell it.

    >>> [only_code("de", "MSCONS", "D.04B", case, "BGM/1/1") for case in ("13028", "13025", "13009")]
    ['Z85', 'Z48', '']
    >>> only_code("de", "MSCONS", "D.04B", "13025", "UNB/7/1")
    'TL'
    """
    guide = guide_for(profile, message_type, directory, process=process)
    if guide is None or not guide.process:
        return ""
    rows = (row for row in guide.rows if row.place == place and row.values is not None)
    codes = [
        next(iter(row.values.codes)) for row in rows if row.values is not None and row.values.is_one_code
    ]
    return codes[0] if codes else ""


@cache
def speaks_of(profile: str, message_type: str, segment: str) -> bool:
    """Tell whether a guide of a message type in a market has a row about a segment.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.
        segment: The segment with its codes, as rows write it.

    >>> speaks_of("se", "UTILTS", "LOC+232"), speaks_of("no", "UTILTS", "LOC+232")
    (True, False)
    """
    return any(row["segment"].rpartition(":")[2] == segment for row in _rows(profile, message_type))


def _rows(profile: str, message_type: str) -> Iterator[Row]:
    """Yield the rows of all guides of a message type in a market."""
    for market, kind, directory in guide_names():
        if (market, kind) == (profile, message_type[:_LONGEST_TYPE]):
            file = guide_file(market, kind, directory)
            yield from file.rows if file is not None else ()
