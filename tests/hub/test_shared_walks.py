"""Threads that send, poll, ask and turn the clock of one hub as they like: nothing is lost, doubled or in another order.

What each thread does is drawn from the seed of the walk; how the threads come between each other is not, so what is held is
what must be so in any order, and the journal says which one it was.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.hub.test_state_machine import EVERYBODY, OWNERS, PEOPLE, PLACES
from tests.support.hub_fixtures import (
    AGENT,
    GRID,
    MORNING,
    NEW,
    OLD,
    POINT,
    THIRD,
    faults_of,
    hub,
    uuid,
)
from tests.support.hub_updates import Speaker
from tests.support.metering import collected, days, series, values

import edielkit
from edielkit.hub import Hub, Queue, SharedHub
from edielkit.hub.core.journal import dump, load
from edielkit.hub.core.timeline import troubles
from edielkit.market_time import local_day

THREADS = 4
HOUR = dt.timedelta(hours=1)


class Caller:
    """What one thread does with the hub, drawn from a seed of its own.

    Args:
        shared: The hub.
        number: Number of the thread.
        seed: Seed of the walk.
        inboxes: A lock for each party and queue: who stores a result is the only one to poll meanwhile.
    """

    def __init__(
        self, shared: SharedHub, number: int, seed: int, inboxes: dict[tuple[str, Queue], threading.Lock]
    ) -> None:
        self.shared, self.drawn, self.inboxes = shared, random.Random(seed * 100 + number), inboxes
        self.say = Speaker(count=100_000 * (number + 1))
        self.now = MORNING
        self.received: list[bytes] = []
        self.delivered: list[tuple[str, Queue, str]] = []
        self.acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (4, self.starts),
            (2, self.ends),
            (2, self.updates),
            (1, self.asks_for_access),
            (2, self.sends_values),
            (1, self.calls_the_portal),
            (2, self.reads),
            (3, self.polls),
            (2, self.turns_the_clock),
        )

    def run(self, steps: int) -> None:
        """Take *steps* at random."""
        for act in self.drawn.choices(
            [act for _, act in self.acts], [weight for weight, _ in self.acts], k=steps
        ):
            act()

    def day(self) -> dt.date:
        return local_day(self.now) + dt.timedelta(days=self.drawn.randint(1, 8))

    def send(self, message: Any) -> None:
        data = edielkit.serialize(message)
        receipt = self.shared.receive(data, now=self.now)
        assert receipt.accepted, receipt.fault
        self.received.append(data)

    def starts(self) -> None:
        brs, sender = self.drawn.choice(("101", "102", "103")), self.drawn.choice((OLD, NEW, THIRD))
        day = local_day(self.now) - (self.day() - local_day(self.now)) if brs == "103" else self.day()
        place, user = self.drawn.choice(PLACES), self.drawn.choice(PEOPLE)
        self.send(self.say.start(brs, day, sender=sender, target=place, user=user, now=self.now))

    def ends(self) -> None:
        brs, sender = self.drawn.choice(("201", "202")), self.drawn.choice((OLD, NEW, THIRD))
        place = self.drawn.choice(PLACES)
        self.send(self.say.end(brs, self.day(), sender=sender, target=place, now=self.now))

    def updates(self) -> None:
        brs, place = self.drawn.choice(("122", "212", "302", "402")), self.drawn.choice(PLACES)
        today = local_day(self.now)
        self.send(self.say.update(brs, today, sender=OWNERS[place], target=place, now=self.now))

    def asks_for_access(self) -> None:
        place = self.drawn.choice(PLACES)
        self.send(self.say.access(self.drawn.choice(("Add", "Update", "Delete")), target=place))

    def sends_values(self) -> None:
        period = days(local_day(self.now) - dt.timedelta(days=self.drawn.randint(1, 4)))
        delivery = series(
            period,
            point=POINT,
            registered=max(self.now - HOUR, period.end),
            observations=values(period, first=self.drawn.randrange(9000)),
        )
        self.send(collected(delivery, sender=GRID, now=self.now))

    def calls_the_portal(self) -> None:
        user = self.drawn.choice(PEOPLE)
        back = self.shared.call(
            "authorise_by_url",
            now=self.now,
            client_id=AGENT,
            request_id=uuid(self.drawn.randrange(10**6)),
            customer=user,
            # nobody's choice of points is sure to be its own when it is carried out
            points=None,
            future=True,
        )
        assert back["error"] in {"EH106", "EH088"}
        wanted = self.drawn.random() < 0.5
        party = self.drawn.choice((OLD, NEW))
        self.shared.call(
            "subscribe", now=self.now, party=party, role="DDQ", kind="settled active", wanted=wanted
        )

    def reads(self) -> None:
        for place in PLACES:
            assert [] == troubles(self.shared.point(place).timeline)
        snapshot = self.shared.snapshot()
        assert snapshot == Hub.restore(snapshot).snapshot()

    def polls(self) -> None:
        party, queue = self.drawn.choice(EVERYBODY), self.drawn.choice(list(Queue))
        with self.inboxes[party, queue]:
            result = self.shared.poll(party, queue=queue, now=self.now)
            if result is not None and self.drawn.random() < 0.8:
                assert self.shared.acknowledge_poll(result, now=self.now).accepted
                names = [message.header.identification for message in result.messages]
                self.delivered += [(party, queue, name) for name in names]

    def turns_the_clock(self) -> None:
        self.now += HOUR * self.drawn.randint(1, 20)
        self.shared.advance(self.now)


def walk(seed: int, steps: int) -> Counter[str]:
    """Let threads take *steps* together, and hold what must be so whichever came first; return how many steps that were."""
    market = hub(seed="shared walk")
    begun, shared = market.snapshot(), SharedHub(market)
    inboxes = {(party, queue): threading.Lock() for party in EVERYBODY for queue in Queue}
    callers = [Caller(shared, number, seed, inboxes) for number in range(THREADS)]
    errors: list[BaseException] = []

    def guarded(caller: Caller) -> None:
        try:
            caller.run(-(-steps // THREADS))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    check(shared, begun, callers)
    return Counter({"steps of threads": -(-steps // THREADS) * THREADS})


def check(shared: SharedHub, begun: Any, callers: list[Caller]) -> None:
    """Each message was taken in once and delivered once, in the order of sending; the journal makes the same hub."""
    assert () == shared.failure_cases()
    for place in PLACES:
        assert [] == troubles(shared.point(place).timeline)
    received = Counter(entry.arguments["data"] for entry in shared.journal if entry.kind == "receive")
    assert received == Counter(data for caller in callers for data in caller.received)
    assert all(
        entry.now >= before.now for before, entry in zip(shared.journal, shared.journal[1:], strict=False)
    )
    delivered = [row for caller in callers for row in caller.delivered]
    for party in EVERYBODY:
        for queue in Queue:
            while (result := shared.poll(party, queue=queue, now=shared.now)) is not None:
                delivered += [(party, queue, message.header.identification) for message in result.messages]
                assert shared.acknowledge_poll(result, now=shared.now).accepted
    assert list(range(len(shared.sent))) == [outgoing.number for outgoing in shared.sent]
    sent = [(o.party, o.queue, o.message.header.identification) for o in shared.sent]
    assert Counter(sent) == Counter(delivered)
    for caller in callers:
        _in_order(caller.delivered, sent)
    for outgoing in shared.sent[::5]:
        assert [] == faults_of(outgoing.message, shared.now)
    again = Hub.replay(begun, load(dump(shared.journal)))
    assert again.snapshot() == shared.snapshot()
    assert [edielkit.serialize(o.message) for o in again.sent] == [
        edielkit.serialize(o.message) for o in shared.sent
    ]


def _in_order(delivered: list[tuple[str, Queue, str]], sent: list[tuple[str, Queue, str]]) -> None:
    """Hold that what one thread got of a queue is in the order of sending."""
    place = {row: number for number, row in enumerate(sent)}
    last: dict[tuple[str, Queue], int] = {}
    for party, queue, name in delivered:
        number = place[party, queue, name]
        assert last.get((party, queue), -1) < number
        last[party, queue] = number


@pytest.mark.parametrize("seed", range(2))
def test_a_walk_of_threads(seed):
    """Some dozens of steps of four threads, of a fixed seed each."""
    walk(seed, 60)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_long_walks_of_threads(seed):
    """Hundreds of steps of four threads."""
    walk(seed, 300)
