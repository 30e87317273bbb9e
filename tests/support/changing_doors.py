"""A served hub whose doors everybody uses and whose market changes meanwhile, and a ledger of what is whose."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import attrs
from lxml import etree
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_acknowledgement, poll_for_data, sent
from tests.support.metering import collected, days, series
from tests.support.signing import credentials, signed_call
from tests.support.token_clients import bearer

from edielkit import serialize
from edielkit.market_time import OSLO, local_day
from edielkit.server.own_market import own_market

__all__ = ("CHANGES", "CLIENTS", "DOORS", "MARKET", "NOW", "PARTIES", "Ledger", "Walk", "points_in")

ONE, DAY, NOW = dt.timedelta(days=1), dt.date(2026, 2, 2), dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
MARKET = own_market(NOW - ONE)
PARTIES = {
    name: (party["gln"], party["organisation number"]) for name, party in dict(MARKET["parties"]).items()
}
ROLES = {"supplier": "DDQ", "other supplier": "DDQ", "grid company": "DDM", "third party": "AG"}
SUPPLIERS, GRID, THIRD, FIRM = ("supplier", "other supplier"), "grid company", "third party", "999999018"
CLIENTS = (*PARTIES, "firm")
POINTS = {
    "house": "707057599800003015",
    "flat": "707057599800003022",
    "shop": "707057599800003039",
    "empty flat": "707057599800003046",
    "river plant": "707057599800003053",
}
CUSTOMERS = {name: customer["number"] for name, customer in dict(MARKET["customers"]).items()}
PERSONS = frozenset(CUSTOMERS.values()) - {FIRM}
METERED = {"house": "Out", "flat": "Out", "shop": "Out", "river plant": "In"}
DATASET = "METERING_VALUES_HOUR_RESTRICTED"
_RESULT = re.compile(r"<srv:Identification>([^<]+)<")
# how far behind the day contracts are looked at: no start goes further back
_BACK, _AHEAD = 6, 9


def points_in(text: str) -> set[str]:
    """Return the metering points that an answer names."""
    return {name for name, number in POINTS.items() if number in text}


@attrs.define
class Ledger:
    """What is whose, by the contracts that the hub has had so far.

    Attributes:
        days: Client and point to the days that are theirs as the contracts are now.
        ever: The same with all days that were theirs at some time of the walk: what waits in a queue was sent then.
        named: Client to the points and persons that it has named itself: an answer says them again.
        met: Client to the persons that it has supplied, or had an access of.
    """

    days: dict[tuple[str, str], set[dt.date]] = attrs.field(factory=lambda: defaultdict(set))
    ever: dict[tuple[str, str], set[dt.date]] = attrs.field(factory=lambda: defaultdict(set))
    named: dict[str, set[str]] = attrs.field(factory=lambda: defaultdict(set))
    met: dict[str, set[str]] = attrs.field(factory=lambda: defaultdict(set))

    def follow(self, hub: Any, today: dt.date) -> None:
        """Write down whose the days around today are."""
        self.days.clear()
        around = [DAY - ONE + n * ONE for n in range((today - DAY).days + _AHEAD + 2)]
        names = {gln: name for name, (gln, _) in PARTIES.items()}
        for point, number in POINTS.items():
            timeline = hub.point(number).timeline
            for day in around:
                (user, *_), (supplier, *_) = (
                    [*(contract for contract in contracts if _holds(contract, day)), None]
                    for contracts in (timeline.occupancies, timeline.supplies)
                )
                person = "" if user is None else str(user.customer.identification)
                others = [names[access.party] for access in timeline.accesses if _holds(access, day)]
                for who in [*others, *([] if supplier is None else [names[supplier.supplier]])]:
                    self.days[who, point].add(day)
                    self.met[who].add(person)
                if person == FIRM:
                    self.days["firm", point].add(day)
        for key, own in self.days.items():
            self.ever[key] |= own

    def now(self, who: str) -> set[str]:
        """Return the points that have days of a client."""
        return {point for (client, point), own in self.days.items() if client == who and own}

    def points_of_queue(self, who: str) -> set[str]:
        """Return the points that a message to a client may name."""
        own = {point for (client, point), days_held in self.ever.items() if client == who and days_held}
        return set(POINTS) if who == GRID else own | self.named[who]

    def persons_of_queue(self, who: str) -> set[str]:
        """Return the persons whose numbers a client may be told."""
        return set(PERSONS) if who == GRID else self.met[who] | self.named[who]


def _holds(contract: Any, day: dt.date) -> bool:
    return contract.start <= day and (contract.end is None or day < contract.end)


class Walk:
    """The doors, who asks, and what changes meanwhile."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.workspace = client.app.state.workspaces.get("")
        self.ledger = Ledger()
        self.workspace.advance(NOW)
        self.consents = {
            supplier: self.workspace.call(
                "request_consent",
                kind="ChangeOfBalanceSupplierForPerson",
                supplier=PARTIES[supplier][0],
                customer=FIRM,
                point=POINTS["shop" if supplier == "other supplier" else "river plant"],
            )
            for supplier in SUPPLIERS
        }
        self.tokens = {name: bearer(self.workspace, name) for name in CLIENTS}
        self.tokens["another workspace"] = bearer(client.app.state.workspaces.get("another"), GRID)
        self.follow()

    def follow(self) -> None:
        """Look at whose everything is now."""
        self.ledger.follow(self.workspace.hub, self.workspace.today())

    def any_day(self, chance: random.Random) -> dt.date:
        """Return a day that is over, or today."""
        return self.workspace.today() - chance.randint(0, 5) * ONE

    # -- doors

    def get(self, chance: random.Random, who: str, path: str) -> str:
        """Ask a data door with what this organisation can get: its own token, no token, or one of another workspace."""
        token = chance.choice([self.tokens[who]] * 6 + ["", "x", self.tokens["another workspace"]])
        heads = {"authorization": f"Bearer {token}"}
        # its own name most of the time, or any; seldom for somebody else
        names = [gln for gln, _ in PARTIES.values()]
        own = [PARTIES[who][0]] * 3 * len(names) if who in PARTIES else []
        if chance.random() < (0.9 if own else 0.3):
            gln = chance.choice(names + own)
            heads |= {"x-elhub-gln": gln, "sendergln": gln}
        if chance.random() < 0.1:
            heads |= dict.fromkeys(("on-behalf-of", "onbehalfofgln"), chance.choice(names))
        return str(self.client.get(path, headers=heads).text)

    def metering_points(self, chance: random.Random, who: str) -> str:
        point = chance.choice(["", "", *(f"/{number}" for number in POINTS.values())])
        day = self.any_day(chance).isoformat()
        query = chance.choice(["", f"?dataset={DATASET}", *[f"?dataset={DATASET}&startDate={day}"] * 3])
        return self.get(chance, who, f"/energy-data/v0/metering-points{point}{query}")

    def open_data(self, chance: random.Random, who: str) -> str:
        path = chance.choice(("parties", "grid-areas", "price-areas", "production-groups", "municipalities"))
        query = chance.choice(("", "?dataset=CONSUMPTION_PER_GROUP_MGA_HOUR", "?dataset=LOSS_PER_MBA_HOUR"))
        return self.get(chance, who, f"/energy-data/v0/{path}{query}")

    def jobs(self, chance: random.Random, who: str) -> str:
        path = chance.choice(("ping", "jobs", "jobs/1", "jobs/1/files/1"))
        return self.get(chance, who, f"/jobs/v0/{path}")

    def consents_of(self, chance: random.Random, who: str) -> str:
        kind = chance.choice(("authorization-requests", "authorization-grants"))
        name = chance.choice(["", *(f"/{consent}" for consent in self.consents.values())])
        return self.get(chance, who, f"/access/v0/{kind}{name}")

    def poll(self, chance: random.Random, who: str) -> str:
        party, physical = chance.choice(list(PARTIES)), chance.choice(list(PARTIES))
        if who in PARTIES and chance.random() < 0.7:
            party = physical = who
        queue = chance.choice(("PollMarketProcesses", "PollMeteringValues"))
        message = poll_for_data(PARTIES[party][0], ROLES[party], PARTIES[physical][0])
        text = self.signed(who, message, queue, "PollForData")
        result = _RESULT.search(text)
        if result is not None and chance.random() < 0.7:
            told = poll_acknowledgement(result[1], PARTIES[party][0], ROLES[party])
            self.signed(who, told, queue, "AcknowledgePoll")
        return text

    def query(self, chance: random.Random, who: str) -> str:
        """Ask for values of any point, in any supplier's name; the answer comes with a later poll."""
        party, point, day = chance.choice(SUPPLIERS), chance.choice(list(METERED)), self.any_day(chance)
        facts = {"query": "MVTS", "point": point, "first": day.isoformat(), "last": (day + ONE).isoformat()}
        message = self.said(party, send="RequestDataFromElhub", process="315", **facts)
        return self.signed(who, message, "Query", "RequestDataFromElhub")

    def said(self, party: str, **facts: str) -> bytes:
        """Return a message of a party, of now."""
        return sent(self.workspace.now(), **facts, **{"from": party})

    def signed(self, who: str, message: bytes, service: str, operation: str) -> str:
        """Send a message with the signature of the organisation, whoever it says that it is of."""
        number = FIRM if who == "firm" else PARTIES[who][1]
        call = signed_call(message, (service, operation), by=credentials(who, number))
        heads = {"content-type": "text/xml; charset=utf-8"}
        path = f"/WebService/services/{service}"
        return str(self.client.post(path, content=etree.tostring(call), headers=heads).text)

    # -- what changes

    def switches(self, chance: random.Random) -> None:
        """A supplier asks for a start at a point, of who lives there or of somebody who moves in."""
        who, point = chance.choice(SUPPLIERS), chance.choice(list(METERED))
        moves_in = chance.random() < 0.5
        day = self.workspace.today() + (-chance.randint(0, 3) if moves_in else chance.randint(1, 4)) * ONE
        user = self.workspace.hub.point(POINTS[point]).occupancy(day)
        number = chance.choice(list(CUSTOMERS.values()))
        if not moves_in and user is not None:
            number = str(user.customer.identification)
        customer = next(name for name, own in CUSTOMERS.items() if own == number)
        facts = {"point": point, "customer": customer, "day": day.isoformat()}
        self.ledger.named[who] |= {point, number}
        message = self.said(who, send="RequestStartOfSupply", process="103" if moves_in else "101", **facts)
        self.signed(who, message, "MarketProcesses", "RequestStartOfSupply")

    def delivers(self, chance: random.Random) -> None:
        """The grid company sends what is missing up to yesterday, a message a day."""
        now, day = self.workspace.now(), DAY
        while day < self.workspace.today():
            metered = [
                series(days(day), point=POINTS[name], minutes=15, direction=direction, registered=now)
                for name, direction in METERED.items()
                if not self.workspace.hub.values(POINTS[name], _ENERGY, direction, days(day))
            ]
            if metered:
                message = serialize(collected(*metered, sender=PARTIES[GRID][0], now=now))
                self.signed(GRID, message, "MeteringValues", "CollectedData")
            day += ONE

    def time_passes(self, chance: random.Random) -> None:
        """Deadlines fire, and what was ahead begins."""
        self.workspace.advance(self.workspace.now() + chance.randint(6, 30) * dt.timedelta(hours=1))
        self.delivers(chance)

    def gives_access(self, chance: random.Random) -> None:
        """An end user lets the third party see its points, for some time or for good, and perhaps those to come."""
        number, today = chance.choice(list(CUSTOMERS.values())), self.workspace.today()
        own = [
            point.identification
            for point in self.workspace.hub.points()
            if (stay := point.occupancy(today)) and str(stay.customer.identification) == number
        ]
        if own:
            self.workspace.call(
                "authorise_by_url",
                client_id=PARTIES[THIRD][0],
                request_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                customer=number,
                points=own,
                end=chance.choice((None, (today + 2 * ONE).isoformat())),
                future=chance.random() < 0.5,
            )

    def takes_access_back(self, chance: random.Random) -> None:
        """An end user ends what the third party sees."""
        number = chance.choice(list(CUSTOMERS.values()))
        try:
            self.workspace.call("withdraw_access", customer=number, party=PARTIES[THIRD][0])
        except ValueError:
            return

    def moves_a_portfolio(self, chance: random.Random) -> None:
        """All points of a supplier go to the other."""
        old, new = chance.sample([PARTIES[name][0] for name in SUPPLIERS], 2)
        day = self.workspace.today() + chance.randint(0, 2) * ONE
        self.workspace.call("move_portfolio", old=old, new=new, day=day.isoformat())

    # -- what comes out

    def wrong(self, who: str, door: Callable[..., str], text: str) -> Iterator[str]:
        """Yield what a client has seen that is not its own."""
        ledger, asks = self.ledger, door in {Walk.poll, Walk.query}
        allowed = ledger.points_of_queue(who) if asks else ledger.now(who)
        if door is Walk.consents_of:
            # who has asked for a consent, and whose consent it is
            allowed |= {
                "other supplier": {"shop"},
                "supplier": {"river plant"},
                "firm": {"shop", "river plant"},
            }.get(who, set())
        yield from (f"the point {point}" for point in points_in(text) - allowed)
        told = ledger.persons_of_queue(who) if asks else set()
        yield from (f"a number of a person, {number[:2]}..." for number in PERSONS - told if number in text)
        if asks and who != GRID:
            yield from self._values_polled(who, text)
        elif door is Walk.metering_points:
            yield from self._values_read(who, text)

    def _values_polled(self, who: str, text: str) -> Iterator[str]:
        if "NotifyValidatedDataForBillingEnergy" not in text:
            return
        names = {number: name for name, number in POINTS.items()}
        for payload in etree.fromstring(text.encode()).iter("{*}PayloadEnergyTimeSeries"):
            number = payload.findtext("{*}MeteringPointUsedDomainLocation/{*}Identification")
            if number is None:
                continue
            start, end = (
                dt.datetime.fromisoformat(
                    payload.findtext(f"{{*}}ObservationPeriodTimeSeriesPeriod/{{*}}{name}")
                )
                for name in ("Start", "End")
            )
            day = local_day(start)
            while day <= local_day(end - dt.timedelta(seconds=1)):
                if day not in self.ledger.ever[who, names[number]]:
                    yield f"values of {names[number]} on {day}"
                day += ONE

    def _values_read(self, who: str, text: str) -> Iterator[str]:
        if not text.startswith('{"data"'):
            return
        names = {number: name for name, number in POINTS.items()}
        for document in json.loads(text)["data"]:
            rows = next(iter(document.get("attributes", {}).values()), None)
            for row in rows if isinstance(rows, list) else ():
                day = dt.datetime.fromisoformat(row["startTime"]).astimezone(OSLO).date()
                if day not in self.ledger.days[who, names[document["id"]]]:
                    yield f"values of {names[document['id']]} on {day}"


_ENERGY = "8716867000030"
DOORS = (
    Walk.metering_points,
    Walk.metering_points,
    Walk.poll,
    Walk.poll,
    Walk.open_data,
    Walk.jobs,
    Walk.consents_of,
    Walk.query,
)
CHANGES = (
    Walk.switches,
    Walk.switches,
    Walk.time_passes,
    Walk.time_passes,
    Walk.gives_access,
    Walk.takes_access_back,
    Walk.moves_a_portfolio,
)
