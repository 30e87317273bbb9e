"""The arithmetic of check digits: body in, check characters out, None where the body can have none."""

from __future__ import annotations

__all__ = ("EIC_ALPHABET", "birth_number", "eic", "gs1", "mod11")

# ENTSO-E: digits count 0-9, letters 10-35, the hyphen 36.
EIC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_EIC_VALUES = {character: value for value, character in enumerate(EIC_ALPHABET)}

_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
_BIRTH_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_BIRTH_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def gs1(body: str) -> str:
    """Return the GS1 check digit: modulo 10, weights 3 and 1 in turn from the right.

    >>> gs1("70705750001234567")
    '1'
    """
    odd = sum(map(int, body[-1::-2]))
    even = sum(map(int, body[-2::-2]))
    return str(-(3 * odd + even) % 10)


def eic(body: str) -> str | None:
    """Return the EIC check character: modulo 37, weights 16 down to 2; never a hyphen.

    >>> eic("10YNO-1--------")
    '2'
    """
    total = sum((16 - i) * _EIC_VALUES[character] for i, character in enumerate(body))
    character = EIC_ALPHABET[36 - (total - 1) % 37]
    return None if character == "-" else character


def mod11(body: str, weights: tuple[int, ...] = _ORGANISATION) -> str | None:
    """Return the check digit modulo 11 with *weights*; by default those of an organisation number.

    >>> mod11("12345678")
    '5'
    """
    digit = -sum(weight * int(n) for weight, n in zip(weights, body, strict=True)) % 11
    return None if digit == 10 else str(digit)


def birth_number(body: str) -> str | None:
    """Return the two check digits of a birth number or D-number.

    >>> birth_number("000000000")
    '00'
    """
    first = mod11(body, _BIRTH_FIRST)
    if first is None:
        return None
    second = mod11(body + first, _BIRTH_SECOND)
    return None if second is None else first + second
