"""One content replaced by its kind, and the list of what was replaced: what both wires share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

import attrs

from edielkit.generate.anonymising.changed_amounts import Amounts
from edielkit.generate.anonymising.pseudonyms import Pseudonyms, form_of, is_birth_number
from edielkit.generate.anonymising.tables import FREE_TEXT, UNKNOWN, Content, FieldKind, is_code

__all__ = ("Remark", "Replacer", "Tally")

_MOST_REMARKS = 200
_SPACE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?[0-9]{0,15}(?:[.,][0-9]{0,15})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
# what UTILTS writes for a value that is missing
_NO_VALUE = "NULL"
# groups of digits with something between them, as people write numbers
_GROUPED = re.compile(r"[0-9., +-]{1,20}", re.ASCII)
_DIGIT_RUN = re.compile(r"[0-9]{9,}", re.ASCII)
# more is a telephone number
_MOST_GROUPED = 7
# more digits than any amount has
_TOO_LONG = 13
_BIRTH_NUMBERS = re.compile(r"(?<![0-9])(?:[0-9]{11}|[0-9]{6}[ .-][0-9]{5})(?![0-9])", re.ASCII)
_LISTED = frozenset({FREE_TEXT.label, UNKNOWN.label, "comment"})


@attrs.frozen
class Remark:
    """Something that somebody should look at in the result.

    Attributes:
        what: Such as ``free text`` or ``birth number``.
        place: Element or segment.
        number: Number of the line or segment, from 1.
        unit: ``line`` in XML, ``segment`` in EDIFACT.
    """

    what: str
    place: str
    number: int
    unit: str = "line"

    def __str__(self) -> str:
        return f"{self.what} in {self.place}, {self.unit} {self.number}"


@attrs.define
class Tally:
    """What was replaced in an input.

    Attributes:
        replaced: How often, by what it was.
        remarks: What to look at; those beyond the first two hundred are counted alone.
        more: How many remarks there are beyond.
    """

    replaced: Counter[str] = attrs.field(factory=Counter)
    remarks: list[Remark] = attrs.field(factory=list)
    more: int = 0

    def count(self, what: str, *, is_other: bool) -> None:
        """Count a content that has become another; one that stays is in no count."""
        if is_other:
            self.replaced[what] += 1

    def remark(self, what: str, place: str, number: int, unit: str = "line") -> None:
        """Add a remark."""
        if len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(Remark(what, place, number, unit))
        else:
            self.more += 1

    @property
    def is_full(self) -> bool:
        """Whether further remarks are counted alone, so that nobody needs their line."""
        return len(self.remarks) >= _MOST_REMARKS


@attrs.frozen(eq=False)
class Replacer:
    """Replaces contents, and counts them.

    Attributes:
        pseudonyms: Those of the key.
        tally: What was replaced.
        amounts: What becomes of amounts; they stay if None.
    """

    pseudonyms: Pseudonyms
    tally: Tally
    amounts: Amounts | None = None

    def replaced(self, content: Content, text: str) -> str:
        """Return what becomes of the *text* of an element; white space at its ends stays.

        Instants and amounts stay here: the wires look at them.
        """
        core = text.strip(_SPACE)
        if not core:
            return text
        other, label = self._replaced(content, core)
        if other == core:
            return text
        self.tally.count(label, is_other=True)
        start = text.index(core)
        return f"{text[:start]}{other}{text[start + len(core) :]}"

    def _replaced(self, content: Content, text: str) -> tuple[str, str]:
        kind = content.kind
        if kind is FieldKind.IDENTIFIER or (kind is FieldKind.ITEM and not is_code(text)):
            return self.pseudonyms.identifier(text), content.label or form_of(text)
        if kind is FieldKind.TEXT:
            return self.pseudonyms.text(text), content.label
        if kind is FieldKind.DIGITS and _NUMBER.fullmatch(text):
            return self.pseudonyms.digits(text), content.label
        if _KEPT[kind](text):
            return text, ""
        if kind in {FieldKind.CODE, FieldKind.ITEM, FieldKind.VERSION}:
            return self.pseudonyms.text(text), f"no {kind}, where one is expected"
        return self.pseudonyms.digits_and_words(text), f"no {kind}, where one is expected"

    def birth_numbers(self, content: Content, text: str) -> int:
        """Return how many birth numbers stand where none is expected."""
        if content.kind is FieldKind.IDENTIFIER and not content.label:
            return 0
        return sum(is_birth_number(re.sub("[ .-]", "", match[0])) for match in _BIRTH_NUMBERS.finditer(text))

    def is_listed(self, content: Content) -> bool:
        """Tell whether somebody should look at such a content in the result."""
        return content.label in _LISTED


_VERSION = re.compile(r"[A-Za-z0-9._]{1,8}", re.ASCII)


def is_number(text: str) -> bool:
    """Tell whether *text* is a number and nothing more: no identification that stands in its place.

    >>> is_number("12.5"), is_number("1 234,5"), is_number("707057500012345671"), is_number("01819010043")
    (True, True, False, False)
    """
    if text == _NO_VALUE:
        return True
    if not _NUMBER.fullmatch(text) and not (
        _GROUPED.fullmatch(text) and sum(map(str.isdigit, text)) <= _MOST_GROUPED
    ):
        return False
    return not any(len(run) >= _TOO_LONG or is_birth_number(run) for run in _DIGIT_RUN.findall(text))


def _is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None and not _DIGIT_RUN.search(text)


def _is_nothing(_: str) -> bool:
    return False


_KEPT: Mapping[FieldKind, Callable[[str], bool]] = {
    FieldKind.CODE: is_code,
    FieldKind.ITEM: is_code,
    FieldKind.VERSION: _is_version,
    FieldKind.NUMBER: is_number,
    FieldKind.AMOUNT: is_number,
    FieldKind.TOTAL: is_number,
    FieldKind.DIGITS: _is_nothing,
    # the wires know what an instant is
    FieldKind.TIME: _is_nothing,
}
