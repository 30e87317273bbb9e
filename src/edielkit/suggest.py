"""Small words for messages: the names that come near to a misspelt one, a list in words, a number in digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from heapq import heappush, heapreplace
from math import floor, log10

import attrs

__all__ = ("LOOSE", "in_digits", "in_hours", "near_names", "nearest", "one_of")

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
    return [] if len(word) > _LONGEST else list(_near_names(word, tuple(names), count, likeness))


# what is wrong once in a message is often wrong many times
@lru_cache(maxsize=1 << 11)
def _near_names(word: str, names: tuple[str, ...], count: int, likeness: float) -> tuple[str, ...]:
    index, wanted = _index_of(names), word.strip().casefold()
    if wanted in index.folded:
        return (index.folded[wanted],)
    # a good part of a name says more than letters that are alike
    parts = (
        sorted((name for name in index.folded if wanted in name), key=len)
        if len(wanted) >= _PART and likeness <= LOOSE
        else []
    )
    near = dict.fromkeys((*parts, *_like(wanted, index, count, likeness)))
    return tuple(index.folded[name] for name in near)[:count]


_Bags = list[tuple[str, int]]


@attrs.frozen(eq=False)
class _Names:
    """Names to choose from, folded, with what tells soon that a word is not like them.

    Attributes:
        folded: The names as they are written, by what they are whatever their case.
        letters: A bit for each letter of the names, one more for the second time that it stands in a name, and so on.
        bags: Each name with the bits of its letters, by its length.
    """

    folded: dict[str, str]
    letters: dict[tuple[str, int], int]
    bags: dict[int, _Bags]
    _near: dict[tuple[int, float], list[tuple[int, _Bags]]] = attrs.field(factory=dict)

    def bag(self, word: str) -> int:
        """Return the bits of the letters that *word* has in common with the names."""
        return sum(self.letters.get(letter, 0) for letter in _counted(word))

    def near(self, size: int, likeness: float) -> list[tuple[int, _Bags]]:
        """Return the names whose length is near enough to *size*, and how many letters they must have in common."""
        if (size, likeness) not in self._near:
            least = {length: _least(likeness, size + length) for length in self.bags}
            self._near[size, likeness] = [
                (least[length], bags)
                for length, bags in self.bags.items()
                if least[length] <= min(size, length)
            ]
        return self._near[size, likeness]


# a list of names is asked for many words of a message
@lru_cache(maxsize=1 << 8)
def _index_of(names: tuple[str, ...]) -> _Names:
    folded = {name.casefold(): name for name in names}
    every = dict.fromkeys(letter for name in folded for letter in _counted(name))
    index = _Names(folded, {letter: 1 << place for place, letter in enumerate(every)}, {})
    for name in folded:
        index.bags.setdefault(len(name), []).append((name, index.bag(name)))
    return index


def _counted(word: str) -> Iterator[tuple[str, int]]:
    """Yield each letter of *word* with how often it stood before."""
    seen: dict[str, int] = {}
    for letter in word:
        number = seen[letter] = seen.get(letter, -1) + 1
        yield letter, number


def _like(word: str, index: _Names, count: int, likeness: float) -> list[str]:
    """Return the *count* names that are most like *word*, as `difflib.get_close_matches` does.

    Most names are not: the letters in common, and the most of them that stand in one order, bound the likeness.
    """
    from difflib import SequenceMatcher

    size = len(word)
    near = index.near(size, likeness)
    mine = index.bag(word) if near else 0
    by_letters = [name for least, bags in near for name, bag in bags if (bag & mine).bit_count() >= least]
    if not by_letters:
        return []
    places = _places(word)
    bounded = [(_ratio(_in_order(name, places, size), size + len(name)), name) for name in by_letters]
    bounded.sort(reverse=True)
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    best: list[tuple[float, str]] = []
    for bound, name in bounded:
        if bound < likeness or (len(best) == count and bound < best[0][0]):
            break
        matcher.set_seq1(name)
        ratio = matcher.ratio()
        if ratio < likeness:
            continue
        if len(best) < count:
            heappush(best, (ratio, name))
        elif (ratio, name) > best[0]:
            heapreplace(best, (ratio, name))
    return [name for _, name in sorted(best, reverse=True)]


def _least(likeness: float, letters: int) -> int:
    """Return how many letters in common make two words of so many *letters* together as like."""
    least = max(0, int(likeness * letters / 2) - 1)
    while _ratio(least, letters) < likeness:
        least += 1
    return least


def _ratio(common: int, letters: int) -> float:
    return 2 * common / letters if letters else 1.0


def _places(word: str) -> dict[str, int]:
    """Return a bit for each place at which a letter stands in *word*, by the letter."""
    places: dict[str, int] = {}
    for place, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << place
    return places


def _in_order(name: str, places: dict[str, int], size: int) -> int:
    """Return how many letters of *name* stand in one order in a word of *size* letters too.

    Source: H. Hyyrö, Bit-parallel LCS-length computation revisited (2004): a bit for each letter of the word.
    """
    every = (1 << size) - 1
    free = every
    for letter in name:
        common = free & places.get(letter, 0)
        free = ((free + common) | (free - common)) & every
    return size - free.bit_count()


def one_of(names: Iterable[str]) -> str:
    """Return *names* as a list in words.

    >>> one_of(["Metered", "Estimated", "Temporary"])
    'Metered, Estimated or Temporary'
    """
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"


def in_digits(number: float | Decimal, places: int = 2) -> str:
    """Return *number* in digits, never with an exponent, without zeros that say nothing.

    Args:
        number: A finite number of a sentence, such as hours.
        places: Most decimals; a number that they would show as zero has as many as its first digit needs.

    >>> in_digits(24.0), in_digits(0.25), in_digits(2912000.2), in_digits(-0.001)
    ('24', '0.25', '2912000.2', '-0.001')
    """
    if not number:
        return "0"
    text = f"{number:.{places}f}"
    if not text.strip("-0."):
        text = f"{number:.{-floor(log10(abs(float(number))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_hours(seconds: float) -> str:
    """Return *seconds* as hours in digits, with so many decimals that each second is told from the next.

    >>> in_hours(86400), in_hours(86399)
    ('24', '23.999722')
    """
    return in_digits(seconds / 3600, 6)
