"""A hundred clients at once send metering values, poll and acknowledge: nothing is lost, and nothing comes twice.

EDIELKIT_LOAD_SECONDS says how long; the test prints how many messages a second there were, and the 99th percentile.
"""

from __future__ import annotations

import http.client
import os
import time
import uuid
from collections import Counter
from contextlib import closing
from threading import Thread

import pytest
from lxml import etree
from tests.server.test_kill import Process
from tests.support.messages_of_parties import poll_acknowledgement, poll_for_data, sent
from tests.support.soap_calls import envelope

from edielkit.server.clocks import wall_now

CLIENTS, GRID = 100, "7080009995036"
SECONDS = float(os.environ.get("EDIELKIT_LOAD_SECONDS", "15"))
_PLACE = b"11111111-1111-4111-8111-111111111111"


class Clients:
    """What a hundred threads have sent and got."""

    def __init__(self, host: str, template: bytes) -> None:
        self.host, self.template = host, template
        self.times: list[float] = []
        self.accepted: list[str] = []
        self.answered: list[str] = []
        self.troubles: list[str] = []
        self.end = time.monotonic() + SECONDS

    def post(self, connection: http.client.HTTPConnection, service: str, content: bytes) -> bytes:
        begin = time.monotonic()
        heads = {"Content-Type": "text/xml; charset=utf-8"}
        connection.request("POST", f"/WebService/services/{service}", content, heads)
        answer = connection.getresponse()
        body = answer.read()
        self.times.append(time.monotonic() - begin)
        if answer.status != 200:
            self.troubles.append(body.decode())
        return body

    def sends(self) -> None:
        with closing(http.client.HTTPConnection(self.host, timeout=60)) as connection:
            while time.monotonic() < self.end and not self.troubles:
                name = str(uuid.uuid4())
                self.post(connection, "MeteringValues", self.template.replace(_PLACE, name.encode()))
                self.accepted.append(name)

    def polls(self, until_empty: bool = False) -> None:
        with closing(http.client.HTTPConnection(self.host, timeout=60)) as connection:
            while (until_empty or time.monotonic() < self.end) and not self.troubles:
                asked = envelope("PollMeteringValues", "PollForData", poll_for_data(GRID, "DDM"))
                root = etree.fromstring(self.post(connection, "PollMeteringValues", asked))
                result = root.findtext(".//{urn:no:elhub:emif:wsdl:polling:meteringvalues:v2}Identification")
                if result is None:
                    if until_empty:
                        return
                    continue
                names = [node.text for node in root.iter("{*}OriginalBusinessDocumentReference")]
                told = poll_acknowledgement(result, GRID, "DDM")
                self.post(
                    connection, "PollMeteringValues", envelope("PollMeteringValues", "AcknowledgePoll", told)
                )
                self.answered += names


@pytest.mark.slow
def test_a_hundred_clients_lose_nothing(tmp_path):
    """Every message is in the journal once, and is answered once."""
    values = sent(
        wall_now(),
        send="CollectedData",
        process="313",
        role="DDM",
        point="house",
        first="yesterday 00:00",
        last="yesterday 23:45",
        values="1.5",
        identification=_PLACE.decode(),
        **{"from": "grid company"},
    )
    with Process(tmp_path / "hub.state") as server:
        clients = Clients(server.host, envelope("MeteringValues", "CollectedData", values))
        threads = [Thread(target=clients.sends) for _ in range(CLIENTS - 1)] + [Thread(target=clients.polls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clients.polls(until_empty=True)
        journal = server.get("/_hub/journal").decode()

    times = sorted(clients.times)
    print(
        f"{len(clients.accepted)} messages, {len(times) / SECONDS:.0f} calls a second,"
        f" 99 % within {times[int(len(times) * 0.99)]:.2f} s"
    )
    assert clients.troubles == []
    assert set(Counter(clients.answered).values()) <= {1}
    assert set(clients.answered) == set(clients.accepted)
    assert journal.count('"kind": "receive"') >= len(clients.accepted)
