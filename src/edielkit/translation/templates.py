"""Templates of sentences: text with numbered places, ``expected {1}, found {2}``, found again in what was written by it."""

from __future__ import annotations

import re
from functools import cached_property

import attrs

__all__ = ("Template",)

_PLACE = re.compile(r"\{([0-9]+)\}")
# what a place of English may hold that the other language has no place for: the ending of "1 value" and "2 values"
_ENDINGS = frozenset({"", "s"})


@attrs.frozen(eq=False, slots=False)
class Template:
    """A text with places, and what it is in another language.

    Attributes:
        original: The text with places ``{1}``, ``{2}``, in this order.
        translated: The text in the other language, with the same places in any order.
    """

    original: str
    translated: str

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What stands between the places; the first and last piece may be empty."""
        return tuple(_PLACE.split(self.original)[::2])

    @cached_property
    def weight(self) -> int:
        """How many characters of a text are the template's own: the more, the surer is a match."""
        return sum(map(len, self.pieces))

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """Whether each place stands in quotes: what is there is somebody else's, and never a sentence.

        >>> Template("no command '{1}', {2}", "").quoted
        (True, False)
        """
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return tuple(before[-1:] == after[:1] == "'" for before, after in pairs)

    @cached_property
    def _dropped(self) -> tuple[int, ...]:
        """The places, from 0, that the translation does not have."""
        numbers, kept = _PLACE.findall(self.original), frozenset(_PLACE.findall(self.translated))
        return tuple(place for place, number in enumerate(numbers) if number not in kept)

    def values(self, text: str) -> tuple[str, ...] | None:
        """Return what stands at the places of *text*, None when the text was not written by this template.

        Each piece is taken where it stands first, which takes as long as the text is. What the translation has no place
        for is an ending of a plural: nothing else of the text would be lost.

        >>> Template("expected {1}, found {2}", "ventet {1}, fant {2}").values(
        ...     "expected MSCONS, found 'APERAK'"
        ... )
        ('MSCONS', "'APERAK'")
        >>> template = Template("{1} value{2}", "{1} verdier")
        >>> template.values("2 values"), template.values("2 values of 3")
        (('2', 's'), None)
        """
        first, *between, last = self.pieces
        end = len(text) - len(last)
        if not text.startswith(first) or end < len(first) or not text.endswith(last):
            return None
        values, start = [], len(first)
        for piece in between:
            place = text.find(piece, start, end)
            if place < 0:
                return None
            values.append(text[start:place])
            start = place + len(piece)
        values.append(text[start:end])
        if any(values[place] not in _ENDINGS for place in self._dropped):
            return None
        return tuple(values)

    def behind(self) -> Template:
        """Return the template with a place in front of it, for whatever it is put behind.

        >>> Template("; write {1}", "; skriv {1}").behind().original
        '{1}; write {2}'
        """
        original, translated = (
            "{1}" + _PLACE.sub(lambda place: f"{{{int(place[1]) + 1}}}", text)
            for text in (self.original, self.translated)
        )
        return Template(original, translated)

    def filled(self, values: tuple[str, ...]) -> str:
        """Return the translation with *values* at its places.

        >>> Template("expected {1}, found {2}", "fant {2}, ventet {1}").filled(("A", "B"))
        'fant B, ventet A'
        """
        return _PLACE.sub(lambda place: values[int(place[1]) - 1], self.translated)
