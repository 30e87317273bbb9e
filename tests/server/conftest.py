"""Servers for the tests of its doors: applications in memory, and one that listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A server in memory whose clock stands still."""
    with TestClient(create_app(ServerSettings(clock=FROZEN)), raise_server_exceptions=True) as test_client:
        yield test_client
