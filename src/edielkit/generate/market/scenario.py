"""A generated market in the language of scenarios: who is there, what the hub is told of them, and what it settles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from edielkit.generate.market.contract_changes import contract_changes
from edielkit.generate.market.day_run import AreaFigures
from edielkit.generate.market.generated_market import GeneratedMarket
from edielkit.generate.market.identities import firm_number, gsrn_texts, person_name, person_number
from edielkit.generate.market.market_structure import ABROAD, PointGroup
from edielkit.generate.market.noise import bits, key_of, whole_numbers
from edielkit.generate.market.point_columns import point_columns
from edielkit.generate.market.shapes import USERS
from edielkit.generate.market.sizes import AreaKind, PointUse
from edielkit.series import decimal

__all__ = ("SentDay", "market_names", "market_scenario", "point_rows")

_NAMES = tuple(USERS)
_FIRMS = frozenset({"business", "plant", "station"})
# Of a hundred points: how many have no supplier, how many last resort, how many are seen by a third party.
_NOBODY, _LAST_RESORT, _WATCHED = 1, 2, 5
_KINDS = {
    PointUse.COMBINED: "combined",
    PointUse.PRODUCTION: "production",
    PointUse.EXCHANGE: "exchange",
}


def market_names(market: GeneratedMarket) -> dict[str, Any]:
    """Return parties, areas, customers and points, as `edielkit.scenarios.read_names` takes them.

    Args:
        market: The market; it is held in memory as a whole, about a thousand bytes a point.

    >>> from edielkit.generate.market import generate_market
    >>> from edielkit.scenarios import read_names
    >>> names = read_names(market_names(generate_market(20, seed=3)))
    >>> len(names.registered), list(names.market.troubles())
    (20, [])
    """
    rows = list(point_rows(market))
    users = [row["user"] for row in rows if "user" in row]
    movers = [change.customer for change in contract_changes(market, iter(rows), dt.date.min)]
    return {
        "parties": {party.name: {"gln": party.gln, "roles": list(party.roles)} for party in market.parties},
        "areas": _areas(market),
        "customers": {user: _customer(user) for user in dict.fromkeys((*users, *movers))},
        "points": {row.pop("name"): row for row in rows},
    }


def _areas(market: GeneratedMarket) -> dict[str, Any]:
    neighbours: dict[int, list[int]] = {area.number: [] for area in market.areas}
    for group in market.groups:
        if group.use is PointUse.EXCHANGE and group.neighbour != ABROAD:
            neighbours[group.area].append(group.neighbour)
            neighbours[group.neighbour].append(group.area)
    return {
        area.name: {
            "eic": area.identification,
            "owner": market.owner(area.number).name,
            "price area": area.price_area,
            "last resort": "last resort",
            "loss supplier": "loss supplier",
            "neighbours": [market.areas[number].name for number in neighbours[area.number]],
        }
        for area in market.areas
    }


def _customer(name: str) -> dict[str, Any]:
    kind, _, place = name.partition(" ")
    number = int(place)
    if kind == "firm":
        return {"number": firm_number(number), "name": f"Testfirma {number} AS"}
    first_name, family_name = person_name(number)
    return {"number": person_number(number), "given name": first_name, "family name": family_name}


def point_rows(market: GeneratedMarket) -> Iterator[dict[str, Any]]:
    """Yield the metering points one by one, with the keys of a scenario's points and their ``name``."""
    for group in market.groups:
        yield from _group_rows(market, group)


_STEP = 10_000
_DAY = dt.timedelta(days=1)


def _group_rows(market: GeneratedMarket, group: PointGroup) -> Iterator[dict[str, Any]]:
    for start in range(0, group.count, _STEP):
        count = min(_STEP, group.count - start)
        columns = point_columns(market.seed, group, market.areas[group.area].kind, start, count)
        numbers = gsrn_texts(group.first + start, count)
        supplied = whole_numbers(0, 100, columns.random).tolist()
        chosen = bits(key_of(market.seed, "contracts"), np.arange(group.first + start, group.first + start + count)).tolist()  # fmt: skip
        for row, (number, hundred, draw) in enumerate(zip(numbers, supplied, chosen, strict=True)):
            place = group.first + start + row
            user = _NAMES[int(columns.user[row])] if group.use is not PointUse.PRODUCTION else "plant"
            point = _point(market, group, place, number)
            if group.use is not PointUse.EXCHANGE:
                point |= _contract(market, group, place, hundred=hundred, draw=draw, user=user)
                if group.use is not PointUse.PRODUCTION:
                    point["annual"] = str(int(columns.annual[row]))
            yield point


