"""Nobody sees what is not theirs: every party asks for every queue, in every name, signed by its own organisation.

A certificate speaks for its organisation alone, and a party for itself or for who has made it its provider.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from lxml import etree
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_for_data, start_of_supply
from tests.support.signing import credentials, signed_call, write_folder

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market

START = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
QUEUES = ("PollMarketProcesses", "PollMeteringValues")
ROLES = {"supplier": "DDQ", "other supplier": "DDQ", "grid company": "DDM", "third party": "AG"}
MARKET = own_market(START)
PARTIES = {
    name: (party["gln"], party["organisation number"]) for name, party in dict(MARKET["parties"]).items()
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A hub in which a customer has changed supplier: there is something in the queues of three parties."""
    folder = write_folder(tmp_path_factory.mktemp("certificates"))
    settings = ServerSettings(clock=FROZEN, scenario=MARKET, security="organisation", certificates=folder)
    with TestClient(create_app(settings)) as test_client:
        hub = test_client.app.state.workspaces.get("")
        hub.receive(start_of_supply(START))
        hub.advance(START + dt.timedelta(days=11))
        assert {message.head.recipient for message in hub.messages if not message.incoming} >= {
            PARTIES[name][0] for name in ("supplier", "other supplier", "grid company")
        }
        yield test_client


def asks(client, signer: str, physical: str, juridical: str, queue: str) -> tuple[int, etree._Element]:
    number = PARTIES[signer][1]
    message = poll_for_data(PARTIES[juridical][0], ROLES[juridical], PARTIES[physical][0])
    call = signed_call(message, (queue, "PollForData"), by=credentials(signer, number))
    answer = client.post(
        f"/WebService/services/{queue}",
        content=etree.tostring(call),
        headers={"Content-Type": "text/xml; charset=utf-8"},
    )
    return answer.status_code, etree.fromstring(answer.content)


@pytest.mark.parametrize("signer", PARTIES)
def test_a_party_gets_its_own_messages_and_no_others(client, signer):
    """Of all names that it may take, and of both queues."""
    for physical, juridical, queue in itertools.product(PARTIES, PARTIES, QUEUES):
        status, answer = asks(client, signer, physical, juridical, queue)
        recipients = {
            node.findtext("{*}Identification") for node in answer.iter("{*}JuridicalRecipientEnergyParty")
        }
        if (physical, juridical) == (signer, signer):
            assert status == 200
            assert recipients <= {PARTIES[signer][0]}
        else:
            assert (status, answer.findtext(".//{*}CodeGroup")) == (500, "Security")
            assert recipients == set()
