"""A hundred clients at once that send metering values, poll and acknowledge, and what they have heard.

Each message brings a day of quarters with a value that no other message has, and each tenth has a channel that its point lacks. So
what comes back can be counted: a refusal of each tenth, and the values of the others for each who is entitled to them.
"""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import re
import time
import uuid
from collections import Counter
from contextlib import closing
from threading import Lock, Thread

import attrs
from lxml import etree
from tests.support.messages_of_parties import poll_acknowledgement, poll_for_data
from tests.support.metering import collected, days, series
from tests.support.soap_calls import envelope

from edielkit import serialize
from edielkit.market_time import local_day
from edielkit.server.clocks import wall_now

__all__ = ("Clients", "kept")

CLIENTS, DAYS, FAULTY = 100, 20, 10
# series that wait before the senders wait too, and seconds until they look again
MOST_WAITING, PAUSE = 2_000, 0.1
GRID = "7080009995036"
# a point and its supplier, in the server's own market
POINTS = {
    "707057599800003015": "7080009995029",
    "707057599800003022": "7080009995012",
    "707057599800003039": "7080009995012",
}
FAULTY_POINT = next(iter(POINTS))
ROLES = {GRID: "DDM", "7080009995029": "DDQ", "7080009995012": "DDQ"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RESULT = "{urn:no:elhub:emif:wsdl:polling:meteringvalues:v2}Identification"


class Clients:
    """What a hundred threads have sent and got.

    Attributes:
        times: Seconds that each call took.
        accepted: Identification of each message that was taken in.
        refused: Identification of each of them that has a fault.
        answered: What each refusal is about.
        sent: The party that is to get it with each value that was taken in.
        got: Each party with each value that it got.
        troubles: Answers that are none.
    """

    def __init__(self, host: str, seconds: float) -> None:
        self.host, self.seconds = host, seconds
        self.times: list[float] = []
        self.accepted: list[str] = []
        self.refused: list[str] = []
        self.answered: list[str] = []
        self.sent: list[tuple[str, str]] = []
        self.got: list[tuple[str, str]] = []
        self.troubles: list[str] = []
        self.numbers = itertools.count(1)
        # who stores a result is the only one to poll for that party
        self.inboxes = {party: Lock() for party in ROLES}
        self.templates = [(point, _template(point, back)) for back in range(1, DAYS) for point in POINTS]
        self.faulty = _template(FAULTY_POINT, 1, direction="In")

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

    def work(self) -> None:
        """Send, unless the parties are behind with their queues, and poll for a party wherever no other client does."""
        with closing(http.client.HTTPConnection(self.host, timeout=600)) as connection:
            while time.monotonic() < self.end and not self.troubles:
                if len(self.sent) - len(self.got) < MOST_WAITING:
                    self.send(connection)
                else:
                    time.sleep(PAUSE)
                for party, inbox in self.inboxes.items():
                    if inbox.acquire(blocking=False):
                        try:
                            self.poll(connection, party)
                        finally:
                            inbox.release()

    def send(self, connection: http.client.HTTPConnection) -> None:
        """Send a day of values."""
        number, name = next(self.numbers), str(uuid.uuid4())
        point, template = self.templates[number % len(self.templates)]
        value, is_faulty = f"{number}.5", not number % FAULTY
        message = (self.faulty if is_faulty else template).naming(name, value)
        self.post(connection, "MeteringValues", message)
        self.accepted.append(name)
        if is_faulty:
            self.refused.append(name)
        else:
            self.sent += [(POINTS[point], value), (GRID, value)]

    def poll(self, connection: http.client.HTTPConnection, party: str) -> bool:
        """Poll once and acknowledge; tell whether anything waited."""
        asked = envelope("PollMeteringValues", "PollForData", poll_for_data(party, ROLES[party]))
        root = etree.fromstring(self.post(connection, "PollMeteringValues", asked))
        result = root.findtext(f".//{_RESULT}")
        if result is None:
            return False
        names = [node.text for node in root.iter("{*}OriginalBusinessDocumentReference")]
        values = [
            (party, node.text) for node in root.iter("{*}Metered") if node.getparent().get("Sequence") == "1"
        ]
        told = poll_acknowledgement(result, party, ROLES[party])
        self.post(connection, "PollMeteringValues", envelope("PollMeteringValues", "AcknowledgePoll", told))
        self.answered += names
        self.got += values
        return True

    def run(self) -> None:
        """Send and poll until the time is over, then empty the queues."""
        self.end = time.monotonic() + self.seconds
        threads = [Thread(target=self.work) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.took = time.monotonic() - self.end + self.seconds
        self.in_time = len(self.accepted), len(self.times)
        with closing(http.client.HTTPConnection(self.host, timeout=600)) as connection:
            for party in ROLES:
                while not self.troubles and self.poll(connection, party):
                    continue

    def faults(self, journal: bytes) -> list[str]:
        """Return what was refused, lost or doubled, in words: of messages in the journal, of answers, and of values."""
        names = kept(journal)
        pairs = {
            "in the journal": (
                Counter(self.accepted),
                Counter({name: names[name] for name in self.accepted}),
            ),
            "answered": (Counter(self.refused), Counter(self.answered)),
            "values": (Counter(self.sent), Counter(self.got)),
        }
        words = [f"refused: {trouble[:300]}" for trouble in self.troubles[:1]]
        for what, (wanted, there) in pairs.items():
            lost, more = wanted - there, there - wanted
            if lost or more:
                words.append(f"{what}: {lost.total()} lost, {more.total()} too many")
        return words

    def __str__(self) -> str:
        times, (messages, calls) = sorted(self.times[: self.in_time[1]]), self.in_time
        return (
            f"{messages} messages, {messages / self.took:.0f} a second, {calls / self.took:.0f} calls a second, {len(self.got)} series"
            f" delivered, half within {times[calls // 2]:.2f} s, 99 % within {times[int(calls * 0.99)]:.2f} s"
        )


@attrs.frozen
class Template:
    """A message about a day, cut where each has its own: identification, first value, payload."""

    parts: tuple[bytes, bytes, bytes, bytes] = attrs.field(repr=False)

    def naming(self, name: str, value: str) -> bytes:
        """Return the message with an identification and a first value of its own."""
        head, context, rows, end = self.parts
        own = name.encode()
        return b"".join((head, own, context, str(uuid.uuid4()).encode(), rows, value.encode(), end))


def _template(point: str, back: int, direction: str = "Out") -> Template:
    """Return the message with a day of quarters of a point, so many days ago."""
    now = wall_now()
    period = days(local_day(now).fromordinal(local_day(now).toordinal() - back))
    delivery = series(period, point=point, minutes=15, direction=direction, registered=period.end)
    message = collected(delivery, sender=GRID, now=now)
    whole = envelope("MeteringValues", "CollectedData", serialize(message))
    before, after_name = whole.split(message.header.identification.encode())
    context, rows = after_name.split(delivery.identification.encode())
    begin = rows.index(b"Metered>") + len(b"Metered>")
    return Template((before, context, rows[:begin], rows[rows.index(b"<", begin) :]))


def kept(journal: bytes) -> Counter[str]:
    """Return how often each identification stands in the messages of a journal, as the control door gives it."""
    entries = (json.loads(line) for line in journal.splitlines())
    messages = (base64.b64decode(entry["arguments"].get("data", "")).decode() for entry in entries)
    return Counter(name for message in messages for name in _UUID.findall(message))
