"""A served hub under load: a hundred clients at once, and a message of 100,000 values through the SOAP door.

Run: python benchmarks/served_hub.py [seconds] [values]

A hundred clients send a day of quarters each, poll and acknowledge for 600 seconds (or as many as are asked for), against a server of its
own with a state file: messages and calls a second, the 99th percentile, memory, and that nothing is lost and nothing comes twice. Then a
CollectedData of 100,000 values (or as many as are asked for) by the clock: through the door of a server in this process, and by
`SharedHub.receive` alone, in pairs, one after the other; printed is the median of the ratios. The goal is at most 2.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from tests.server.test_kill import Process
from tests.support.load_clients import Clients
from tests.support.metering import collected, days, series, values
from tests.support.soap_calls import envelope

from edielkit import serialize
from edielkit.hub import Hub, SharedHub
from edielkit.scenarios import read_scenario
from edielkit.server import ServerSettings
from edielkit.server.clocks import FROZEN
from edielkit.server.own_market import own_market
from edielkit.server.running import in_thread

PAIRS = 7
GRID, POINT = "7080009995036", "707057599800003039"
NOW = dt.datetime(2026, 2, 2, 7, tzinfo=dt.UTC)


def load(seconds: float) -> None:
    """Print what a hundred clients get in some time."""
    with tempfile.TemporaryDirectory() as folder, Process(Path(folder) / "hub.state") as server:
        clients = Clients(server.host, seconds)
        clients.run()
        faults = clients.faults(server.get("/_hub/journal"))
        memory, cpu = memory_of(server.pid), cpu_of(server.pid)
    print(f"{seconds:.0f} s, 100 clients: {clients}; {memory} MB and {cpu:.0f} s of a processor at most")
    print("; ".join(faults) or "nothing lost, nothing doubled, nothing refused", flush=True)


def memory_of(pid: int) -> int:
    """Return the most memory that a process has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def cpu_of(pid: int) -> float:
    """Return how long a process has had a processor, in seconds."""
    user, system = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def message(count: int, day: int) -> bytes:
    """Return a CollectedData with so many values, of days before a day, a payload a day."""
    first = NOW.date() - dt.timedelta(days=count // 96)
    whole = [
        series(
            days(first + dt.timedelta(days=number)),
            point=POINT,
            minutes=15,
            registered=NOW,
            observations=values(days(first + dt.timedelta(days=number)), 15, first=1000 + day),
        )
        for number in range(count // 96)
    ]
    return serialize(collected(*whole, sender=GRID, now=NOW))


def through_the_door(count: int) -> None:
    """Print how much longer a large message takes through the door than in Python."""
    market = own_market(NOW - dt.timedelta(days=count // 96 + 2))
    scenario = read_scenario(market)
    ratios, times = [], []
    with in_thread(ServerSettings(scenario=market, clock=FROZEN)) as server:
        server.workspaces.get("").advance(NOW)
        hub = SharedHub(Hub(scenario.names.market, config=scenario.config))
        hub.advance(NOW)
        host = server.address.removeprefix("http://")
        for pair in range(PAIRS):
            data = message(count, pair)
            whole = envelope("MeteringValues", "CollectedData", data)
            begin = time.perf_counter()
            receipt = hub.receive(data, now=NOW)
            alone = time.perf_counter() - begin
            begin = time.perf_counter()
            with closing(http.client.HTTPConnection(host, timeout=300)) as connection:
                heads = {"Content-Type": "text/xml; charset=utf-8"}
                connection.request("POST", "/WebService/services/MeteringValues", whole, heads)
                status = connection.getresponse().status
            door = time.perf_counter() - begin
            assert (receipt.fault, status) == (None, 200)
            ratios.append(door / alone)
            times.append(alone)
    middle = statistics.median(ratios)
    print(
        f"{count} values: {np.median(times):.2f} s in Python, {middle:.2f} times that through the door ({', '.join(f'{r:.2f}' for r in ratios)})"
    )


if __name__ == "__main__":
    load(float(sys.argv[1]) if len(sys.argv) > 1 else 600)
    through_the_door(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
