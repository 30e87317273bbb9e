"""zeep loads our service definitions, plain and signed, and with each operation the hub does what it does in Python."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import zeep
from tests.support.paths import FIXTURES
from tests.support.soap_calls import ZeepClients, operation_of
from zeep.exceptions import Fault

from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.scenarios import Scenario, play
from edielkit.server.soap.services import PATH, SERVICES
from edielkit.testing import served_hub

# A story with a message for each operation.
STORIES = {
    "101-change-of-supplier.yml": "",
    "111-rollback-of-start.yml": "",
    "202-end-of-supply.yml": "",
    "302-master-data.yml": "A supplier corrects its customer's data",
    "121-points-by-message.yml": "",
    "102-move-in-ahead.yml": "Into a cut-off home, which the grid company cannot switch on",
    "311-readings.yml": "The grid company refuses a supplier's reading",
    "622-third-party.yml": "",
    "701-shared-production.yml": "A shared production is changed, and ended",
    "303-query.yml": "",
    "611-lookup.yml": "A supplier finds a point by customer and meter",
    "601-requests.yml": "A supplier asks the grid company, which answers",
    "601-requests.yml#elhub": "A supplier asks Elhub, whose staff answer",
    "polling.yml": "Polling by messages",
    "polling.yml#acknowledged": "An acknowledgement that names no result is accepted",
    "313-interval-values.yml": "A prosumer has a series in each direction",
}
# Operations of the poll services are those of one table; the other queue is tested by the SDK's poll.
BOTH_QUEUES = {("PollMeteringValues", "PollForData"), ("PollMeteringValues", "AcknowledgePoll")}


def story(name: str, title: str) -> tuple[dict[str, Any], Scenario]:
    documents = scenario_documents((str(FIXTURES / "hub" / name.partition("#")[0]),))
    document = next(document for document in documents if document.content["scenario"].startswith(title))
    return {**document.content, "steps": []}, document.scenario()


@pytest.fixture(scope="module")
def server():
    with served_hub() as hub:
        yield hub


@pytest.fixture(scope="module")
def clients(server) -> ZeepClients:
    return ZeepClients(server)


@pytest.mark.parametrize("form", ["plain", "signed"])
@pytest.mark.parametrize("service", SERVICES)
def test_zeep_loads_the_definition(server, service, form):
    """Both sets: each has all operations of the service, and the address that it was asked at."""
    client = zeep.Client(f"{server.address}{PATH}/{service}?wsdl={form}")

    assert set(SERVICES[service].operations) == set(client.service._operations)
    assert server.service(service) == client.service._binding_options["address"]


@pytest.mark.parametrize(("name", "title"), STORIES.items())
def test_through_the_door_the_hub_does_what_it_does_in_python(clients, name, title):
    """A story whose messages zeep writes anew: each is answered alike, and the hub sends the same to the same."""
    head, scenario = story(name, title)
    direct = play(scenario, validate=False).hub
    with served_hub(head) as hub:
        clients.turn_to(hub)
        for entry in direct.journal:
            hub.workspace.clock.turn(entry.now)
            if entry.kind != "receive":
                hub.workspace._do(entry.kind, dict(entry.arguments))
                continue
            # what the hub refuses in the call is a fault here, and nothing that it sends
            with contextlib.suppress(Fault):
                clients.send(entry.arguments["data"])
        sent = [message.outgoing for message in hub.workspace.messages if message.outgoing is not None]

    assert list(direct.sent) == sent


def test_the_stories_have_a_message_for_every_operation():
    """What is not in them is not tested by them."""
    operations = {
        operation_of(entry.arguments["data"])
        for name, title in STORIES.items()
        for entry in play(story(name, title)[1], validate=False).hub.journal
        if entry.kind == "receive"
    }

    assert {
        (service.name, name) for service in SERVICES.values() for name in service.operations
    } - BOTH_QUEUES == operations
