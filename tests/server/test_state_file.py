"""Nothing lost: what was answered is in the file, whatever happens to the process; what could not be kept was refused."""

from __future__ import annotations

import datetime as dt
import gc
import sqlite3
from pathlib import Path

import attrs
import pytest
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_for_data, start_of_supply
from tests.support.soap_calls import envelope

from edielkit.hub import JournalEntry
from edielkit.server import ServerSettings, Workspaces, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.journal_file import FORM, JournalFile, StateFileError, WorkspaceRecord
from edielkit.server.own_market import own_market

# Monday 2 February 2026, 09:00 in Oslo
START = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
XML = {"Content-Type": "text/xml; charset=utf-8"}
MARKET = own_market(START)
AT = {"": "", "ci": "/w/ci"}


@pytest.fixture
def state(tmp_path) -> Path:
    return tmp_path / "hub.state"


def settings(state: Path, **more) -> ServerSettings:
    return ServerSettings(**{"clock": FROZEN, "scenario": MARKET, "state": state, **more})


def opened(state: Path, **more) -> TestClient:
    return TestClient(create_app(settings(state, **more)))


def send(client, message: bytes, service="MarketProcesses", operation="RequestStartOfSupply", at=""):
    call = envelope(service, operation, message)
    return client.post(f"{at}/WebService/services/{service}", content=call, headers=XML)


def closed(client: TestClient) -> None:
    client.app.state.workspaces.close()


def looks(client: TestClient, at: str = "") -> dict[str, str]:
    """All that can be seen of a hub from outside."""
    paths = ("clock", "journal", "messages", "processes", "points/house", "queues/supplier", "snapshot")
    return {path: client.get(f"{at}/_hub/{path}").text for path in paths}


@pytest.mark.parametrize("at", AT.values(), ids=["own", "workspace"])
def test_a_server_goes_on_where_it_ended(state, at):
    """Messages, portal calls, the clock, an open poll result: the same to the last byte."""
    first = opened(state)
    send(first, start_of_supply(START), at=at)
    first.post(f"{at}/_hub/clock", json={"to": "tomorrow 07:00"})
    first.post(
        f"{at}/_hub/call/move_portfolio",
        json={"old": "other supplier", "new": "supplier", "day": "2026-02-20"},
    )
    polled = send(first, poll_for_data(), "PollMarketProcesses", "PollForData", at).content
    before = looks(first, at)
    closed(first)
    second = opened(state)

    # the receipts are made anew, by the same hub of the same bytes
    assert looks(second, at) == before
    again = send(second, poll_for_data(), "PollMarketProcesses", "PollForData", at).content
    assert again == polled
    closed(second)


def test_a_message_that_was_taken_in_is_not_taken_in_twice(state):
    """Its identification is known after a restart too."""
    message = start_of_supply(START)
    first = opened(state)
    send(first, message)
    closed(first)
    second = opened(state)

    assert b"UUID" in send(second, message).content
    closed(second)


def test_the_process_dies_without_closing_the_file(state, tmp_path):
    """A copy of file and log as they are while the server runs is what a kill leaves."""
    running = opened(state)
    send(running, start_of_supply(START))
    before = looks(running)
    for suffix in ("", "-wal"):
        source = Path(f"{state}{suffix}")
        (tmp_path / f"copy{suffix}").write_bytes(source.read_bytes())
    copy = opened(tmp_path / "copy")

    assert looks(copy) == before
    closed(running)
    closed(copy)


@pytest.mark.parametrize("cut", [1, 30, 4000, 4120, 5000])
def test_a_log_that_was_half_written_loses_nothing_that_was_answered(state, tmp_path, cut):
    """The last commit is torn: SQLite goes back to the one before it, and the hub is that of the entries up to there."""
    running = opened(state)
    journals = []
    for _ in range(3):
        send(running, start_of_supply(START))
        journals.append(running.get("/_hub/journal").text)
    whole = Path(f"{state}-wal").read_bytes()
    (tmp_path / "copy").write_bytes(state.read_bytes())
    (tmp_path / "copy-wal").write_bytes(whole[:-cut])
    copy = opened(tmp_path / "copy")

    assert copy.get("/_hub/journal").text in ("", *journals)
    assert send(copy, start_of_supply(START)).status_code == 200
    closed(running)
    closed(copy)


def test_what_cannot_be_kept_is_refused(state):
    """A full disk: a fault of group System, the hub has not moved, and goes on when there is room again."""
    client = opened(state)
    workspaces = client.app.state.workspaces
    base = workspaces._journal._base
    send(client, start_of_supply(START))
    before = looks(client)
    pages = base.execute("PRAGMA page_count").fetchone()[0]
    base.execute(f"PRAGMA max_page_count = {pages}")
    message = start_of_supply(START, customer="berit", note="x")
    answers = [send(client, message) for _ in range(2)]
    refused = [b"<err:CodeGroup>System</err:CodeGroup>" in answer.content for answer in answers]
    after = looks(client)
    base.execute("PRAGMA max_page_count = 1073741823")

    assert refused == [True, True]
    assert after == before
    assert send(client, message).status_code == 200
    closed(client)


