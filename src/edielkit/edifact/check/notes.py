"""What a report on EDIFACT says that was not checked, as far as an acceptance has to know of it."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = (
    "FORMATS",
    "NEEDS_NOW",
    "NOT_ASKED",
    "STRUCTURE",
    "WRAPPED",
    "content_gaps",
    "not_in_depth",
    "syntax_gaps",
)

NOT_ASKED = "levels after"
NEEDS_NOW = "rules that need the time of the validation (now)"
STRUCTURE = "structure of"
FORMATS = "formats of"
CONTENT = "content of"
WRAPPED = "everything else: the lines of the file have to be joined first"


def not_in_depth(message_type: str) -> str:
    """Return the note about a message of which the structure is checked, and little of what it says.

    Args:
        message_type: Element 0065.

    >>> not_in_depth("DELFOR")
    'content of DELFOR: not judged in depth, as no public guide says what it must be'
    """
    return f"content of {message_type[:6]}: not judged in depth, as no public guide says what it must be"


def syntax_gaps(notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that leave open whether the syntax of an interchange is right.

    >>> syntax_gaps(["levels after 'syntax' were not asked for", "levels after 'schema' were not asked for"])
    ("levels after 'syntax' were not asked for",)
    """
    return tuple(note for note in notes if note.startswith((f"{NOT_ASKED} 'syntax'", STRUCTURE, FORMATS)))


def content_gaps(notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that leave open whether the content of a message is right, beside those on its guide.

    >>> content_gaps(
    ...     ["rules that need the time of the validation (now): SER040, SER041", "code lists known in part"]
    ... )
    ('rules that need the time of the validation (now): SER040, SER041',)
    """
    return tuple(
        note for note in notes if note.startswith((NOT_ASKED, STRUCTURE, FORMATS, CONTENT, NEEDS_NOW))
    )
