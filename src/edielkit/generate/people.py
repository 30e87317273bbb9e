"""People, enterprises and places of test data: invented, and to be seen as such."""

from __future__ import annotations

import random

import attrs

from edielkit.generate.numbers import Numbers

__all__ = ("Customer", "PostalPlace", "draw_customer", "draw_place", "words")

# Made up for this package; each says by itself that it is no real name.
_GIVEN_NAMES = (
    "Prøvine", "Testulf", "Eksempla", "Prøvebjørn", "Målerina", "Testrid", "Fiktiv", "Prøvhild", "Testmund",
    "Eksempelius", "Åprøve", "Ætest", "Øksempla",
)  # fmt: skip
_FAMILY_NAMES = (
    "Prøvestad", "Testvik", "Eksempelsen", "Fiktivrud", "Prøvåsen", "Testmoen", "Eksempeldal", "Prøve-Testnes",
    "Målertest", "Fiktivøy",
)  # fmt: skip
_ENTERPRISES = (
    "Prøvemølla AS", "Testbakeriet SA", "Eksempelverkstedet AS", "Fiktiv Fisk AS", "Prøvehagen borettslag",
    "Test & Prøve ANS", "Eksempelskolen KF", "Fiktivhallen AS",
)  # fmt: skip
_STREETS = (
    "Prøveveien", "Testbakken", "Eksempelstien", "Fiktivgata", "Målerprøveveien", "Testøyveien", "Prøve «B» gate",
)  # fmt: skip
_TOWNS = ("TESTVIKA", "PRØVESUND", "EKSEMPELDAL", "FIKTIVNES", "PRØVÅS")
# Behind the last postal codes that are in use, and a municipality that there is not.
_POSTCODES = ("9996", "9997", "9998", "9999")
_MUNICIPALITY = "9999"
_WORDS = (
    "prøve",
    "test",
    "eksempel",
    "fiktiv",
    "måler",
    "skap",
    "kjeller",
    "loft",
    "port",
    "nr.",
    "<&>",
    "gang",
)


@attrs.frozen(kw_only=True)
class Customer:
    """An end user (sluttbruker): a person, or an enterprise.

    Attributes:
        identification: Birth number or organisation number.
        scheme: ``Z01`` for a person, ``82`` for an enterprise.
        name: Name of an enterprise, None for a person.
        given_name: Given name of a person, None for an enterprise.
        family_name: Family name of a person, None for an enterprise.
    """

    identification: str
    scheme: str
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None


def draw_customer(rng: random.Random, numbers: Numbers) -> Customer:
    """Return an end user.

    >>> rng = random.Random(4)
    >>> draw_customer(rng, Numbers(rng)).scheme in {"Z01", "82"}
    True
    """
    if rng.random() < 0.5:
        return Customer(identification=numbers.organisation(), scheme="82", name=rng.choice(_ENTERPRISES))
    return Customer(
        identification=numbers.person(),
        scheme="Z01",
        given_name=rng.choice(_GIVEN_NAMES),
        family_name=rng.choice(_FAMILY_NAMES),
    )


@attrs.frozen(kw_only=True)
class PostalPlace:
    """An address, with its place in the land register and on the map."""

    street: str
    number: str
    postcode: str
    town: str
    municipality: str
    title: tuple[int, int]
    latitude: str
    longitude: str


def draw_place(rng: random.Random) -> PostalPlace:
    """Return a place that there is not.

    >>> draw_place(random.Random(1)).town
    'TESTVIKA'
    """
    return PostalPlace(
        street=rng.choice(_STREETS),
        number=f"{rng.randint(1, 199)}{rng.choice(('', '', '', 'A', 'B'))}",
        postcode=rng.choice(_POSTCODES),
        town=rng.choice(_TOWNS),
        municipality=_MUNICIPALITY,
        title=(rng.randint(1, 400), rng.randint(1, 900)),
        # in the open sea west of Norway
        latitude=f"65.{rng.randint(0, 99999):05d}",
        longitude=f"3.{rng.randint(0, 99999):05d}",
    )


def words(rng: random.Random, most: int) -> str:
    """Return a few words of at most *most* characters, at least one.

    >>> len(words(random.Random(2), 10)) <= 10
    True
    """
    text = " ".join(rng.choice(_WORDS) for _ in range(rng.randint(1, 8)))
    return text[:most].strip() or "x"
