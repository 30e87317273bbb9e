"""Doors over the library: a reference hub as a process with a port (extra ``server``).

`create_app` gives the application for any ASGI server, `edielkit.server.running.serve` runs it in this process. Each door is a
package or module of its own, listed in `edielkit.server.app.DOORS`. Here, and in the command line, are the clocks, the
files and the sockets.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edielkit.server.app import create_app
    from edielkit.server.settings import ServerSettings
    from edielkit.server.workspace import Workspace
    from edielkit.server.workspaces import Workspaces

__all__ = ("ServerSettings", "Workspace", "Workspaces", "create_app")

_HOMES = {
    "ServerSettings": "settings",
    "Workspace": "workspace",
    "Workspaces": "workspaces",
    "create_app": "app",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: the web framework is an extra."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"edielkit.server.{_HOMES[name]}"), name)
