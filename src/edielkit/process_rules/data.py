"""The tables of the rules, read from the data files of this package at the first call."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import attrs

__all__ = ("Combination", "addresses", "combinations", "kinds_of", "process_rows", "table", "units", "way_of")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file of this package, comments left out."""
    lines = files(__package__).joinpath("data", name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@attrs.frozen(kw_only=True)
class Combination:
    """A document type with the roles that a message may have in a process.

    Attributes:
        document_type: Code, ``?`` where no public page says which.
        agency: Agency of the code.
        roles: Roles, ``*`` for any.
        way: ``in`` to Elhub, ``out`` from Elhub, ``both``.
        trust: How well the combination is known.
        source: Where it is from.
    """

    document_type: str
    agency: str
    roles: tuple[str, ...]
    way: str
    trust: str
    source: str


@cache
def _headers() -> Mapping[tuple[str, str], tuple[Combination, ...]]:
    by_message: dict[tuple[str, str], list[Combination]] = {}
    for row in table("headers.csv"):
        combination = Combination(
            document_type=row["document_type"],
            agency=row["agency"],
            roles=tuple(row["roles"].split()),
            way=row["way"],
            trust=row["trust"],
            source=row["source"],
        )
        for brs in row["brs"].split():
            by_message.setdefault((row["message"], brs), []).append(combination)
    return MappingProxyType({key: tuple(rows) for key, rows in by_message.items()})


# a process that is none is foreign text
@lru_cache(maxsize=1 << 10)
def combinations(kind: str, brs: str) -> tuple[Combination, ...]:
    """Return the combinations of the message *kind* in the process *brs*, none when it has no place there.

    >>> [c.document_type for c in combinations("CollectedData", "311")]
    ['E65', 'E39']
    """
    headers = _headers()
    return (*headers.get((kind, brs), ()), *headers.get((kind, "*"), ()))


@lru_cache(maxsize=1 << 10)
def way_of(kind: str, brs: str, document_type: str, role: str) -> str:
    """Return which way a message goes: ``in`` to Elhub, ``out`` from Elhub, ``both`` where the tables tell no way.

    Args:
        kind: Name of the message.
        brs: Its process.
        document_type: Code of its document.
        role: Role in its process context.

    >>> (
    ...     way_of("CollectedData", "313", "E13", "DDE"),
    ...     way_of("CollectedData", "311", "E39", "DDM"),
    ...     way_of("Acknowledgement", "313", "294", "DDE"),
    ... )
    ('in', 'out', 'both')
    """
    of_process = [
        combination.way
        for combination in combinations(kind, brs)
        if document_type == combination.document_type and {role, "*"} & set(combination.roles)
    ]
    of_kind = [
        combination.way
        for (message, _), rows in _headers().items()
        if message == kind
        for combination in rows
    ]
    ways = set(of_process or of_kind)
    return ways.pop() if len(ways) == 1 else "both"


@cache
def kinds_of(brs: str) -> tuple[str, ...]:
    """Return the messages of the process *brs*; messages that stand in any process are left out.

    >>> kinds_of("601")
    ('RequestToGridAccessProvider', 'ResponseFromGridAccessProvider')
    """
    return tuple(dict.fromkeys(kind for kind, process in _headers() if process == brs))


def every_combination() -> Mapping[tuple[str, str], tuple[Combination, ...]]:
    """Return all combinations by message and process."""
    return _headers()


@cache
def process_rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of the process tables."""
    return tuple(MappingProxyType(row) for row in table("process.csv"))


@cache
def addresses() -> Mapping[str, str]:
    """Return the page of each short name of a source."""
    return MappingProxyType({row["short"]: row["address"] for row in table("addresses.csv")})


@cache
def units() -> Mapping[str, str]:
    """Return the unit of each product.

    >>> units()["8716867000047"]
    'kvarh'
    """
    return MappingProxyType({row["product"]: row["unit"] for row in table("products.csv")})


@cache
def processes() -> tuple[Mapping[str, str], ...]:
    """Return what is public of each process, for the coverage page and the report."""
    return tuple(MappingProxyType(row) for row in table("processes.csv"))
