"""A random walk over all doors with all parties: nobody sees a message, a value or a point that is not theirs.

Every party asks everywhere, in its own name and in any other, with its own token, another's or none, and signs with its own key. What
comes back may name the metering points that its organisation may see, and no others. EDIELKIT_WALK_STEPS says how many steps.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re

import pytest
from lxml import etree
from starlette.testclient import TestClient
from tests.support.messages_of_parties import ELHUB, poll_for_data, sent
from tests.support.metering import collected, days, series
from tests.support.signing import credentials, signed_call, write_folder
from tests.support.token_clients import bearer

from edielkit import serialize
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

DAY, NOW = dt.date(2026, 2, 2), dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)
STEPS = int(os.environ.get("EDIELKIT_WALK_STEPS", "150"))
MARKET = own_market(NOW - dt.timedelta(days=1))
PARTIES = {
    name: (party["gln"], party["organisation number"]) for name, party in dict(MARKET["parties"]).items()
}
ROLES = {"supplier": "DDQ", "other supplier": "DDQ", "grid company": "DDM", "third party": "AG"}
CLIENTS = [*PARTIES, "firm"]
POINTS = {
    "house": "707057599800003015",
    "flat": "707057599800003022",
    "shop": "707057599800003039",
    "empty flat": "707057599800003046",
    "river plant": "707057599800003053",
}
OWN = {
    "supplier": {"flat", "shop", "river plant"},
    "other supplier": {"house"},
    "grid company": set(POINTS),
    # the third party has been given the shop
    "third party": {"shop"},
    "firm": {"shop", "river plant"},
}
# Persons of the market: their numbers are in no answer to anybody but their suppliers and the grid company.
PERSONS = {"01819010001": {"other supplier", "grid company"}, "02819010202": {"supplier", "grid company"}}
FIRM = "999999018"


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """A hub with values, consents, an access and waiting messages; its doors ask for signatures."""
    folder = write_folder(tmp_path_factory.mktemp("certificates"))
    settings = ServerSettings(clock=FROZEN, scenario=MARKET, security="organisation", certificates=folder)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        hub = client.app.state.workspaces.get("")
        hub.advance(NOW)
        metered = [
            series(days(DAY), point=POINTS[name], minutes=15, registered=NOW)
            for name in ("house", "flat", "shop")
        ]
        assert (
            hub.receive(serialize(collected(*metered, sender=PARTIES["grid company"][0], now=NOW))).fault
            is None
        )
        hub.call(
            "authorise_by_url",
            client_id=PARTIES["third party"][0],
            request_id="0b4d2c1e-9f57-4c1e-8a0e-1d2c3b4a5f60",
            customer=FIRM,
            points=[POINTS["shop"]],
        )
        consents = {
            supplier: hub.call(
                "request_consent",
                kind="ChangeOfBalanceSupplierForPerson",
                supplier=PARTIES[supplier][0],
                customer=FIRM,
                point=POINTS["shop" if supplier == "other supplier" else "river plant"],
            )
            for supplier in ("supplier", "other supplier")
        }
        yield Walk(client, consents)


class Walk:
    """The doors, and who asks."""

    def __init__(self, client, consents):
        self.client, self.consents = client, consents
        self.workspace = client.app.state.workspaces.get("")
        self.tokens = {name: bearer(self.workspace, name) for name in CLIENTS}
        self.tokens["another workspace"] = bearer(client.app.state.workspaces.get("another"), "grid company")

    def get(self, chance, who, path, **others):
        """Ask a data door with what this organisation can get: its own token, no token, or one of another workspace."""
        token = chance.choice([self.tokens[who]] * 6 + ["", "x", self.tokens["another workspace"]])
        heads = {"authorization": f"Bearer {token}", **others}
        # its own name half of the time, or any; seldom for somebody else
        names = [gln for gln, _ in PARTIES.values()]
        own = [PARTIES[who][0]] * len(names) if who in PARTIES else []
        if chance.random() < (0.9 if own else 0.3):
            gln = chance.choice(names + own)
            heads |= {"x-elhub-gln": gln, "sendergln": gln}
        if chance.random() < 0.3:
            heads |= dict.fromkeys(("on-behalf-of", "onbehalfofgln"), chance.choice(names))
        return self.client.get(path, headers=heads).text

    def metering_points(self, chance, who):
        point = chance.choice(["", *(f"/{number}" for number in POINTS.values())])
        query = chance.choice(
            [
                "",
                "?dataset=METERING_VALUES_HOUR_RESTRICTED",
                "?dataset=METERING_VALUES_HOUR_RESTRICTED&startDate=2026-02-02",
            ]
        )
        return self.get(chance, who, f"/energy-data/v0/metering-points{point}{query}")

    def open_data(self, chance, who):
        path = chance.choice(("parties", "grid-areas", "price-areas", "production-groups", "municipalities"))
        query = chance.choice(("", "?dataset=CONSUMPTION_PER_GROUP_MGA_HOUR", "?dataset=LOSS_PER_MBA_HOUR"))
        return self.get(chance, who, f"/energy-data/v0/{path}{query}")

    def jobs(self, chance, who):
        return self.get(
            chance, who, f"/jobs/v0/{chance.choice(('ping', 'jobs', 'jobs/1', 'jobs/1/files/1'))}"
        )

    def consents_of(self, chance, who):
        kind = chance.choice(("authorization-requests", "authorization-grants"))
        name = chance.choice(["", *(f"/{consent}" for consent in self.consents.values())])
        return self.get(chance, who, f"/access/v0/{kind}{name}")

    def poll(self, chance, who):
        party, physical = chance.choice(list(PARTIES)), chance.choice(list(PARTIES))
        if who in PARTIES and chance.random() < 0.5:
            party = physical = who
        queue = chance.choice(("PollMarketProcesses", "PollMeteringValues"))
        message = poll_for_data(PARTIES[party][0], ROLES[party], PARTIES[physical][0])
        return self.signed(who, message, queue, "PollForData")

    def query(self, chance, who):
        """Ask for values or master data of any point, in any supplier's name; the answer comes with a later poll."""
        message = sent(
            NOW,
            send="RequestDataFromElhub",
            process="315",
            query="MVTS",
            point=chance.choice(("house", "flat", "shop")),
            first=DAY.isoformat(),
            last=DAY.isoformat(),
            **{"from": chance.choice(("supplier", "other supplier"))},
        )
        return self.signed(who, message, "Query", "RequestDataFromElhub")

    def signed(self, who, message, service, operation):
        """Send a message with the signature of the organisation, whoever it says that it is of."""
        number = FIRM if who == "firm" else PARTIES[who][1]
        call = signed_call(message, (service, operation), by=credentials(who, number))
        return self.client.post(
            f"/WebService/services/{service}",
            content=etree.tostring(call),
            headers={"content-type": "text/xml; charset=utf-8"},
        ).text


