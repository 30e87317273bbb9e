"""A hub behind its doors for the time of a test: a real server on a port of this machine, in a thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from edielkit.server import Workspace
    from edielkit.server.running import RunningServer

__all__ = ("ServedHub", "served_hub")

# Monday 2 February 2026, 09:00 in Oslo
_START = "2026-02-02T08:00:00+00:00"


@attrs.frozen
class ServedHub:
    """A server that runs for a test, and what it holds.

    Attributes:
        address: Its address, such as ``http://127.0.0.1:40123``.
        workspace: The server's own hub, for a look at what the doors do not show.
    """

    address: str
    workspace: Workspace

    def wsdl(self, service: str) -> str:
        """Return the address of the definition of a service, such as ``MarketProcesses``."""
        return f"{self.service(service)}?wsdl"

    def service(self, service: str) -> str:
        """Return the address of a service."""
        return f"{self.address}/WebService/services/{service}"

    def advance(self, instant: dt.datetime) -> tuple[Any, ...]:
        """Set the hub's clock to a later instant; return the messages that it sent until then."""
        return tuple(outgoing.message for outgoing in self.workspace.advance(instant))

    def gln(self, party: str) -> str:
        """Return the GLN of a party of the market."""
        return self.workspace.names.gln(party)

    def gsrn(self, point: str) -> str:
        """Return the identification of a metering point of the market."""
        return self.workspace.names.gsrn(point)


@contextmanager
def served_hub(market: Mapping[str, Any] | None = None, **settings: Any) -> Iterator[ServedHub]:
    """Serve a hub on a free port of this machine for as long as the context is open.

    Args:
        market: Head of a scenario as plain data; the small market, on Monday 2 February 2026, if None.
        settings: Fields of `edielkit.server.ServerSettings`; the clock stands still unless told otherwise.

    Raises:
        ScenarioError: The market is none.

    >>> import urllib.request
    >>> with served_hub() as hub:
    ...     with urllib.request.urlopen(f"{hub.address}/_hub/health") as answer:
    ...         status = answer.status
    >>> status, hub.gln("new supplier")
    (200, '7080009993018')
    """
    from edielkit.server import ServerSettings
    from edielkit.server.clocks import FROZEN
    from edielkit.server.running import in_thread

    head = {"scenario": "a test", "start": _START, "steps": []} if market is None else dict(market)
    running: RunningServer
    with in_thread(ServerSettings(**{"clock": FROZEN, "scenario": head, **settings})) as running:
        yield ServedHub(running.address, running.workspaces.get(""))
