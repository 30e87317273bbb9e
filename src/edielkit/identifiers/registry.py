"""The identifiers of the market as values: their forms, and the arithmetic of their check digits.

Sources: GS1 (GSRN, GLN); https://dok.elhub.no/ediel2/metering-point-id (no leading zero in a metering point
identification); ENTSO-E (EIC); the EMIF schemas (UUID); the Norwegian registers (organisation and birth numbers);
BDEW (MaLo-ID, MeLo-ID, MP-ID: lengths; how the check digits follow was derived from right numbers and holds for the
codes of parties in messages of the market).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.errors import InvalidCheckDigitError, InvalidIdentifierError

__all__ = (
    "EIC_ALPHABET",
    "KINDS",
    "IdentifierKind",
    "bdew_digit",
    "birth_digits",
    "birth_number",
    "eic",
    "eic_character",
    "gln",
    "grid_area",
    "gs1_digit",
    "gsrn",
    "is_d_number",
    "malo",
    "melo",
    "mod11_digit",
    "mp_id",
    "organisation_number",
    "uuid",
)


@attrs.frozen(kw_only=True)
class IdentifierKind:
    """One kind of identifier: its form, its check digits, and the functions on both.

    No message of an error repeats the identifier: it may be a person's.

    Attributes:
        kind: Short name, such as ``gsrn``.
        title: What it identifies, in words.
        length: Characters in all.
        check_length: Characters at the end that follow from the others; 0 where there is no check.
        personal: Whether it identifies a person; then no message says what its digits should be either.
    """

    kind: str
    title: str
    length: int
    check_length: int = 1
    personal: bool = False
    _tidy: Callable[[str], str]
    _form: Callable[[str], str | None]
    _check: Callable[[str], str | None]

    def compact(self, text: str) -> str:
        """Return *text* without the separators that people write; it says nothing about validity.

        Args:
            text: The identifier.

        Raises:
            TypeError: It is no text: a number loses the zeros in front.
        """
        if not isinstance(text, str):
            raise TypeError(f"{self.title}: expected a text, found {type(text).__name__}")
        return self._tidy(text)

    def validate(self, text: str, *, check: bool = True) -> str:
        """Return the compact form of *text*, or raise.

        Args:
            text: The identifier, with or without separators.
            check: Look at the check digits too, not the form alone.

        Raises:
            InvalidCheckDigitError: The form is right, the check digits are not.
            InvalidIdentifierError: The form is wrong.
        """
        number = self.compact(text)
        self._require_form(number, self.length)
        fault = self.check_fault(number) if check else None
        if fault is not None:
            raise InvalidCheckDigitError(fault)
        return number

    def is_valid(self, text: str, *, check: bool = True) -> bool:
        """Tell whether ``validate`` would return."""
        try:
            self.validate(text, check=check)
        except InvalidIdentifierError:
            return False
        return True

    def check_digit(self, body: str) -> str:
        """Return the characters that make *body* a whole identifier; none for a kind without a check.

        Args:
            body: The identifier without its check characters.

        Raises:
            InvalidIdentifierError: The body has the wrong form, or no identifier has this body.
        """
        stem = self.compact(body)
        self._require_form(stem, self.length - self.check_length)
        characters = self._check(stem)
        if characters is None:
            raise InvalidIdentifierError(f"no {self.title} has this body: its check digit cannot be written")
        return characters

    def form_fault(self, text: str, *, length: int | None = None) -> str | None:
        """Return what is wrong with the form of *text* as it stands, separators included, or None.

        Args:
            text: The identifier as a message carries it.
            length: Expected characters, if not those of a whole identifier.
        """
        expected = self.length if length is None else length
        if len(text) != expected:
            return f"{self.title}: expected {expected} characters, found {len(text)}"
        wrong = self._form(text)
        return None if wrong is None else f"{self.title}: {wrong}"

    def check_fault(self, text: str) -> str | None:
        """Return what is wrong with the check characters of *text*, whose form is right, or None."""
        if not self.check_length:
            return None
        body, characters = text[: -self.check_length], text[-self.check_length :]
        expected = self._check(body)
        if expected == characters:
            return None
        message = f"{self.title}: the check digit does not match"
        return (
            message if self.personal or expected is None else f"{message}, expected {expected!r} at the end"
        )

    def _require_form(self, number: str, length: int) -> None:
        fault = self.form_fault(number, length=length)
        if fault is not None:
            raise InvalidIdentifierError(fault)


# ENTSO-E: digits count 0-9, letters 10-35, the hyphen 36.
EIC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_EIC_VALUES = {character: value for value, character in enumerate(EIC_ALPHABET)}

_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
_BIRTH_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_BIRTH_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def gs1_digit(body: str) -> str:
    """Return the GS1 check digit: modulo 10, weights 3 and 1 in turn from the right.

    >>> gs1_digit("70705750001234567")
    '1'
    """
    digits = body.encode("ascii")
    odd, even = digits[-1::-2], digits[-2::-2]
    # a digit is a byte of its value and 48 more
    weighted = 3 * (sum(odd) - 48 * len(odd)) + sum(even) - 48 * len(even)
    return str(-weighted % 10)


def bdew_digit(body: str) -> str:
    """Return the check digit of BDEW's numbers: modulo 10, weights 1 and 2 in turn from the left.

    >>> bdew_digit("5123869678"), bdew_digit("990000000000")
    ('1', '3')
    """
    odd = sum(map(int, body[::2]))
    even = sum(map(int, body[1::2]))
    return str(-(odd + 2 * even) % 10)


def eic_character(body: str) -> str | None:
    """Return the EIC check character: modulo 37, weights 16 down to 2; never a hyphen.

    >>> eic_character("10YNO-1--------")
    '2'
    """
    total = sum((16 - i) * _EIC_VALUES[character] for i, character in enumerate(body))
    character = EIC_ALPHABET[36 - (total - 1) % 37]
    return None if character == "-" else character


def mod11_digit(body: str, weights: tuple[int, ...] = _ORGANISATION) -> str | None:
    """Return the check digit modulo 11 with *weights*; by default those of an organisation number.

    >>> mod11_digit("12345678")
    '5'
    """
    digit = -sum(weight * int(n) for weight, n in zip(weights, body, strict=True)) % 11
    return None if digit == 10 else str(digit)


def birth_digits(body: str) -> str | None:
    """Return the two check digits of a birth number or D-number.

    >>> birth_digits("000000000")
    '00'
    """
    first = mod11_digit(body, _BIRTH_FIRST)
    if first is None:
        return None
    second = mod11_digit(body + first, _BIRTH_SECOND)
    return None if second is None else first + second


_EIC_CHARACTERS = frozenset(EIC_ALPHABET)
_HEX = frozenset("0123456789abcdef")
_UUID_HYPHENS = (8, 13, 18, 23)
# letters of the country at the start of a MeLo-ID
_COUNTRY = 2
_LOWER_HEX = str.maketrans("ABCDEF", "abcdef")


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _without_separators(text: str) -> str:
    return _without_spaces(text).replace("-", "")


def _lower_hex(text: str) -> str:
    return _without_spaces(text).translate(_LOWER_HEX)


def _digits(number: str) -> str | None:
    if number.isascii() and number.isdigit():
        return None
    place = next(
        i for i, character in enumerate(number, 1) if not (character.isascii() and character.isdigit())
    )
    return f"expected digits only, found another character at place {place}"


def _digits_from_one(number: str) -> str | None:
    if number.startswith("0"):
        return "expected a first digit from 1 to 9, found 0"
    return _digits(number)


def _eic_characters(number: str) -> str | None:
    strange = (i for i, character in enumerate(number, 1) if character not in _EIC_CHARACTERS)
    place = next(strange, None)
    if place is not None:
        return f"expected digits, capital letters and hyphens, found another character at place {place}"
    if number[15:] == "-":
        return "expected a digit or capital letter at the end, found a hyphen"
    return None


def _grid_area_characters(number: str) -> str | None:
    if not (number[:2].isascii() and number[:2].isdigit() and number[2] == "Y"):
        return "expected two digits and the letter Y at the start"
    return _eic_characters(number)


def _canonical_uuid(number: str) -> str | None:
    for i, character in enumerate(number):
        if i in _UUID_HYPHENS:
            if character != "-":
                return f"expected a hyphen at place {i + 1}"
        elif character not in _HEX:
            return f"expected a digit or a letter from a to f at place {i + 1}"
    return None


def _metering_location_characters(number: str) -> str | None:
    strange = (
        place
        for place, character in enumerate(number, 1)
        if not (character.isascii() and character.isalnum() and (place > _COUNTRY or character.isupper()))
    )
    place = next(strange, None)
    if place is None:
        return None
    if place <= _COUNTRY:
        return f"expected the two capital letters of a country at the start, found another character at place {place}"
    return f"expected digits and letters only, found another character at place {place}"


def _nothing(_: str) -> str:
    return ""


gsrn = IdentifierKind(
    kind="gsrn",
    title="metering point identification (GSRN)",
    length=18,
    tidy=_without_separators,
    form=_digits_from_one,
    check=gs1_digit,
)

gln = IdentifierKind(
    kind="gln",
    title="party identification (GLN)",
    length=13,
    tidy=_without_separators,
    form=_digits,
    check=gs1_digit,
)

eic = IdentifierKind(
    kind="eic",
    title="energy identification code (EIC)",
    length=16,
    tidy=_without_spaces,
    form=_eic_characters,
    check=eic_character,
)

grid_area = IdentifierKind(
    kind="grid_area",
    title="metering grid area (EIC of type Y)",
    length=16,
    tidy=_without_spaces,
    form=_grid_area_characters,
    check=eic_character,
)

organisation_number = IdentifierKind(
    kind="organisation_number",
    title="organisation number",
    length=9,
    tidy=_without_separators,
    form=_digits,
    check=mod11_digit,
)

# Which check digits numbers issued from 2032 will have is not sourced: `check=False` looks at the form alone.
# The date inside is not looked at: test persons have months that no calendar has.
birth_number = IdentifierKind(
    kind="birth_number",
    title="birth number or D-number",
    length=11,
    check_length=2,
    personal=True,
    tidy=_without_separators,
    form=_digits,
    check=birth_digits,
)

uuid = IdentifierKind(
    kind="uuid",
    title="UUID in canonical form",
    length=36,
    check_length=0,
    tidy=_lower_hex,
    form=_canonical_uuid,
    check=_nothing,
)

malo = IdentifierKind(
    kind="malo",
    title="market location identification (MaLo-ID)",
    length=11,
    tidy=_without_separators,
    form=_digits,
    check=bdew_digit,
)

melo = IdentifierKind(
    kind="melo",
    title="metering location identification (MeLo-ID)",
    length=33,
    check_length=0,
    tidy=_without_spaces,
    form=_metering_location_characters,
    check=_nothing,
)

mp_id = IdentifierKind(
    kind="mp_id",
    title="market partner identification (MP-ID)",
    length=13,
    tidy=_without_separators,
    form=_digits,
    check=bdew_digit,
)

KINDS: Mapping[str, IdentifierKind] = MappingProxyType(
    {
        identifier.kind: identifier
        for identifier in (
            gsrn,
            gln,
            eic,
            grid_area,
            organisation_number,
            birth_number,
            uuid,
            malo,
            melo,
            mp_id,
        )
    }
)


def is_d_number(text: str) -> bool:
    """Tell whether *text* has the form of a D-number: a day with 40 added, so a first digit from 4 to 7.

    >>> is_d_number("41000000000"), is_d_number("01000000000")
    (True, False)
    """
    number = birth_number.compact(text)
    return birth_number.is_valid(number, check=False) and "4" <= number[0] <= "7"
