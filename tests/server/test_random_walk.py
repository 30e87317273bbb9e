"""A random walk over all doors with all parties: nobody sees a message, a value or a point that is not theirs.

Every party asks everywhere, in its own name and in any other, with its own token, another's or none, and signs with its own key. Meanwhile
suppliers change, people move, third parties get access and lose it, values come in and time passes, so that what may be seen changes.
EDIELKIT_WALK_STEPS says how many steps.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter

import pytest
from starlette.testclient import TestClient
from tests.support.changing_doors import CHANGES, CLIENTS, DOORS, MARKET, NOW, PARTIES, Walk, points_in
from tests.support.messages_of_parties import ELHUB
from tests.support.signing import write_folder

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN

STEPS = int(os.environ.get("EDIELKIT_WALK_STEPS", "150"))
_RECIPIENT = re.compile(r"JuridicalRecipientEnergyParty>.*?Identification[^>]*>([0-9]{13})<")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of certificates."""
    return write_folder(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def walk(folder):
    """A hub with values; its doors ask for signatures."""
    settings = ServerSettings(clock=FROZEN, scenario=MARKET, security="organisation", certificates=folder)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        walk = Walk(client)
        walk.delivers(random.Random(0))
        yield walk


@pytest.mark.parametrize("seed", range(3))
def test_nobody_sees_what_is_not_theirs(walk, seed):
    """Points, values of days, numbers of persons, and messages to another recipient, whoever it belongs to by now."""
    chance = random.Random(seed)
    seen, rights = Counter(), set()
    for step in range(STEPS):
        if chance.random() < 0.25:
            chance.choice(CHANGES)(walk, chance)
            walk.follow()
            rights.add(
                tuple(sorted((who, point, len(own)) for (who, point), own in walk.ledger.days.items()))
            )
        who, door = chance.choice(CLIENTS), chance.choice(DOORS)
        text = door(walk, chance, who)
        place = (step, who, door.__name__)

        assert [] == list(walk.wrong(who, door, text)), place
        assert "Traceback" not in text, place
        assert set(_RECIPIENT.findall(text)) <= {PARTIES.get(who, ("",))[0], ELHUB}, place
        seen[who, door.__name__] += bool(points_in(text))

    # the walk came somewhere: what is whose has changed time and again, and points were seen through both kinds of doors
    assert len(rights) > STEPS // 15
    assert walk.workspace.hub.failure_cases() == ()
    assert walk.workspace.now() > NOW
    for name in ("metering_points", "poll"):
        assert sum(count for (_, door), count in seen.items() if door == name) > STEPS // 50


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
