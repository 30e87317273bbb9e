"""What the rows of a guide say of segments: patterns of segments, and the values of a component."""

from __future__ import annotations

import re
from typing import Self

import attrs

from edielkit.edifact.segments import Segment

__all__ = ("Pattern", "Step", "Values")

# the word that stands for values of at most so many characters
_AT_MOST = "#.."
# words that stand for numbers with decimals; either mark: which one a message takes is said by UNA, and looked at elsewhere
_AMOUNTS = {
    "0..": (re.compile(r"[0-9]+([.,][0-9]+)?", re.ASCII), "a number that is not negative"),
    "-0..": (re.compile(r"-?[0-9]+([.,][0-9]+)?", re.ASCII), "a number"),
}
# any digits
_NUMBER = "n+"


@attrs.frozen
class Pattern:
    """Segments of a tag that have given codes in some of their components.

    Attributes:
        text: The pattern, written as the segment is; ``|`` between codes that are equally good.
        tag: Segment tag.
        tests: Element, component and the codes there.
    """

    text: str
    tag: str = attrs.field(init=False)
    tests: tuple[tuple[int, int, frozenset[str]], ...] = attrs.field(init=False, repr=False)

    @tag.default
    def _tag(self) -> str:
        return self.text.partition("+")[0]

    @tests.default
    def _tests(self) -> tuple[tuple[int, int, frozenset[str]], ...]:
        return tuple(
            (e, c, frozenset(part.split("|")))
            for e, element in enumerate(self.text.split("+")[1:], 1)
            for c, part in enumerate(element.split(":"), 1)
            if part
        )

    @property
    def words(self) -> str:
        """The pattern as findings spell it: ``NAD+MS or MR``."""
        return self.text.replace("|", " or ")

    @property
    def looks(self) -> frozenset[tuple[int, int]]:
        """The components that decide whether a segment is meant."""
        return frozenset((e, c) for e, c, _ in self.tests)

    def matches(self, segment: Segment) -> bool:
        """Tell whether a segment is meant.

        >>> Pattern("DTM+354::801|802").matches(Segment.of("DTM", ("354", "1", "802")))
        True
        >>> Pattern("CCI+++E12").matches(Segment.of("CCI", "", "", "E02"))
        False
        """
        if segment.tag != self.tag:
            return False
        # most patterns ask for nothing but the tag, or for one code
        if len(self.tests) == 1:
            ((element, component, codes),) = self.tests
            return segment.get(element, component) in codes
        return not self.tests or all(segment.get(e, c) in codes for e, c, codes in self.tests)


@attrs.frozen
class Step:
    """A segment of a group, or the group below it that such a segment starts.

    Attributes:
        group: Group that the segment starts, such as ``SG7``; empty for a segment of the group itself.
        pattern: The segment.
    """

    group: str
    pattern: Pattern

    @classmethod
    def of(cls, text: str) -> Self:
        """Return what *text* names: ``DTM+137``, or ``SG2:NAD+MS`` for the first segment of a group.

        >>> Step.of("SG2:NAD+MS").group, Step.of("DTM+354::802").group
        ('SG2', '')
        """
        group, colon, pattern = text.partition(":")
        if colon and group.startswith("SG"):
            return cls(group, Pattern(pattern))
        return cls("", Pattern(text))

    @property
    def item(self) -> str:
        """Name of the item in its group: the group below, or the tag."""
        return self.group or self.pattern.tag


