"""The control door under ``/_hub/``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit import __version__
from edielkit.server.requests import workspace_of

__all__ = ("PATH", "addresses", "routes")

PATH = "/_hub"


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [Route(f"{PATH}/health", _health)]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("control", f"{base}{PATH}/health")]


async def _health(request: Request) -> Response:
    """Tell that the hub is ready, and how it is set up."""
    workspace = await workspace_of(request)
    return JSONResponse(
        {
            "status": "ready",
            "version": __version__,
            "workspace": workspace.name,
            "now": workspace.now().isoformat(),
            "clock": str(workspace.clock.speed),
            "security": workspace.settings.security.value,
            "parties": {name: party.gln for name, party in workspace.names.parties.items()},
        }
    )
