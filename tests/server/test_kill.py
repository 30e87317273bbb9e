"""kill -9 at any instant under load: after the restart every message that was acknowledged is there once, and no other.

A message that was under way when the process died may be there or not: its sender has heard nothing. What a party had polled
and not acknowledged comes again as it was; what it had acknowledged never does.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Self

import attrs
import pytest
from lxml import etree
from tests.support.messages_of_parties import poll_acknowledgement, poll_for_data, start_of_supply
from tests.support.paths import ROOT
from tests.support.soap_calls import envelope

from edielkit.server.clocks import wall_now

SENDERS = 4
# a kill comes after so many messages at most, and after so many seconds at the latest
MOST_BEFORE, PATIENCE = 12, 60.0
PATHS = "/WebService/services/"
_PLACE = b"11111111-1111-4111-8111-111111111111"


@attrs.define
class Answers:
    """What the clients heard before the process died, over all rounds of a file."""

    accepted: set[str] = attrs.field(factory=set)
    under_way: set[str] = attrs.field(factory=set)
    taken: set[str] = attrs.field(factory=set)
    maybe_taken: set[str] = attrs.field(factory=set)


class Process:
    """A server in a process of its own, and calls to it."""

    def __init__(self, state: Path) -> None:
        arguments = [sys.executable, "-m", "edielkit", "hub", "serve", "--port", "0", "--state", str(state)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        self._process = subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment)
        line = self._process.stdout.readline().decode()
        self.host = re.search(r"http://([\d.:]+)", line)[1]

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def post(self, service: str, operation: str, message: bytes) -> tuple[int, bytes]:
        return self.post_envelope(service, envelope(service, operation, message))

    def post_envelope(self, service: str, content: bytes) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection(self.host, timeout=PATIENCE)) as connection:
            connection.request("POST", PATHS + service, content, {"Content-Type": "text/xml; charset=utf-8"})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def get(self, path: str) -> bytes:
        with closing(http.client.HTTPConnection(self.host, timeout=PATIENCE)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read()

    def end(self, how: int) -> int:
        self._process.send_signal(how)
        self._process.stdout.close()
        return self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.poll() is None:
            self.end(signal.SIGKILL)


def sends(server: Process, answers: Answers, ended: Event, template: bytes) -> None:
    """Send messages until the server is gone; each is refused by the process, so that the hub has an answer to give."""
    while not ended.is_set():
        name = str(uuid.uuid4())
        answers.under_way.add(name)
        try:
            status, _ = server.post_envelope("MarketProcesses", template.replace(_PLACE, name.encode()))
        except (OSError, http.client.HTTPException):
            return
        assert status == 200
        answers.accepted.add(name)
        answers.under_way.discard(name)


def polls(server: Process, answers: Answers, ended: Event) -> None:
    """Poll and acknowledge until the server is gone."""
    while not ended.is_set():
        try:
            identification, names = take(server)
            if identification is None:
                continue
            answers.maybe_taken |= names
            status, _ = server.post(
                "PollMarketProcesses", "AcknowledgePoll", poll_acknowledgement(identification)
            )
        except (OSError, http.client.HTTPException):
            return
        assert status == 200
        answers.taken |= names


def take(server: Process) -> tuple[str | None, set[str]]:
    """Poll once: the result's identification, and the messages that its answers are about."""
    status, answer = server.post("PollMarketProcesses", "PollForData", poll_for_data())
    assert status == 200
    root = etree.fromstring(answer)
    names = [node.text for node in root.iter("{*}OriginalBusinessDocumentReference")]
    assert len(names) == len(set(names))
    return root.findtext(".//{urn:no:elhub:emif:wsdl:polling:marketprocesses:v2}Identification"), set(names)


def check(server: Process, answers: Answers, *, drain: bool) -> None:
    """Hold the restarted hub against what the clients heard."""
    journal = server.get("/_hub/snapshot").decode().splitlines()[1:]
    kept = Counter(name for line in journal if (name := _name(line)) in answers.accepted | answers.under_way)

    assert answers.accepted <= set(kept)
    assert set(kept.values()) <= {1}
    sends_in_file = sum(1 for line in journal if _name(line) is not None and '"receive"' in line)
    assert sends_in_file == len(kept)
    if drain:
        waiting: list[str] = []
        while True:
            identification, names = take(server)
            if identification is None:
                break
            waiting += names
            server.post("PollMarketProcesses", "AcknowledgePoll", poll_acknowledgement(identification))
        assert len(waiting) == len(set(waiting))
        assert not set(waiting) & answers.taken
        assert set(kept) - set(waiting) <= answers.taken | answers.maybe_taken
        answers.taken |= set(waiting)


_RECEIVED = re.compile(rb"<abie:Identification>([0-9a-f-]{36})<")


def _name(line: str) -> str | None:
    """Return the identification of a start of supply in a line of the journal, None for anything else."""
    import base64
    import json

    entry = json.loads(line)
    data = base64.b64decode(entry["arguments"].get("data", ""))
    match = _RECEIVED.search(data) if b"RequestStartOfSupplyRequest" in data else None
    return None if match is None else match[1].decode()


def rounds(state: Path, count: int, seed: int) -> int:
    """Kill and restart so often; return how many messages were acknowledged."""
    chance, answers = random.Random(seed), Answers()
    message = start_of_supply(wall_now(), customer="berit", identification=_PLACE.decode())
    template = envelope("MarketProcesses", "RequestStartOfSupply", message)
    assert template.count(_PLACE) == 1
    for number in range(count):
        with Process(state) as server:
            check(server, answers, drain=number % 5 == 4)
            kill_under_load(server, answers, template, chance)
    with Process(state) as server:
        check(server, answers, drain=True)
        assert server.end(signal.SIGTERM) == 0
    return len(answers.accepted)


def kill_under_load(server: Process, answers: Answers, template: bytes, chance: random.Random) -> None:
    """Kill the server while it works: at any instant after some messages, however long those take on this machine."""
    ended, before = Event(), len(answers.accepted)
    workers = [Thread(target=sends, args=(server, answers, ended, template)) for _ in range(SENDERS)]
    workers.append(Thread(target=polls, args=(server, answers, ended)))
    for worker in workers:
        worker.start()
    wanted, end = chance.randint(0, MOST_BEFORE), time.monotonic() + PATIENCE
    while len(answers.accepted) - before < wanted and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(chance.uniform(0.0, 0.05))
    assert server.end(signal.SIGKILL) == -signal.SIGKILL
    ended.set()
    for worker in workers:
        worker.join()


def test_nothing_is_lost_or_doubled_by_a_few_kills(tmp_path):
    """Some kills in every run of the tests."""
    assert rounds(tmp_path / "hub.state", 2, seed=1) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_lost_or_doubled_by_two_hundred_kills(tmp_path, seed):
    """Twenty kills a file, ten files; how many messages come through depends on the machine, one a round does."""
    assert rounds(tmp_path / "hub.state", 20, seed) >= 20
