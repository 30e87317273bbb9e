"""Pseudonyms: another identifier, name or text of the same form in the place of each, the same for the same key.

A pseudonym has the length of what it stands for, letters where that has letters (vowels, consonants, capitals and
letters with accents each for themselves) and digits where it has digits. An identifier keeps what makes it one: a check
digit that is right stays right, a wrong one stays wrong; the country of a party and the version of a UUID stay. No two
identifiers become one: each form is permuted within itself (`edielkit.generate.anonymising.permutations`).

What is known to everybody stays as it is: see ``data/public.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from unicodedata import category

import attrs

from edielkit.codes import code_list
from edielkit.generate.anonymising.permutations import Keyed, Permutation
from edielkit.identifiers.registry import bdew_digit, birth_digits, eic_character, gs1_digit, mod11_digit

__all__ = ("Pseudonyms", "form_of", "is_birth_number", "public_identifiers")

_DIGITS = "0123456789"
_VOWELS, _CONSONANTS = "aeiouy", "bcdfghjklmnpqrstvwxz"
_NORWEGIAN = "æøå"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_CAPITALS = _LOWER.upper()
# an identifier of so few characters identifies nothing
_SHORT = 3
# more characters are permuted in pieces
_LONGEST = 32
# results that are remembered, so that what repeats costs nothing
_MOST_REMEMBERED = 1 << 18
_MOST_PERMUTATIONS = 1 << 12

Check = tuple[int, Callable[[str], str | None]]


@cache
def public_identifiers() -> frozenset[str]:
    """Return the identifiers that stay: Elhub's own, and those of products.

    >>> "7080003824349" in public_identifiers(), "8716867000030" in public_identifiers()
    (True, True)
    """
    text = files("edielkit.generate.anonymising").joinpath("data/public.csv").read_text("utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    products = code_list("Elhub_ProductIdentifierCode").codes
    return frozenset((*(row.partition(",")[0] for row in rows[1:]), *products))


# -- forms of identifiers


@attrs.frozen(kw_only=True)
class _Form:
    """A form of identifiers, and what of it stays.

    Attributes:
        name: What reports call identifiers of this form.
        pattern: Which texts have it.
        kept: Characters at the begin that stay: a country, an office, the kind of a code.
        checks: Its check digits: how many, and the function that calculates them from what stands before.
        is_digits: Digits alone are free in it, each by itself.
    """

    name: str
    pattern: re.Pattern[str]
    kept: int
    checks: tuple[Check, ...] = ()
    is_digits: bool = False


def _form(name: str, pattern: str, *checks: Check, kept: int, is_digits: bool = False) -> _Form:
    compiled = re.compile(pattern, re.ASCII)
    return _Form(name=name, pattern=compiled, kept=kept, checks=checks, is_digits=is_digits)


_GS1: Check = (1, gs1_digit)
_BDEW: Check = (1, bdew_digit)
_BIRTH: Check = (2, birth_digits)
_PERSON, _UUID, _OTHER = "birth number", "identification", "reference"

# The first that fits counts. GS1: 70 is Norway, 707057 the series of Norwegian metering points; ENTSO-E: the office and
# the type of a code; a register's first digit tells its kind.
_FORMS = (
    _form("metering point", r"[1-9][0-9]{17}", _GS1, kept=6, is_digits=True),
    _form("party", r"[0-9]{13}", _GS1, _BDEW, kept=2, is_digits=True),
    _form(_OTHER, r"[0-9]{11}", _BIRTH, _BDEW, kept=0),
    _form("organisation", r"[0-9]{9}", (1, mod11_digit), kept=1, is_digits=True),
    _form("grid area or party", r"[0-9]{2}[A-Z][0-9A-Z-]{12}[0-9A-Z]", (1, eic_character), kept=3),
    _form("metering location", r"[A-Z]{2}[0-9A-Z]{31}", kept=2),
)
_UUIDS = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-f]{32}")
# hexadecimal digits of a UUID that say of which version and variant it is (RFC 9562)
_UUID_KEPT = (12, 16)
_SPACED = re.compile(r"[0-9](?:[ -]?[0-9]){8,17}", re.ASCII)

# A birth number begins with a day; 40 is added to that of a D-number. Months of test persons are those of no calendar:
# 80 or 40 is added.
_DAYS = tuple(f"{day:02d}" for day in range(1, 32))
_D_DAYS = tuple(f"{day:02d}" for day in range(41, 72))
_MONTHS, _MONTHS_40, _MONTHS_80 = (
    tuple(f"{month + added:02d}" for month in range(1, 13)) for added in (0, 40, 80)
)
# what becomes of each kind of month: nobody who lives, and nobody whom the messages name
_MONTH_OF = {_MONTHS: _MONTHS_80, _MONTHS_40: _MONTHS_80, _MONTHS_80: _MONTHS_40}


def is_birth_number(text: str) -> bool:
    """Tell whether eleven digits are a birth number or D-number by form: by their date, or by their check digits.

    >>> is_birth_number("01819010043"), is_birth_number("99999999999"), is_birth_number("7080003824349")
    (True, False, False)
    """
    return _is_eleven(text) and (_date_cells(text) is not None or text[9:] == birth_digits(text[:9]))


def _is_eleven(text: str) -> bool:
    return len(text) == 11 and text.isascii() and text.isdigit()


def form_of(text: str) -> str:
    """Return what reports call the identifier *text*.

    >>> form_of("707057500012345671"), form_of("01819010043"), form_of("DOC-1")
    ('metering point', 'birth number', 'reference')
    """
    if is_birth_number(text):
        return _PERSON
    if _UUIDS.fullmatch(text):
        return _UUID
    return next((form.name for form in _FORMS if form.pattern.fullmatch(text)), _OTHER)


# -- cells


@attrs.frozen
class _Cell:
    """A place whose content is permuted: what may stand there, and what each of it becomes written as."""

    contents: Sequence[str]
    written: Sequence[str]

    @classmethod
    def of(cls, alphabet: Sequence[str]) -> _Cell:
        return cls(alphabet, alphabet)


_DIGIT = _Cell.of(_DIGITS)
_FIRST_DIGIT = _Cell.of(_DIGITS[1:])
_LETTER = {
    **{letter: _Cell.of(_LOWER) for letter in _LOWER},
    **{letter: _Cell.of(_CAPITALS) for letter in _CAPITALS},
    **dict.fromkeys(_DIGITS, _DIGIT),
}


def _date_cells(text: str) -> list[tuple[str, _Cell]] | None:
    """Return day and month of eleven digits as cells, None when they are no date."""
    day = next((days for days in (_DAYS, _D_DAYS) if text[:2] in days), None)
    months = next((months for months in _MONTH_OF if text[2:4] in months), None)
    if day is None or months is None:
        return None
    return [(text[:2], _Cell.of(day)), (text[2:4], _Cell(months, _MONTH_OF[months]))]


@cache
def _accented(letter: str) -> _Cell | None:
    """Return the cell of a letter that is not one of ASCII: its neighbours in Unicode of the same kind."""
    if letter in _NORWEGIAN:
        return _Cell.of(_NORWEGIAN)
    if letter in _NORWEGIAN.upper():
        return _Cell.of(_NORWEGIAN.upper())
    first = ord(letter) & ~31
    alphabet = [
        other
        for other in map(chr, range(first, first + 32))
        if _is_like(letter, other) and other.lower() not in _NORWEGIAN
    ]
    return _Cell.of(alphabet) if letter in alphabet else None


def _is_like(letter: str, other: str) -> bool:
    # both have one capital letter in the same part of Unicode, so that no character set is left
    turned = other.swapcase()
    return (
        category(other) == category(letter)
        and len(turned) == 1
        and turned != other
        and ord(turned) >> 8 == ord(other) >> 8
    )


def _word_cell(letter: str) -> _Cell | None:
    if letter.isascii():
        return _Cell.of(_VOWELS if letter in _VOWELS else _CONSONANTS)
    return _accented(letter)


def _identifier_cell(character: str) -> _Cell | None:
    return _LETTER.get(character) or (_accented(character) if character.isalpha() else None)


# -- pseudonyms

# a UUID or an identifier with letters; long digits; digits in groups; a word
_UNIT = re.compile(
    r"(?P<identifier>\b(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-f]{32}"
    r"|[0-9]{2}[A-Z][0-9A-Z-]{12}[0-9A-Z]|[A-Z]{2}[0-9A-Z]{31})\b)"
    r"|(?P<digits>[0-9]{9,}|[0-9]{1,8}(?:[ ./-][0-9]{1,8}(?![0-9]))*)"
    r"|(?P<word>[^\W\d_]+)"
)
_WORD = re.compile(r"[^\W\d_]+")


class Pseudonyms:
    """The pseudonyms that a key gives.

    >>> pseudonyms = Pseudonyms(b"a key of the example")
    >>> pseudonyms.identifier("707057500012345671")
    '707057613438535974'
    >>> pseudonyms.identifier("7080003824349")
    '7080003824349'
    >>> pseudonyms.text("Ola Nordmann, 22 33 44 55")
    'Uxi Puxwhizr, 35 64 70 81'
    """

    def __init__(self, key: bytes) -> None:
        """Take a key.

        Args:
            key: At least one byte; who does not have it cannot go back.
        """
        self._keyed = Keyed(key)
        self._permutations: dict[tuple[str, int], Permutation] = {}
        self._digits: dict[tuple[str, tuple[bool, ...], str], _Digits] = {}
        self._identifiers: dict[str, str] = {}
        self._words: dict[str, str] = {}

    # -- identifiers

    def identifier(self, text: str) -> str:
        """Return the pseudonym of an identifier, with the separators between its characters."""
        pseudonym = self._identifiers.get(text)
        if pseudonym is not None:
            return pseudonym
        if _UUIDS.fullmatch(text):
            return self.uuid(text)  # most stand once: they would drive out what is worth remembering
        if len(self._identifiers) >= _MOST_REMEMBERED:
            self._identifiers.clear()
        pseudonym = self._identifiers[text] = self._identifier(text)
        return pseudonym

    def _identifier(self, text: str) -> str:
        if text in public_identifiers():
            return text
        for form in _FORMS:
            if form.pattern.fullmatch(text):
                return self._of_form(text, form)
        digits = re.sub("[ -]", "", text) if _SPACED.fullmatch(text) else text
        if digits != text and any(form.pattern.fullmatch(digits) for form in _FORMS):
            return _separated(self.identifier(digits), text)
        core = "".join(filter(str.isalnum, text))
        if len(core) <= _SHORT:
            return text
        cells = [(character, _identifier_cell(character)) for character in core]
        if core[0] in _DIGITS[1:] and core.isdigit():
            # zeros in front count for numbers
            cells[0] = (core[0], _FIRST_DIGIT)
        return _separated(self._permuted("identifier", cells), text)

    def uuid(self, text: str) -> str:
        """Return the pseudonym of a UUID, with hyphens or without."""
        digits = text.replace("-", "").lower()
        drawn = self._keyed.digest(b"uuid" + digits.encode()).hex()
        first, second = _UUID_KEPT
        drawn = f"{drawn[:first]}{digits[first]}{drawn[first + 1 : second]}{digits[second]}{drawn[second + 1 : 32]}"
        if len(text) != len(drawn):
            drawn = f"{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}"
        return drawn if text == text.lower() else drawn.upper()

    def _of_form(self, text: str, form: _Form) -> str:
        """Permute what a form leaves free among the texts whose checks say the same."""
        right = tuple([_is_right(text, check) for check in form.checks])
        if form.is_digits:
            return self._digits_of(text, form, right)
        whole = _Whole.of(form, right, len(text))
        body = text[: len(text) - whole.checked]
        date = _date_cells(text) if len(text) == 11 else None
        kept = [*date] if date else [(character, None) for character in body[: form.kept]]
        free = body[4 if date else form.kept :]
        return self._walked(
            f"{form.name} {list(right)} {text[: form.kept]}",
            [*kept, *((character, _LETTER.get(character)) for character in free)],
            whole.identifier,
        )

    def _digits_of(self, text: str, form: _Form, right: tuple[bool, ...]) -> str:
        """Return what `_walked` does for digits alone, of which there are most, in less time."""
        kept = text[: form.kept]
        key = (form.name, right, kept)
        digits = self._digits.get(key)
        if digits is None:
            if len(self._digits) >= _MOST_PERMUTATIONS:
                self._digits.clear()
            digits = self._digits[key] = self._digits_made(form, right, kept, len(text))
        permutation, whole, width = digits
        number = int(text[form.kept : form.kept + width])
        while True:
            number = permutation.other(number)
            pseudonym = whole.identifier(f"{kept}{number:0{width}d}")
            if pseudonym is not None:
                return pseudonym

    def _digits_made(self, form: _Form, right: tuple[bool, ...], kept: str, length: int) -> _Digits:
        whole = _Whole.of(form, right, length)
        width = length - form.kept - whole.checked
        return Permutation(self._keyed, f"{form.name} {list(right)} {kept}", 10**width), whole, width

    # -- texts

    def text(self, text: str) -> str:
        """Return *text* with other words and numbers; identifiers in it get the pseudonyms that they have elsewhere."""
        return _UNIT.sub(self._unit, text)

    def _unit(self, match: re.Match[str]) -> str:
        unit = match[0]
        if match.lastgroup == "word":
            return self._word(unit)
        if match.lastgroup == "identifier":
            return self.identifier(unit)
        digits = "".join(character for character in unit if character.isdigit())
        if any(form.pattern.fullmatch(digits) for form in _FORMS):
            return _separated(self.identifier(digits), unit)
        return _separated(self._remembered("digits", digits, [(digit, _DIGIT) for digit in digits]), unit)

    def _word(self, word: str) -> str:
        small = word.lower()
        if len(small) != len(word):
            small = word
        other = self._remembered("word", small, [(letter, _word_cell(letter)) for letter in small])
        if small == word:
            return other
        return "".join(
            letter.upper() if own.isupper() else letter for own, letter in zip(word, other, strict=True)
        )

    def digits(self, text: str) -> str:
        """Return *text* with other digits from 1 to 9 and all zeros in their places, so that a number keeps its size.

        >>> Pseudonyms(b"a key of the example").digits("59.91040")
        '87.33010'
        """
        cells = [(character, _FIRST_DIGIT if character in _DIGITS[1:] else None) for character in text]
        return self._remembered("number", text, cells)

    def digits_and_words(self, text: str) -> str:
        """Return *text* with other words, and other digits from 1 to 9: for what should be a number or a time."""
        return self.digits(_WORD.sub(lambda word: self._word(word[0]), text))

    def _remembered(self, name: str, text: str, cells: Sequence[tuple[str, _Cell | None]]) -> str:
        key = f"{name}\0{text}"
        pseudonym = self._words.get(key)
        if pseudonym is None:
            if len(self._words) >= _MOST_REMEMBERED:
                self._words.clear()
            pseudonym = self._words[key] = self._permuted(name, cells)
        return pseudonym

    def _permuted(self, name: str, cells: Sequence[tuple[str, _Cell | None]]) -> str:
        pieces = [cells[at : at + _LONGEST] for at in range(0, len(cells), _LONGEST)]
        return "".join(self._walked(name, piece, lambda written: written) for piece in pieces)

    def _walked(
        self,
        name: str,
        cells: Sequence[tuple[str, _Cell | None]],
        whole: Callable[[str], str | None],
    ) -> str:
        """Return the first permutation of the content of *cells* that *whole* makes a pseudonym of."""
        size, number = 1, 0
        for content, cell in cells:
            if cell is not None:
                count = len(cell.contents)
                size, number = size * count, number * count + cell.contents.index(content)
        permutation = self._permutation(f"{name} {_signature(cells)}", size)
        while True:
            # the circle comes back to the text itself, which is one
            number = permutation.other(number)
            pseudonym = whole(_written(cells, number))
            if pseudonym is not None:
                return pseudonym

    def _permutation(self, name: str, size: int) -> Permutation:
        permutation = self._permutations.get((name, size))
        if permutation is None:
            if len(self._permutations) >= _MOST_PERMUTATIONS:
                self._permutations.clear()
            permutation = self._permutations[name, size] = Permutation(self._keyed, name, size)
        return permutation


@attrs.frozen
class _Whole:
    """What makes an identifier of a body: its check digit, and that its checks say what they said of the original.

    Attributes:
        counted: The check that its last characters follow; None where none of the original's is right.
        others: The other checks, and what they say of the original.
        length: How many characters it has.
    """

    counted: Check | None
    others: tuple[tuple[Check, bool], ...]
    length: int

    @classmethod
    def of(cls, form: _Form, right: tuple[bool, ...], length: int) -> _Whole:
        """Return what makes identifiers of a form of which the checks say *right*."""
        counted = right.index(True) if True in right else None
        others = tuple(
            (check, is_right)
            for number, (check, is_right) in enumerate(zip(form.checks, right, strict=True))
            if number != counted
        )
        return cls(None if counted is None else form.checks[counted], others, length)

    @property
    def checked(self) -> int:
        """How many characters at the end are check digits."""
        return 0 if self.counted is None else self.counted[0]

    def identifier(self, body: str) -> str | None:
        """Return the identifier with this body; None when there is none, or another one than the original's kind."""
        text = body if self.counted is None else body + (self.counted[1](body) or "")
        if len(text) != self.length or text in public_identifiers():
            return None
        for check, is_right in self.others:
            if _is_right(text, check) != is_right:
                return None
        return text


_Digits = tuple[Permutation, _Whole, int]


def _is_right(text: str, check: Check) -> bool:
    count, calculate = check
    return calculate(text[:-count]) == text[-count:]


def _signature(cells: Sequence[tuple[str, _Cell | None]]) -> str:
    """Return the kinds of cells, and what stands between them: texts that differ in it are permuted apart."""
    return "".join(
        content if cell is None else f"[{cell.contents[0]}{len(cell.contents)}]" for content, cell in cells
    )


def _written(cells: Sequence[tuple[str, _Cell | None]], number: int) -> str:
    written = []
    for content, cell in reversed(cells):
        if cell is None:
            written.append(content)
        else:
            number, place = divmod(number, len(cell.written))
            written.append(cell.written[place])
    return "".join(reversed(written))


def _separated(characters: str, text: str) -> str:
    """Return *characters* with the separators that stand between those of *text*."""
    if len(characters) == len(text):
        return characters
    following = iter(characters)
    return "".join(next(following) if own.isalnum() else own for own in text)
