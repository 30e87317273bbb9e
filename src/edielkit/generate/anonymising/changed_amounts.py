"""Metered amounts made others: scaled by one factor, or with other digits, always exact and of the same form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from edielkit.generate.anonymising.permutations import Keyed
from edielkit.generate.anonymising.pseudonyms import Pseudonyms

__all__ = ("VALUES", "Amounts", "ControlTotal")

VALUES = ("keep", "scale", "reshape")
_PLAIN = re.compile(r"(-?)((?:0|[1-9][0-9]{0,17})(?:([.,])([0-9]{1,9}))?)", re.ASCII)
# a factor from 0.200 to 0.799 never makes a number longer
_LEAST, _STEPS = 200, 600


class Amounts:
    """What becomes of amounts: one factor for all of a key, or other digits from 1 to 9 in their places.

    >>> amounts = Amounts("scale", b"key", Pseudonyms(b"key"))
    >>> amounts.replaced("10.000"), amounts.replaced("-2.5"), amounts.replaced("0")
    ('6.680', '-1.7', '0')
    """

    def __init__(self, values: str, key: bytes, pseudonyms: Pseudonyms) -> None:
        """Take one of ``scale`` and ``reshape``, the key and its pseudonyms."""
        self.values = values
        self.pseudonyms = pseudonyms
        drawn = int.from_bytes(Keyed(key).digest(b"factor")[:8], "big")
        self.factor = Decimal(_LEAST + drawn % _STEPS).scaleb(-3)

    def replaced(self, text: str, *, reading: bool = False) -> str:
        """Return another amount with as many decimals.

        Args:
            text: An amount as a wire writes it.
            reading: It is one of the readings of a meter: they stay in their order, so they are scaled.
        """
        match = _PLAIN.fullmatch(text)
        if match is None or (self.values == "reshape" and not reading):
            return self.pseudonyms.digits(text)
        sign, number, mark, decimals = match.groups()
        scaled = Decimal(number.replace(",", ".")) * self.factor
        return sign + _written(scaled, len(decimals or ""), mark or ".")

    def volume(self, readings: Mapping[str, tuple[str, str]], text: str) -> str | None:
        """Return the difference of two readings after the change, None when *text* is not the difference before it.

        Args:
            readings: ``MeterReadingStart`` and ``MeterReadingEnd``, before and after.
            text: The volume between them.
        """
        start, end = readings.get("MeterReadingStart"), readings.get("MeterReadingEnd")
        if start is None or end is None:
            return None
        total = ControlTotal()
        total.add(f"-{start[0]}", f"-{start[1]}")
        total.add(*end)
        return total.replaced(text)


def _written(amount: Decimal, places: int, mark: str) -> str:
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return f"{rounded:f}".replace(".", mark)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


class ControlTotal:
    """The sum of the amounts of a message, before and after: what was right stays right.

    >>> total = ControlTotal()
    >>> total.add("4.5", "2.1")
    >>> total.add("5", "3")
    >>> total.replaced("9.50"), total.replaced("9")
    ('5.10', None)
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.before: Decimal | None = Decimal(0)
        self.after = Decimal(0)

    def add(self, before: str, after: str) -> None:
        """Add an amount and what became of it."""
        old, new = _decimal(before), _decimal(after)
        if self.before is None or old is None or new is None:
            self.before = None
            return
        self.before += old
        self.after += new

    def replaced(self, text: str) -> str | None:
        """Return the sum of the others in the form of *text*, None when *text* is not the sum."""
        if self.before is None or _decimal(text) != self.before:
            return None
        mark = "," if "," in text else "."
        decimals = len(text.replace(",", ".").partition(".")[2])
        needed = max(decimals, -int(self.after.normalize().as_tuple().exponent))
        return _written(self.after, needed, mark)