def test_a_reset_and_a_restore_are_in_the_file_too(state):
    """What was gone back from does not come again."""
    first = opened(state)
    send(first, start_of_supply(START))
    first.put("/_hub/snapshots/here")
    first.post("/_hub/clock", json={"to": "tomorrow 07:00"})
    first.post("/_hub/snapshots/here/restore")
    before = looks(first)
    closed(first)
    second = opened(state)
    assert looks(second) == before
    second.post("/_hub/reset")
    closed(second)
    third = opened(state)

    assert third.get("/_hub/journal").text == ""
    closed(third)


def test_a_second_server_on_the_same_file_is_refused(state):
    """Both would number the same entries."""
    first = opened(state)
    with pytest.raises(StateFileError, match="locked"):
        Workspaces(settings(state))
    closed(first)


def test_a_file_that_is_there_already_is_held_from_the_moment_it_is_opened(state):
    """A second server is refused before either has asked for anything: both would number the same entries."""
    JournalFile(state).close()
    first = JournalFile(state)
    with pytest.raises(StateFileError, match="locked"):
        JournalFile(state)
    first.close()


@pytest.mark.parametrize(
    "content", [b"no database", b"SQLite format 3\x00" + b"\x00" * 2000, b"\x80\x04\x95."]
)
def test_a_file_of_something_else_is_refused_and_left_alone(state, content):
    """A picture, a pickle, a damaged file."""
    state.write_bytes(content)
    with pytest.raises(StateFileError):
        Workspaces(settings(state))

    assert state.read_bytes() == content


def test_another_database_is_refused(state):
    """One with tables of its own."""
    other = sqlite3.connect(state)
    other.execute("CREATE TABLE entries (x)")
    other.close()
    with pytest.raises(StateFileError, match="another database"):
        JournalFile(state)


def test_a_file_of_a_later_form_is_refused(state):
    """It may mean what this version does not know."""
    closed(opened(state))
    later = sqlite3.connect(state)
    later.execute(f"PRAGMA user_version = {FORM + 1}")
    later.close()
    with pytest.raises(StateFileError, match=f"has form {FORM + 1}"):
        JournalFile(state)


def test_another_market_is_refused(state):
    """A journal means something in its own market alone; without a market the file's own is served."""
    closed(opened(state))
    with pytest.raises(StateFileError, match="another market"):
        Workspaces(settings(state, scenario={**MARKET, "config": {"poll limit": 7}}))
    other = Workspaces(settings(state, scenario=None))

    assert other.get("").record.scenario["parties"] == dict(MARKET)["parties"]
    other.close()


def test_the_steps_of_the_scenario_are_played_once(state):
    """A reset goes back to after them."""
    step = {"send": "RequestStartOfSupply", "from": "supplier", "process": "101", "point": "house"}
    market = {**MARKET, "steps": [{**step, "customer": "anna", "day": "day 10"}]}
    first = opened(state, scenario=market)
    assert len(first.get("/_hub/journal").text.splitlines()) == 1
    closed(first)
    second = opened(state, scenario=market)
    second.post("/_hub/reset")

    assert len(second.get("/_hub/journal").text.splitlines()) == 1
    closed(second)


def test_entries_come_back_as_they_went(state):
    """Bytes as bytes, arguments as plain data, instants with their zone."""
    journal = JournalFile(state)
    entries = tuple(
        JournalEntry(now=START, kind=kind, arguments=arguments)
        for kind, arguments in (
            ("receive", {"data": b"\x00\xff<a/>"}),
            ("poll", {"party": "1", "role": None, "queue": "PollMarketProcesses", "sender": "1"}),
            ("call", {"name": "subscribe", "data": "no bytes", "list": [1, True, None, "ø"]}),
            ("advance", {}),
        )
    )
    journal.begin(WorkspaceRecord(name="", scenario={}), entries[:1])
    for number, entry in enumerate(entries[1:], 1):
        journal.append("", number, entry)

    assert tuple(journal.entries("")) == entries
    assert tuple(journal.entries("", 2, 1)) == entries[2:3]
    with pytest.raises(StateFileError, match="UNIQUE"):
        journal.append("", 3, entries[3])
    with pytest.raises(UnicodeError):
        journal.append("", 4, attrs.evolve(entries[3], arguments={"name": "\ud800"}))
    # whatever went wrong, the next one is written
    journal.append("", 4, entries[3])
    assert tuple(journal.entries("", 4)) == entries[3:]
    journal.close()


def test_a_file_that_holds_something_else_is_refused_and_stays(state):
    """However short it is: SQLite takes some bytes for an empty database."""
    for data in (b"x", bytes(15), b"SQLite format 3\0", bytes(2000)):
        state.write_bytes(data)
        with pytest.raises(StateFileError, match="found a file of another kind"):
            JournalFile(state)
        assert state.read_bytes() == data


@pytest.mark.parametrize(("first", "most"), [(0, 0), (0, 200), (0, 201), (3, 250), (0, 450), (0, 600)])
def test_so_many_entries_are_read_as_are_asked_for(state, first, most):
    """They are read in parts, and the last part is no longer than what is left."""
    journal = JournalFile(state)
    entries = tuple(JournalEntry(now=START, kind="call", arguments={"number": n}) for n in range(460))
    journal.begin(WorkspaceRecord(name="", scenario={}), entries)

    assert tuple(journal.entries("", first, most)) == entries[first : first + most]
    journal.close()


def test_a_journal_that_nobody_keeps_is_closed():
    """Whoever drops a server without stopping it leaves no file open; Python 3.13 warns of one."""
    journal = JournalFile()
    base = journal._base
    del journal
    gc.collect()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        base.execute("SELECT 1")
