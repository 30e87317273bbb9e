"""What every door asks of a request: the workspace in its address."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from edielkit.server.workspace import Workspace
from edielkit.server.workspaces import NoWorkspaceError, Workspaces

__all__ = ("workspace_of", "workspaces_of")


def workspaces_of(request: Request) -> Workspaces:
    """Return all workspaces of the server."""
    workspaces: Workspaces = request.app.state.workspaces
    return workspaces


async def workspace_of(request: Request) -> Workspace:
    """Return the workspace that the address names: ``/w/NAME/...``, or the server's own.

    Raises:
        NoWorkspaceError: The name is none, or there are too many; the application answers by its status.
    """
    workspaces, name = workspaces_of(request), request.path_params.get("workspace", "")
    ready = workspaces.ready(name)
    if ready is None and _is_embedded(request):
        raise NoWorkspaceError("no page of another site makes a workspace", 403)
    # a thread for the making of one alone: threads are what calls wait for
    return await run_in_threadpool(workspaces.get, name) if ready is None else ready


def _is_embedded(request: Request) -> bool:
    """Tell whether a page of another site asks in the background, as for a picture: fifty of them would take all workspaces."""
    heads = request.headers
    return heads.get("sec-fetch-site") == "cross-site" and heads.get("sec-fetch-mode") != "navigate"
