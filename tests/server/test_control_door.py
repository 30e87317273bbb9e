"""The control door: clock, reset, snapshots, journal, what the hub holds, portal calls, faults on demand, expectations."""

from __future__ import annotations

import datetime as dt
import json
import re
from threading import Timer

import pytest
from starlette.testclient import TestClient
from tests.support.failing import Injector
from tests.support.messages_of_parties import OTHER, SUPPLIER, look_up, poll_for_data, start_of_supply
from tests.support.soap_calls import envelope

from edielkit.hub import Hub, Ids
from edielkit.hub.core.journal import load
from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.control.market_facts import SERVICES
from edielkit.server.own_market import own_market
from edielkit.server.soap.services import SERVICES as SOAP_SERVICES

XML = {"Content-Type": "text/xml; charset=utf-8"}
# Monday 2 February 2026, 09:00 in Oslo
START = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
HOUSE = "707057599800003015"


@pytest.fixture
def client():
    with TestClient(create_app(ServerSettings(clock=FROZEN, scenario=own_market(START)))) as test_client:
        yield test_client


def send(
    client, message: bytes, service: str = "MarketProcesses", operation: str = "RequestStartOfSupply", at=""
):
    return client.post(
        f"{at}/WebService/services/{service}", content=envelope(service, operation, message), headers=XML
    )


def switch(client, **how):
    """A change of supplier for the house, in ten days."""
    return send(client, start_of_supply(START, **how))


def poll(client, sender: str = SUPPLIER, at: str = ""):
    return send(client, poll_for_data(sender), "PollMarketProcesses", "PollForData", at)


def messages(client, **query) -> list[dict]:
    return client.get("/_hub/messages", params=query).json()["messages"]


# -- the clock


def test_the_clock_is_advanced_to_an_instant_and_tells_what_was_sent(client):
    """The first day of a supply comes, and the notices of it with it."""
    switch(client)
    before = client.get("/_hub/clock").json()
    answer = client.post("/_hub/clock", json={"to": "2026-02-13T07:00:00+01:00"}).json()

    assert before["now"] == START.isoformat()
    assert before["next deadline"] <= answer["now"] == "2026-02-13T06:00:00+00:00"
    assert ("NotifyStartOfSupply", "grid company") in {
        (line["message"], line["to"]) for line in answer["sent"]
    }
    assert {"out"} == {line["way"] for line in answer["sent"]}
    assert client.get("/_hub/points/house").json()["registered"] is not None
    house = client.get("/_hub/points").json()["points"][0]
    assert (house["point"], house["supplier"]) == ("house", "supplier")


@pytest.mark.parametrize("to", ["tomorrow 07:00", "today +1 07:00", "day 1 07:00", "2026-02-03T06:00:00Z"])
def test_the_clock_understands_what_scenarios_say(client, to):
    """Days are counted from the hub's own; hours are Norwegian."""
    assert client.post("/_hub/clock", json={"to": to}).json()["now"] == "2026-02-03T06:00:00+00:00"


@pytest.mark.parametrize(
    "body",
    [
        {"to": "2026-02-01T06:00:00Z"},
        {"to": "2026-02-03"},
        {"to": 1},
        {},
        [],
        {"to": "9999-01-01T00:00:00Z"},
        {"to": "2027-03-01T00:00:00Z"},
    ],
)
def test_the_clock_never_goes_back_or_nowhere(client, body):
    """What is wrong is said, and the clock stands."""
    answer = client.post("/_hub/clock", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert client.get("/_hub/clock").json()["now"] == START.isoformat()


# -- back and elsewhere


def test_a_reset_makes_the_hub_new(client):
    """Its messages, its clock and its planned faults are those of the start."""
    switch(client)
    client.post("/_hub/clock", json={"to": "tomorrow 07:00"})
    client.post("/_hub/faults", json={"kind": "down"})
    client.post("/_hub/reset")

    assert client.get("/_hub/clock").json()["now"] == START.isoformat()
    assert messages(client) == client.get("/_hub/faults").json()["faults"] == []
    assert switch(client).status_code == 200


def test_a_snapshot_is_a_moment_to_come_back_to(client):
    """What came after it never was: the same message is taken in again."""
    message = start_of_supply(START)
    client.put("/_hub/snapshots/before")
    send(client, message)
    client.post("/_hub/clock", json={"to": "tomorrow 07:00"})
    client.post("/_hub/snapshots/before/restore")

    assert client.get("/_hub/clock").json()["now"] == START.isoformat()
    assert messages(client) == []
    assert send(client, message).status_code == 200
    assert client.post("/_hub/snapshots/nowhere/restore").status_code == 404


def test_a_snapshot_of_another_past_is_refused(client):
    """After a reset the moments before it are gone."""
    switch(client)
    client.put("/_hub/snapshots/before")
    client.post("/_hub/reset")

    assert client.post("/_hub/snapshots/before/restore").status_code == 409


def test_a_document_makes_the_same_hub_elsewhere(client):
    """Market, clock and journal; the other hub goes on as this one would have."""
    switch(client)
    document = client.get("/_hub/snapshot").content
    assert client.put("/w/elsewhere/_hub/snapshot", content=document).status_code == 200

    assert client.get("/w/elsewhere/_hub/snapshot").content == document
    here, there = (
        client.post(f"{at}/_hub/clock", json={"to": "2026-02-13T07:00:00+01:00"}).json()
        for at in ("", "/w/elsewhere")
    )
    assert here == there
    assert here["sent"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"edielkit hub": 2}',
        b'{"edielkit hub": 1, "now": "x", "begun": 0, "scenario": {}}',
        b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 7, "scenario": {}}',
        b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 0, "scenario": {"x": 1}}',
        b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 0, "scenario": {}}\n{"kind": "eval"}',
        b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 0, "scenario": {}}\n' + b"[" * 5000,
        b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 1e999, "scenario": {}}',
        (
            b'{"edielkit hub": 1, "now": "2026-02-02T08:00:00Z", "begun": 0, "scenario": {}}\n'
            b'{"now": "2026-02-02T08:00:00Z", "kind": "call", "arguments": {"name": "\\ud800"}}'
        ),
        b"\x80\x04\x95",
    ],
)
def test_what_is_no_document_changes_nothing(client, document):
    """Least of all a pickle."""
    switch(client)
    before = client.get("/_hub/snapshot").content

    assert client.put("/_hub/snapshot", content=document).status_code == 400
    assert client.get("/_hub/snapshot").content == before


