"""Small words for messages: the names that come near to a misspelt one, a list in words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ("LOOSE", "near_names", "nearest", "one_of")

# Likeness of two names, from 0 to 1: how near a name of the standard must come, and one of a short list to choose from.
_CLOSE, LOOSE = 0.75, 0.6
# difflib's time grows with the square of the length; no name of the standard is that long
_LONGEST = 80
# letters that are no chance any more
_PART = 6


def nearest(word: str, names: Iterable[str], *, likeness: float = _CLOSE) -> str | None:
    """Return the name that *word* probably stands for, whatever the case of its letters, None when none is near.

    Args:
        word: What was written.
        names: What could have been meant.
        likeness: How near a name must come, from 0 to 1; `LOOSE` for lists in which every name may be meant.

    >>> nearest("EndOfOccurence", ("StartOfOccurrence", "EndOfOccurrence"))
    'EndOfOccurrence'
    """
    return next(iter(near_names(word, names, count=1, likeness=likeness)), None)


def near_names(word: str, names: Iterable[str], *, count: int = 3, likeness: float = LOOSE) -> list[str]:
    """Return the names that come near to *word*, the nearest first; none for a very long word.

    Args:
        word: What was written.
        names: What could have been meant.
        count: How many at most.
        likeness: How near a name must come, from 0 to 1.

    >>> near_names("xsd02", ("XSD020", "XSD021", "BRS001"))
    ['XSD021', 'XSD020']
    >>> near_names(
    ...     "startofsupply", ("RejectStartOfSupply", "RequestStartOfSupply", "RequestEndOfSupply"), count=2
    ... )
    ['RejectStartOfSupply', 'RequestStartOfSupply']
    """
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return []
    folded, wanted = {name.casefold(): name for name in names}, word.strip().casefold()
    if wanted in folded:
        return [folded[wanted]]
    # a good part of a name says more than letters that are alike
    parts = (
        sorted((name for name in folded if wanted in name), key=len)
        if len(wanted) >= _PART and likeness <= LOOSE
        else []
    )
    near = dict.fromkeys((*parts, *get_close_matches(wanted, folded, n=count, cutoff=likeness)))
    return [folded[name] for name in near][:count]


def one_of(names: Iterable[str]) -> str:
    """Return *names* as a list in words.

    >>> one_of(["Metered", "Estimated", "Temporary"])
    'Metered, Estimated or Temporary'
    """
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
