"""A hub for many threads and for asyncio: nothing is lost, doubled or in another order than it was done in."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter

from tests.support.hub_fixtures import (
    ANNA,
    BERIT,
    GRID,
    MORNING,
    NEW,
    OLD,
    THIRD,
    at,
    day,
    gsrn,
    hub,
    point,
)
from tests.support.hub_updates import Speaker

from edielkit.hub import Hub, Queue, SharedHub

THREADS, ROUNDS = 8, 6
SUPPLIERS = (NEW, THIRD)


def _shared(seed: str = "shared") -> tuple[SharedHub, Hub]:
    flats = (point(gsrn(200 + number), user=None, supplier=None) for number in range(THREADS * ROUNDS))
    market = hub(*flats, seed=seed)
    return SharedHub(market), market


def _requests(thread: int) -> list[tuple[str, object]]:
    """Return identification and message of each move-in that a thread asks for."""
    say = Speaker(count=1000 * (thread + 1))
    supplier = SUPPLIERS[thread % 2]
    messages = [
        say.start(
            "102",
            day(5),
            sender=supplier,
            user=(ANNA, BERIT)[round_ % 2],
            target=gsrn(200 + thread * ROUNDS + round_),
        )
        for round_ in range(ROUNDS)
    ]
    return [(message.header.identification, message) for message in messages]


class _Threads:
    """Threads that all begin at once; what one of them raises fails the test."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._barrier = threading.Barrier(THREADS)

    def run(self, work) -> None:
        threads = [threading.Thread(target=self._guarded, args=(work, number)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]

    def _guarded(self, work, number: int) -> None:
        self._barrier.wait()
        try:
            work(number)
        except BaseException as error:
            self.errors.append(error)


def test_eight_threads_lose_double_and_misorder_nothing():
    """Each request is answered once, polled once and in the order of sending; the journal makes the same hub again."""
    shared, market = _shared()
    begun = market.snapshot()
    polled: dict[str, list[object]] = {supplier: [] for supplier in SUPPLIERS}
    polling = {supplier: threading.Lock() for supplier in SUPPLIERS}

    def work(number: int) -> None:
        supplier = SUPPLIERS[number % 2]
        for round_, (_, message) in enumerate(_requests(number)):
            # clocks of threads are not in the order in which they come
            assert shared.receive(message, now=at(day(0), 9 + (number + round_) % 5)).accepted
            with polling[supplier]:
                result = shared.poll(supplier, now=MORNING)
                if result is not None:
                    polled[supplier] += result.messages
                    assert shared.acknowledge_poll(result, now=MORNING).accepted
            assert shared.point(gsrn(200)) is not None

    _Threads().run(work)
    for supplier in SUPPLIERS:
        while (result := shared.poll(supplier, now=at(day(0), 20))) is not None:
            polled[supplier] += result.messages
            shared.acknowledge_poll(result, now=at(day(0), 20))
    shared.advance(at(day(1)))

    asked = Counter(name for number in range(THREADS) for name, _ in _requests(number))
    answered = [_reference(message) for supplier in SUPPLIERS for message in polled[supplier]]
    assert asked == Counter(answered)
    sent = [outgoing.message.header.identification for outgoing in shared.sent]
    assert len(sent) == len(set(sent))
    assert list(range(len(sent))) == [outgoing.number for outgoing in shared.sent]
    for supplier in SUPPLIERS:
        to_supplier = [
            o.message for o in shared.sent if o.party == supplier and o.message.kind().startswith("Confirm")
        ]
        assert to_supplier == polled[supplier]
    for number in range(THREADS):
        mine = [name for name in answered if name in dict(_requests(number))]
        assert mine == [name for name, _ in _requests(number)]
    again = Hub.replay(begun, shared.journal)
    assert again.snapshot() == shared.snapshot()
    assert again.sent == shared.sent


def _reference(message) -> str:
    return message.payload_response_event.original_business_document_reference


def test_two_threads_that_poll_at_once_get_the_same_result():
    """It stays until one of them acknowledges it; the other one's acknowledgement does nothing."""
    shared, _ = _shared()
    shared.receive(_requests(0)[0][1], now=MORNING)
    results: list[object] = []

    def work(_number: int) -> None:
        results.append(shared.poll(NEW, now=MORNING))

    _Threads().run(work)
    assert THREADS == len(results)
    assert all(result == results[0] for result in results)
    assert all(shared.acknowledge_poll(results[0], now=MORNING).accepted for _ in range(2))
    assert None is shared.poll(NEW, now=MORNING)


def test_calls_and_questions_of_threads_stand_in_the_journal_once():
    """Portal, queries and reports wait for their turn too."""
    shared, market = _shared()
    begun = market.snapshot()

    def work(number: int) -> None:
        arguments = {"party": OLD, "role": "DDQ", "kind": "reactive", "wanted": bool(number % 2)}
        shared.portal(MORNING).subscribe(**arguments)
        assert shared.call("subscriptions", now=MORNING, party=OLD, role="DDQ")
        assert not shared.query(b"no query", now=MORNING).accepted
        assert shared.points()

    _Threads().run(work)
    assert {"call": 2 * THREADS} == Counter(entry.kind for entry in shared.journal)
    assert Hub.replay(begun, shared.journal).snapshot() == shared.snapshot()


def test_asyncio_uses_the_same_hub():
    """Tasks send at once; each request is answered once, and reports can be awaited."""
    shared, _ = _shared()

    async def tasks() -> tuple[object, object]:
        hub_ = shared.asynchronous
        receipts = await asyncio.gather(*(hub_.receive(m, now=MORNING) for _, m in _requests(0)))
        assert all(receipt.accepted for receipt in receipts)
        result = await hub_.poll(NEW, queue=Queue.MARKET_PROCESSES, now=MORNING)
        assert (await hub_.acknowledge_poll(result, now=MORNING)).accepted
        await hub_.advance(at(day(1)))
        await hub_.call("subscriptions", now=at(day(1)), party=OLD, role="DDQ")
        assert not (await hub_.query(b"no query", now=at(day(1)))).accepted
        return result, await hub_.read(shared.point, gsrn(200))

    result, flat = asyncio.run(tasks())
    assert Counter(name for name, _ in _requests(0)) == Counter(map(_reference, result.messages))
    assert NEW == flat.supply(day(5)).supplier
    assert GRID in {outgoing.party for outgoing in shared.sent}
    assert shared.now == at(day(1))


def test_what_is_forgotten_is_gone_for_all():
    """Journal and list of what was sent are dropped, the state stays."""
    shared, _ = _shared()
    shared.receive(_requests(0)[0][1], now=MORNING)
    state = shared.snapshot()

    shared.forget()

    assert ((), ()) == (shared.journal, shared.sent)
    assert state == shared.snapshot()
    assert not shared.acknowledge_poll(b"no message", now=MORNING).accepted
