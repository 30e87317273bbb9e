"""Who and what a scenario is about: parties, grid areas, customers and metering points, each under a name.

The names stand in the scenario and in its story; the numbers behind them travel in the messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from edielkit.emif.messages import (
    CustomerPartyStartOfSupply,
)
from edielkit.emif.values import Identifier
from edielkit.errors import Faults
from edielkit.exchange import ExchangePoint
from edielkit.hub.core.market import Market
from edielkit.hub.core.market_records import (
    Point,
)
from edielkit.hub.core.parties import Party
from edielkit.hub.core.structure import GridArea, Structure
from edielkit.identifiers import IdentifierKind, birth_number, gln, organisation_number
from edielkit.scenarios.border_points import exchange_point
from edielkit.scenarios.generated_ids import assign_numbers
from edielkit.scenarios.market_points import registered_point
from edielkit.scenarios.scenario_fields import Fields, ScenarioError

__all__ = ("MarketNames", "read_names")


@attrs.frozen(kw_only=True)
class MarketNames:
    """The names of a scenario and what they stand for.

    Attributes:
        parties: Market parties by name.
        areas: Grid areas by name.
        customers: End users by name.
        points: Identifications of metering points by name, registered or not.
        registered: The metering points that the market begins with.
        exchange_points: The exchange points that the market begins with.
    """

    parties: Mapping[str, Party]
    areas: Mapping[str, GridArea]
    customers: Mapping[str, CustomerPartyStartOfSupply] = attrs.field(repr=False)
    points: Mapping[str, str]
    registered: tuple[Point, ...] = attrs.field(repr=False)
    exchange_points: tuple[ExchangePoint, ...] = ()

    @property
    def market(self) -> Market:
        """What the hub begins with."""
        return Market(
            parties=tuple(self.parties.values()),
            structure=Structure.of(self.areas.values()),
            points=self.registered,
            exchange_points=self.exchange_points,
        )

    def troubles(self) -> Iterator[ScenarioError]:
        """Yield what keeps the market from being one, with the place of the metering point or area that it is about."""
        for number, words in self.market.faults():
            name = self.name_of(number)
            part = "areas" if name in self.areas else "points" if name in self.points else "exchange points"
            yield ScenarioError(self._in_names(words), f"{part}.{name}")

    def _in_names(self, words: str) -> str:
        """Return words with the names of those whose numbers stand in them."""
        for number, name in self._names.items():
            words = words.replace(repr(number), repr(name)).replace(number, repr(name))
        return words

    def gln(self, name: str, place: str = "") -> str:
        """Return the GLN of a party; a number stands for itself, so that a stranger can be named too."""
        if name in self.parties:
            return self.parties[name].gln
        return _number(name, 13, "party", self.parties, place)

    def gsrn(self, name: str, place: str = "") -> str:
        """Return the identification of a metering point; a number stands for itself."""
        return self.points.get(name) or _number(name, 18, "metering point", self.points, place)

    def customer(self, name: str, place: str = "") -> CustomerPartyStartOfSupply:
        """Return an end user."""
        if name not in self.customers:
            raise _unknown(name, "customer", self.customers, place)
        return self.customers[name]

    def area(self, name: str, place: str = "") -> str:
        """Return the EIC of a grid area; one that nobody knows stands for itself."""
        if name in self.areas:
            return self.areas[name].identification
        if len(name) == 16:
            return name
        raise _unknown(name, "area", self.areas, place)

    def number_of(self, name: str) -> str:
        """Return the number behind a name of anybody; any other text as it is."""
        if name in self.parties:
            return self.parties[name].gln
        if name in self.areas:
            return self.areas[name].identification
        if name in self.customers:
            return str(self.customers[name].identification)
        return self.points.get(name, name)

    def name_of(self, number: str) -> str:
        """Return the name behind a number; the number of one without a name."""
        return self._names.get(number, number)

    @property
    def _names(self) -> dict[str, str]:
        return {
            **{party.gln: name for name, party in self.parties.items()},
            **{number: name for name, number in self.points.items()},
            **{area.identification: name for name, area in self.areas.items()},
            **{str(customer.identification): name for name, customer in self.customers.items()},
        }


def _number(name: str, length: int, what: str, candidates: Mapping[str, Any], place: str) -> str:
    if name.isascii() and name.isdigit() and len(name) == length:
        return name
    raise _unknown(name, what, candidates, place)


def _unknown(name: str, what: str, candidates: Mapping[str, Any], place: str) -> ScenarioError:
    return ScenarioError(
        f"expected {'an' if what[0] in 'aeiou' else 'a'} {what} of {', '.join(candidates) or 'none'}; found {name!r}",
        place,
    )


# Part of a market to the key of its number, the kind of number, and what says that somebody is new rather than misspelt.
_NUMBERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = MappingProxyType(
    {
        "parties": ("gln", "gln", ("roles",)),
        "areas": ("eic", "eic", ("owner",)),
        "customers": ("number", "end user", ("name", "given name", "family name")),
        "points": ("number", "number", ("area", "registered")),
    }
)


def read_names(*sources: Fields | Mapping[str, Any]) -> MarketNames:
    """Return the names that the parts of one or several mappings describe; a later one adds to those before it.

    Args:
        sources: Mappings with ``parties``, ``areas``, ``customers`` and ``points``, in the language of scenarios.
            Whoever has no number gets an invented one, the same for a name in every run.

    Raises:
        ScenarioError: A part is not what it should be.

    >>> names = read_names({"parties": {"grid": {"roles": ["DDM"]}}, "areas": {"valley": {"owner": "grid"}}})
    >>> names.gln("grid"), names.area("valley")
    ('7080009780960', '50YHUB-JS84SSLV9')
    """
    mappings = tuple(source if isinstance(source, Fields) else Fields(source, "") for source in sources)
    read = _read_every(
        {part: part for part in _NUMBERS}, lambda part, _: _numbered(part, _merged(mappings, part))
    )
    for mapping, source in zip(mappings, sources, strict=True):
        if mapping is not source:
            mapping.done()
    parties = _parties(read["parties"])
    empty = MarketNames(parties=parties, areas={}, customers={}, points={}, registered=())
    areas = _areas(read["areas"], empty)
    customers = _read_every(read["customers"], lambda _, fields: _customer(fields))
    gsrns = _read_every(read["points"], lambda _, fields: fields.needed("number"))
    names = attrs.evolve(empty, areas=areas, customers=customers, points=gsrns)
    points = _read_every(
        {name: fields for name, fields in read["points"].items() if fields.yes("registered") is not False},
        lambda name, fields: registered_point(fields, gsrns[name], names),
    )
    places = _read_every(read["points"], lambda name, fields: exchange_point(fields, gsrns[name], names))
    complete = attrs.evolve(
        names,
        registered=tuple(points.values()),
        exchange_points=tuple(point for point in places.values() if point is not None),
    )
    for part in read.values():
        _read_every(part, lambda _, fields: fields.done())
    return complete


_Entry = TypeVar("_Entry")
_Value = TypeVar("_Value")


def _read_every(named: Mapping[str, _Entry], read: Callable[[str, _Entry], _Value]) -> dict[str, _Value]:
    """Return what *read* makes of each entry.

    Args:
        named: Entries by name.
        read: Takes a name and its entry.

    Raises:
        ScenarioError: Some are not what they should be; the error names the faults of all.
    """
    faults = Faults()
    values: dict[str, _Value] = {}
    for name, entry in named.items():
        with faults:
            values[name] = read(name, entry)
    faults.raise_all()
    return values


def _merged(sources: tuple[Fields, ...], part: str) -> dict[str, Fields]:
    """Return the mappings under *part* by name; a name that comes again adds to what stands there."""
    merged: dict[str, dict[str, Any]] = {}
    places: dict[str, str] = {}
    for source in sources:
        for name, fields in source.named(part).items():
            merged[name] = {**merged.get(name, {}), **{key: fields.any(key) for key in fields}}
            places[name] = fields.place
    return {name: Fields(data, places[name]) for name, data in merged.items()}


def _numbered(part: str, named: dict[str, Fields]) -> dict[str, Fields]:
    """Return the mappings with a number each: what has none, and is new, gets an invented one."""
    key, kind, new = _NUMBERS[part]
    stated = {name: text for name, fields in named.items() if (text := fields.text(key)) is not None}
    for name, fields in named.items():
        if name not in stated and not any(marker in fields for marker in new):
            raise fields.wrong(
                f"expected {key!r}, or {' or '.join(map(repr, new))} of one that is new{fields.meant(key, *new)}"
            )
    if part in _CHECKED:
        _read_every(stated, lambda name, text: _check_number(part, text, named[name].at(key)))
    assigned = assign_numbers(kind, named, stated)
    return {
        name: Fields({**{field: fields.any(field) for field in fields}, key: assigned[name]}, fields.place)
        for name, fields in named.items()
    }


# Part of a market to what its numbers are by their length, and what would be right.
_CHECKED: Mapping[str, tuple[Mapping[int, IdentifierKind], str]] = MappingProxyType(
    {
        "parties": ({13: gln}, "a GLN: 13 digits, the last a check digit"),
        "customers": (
            {9: organisation_number, 11: birth_number},
            "the number of a business (9 digits) or of a person (11 digits), with its check digits",
        ),
    }
)


def _check_number(part: str, text: str, place: str) -> None:
    """Refuse a number that nobody can have; that of an end user is not repeated.

    Raises:
        ScenarioError: It is none.
    """
    kinds, right = _CHECKED[part]
    kind = kinds.get(len(text))
    if kind is None or not kind.is_valid(text):
        wrong = f"{len(text)} characters" if kind is None else "digits that do not fit, or no digits"
        shown = repr(text[:40]) if part == "parties" else wrong
        raise ScenarioError(f"expected {right}; found {shown}", place)


def _parties(named: Mapping[str, Fields]) -> dict[str, Party]:
    glns = {name: fields.needed("gln") for name, fields in named.items()}

    def party(name: str, fields: Fields) -> Party:
        providers = fields.texts("providers") or ()
        missing = [provider for provider in providers if provider not in glns]
        if missing:
            raise _unknown(missing[0], "party", glns, fields.at("providers"))
        try:
            return Party(
                gln=glns[name],
                name=name,
                roles=frozenset(fields.texts("roles") or ()),
                providers=frozenset(glns[provider] for provider in providers),
                organisation_number=fields.text("organisation number", "") or "",
                return_address=fields.text("return address", "") or "",
                active=fields.yes("active") is not False,
            )
        except ValueError as error:
            raise fields.wrong(str(error), "roles") from None

    return _read_every(named, party)


def _areas(named: Mapping[str, Fields], names: MarketNames) -> dict[str, GridArea]:
    eics = {name: fields.needed("eic") for name, fields in named.items()}

    def party(fields: Fields, key: str) -> str:
        text = fields.text(key)
        return "" if text is None else names.gln(text, fields.at(key))

    def area(name: str, fields: Fields) -> GridArea:
        neighbours = fields.texts("neighbours") or ()
        missing = [neighbour for neighbour in neighbours if neighbour not in eics]
        if missing:
            raise _unknown(missing[0], "area", eics, fields.at("neighbours"))
        return GridArea(
            identification=eics[name],
            name=name,
            owner=names.gln(fields.needed("owner"), fields.at("owner")),
            price_area=fields.text("price area", "") or "",
            last_resort=party(fields, "last resort"),
            loss_supplier=party(fields, "loss supplier"),
            neighbours=frozenset(eics[neighbour] for neighbour in neighbours),
            parent=fields.text("parent", "") or "",
            virtual=fields.yes("virtual") or False,
        )

    return _read_every(named, area)


def _customer(fields: Fields) -> CustomerPartyStartOfSupply:
    number = fields.needed("number")
    firm = len(number) == 9
    return CustomerPartyStartOfSupply(
        identification=Identifier(number, "82" if firm else "Z01"),
        name=fields.text("name", "Eksempel AS") if firm else None,
        given_name=None if firm else fields.text("given name", "Test"),
        family_name=None if firm else fields.text("family name", "Testesen"),
        extended_storage_metering_values=fields.yes("extended storage") or False,
    )
