"""Numbers and names of test data by their place in a row: the same place, the same number, and none twice.

The series of numbers are those of `edielkit.generate.numbers`, and name nobody.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from edielkit.errors import InvalidIdentifierError
from edielkit.generate.market.noise import Ints, bits, key_of
from edielkit.generate.numbers import SERIES
from edielkit.identifiers import IdentifierKind, birth_number, eic, gln, gsrn, organisation_number

__all__ = ("area_number", "firm_number", "gsrn_digits", "gsrn_texts", "party_number", "person_name", "person_number", "uuid_digits", "uuid_texts", "uuid_texts_of")  # fmt: skip

_GSRN_WEIGHTS = np.array([3 if place % 2 == 0 else 1 for place in range(gsrn.length)], np.int64)
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_DAYS, _MONTHS, _YEARS, _TURNS = 28, 12, 60, 10
_GIVEN = ("Prøve", "Test", "Eksempel", "Mønster", "Utkast", "Skisse", "Modell", "Øvelse")
_FAMILY = ("Testesen", "Prøvestad", "Eksempelvik", "Mønsterdal", "Utkastrud", "Skisseth", "Modellhaug", "Øvelsnes")  # fmt: skip


def _with_check_digit(scheme: IdentifierKind, body: Callable[[int], str]) -> str:
    """Return the first of the numbers that *body* gives for 0, 1, 2 ... that has a check digit."""
    for turn in range(_TURNS):
        text = body(turn)
        try:
            return text + scheme.check_digit(text)
        except InvalidIdentifierError:
            continue
    raise ValueError("no number of the series has a check digit")  # pragma: no cover


def gsrn_digits(first: int, count: int) -> npt.NDArray[np.uint8]:
    """Return metering points as rows of 18 characters.

    Args:
        first: Place of the first.
        count: How many.
    """
    prefix = SERIES["gsrn"].prefix
    wide = gsrn.length - 1 - len(prefix)
    places = np.arange(first, first + count, dtype=np.int64)
    digits = np.zeros((count, gsrn.length), np.int64)
    digits[:, : len(prefix)] = [int(digit) for digit in prefix]
    digits[:, len(prefix) : -1] = places[:, None] // 10 ** np.arange(wide - 1, -1, -1) % 10
    digits[:, -1] = -(digits @ _GSRN_WEIGHTS) % 10
    return (digits + ord("0")).astype(np.uint8)


def gsrn_texts(first: int, count: int) -> list[str]:
    """Return metering points.

    >>> gsrn_texts(1, 2)
    ['707057599600000016', '707057599600000023']
    """
    rows = gsrn_digits(first, count)
    return [text.decode() for text in rows.view(f"S{gsrn.length}").reshape(-1).tolist()]


def party_number(place: int) -> str:
    """Return the GLN of a party.

    >>> party_number(0)
    '7080009800002'
    """
    prefix = SERIES["gln"].prefix
    return _with_check_digit(gln, lambda _: f"{prefix}{place:0{gln.length - 1 - len(prefix)}d}")


def area_number(place: int) -> str:
    """Return the EIC of a grid area.

    >>> len(area_number(3))
    16
    """
    prefix = SERIES["eic"].prefix
    return _with_check_digit(eic, lambda turn: f"{prefix}{place:0{eic.length - 3 - len(prefix)}d}{turn:02d}")


def firm_number(place: int) -> str:
    """Return the number of an organisation.

    >>> firm_number(1)[0]
    '3'
    """
    return _with_check_digit(organisation_number, lambda turn: f"3{place * _TURNS + turn:07d}")


def person_number(place: int) -> str:
    """Return a birth number with 80 added to its month.

    >>> person_number(0)[:6]
    '018140'
    """
    day, turns = place % _DAYS, place // _DAYS
    month, turns = turns % _MONTHS, turns // _MONTHS
    year, individual = turns % _YEARS, turns // _YEARS

    def body(turn: int) -> str:
        return f"{day + 1:02d}{month + 81:02d}{year + 40:02d}{individual * _TURNS + turn:03d}"

    return _with_check_digit(birth_number, body)


def person_name(place: int) -> tuple[str, str]:
    """Return an invented given name and family name.

    >>> person_name(9)
    ('Test', 'Prøvestad')
    """
    return _GIVEN[place % len(_GIVEN)], _FAMILY[place // len(_GIVEN) % len(_FAMILY)]


def uuid_digits(seed: int, use: str, index: Ints) -> npt.NDArray[np.uint8]:
    """Return UUIDs of version 8 (RFC 9562) as rows of 36 characters, one for each index."""
    halves = [bits(key_of(seed, use, half), index) for half in range(2)]
    octets = np.stack(halves, axis=1).astype("<u8").view(np.uint8).reshape(len(index), 16)
    digits = np.empty((len(index), 32), np.uint8)
    digits[:, ::2], digits[:, 1::2] = octets >> 4, octets & 15
    digits[:, 12] = 8
    digits[:, 16] = 8 | (digits[:, 16] & 3)
    letters = _HEX[digits]
    rows = np.full((len(index), 36), ord("-"), np.uint8)
    start = 0
    for place, length in ((0, 8), (9, 4), (14, 4), (19, 4), (24, 12)):
        rows[:, place : place + length] = letters[:, start : start + length]
        start += length
    return rows


def uuid_texts(seed: int, use: str, index: Ints) -> list[str]:
    """Return UUIDs of version 8, one for each index.

    >>> uuid_texts(1, "message", np.arange(1))[0][14]
    '8'
    """
    return uuid_texts_of(uuid_digits(seed, use, index))


def uuid_texts_of(rows: npt.NDArray[np.uint8]) -> list[str]:
    """Return rows of 36 characters as texts."""
    return [text.decode() for text in rows.view("S36").reshape(-1).tolist()]