@attrs.frozen
class Values:
    """The values that a component may have.

    Attributes:
        text: Values parted by blanks: codes, ``23-*`` and ``*+00`` for any beginning or end, ``###`` for three
            characters, ``#..25`` for at most 25, ``nnn`` for three digits, ``n+`` for any, ``0..`` for a number that is not negative, ``-0..`` for one that
            may be; ``...`` at the end of a list that is known in part, where others pass.
    """

    text: str
    codes: frozenset[str] = attrs.field(init=False, repr=False)
    starts: tuple[str, ...] = attrs.field(init=False, repr=False)
    ends: tuple[str, ...] = attrs.field(init=False, repr=False)
    lengths: frozenset[int] = attrs.field(init=False, repr=False)
    digits: frozenset[int] = attrs.field(init=False, repr=False)
    longest: int = attrs.field(init=False, repr=False)
    amounts: tuple[re.Pattern[str], ...] = attrs.field(init=False, repr=False)
    any_number: bool = attrs.field(init=False, repr=False)
    is_open: bool = attrs.field(init=False, repr=False)

    @codes.default
    def _codes(self) -> frozenset[str]:
        return frozenset(word for word in self._words() if not _is_form(word))

    @starts.default
    def _starts(self) -> tuple[str, ...]:
        return tuple(word[:-1] for word in self._words() if word.endswith("*"))

    @ends.default
    def _ends(self) -> tuple[str, ...]:
        return tuple(word[1:] for word in self._words() if word.startswith("*"))

    @lengths.default
    def _lengths(self) -> frozenset[int]:
        return frozenset(len(word) for word in self._words() if not word.strip("#"))

    @digits.default
    def _digits(self) -> frozenset[int]:
        return frozenset(len(word) for word in self._words() if not word.strip("n"))

    @longest.default
    def _longest(self) -> int:
        return max(
            (int(word.removeprefix(_AT_MOST)) for word in self._words() if word.startswith(_AT_MOST)),
            default=0,
        )

    @amounts.default
    def _amounts(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_AMOUNTS[word][0] for word in self._words() if word in _AMOUNTS)

    @any_number.default
    def _any_number(self) -> bool:
        return _NUMBER in self._words()

    @is_open.default
    def _is_open(self) -> bool:
        return self.text.endswith("...")

    @property
    def is_codes(self) -> bool:
        """They are codes, no forms."""
        return not any(_is_form(word) for word in self._words())

    @property
    def is_one_code(self) -> bool:
        """They are one code."""
        return self.is_codes and not self.is_open and len(self.codes) == 1

    def _words(self) -> list[str]:
        return [word for word in self.text.split() if word != "..."]

    def allow(self, value: str) -> bool:
        """Tell whether *value* is one of them, which any value is of an open list.

        >>> [Values("23-* 27-*").allow(text) for text in ("23-DDQ-E66-S", "E66")]
        [True, False]
        >>> Values("E01 E02 ...").allow("E99"), Values("nnnnn").allow("9900")
        (True, False)
        >>> [Values("0..").allow(text) for text in ("0", "1.5", "-1", "ABC")]
        [True, True, False, False]
        >>> [Values("-0..").allow(text) for text in ("-1,5", "1.2.3")]
        [True, False]
        >>> [Values("#..3").allow(text) for text in ("ABC", "ABCD")]
        [True, False]
        >>> [Values("ZZZ n+").allow(text) for text in ("ZZZ", "163", "XX")]
        [True, True, False]
        """
        return (
            self.is_open
            or value in self.codes
            or value.startswith(self.starts)
            or value.endswith(self.ends)
            or len(value) in self.lengths
            or 0 < len(value) <= self.longest
            or any(form.fullmatch(value) for form in self.amounts)
            or ((self.any_number or len(value) in self.digits) and value.isascii() and value.isdigit())
        )

    def __str__(self) -> str:
        """Return the values in words."""
        return ", ".join(_words_of(word) for word in self._words())


def _is_form(word: str) -> bool:
    """Tell whether a word stands for values of a form, and not for itself."""
    return (
        "*" in word
        or word in _AMOUNTS
        or word == _NUMBER
        or word.startswith(_AT_MOST)
        or not (word.strip("#") and word.strip("n"))
    )


def _words_of(word: str) -> str:
    if word == _NUMBER:
        return "any number"
    if word in _AMOUNTS:
        return _AMOUNTS[word][1]
    if word.startswith(_AT_MOST):
        return f"at most {word.removeprefix(_AT_MOST)} characters"
    if not word.strip("#"):
        return f"{len(word)} characters"
    if not word.strip("n"):
        return f"{len(word)} digits"
    if word.endswith("*"):
        return f"{word[:-1]} and more"
    return f"a value that ends in {word[1:]}" if word.startswith("*") else word