DOORS = (Walk.metering_points, Walk.open_data, Walk.jobs, Walk.consents_of, Walk.poll, Walk.query)


def seen(text):
    """Return the metering points that an answer names."""
    return {name for name, number in POINTS.items() if number in text}


@pytest.mark.parametrize("seed", range(2))
def test_nobody_sees_what_is_not_theirs(walk, seed):
    """Points, numbers of persons, and messages to another recipient."""
    chance = random.Random(seed)
    names = dict.fromkeys(CLIENTS, 0)
    for step in range(STEPS):
        who, door = chance.choice(CLIENTS), chance.choice(DOORS)
        text = door(walk, chance, who)
        allowed = OWN[who] | ({"shop"} if who == "other supplier" and door is Walk.consents_of else set())
        place = (step, who, door.__name__)

        assert seen(text) <= allowed, place
        assert not [
            number for number, allowed_to in PERSONS.items() if number in text and who not in allowed_to
        ], place
        assert "Traceback" not in text, place
        recipients = set(
            re.findall(r"JuridicalRecipientEnergyParty>.*?Identification[^>]*>([0-9]{13})<", text)
        )
        assert recipients <= {PARTIES.get(who, ("",))[0], ELHUB}, place
        names[who] += bool(seen(text))

    # the walk came somewhere: whoever has points has seen some of them
    assert sum(names.values()) > STEPS // 30


def test_another_workspace_knows_nothing(walk):
    """Tokens, jobs, consents, points and messages of one are not those of the other."""
    other = "/w/another"
    heads = {"authorization": f"Bearer {walk.tokens['supplier']}", "x-elhub-gln": PARTIES["supplier"][0]}
    consent = walk.consents["supplier"]

    for path in (
        "/energy-data/v0/metering-points",
        "/jobs/v0/jobs",
        f"/access/v0/authorization-requests/{consent}",
    ):
        assert walk.client.get(f"{other}{path}", headers=heads).status_code == 401
    assert walk.client.get(f"{other}/_hub/messages").json()["messages"] == []
    assert walk.client.get(f"{other}/messages/1").status_code == 404
    assert walk.client.get("/w/another%2f..%2f/_hub/messages").status_code == 404
