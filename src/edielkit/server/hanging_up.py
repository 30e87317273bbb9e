"""How a connection is ended without an answer: ASGI has no word for it, so the server's transport is handed to the application."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ("hang_up", "with_hanging_up")

_KEY = "edielkit.hang_up"


def with_hanging_up(app: ASGIApp) -> ASGIApp:
    """Return an application whose requests can be left without an answer, where the server lets one end the connection.

    Args:
        app: The application.
    """

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn sends by a method of the exchange, which has the transport; both of its protocols do
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        close = getattr(transport, "close", None)
        await app(scope if close is None else {**scope, _KEY: close}, receive, send)

    return outer


async def hang_up(scope: Scope, receive: Receive) -> bool:
    """End the connection before a byte of an answer is sent; False where the server does not let one.

    Args:
        scope: The scope of the request.
        receive: Gives its events.
    """
    close = scope.get(_KEY)
    if close is None:
        return False
    close()
    # an application that came back earlier would be given an answer of the server's own
    while (await receive())["type"] != "http.disconnect":
        pass
    return True
