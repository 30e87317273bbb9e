"""Small words for messages: the nearest name, a list in words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ("nearest", "one_of")

# difflib's time grows with the square of the length; no name of the standard is that long
_LONGEST = 80


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name that *word* probably stands for, None when none is near.

    >>> nearest("EndOfOccurence", ("StartOfOccurrence", "EndOfOccurrence"))
    'EndOfOccurrence'
    """
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return None
    folded = {name.casefold(): name for name in known}
    hits = get_close_matches(word.casefold(), folded, n=1, cutoff=0.75)
    return folded[hits[0]] if hits else None


def one_of(names: Iterable[str]) -> str:
    """Return *names* as a list in words.

    >>> one_of(["Metered", "Estimated", "Temporary"])
    'Metered, Estimated or Temporary'
    """
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
