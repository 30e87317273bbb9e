"""A hundred clients at once send metering values, poll and acknowledge: nothing is lost, and nothing comes twice.

EDIELKIT_LOAD_SECONDS says how long; `benchmarks/served_hub.py` runs it for ten minutes and prints how fast it was.
"""

from __future__ import annotations

import os

import pytest
from tests.server.test_kill import Process
from tests.support.load_clients import Clients

SECONDS = float(os.environ.get("EDIELKIT_LOAD_SECONDS", "15"))


@pytest.mark.slow
def test_a_hundred_clients_lose_nothing(tmp_path):
    """Every message is in the journal once and answered once, and its values come once to each who is entitled to them."""
    with Process(tmp_path / "hub.state") as server:
        clients = Clients(server.host, SECONDS)
        clients.run()
        faults = clients.faults(server.get("/_hub/journal"))

    assert faults == []
    assert clients.accepted
