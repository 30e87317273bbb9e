"""The page that leads from the test environment to a hub at a port: its market serves, its addresses are there, its collection runs."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
import yaml
from starlette.testclient import TestClient
from tests.support.paths import ROOT

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN

PAGE = (ROOT / "docs/how-to/from-the-test-environment.md").read_text("utf-8")
MARKET = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
COLLECTION = json.loads(
    (ROOT / "docs/examples/hub-with-postman/hub.postman_collection.json").read_text("utf-8")
)


@pytest.fixture
def client():
    """A server with its own market, by the clock of the world."""
    with TestClient(create_app()) as test_client:
        yield test_client


def test_the_market_of_the_page_serves():
    """It is a market, and its party is a client of the token door."""
    settings = ServerSettings(scenario=yaml.load(MARKET, yaml.BaseLoader), clock=FROZEN)
    with TestClient(create_app(settings)) as client:
        clients = client.get("/_hub/clients").json()["clients"]

    assert {listed["name"] for listed in clients} == {"us", "the grid"}


def test_every_address_of_the_page_is_there(client):
    """A door answers at each: with what it has, with what is missing, or that it takes another method."""
    paths = re.findall(r"`(?:http://127\.0\.0\.1:8080)?(/[\w./-]+)`", PAGE)

    assert len(paths) > 8
    for path in paths:
        if path not in {"/w/NAME", "/access/v0/", "/energy-data/v0/", "/jobs/v0/"}:
            assert client.get(path).status_code in {200, 400, 401, 405}, path


def test_the_collection_switches_a_customer(client):
    """Its requests in order, with what Postman fills in; each has a test of its own for the status."""
    oslo = ZoneInfo("Europe/Oslo")
    begin = dt.datetime.combine(dt.date.today() + dt.timedelta(days=14), dt.time(), oslo)
    filled = {
        "base": "",
        "now": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "firstDay": begin.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }

    def fill(text):
        text = re.sub(r"{{\$guid}}", lambda _: str(uuid.uuid4()), text)
        return re.sub(r"{{(\w+)}}", lambda match: filled[match[1]], text)

    said = []
    for item in COLLECTION["item"]:
        request = item["request"]
        heads = {head["key"]: head["value"] for head in request["header"]}
        body = fill(request.get("body", {}).get("raw", ""))
        answer = client.request(request["method"], fill(request["url"]), content=body.encode(), headers=heads)
        assert answer.status_code == 200, (item["name"], answer.text)
        assert "to.have.status(200)" in json.dumps(item["event"])
        polled = re.search(
            r"PollForDataResponse[^>]*>\s*<[^>]*Identification[^>]*>([0-9a-f-]{36})<", answer.text
        )
        filled["result"] = polled[1] if polled else filled.get("result", "")
        said.append(answer.text)

    assert "ConfirmStartOfSupply" in said[3]
    assert filled["result"]
    assert client.get("/_hub/queues/supplier").json()["PollMarketProcesses"]["open"] == []
