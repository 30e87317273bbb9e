"""The identifiers of the market as values.

Sources: GS1 (GSRN, GLN); https://dok.elhub.no/ediel2/metering-point-id (no leading zero in a metering point
identification); ENTSO-E (EIC); the EMIF schemas (UUID); the Norwegian registers (organisation and birth numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edielkit.identifiers import check_digits
from edielkit.identifiers.scheme import Identifier

__all__ = (
    "KINDS",
    "birth_number",
    "eic",
    "gln",
    "grid_area",
    "gsrn",
    "is_d_number",
    "organisation_number",
    "uuid",
)

_EIC_CHARACTERS = frozenset(check_digits.EIC_ALPHABET)
_HEX = frozenset("0123456789abcdef")
_UUID_HYPHENS = (8, 13, 18, 23)
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


def _nothing(_: str) -> str:
    return ""


gsrn = Identifier(
    kind="gsrn",
    title="metering point identification (GSRN)",
    length=18,
    tidy=_without_separators,
    form=_digits_from_one,
    check=check_digits.gs1,
)

gln = Identifier(
    kind="gln",
    title="party identification (GLN)",
    length=13,
    tidy=_without_separators,
    form=_digits,
    check=check_digits.gs1,
)

eic = Identifier(
    kind="eic",
    title="energy identification code (EIC)",
    length=16,
    tidy=_without_spaces,
    form=_eic_characters,
    check=check_digits.eic,
)

grid_area = Identifier(
    kind="grid_area",
    title="metering grid area (EIC of type Y)",
    length=16,
    tidy=_without_spaces,
    form=_grid_area_characters,
    check=check_digits.eic,
)

organisation_number = Identifier(
    kind="organisation_number",
    title="organisation number",
    length=9,
    tidy=_without_separators,
    form=_digits,
    check=check_digits.mod11,
)

# Which check digits numbers issued from 2032 will have is not sourced: `check=False` judges the form alone.
# The date inside is not judged: test persons have months that no calendar has.
birth_number = Identifier(
    kind="birth_number",
    title="birth number or D-number",
    length=11,
    check_length=2,
    personal=True,
    tidy=_without_separators,
    form=_digits,
    check=check_digits.birth_number,
)

uuid = Identifier(
    kind="uuid",
    title="UUID in canonical form",
    length=36,
    check_length=0,
    tidy=_lower_hex,
    form=_canonical_uuid,
    check=_nothing,
)

KINDS: Mapping[str, Identifier] = MappingProxyType(
    {each.kind: each for each in (gsrn, gln, eic, grid_area, organisation_number, birth_number, uuid)}
)


def is_d_number(text: str) -> bool:
    """Tell whether *text* has the form of a D-number: a day with 40 added, so a first digit from 4 to 7.

    >>> is_d_number("41000000000"), is_d_number("01000000000")
    (True, False)
    """
    number = birth_number.compact(text)
    return birth_number.is_valid(number, check=False) and "4" <= number[0] <= "7"
