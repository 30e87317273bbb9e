"""What the data doors share: a request with its hub, who asks by which token, and refusals in the form of JSON:API."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from edielkit.harmless import harmless
from edielkit.hub import Party
from edielkit.hub.core.transaction import Transaction
from edielkit.server.bodies import BodyError, read_body
from edielkit.server.data.viewers import ViewerError, acting_parties
from edielkit.server.data.windows import WindowError
from edielkit.server.requests import workspace_of
from edielkit.server.tokens.clients import SUPPLIER
from edielkit.server.tokens.door import office_of
from edielkit.server.tokens.office import Access, AccessError
from edielkit.server.workspace import Workspace

__all__ = ("Asked", "DataRefusalError", "access_of", "described", "endpoint", "party_of", "supplier_of")

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    406: "Not Acceptable",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
_MOST_BYTES = 64 << 10


class DataRefusalError(Exception):
    """What is answered instead of data.

    Args:
        status: HTTP status.
        detail: What would be right.
        code: Code of the refusal, where there is one.
    """

    def __init__(self, status: int, detail: str, code: str = "") -> None:
        super().__init__(detail)
        self.status, self.code = status, code


@attrs.frozen(kw_only=True)
class Asked:
    """A request: the hub, and what stands in the address.

    Attributes:
        workspace: The hub.
        request: The request.
        body: Its body, where the endpoint reads one.
    """

    workspace: Workspace
    request: Request
    body: bytes = attrs.field(default=b"", repr=False)

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        return dict(self.request.query_params)

    def head(self, name: str) -> str:
        """Return a head of the request, empty without one."""
        return self.request.headers.get(name, "")


def endpoint(
    answer: Callable[[Asked], Response], *, reads: bool = False, media: str = "application/json"
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers off the event loop, and every refusal in one form.

    Args:
        answer: Gives the answer.
        reads: It reads a body.
        media: Media type of refusals.
    """

    async def serve(request: Request) -> Response:
        try:
            _check_heads(request)
            _check_once(request)
            body = await read_body(request, _MOST_BYTES) if reads else b""
            asked = Asked(workspace=await workspace_of(request), request=request, body=body)
            return await run_in_threadpool(answer, asked)
        except DataRefusalError as refusal:
            return _refused(refusal.status, str(refusal), media, refusal.code)
        except BodyError as error:
            return _refused(413, str(error), media)
        except AccessError as error:
            return _refused(401, str(error), media)
        except ViewerError as error:
            return _refused(403, str(error), media)
        except WindowError as error:
            return _refused(400, str(error), media)

    return serve


def described(path: str, document: Callable[[str], dict[str, Any]]) -> BaseRoute:
    """Return the route of a door's OpenAPI document.

    Args:
        path: Address of the door.
        document: Gives the document by the address of the door, without a slash at its end.
    """

    def serve(request: Request) -> Response:
        if request.query_params:
            return _refused(400, "expected no parameters", "application/json")
        return JSONResponse(document(str(request.url).partition("/openapi.json")[0]))

    return Route(f"{path}/openapi.json", serve)


def _check_heads(request: Request) -> None:
    """Refuse clients that do not say what they are, as Elhub does."""
    if not request.headers.get("user-agent") or not request.headers.get("accept"):
        raise DataRefusalError(403, "expected the heads User-Agent and Accept")


def _check_once(request: Request) -> None:
    """Refuse a parameter that comes twice: which of the two is meant nobody knows."""
    names = [name for name, _ in request.query_params.multi_items()]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DataRefusalError(400, f"{harmless(twice)[:40]}: expected it once")


def _refused(status: int, detail: str, media: str, code: str = "") -> Response:
    error = {
        "status": str(status),
        **({"code": code} if code else {}),
        "title": _TITLES[status],
        "detail": detail,
    }
    headers = {"www-authenticate": 'Bearer error="invalid_token"'} if status == 401 else {}
    return JSONResponse({"errors": [error]}, status_code=status, headers=headers, media_type=media)


def access_of(asked: Asked) -> Access:
    """Return what the token of a request says.

    Raises:
        AccessError: There is none that holds.
    """
    return office_of(asked.workspace).access(asked.head("authorization"), now=int(time.time()))


def party_of(asked: Asked) -> Callable[[str], Party | None]:
    """Return what gives a party of the hub by its GLN, None for none."""
    return asked.workspace.hub.bound(Transaction.party)


def supplier_of(asked: Asked, gln: str, on_behalf_of: str, *, roles: frozenset[str]) -> tuple[str, str]:
    """Return the GLN of the supplier that is asked for, and of who sends: itself, or its service provider.

    Args:
        asked: The request.
        gln: GLN of who sends.
        on_behalf_of: GLN of the supplier that a service provider asks for; empty for itself.
        roles: Roles of suppliers that may ask.

    Raises:
        AccessError: There is no token that holds.
        ViewerError: It is not for that GLN, or the service provider may not ask for the other.
        DataRefusalError: The party has none of the roles, or the token has not its scope.
    """
    access = access_of(asked)
    sender, principal = acting_parties(access, gln, on_behalf_of, party_of(asked))
    if not roles & principal.roles or (sender is principal and SUPPLIER not in access.scopes):
        raise DataRefusalError(403, f"expected a balance supplier, and a token with {SUPPLIER}")
    return principal.gln, sender.gln
