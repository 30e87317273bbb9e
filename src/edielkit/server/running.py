"""The server in this process: listening, the clocks that run, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable

import uvicorn
from starlette.applications import Starlette

from edielkit.server.app import DOORS, create_app
from edielkit.server.settings import ServerSettings
from edielkit.server.workspaces import Workspaces

__all__ = ("bind", "serve", "server_of")

# How often the hubs look at their clocks.
_TICK = 1.0
# How long calls that are under way may take when the server ends.
_PATIENCE = 10
_WAITING = 2048


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises:
        OSError: The address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(_WAITING)
    return listener


def server_of(app: Starlette) -> uvicorn.Server:
    """Return the server of an application; `run` of it listens on sockets that are bound already."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        lifespan="off",
    )
    return uvicorn.Server(config)


def serve(
    settings: ServerSettings, listeners: list[socket.socket], say: Callable[[str], None] = lambda _line: None
) -> None:
    """Serve until the process is told to end (SIGTERM, SIGINT); calls that are under way are answered.

    Args:
        settings: How the server is set up.
        listeners: Sockets of `bind`.
        say: Prints a line.

    Raises:
        StateFileError: The state file cannot be used.
        ScenarioError: The market is none.
    """
    workspaces = Workspaces(settings)
    try:
        server = server_of(create_app(workspaces=workspaces))
        host, port = listeners[0].getsockname()[:2]
        base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        for door in DOORS:
            for name, address in door.addresses(base):
                say(f"  {name:<20} {address}")
        asyncio.run(_run(server, listeners, workspaces))
    finally:
        workspaces.close()


async def _run(server: uvicorn.Server, listeners: list[socket.socket], workspaces: Workspaces) -> None:
    async with _ticking(workspaces):
        await server.serve(sockets=listeners)


@contextlib.asynccontextmanager
async def _ticking(workspaces: Workspaces) -> AsyncIterator[None]:
    """Let the hubs do what their clocks have passed, as long as this is open."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(_TICK)
            await asyncio.to_thread(workspaces.catch_up)

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