def test_the_journal_is_that_of_a_replay(client):
    """A hub in Python that plays its lines sends the same bytes."""
    switch(client)
    client.post("/_hub/clock", json={"to": "2026-02-13T07:00:00+01:00"})
    workspace = client.app.state.workspaces.get("")
    begun = Hub(workspace.names.market, config=workspace.scenario.config, ids=_ids(workspace)).snapshot()
    replayed = Hub.replay(begun, load(client.get("/_hub/journal").text)).sent

    assert [message.outgoing for message in workspace.messages if not message.incoming] == list(replayed)
    assert len(client.get("/_hub/journal", params={"after": 1}).text.splitlines()) == 1


def _ids(workspace):
    return Ids(workspace.scenario.title)


# -- what the hub holds


def test_messages_are_listed_by_party_and_point(client):
    """Names or numbers; the last one first."""
    switch(client)
    poll(client, OTHER)

    assert [line["message"] for line in messages(client, party="supplier", point="house")][
        -1
    ] == "RequestStartOfSupply"
    assert messages(client, party="supplier", point="house") == messages(client, point=HOUSE)
    assert {"PollForData"} == {
        line["message"] for line in messages(client, way="in", **{"from": "other supplier"})
    }
    assert messages(client, party="grid company") == []
    assert len(messages(client, limit=1)) == 1


def test_a_message_says_why_it_was_refused(client):
    """In words, with its XML; and as the bytes that came."""
    switch(client, customer="berit")
    number = messages(client, message="RequestStartOfSupply")[0]["number"]
    whole = client.get(f"/_hub/messages/{number}").json()

    assert whole["errors"] == 1
    assert whole["words"][0].startswith(whole["reasons"][0])
    assert client.get(f"/_hub/messages/{number}/xml").text == whole["xml"]
    assert client.get("/_hub/messages/99").status_code == 404


def test_points_processes_and_queues(client):
    """A process with its phase and its deadline, and what waits for the supplier."""
    switch(client)
    point = client.get("/_hub/points/house").json()
    [process] = client.get("/_hub/processes", params={"point": "house"}).json()["processes"]
    poll(client)

    assert point["processes"] == [process]
    assert process["phase"] == "waiting for the cancellation deadline"
    assert process["initiator"] == "supplier"
    whole = client.get(f"/_hub/processes/{process['identification']}").json()
    assert whole["request"]["kind"] == "RequestStartOfSupply"
    assert {"PollMarketProcesses", "PollMeteringValues"} == set(client.get("/_hub/queues/supplier").json())
    # a number that nobody has is no party for whom nothing waits
    assert 404 == client.get("/_hub/queues/7080000000000").status_code
    assert (
        client.get("/_hub/points/nowhere").status_code == client.get("/_hub/processes/x").status_code == 404
    )
    assert set(client.get("/_hub/market").json()["parties"]) >= {"supplier", "grid company"}


