"""10,000 metering points change supplier on one day: received, checked, confirmed, carried out, told, polled.

Run: ``python benchmarks/hub_switches.py [POINTS]``. One core; the target is under a minute for 10,000.
"""

from __future__ import annotations

import cProfile
import datetime as dt
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support import hub_fixtures as market

import edielkit
from edielkit.hub import Hub, Market


def messages(count: int) -> list[bytes]:
    """Return the requests, as bytes."""
    say = market.Sender()
    return [edielkit.serialize(say.start("101", market.day(10), target=market.gsrn(n))) for n in range(count)]


def run(count: int) -> None:
    """Time each part and print it."""
    points = [market.point(market.gsrn(n)) for n in range(count)]
    hub = Hub(Market(parties=market.parties(), structure=market.structure(), points=points))
    requests = messages(count)
    total, cpu = time.perf_counter(), time.process_time()

    start = time.perf_counter()
    for n, data in enumerate(requests):
        receipt = hub.receive(data, now=market.MORNING + dt.timedelta(milliseconds=n))
        assert receipt.accepted
        assert not receipt.reasons
    show("received, checked, confirmed", count, start)

    start = time.perf_counter()
    sent = hub.advance(market.at(market.day(1)))
    assert len(sent) == 3 * count
    show("carried out and told at the deadline", count, start)

    start = time.perf_counter()
    polled, size = 0, 0
    for party in (market.NEW, market.OLD, market.GRID):
        while (result := hub.poll(party, now=market.at(market.day(1)))) is not None:
            polled += len(result.messages)
            size += len(result.to_bytes())
            hub.acknowledge_poll(result, now=market.at(market.day(1)))
    assert polled == 4 * count
    show(f"polled as {size / 1e6:.0f} MB of XML and acknowledged", polled, start)

    start = time.perf_counter()
    snapshot = hub.snapshot()
    assert Hub.restore(snapshot).snapshot() == snapshot
    show("snapshot, restored, compared", count, start)
    print(f"{'all':45} {time.perf_counter() - total:7.2f} s for {count} changes of supplier")
    print(f"{'of that on the processor':45} {time.process_time() - cpu:7.2f} s")


def show(what: str, count: int, start: float) -> None:
    """Print how long something took."""
    took = time.perf_counter() - start
    print(f"{what:45} {took:7.2f} s  {took / count * 1e6:7.0f} us each")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if "--profile" in sys.argv:
        with cProfile.Profile() as profile:
            run(number)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    else:
        run(number)
