"""Planned faults as a client on a real connection meets them: late, dropped before it counts, lost after it has."""

from __future__ import annotations

import http.client
import json
import time
from contextlib import closing

import pytest
from tests.support.messages_of_parties import SUPPLIER, poll_for_data
from tests.support.soap_calls import envelope

from edielkit.server.clocks import WALL, wall_now
from edielkit.server.own_market import own_market
from edielkit.testing import served_hub


@pytest.fixture(scope="module")
def hub():
    with served_hub(own_market(wall_now()), clock=WALL) as running:
        yield running


def post(hub, path: str, content: bytes, media: str) -> int:
    connection = http.client.HTTPConnection(hub.address.removeprefix("http://"), timeout=10)
    with closing(connection):
        connection.request("POST", path, content, {"Content-Type": media})
        answer = connection.getresponse()
        answer.read()
        return answer.status


def plan(hub, **fault) -> None:
    assert post(hub, "/_hub/faults", json.dumps(fault).encode(), "application/json") == 200


def poll(hub) -> int:
    content = envelope("PollMarketProcesses", "PollForData", poll_for_data(SUPPLIER))
    return post(hub, "/WebService/services/PollMarketProcesses", content, "text/xml; charset=utf-8")


def test_a_delayed_answer_comes_late_and_whole(hub):
    """The hub does its work all the same."""
    plan(hub, kind="delay", seconds=0.3)
    begin = time.monotonic()

    assert poll(hub) == 200
    assert time.monotonic() - begin >= 0.3


@pytest.mark.parametrize(("kind", "came"), [("drop", 0), ("lose", 1)])
def test_a_connection_that_ends_without_an_answer(hub, kind, came):
    """Dropped: the hub has not got the message. Lost: it has, and the client cannot know."""
    before = hub.workspace.messages.count
    plan(hub, kind=kind)
    # not a status line, and so nothing that a client could take for half of an answer
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        poll(hub)

    assert hub.workspace.messages.count - before == came
    assert poll(hub) == 200