def _point(market: GeneratedMarket, group: PointGroup, place: int, number: str) -> dict[str, Any]:
    point: dict[str, Any] = {
        "name": f"{group.use} {place:07d}",
        "number": number,
        "area": market.areas[group.area].name,
        "kind": _KINDS.get(group.use, "consumption"),
    }
    if group.use is PointUse.PROFILED:
        point["settlement"] = "profiled"
    else:
        point["resolution"] = "hour" if market.minutes_of(group) == 60 else "quarter"
    if group.use is PointUse.EXCHANGE:
        abroad = group.neighbour == ABROAD
        point["neighbour"] = market.eic(ABROAD) if abroad else market.areas[group.neighbour].name
        if abroad:
            point["foreign"] = "yes"
        point["values"] = "gross"
        if market.base_minutes == 15:
            point["quarters since"] = "2024-01-01"
    else:
        point["meter"] = f"TEST{place:010d}"
    return point


def _contract(
    market: GeneratedMarket, group: PointGroup, place: int, *, hundred: int, draw: int, user: str
) -> dict[str, Any]:
    """Return end user, supplier, move-in and access of a point."""
    moved_in = dt.date(2015, 1, 1) + dt.timedelta(days=draw % 3600)
    contract: dict[str, Any] = {
        "user": f"{'firm' if user in _FIRMS else 'person'} {place:07d}",
        "since": moved_in.isoformat(),
    }
    if group.use is PointUse.PRODUCTION or hundred >= _NOBODY + _LAST_RESORT:
        contract["supplier"] = market.suppliers[draw // 3600 % len(market.suppliers)].name
        contract["supplied since"] = (moved_in + dt.timedelta(days=draw // 7 % 200)).isoformat()
    elif hundred >= _NOBODY:
        contract |= {"supplier": "last resort", "role": "SLR"}
    if hundred >= 100 - _WATCHED:
        contract["access"] = {"third party": "limited"}
    return contract


@attrs.frozen(kw_only=True)
class SentDay:
    """A day as its messages and its figures.

    Attributes:
        day: The day.
        files: Names of the messages.
        corrections: Names of the messages that correct it, sent a day later.
        figures: The figures of each area.
        volumes: Names of the messages with the volumes of the month that it closes.
    """

    day: dt.date
    files: tuple[str, ...]
    corrections: tuple[str, ...]
    figures: tuple[AreaFigures, ...]
    volumes: tuple[str, ...] = ()


def market_scenario(market: GeneratedMarket, days: Sequence[SentDay]) -> dict[str, Any]:
    """Return a scenario that sends the messages of days to a hub, and expects the figures of each area.

    Each day is settled as it came, and once more when its corrections have come.

    Args:
        market: The market.
        days: Days that follow each other.
    """
    first = days[0].day
    steps: list[Mapping[str, Any]] = list(_settings(market, first))
    for sent, before in zip(days, (None, *days), strict=False):
        steps += _morning(market, sent.day, sent, before)
    steps += _morning(market, days[-1].day + _DAY, None, days[-1])
    steps += _sharings(market, days[-1].day)
    steps += _starts_of_supply(market, days[-1].day)
    return {
        "scenario": f"A generated market of {market.points} metering points, seed {market.seed}",
        "about": "The values of each day come, the hub settles every grid area, and both agree to the thousandth.",
        "processes": ["313", "321"],
        "source": "generated; the balance is an identity",
        "trust": "derived",
        "market": "empty",
        **market_names(market),
        "config": {"values since": first.isoformat(), "settlement minutes": str(market.base_minutes)},
        "start": f"{first.isoformat()} 09:00",
        "steps": steps,
    }


# Shares of the recipients of a shared production.
_SHARES = ("0.5", "0.3", "0.2")
_AHEAD = dt.timedelta(days=14)


def _sharings(market: GeneratedMarket, last: dt.date) -> Iterator[dict[str, Any]]:
    """Yield a shared production (BRS-NO-701) in each distribution area with recipients enough, two weeks ahead.

    Three households share what the area's first plant makes, from a day on that no values have been sent of: the figures
    before it stay.
    """
    for area in market.areas:
        groups = {group.use: group for group in market.groups if group.area == area.number}
        plants, homes = groups.get(PointUse.PRODUCTION), groups.get(PointUse.QUARTERS)
        if (
            area.kind is not AreaKind.DISTRIBUTION
            or plants is None
            or homes is None
            or homes.count < len(_SHARES)
        ):
            continue
        recipients = [_name(homes, place) for place in range(len(_SHARES))]
        yield {
            "send": "RequestUpdateSharedProduction",
            "process": "701",
            "from": market.owner(area.number).name,
            "day": (last + _AHEAD).isoformat(),
            "do": "Add",
            "name": f"Shared plant of {area.name}",
            "formula": "Manual",
            "contributors": _name(plants, 0),
            "recipients": dict(zip(recipients, _SHARES, strict=True)),
            "expect": {"sent": "any"},
        }


def _starts_of_supply(market: GeneratedMarket, last: dt.date) -> Iterator[dict[str, Any]]:
    """Yield changes of supplier and move-ins, and that they are there when the deadline of cancelling is over."""
    changes = list(contract_changes(market, point_rows(market), last))
    for change in changes:
        yield {
            "send": "RequestStartOfSupply",
            "process": change.process,
            "from": change.supplier,
            "point": change.point,
            "customer": change.customer,
            "day": change.day.isoformat(),
            "expect": {"sent": "any"},
        }
    states = [
        {
            "point": change.point,
            "on": change.day.isoformat(),
            "supplier": change.supplier,
            "user": change.customer,
        }
        for change in changes
    ]
    if states:
        yield {"wait": f"{last + 3 * _DAY} 00:00", "expect": {"sent": "any", "state": states}}


def _name(group: PointGroup, place: int) -> str:
    return f"{group.use} {group.first + place:07d}"


def _settings(market: GeneratedMarket, first: dt.date) -> Iterator[Mapping[str, Any]]:
    for area in market.areas:
        constants = market.losses[area.number]
        owner = market.owner(area.number).name
        yield {
            "call": "set_loss_parameters",
            "from": owner,
            "with": {
                "area": area.name,
                "sender": owner,
                "idle": f"{constants.idle:f}",
                "constant": f"{constants.constant:f}",
                "day": first.replace(day=1).isoformat(),
            },
        }


def _morning(
    market: GeneratedMarket, day: dt.date, sent: SentDay | None, before: SentDay | None
) -> Iterator[dict[str, Any]]:
    """Yield the morning after *day*: corrections of the day before it, its own values, and the settlement of both."""
    after = day + _DAY
    if before is not None:
        yield from _files(f"{after} 04:30", before.corrections)
    if sent is not None:
        yield from _files(f"{after} 05:00", sent.files)
    yield {"wait": f"{after} 07:00", "expect": {"sent": "any"}}
    if before is not None:
        for figures in before.figures:
            yield _report(market, before.day, figures.after_corrections)
    if sent is not None:
        for figures in sent.figures:
            yield _report(market, sent.day, figures)
    if before is not None:
        yield from _files(f"{after} 09:00", before.volumes)


def _files(instant: str, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, name in enumerate(names):
        yield {**({} if number else {"at": instant}), "file": name, "expect": {"sent": "any"}}


def _report(market: GeneratedMarket, day: dt.date, figures: AreaFigures) -> dict[str, Any]:
    return {
        "report": "settlement",
        "area": market.areas[figures.area].name,
        "day": day.isoformat(),
        "expect": {"result": {"-1.state": "done", **_sums(figures)}},
    }


def _sums(figures: AreaFigures) -> dict[str, str]:
    names = ("production", "incoming", "outgoing", "profiled", "loss")
    return {f"-1.sums.{name}": str(decimal(int(getattr(figures, name).sum()))) for name in names}