def test_the_portal_is_called_by_name(client):
    """Names stand for numbers; a refusal is told in words."""
    moved = client.post(
        "/_hub/call/move_portfolio", json={"old": "other supplier", "new": "supplier", "day": "2026-02-20"}
    )
    wrong = client.post("/_hub/call/move_portfolio", json={"old": "other supplier"})

    assert moved.json()["result"] == [HOUSE]
    assert wrong.status_code == 400
    assert "expected the argument 'new', found none" in wrong.json()["error"]
    for taken in ("name", "now", "self"):
        odd = client.post("/_hub/call/move_portfolio", json={taken: "x"})
        assert odd.status_code == 400, taken
        assert taken in odd.json()["error"]
    assert client.post("/_hub/call/nothing").status_code == 400
    assert "move_portfolio" in client.get("/_hub/calls").json()


# -- faults


def test_a_call_that_meets_the_unforeseen_is_the_fault_of_the_hub(client, monkeypatch):
    """Not of who calls: 500, with the failure case to look at, and nothing of what went wrong inside."""
    injector = Injector(monkeypatch)
    injector.fail_at(0)
    answer = client.post("/_hub/call/list_calculations", json={})

    assert answer.status_code == 500
    assert "failure case 1" in answer.json()["error"]
    assert "Anna" not in answer.text


@pytest.mark.parametrize(
    "content",
    [
        b'{"identification": "\\ud800"}',
        b'{"identification": "\xed\xa0\x80"}',
        b'{"end": NaN}',
        b'{"end": 1e999}',
    ],
)
def test_what_no_journal_can_hold_is_refused_and_stops_nothing(client, content):
    """Halves of surrogate pairs and numbers that are none; the next call is written and carried out."""
    assert client.post("/_hub/call/grant_consent", content=content).status_code == 400
    assert client.get("/_hub/journal").text == ""
    workspace = client.app.state.workspaces.get("")
    with pytest.raises(ValueError, match="JSON can hold"):
        workspace.call("grant_consent", identification="\ud800")
    switch(client)
    assert len(client.get("/_hub/journal").text.splitlines()) == 1


def test_a_journal_with_other_ends_of_lines_in_its_texts_is_read_back(client):
    """What ends a line elsewhere is a character of a text here."""
    refused = client.post("/_hub/call/grant_consent", json={"identification": "a\u2028b\x85c"})
    document = client.get("/_hub/snapshot").content

    assert refused.status_code == 400
    assert client.put("/w/elsewhere/_hub/snapshot", content=document).status_code == 200
    assert client.get("/w/elsewhere/_hub/snapshot").content == document


def test_planned_faults_happen_in_order_and_so_often(client):
    """A SOAP fault of group System, then HTTP 503 twice; then the hub answers, and nothing of it came to the hub."""
    client.post("/_hub/faults", json={"kind": "refuse"})
    client.post("/_hub/faults", json={"kind": "unavailable", "calls": 2, "operation": "PollForData"})
    answers = [poll(client) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [500, 503, 503, 200]
    assert b"<err:CodeGroup>System</err:CodeGroup>" in answers[0].content
    assert client.get("/_hub/messages").json()["count"] == 1


def test_down_but_for_the_look_up(client):
    """EI-302: BRS-NO-611 is answered while the rest is down."""
    client.post("/_hub/faults", json={"kind": "down"})
    look_up = envelope_of_look_up()

    assert poll(client).status_code == 503
    assert client.post("/WebService/services/Query", content=look_up, headers=XML).status_code == 200
    client.delete("/_hub/faults")
    assert poll(client).status_code == 200


def envelope_of_look_up() -> bytes:
    name = "RequestUpfrontMeteringPointCharacteristics"
    return envelope("Query", name, look_up(START))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "explode"},
        {"kind": "refuse", "calls": 0},
        {"kind": "refuse", "calls": True},
        {"kind": "delay", "seconds": 1e9},
        {"kind": "delay", "seconds": "1"},
        {"kind": "refuse", "often": 1},
        {"kind": ["refuse"]},
        {"kind": "refuse", "service": ["Query"]},
    ],
)
def test_what_is_no_plan(client, body):
    """It says what one is."""
    answer = client.post("/_hub/faults", json=body)

    assert answer.status_code == 400
    assert re.match(r"(\w+: )?(?:expected|no) ", answer.json()["error"])


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("GET", "/messages?pary=supplier", None, "no parameter 'pary'; did you mean party?"),
        ("GET", "/messages?party=suplier", None, "no party 'suplier' in the market; did you mean supplier"),
        ("GET", "/messages?point=hous", None, "did you mean house?"),
        ("GET", "/messages?way=inn", None, "did you mean in?"),
        ("GET", "/messages?message=RequestStartOfSuply", None, "RequestStartOfSupply"),
        ("GET", "/messages?service=Querry", None, "did you mean Query?"),
        ("GET", "/messages?limit=1&limit=2", None, "limit: expected it once"),
        ("GET", "/processes?point=hous", None, "did you mean house?"),
        ("GET", "/journal?afer=1", None, "did you mean after?"),
        ("GET", "/clock?x=1", None, "there are none"),
        ("GET", "/clients/supplier/key?pen", None, "did you mean pem?"),
        ("POST", "/clock", {"too": "tomorrow 07:00"}, "did you mean to?"),
        ("POST", "/faults", {"kind": "drop", "service": "MeteringValue"}, "did you mean MeteringValues or"),
        ("POST", "/faults", {"kind": "drop", "operation": "PollForDta"}, "did you mean PollForData?"),
        (
            "POST",
            "/faults",
            {"kind": "drop", "service": "Query", "operation": "PollForData"},
            "no 'PollForData'",
        ),
        ("POST", "/expectations", {"message": "CollectedDat"}, "did you mean CollectedData"),
        ("POST", "/expectations", {"mesage": "CollectedData"}, "did you mean message?"),
    ],
)
def test_what_is_misspelt_is_never_met_with_silence(client, method, path, body, words):
    """HTTP 400, what is wrong, and what may be meant; nothing is planned and no time passes."""
    answer = client.request(method, f"/_hub{path}", json=body)

    assert (answer.status_code, words in answer.json()["error"]) == (400, True), answer.text
    assert client.get("/_hub/faults").json()["faults"] == []
    assert client.get("/_hub/clock").json()["now"] == START.isoformat()


