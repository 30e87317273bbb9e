"""The server in this process: listening, the clocks that run, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from threading import Thread

import attrs
import uvicorn
from starlette.applications import Starlette

from edielkit.errors import EdielError
from edielkit.os_errors import os_words
from edielkit.server.app import DOORS, create_app
from edielkit.server.hanging_up import with_hanging_up
from edielkit.server.journal_file import StateFileError
from edielkit.server.settings import ServerSettings
from edielkit.server.workspaces import Workspaces

__all__ = (
    "ListenError",
    "RunningServer",
    "address_line",
    "address_of",
    "bind",
    "in_thread",
    "serve",
    "serve_app",
    "server_of",
)

# How often the hubs look at their clocks.
_TICK = 1.0
# How long calls that are under way may take when the server ends.
_PATIENCE = 10
_WAITING = 2048


class ListenError(EdielError):
    """An address cannot be listened on."""


@attrs.frozen
class RunningServer:
    """A server that runs in this process.

    Attributes:
        address: Its address, such as ``http://127.0.0.1:8080``.
        workspaces: Its hubs.
    """

    address: str
    workspaces: Workspaces


def address_of(listener: socket.socket) -> str:
    """Return the address that a listening socket is reached at."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises:
        ListenError: The address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING)
    except (OSError, UnicodeError) as error:
        listener.close()
        raise ListenError(_why(host, port, error)) from None
    return listener


def _why(host: str, port: int, error: Exception) -> str:
    """Return what keeps a socket from listening, and what would be right."""
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"port {port} of {host} is taken; choose another one, or 0 for any that is free"
    if number == errno.EACCES:
        return f"port {port} may not be listened on by this user; choose one from 1024 on"
    if isinstance(error, (socket.gaierror, UnicodeError)) or number == errno.EADDRNOTAVAIL:
        return f"{host[:60]!r} is no address of this machine; expected 127.0.0.1, or 0.0.0.0 for all of its addresses"
    words = os_words(error) if isinstance(error, OSError) else type(error).__name__
    return f"{host[:60]}, port {port}: {words}"


def server_of(app: Starlette) -> uvicorn.Server:
    """Return the server of an application; `run` of it listens on sockets that are bound already."""
    config = uvicorn.Config(
        with_hanging_up(app),
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
        say(f"a hub is served at {address_of(listeners[0])}; Ctrl-C ends it")
        for door in DOORS:
            for name, address in door.addresses(address_of(listeners[0])):
                say(address_line(name, address))
        with _asked_to_end():
            asyncio.run(_run(server, listeners, workspaces))
    finally:
        workspaces.close()


def address_line(name: str, address: str) -> str:
    """Return the line that says where a door is.

    Args:
        name: Name of the door.
        address: Its address.
    """
    return f"  {name:<20} {address}"


def serve_app(app: Starlette, listener: socket.socket) -> None:
    """Serve an application that has no hub until the process is told to end.

    Args:
        app: The application.
        listener: A socket of `bind`.
    """
    with _asked_to_end():
        asyncio.run(server_of(app).serve(sockets=[listener]))


@contextlib.contextmanager
def _asked_to_end() -> Iterator[None]:
    """Let a signal to end be no more than that: uvicorn ends at it, and raises it once more when it has."""
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: None) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def in_thread(settings: ServerSettings, host: str = "127.0.0.1", port: int = 0) -> Iterator[RunningServer]:
    """Serve in a thread of this process for as long as the context is open.

    Args:
        settings: How the server is set up.
        host: Address to listen on.
        port: Port; 0 for any that is free.

    Raises:
        StateFileError: The state file cannot be used.
        ScenarioError: The market is none.
        ListenError: The address cannot be listened on.
    """
    with bind(host, port) as listener, contextlib.closing(Workspaces(settings)) as workspaces:
        server = server_of(create_app(workspaces=workspaces))
        thread = Thread(
            target=lambda: asyncio.run(_run(server, [listener], workspaces)),
            name="edielkit-server",
            daemon=True,
        )
        thread.start()
        try:
            yield RunningServer(address_of(listener), workspaces)
        finally:
            server.should_exit = True
            thread.join()


async def _run(server: uvicorn.Server, listeners: list[socket.socket], workspaces: Workspaces) -> None:
    async with _ticking(workspaces):
        await server.serve(sockets=listeners)


@contextlib.asynccontextmanager
async def _ticking(workspaces: Workspaces) -> AsyncIterator[None]:
    """Let the hubs do what their clocks have passed, as long as this is open."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(_TICK)
            try:
                await asyncio.to_thread(workspaces.catch_up)
            except StateFileError:
                # what is due stays due; the next call says what is wrong with the file
                continue

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
