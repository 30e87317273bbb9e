"""elhub-python-sdk, unchanged, against the SOAP door: its own service definitions, its own messages, plain and signed.

Its definitions are those of EMIF 2.3 with WS-Security; the address alone is turned to ours. The hub's clock is that of the
wall, since the messages say when they were made.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from elhub_sdk.acknolwedgment import acknowledge_poll
from elhub_sdk.client import APIClient, ElHubEnvironment, ElHubService
from elhub_sdk.consumption import poll_consumption, request_consumption
from elhub_sdk.enrollment import get_meter_characteristics
from elhub_sdk.enums import THIRD_PARTY_ACTION
from elhub_sdk.third_party import request_action
from tests.support.signing import credentials, signed_pem, write_folder

from edielkit.server.clocks import WALL
from edielkit.server.own_market import own_market
from edielkit.testing import ServedHub, served_hub
from edielkit.verbs import parse

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SERVICES = {
    "MarketProcesses": ElHubService.MARKET_PROCESSES,
    "MeteringValues": ElHubService.METERING_VALUES,
    "PollMarketProcesses": ElHubService.POOL_MARKET_PROCESSES,
    "PollMeteringValues": ElHubService.POOL_METERING_VALUES,
    "Query": ElHubService.QUERY,
}


class Sdk:
    """The SDK of the third party of the server's own market."""

    def __init__(self, hub: ServedHub, key: str, certificate: str) -> None:
        self.hub, self.gln, self.house = hub, hub.gln("third party"), hub.gsrn("house")
        self._files = (key, certificate)

    def client(self, service: str):
        environment = ElHubEnvironment.TEST
        client, history = APIClient.get_client(environment, SERVICES[service], *self._files)
        client.service._binding_options["address"] = self.hub.service(service)
        return client, history

    def poll(self, service: str) -> ET.Element | None:
        client, history = self.client(service)
        # the SDK's prefix of the message is that of PollMeteringValues; each definition counts its own
        client.set_ns_prefix("ns8", "urn:no:elhub:emif:PollForData:v2")
        answer = poll_consumption(client, history, self.gln)
        return None if answer is None else ET.fromstring(answer)


@pytest.fixture(scope="module", params=["plain", "signed"])
def sdk(request, tmp_path_factory) -> Iterator[Sdk]:
    """The SDK signs always; a server without security does not look at it."""
    folder = write_folder(tmp_path_factory.mktemp("certificates"))
    third_party = credentials("third party", "999999131")
    key, certificate = signed_pem(folder, third_party)
    security = {"plain": "off", "signed": "organisation"}[request.param]
    market = own_market(dt.datetime.now(dt.UTC))
    with served_hub(market, clock=WALL, security=security, certificates=folder) as hub:
        yield Sdk(hub, key, certificate)


def text(root: ET.Element, name: str) -> str:
    return root.findtext(f".//{{*}}{name}") or ""


def test_611_a_point_is_looked_up_in_the_call(sdk):
    """The answer stands in the call: the SDK finds ResponseUpfrontMeteringPointCharacteristics in it."""
    answer = get_meter_characteristics(*sdk.client("Query"), sdk.house, sdk.gln)

    assert answer is not None
    assert text(ET.fromstring(answer), "MeterIdentification") == "TEST0001"


def test_622_315_poll_and_acknowledge(sdk):
    """A third party asks for access, which the end user gives, and for values; it polls both queues, and each once.

    The SDK acknowledges through the service MeteringValues, with the process of the query that was answered.
    """
    request_action(*sdk.client("MarketProcesses"), sdk.gln, sdk.house, THIRD_PARTY_ACTION.ADD)
    request = parse(list(sdk.hub.workspace.messages)[-1].data).messages[0]
    sdk.hub.workspace.call(
        "approve_access", identification=request.header.identification, customer="01819010001"
    )
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = request_consumption(*sdk.client("Query"), sdk.house, sdk.gln, today - dt.timedelta(days=2), today)

    assert asked is True
    identifications = []
    for service in ("PollMarketProcesses", "PollMeteringValues"):
        result = sdk.poll(service)
        assert result is not None
        identification = text(result, "Identification")
        assert text(sdk.poll(service), "Identification") == identification
        # a poll of nothing is nil: there is nothing to acknowledge, and an empty reference breaks the schema
        if identification:
            assert acknowledge_poll(*sdk.client("MeteringValues"), sdk.gln, identification)
            assert text(sdk.poll(service), "Identification") == ""
            identifications.append(identification)
    assert identifications
