"""The application: a table of doors, mounted for the server's own hub and for each workspace ``/w/NAME``."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from edielkit.server.checking import door as checking
from edielkit.server.checking.checker import Checker
from edielkit.server.control import door as control
from edielkit.server.data import access_api, energy_data, jobs
from edielkit.server.pages import door as pages
from edielkit.server.problems import http_problems, problem
from edielkit.server.settings import ServerSettings
from edielkit.server.soap import door as soap
from edielkit.server.soap.protection import Protection
from edielkit.server.tokens import door as tokens
from edielkit.server.workspaces import NoWorkspaceError, Workspaces

__all__ = ("DOORS", "Door", "create_app")

# Answers below this size are sent as they are: an empty envelope grows when it is packed.
_PACKED_FROM = 500
# Files that are packed already are sent as they are, so that a part of one is a part of its bytes.
_PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/zstd")


@attrs.frozen
class Door:
    """A door of the server: a module with its routes.

    Attributes:
        name: What it is called.
        routes: Gives its routes, relative to a workspace; an endpoint asks `edielkit.server.requests.workspace_of`.
        addresses: Gives name and address of what it prints at the start, for the address of the server.
    """

    name: str
    routes: Callable[[], list[BaseRoute]]
    addresses: Callable[[str], list[tuple[str, str]]]


# A new door is a line here.
DOORS = (
    Door("pages", pages.routes, pages.addresses),
    Door("soap", soap.routes, soap.addresses),
    Door("control", control.routes, control.addresses),
    Door("token", tokens.routes, tokens.addresses),
    Door("data", energy_data.routes, energy_data.addresses),
    Door("jobs", jobs.routes, jobs.addresses),
    Door("access", access_api.routes, access_api.addresses),
    Door("checking", checking.routes, checking.addresses),
)


def create_app(settings: ServerSettings | None = None, *, workspaces: Workspaces | None = None) -> Starlette:
    """Return the application, ready to answer.

    Args:
        settings: How it is set up; the defaults if None.
        workspaces: Hubs that are there already; new ones of *settings* if None.

    Raises:
        StateFileError: The state file cannot be used.
        ScenarioError: The market is none.
        CertificateError: The certificates cannot be used.
    """
    workspaces = workspaces or Workspaces(settings or ServerSettings())
    inner = [route for door in DOORS for route in door.routes()]
    app = Starlette(
        routes=[Mount("/w/{workspace}", routes=inner), *inner],
        middleware=[Middleware(GZipMiddleware, minimum_size=_PACKED_FROM, exclude_content_types=_PACKED)],
        exception_handlers={
            NoWorkspaceError: _no_workspace,
            HTTPException: http_problems(
                "/", "/_hub/openapi.json", "/check/", f"{soap.PATH}/MarketProcesses?wsdl"
            ),
        },
    )
    app.state.workspaces = workspaces
    app.state.checker = Checker()
    app.state.protection = Protection.of(workspaces.settings)
    return app


def _no_workspace(request: Request, error: Exception) -> Response:
    if f"{soap.PATH}/" in request.url.path and request.method == "POST":
        return soap.no_workspace(str(error))
    return problem(request, getattr(error, "status", 404), str(error))
