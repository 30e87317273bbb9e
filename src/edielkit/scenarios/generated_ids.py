"""Numbers for those that a scenario only names: invented, with right check digits, the same for a name in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from edielkit.identifiers import IdentifierKind, birth_number, eic, gln, gsrn

__all__ = ("assign_numbers",)

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def assign_numbers(kind: str, names: Iterable[str], stated: Mapping[str, str]) -> dict[str, str]:
    """Return a number for each name: what is stated, else one that nobody else has.

    Args:
        kind: ``gln``, ``eic``, ``number`` (of a metering point) or ``end user``.
        names: Names in the order of the scenario.
        stated: Numbers that the scenario says, by name.

    >>> assign_numbers("gln", ["mill", "plant"], {"plant": "7080009993001"})
    {'mill': '7080009792499', 'plant': '7080009993001'}
    """
    taken, assigned = set(stated.values()), {}
    for name in names:
        assigned[name] = stated.get(name) or next(
            number for number in _invented(kind, name) if number not in taken
        )
        taken.add(assigned[name])
    return assigned


def _invented(kind: str, name: str) -> Iterator[str]:
    scheme, body = _BODIES[kind]
    seed = int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8], "big")
    for number in count(seed):
        try:
            digits = body(number)
            whole = digits + scheme.check_digit(digits)
        except ValueError:
            continue
        if scheme.is_valid(whole):
            yield whole


def _letters(number: int) -> str:
    letters = ""
    for _ in range(8):
        number, digit = divmod(number, len(_DIGITS))
        letters += _DIGITS[digit]
    return letters


def _born(number: int) -> str:
    """Return the first nine digits of a synthetic birth number of 1990: 80 is added to the month."""
    return f"{number % 28 + 1:02d}{number // 28 % 12 + 81:02d}90{number // 336 % 500:03d}"


# Prefixes of their own, beside those of the markets to begin with.
_BODIES: Mapping[str, tuple[IdentifierKind, Callable[[int], str]]] = MappingProxyType(
    {
        "gln": (gln, lambda number: f"70800097{number % 10_000:04d}"),
        "eic": (eic, lambda number: f"50YHUB-{_letters(number)}"),
        "number": (gsrn, lambda number: f"70705759970{number % 1_000_000:06d}"),
        "end user": (birth_number, _born),
    }
)
