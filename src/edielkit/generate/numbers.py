"""Numbers of test data: well formed, with right check digits, and in series that name nobody real.

The series and why they are recognisable stand in ``docs/reference/test-data.md``.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from edielkit.errors import InvalidIdentifierError
from edielkit.identifiers import (
    IdentifierKind,
    birth_number,
    eic,
    gln,
    gsrn,
    malo,
    mp_id,
    organisation_number,
)

__all__ = ("SERIES", "NumberSeries", "Numbers")

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@attrs.frozen(kw_only=True)
class NumberSeries:
    """The test numbers of one kind of identifier.

    Attributes:
        kind: Kind of the identifiers.
        prefix: Every number of the series begins with it; empty for birth numbers.
        recognised: By what a reader knows that a number is one of them.
    """

    kind: IdentifierKind
    prefix: str
    recognised: str
    _body: Callable[[random.Random, int], str]

    def draw(self, rng: random.Random) -> str:
        """Return a number of the series."""
        wanted = self.kind.length - self.kind.check_length - len(self.prefix)
        while True:
            body = self.prefix + self._body(rng, wanted)
            try:
                return body + self.kind.check_digit(body)
            except InvalidIdentifierError:
                # some bodies have no check digit
                continue

    def holds(self, number: str) -> bool:
        """Tell whether *number* is one of the series.

        >>> SERIES["birth_number"].holds("01819000000"), SERIES["birth_number"].holds("01019000000")
        (True, False)
        """
        if len(number) != self.kind.length or not number.startswith(self.prefix):
            return False
        return bool(self.prefix) or 81 <= int(number[2:4] if number.isdigit() else 0) <= 92


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(_LETTERS, k=count))


def _born(rng: random.Random, count: int) -> str:
    """Return day, month with 80 added, year and individual number of somebody who was never born."""
    day, month, year = rng.randint(1, 28), rng.randint(81, 92), rng.randint(40, 99)
    return f"{day:02d}{month:02d}{year:02d}{rng.randint(0, 499):03d}"[:count]


SERIES: Mapping[str, NumberSeries] = MappingProxyType(
    {
        series.kind.kind: series
        for series in (
            NumberSeries(kind=gln, prefix="70800098", recognised="begins with 70800098", body=_digits),
            NumberSeries(kind=gsrn, prefix="7070575996", recognised="begins with 7070575996", body=_digits),
            NumberSeries(kind=eic, prefix="50YTEST-", recognised="begins with 50YTEST-", body=_letters),
            NumberSeries(
                kind=organisation_number,
                prefix="3",
                recognised="begins with 3, not with 8 or 9",
                body=_digits,
            ),
            NumberSeries(
                kind=birth_number,
                prefix="",
                recognised="80 is added to the month: 81 to 92 at the third and fourth digit",
                body=_born,
            ),
            NumberSeries(kind=malo, prefix="99", recognised="begins with 99", body=_digits),
            NumberSeries(kind=mp_id, prefix="99999", recognised="begins with 99999", body=_digits),
        )
    }
)


@attrs.frozen(eq=False)
class Numbers:
    """A source of numbers that gives none twice.

    >>> numbers = Numbers(random.Random(1))
    >>> numbers.gln(), numbers.gsrn()
    ('7080009818724', '707057599644670084')
    """

    rng: random.Random
    _taken: set[str] = attrs.field(factory=set, init=False)

    def _new(self, kind: str) -> str:
        while (number := SERIES[kind].draw(self.rng)) in self._taken:
            pass
        self._taken.add(number)
        return number

    def gln(self) -> str:
        """Return the number of a party."""
        return self._new("gln")

    def gsrn(self) -> str:
        """Return the number of a metering point."""
        return self._new("gsrn")

    def area(self) -> str:
        """Return the EIC of a metering grid area."""
        return self._new("eic")

    def organisation(self) -> str:
        """Return the number of an organisation."""
        return self._new("organisation_number")

    def person(self) -> str:
        """Return a birth number of the synthetic series."""
        return self._new("birth_number")

    def malo(self) -> str:
        """Return the number of a German market location."""
        return self._new("malo")

    def mp_id(self) -> str:
        """Return the number of a German market partner."""
        return self._new("mp_id")

    def melo(self, country: str = "DE") -> str:
        """Return the number of a German or Swiss metering location: 33 characters."""
        return f"{country}00000{_digits(self.rng, 6)}TEST{_letters(self.rng, 16)}"

    def uuid(self) -> str:
        """Return a UUID of version 4."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def meter(self) -> str:
        """Return the number of a meter."""
        return f"TEST{_digits(self.rng, 10)}"
