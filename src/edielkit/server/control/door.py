"""The control door under ``/_hub/``: for those who test with a hub, and for the pages."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit import __version__
from edielkit.server.control import looking, planning, turning
from edielkit.server.control.json_doors import Asked, endpoint
from edielkit.server.control.openapi import openapi
from edielkit.server.requests import workspaces_of

__all__ = ("PATH", "addresses", "routes")

PATH = "/_hub"


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [
        Route(f"{PATH}/health", endpoint(_health)),
        Route(f"{PATH}/openapi.json", _openapi),
        Route(f"{PATH}/workspaces", _workspaces),
        Route(f"{PATH}/workspaces/{{name}}", _delete_workspace, methods=["DELETE"]),
        *turning.routes(PATH),
        *looking.routes(PATH),
        *planning.routes(PATH),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("control", f"{base}{PATH}/health")]


def _health(asked: Asked) -> Any:
    """Tell that the hub is ready, and how it is set up."""
    workspace = asked.workspace
    return {
        "status": "ready",
        "version": __version__,
        "workspace": workspace.name,
        "now": workspace.now(),
        "clock": str(workspace.clock.speed),
        "security": workspace.settings.security,
        "parties": {name: party.gln for name, party in workspace.names.parties.items()},
    }


def _openapi(request: Request) -> Response:
    """Describe the door."""
    if request.query_params:
        return JSONResponse({"error": "expected no parameters"}, status_code=400)
    return JSONResponse(openapi(str(request.url).partition("/openapi.json")[0]))


def _workspaces(request: Request) -> Response:
    """List the workspaces beside the server's own."""
    if request.query_params:
        return JSONResponse({"error": "expected no parameters"}, status_code=400)
    return JSONResponse({"workspaces": workspaces_of(request).names()})


def _delete_workspace(request: Request) -> Response:
    """Drop a workspace with all that it holds."""
    if workspaces_of(request).delete(request.path_params["name"]):
        return Response(status_code=204)
    return JSONResponse({"error": "there is no such workspace"}, status_code=404)