def test_the_services_of_the_two_doors_are_the_same():
    """What a fault may be planned for is what the SOAP door serves."""
    assert {name: frozenset(service.operations) for name, service in SOAP_SERVICES.items()} == {**SERVICES}


def test_messages_are_chosen_by_a_process_however_it_is_written(client):
    """With and without BRS-NO-."""
    switch(client)

    assert messages(client, process="101") == messages(client, process="BRS-NO-101") != []


# -- expectations


def test_an_expectation_is_met_by_what_came_or_comes(client):
    """A start of supply for the house within ten seconds: at once when it is there, as soon as it comes else."""
    wanted = {"message": "RequestStartOfSupply", "point": "house", "process": "101", "within": 10}
    later = Timer(0.3, lambda: switch(client))
    later.start()
    met = client.post("/_hub/expectations", json=wanted).json()
    later.join()

    assert met["met"]
    assert (met["message"]["from"], met["message"]["accepted"]) == ("supplier", True)
    after = client.post("/_hub/expectations", json={**wanted, "within": 0, "after": met["message"]["number"]})
    assert after.status_code == 404


def test_an_expectation_that_is_not_met_says_what_came_instead(client):
    """In words: a test that fails shows why."""
    switch(client)
    answer = client.post("/_hub/expectations", json={"message": "RequestEndOfSupply", "point": "house"})

    assert answer.status_code == 404
    assert "in RequestStartOfSupply, process 101, from supplier to" in answer.json()["error"]
    assert client.post("/_hub/expectations", json={"colour": "red"}).status_code == 400


# -- who may ask


def test_workspaces_see_nothing_of_each_other(client):
    """A message of one is in no list, journal, queue or snapshot of another."""
    switch(client)
    paths = ("messages", "journal", "snapshot", "processes", "queues/supplier", "points/house")
    other = {path: client.get(f"/w/other/_hub/{path}").text for path in paths}
    own = {path: client.get(f"/_hub/{path}").text for path in paths}

    assert json.loads(other["messages"])["count"] == 0
    assert other["journal"] == ""
    assert not any(line in text for line in own["journal"].splitlines() for text in other.values())
    assert client.get("/w/other/_hub/messages/1").status_code == 404
    assert client.get("/_hub/workspaces").json()["workspaces"] == ["other"]
    assert client.delete("/_hub/workspaces/other").status_code == 204
    assert client.delete("/_hub/workspaces/other").status_code == 404


def test_there_are_so_many_workspaces_and_no_more():
    """Nobody fills the memory by asking."""
    with TestClient(create_app(ServerSettings(clock=FROZEN, max_workspaces=2))) as test_client:
        answers = [test_client.get(f"/w/{name}/_hub/health").status_code for name in "abca"]

    assert answers == [200, 200, 409, 200]


def test_pages_of_other_sites_change_nothing(client):
    """A browser says whose page asks; a tool says nothing."""
    foreign = client.post("/_hub/reset", headers={"Origin": "https://elsewhere.example"})

    assert foreign.status_code == 403
    assert client.post("/_hub/reset", headers={"Origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["messages/1/../../../etc/passwd", "points/..%2f..", "snapshots/%00/restore"]
)
def test_paths_lead_nowhere_else(client, path):
    """No file is ever opened by what an address says."""
    assert client.get(f"/_hub/{path}").status_code in {404, 405}


def test_a_body_is_bounded(client):
    """A control call is small."""
    assert client.post("/_hub/call/subscribe", content=b" " * (2 << 20)).status_code == 413
