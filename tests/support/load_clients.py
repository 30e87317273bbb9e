"""A hundred clients at once that send metering values, poll and acknowledge, and what they have heard."""

from __future__ import annotations

import base64
import http.client
import json
import re
import time
import uuid
from collections import Counter
from contextlib import closing
from threading import Thread

from lxml import etree
from tests.support.messages_of_parties import poll_acknowledgement, poll_for_data, sent
from tests.support.soap_calls import envelope

from edielkit.server.clocks import wall_now

__all__ = ("Clients", "day_of_values", "kept")

CLIENTS, GRID = 100, "7080009995036"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACE = b"11111111-1111-4111-8111-111111111111"


class Clients:
    """What a hundred threads have sent and got."""

    def __init__(self, host: str, template: bytes, seconds: float) -> None:
        self.host, self.template, self.seconds = host, template, seconds
        self.times: list[float] = []
        self.accepted: list[str] = []
        self.answered: list[str] = []
        self.troubles: list[str] = []
        self.end = time.monotonic() + seconds

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

    def run(self) -> None:
        """Send with all but one and poll with the last until the time is over, then empty the queue."""
        threads = [Thread(target=self.sends) for _ in range(CLIENTS - 1)] + [Thread(target=self.polls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.polls(until_empty=True)

    def __str__(self) -> str:
        times = sorted(self.times)
        return (
            f"{len(self.accepted)} messages, {len(self.accepted) / self.seconds:.0f} a second, {len(times) / self.seconds:.0f} calls a"
            f" second, half within {times[len(times) // 2]:.2f} s, 99 % within {times[int(len(times) * 0.99)]:.2f} s"
        )


def kept(journal: bytes) -> Counter[str]:
    """Return how often each identification stands in the messages of a journal, as the control door gives it."""
    entries = (json.loads(line) for line in journal.splitlines())
    messages = (base64.b64decode(entry["arguments"].get("data", "")).decode() for entry in entries)
    return Counter(name for message in messages for name in _UUID.findall(message))


def day_of_values() -> bytes:
    """Return a CollectedData with a day of quarters of one point, whose identification is that of no message."""
    return sent(
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
