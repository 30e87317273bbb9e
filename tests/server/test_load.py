"""A hundred clients at once send metering values, poll and acknowledge: nothing is lost, and nothing comes twice.

EDIELKIT_LOAD_SECONDS says how long; `benchmarks/served_hub.py` runs it for ten minutes and prints how fast it was.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from tests.server.test_kill import Process
from tests.support.load_clients import Clients, day_of_values, kept
from tests.support.soap_calls import envelope

SECONDS = float(os.environ.get("EDIELKIT_LOAD_SECONDS", "15"))


@pytest.mark.slow
def test_a_hundred_clients_lose_nothing(tmp_path):
    """Every message is in the journal once, and is answered once."""
    with Process(tmp_path / "hub.state") as server:
        clients = Clients(server.host, envelope("MeteringValues", "CollectedData", day_of_values()), SECONDS)
        clients.run()
        names = kept(server.get("/_hub/journal"))

    assert clients.troubles == []
    assert clients.accepted
    assert set(Counter(clients.answered).values()) <= {1}
    assert set(clients.answered) == set(clients.accepted)
    assert {names[name] for name in clients.accepted} == {1}
